using MeanFieldDsl.Kernels;

namespace MeanFieldDsl.Tests.Kernels.Ridge;

/// <summary>The path over register tiles against loops as one writes them, at shapes around panels, blocks and vectors.</summary>
[Collection(nameof(Alone))]
public sealed class RidgeEvaluatorTests
{
    private const double Step = 0.125;

    private static readonly int[] Dimensions = [1, 2, 3, 4, 5, 7, 8, 9, 15, 16, 17, 31, 33, 100, 257];
    // Without elementary functions, so that short inner products have a path of their own.
    private static readonly string[] Short = ["Relu", "ReluWithoutBias", "Leaky", "Relu in single", "Hinge", "Hinge in single", "Shifted"];

    // Of those, the ones that keep a bit for each pair where inner products are longer.
    private static readonly string[] Patterns = ["Relu", "ReluWithoutBias", "Leaky", "Relu in single", "Shifted"];

    private static readonly int[] Counts = [1, 2, 3, 7, 8, 9, 15, 16, 17, 24, 25, 31, 33, 100, 257];
    private static readonly int[] Widths = [.. new[] { 1, 2, 4, 8 }.Where(static w => w <= LaneWidth.Detect())];

    public static TheoryData<string> Names => [.. RidgeModel.Names];

    [Theory]
    [MemberData(nameof(Names))]
    public void Every_result_equals_plain_loops_at_every_width(string name)
    {
        RidgeModel model = RidgeModel.Of(name);
        foreach ((int d, int m, int n) in Shapes(RidgeModel.Names.Index().Single(entry => entry.Item == name).Index))
        {
            (double[] theta, double[][] rows, double[] targets) = model.Draw(d, m, n);
            Expected expected = new(model, theta, rows, targets, d);
            foreach (int width in Widths)
            {
                string at = $"{name}, {width} lanes, d = {d}, m = {m}, n = {n}";
                WithWidth(width, () =>
                {
                    using Evaluator evaluator = model.Create(DataSet.From(rows, targets), m, 1);
                    Assert.StartsWith(
                        Short.Contains(name) && (d <= 4 || name.StartsWith("Hinge", StringComparison.Ordinal)) ? "ShortEvaluator" : Patterns.Contains(name) ? "PatternEvaluator" : "RidgeEvaluator",
                        evaluator.GetType().Name, StringComparison.Ordinal);
                    Check(expected, evaluator, theta, at);
                });
            }
        }
    }

    [Theory]
    [InlineData("Relu")]
    [InlineData("Sigmoid")]
    [InlineData("Gated")]
    [InlineData("Hinge")]
    public void Padding_never_counts(string name)
    {
        // A large last particle: its copies fill the last panel.
        RidgeModel model = RidgeModel.Of(name);
        foreach (int m in Enumerable.Range(1, 50))
        {
            (double[] theta, double[][] rows, double[] targets) = model.Draw(5, m, 9);
            theta[^model.ParticleLength(5)] = 1000;
            using Evaluator evaluator = model.Create(DataSet.From(rows, targets), m, 1);
            Expected expected = new(model, theta, rows, targets, 5);
            Check(expected, evaluator, theta, $"{name}, m = {m}");
            Assert.All(evaluator.Predictions.ToArray().Zip(expected.Predictions), static pair => Assert.Equal(pair.Second, pair.First, 1e-9));
        }
    }

