using MeanFieldDsl.Library;
using static MeanFieldDsl.Ops;

namespace MeanFieldDsl.Tests.Kernels.Separable;

#pragma warning disable MFD0702

/// <summary>Features that are products of two, on grids, against plain loops.</summary>
[Collection(nameof(Alone))]
public sealed class SeparableTests
{
    private const double Width = 0.3;

    public static TheoryData<string, int, int, int> Grids => new()
    {
        { "whole", 5, 5, 100 }, { "whole", 9, 24, 25 }, { "whole", 3, 33, 7 }, { "whole", 17, 8, 513 },
        { "torn", 12, 13, 31 }, { "shuffled", 12, 13, 24 }, { "twice", 8, 9, 50 }, { "twice, torn", 16, 7, 1 },
    };

    [Theory]
    [MemberData(nameof(Grids))]
    public void Spikes_in_the_plane_are_those_of_plain_loops(string kind, int lines, int columns, int m)
    {
        double[][] rows = Rows(kind, lines, columns);
        double[] theta = Particles(m, 3);
        Compare(rows, theta, static data => new SpikeInPlane(new GaussianSpike { Width = Width }, new SquaredL2 { Lambda = 0.1 }).On(data), Gauss, isSeparable: true);
        Compare(rows, theta, static data => new SpikeInPlaneInSingle(new GaussianSpike { Width = Width }, new SquaredL2 { Lambda = 0.1 }).On(data), Gauss, isSeparable: true);
        Compare(rows, theta, static data => new DirichletInPlane(new DirichletSpike { CutOff = 3 }, new SquaredL2 { Lambda = 0.1 }).On(data), Dirichlet, isSeparable: true);
        Compare(rows, theta, static data => new QuotientOnGrid(new SquaredL2 { Lambda = 0.1 }).On(data), Quotient, isSeparable: true);
    }

    [Fact]
    public void Particles_whose_factors_are_not_kept_are_those_of_plain_loops() =>
        Compare(Rows("whole", 12, 13), Particles(9001, 3), static data => new SpikeInPlane(new GaussianSpike { Width = Width }, new SquaredL2 { Lambda = 0.1 }).On(data), Gauss, isSeparable: true);

    [Theory]
    [InlineData(40, 9, 5)]
    [InlineData(300, 25, 6)]
    public void Entries_of_a_tensor_are_those_of_plain_loops(int n, int m, int size)
    {
        Random random = new(n);
        double[][] rows = [.. Enumerable.Range(0, n).Select(_ => new double[] { random.Next(size), random.Next(size), random.Next(size) })];
        double[] theta = Particles(m, 3 * size);
        Compare(rows, theta, data => new TensorOnGrid(new SquaredL2 { Lambda = 0.1 }).On(data, n1: size, n2: size, n3: size), (p, x) => Tensor(p, x, size), isSeparable: n > 100);
    }

    [Theory]
    [InlineData(1000, 30, 0.001, 0.0, 0.05, true)]
    [InlineData(257, 25, -0.004, 1.0, 0.05, true)]
    [InlineData(64, 8, 0.02, -5.0, 0.4, true)]
    [InlineData(100, 8, 0.02, 0.0, 0.01, false)]
    [InlineData(1000, 8, 1e-6, 0.5, 0.05, true)]
    public void Spikes_on_equidistant_rows_are_those_of_plain_loops(int n, int m, double step, double start, double width, bool isSeparable)
    {
        double[][] rows = [.. Enumerable.Range(0, n).Select(r => new[] { start + (r * step) })];
        Random random = new(n);

        // Inside, near by, and so far away that nothing is left of them.
        double[] theta = [.. Enumerable.Range(0, m).SelectMany(i => new[] { random.NextDouble() - 0.5, start + (n * step * random.NextDouble()) + (i % 5 == 4 ? 12 * width : i % 7 == 6 ? 1e5 : i % 11 == 10 ? -300 * width : 0) })];
        (double, double[]) Feature(double[] p, double[] x)
        {
            double z = x[0] - p[1], e = Math.Exp(-z * z / (2 * width * width));
            return (p[0] * e, [e, p[0] * e * z / (width * width)]);
        }

        double largest = Math.Max(Math.Abs(rows[0][0]), Math.Abs(rows[^1][0]));
        Compare(rows, theta, data => new SpikeInPlane(new GaussianSpike { Width = width }, new SquaredL2 { Lambda = 0.1 }).On(data), Feature, isSeparable, 60 + (8 * largest / width), 1 / width);
        Compare(rows, theta, data => new SpikeInPlaneInSingle(new GaussianSpike { Width = width }, new SquaredL2 { Lambda = 0.1 }).On(data), Feature, isSeparable: null, 60 + (8 * largest / width), 1 / width);
    }

