using MeanFieldDsl.Generators.Tests.Pipeline;

namespace MeanFieldDsl.Generators.Tests.Gradients;

/// <summary>Loops whose derivatives have loops of their own, and features that their gradient hardly mentions.</summary>
public sealed class LoopTests
{
    [Theory]
    [InlineData("a * Dot(c, x)")]
    [InlineData("Sum(c, x, (ci, xi) => ci * Sin(xi)) + a * w.Length * x[0]")]
    [InlineData("a * Sum(1, 3, k => Prod(1, 3, l => Sin(a * k + l))) * x[0] + c[0] + w[0]")]
    [InlineData("a * Max(1, 3, k => Max(1, 3, l => Cos(a * k - 0.3 * l))) * x[0] + c[0] + w[0]")]
    [InlineData("Loops.Field(SquaredNorm(w) + SquaredNorm(v), z) * a + Dot(c, x)")]
    [InlineData("Loops.Field(SquaredNorm(v), z) * Sum(c, x, (ci, xi) => Loops.Short(ci * xi)) + a + w[1]")]
    [InlineData("a * Sinc(w[0]) * Sinc(x[0] * w[1]) + c[0]")]
    [InlineData("Norm(w) * Norm(v) * x[1] + a + c[1]")]
    public void Velocities_are_those_of_the_objective(string formula)
    {
        GeneratorRun run = GeneratorHarness.Run(
            GeneratorHarness.Usings
            + $$"""
            public static class Loops
            {
                public static double Field(double t, Vec z) => Sum(z, zi => Sin(t * zi));

                public static double Short(double t) => Sum(1, 2, k => Cos(t * k));
            }

            [Feature]
            public sealed partial class Neuron
            {
                [Formula]
                public static double Phi([Weight] double a, [Position, Dim("d")] Vec w, [Position, Dim("d")] Vec c, [Position, Dim(3)] Vec v, [Input, Dim("d")] Vec x, [Input, Dim(3)] Vec z)
                    => {{formula}};
            }

            [Loss] public sealed partial class Half { [Formula] public static double Value(double prediction, double target) => 0.5 * Sq(prediction - target); }

            [Regularizer<Neuron>]
            public sealed partial class Penalty
            {
                [Formula] public static double Value(double a, Vec w, Vec v) => a * Sinc(a) * Sum(1, 3, k => Prod(1, 3, l => Sin(a * k + l))) + SquaredNorm(w) * Sum(v, vi => Sin(vi * a));
            }

            [MeanFieldModel<Neuron, Half, Penalty>] public sealed partial class Model;

            public static class Use
            {
                public static Evaluator Create(DataSet data) => new Model().On(data).CreateEvaluator(2, 1);
            }
            """).AssertClean();
        using LoadedCode code = run.Load();
        Random random = new(3);
        double[] Draw(int count) => [.. Enumerable.Range(0, count).Select(_ => (2 * random.NextDouble()) - 1)];

        // More elements in w and c than in v, and the other way round.
        foreach (int d in new[] { 2, 7 })
        {
            DataSet data = DataSet.From(Draw(5 * (d + 3)), d + 3, Draw(5));
            using Evaluator evaluator = code.Find("Use").GetMethod("Create")!.CreateDelegate<Func<DataSet, Evaluator>>()(data);
            double[] theta = Draw(2 * evaluator.Layout.Dimension), velocity = new double[theta.Length];
            double Objective(int k, double step)
            {
                double[] moved = [.. theta];
                moved[k] += step;
                return evaluator.Objective(moved);
            }

            _ = evaluator.Objective(theta);
            _ = evaluator.Velocity(theta, velocity);
            for (int k = 0; k < theta.Length; k++)
            {
                double expected = -2 * (Objective(k, 1e-5) - Objective(k, -1e-5)) / 2e-5;
                Assert.Equal(expected, velocity[k], 1e-7 * (1 + Math.Abs(expected)));
            }
        }
    }
}