    // The shapes of more than 10,000 particles keep too much for the cache, so that the forms are computed twice.
    [Theory]
    [InlineData("Relu", 5, 400, 600)]
    [InlineData("Sigmoid", 5, 400, 600)]
    [InlineData("Tanh", 17, 25, 1100)]
    [InlineData("Gated", 4, 60, 70)]
    [InlineData("Tied", 4, 60, 70)]
    [InlineData("Sigmoid", 4, 16_500, 72)]
    [InlineData("Relu", 2, 500, 2100)]
    [InlineData("Relu in single", 3, 500, 2100)]
    [InlineData("Shifted", 4, 30, 70)]
    [InlineData("Hinge", 2, 230, 1100)]
    [InlineData("Relu in single", 5, 400, 2600)]
    [InlineData("Relu", 5, 3500, 140)]
    [InlineData("Leaky", 6, 3500, 1100)]
    [InlineData("Sigmoid in single", 5, 400, 600)]
    [InlineData("Sigmoid in single", 4, 33_000, 2100)]
    public void The_bits_do_not_depend_on_the_threads_nor_on_the_call(string name, int d, int m, int n)
    {
        RidgeModel model = RidgeModel.Of(name);
        (double[] theta, double[][] rows, double[] targets) = model.Draw(d, m, n);
        DataSet data = DataSet.From(rows, targets);
        long[]? first = null;
        foreach (int threads in new[] { 1, 2, 3, 4, 8 })
        {
            using Evaluator evaluator = model.Create(data, m, threads);
            double[] velocity = new double[theta.Length], moved = new double[theta.Length];
            double objective = evaluator.ObjectiveAndStep(theta, Step, velocity, moved, out double speed);
            long[] together = Bits([objective, speed, evaluator.FirstVariation(theta.AsSpan(0, model.ParticleLength(d))), .. evaluator.Predictions, .. velocity, .. moved]);
            Array.Clear(velocity);
            Array.Clear(moved);
            using Evaluator other = model.Create(data, m, threads);
            objective = other.Objective(theta);
            speed = other.VelocityAndStep(theta, Step, velocity, moved);
            Assert.Equal(together, Bits([objective, speed, other.FirstVariation(theta.AsSpan(0, model.ParticleLength(d))), .. other.Predictions, .. velocity, .. moved]));
            double[] again = new double[theta.Length];
            Assert.Equal(speed, other.Velocity(theta, again));
            Assert.Equal(Bits(velocity), Bits(again));
            first ??= together;
            Assert.Equal(first, together);
        }
    }

    [Theory]
    [InlineData(400, true)]
    [InlineData(16_500, false)]
    public void A_shape_of_those_above_does_not_fit_the_cache(int particles, bool fits) =>
        Assert.All(Widths, width => Assert.Equal(fits, new RidgeBlocking(72, particles, Tiles.Vectors * width, sizeof(double), new([new(1, 0, 4, 1)], [new(0, 0), new(5, 1)], [], [], 2)).CanKeep));

    [Fact]
    public void The_attribute_chooses_the_precision()
    {
        (double[] _, double[][] rows, double[] targets) = RidgeModel.Of("Relu").Draw(5, 7, 20);
        using Evaluator twice = RidgeModel.Of("Relu").Create(DataSet.From(rows, targets), 7, 1), once = RidgeModel.Of("Relu in single").Create(DataSet.From(rows, targets), 7, 1);
        Assert.Equal(Math.BitIncrement(1.0) - 1, twice.MachineEpsilon);
        Assert.Equal(MathF.BitIncrement(1f) - 1, once.MachineEpsilon);
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Steps_allocate_nothing(string name)
    {
        RidgeModel model = RidgeModel.Of(name);
        (double[] theta, double[][] rows, double[] targets) = model.Draw(5, 7, 20);
        using Evaluator evaluator = model.Create(DataSet.From(rows, targets), 7, 1);
        double[] velocity = new double[theta.Length], moved = new double[theta.Length];
        _ = evaluator.ObjectiveAndStep(theta, 1e-3, velocity, moved, out _);
        long before = GC.GetAllocatedBytesForCurrentThread();
        for (int k = 0; k < 1000; k++)
        {
            _ = evaluator.ObjectiveAndStep(theta, 1e-3, velocity, moved, out _);
            moved.CopyTo(theta, 0);
        }

        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);
    }

    private static void Check(Expected expected, Evaluator evaluator, double[] theta, string at)
    {
        double epsilon = evaluator.MachineEpsilon;
        AssertClose([expected.Objective], [evaluator.Objective(theta)], expected.RiskSize, epsilon, $"objective, {at}");
        AssertClose(expected.Predictions, evaluator.Predictions, expected.Size, epsilon, $"prediction, {at}");
        AssertClose([expected.FirstVariation], [evaluator.FirstVariation(theta.AsSpan(0, theta.Length / evaluator.ParticleCount))], expected.RiskSize, epsilon, $"first variation, {at}");
        double[] velocity = new double[theta.Length], moved = new double[theta.Length];
        double speed = evaluator.Velocity(theta, velocity);
        AssertClose(expected.Velocity, velocity, expected.SlopeSize, epsilon, $"velocity, {at}");
        AssertClose([expected.Velocity.Sum(static v => v * v) / evaluator.ParticleCount], [speed], expected.SlopeSize * (1 + speed), epsilon, $"speed, {at}");

        Assert.Equal(speed, evaluator.VelocityAndStep(theta, Step, velocity, moved));
        AssertClose(expected.Velocity, velocity, expected.SlopeSize, epsilon, $"velocity of a step, {at}");
        Assert.Equal(theta.Zip(velocity, static (t, v) => Math.FusedMultiplyAdd(Step, v, t)), moved);

        Array.Clear(velocity);
        AssertClose([expected.Objective], [evaluator.ObjectiveAndStep(theta, Step, velocity, moved, out double again)], expected.RiskSize, epsilon, $"objective of a step, {at}");
        AssertClose(expected.Velocity, velocity, expected.SlopeSize, epsilon, $"velocity of one call, {at}");
        AssertClose(expected.Predictions, evaluator.Predictions, expected.Size, epsilon, $"prediction of one call, {at}");
        Assert.Equal(speed, again);
        Assert.Equal(theta.Zip(velocity, static (t, v) => Math.FusedMultiplyAdd(Step, v, t)), moved);
    }

