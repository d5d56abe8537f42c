using MeanFieldDsl.Kernels;
using MeanFieldDsl.Library;
using static MeanFieldDsl.Ops;

namespace MeanFieldDsl.Tests.Kernels.Ridge;

#pragma warning disable MFD0702

/// <summary>Exponentials that run along the rows of a grid, against each computed for itself.</summary>
[Collection(nameof(Alone))]
public sealed class GridTests
{
    private const double Width = 0.05;

    [Theory]
    [InlineData(1000, 30, 0.001, 0.0)]
    [InlineData(37, 9, 0.01, 0.3)]
    [InlineData(257, 25, -0.004, 1.0)]
    [InlineData(64, 8, 0.02, -5.0)]
    [InlineData(50, 8, 1e-9, 0.5)]
    public void Spikes_on_a_line_are_those_of_plain_loops(int n, int m, double step, double start)
    {
        double[][] rows = [.. Enumerable.Range(0, n).Select(r => new[] { start + (r * step) })];
        double[] theta = Particles(m, 1, rows);
        Compare(rows, theta, 1, static data => new SpikeOnGrid(new GaussianSpike { Width = Width }, new SquaredL2 { Lambda = 0.1 }).On(data), Spike);
        Compare(rows, theta, 1, static data => new SpikeInSingle(new GaussianSpike { Width = Width }, new SquaredL2 { Lambda = 0.1 }).On(data), Spike);
        Compare(rows, theta, 1, static data => new TwoWidthsOnGrid(new TwoWidths { Width = Width }, new SquaredL2 { Lambda = 0.1 }).On(data), TwoSpikes);
    }

    [Theory]
    [InlineData(12, 40)]
    [InlineData(5, 7)]
    [InlineData(3, 33)]
    public void Spikes_in_the_plane_are_those_of_plain_loops(int lines, int columns)
    {
        double[][] rows = [.. from i in Enumerable.Range(0, lines) from j in Enumerable.Range(0, columns) select new[] { i / 32.0, j / 64.0 }];
        double[] theta = Particles(11, 2, rows);
        Compare(rows, theta, 2, static data => new SpikeOnGrid(new GaussianSpike { Width = Width }, new SquaredL2 { Lambda = 0.1 }).On(data), Spike);
    }

    [Theory]
    [InlineData(0.01, 100, 100, 10)]
    [InlineData(0.001, 1000, 1000, 32)]
    [InlineData(0.001, 10, 10, 32)]
    [InlineData(0.04, 100, null, null)]
    public void The_length_of_a_run_follows_the_width(double step, int n, int? period, int? length)
    {
        RidgeRuns<double>? runs = Runs([.. Enumerable.Range(0, n).Select(r => new[] { r * step })]);
        Assert.Equal((period, length), (runs?.Period, runs?.Length));
        if (runs is not null)
        {
            Assert.Equal(step, runs.Step, 1e-15);
        }
    }

    [Fact]
    public void Lines_of_a_plane_are_found_and_what_is_no_grid_is_not()
    {
        double[][] plane = [.. from i in Enumerable.Range(0, 9) from j in Enumerable.Range(0, 16) select new[] { i * 0.3, j * 0.001 }];
        Assert.Equal(16, Runs(plane)!.Period);
        double[][] torn = [.. plane.Select(static x => x.ToArray())];
        torn[70][1] += 1e-12;
        Assert.Null(Runs(torn));
        double[][] slanted = [.. plane.Select(static x => x.ToArray())];
        slanted[70][0] += 1e-12;
        Assert.Null(Runs(slanted));
        Assert.Null(Runs([.. plane.Reverse().Skip(3).Reverse().Prepend([0, 7])]));
        Assert.Null(Runs([[0.1], [0.1], [0.1], [0.1], [0.1]]));
        Assert.Null(Runs([[0.1], [0.2]]));
    }

    [Fact]
    public void The_bits_do_not_depend_on_the_threads_nor_on_the_call()
    {
        double[][] rows = [.. Enumerable.Range(0, 500).Select(static r => new[] { r * 0.002 })];
        double[] theta = Particles(300, 1, rows), velocity = new double[theta.Length], moved = new double[theta.Length], other = new double[theta.Length];
        DataSet data = DataSet.From(rows, [.. rows.Select(static x => Math.Sin(9 * x[0]))]);
        using Evaluator one = new SpikeOnGrid(new GaussianSpike { Width = Width }, new SquaredL2 { Lambda = 0.1 }).On(data).CreateEvaluator(300, 1);
        double together = one.ObjectiveAndStep(theta, 0.1, velocity, moved, out double speed);
        foreach (int threads in new[] { 1, 2, 3, 8 })
        {
            using Evaluator many = new SpikeOnGrid(new GaussianSpike { Width = Width }, new SquaredL2 { Lambda = 0.1 }).On(data).CreateEvaluator(300, threads);
            Assert.Equal(together, many.Objective(theta));
            Assert.Equal(speed, many.Velocity(theta, other));
            Assert.Equal(velocity, other);
        }
    }

