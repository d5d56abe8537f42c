using System.Runtime.CompilerServices;
using System.Text.RegularExpressions;
using MeanFieldDsl.Generators.Diagnostics;
using MeanFieldDsl.Generators.Tests.Pipeline;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace MeanFieldDsl.Generators.Tests.FrontEnd;

/// <summary>The examples of the diagnostic pages that are whole declarations are what the pages say they are.</summary>
public class DiagnosticPageTests
{
    private static readonly string Pages = Path.GetFullPath(Path.Combine(Here(), "..", "..", "..", "docs", "diagnostics"));

    public static TheoryData<string> WithDeclarations => [.. Declared];

    /// <summary>Those that are no errors: a declaration with an error is not generated, and the generator says so.</summary>
    public static TheoryData<string> Silenceable => [.. Declared.Where(static id => Descriptors.All().Single(d => d.Id == id).DefaultSeverity != DiagnosticSeverity.Error)];

    private static IEnumerable<string> Declared => Directory.EnumerateFiles(Pages, "MFD*.md")
        .Where(static path => Example(path, "Wrong").StartsWith('[') && Example(path, "Right").StartsWith('['))
        .Select(static path => Path.GetFileNameWithoutExtension(path))
        .Where(static id => id is not ("MFD0001" or "MFD0003" or "MFD0705"))
        .Order(StringComparer.Ordinal);

    [Theory]
    [MemberData(nameof(WithDeclarations))]
    public void The_wrong_example_has_the_diagnostic_and_the_right_one_has_none(string id)
    {
        string path = Path.Combine(Pages, id + ".md");
        IEnumerable<string> found = Analyze(Example(path, "Wrong")).Where(d => d.Severity >= DiagnosticSeverity.Warning || d.Id == id).Select(d => d.Id);
        Assert.Equal([id], found.Distinct());
        CSharpCompilation right = TestCompilation.Create(WithNeighbours(Example(path, "Right")));
        Assert.Empty(TestCompilation.CompilerErrors(right));
        Assert.DoesNotContain(TestCompilation.Analyze(right), d => d.Severity >= DiagnosticSeverity.Warning);
    }

    [Theory]
    [InlineData("MFD0001")]
    [InlineData("MFD0003")]
    public void The_generator_reports_the_wrong_example_and_not_the_right_one(string id)
    {
        string path = Path.Combine(Pages, id + ".md");
        Assert.Equal([id], GeneratorHarness.Run(GeneratorHarness.Usings + Example(path, "Wrong")).Problems().Select(static d => d.Id));
        Assert.Empty(GeneratorHarness.Run(GeneratorHarness.Usings + Example(path, "Right")).Problems());
    }

    [Theory]
    [MemberData(nameof(Silenceable))]
    public void A_pragma_silences_the_diagnostic_of_the_wrong_example(string id)
    {
        string wrong = Example(Path.Combine(Pages, id + ".md"), "Wrong");
        Assert.Contains(Analyze(wrong), d => d.Id == id && !d.IsSuppressed);
        string silenced = $"#pragma warning disable {id}\n{WithNeighbours(wrong)}\n#pragma warning restore {id}";
        Assert.DoesNotContain(TestCompilation.Analyze(TestCompilation.Create(silenced)), d => d.Id == id && !d.IsSuppressed);
    }

    private static IReadOnlyList<Diagnostic> Analyze(string source) => TestCompilation.Analyze(TestCompilation.Create(WithNeighbours(source)));

    private static string WithNeighbours(string source) => source.Contains("MeanFieldModel", StringComparison.Ordinal) || source.Contains("ReluNeuron", StringComparison.Ordinal)
        ? string.Join("\n", Samples.ReluNeuron, Samples.LogisticLoss, Samples.TotalVariation, Samples.SquaredL2, source)
            + (source.Contains("class Decay", StringComparison.Ordinal) ? "\n[MeanFieldModel<ReluNeuron, LogisticLoss, Decay>] public partial class Model;" : "")
        : source;

    private static string Example(string path, string section) =>
        Regex.Match(File.ReadAllText(path), "## " + section + @"\s+```csharp\n(.*?)\n```", RegexOptions.Singleline).Groups[1].Value;

    private static string Here([CallerFilePath] string path = "") => Path.GetDirectoryName(path)!;
}
