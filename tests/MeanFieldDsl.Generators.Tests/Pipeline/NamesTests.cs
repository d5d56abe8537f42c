using System.Globalization;
using Microsoft.CodeAnalysis;

namespace MeanFieldDsl.Generators.Tests.Pipeline;

/// <summary>Whatever users call their types and parameters, what is generated for them compiles.</summary>
public sealed class NamesTests
{
    private const string Loss = "[Loss] public sealed partial class Half { [Formula] public static double Value(double prediction, double target) => 0.5 * Sq(prediction - target); }\n";

    [Theory]
    [InlineData("theta", "rows", "row")]
    [InlineData("p_w", "t5", "w")]
    [InlineData("Kernel", "Shape", "Layout")]
    [InlineData("prediction", "predictions", "cotangents")]
    [InlineData("gradient", "scratch", "cotangent")]
    [InlineData("Particle", "View", "Equals")]
    [InlineData("GetHashCode", "ToString", "GetType")]
    [InlineData("_theta", "_layout", "j")]
    [InlineData("a", "A", "AValue")]
    [InlineData("A", "a", "aValue")]
    [InlineData("aValue", "a", "A")]
    [InlineData("@in", "@class", "@event")]
    [InlineData("shape", "declaration", "index")]
    [InlineData("k1", "last_k1", "x_1")]
    [InlineData("TLanes", "global", "MeanFieldDsl")]
    [InlineData("System", "Math", "Ops")]
    [InlineData("value", "field", "var")]
    [InlineData("θ", "φ", "λ1")]
    [InlineData("@await", "@record", "@partial")]
    [InlineData("w", "w_0", "w_1")]
    [InlineData("w", "w_3", "w_5")]
    [InlineData("w", "w_10", "w_11")]
    [InlineData("w", "w_12", "w_13")]
    [InlineData("w", "w_2", "w_4")]
    [InlineData("w", "w_6", "w_7")]
    [InlineData("w", "w_8", "w_9")]
    public void Parameters_may_have_any_name(string first, string second, string third) => GeneratorHarness.Run(
        GeneratorHarness.Usings
        + $$"""
        namespace Papers;

        [Feature]
        public sealed partial class Named
        {
            [Formula]
            public static double Phi([Position, Dim(3)] Vec {{first}}, [Weight] double {{second}}, [Weight] double {{third}}, [Input] Vec x, [Input, Dim(3)] Vec y)
                => {{first}}[0] * {{first}}[1] * {{second}} + {{third}} * {{first}}[2] * x[0] + Dot({{first}}, y);
        }

        [Feature]
        public sealed partial class Taken
        {
            [Formula]
            public static double Phi([Position] double weight0, [Input] double {{first}}, [Input] Vec {{second}}, [Input] int {{third}})
                => weight0 * {{first}} * {{second}}[{{third}}] + Sum({{second}}, Sq);
        }

        [Regularizer]
        public sealed partial class Penalty
        {
            [Formula]
            public static double Value([Position] Vec {{first}}, [Weight] double {{second}}, [Weight] double {{third}})
                => SquaredNorm({{first}}) * {{first}}[1] + {{second}} * {{third}};
        }

        [Loss]
        public sealed partial class Strange { [Formula] public static double Value(double {{first}}, double {{second}}) => Sq({{first}} - {{second}}); }

        [MeanFieldModel<Named, Strange, Penalty>] public sealed partial class Model;

        [MeanFieldModel<Taken, Strange>] public sealed partial class Other;
        """).AssertClean();

    [Theory]
    [InlineData("data")]
    [InlineData("shape")]
    [InlineData("Feature")]
    [InlineData("Loss")]
    [InlineData("Assumptions")]
    [InlineData("Kernel")]
    [InlineData("class")]
    [InlineData("d")]
    public void Dimensions_may_have_any_name(string symbol) => GeneratorHarness.Run(
        GeneratorHarness.Usings
        + $$"""
        namespace Papers;

        [Feature]
        public sealed partial class Named
        {
            [Formula] public static double Phi([Position, Dim("{{symbol}}")] Vec w, [Input] int i) => w[i];
        }

        [MeanFieldModel<Named, Half>] public sealed partial class Model;

        """
        + Loss).AssertClean();

