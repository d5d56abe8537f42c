using System.Reflection;
using MeanFieldDsl.Generators.Tests.FrontEnd;
using MeanFieldDsl.Generators.Tests.Pipeline;

namespace MeanFieldDsl.Generators.Tests.Surface;

public sealed class PrimitiveTests
{
    private const string Feature =
        """
        namespace Papers;

        [Feature, PartiallyHomogeneous(1)]
        public sealed partial class Bumps
        {
            [Formula]
            public static double Phi([Weight] double a, [Position] double t, [Input] double x) => a * Bump(x - t);

            [Primitive(Derivative = nameof(Slope))]
            private static double Bump(double u)
            {
                double product = 1;
                for (int i = 0; i < 2; i++) { product *= System.Math.Exp(-0.5 * u * u); }
                return product;
            }

            private static double Slope(double u) => SLOPE;
        }

        [Loss, Convex]
        public sealed partial class HalfSquare
        {
            [Formula] public static double Value(double prediction, double target) => Half(prediction - target);

            [Primitive(Derivative = nameof(Itself))] private static double Half(double r) => 0.5 * r * r;

            private static double Itself(double r) => r;
        }

        [MeanFieldModel<Bumps, HalfSquare>] public sealed partial class Model;

        public static class Use
        {
            public static double[] Run()
            {
                using Evaluator evaluator = new Model().On(DataSet.From([0.3, -0.2, 1.1], [1.0, 0.0, -1.0])).CreateEvaluator(1);
                double[] theta = [1.5, 0.4];
                double[] velocity = new double[2];
                double objective = evaluator.Objective(theta);
                evaluator.Velocity(theta, velocity);
                return [objective, velocity[0], velocity[1]];
            }
        }

        """;

    [Fact]
    public void A_primitive_is_called_and_its_derivative_used()
    {
        double[] x = [0.3, -0.2, 1.1], y = [1.0, 0.0, -1.0];
        double objective = 0, a = 0, t = 0;
        for (int i = 0; i < 3; i++)
        {
            double u = x[i] - 0.4;
            double residual = (1.5 * Math.Exp(-u * u)) - y[i];
            objective += residual * residual / 6;
            a -= residual * Math.Exp(-u * u) / 3;
            t -= residual * 1.5 * Math.Exp(-u * u) * 2 * u / 3;
        }

        double[] found = Run("-2 * u * System.Math.Exp(-u * u)");
        Assert.Equal(objective, found[0], 14);
        Assert.Equal(a, found[1], 14);
        Assert.Equal(t, found[2], 14);
    }

    [Fact]
    public void A_wrong_derivative_is_refused_when_the_model_is_bound()
    {
        TargetInvocationException e = Assert.Throws<TargetInvocationException>(() => Run("2 * u * System.Math.Exp(-u * u)"));
        Assert.IsType<InvalidOperationException>(e.InnerException);
        Assert.StartsWith("'Slope' is not the derivative of 'Bump': at -", e.InnerException!.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Smoothness_through_a_primitive_is_undecided()
    {
        string source = GeneratorHarness.Usings + Feature.Replace("SLOPE", "0", StringComparison.Ordinal);
        string model = GeneratorHarness.Run(source).Generated["Papers.Model.Model.g.cs"];
        Assert.Contains("locally Lipschitz derivative\\tUndecided\\tnothing is known about a primitive", model, StringComparison.Ordinal);
        Assert.DoesNotContain("a composition of smooth functions", model, StringComparison.Ordinal);
    }

    [Fact]
    public void A_primitive_without_a_derivative_is_an_error() => AssertDiagnostics.In(
        Features("{|MFD0404:Bump(x - t)|}", "[Primitive(Derivative = \"Slope\")] private static double Bump(double u) => u;"),
        "[Primitive] 'Bump' has no derivative for parameter 'u'; name a static method from double to double of the same type, as in [Primitive(Derivative = nameof(DBump))]");

    [Fact]
    public void A_primitive_is_a_static_function_of_one_number() => AssertDiagnostics.In(
        Features("{|MFD0201:Bump(x - t)|}", "[Primitive(Derivative = nameof(Bump))] private double Bump(double u) => u;").Replace("static double Phi", "double Phi", StringComparison.Ordinal),
        "'Bump(x - t)' is not part of the formula language (a primitive that is not a static method from double to double of a type that is not generic); see the supported subset");

    [Fact]
    public void A_primitive_can_be_its_own_derivative() => AssertDiagnostics.In(
        Features("Bump(x - t)", "[Primitive(Derivative = nameof(Bump))] private static double Bump(double u) => System.Math.Exp(u);"));

    private static string Features(string call, string primitive) =>
        $$"""
        [Feature] public partial class Bumps
        {
            [Formula] public static double Phi([Weight] double a, [Position] double t, [Input] double x) => a * {{call}};
            {{primitive}}
        }
        """;

    private static double[] Run(string slope)
    {
        string source = GeneratorHarness.Usings + Feature.Replace("SLOPE", slope, StringComparison.Ordinal);
        using LoadedCode code = GeneratorHarness.Run(source).AssertClean().Load();
        return code.Call<double[]>("Papers.Use", "Run");
    }
}
