using MeanFieldDsl.Kernels;

namespace MeanFieldDsl.Tests.Kernels.Ridge;

/// <summary>The path that keeps one bit a pair where a step has more than one range of rows, several slices of a vector and a number that is none.</summary>
[Collection(nameof(Alone))]
public sealed class PatternEvaluatorTests
{
    [Theory]
    [InlineData("Relu", 300, 60, 200)]
    [InlineData("Relu", 5, 30, 2100)]
    [InlineData("Leaky", 7, 100, 1100)]
    [InlineData("Shifted", 9, 20, 1030)]
    [InlineData("Relu in single", 150, 60, 1100)]
    public void Long_sums_are_those_of_plain_loops(string name, int d, int m, int n)
    {
        RidgeModel model = RidgeModel.Of(name);
        (double[] theta, double[][] rows, double[] targets) = model.Draw(d, m, n);
        double[][] particles = [.. theta.Chunk(theta.Length / m)];
        double[] residuals = [.. rows.Select((x, r) => particles.Average(p => model.Feature(p, x, null)) - targets[r])];
        foreach (int width in new[] { 1, 2, 4, 8 }.Where(static w => w <= LaneWidth.Detect()))
        {
            LaneWidth.Override = width;
            try
            {
                using Evaluator evaluator = model.Create(DataSet.From(rows, targets), m, 2);
                Assert.StartsWith("PatternEvaluator", evaluator.GetType().Name, StringComparison.Ordinal);
                double[] velocity = new double[theta.Length];
                double objective = evaluator.ObjectiveAndVelocity(theta, velocity, out _);
                double error = evaluator.MachineEpsilon * (d + 8);
                Assert.Equal((residuals.Sum(static f => f * f) / (2 * n)) + particles.Average(static p => RidgeModel.Lambda / 2 * p.Sum(static t => t * t)), objective, 20 * error);
                for (int i = 0; i < m; i++)
                {
                    double[] expected = [.. particles[i].Select(static t => -RidgeModel.Lambda * t)], slope = new double[particles[i].Length];
                    for (int r = 0; r < n; r++)
                    {
                        _ = model.Feature(particles[i], rows[r], slope);
                        for (int k = 0; k < slope.Length; k++)
                        {
                            expected[k] -= residuals[r] / n * slope[k];
                        }
                    }

                    for (int k = 0; k < slope.Length; k++)
                    {
                        Assert.Equal(expected[k], velocity[(i * slope.Length) + k], 20 * error);
                    }
                }
            }
            finally
            {
                LaneWidth.Override = null;
            }
        }
    }

    [Theory]
    [InlineData("Relu")]
    [InlineData("ReluWithoutBias")]
    [InlineData("Leaky")]
    [InlineData("Relu in single")]
    public void A_particle_that_is_no_number_leaves_none(string name)
    {
        RidgeModel model = RidgeModel.Of(name);
        (double[] theta, double[][] rows, double[] targets) = model.Draw(6, 40, 30);
        theta[^2] = double.NaN;
        using Evaluator evaluator = model.Create(DataSet.From(rows, targets), 40, 1);
        double[] velocity = new double[theta.Length];
        Assert.True(double.IsNaN(evaluator.ObjectiveAndVelocity(theta, velocity, out _)));
        Assert.All(velocity, static v => Assert.True(double.IsNaN(v)));
    }
}