    private static RidgeRuns<double>? Runs(double[][] rows)
    {
        using PackedData data = new(DataSet.From(rows, new double[rows.Length]));
        int[] inputs = [.. Enumerable.Range(0, rows[0].Length)];
        return RidgeRuns<double>.Find(data, new([], [], inputs, [], 1, new(inputs.Length - 1, [-1 / (Width * Width)])));
    }

    // Inside, at the edge, outside and so far outside of the grid that a step along it overflows.
    private static double[] Particles(int m, int d, double[][] rows)
    {
        Random random = new(m);
        double[] first = rows[0], last = rows[^1];
        return
        [
            .. Enumerable.Range(0, m).SelectMany(i => Enumerable.Range(0, d).Select(k => first[k] + ((last[k] - first[k]) * random.NextDouble()) + (i % 5 == 4 ? 2.5 : i % 7 == 6 ? 1e5 : 0)).Prepend(random.NextDouble() - 0.5)),
        ];
    }

    private static (double Value, double[] Slopes) Spike(double[] p, double[] x)
    {
        double e = Math.Exp(-x.Select((xk, k) => (xk - p[k + 1]) * (xk - p[k + 1])).Sum() / (2 * Width * Width));
        return (p[0] * e, [e, .. x.Select((xk, k) => p[0] * e * (xk - p[k + 1]) / (Width * Width))]);
    }

    private static (double Value, double[] Slopes) TwoSpikes(double[] p, double[] x)
    {
        double z = x[0] - p[1], narrow = Math.Exp(-z * z / (2 * Width * Width)), wide = Math.Exp(-z * z / (8 * Width * Width));
        return (p[0] * (narrow - (0.5 * wide)), [narrow - (0.5 * wide), p[0] * z / (Width * Width) * (narrow - (0.125 * wide))]);
    }

    private static void Compare<TParticle>(double[][] rows, double[] theta, int d, Func<DataSet, MeanFieldProblem<TParticle>> bind, Func<double[], double[], (double Value, double[] Slopes)> feature)
        where TParticle : IParticle<TParticle>, allows ref struct
    {
        int m = theta.Length / (d + 1), n = rows.Length;
        double[] targets = [.. rows.Select(static x => Math.Sin(9 * x[0]))];
        using Evaluator evaluator = bind(DataSet.From(rows, targets)).CreateEvaluator(m, 1);
        double[][] particles = [.. theta.Chunk(d + 1)];
        double[] velocity = new double[theta.Length];
        double objective = evaluator.Objective(theta);
        _ = evaluator.Velocity(theta, velocity);
        double[] predictions = [.. rows.Select(x => particles.Average(p => feature(p, x).Value))];
        double epsilon = evaluator.MachineEpsilon, farthest = rows.Max(x => particles.Max(p => x.Select((xk, k) => Math.Abs(xk - p[k + 1])).Max()));

        // The exponent is rounded relative to its size where the exponential is not negligible, and errors grow along a run.
        double largest = Math.Max(1, rows.Max(static x => Math.Abs(x[^1]))), slack = epsilon * (60 + (8 * largest / Width));
        for (int r = 0; r < n; r++)
        {
            Assert.True(Math.Abs(predictions[r] - evaluator.Predictions[r]) <= slack, $"{evaluator.Predictions[r]:R} instead of {predictions[r]:R}, {Math.Abs(predictions[r] - evaluator.Predictions[r]) / epsilon:G3} ε, at row {r} of {n}, farthest {farthest}");
        }

        Assert.Equal((predictions.Zip(targets, static (f, y) => (f - y) * (f - y)).Sum() / (2 * n)) + particles.Average(static p => 0.05 * p.Sum(static t => t * t)), objective, 4 * slack * (1 + Math.Abs(objective)));
        for (int i = 0; i < m; i++)
        {
            double[] slope = new double[d + 1];
            for (int r = 0; r < n; r++)
            {
                double[] slopes = feature(particles[i], rows[r]).Slopes;
                for (int k = 0; k <= d; k++)
                {
                    slope[k] -= (predictions[r] - targets[r]) / n * slopes[k];
                }
            }

            for (int k = 0; k <= d; k++)
            {
                Assert.Equal(slope[k] - (0.1 * particles[i][k]), velocity[(i * (d + 1)) + k], 4 * slack * (k == 0 ? 1 : 1 / Width));
            }
        }
    }
}

/// <summary>A narrow spike less a wide one.</summary>
[Feature]
internal sealed partial class TwoWidths
{
    public required double Width { get; init; }

    [Formula]
    public double Phi([Weight] double a, [Position] double t, [Input] double x) => a * (Math.Exp(-Sq(x - t) / (2 * Sq(Width))) - (0.5 * Math.Exp(-Sq((x - t) / (2 * Width)) / 2)));
}

[MeanFieldModel<GaussianSpike, SquareLoss, SquaredL2>]
internal sealed partial class SpikeOnGrid;

[MeanFieldModel<GaussianSpike, SquareLoss, SquaredL2>(Precision = Precision.Single)]
internal sealed partial class SpikeInSingle;

[MeanFieldModel<TwoWidths, SquareLoss, SquaredL2>]
internal sealed partial class TwoWidthsOnGrid;
