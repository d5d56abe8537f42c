using System.Collections;
using System.Reflection;
using MeanFieldDsl.Generators.FrontEnd;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace MeanFieldDsl.Generators.Tests.Pipeline;

/// <summary>An edit costs what it changes.</summary>
public sealed class IncrementalityTests
{
    private const string Neuron =
        """
        [Feature]
        public sealed partial class Neuron
        {
            public double Width { get; init; } = 1;

            [Formula]
            public double Phi([Weight] double a, [Position] double b, [Input] double x)
            {
                double shifted = x - b;
                return a * Sigmoid(shifted / Width);
            }
        }

        """;

    private const string Other = "[Feature] public sealed partial class Other { [Formula] public static double Phi([Weight] double a, [Input] double x) => a * x; }\n";

    private const string Models =
        """
        [Loss] public sealed partial class Half { [Formula] public static double Value(double prediction, double target) => 0.5 * Sq(prediction - target); }

        [MeanFieldModel<Neuron, Half>] public sealed partial class NeuronModel;

        [MeanFieldModel<Other, Half>] public sealed partial class OtherModel;
        """;

    private static readonly string[] Files = [GeneratorHarness.Usings + Neuron, GeneratorHarness.Usings + Other, GeneratorHarness.Usings + Models, "public class Unrelated { public int A; }"];

    [Theory]
    [InlineData(0, "double shifted", "/* a remark */ double shifted")]
    [InlineData(0, "{ get; init; } = 1;", "{ get; init; } = 1; // a remark")]
    [InlineData(0, "[Feature]", "\n\n\n[Feature]")]
    [InlineData(0, "return a *", "return   a\n *")]
    [InlineData(0, "shifted", "distance")]
    [InlineData(0, "= 1;", "= 2;")]
    [InlineData(0, "[Feature]", "public sealed class Unrelated2;\n[Feature]")]
    [InlineData(0, "shifted / Width", "(shifted) / (Width)")]
    [InlineData(0, "x - b;", "-(-x) - b;")]
    [InlineData(1, "[Feature]", "/// <summary>Documented.</summary>\n[Feature]")]
    [InlineData(2, "[Loss]", "#pragma warning disable CS1591\n[Loss]")]
    [InlineData(3, "int A", "int B")]
    [InlineData(3, "public int A;", "public double Sigmoid(double x) => x;")]
    public void An_edit_that_changes_no_formula_stops_at_the_parser(int file, string before, string after)
    {
        GeneratorDriverRunResult second = Edit(file, before, after, out GeneratorDriverRunResult first);
        Assert.Equal(5, Steps(second, TrackingNames.Parse).Count());
        Assert.All(Steps(second, TrackingNames.Parse), s => Assert.True(s.Reason is IncrementalStepRunReason.Cached or IncrementalStepRunReason.Unchanged, $"{s.Value}: {s.Reason}"));
        Assert.All(Steps(second, TrackingNames.Lower), s => Assert.Equal(IncrementalStepRunReason.Cached, s.Reason));
        Assert.All(Steps(second, TrackingNames.Emit), s => Assert.Equal(IncrementalStepRunReason.Cached, s.Reason));
        Assert.All(Outputs(second), reason => Assert.Equal(IncrementalStepRunReason.Cached, reason));
        Assert.Equal(Text(first), Text(second));
    }

    [Fact]
    public void A_formula_edit_makes_its_own_files_and_those_of_its_models_anew()
    {
        GeneratorDriverRunResult second = Edit(0, "shifted / Width", "shifted * Width", out _);
        Assert.Equal(["Neuron", "NeuronModel"], Modified(second, TrackingNames.Parse));
        Assert.Equal(["Neuron"], Modified(second, TrackingNames.Lower));
        Assert.Equal(["Neuron", "NeuronModel"], Modified(second, TrackingNames.Emit));
        Assert.Equal(2, Outputs(second).Count(r => r == IncrementalStepRunReason.Modified));
        Assert.Equal(3, Outputs(second).Count(r => r == IncrementalStepRunReason.Cached));
    }

    [Fact]
    public void A_loss_edit_makes_all_its_models_anew()
    {
        GeneratorDriverRunResult second = Edit(2, "0.5 *", "2.5 *", out _);
        Assert.Equal(["Half", "NeuronModel", "OtherModel"], Modified(second, TrackingNames.Parse));
        Assert.Equal(["Half", "NeuronModel", "OtherModel"], Modified(second, TrackingNames.Emit));
    }

    [Fact]
    public void A_mistake_makes_a_stub_and_its_repair_the_first_text_again()
    {
        CSharpCompilation compilation = GeneratorHarness.Compilation(Files);
        GeneratorDriver driver = GeneratorHarness.Driver().RunGenerators(compilation);
        string first = Text(driver.GetRunResult());
        driver = driver.RunGenerators(Replace(compilation, 0, "Sigmoid(", "Round("));
        Assert.NotEqual(first, Text(driver.GetRunResult()));
        Assert.Equal(["MFD0001", "MFD0001"], driver.GetRunResult().Diagnostics.Select(d => d.Id));
        driver = driver.RunGenerators(compilation);
        Assert.Equal(first, Text(driver.GetRunResult()));
        Assert.Empty(driver.GetRunResult().Diagnostics);
    }

