using MeanFieldDsl.Generators.Tests.Pipeline;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace MeanFieldDsl.Generators.Tests.Surface;

public sealed class DeclarationsTests
{
    private const string Use =
        """
        public static class Use
        {
            public static double Objective()
            {
                double[,] inputs = { { 1, 2 }, { -1, 0.5 } };
                using Evaluator evaluator = new TwoLayerRelu(new SquaredL2 { Lambda = 0.1 })
                    .On(DataSet.From(inputs, [1, -1])).CreateEvaluator(1);
                return evaluator.Objective([2, 0.5, 0.25, -0.5]);
            }
        }

        """;

    // φ = 2 max(⟨(½, ¼), x⟩ − ½, 0): 1 at the first row and 0 at the second; V = 0.05 (4 + ¼ + 1/16 + ¼).
    private static readonly double Expected = ((Math.Log(1 + Math.Exp(-1)) + Math.Log(2)) / 2) + (0.05 * (4 + 0.25 + 0.0625 + 0.25));

    [Fact]
    public void Compile_with_a_file_scoped_namespace() =>
        AssertWorks(GeneratorHarness.Usings + "namespace Papers.Chizat2018;\n\n" + Samples.All + Use, "Papers.Chizat2018.Use");

    [Fact]
    public void Compile_without_a_namespace() =>
        AssertWorks(GeneratorHarness.Usings + Samples.All + Use, "Use");

    [Fact]
    public void Compile_nested_in_a_partial_class() =>
        AssertWorks(GeneratorHarness.Usings + "namespace Papers;\n\npublic static partial class Outer\n{\n" + Samples.All + Use + "}\n", "Papers.Outer+Use");

    [Fact]
    public void Compile_with_usings_inside_a_block_namespace() =>
        AssertWorks("namespace Papers\n{\n" + GeneratorHarness.Usings + Samples.All + Use + "}\n", "Papers.Use");

    [Fact]
    public void Are_silent_but_for_proofs_and_information()
    {
        GeneratorRun run = GeneratorHarness.Run(GeneratorHarness.Usings + "namespace Papers;\n" + Samples.All);
        string[] found = [.. run.Analyze().Select(d => d.Id + " " + d.Severity)];
        Assert.Equal(["MFD0504 Hidden", "MFD0504 Hidden", "MFD0504 Hidden", "MFD0504 Hidden"], found.Where(f => f.EndsWith("Hidden", StringComparison.Ordinal)));

        // Degree 3 is proved, and no theorem speaks of it: the tensor's author is told so, as a piece of information.
        // The rectifier and the modulus have a kink each.
        Assert.Equal(["MFD0401 Info", "MFD0401 Info", "MFD0505 Info"], found.Where(f => !f.EndsWith("Hidden", StringComparison.Ordinal)).Order(StringComparer.Ordinal));
    }

    [Fact]
    public void Generate_one_file_each()
    {
        GeneratorRun run = GeneratorHarness.Run(GeneratorHarness.Usings + "namespace Papers;\n" + Samples.All);
        Assert.Equal(
            [
                "Papers.DirichletSpike.Feature.g.cs", "Papers.LogisticLoss.Loss.g.cs", "Papers.RankOneTensor.Feature.g.cs", "Papers.ReluNeuron.Feature.g.cs",
                "Papers.SigmoidNeuron.Feature.g.cs", "Papers.SquaredL2.Regularizer.g.cs", "Papers.TotalVariation.Regularizer.g.cs", "Papers.TwoLayerRelu.Model.g.cs",
            ],
            run.Generated.Keys.Order(StringComparer.Ordinal));
    }

    [Fact]
    public void Fuse_in_a_model_of_another_assembly()
    {
        GeneratorRun library = GeneratorHarness.Run(GeneratorHarness.Compilation([GeneratorHarness.Usings + "namespace Papers;\n" + Samples.Parts], "Library")).AssertClean();
        byte[] image = library.Image();
        CSharpCompilation application = GeneratorHarness.Compilation(
            ["using MeanFieldDsl;\nusing Papers;\n" + Samples.TwoLayerRelu + Use], "Application", MetadataReference.CreateFromImage(image));
        GeneratorRun run = GeneratorHarness.Run(application).AssertClean();
        Assert.Equal(["TwoLayerRelu.Model.g.cs"], run.Generated.Keys);
        Assert.Empty(run.Analyze());
        using LoadedCode code = new([image, run.Image()]);
        Assert.Equal(Expected, code.Call<double>("Use", "Objective"), 1e-15);

        string local = GeneratorHarness.Run(GeneratorHarness.Usings + "namespace Papers;\n" + Samples.All).Generated["Papers.TwoLayerRelu.Model.g.cs"];
        Assert.Equal(Body(local).Replace("global::Papers.TwoLayerRelu", "global::TwoLayerRelu", StringComparison.Ordinal), Body(run.Generated["TwoLayerRelu.Model.g.cs"]));
    }

    [Fact]
    public void Say_so_when_a_referenced_declaration_carries_no_formula()
    {
        CSharpCompilation plain = GeneratorHarness.Compilation([GeneratorHarness.Usings + "namespace Papers;\n" + Samples.Parts], "Library");
        CSharpCompilation application = GeneratorHarness.Compilation(
            ["using MeanFieldDsl;\nusing Papers;\n" + Samples.TwoLayerRelu], "Application", plain.ToMetadataReference());
        GeneratorRun run = GeneratorHarness.Run(application);
        Assert.Equal(["MFD0001"], run.Problems().Select(d => d.Id).Distinct());
        Assert.Equal(["MFD0705"], GeneratorHarness.Analyze(application).Select(d => d.Id).Distinct());
    }

    private static string Body(string generated) => generated[generated.IndexOf("/// <remarks>", StringComparison.Ordinal)..];

    private static void AssertWorks(string source, string type)
    {
        GeneratorRun run = GeneratorHarness.Run(source).AssertClean();
        Assert.DoesNotContain(run.Analyze(), d => d.Severity >= DiagnosticSeverity.Warning);
        using LoadedCode code = run.Load();
        Assert.Equal(Expected, code.Call<double>(type, "Objective"), 1e-15);
    }
}
