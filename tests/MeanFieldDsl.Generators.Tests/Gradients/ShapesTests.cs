using MeanFieldDsl.Kernels;

namespace MeanFieldDsl.Generators.Tests.Gradients;

/// <summary>The four features at every shape around the vector widths, against plain loops over the user's own methods.</summary>
[Collection(nameof(Alone))]
public sealed class ShapesTests
{
    private const double Epsilon = 2.220446049250313e-16;

    private static readonly int[] Dimensions = [1, 2, 3, 7, 8, 9, 16, 17, 31, 33, 100];
    private static readonly int[] Particles = [1, 2, 3, 8, 9, 17];
    private static readonly int[] Rows = [1, 2, 7, 8, 9, 31, 32, 33, 65];

    public static TheoryData<string> Names => ShapesModels.Names;

    [Theory]
    [MemberData(nameof(Names))]
    public void Objective_predictions_and_first_variation_equal_plain_loops(string name)
    {
        Func<double[], double[], double> phi = ShapesModels.Phi(name);
        foreach ((int d, int m, int n) in Shapes())
        {
            Random random = new((d * 10_000) + (m * 100) + n);
            double[][] particles = ShapesModels.Particles(name, d, m, random);
            (double[][] rows, double[] targets) = ShapesModels.Data(name, d, n, random);
            using Evaluator evaluator = ShapesModels.Create(name, DataSet.From(rows, targets), d, m);
            double[] theta = [.. particles.SelectMany(p => p)];
            double objective = evaluator.Objective(theta);

            double[] f = [.. rows.Select(x => particles.Average(p => phi(p, x)))];
            double risk = f.Select((value, r) => ShapesModels.Loss(name, value, targets[r]).Value).Average();
            string at = $"{name}, d = {d}, m = {m}, n = {n}";
            double size = (d + 8) * (1 + rows.Max(x => particles.Max(p => Math.Abs(phi(p, x)))));
            AssertClose(risk + particles.Average(p => ShapesModels.Penalty(name, p).Value), objective, size * (1 + size), at);
            for (int r = 0; r < n; r++)
            {
                AssertClose(f[r], evaluator.Predictions[r], size, at);
            }

            double[] probe = ShapesModels.Particles(name, d, 1, random)[0];
            double variation = rows.Select((x, r) => ShapesModels.Loss(name, f[r], targets[r]).Slope * phi(probe, x)).Average();
            AssertClose(variation + ShapesModels.Penalty(name, probe).Value, evaluator.FirstVariation(probe), size * size, at);
        }
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Velocities_are_finite_differences_of_plain_loops(string name)
    {
        const double Step = 1e-5;
        Func<double[], double[], double> phi = ShapesModels.Phi(name);
        foreach ((int d, int m, int n) in Shapes().Where(s => s.D < 20))
        {
            Random random = new((d * 10_000) + (m * 100) + n);
            double[][] particles = ShapesModels.Particles(name, d, m, random);
            (double[][] rows, double[] targets) = ShapesModels.Data(name, d, n, random);
            using Evaluator evaluator = ShapesModels.Create(name, DataSet.From(rows, targets), d, m);
            double[] theta = [.. particles.SelectMany(p => p)];
            _ = evaluator.Objective(theta);
            double[] velocity = new double[theta.Length];
            double speed = evaluator.Velocity(theta, velocity);
            Assert.Equal(velocity.Sum(v => v * v) / m, speed, 1e-12 * (1 + speed));

            int dimension = theta.Length / m;
            double[] cotangents = [.. rows.Select((x, r) => ShapesModels.Loss(name, evaluator.Predictions[r], targets[r]).Slope / n)];
            int i = random.Next(m);
            for (int k = 0; k < dimension; k++)
            {
                double[] moved = [.. particles[i]];
                double expected = -ShapesModels.Penalty(name, particles[i]).Slope(k);
                bool hasKink = false;
                for (int r = 0; r < n; r++)
                {
                    moved[k] = particles[i][k] + Step;
                    double above = phi(moved, rows[r]);
                    moved[k] = particles[i][k] - Step;
                    double below = phi(moved, rows[r]);
                    hasKink |= name == "Relu" && above != below && above * below == 0;
                    expected -= cotangents[r] * (above - below) / (2 * Step);
                }

                // The third derivatives of the trigonometric products are the largest.
                double allowed = name == "Spike" ? 2e-6 * (1 + Math.Abs(expected)) : 1e-8 * (1 + Math.Abs(expected));
                Assert.True(hasKink || Math.Abs(velocity[(i * dimension) + k] - expected) <= allowed, $"{velocity[(i * dimension) + k]:R} instead of {expected:R} at {name}, d = {d}, m = {m}, n = {n}, number {k}");
            }

            double[] again = new double[theta.Length], at = new double[theta.Length];
            _ = evaluator.VelocityAndStep(theta, 0.125, again, at);
            Assert.Equal(velocity, again);
            Assert.Equal(theta.Select((t, j) => Math.FusedMultiplyAdd(0.125, velocity[j], t)), at);
        }
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void All_widths_agree_to_rounding_and_all_numbers_of_threads_to_the_bit(string name)
    {
        int widest = LaneWidth.Detect();
        try
        {
            foreach ((int d, int m, int n) in new[] { (1, 1, 1), (2, 3, 7), (7, 17, 33), (9, 40, 200), (17, 64, 1100) })
            {
                Random random = new(n);
                double[][] particles = ShapesModels.Particles(name, d, m, random);
                (double[][] rows, double[] targets) = ShapesModels.Data(name, d, n, random);
                DataSet data = DataSet.From(rows, targets);
                double[] theta = [.. particles.SelectMany(p => p)];
                double[]? first = null;
                foreach (int width in new[] { 1, 2, 4, 8 }.Where(w => w <= widest))
                {
                    LaneWidth.Override = width;
                    double[] one = Results(name, data, d, m, theta, 1);
                    Assert.Equal(one.Select(BitConverter.DoubleToInt64Bits), Results(name, data, d, m, theta, 2).Select(BitConverter.DoubleToInt64Bits));
                    Assert.Equal(one.Select(BitConverter.DoubleToInt64Bits), Results(name, data, d, m, theta, 3).Select(BitConverter.DoubleToInt64Bits));
                    first ??= one;
                    double size = (d + 8) * (1 + one.Max(Math.Abs));
                    for (int k = 0; k < one.Length; k++)
                    {
                        AssertClose(first[k], one[k], size * size, $"{name}, {width} lanes, d = {d}, m = {m}, n = {n}, result {k}");
                    }
                }
            }
        }
        finally
        {
            LaneWidth.Override = null;
        }
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void A_hundred_thousand_steps_allocate_nothing(string name)
    {
        const int Steps = 100_000;
        Random random = new(1);
        double[][] particles = ShapesModels.Particles(name, 2, 3, random);
        (double[][] rows, double[] targets) = ShapesModels.Data(name, 2, 5, random);
        using Evaluator evaluator = ShapesModels.Create(name, DataSet.From(rows, targets), 2, 3);
        double[] theta = [.. particles.SelectMany(p => p)], velocity = new double[theta.Length], moved = new double[theta.Length];
        Run(200);
        long thread = GC.GetAllocatedBytesForCurrentThread();
        Run(Steps);
        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - thread);

        void Run(int steps)
        {
            for (int i = 0; i < steps; i++)
            {
                _ = evaluator.Objective(theta);
                _ = evaluator.VelocityAndStep(theta, 1e-9, velocity, moved);
                _ = evaluator.FirstVariation(theta.AsSpan(0, theta.Length / 3));
                moved.CopyTo(theta, 0);
            }
        }
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Steps_on_several_threads_allocate_nothing_anywhere(string name)
    {
        Random random = new(1);
        double[][] particles = ShapesModels.Particles(name, 3, 40, random);
        (double[][] rows, double[] targets) = ShapesModels.Data(name, 3, 300, random);
        using Evaluator evaluator = ShapesModels.Create(name, DataSet.From(rows, targets), 3, 40, threads: 2);
        double[] theta = [.. particles.SelectMany(p => p)], velocity = new double[theta.Length];
        Run(100);

        // The test runner allocates some 170 bytes every 100 ms on threads of its own, so the time looked at must be
        // short; what steps allocate would appear every time.
        long own = GC.GetAllocatedBytesForCurrentThread();
        long least = long.MaxValue;
        for (int attempt = 0; attempt < 200 && least > 0; attempt++)
        {
            long before = GC.GetTotalAllocatedBytes(precise: true);
            Run(8);
            least = Math.Min(least, GC.GetTotalAllocatedBytes(precise: true) - before);
        }

        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - own);
        Assert.Equal(0, least);

        void Run(int steps)
        {
            for (int i = 0; i < steps; i++)
            {
                _ = evaluator.Objective(theta);
                _ = evaluator.Velocity(theta, velocity);
            }
        }
    }

    [Theory]
    [InlineData(0, 3, 0, DataError.IndexOutOfRange)]
    [InlineData(0, -1, 0, DataError.IndexOutOfRange)]
    [InlineData(2, 4, 1, DataError.IndexOutOfRange)]
    [InlineData(1, 0.5, 2, DataError.NotAnInteger)]
    [InlineData(1, 1e300, 2, DataError.NotAnInteger)]
    public void Indices_that_do_not_fit_are_refused_at_their_place(int row, double value, int column, DataError kind)
    {
        double[][] rows = [[0, 0, 0], [2, 3, 1], [1, 1, 1]];
        rows[row][column] = value;
        DataException refused = Assert.Throws<DataException>(() => ShapesModels.Create("Tensor", DataSet.From(rows, [0, 1, 0.5]), 3, 1));
        Assert.Equal((kind, (long?)row, (int?)column), (refused.Kind, refused.Row, refused.Column));
        Assert.Contains($"row {row + 1}, column {column + 1} (counted from 1)", refused.Message);
    }

    [Fact]
    public void Labels_a_loss_ignores_are_refused_at_their_row()
    {
        DataException refused = Assert.Throws<DataException>(() => ShapesModels.Create("Relu", DataSet.From([[1.0], [2.0]], [1, 0]), 1, 1));
        Assert.Equal((DataError.LabelOutsideDomain, (long?)1), (refused.Kind, refused.Row));
        Assert.Contains("row 2", refused.Message);
    }

    [Fact]
    public void Columns_that_do_not_fit_are_refused_with_both_numbers()
    {
        DataException refused = Assert.Throws<DataException>(() => ShapesModels.Create("Tensor", DataSet.From([[1.0, 0]], [1]), 2, 1));
        Assert.Equal(DataError.ShapeMismatch, refused.Kind);
        Assert.Contains("2 input columns", refused.Message);
        Assert.Contains("takes 3", refused.Message);
    }

    [Fact]
    public void Data_without_targets_are_refused()
    {
        DataException refused = Assert.Throws<DataException>(() => ShapesModels.Create("Relu", DataSet.FromInputs([1.0, 2.0]), 1, 1));
        Assert.Equal(DataError.MissingTargets, refused.Kind);
    }

    // Every value of each of the three, not every combination.
    private static IEnumerable<(int D, int M, int N)> Shapes()
    {
        foreach (int d in Dimensions)
        {
            foreach (int n in Rows)
            {
                yield return (d, Particles[(d + n) % Particles.Length], n);
            }
        }

        foreach (int m in Particles)
        {
            yield return (3, m, 33);
        }
    }

    private static double[] Results(string name, DataSet data, int d, int m, double[] theta, int threads)
    {
        using Evaluator evaluator = ShapesModels.Create(name, data, d, m, threads);
        double objective = evaluator.Objective(theta);
        double[] velocity = new double[theta.Length];
        double speed = evaluator.Velocity(theta, velocity);
        return [objective, speed, evaluator.FirstVariation(theta.AsSpan(0, theta.Length / m)), .. evaluator.Predictions, .. velocity];
    }

    private static void AssertClose(double expected, double actual, double condition, string at) =>
        Assert.True(Math.Abs(actual - expected) <= 8 * Epsilon * condition, $"{actual:R} instead of {expected:R}, {Math.Abs(actual - expected) / (Epsilon * condition):G3} times the bound on rounding, at {at}");
}