    [Fact]
    public void Values_of_equal_source_are_equal_and_hash_alike()
    {
        (string Name, object Value)[] first = Tracked(Files), second = Tracked([.. Files.Select(f => f + "\n// A remark.")]);
        Assert.Equal(first.Length, second.Length);
        Assert.Equal(13, first.Length);
        for (int i = 0; i < first.Length; i++)
        {
            Assert.NotSame(first[i].Value, second[i].Value);
            Assert.Equal(first[i].Value, second[i].Value);
            Assert.Equal(first[i].Value.GetHashCode(), second[i].Value.GetHashCode());
        }
    }

    [Fact]
    public void Values_hold_no_symbols_syntax_or_compilations()
    {
        string[] failing = [.. Files, GeneratorHarness.Usings + "[Feature] public partial class Failed { [Formula] public double Phi([Weight] double a, [Input] Vec x) => Round(a); }"];
        foreach ((string name, object value) in Tracked(failing).Concat(Tracked([GeneratorHarness.Usings + Samples.All])).Concat(Tracked([GeneratorHarness.Usings + InteractionSamples.All])))
        {
            Walk(value, name, new(ReferenceEqualityComparer.Instance));
        }
    }

    [Fact]
    public void An_edit_of_a_part_makes_an_interaction_model_anew_and_a_remark_does_not()
    {
        CSharpCompilation compilation = GeneratorHarness.Compilation([GeneratorHarness.Usings + InteractionSamples.All]);
        Assert.Equal(["Gas", "Repulsion"], After("Exp(-(x - y)", "Exp(-2 * (x - y)"));
        Assert.Equal(["Gas", "Well"], After("0.5 * Stiffness", "0.25 * Stiffness"));
        Assert.Equal(["Gas"], After("Constant = 1", "Constant = 2"));
        Assert.Empty(After("[Interaction]", "// A remark.\n[Interaction]"));

        IEnumerable<string> After(string before, string after)
        {
            SyntaxTree tree = compilation.SyntaxTrees[0];
            string text = tree.ToString();
            Assert.Contains(before, text);
            CSharpCompilation edited = compilation.ReplaceSyntaxTree(tree, CSharpSyntaxTree.ParseText(text.Replace(before, after, StringComparison.Ordinal), GeneratorHarness.Parsing, tree.FilePath));
            return Modified(GeneratorHarness.Driver().RunGenerators(compilation).RunGenerators(edited).GetRunResult(), TrackingNames.Emit);
        }
    }

    private static (string, object)[] Tracked(string[] sources)
    {
        GeneratorDriverRunResult result = GeneratorHarness.Driver().RunGenerators(GeneratorHarness.Compilation(sources)).GetRunResult();
        return
        [
            .. new[] { TrackingNames.Parse, TrackingNames.Lower, TrackingNames.Emit }
                .SelectMany(step => result.Results[0].TrackedSteps[step].SelectMany(s => s.Outputs).Select(o => (step, o.Value))),
        ];
    }

    private static void Walk(object? value, string path, HashSet<object> seen)
    {
        if (value is null or string || value.GetType().IsPrimitive || value.GetType().IsEnum || !seen.Add(value))
        {
            return;
        }

        Assert.False(value is ISymbol or SyntaxNode or SyntaxTree or Compilation or SemanticModel or Location or IOperation or AttributeData or Delegate, $"{path} holds a {value.GetType()}");
        if (value is IEnumerable items)
        {
            foreach (object? item in items)
            {
                Walk(item, path + "[]", seen);
            }
        }

        for (Type? type = value.GetType(); type is not null; type = type.BaseType)
        {
            foreach (FieldInfo field in type.GetFields(BindingFlags.Instance | BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.DeclaredOnly))
            {
                Walk(field.GetValue(value), path + "." + field.Name, seen);
            }
        }
    }

    private static GeneratorDriverRunResult Edit(int file, string before, string after, out GeneratorDriverRunResult first)
    {
        CSharpCompilation compilation = GeneratorHarness.Compilation(Files);
        GeneratorDriver driver = GeneratorHarness.Driver().RunGenerators(compilation);
        first = driver.GetRunResult();
        Assert.Empty(first.Diagnostics);
        driver = driver.RunGenerators(Replace(compilation, file, before, after));
        return driver.GetRunResult();
    }

    private static CSharpCompilation Replace(CSharpCompilation compilation, int file, string before, string after)
    {
        Assert.Contains(before, Files[file]);
        SyntaxTree tree = compilation.SyntaxTrees[file];
        return compilation.ReplaceSyntaxTree(tree, CSharpSyntaxTree.ParseText(Files[file].Replace(before, after, StringComparison.Ordinal), GeneratorHarness.Parsing, tree.FilePath));
    }

    private static IEnumerable<(object Value, IncrementalStepRunReason Reason)> Steps(GeneratorDriverRunResult result, string name) =>
        result.Results[0].TrackedSteps[name].SelectMany(s => s.Outputs);

    private static IEnumerable<IncrementalStepRunReason> Outputs(GeneratorDriverRunResult result) =>
        result.Results[0].TrackedOutputSteps.SelectMany(s => s.Value).SelectMany(s => s.Outputs).Select(o => o.Reason);

    private static IEnumerable<string> Modified(GeneratorDriverRunResult result, string step) => Steps(result, step)
        .Where(s => s.Reason is IncrementalStepRunReason.Modified or IncrementalStepRunReason.New)
        .Select(s => ((TypeName)s.Value.GetType().GetProperty("Type")!.GetValue(s.Value)!).Name)
        .Order(StringComparer.Ordinal);

    private static string Text(GeneratorDriverRunResult result) =>
        string.Join("\n", result.Results[0].GeneratedSources.OrderBy(s => s.HintName, StringComparer.Ordinal).Select(s => s.SourceText.ToString()));
}
