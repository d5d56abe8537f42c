using System.Globalization;
using MeanFieldDsl.Generators.Analysis;
using MeanFieldDsl.Generators.FrontEnd;
using MeanFieldDsl.Generators.Tests.FrontEnd;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Assumed = MeanFieldDsl.Generators.FrontEnd.Property;

namespace MeanFieldDsl.Generators.Tests.Analysis;

public class AssumptionsTests
{
    private const string Undecided = "public sealed partial class F { [Formula] public static double Phi([Weight] double a, [Position] Vec w, [Input] Vec x) => (a + 1) * Dot(w, x) - Dot(w, x); }";
    private const string Loss = "[Loss, Convex] public sealed partial class L { [Formula] public static double Value(double prediction, double target) => Sq(prediction - target); }";

    [Fact]
    public void The_properties_are_those_of_the_library() => Assert.Equal(Enum.GetNames<MeanFieldDsl.Property>(), Enum.GetNames<Assumed>());

    [Theory]
    [InlineData("[Feature, PartiallyHomogeneous(1){0}] " + Undecided, "Homogeneous", "MFD0506")]
    [InlineData("[Loss, Convex{0}] public sealed partial class L { public double Scale { get; init; } = 1; [Formula] public double Value(double prediction, double target) => Scale * Sq(prediction - target); }", "Convex", "MFD0602")]
    [InlineData("[Regularizer{0}] public sealed partial class R { [Formula] public static double Value([Weight] double w) => Min(Abs(w), 1); }", "Semiconvex", "MFD0606")]
    [InlineData("[Regularizer{0}] public sealed partial class R { [Formula] public static double Value([Weight] double w) => Min(Abs(w), 1); }", "Convex", "MFD0606")]
    public void An_assumption_silences_the_warning_that_a_claim_is_undecided(string source, string property, string id)
    {
        Assert.Equal([id], Warnings(source.Replace("{0}", "", StringComparison.Ordinal)));
        Assert.Empty(Warnings(source.Replace("{0}", ", Assume(Property." + property + ", \"shown in the appendix\")", StringComparison.Ordinal)));
        Assert.Equal([id], Warnings(source.Replace("{0}", ", Assume(Property." + property + ", \" \")", StringComparison.Ordinal)));
        Assert.Equal([id], Warnings(source.Replace("{0}", ", Assume(Property.Growth, \"another\")", StringComparison.Ordinal)));
    }

    [Theory]
    [InlineData("[Feature, Homogeneous(2), Assume(Property.Homogeneous, \"no\")] public sealed partial class F { [Formula] public static double Phi([Weight] double a, [Position] Vec w, [Input] Vec x) => a * Tanh(Dot(w, x)); }", "MFD0502")]
    [InlineData("[Loss, Convex, Assume(Property.Convex, \"no\")] public sealed partial class L { [Formula] public static double Value(double prediction, double target) => Log(1 + Sq(prediction - target)); }", "MFD0601")]
    public void What_is_refuted_stays_an_error(string source, string id) => Assert.Equal([id], Warnings(source));

    [Fact]
    public void The_ledger_and_the_cards_say_assumed_with_the_reason()
    {
        const string Assumptions = ", Assume(Property.Homogeneous, \"by hand\"), Assume(Property.Bounded, \"inputs\\n are bounded\"), Assume(Property.RegularValues, \"analytic\"), Assume(Property.Boundary, \"compact\"), Assume(Property.Differentiable, \"never used\")";
        ModelSpec model = Model("[Feature, PartiallyHomogeneous(1)" + Assumptions + "] " + Undecided + Loss, null);
        Hypothesis degree = Hypotheses.Of(model).Single(static h => h.Statement == "positively 1-homogeneous in (a)");
        Assert.Equal((HypothesisStatus.Assumed, "assumed by [Assume]: by hand"), (degree.Status, degree.Reason));
        TheoremFacts card = Theorems.Of(model).Single(static t => t.Theorem == "GlobalConvergencePartiallyHomogeneous");
        string[] assumed = [.. card.Hypotheses.Where(static h => h.Reason.StartsWith("assumed by [Assume]: ", StringComparison.Ordinal)).Select(static h => h.Status + " " + h.Reason)];
        Assert.Equal(["by hand", "inputs are bounded", "compact", "analytic"], assumed.Select(static a => a.Replace("Assumed assumed by [Assume]: ", "", StringComparison.Ordinal)));

        // What is proved stays so.
        Assert.Contains(card.Hypotheses, static h => h.Status == HypothesisStatus.Proved && h.Statement.StartsWith("φ is differentiable", StringComparison.Ordinal));

        // The joint degree was not claimed, so nothing is said of it.
        Assert.Contains(Hypotheses.Of(model), static h => h.Status == HypothesisStatus.Undecided && h.Statement == "positively homogeneous in (a, w)");
    }

    [Fact]
    public void An_assumption_of_another_assembly_is_seen()
    {
        const string Source = "[Feature, PartiallyHomogeneous(1), Assume(Property.Bounded, \"read from metadata\")] " + Undecided;
        string attribute = string.Create(CultureInfo.InvariantCulture, $"[GeneratedFormula({MeanFieldDsl.Generators.Formulas.FormulaCodec.Version}, \"{MeanFieldDsl.Generators.Formulas.FormulaCodec.Write(TestCompilation.Parse(Source, "F").Spec.Formula!)}\")] ");
        using MemoryStream image = new();
        Assert.True(TestCompilation.Create(attribute + Source).WithAssemblyName("Library").Emit(image).Success);
        ModelSpec model = Model(Loss, MetadataReference.CreateFromImage(image.ToArray()));
        Assert.Equal(new MeanFieldDsl.Generators.FrontEnd.Assumption(Assumed.Bounded, "read from metadata"), Assert.Single(model.Feature!.Claims.Assumptions));
    }

    private static ModelSpec Model(string source, PortableExecutableReference? reference)
    {
        CSharpCompilation compilation = TestCompilation.Create(source + " [MeanFieldModel<F, L>] public sealed partial class M;", reference is null ? [] : [reference]);
        Assert.Empty(TestCompilation.CompilerErrors(compilation));
        ModelSpec model = ModelParser.Parse(compilation.GetTypeByMetadataName("M")!, compilation, null, CancellationToken.None);
        Assert.False(model.HasErrors);
        return model;
    }

    private static string[] Warnings(string source) =>
        [.. TestCompilation.Analyze(TestCompilation.Create(source)).Where(static d => d.Severity >= DiagnosticSeverity.Warning).Select(static d => d.Id)];
}