    [Fact]
    public void What_is_no_grid_goes_by_the_path_for_ridge_functions()
    {
        double[][] rows = Rows("whole", 12, 13);
        Random random = new(1);
        double[][] scattered = [.. rows.Select(_ => new[] { random.NextDouble(), random.NextDouble() })];
        double[][] diagonal = [.. rows.Select(static (_, r) => new[] { r * 0.01, r * 0.02 })];
        foreach ((double[][] data, bool isSeparable) in new[] { (rows, true), (scattered, false), (diagonal, false) })
        {
            using Evaluator evaluator = new SpikeInPlane(new GaussianSpike { Width = Width }, new SquaredL2 { Lambda = 0.1 }).On(DataSet.From(data, new double[data.Length])).CreateEvaluator(9, 1);
            Assert.Equal(isSeparable, IsSeparable(evaluator));
        }

        double[][] equidistant = [.. Enumerable.Range(0, 200).Select(static r => new[] { r * 0.01 })];
        foreach (double width in new[] { 0, 1e-3 })
        {
            using Evaluator odd = new SpikeInPlane(new GaussianSpike { Width = width }, new SquaredL2 { Lambda = 0.1 }).On(DataSet.From(equidistant, new double[200])).CreateEvaluator(9, 1);
            Assert.False(IsSeparable(odd));
        }

        double[][] bent = [.. Enumerable.Range(0, 200).Select(static r => new[] { (r * 0.01) + (r == 77 ? 1e-12 : 0) })];
        using Evaluator line = new SpikeInPlane(new GaussianSpike { Width = Width }, new SquaredL2 { Lambda = 0.1 }).On(DataSet.From(bent, new double[bent.Length])).CreateEvaluator(9, 1);
        Assert.False(IsSeparable(line));
    }

    [Fact]
    public void Nan_comes_through()
    {
        double[][] rows = Rows("whole", 12, 13);
        using Evaluator evaluator = new SpikeInPlane(new GaussianSpike { Width = Width }, new SquaredL2 { Lambda = 0.1 }).On(DataSet.From(rows, new double[rows.Length])).CreateEvaluator(30, 1);
        double[] theta = Particles(30, 3), velocity = new double[theta.Length];
        theta[4] = double.NaN;
        Assert.Equal(double.NaN, evaluator.ObjectiveAndVelocity(theta, velocity, out double speed));
        Assert.Equal(double.NaN, speed);
        Assert.All(velocity, static v => Assert.Equal(double.NaN, v));
    }

    // Few particles, whose factors are kept between the passes, and so many that they are computed again.
    [Theory]
    [InlineData(false, 700)]
    [InlineData(true, 700)]
    [InlineData(false, 9000)]
    public void The_bits_do_not_depend_on_the_threads_nor_on_the_call(bool reproducible, int m)
    {
        double[][] rows = Rows("twice, torn", 24, 30);
        double[] theta = Particles(m, 3), velocity = new double[theta.Length], moved = new double[theta.Length], other = new double[theta.Length], otherMoved = new double[theta.Length];
        MeanFieldProblem<GaussianSpike.Particle> problem = new SpikeInPlane(new GaussianSpike { Width = Width }, new SquaredL2 { Lambda = 0.1 }).On(DataSet.From(rows, [.. rows.Select(static x => Math.Sin(9 * x[0]))]));
        using Evaluator one = problem.CreateEvaluator(m, 1, reproducible);
        double together = one.ObjectiveAndStep(theta, 0.1, velocity, moved, out double speed);
        foreach (int threads in new[] { 1, 2, 3, 8 })
        {
            using Evaluator many = problem.CreateEvaluator(m, threads, reproducible);
            Assert.Equal(together, many.Objective(theta));
            Assert.Equal(speed, many.Velocity(theta, other));
            Assert.Equal(velocity, other);
            Assert.Equal(speed, many.VelocityAndStep(theta, 0.1, other, otherMoved));
            Assert.Equal(moved, otherMoved);
            Assert.Equal(together, many.ObjectiveAndVelocity(theta, other, out double again));
            Assert.Equal(speed, again);
            Assert.Equal(velocity, other);
        }
    }

    private static bool IsSeparable(Evaluator evaluator) => evaluator.GetType().Name.StartsWith("SeparableEvaluator", StringComparison.Ordinal);

    private static double[][] Rows(string kind, int lines, int columns)
    {
        Random random = new(lines);
        double[] x = [.. Enumerable.Range(0, lines).Select(_ => random.NextDouble())], y = [.. Enumerable.Range(0, columns).Select(_ => random.NextDouble())];
        IEnumerable<double[]> rows = from a in x from b in y select new[] { a, b };
        rows = kind.StartsWith("twice", StringComparison.Ordinal) ? rows.Concat(rows) : rows;
        rows = kind.EndsWith("torn", StringComparison.Ordinal) ? rows.Where(_ => random.NextDouble() < 0.7) : rows;
        rows = kind == "shuffled" ? rows.OrderBy(_ => random.NextDouble()) : rows;
        return [.. rows];
    }

    private static double[] Particles(int m, int length)
    {
        Random random = new(m);
        return [.. Enumerable.Range(0, m * length).Select(_ => random.NextDouble() - 0.25)];
    }