    [Theory]
    [InlineData("@event", "@class")]
    [InlineData("@record", "@in")]
    [InlineData("value", "model")]
    [InlineData("Loss", "Model")]
    [InlineData("Ops", "Math")]
    [InlineData("MeanFieldDsl", "System")]
    [InlineData("Регрессия", "Größe")]
    public void Types_may_have_any_name(string feature, string model) => GeneratorHarness.Run(
        "using MeanFieldDsl;\nusing static MeanFieldDsl.Ops;\nnamespace Papers.@namespace;\n"
        + $$"""
        [Feature]
        public sealed partial class {{feature}}
        {
            public bool @base { get; init; }

            public double Scale { get; init; } = 1;

            [Formula] public double Phi([Weight] double a, [Input] double x) => @base ? Scale * a * x : a;
        }

        [MeanFieldModel<Papers.@namespace.{{feature}}, Half>] public sealed partial class {{model}};

        """
        + Loss).AssertClean();

    [Fact]
    public void Types_of_one_name_in_several_places_have_files_of_their_own()
    {
        const string One = "[Feature] public sealed partial class Neuron { [Formula] public static double Phi([Weight] double a, [Input] double x) => a * x; }\n";
        GeneratorRun run = GeneratorHarness.Run(
            GeneratorHarness.Usings
            + One + Loss
            + "namespace A { " + One + " public partial class B { " + One + "} }\n"
            + "namespace B { " + One + " [MeanFieldDsl.MeanFieldModel<A.B.Neuron, Half>] public sealed partial class M; }\n"
            + "namespace A.C { " + One + "}").AssertClean();
        Assert.Equal(7, run.Generated.Count);
    }

    [Fact]
    public void Types_that_differ_in_case_only_have_files_of_their_own()
    {
        GeneratorRun run = GeneratorHarness.Run(
            GeneratorHarness.Usings
            + "namespace A { [Feature] public sealed partial class Neuron { [Formula] public static double Phi([Weight] double a, [Input] double x) => a * x; } }\n"
            + "namespace A { [Feature] public sealed partial class NEURON { [Formula] public static double Phi([Weight] double a, [Input] double x) => a * x; } }\n"
            + "namespace a { [Feature] public sealed partial class Neuron { [Formula] public static double Phi([Weight] double a, [Input] double x) => a * x; } }\n").AssertClean();
        Assert.Equal(3, run.Generated.Count);
    }

    [Fact]
    public void A_type_of_every_kind_of_declaration_has_a_file_for_each()
    {
        GeneratorRun run = GeneratorHarness.Run(
            GeneratorHarness.Usings
            + """
            [Feature, Loss]
            public sealed partial class Both
            {
                [Formula] public static double Phi([Weight] double a, [Input] double x) => a * x;
            }
            """);
        Assert.DoesNotContain(run.Problems(), d => d.Id is "CS8785" or "MFD0002");
        Assert.Equal(2, run.Generated.Count);
    }

    [Fact]
    public void A_type_with_two_attributes_of_one_kind_has_one_file()
    {
        GeneratorRun run = GeneratorHarness.Run(
            GeneratorHarness.Usings
            + Loss
            + """
            [Feature] public sealed partial class Neuron { [Formula] public static double Phi([Weight] double a, [Input] double x) => a * x; }

            [Regularizer, Regularizer<Neuron>] public sealed partial class Penalty { [Formula] public static double Value([Weight] double a) => Sq(a); }

            [MeanFieldModel<Neuron, Half>, MeanFieldModel<Neuron, Half, Penalty>] public sealed partial class Model;
            """).AssertClean();
        Assert.Equal(4, run.Generated.Count);
    }

    [Fact]
    public void Helpers_may_be_private_protected_and_inherited() => GeneratorHarness.Run(
        GeneratorHarness.Usings
        + Loss
        + """
        public abstract class Base
        {
            protected double Width { get; init; } = 1;

            protected double Scaled(double u) => u / Width;
        }

        [Feature]
        public sealed partial class Derived : Base
        {
            private readonly double _bias = 0.5;

            [Formula] public double Phi([Weight] double a, [Input] double x) => a * Scaled(x) + _bias;
        }

        [MeanFieldModel<Derived, Half>] public sealed partial class Model;
        """).AssertClean();

