using MeanFieldDsl.Generators.Tests.Pipeline;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace MeanFieldDsl.Generators.Tests.Surface;

/// <summary>Interaction models wherever they stand and whatever their parts are called.</summary>
public sealed class InteractionModelsTests
{
    private const string Use =
        """
        public static class Use
        {
            public static double Energy()
            {
                using Evaluator evaluator = new Gas(new Well { Stiffness = 2 }).Problem().CreateEvaluator(2);
                return evaluator.Objective([1, -0.5]);
            }
        }

        """;

    // 1 + ½ (2 · 1 + 2 · ¼) + ¼ (2 + 2 e^(−1.5²/0.5)).
    private static readonly double Expected = 1 + 1.25 + ((2 + (2 * Math.Exp(-4.5))) / 4);

    [Theory]
    [InlineData("namespace Papers.Mei2018;\n\n", "", "Papers.Mei2018.Use")]
    [InlineData("", "", "Use")]
    [InlineData("namespace Papers;\n\npublic static partial class Outer\n{\n", "}\n", "Papers.Outer+Use")]
    public void Compile_and_run(string before, string after, string type)
    {
        GeneratorRun run = GeneratorHarness.Run(GeneratorHarness.Usings + before + InteractionSamples.All + Use + after).AssertClean();
        Assert.DoesNotContain(run.Analyze(), static d => d.Severity >= DiagnosticSeverity.Warning);
        using LoadedCode code = run.Load();
        Assert.Equal(Expected, code.Call<double>(type, "Energy"), 1e-15);
    }

    [Fact]
    public void Fuse_parts_of_another_assembly()
    {
        const string Plasma = "[InteractionModel<Cage, Screened>] public sealed partial class Hot;\n";
        byte[] image = GeneratorHarness.Run(GeneratorHarness.Compilation([GeneratorHarness.Usings + "namespace Papers;\n" + InteractionSamples.Well + InteractionSamples.Repulsion + InteractionSamples.Charges], "Library")).AssertClean().Image();
        CSharpCompilation application = GeneratorHarness.Compilation(
            ["using MeanFieldDsl;\nusing Papers;\n" + InteractionSamples.Gas + Plasma + Use], "Application", MetadataReference.CreateFromImage(image));
        GeneratorRun run = GeneratorHarness.Run(application).AssertClean();
        Assert.Equal(["Gas.InteractionModel.g.cs", "Hot.InteractionModel.g.cs"], run.Generated.Keys.Order(StringComparer.Ordinal));
        Assert.Empty(run.Analyze());
        using LoadedCode code = new([image, run.Image()]);
        Assert.Equal(Expected, code.Call<double>("Use", "Energy"), 1e-15);
    }

    [Theory]
    [InlineData("theta", "rows", "row", "x_a")]
    [InlineData("p_w", "t5", "w", "cotangent")]
    [InlineData("Kernel", "Shape", "Layout", "Particle")]
    [InlineData("prediction", "predictions", "cotangents", "gradient")]
    [InlineData("@in", "@class", "@event", "@base")]
    [InlineData("shape", "pair", "declaration", "index")]
    [InlineData("a", "A", "θ", "Θ")]
    public void Parameters_may_have_any_name(string first, string second, string third, string fourth) => GeneratorHarness.Run(
        GeneratorHarness.Usings
        + $$"""
        namespace Papers;

        [Potential]
        public sealed partial class Named { [Formula] public static double V([Weight] double {{first}}, [Position, Dim("{{third.TrimStart('@')}}")] Vec {{second}}) => {{first}} * {{first}} + SquaredNorm({{second}}) * {{second}}[1]; }

        [Interaction]
        public sealed partial class Pair
        {
            [Formula]
            public static double U([Weight] double {{first}}, [Position] Vec {{second}}, [Weight] double {{third}}, [Position] Vec {{fourth}})
                => {{first}} * {{third}} * {{third}} * Dot({{second}}, {{fourth}}) + {{fourth}}[1];
        }

        [InteractionModel<Named, Pair>] public sealed partial class Model;
        """).AssertClean();

    [Theory]
    [InlineData("@event", "@class", "@record")]
    [InlineData("Potential", "Interaction", "Model")]
    [InlineData("Ops", "Math", "System")]
    public void Types_may_have_any_name(string potential, string interaction, string model) => GeneratorHarness.Run(
        "using MeanFieldDsl;\nnamespace Papers.@namespace;\n"
        + $$"""
        [PotentialAttribute] public sealed partial class {{potential}} { [Formula] public static double V([Position] double x) => x * x; }

        [InteractionAttribute] internal sealed partial class {{interaction}} { public required bool @base { get; init; } [Formula] public double U([Position] double x, [Position] double y) => @base ? x * y : 0; }

        [InteractionModelAttribute<{{potential}}, {{interaction}}>] public sealed partial class {{model}};
        """).AssertClean();

    [Theory]
    [InlineData("public static partial class Well")]
    [InlineData("public partial struct Well")]
    [InlineData("public sealed partial class Well<T>")]
    [InlineData("public sealed class Well")]
    public void A_part_that_is_refused_is_refused_in_the_authors_lines(string declaration)
    {
        GeneratorRun run = GeneratorHarness.Run(
            GeneratorHarness.Usings + "[Potential] " + declaration + " { [Formula] public static double V([Position] double x) => x * x; }\n"
            + InteractionSamples.Repulsion + "[InteractionModel<Well, Repulsion>] public sealed partial class Gas;");
        Diagnostic[] problems = [.. run.Problems()];
        Assert.DoesNotContain(problems, static d => d.Id is "CS8785" or "MFD0002");
        Assert.Contains(problems, static d => d.Id is "MFD0001" || d.Location.SourceTree?.FilePath.StartsWith("/source/", StringComparison.Ordinal) == true);
    }

    [Fact]
    public void A_gradient_that_fails_the_check_is_one_error_and_no_more()
    {
        // The sum is empty for the numbers of terms that the check tries, and the root has an infinite slope at 0.
        GeneratorRun run = GeneratorHarness.Run(
            GeneratorHarness.Usings + InteractionSamples.Well
            + """
            [Interaction]
            public sealed partial class Singular
            {
                public required int K { get; init; }

                [Formula] public double U([Position] double x, [Position] double y) => Sqrt(Abs(x * y * Sum(9, K, k => k)));
            }

            [InteractionModel<Well, Singular>] public sealed partial class Model;
            """);
        Assert.Equal(["MFD0003"], run.Problems().Select(static d => d.Id));
    }
}