    private static (double Value, double[] Slopes) Gauss(double[] p, double[] x)
    {
        double e = Math.Exp(-(((x[0] - p[1]) * (x[0] - p[1])) + ((x[1] - p[2]) * (x[1] - p[2]))) / (2 * Width * Width));
        return (p[0] * e, [e, p[0] * e * (x[0] - p[1]) / (Width * Width), p[0] * e * (x[1] - p[2]) / (Width * Width)]);
    }

    private static (double Value, double[] Slopes) Dirichlet(double[] p, double[] x)
    {
        static double Value(double u) => (1 + (2 * Enumerable.Range(1, 3).Sum(k => Math.Cos(2 * Math.PI * k * u)))) / 7;
        static double Slope(double u) => 2 * Enumerable.Range(1, 3).Sum(k => -2 * Math.PI * k * Math.Sin(2 * Math.PI * k * u)) / 7;
        double u = x[0] - p[1], v = x[1] - p[2];
        return (p[0] * Value(u) * Value(v), [Value(u) * Value(v), -p[0] * Slope(u) * Value(v), -p[0] * Value(u) * Slope(v)]);
    }

    private static (double Value, double[] Slopes) Quotient(double[] p, double[] x)
    {
        double d = 1 + (x[1] * x[1] * p[2] * p[2]), s = Math.Sin(p[1] * x[0]), c = Math.Cos(p[1] * x[0]);
        return (-p[0] * s / d, [-s / d, -p[0] * x[0] * c / d, p[0] * s / (d * d) * 2 * x[1] * x[1] * p[2]]);
    }

    private static (double Value, double[] Slopes) Tensor(double[] p, double[] x, int size)
    {
        (int i, int j, int k) = ((int)x[0], size + (int)x[1], (2 * size) + (int)x[2]);
        double[] slopes = new double[p.Length];
        (slopes[i], slopes[j], slopes[k]) = (p[j] * p[k], p[i] * p[k], p[i] * p[j]);
        return (p[i] * p[j] * p[k], slopes);
    }

    private static void Compare<TParticle>(
        double[][] rows, double[] theta, Func<DataSet, MeanFieldProblem<TParticle>> bind, Func<double[], double[], (double Value, double[] Slopes)> feature, bool? isSeparable, double units = 200, double steepness = 20)
        where TParticle : IParticle<TParticle>, allows ref struct
    {
        int n = rows.Length;
        double[] targets = [.. rows.Select(static x => Math.Sin(9 * x[0]))];
        MeanFieldProblem<TParticle> problem = bind(DataSet.From(rows, targets));
        int length = problem.Layout.Dimension, m = theta.Length / length;
        using Evaluator evaluator = problem.CreateEvaluator(m, 1);
        Assert.Equal(isSeparable ?? IsSeparable(evaluator), IsSeparable(evaluator));
        double[][] particles = [.. theta.Chunk(length)];
        double[] velocity = new double[theta.Length];
        double objective = evaluator.Objective(theta);
        _ = evaluator.Velocity(theta, velocity);
        double[] predictions = [.. rows.Select(x => particles.Average(p => feature(p, x).Value))];
        double slack = evaluator.MachineEpsilon * units;
        for (int r = 0; r < n; r++)
        {
            Assert.Equal(predictions[r], evaluator.Predictions[r], slack);
        }

        Assert.Equal((predictions.Zip(targets, static (f, y) => (f - y) * (f - y)).Sum() / (2 * n)) + particles.Average(static p => 0.05 * p.Sum(static t => t * t)), objective, 4 * slack * (1 + Math.Abs(objective)));
        for (int i = 0; i < m; i++)
        {
            double[] slope = new double[length];
            for (int r = 0; r < n; r++)
            {
                double[] slopes = feature(particles[i], rows[r]).Slopes;
                for (int k = 0; k < length; k++)
                {
                    slope[k] -= (predictions[r] - targets[r]) / n * slopes[k];
                }
            }

            for (int k = 0; k < length; k++)
            {
                Assert.Equal(slope[k] - (0.1 * particles[i][k]), velocity[(i * length) + k], 4 * slack * steepness * (1 + Math.Abs(0.1 * particles[i][k] / steepness)));
            }
        }
    }
}

/// <summary>A quotient, and a sine of a frequency times a number of the row.</summary>
[Feature]
internal sealed partial class Quotient
{
    [Formula]
    public static double Phi([Weight] double a, [Position] double s, [Position] double t, [Input] double x, [Input] double y) => -a * Math.Sin(s * x) / (1 + Sq(t * y));
}

[MeanFieldModel<GaussianSpike, SquareLoss, SquaredL2>]
internal sealed partial class SpikeInPlane;

[MeanFieldModel<GaussianSpike, SquareLoss, SquaredL2>(Precision = Precision.Single)]
internal sealed partial class SpikeInPlaneInSingle;

[MeanFieldModel<DirichletSpike, SquareLoss, SquaredL2>]
internal sealed partial class DirichletInPlane;

[MeanFieldModel<Quotient, SquareLoss, SquaredL2>]
internal sealed partial class QuotientOnGrid;

[MeanFieldModel<RankOneTensor, SquareLoss, SquaredL2>]
internal sealed partial class TensorOnGrid;