    [Fact]
    public void Internal_and_private_types_stay_so() => GeneratorHarness.Run(
        GeneratorHarness.Usings
        + """
        public static partial class Outer
        {
            [Feature] private sealed partial class Neuron { [Formula] public static double Phi([Weight] double a, [Input] double x) => a * x; }

            [Loss] protected internal sealed partial class Half { [Formula] public static double Value(double prediction, double target) => 0.5 * Sq(prediction - target); }

            [MeanFieldModel<Neuron, Half>] private sealed partial class Model;
        }

        [Feature] internal sealed partial class Neuron { [Formula] internal static double Phi([Weight] double a, [Input] double x) => a * x; }

        [Loss] internal sealed partial class Half { [Formula] private static double Value(double prediction, double target) => 0.5 * Sq(prediction - target); }

        [MeanFieldModel<Neuron, Half>] public sealed partial class Model;
        """.Replace("protected internal", "internal", StringComparison.Ordinal)).AssertClean();

    [Theory]
    [InlineData("public sealed partial record Neuron")]
    [InlineData("public partial class Neuron")]
    [InlineData("internal abstract partial class Neuron")]
    [InlineData("public static partial class Neuron")]
    [InlineData("public sealed partial class Neuron<T>")]
    [InlineData("public sealed class Neuron")]
    [InlineData("public partial struct Neuron")]
    [InlineData("public partial record struct Neuron")]
    [InlineData("public partial interface Neuron")]
    [InlineData("file sealed partial class Neuron")]
    [InlineData("public sealed partial class Neuron()")]
    [InlineData("public sealed unsafe partial class Neuron")]
    [InlineData("public sealed partial record Neuron(double Width)")]
    public void Types_of_any_kind_are_generated_or_refused_by_a_diagnostic(string declaration)
    {
        GeneratorRun run = GeneratorHarness.Run(
            GeneratorHarness.Usings + "[Feature] " + declaration + " { [Formula] public static double Phi([Weight] double a, [Input] double x) => a * x; }\n"
            + Loss + "[MeanFieldModel<Neuron, Half>] public sealed partial class Model;");
        Diagnostic[] problems = [.. run.Problems()];
        Assert.DoesNotContain(problems, d => d.Id is "CS8785" or "MFD0002");

        // Either all is well, or the user's own line is at fault: never only a line that was generated.
        Assert.True(problems.Length == 0 || problems.Any(d => d.Id is "MFD0001" || d.Location.SourceTree?.FilePath.StartsWith("/source/", StringComparison.Ordinal) == true), string.Join("\n", problems.Select(p => p.ToString())));
    }

    [Fact]
    public void An_attribute_on_two_parts_is_one_error_of_the_compiler()
    {
        GeneratorRun run = GeneratorHarness.Run(
            GeneratorHarness.Usings
            + """
            [Feature] public sealed partial class Neuron;

            [Feature] public sealed partial class Neuron { [Formula] public static double Phi([Weight] double a, [Input] double x) => a * x; }

            [Loss, Loss] public sealed partial class Half { [Formula] public static double Value(double prediction, double target) => 0.5 * Sq(prediction - target); }
            """);
        Assert.Equal(["CS0579", "CS0579"], run.Problems().Select(d => d.Id));
        Assert.Equal(2, run.Generated.Count);
    }

    [Fact]
    public void A_gradient_that_fails_the_check_is_one_error_and_no_more()
    {
        // The sum is empty for the numbers of terms that the check tries, and the root has an infinite slope at 0.
        GeneratorRun run = GeneratorHarness.Run(
            GeneratorHarness.Usings
            + Loss
            + """
            [Feature]
            public sealed partial class Singular
            {
                public required int K { get; init; }

                [Formula] public double Phi([Weight] double a, [Input] double x) => Sqrt(Abs(a * x * Sum(9, K, k => k)));
            }

            [MeanFieldModel<Singular, Half>] public sealed partial class Model;
            """);
        Assert.Equal(["MFD0003"], run.Problems().Select(d => d.Id));
        Assert.Equal(
            "The derived gradient of 'Singular' with respect to 'a' fails its check at a = 0.368, x = 0.781: it is not finite, though the formula is; look for a root or power of a term that is always 0, or an exponential that overflows",
            run.Problems()[0].GetMessage(CultureInfo.InvariantCulture));
    }

    [Fact]
    public void A_declaration_may_be_spread_over_parts_and_files()
    {
        GeneratorRun run = GeneratorHarness.Run(
            GeneratorHarness.Usings + "public partial class Outer { [Feature] public sealed partial class Neuron; }",
            GeneratorHarness.Usings + "public partial class Outer { public sealed partial class Neuron { [Formula] public static partial double Phi([Weight] double a, [Input] double x); } }",
            GeneratorHarness.Usings + "public partial class Outer { public sealed partial class Neuron { public static partial double Phi(double a, double x) => a * x; } }").AssertClean();
        Assert.Single(run.Generated);
    }
}