    // Every d, m and n, in other combinations for each model.
    private static IEnumerable<(int D, int M, int N)> Shapes(int model)
    {
        for (int i = 0; i < Counts.Length; i++)
        {
            yield return (Dimensions[(i + (5 * model)) % Dimensions.Length], Counts[((7 * i) + (4 * model)) % Counts.Length], Counts[((2 * i) + model) % Counts.Length]);
        }
    }

    private static void WithWidth(int width, Action body)
    {
        LaneWidth.Override = width;
        try
        {
            body();
        }
        finally
        {
            LaneWidth.Override = null;
        }
    }

    private static long[] Bits(IEnumerable<double> values) => [.. values.Select(BitConverter.DoubleToInt64Bits)];

    private static void AssertClose(ReadOnlySpan<double> expected, ReadOnlySpan<double> actual, double size, double epsilon, string at)
    {
        Assert.Equal(expected.Length, actual.Length);
        for (int k = 0; k < expected.Length; k++)
        {
            double error = Math.Abs(actual[k] - expected[k]);
            Assert.True(error <= 8 * epsilon * size, $"{actual[k]:R} instead of {expected[k]:R}, {error / (epsilon * size):G3} ε of the size, at number {k} of {at}");
        }
    }

    // Plain loops over pairs, and how large the numbers are that are summed.
    private sealed class Expected
    {
        public Expected(RidgeModel model, double[] theta, double[][] rows, double[] targets, int d)
        {
            int length = model.ParticleLength(d), m = theta.Length / length, n = rows.Length;
            double[][] particles = [.. theta.Chunk(length)];
            double largest = 1, steepest = 1;
            Predictions = [.. rows.Select(x => particles.Average(p => Size(model.Feature(p, x, null))))];
            double[] residuals = [.. Predictions.Zip(targets, static (f, y) => f - y)];
            Objective = (residuals.Sum(static r => r * r) / (2 * n)) + particles.Average(Penalty);
            FirstVariation = rows.Zip(residuals, (x, r) => r * model.Feature(particles[0], x, null)).Sum() / n + Penalty(particles[0]);
            Velocity = new double[theta.Length];
            double[] gradient = new double[length];
            for (int i = 0; i < m; i++)
            {
                for (int r = 0; r < n; r++)
                {
                    _ = model.Feature(particles[i], rows[r], gradient);
                    for (int k = 0; k < length; k++)
                    {
                        Velocity[(i * length) + k] -= residuals[r] / n * gradient[k];
                        steepest = Math.Max(steepest, Math.Abs(gradient[k]));
                    }
                }

                for (int k = 0; k < length; k++)
                {
                    Velocity[(i * length) + k] -= RidgeModel.Lambda * particles[i][k];
                }
            }

            this.Size = (d + 8) * largest;
            RiskSize = this.Size * (1 + largest + particles.Max(Penalty));
            SlopeSize = (d + 8) * steepest * (1 + largest);

            double Size(double feature)
            {
                largest = Math.Max(largest, Math.Abs(feature));
                return feature;
            }
        }

        public double Objective { get; }

        public double FirstVariation { get; }

        public double[] Predictions { get; }

        public double[] Velocity { get; }

        public double Size { get; }

        public double RiskSize { get; }

        public double SlopeSize { get; }

        private static double Penalty(double[] particle) => RidgeModel.Lambda / 2 * particle.Sum(static t => t * t);
    }
}
