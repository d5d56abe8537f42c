using System.Globalization;
using MeanFieldDsl.Kernels;
using MeanFieldDsl.Library;
using Xunit.Abstractions;

namespace MeanFieldDsl.Tests.Proximal;

/// <summary>What proximal maps and minimal-norm velocities must satisfy, whatever the formula.</summary>
public class ProximalMapTests(ITestOutputHelper output)
{
    private static readonly double[] Steps = [1e-3, 0.1, 0.45, 0.9, 3];

    public static TheoryData<int> Cases => [.. Enumerable.Range(0, ProximalCase.All.Length)];

    [Theory]
    [MemberData(nameof(Cases))]
    public void A_proximal_map_satisfies_its_optimality_condition(int index)
    {
        ProximalCase V = ProximalCase.All[index];
        Random random = new(20 + index);
        double worst = 0;
        for (int trial = 0; trial < 20_000; trial++)
        {
            double gamma = Steps[trial % Steps.Length];
            if (V.Name.Contains('κ') && gamma * V.Modulus >= 1)
            {
                continue;
            }

            double[] u = Draw(random, V.Dimension), p = new double[V.Dimension];
            V.Kernel.Proximal(u, gamma, p);
            double[] g = [.. u.Zip(p, (a, b) => (a - b) / gamma)];
            double residual = V.Distance(p, g) / (1 + ((ProximalCase.Norm(u) + ProximalCase.Norm(p)) / gamma));
            worst = Math.Max(worst, residual);
            Assert.True(residual <= 1e-12, Text($"{V.Name}: u = ({string.Join(", ", u)}), γ = {gamma}, p = ({string.Join(", ", p)}), residual {residual}, seed {20 + index}"));

            // In place.
            V.Kernel.Proximal(u, gamma, u);
            Assert.Equal(p, u);
        }

        output.WriteLine(Text($"{V.Name}: largest relative residual {worst:G3}"));
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public void No_point_nearby_or_far_is_better_than_the_proximal_map(int index)
    {
        ProximalCase V = ProximalCase.All[index];
        Random random = new(50 + index);
        for (int trial = 0; trial < 2000; trial++)
        {
            double gamma = Steps[trial % Steps.Length];
            if (V.Name.Contains('κ') && gamma * V.Modulus >= 1)
            {
                continue;
            }

            double[] u = Draw(random, V.Dimension), p = new double[V.Dimension];
            V.Kernel.Proximal(u, gamma, p);
            double best = Objective(p);
            Assert.True(double.IsFinite(best));
            for (int probe = 0; probe < 60; probe++)
            {
                double radius = Math.Pow(10, -0.1 * probe);
                double[] x = [.. p.Zip(u, (a, b) => random.Next(4) switch { 0 => a, 1 => 0, 2 => b, _ => a + (radius * ((2 * random.NextDouble()) - 1)) })];
                Assert.True(Objective(x) >= best - (1e-12 * (1 + Math.Abs(best))), Text($"{V.Name}: u = ({string.Join(", ", u)}), γ = {gamma}, p = ({string.Join(", ", p)}), better ({string.Join(", ", x)}), seed {50 + index}"));
            }

            double Objective(double[] x) => V.Kernel.Value(x) + (x.Zip(u, (a, b) => (a - b) * (a - b)).Sum() / (2 * gamma));
        }
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public void The_map_of_a_convex_function_is_firmly_non_expansive(int index)
    {
        ProximalCase V = ProximalCase.All[index];
        Assert.Equal(V.Modulus, V.Kernel.WeakConvexity, 1e-14);
        if (V.Modulus > 0)
        {
            return;
        }

        Random random = new(80 + index);
        double[] p = new double[V.Dimension], q = new double[V.Dimension];
        for (int trial = 0; trial < 100_000; trial++)
        {
            double gamma = Steps[trial % Steps.Length];
            double[] u = Draw(random, V.Dimension), v = Draw(random, V.Dimension);
            V.Kernel.Proximal(u, gamma, p);
            V.Kernel.Proximal(v, gamma, q);
            double square = 0, inner = 0;
            for (int k = 0; k < p.Length; k++)
            {
                square += (p[k] - q[k]) * (p[k] - q[k]);
                inner += (p[k] - q[k]) * (u[k] - v[k]);
            }

            Assert.True(square <= inner + (1e-13 * (1 + inner)), Text($"{V.Name}: {square} > {inner}, seed {80 + index}"));
        }
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public void The_minimal_norm_velocity_is_the_limit_of_proximal_steps_and_the_shortest(int index)
    {
        ProximalCase V = ProximalCase.All[index];
        Random random = new(110 + index);
        double worst = 0;
        for (int trial = 0; trial < 5000; trial++)
        {
            // On a grid, so that a kink is hit or far.
            double[] u = [.. Enumerable.Range(0, V.Dimension).Select(_ => 0.25 * random.Next(-8, 9))];
            if (trial % 7 == 0)
            {
                Array.Fill(u, 0.5 * (trial % 2));
            }

            if (double.IsInfinity(V.Kernel.Value(u)))
            {
                continue;
            }

            double[] v = [.. Enumerable.Range(0, V.Dimension).Select(_ => (4 * random.NextDouble()) - 2)];
            double[] velocity = [.. v];
            V.Kernel.MinimalNormVelocity(u, velocity);

            // The velocity is v − g with a g of ∂V, and the distance of v to ∂V long.
            double[] g = [.. v.Zip(velocity, (a, b) => a - b)];
            Assert.True(V.Distance(u, g) <= 1e-13 * (1 + ProximalCase.Norm(g)), Text($"{V.Name}: u = ({string.Join(", ", u)}), v = ({string.Join(", ", v)}), got ({string.Join(", ", velocity)})"));
            Assert.Equal(V.Distance(u, v), ProximalCase.Norm(velocity), 1e-13 * (1 + ProximalCase.Norm(v)) * 10);

            const double h = 1.0 / (1 << 20);
            double[] step = [.. u.Zip(v, (a, b) => a + (h * b))], p = new double[u.Length];
            V.Kernel.Proximal(step, h, p);
            double error = ProximalCase.Norm([.. p.Select((x, k) => ((x - u[k]) / h) - velocity[k])]);
            worst = Math.Max(worst, error);
            Assert.True(error <= 64 * h, Text($"{V.Name}: u = ({string.Join(", ", u)}), v = ({string.Join(", ", v)}), error {error}"));
        }

        output.WriteLine(Text($"{V.Name}: largest distance of ((prox(u + h v) − u)/h) to the velocity {worst:G3} at h = 2^−20"));
    }

    [Fact]
    public void The_map_of_the_path_norm_agrees_with_a_fine_search()
    {
        PathNorm.Kernel path = new(new PathNorm { Lambda = 1 }, new(0, 1), new(1, 1));
        double[] found = new double[2];
        foreach (double gamma in new[] { 0.2, 0.7, 0.99, 1, 1.5, 4 })
        {
            for (int trial = 0; trial < 40; trial++)
            {
                double a = 0.05 * trial, start = 2 - (0.045 * trial), best = double.PositiveInfinity;
                for (int i = 0; i <= 400; i++)
                {
                    for (int j = 0; j <= 400; j++)
                    {
                        best = Math.Min(best, Objective(0.005 * i, 0.005 * j));
                    }
                }

                path.Proximal([a, start], gamma, found);
                double value = Objective(found[0], found[1]);
                Assert.True(value <= best + 1e-13 && value >= best - (1e-4 / gamma), Text($"γ = {gamma}, ({a}, {start}): {value} against {best}"));

                double Objective(double x, double y) => (x * y) + ((((x - a) * (x - a)) + ((y - start) * (y - start))) / (2 * gamma));
            }
        }
    }

    [Fact]
    public void Where_two_blocks_are_equally_good_the_first_is_kept()
    {
        PathNorm.Kernel path = new(new PathNorm { Lambda = 1 }, new(0, 1), new(1, 2));
        double[] result = new double[3];
        path.Proximal([5, 3, -4], 2, result);
        Assert.Equal([5, 0, 0], result);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(-1)]
    [InlineData(double.NaN)]
    [InlineData(double.PositiveInfinity)]
    public void A_step_that_is_not_positive_and_finite_is_refused(double gamma)
    {
        TotalVariation.Kernel kernel = new(new TotalVariation { Lambda = 1 }, new(0, 1));
        ArgumentOutOfRangeException e = Assert.Throws<ArgumentOutOfRangeException>(() => kernel.Proximal([1], gamma, new double[1]));
        Assert.Contains("must be positive and finite; pass", e.Message, StringComparison.Ordinal);
        Assert.Contains(gamma.ToString(CultureInfo.InvariantCulture), e.Message, StringComparison.Ordinal);
        _ = Assert.Throws<ArgumentOutOfRangeException>(() => default(NoRegularizer).Proximal([1], gamma, new double[1]));
    }

    [Fact]
    public void A_step_too_large_for_a_function_that_bends_down_is_refused()
    {
        Hill.Kernel hill = new(new Hill { Kappa = 0.5 }, new(0, 1));
        hill.Proximal([1], 1.99, new double[1]);
        ArgumentOutOfRangeException e = Assert.Throws<ArgumentOutOfRangeException>(() => hill.Proximal([1], 2, new double[1]));
        Assert.Contains("pass a step below 2", e.Message, StringComparison.Ordinal);
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public void Where_the_parameters_lie_makes_no_difference_and_the_other_numbers_stay(int index)
    {
        ProximalCase V = ProximalCase.All[index];

        // In the opposite order, with a number of no parameter before, between and after them.
        ParticlePart[] parts = [.. V.Lengths.Select((length, i) => new ParticlePart(1 + V.Lengths[(i + 1)..].Sum(l => l + 1), length))];
        IRegularizerKernel elsewhere = V.Bind(parts);
        int dimension = 1 + V.Lengths.Sum(l => l + 1);
        Assert.Equal(V.Kernel.WeakConvexity, elsewhere.WeakConvexity);
        Assert.Equal((true, true), (V.Kernel.HasProximal, elsewhere.HasProximal));
        Assert.Equal(V.Kernel.HasMinimalNormVelocity, elsewhere.HasMinimalNormVelocity);
        Random random = new(140 + index);
        for (int trial = 0; trial < 1000; trial++)
        {
            double[] theta = Draw(random, V.Dimension), spread = Draw(random, dimension);
            double[] start = Draw(random, V.Dimension), spreadStart = Draw(random, dimension);
            Put(theta, spread);
            Put(start, spreadStart);
            double gamma = V.Modulus > 0 ? 0.4 / V.Modulus : Steps[trial % Steps.Length];
            Assert.Equal(V.Kernel.Value(theta), elsewhere.Value(spread));
            Same((kernel, x, y) => kernel.AccumulateGradient(x, y));
            Same((kernel, x, y) => kernel.AccumulateHeldGradient(x, y));
            Same((kernel, x, y) => kernel.MinimalNormVelocity(x, y));
            double[] expected = new double[V.Dimension], result = new double[dimension];
            V.Kernel.Proximal(theta, gamma, expected);
            elsewhere.Proximal(spread, gamma, result);
            double[] wanted = [.. spread];
            Put(expected, wanted);
            Assert.Equal(wanted, result);

            void Same(Action<IRegularizerKernel, double[], double[]> method)
            {
                double[] one = [.. start], other = [.. spreadStart], placed = [.. spreadStart];
                method(V.Kernel, theta, one);
                method(elsewhere, spread, other);
                Put(one, placed);
                Assert.Equal(placed, other);
            }
        }

        void Put(double[] values, double[] particle)
        {
            int from = 0;
            foreach (ParticlePart part in parts)
            {
                values.AsSpan(from, part.Length).CopyTo(particle.AsSpan(part.Offset));
                from += part.Length;
            }
        }
    }

    internal static double[] Draw(Random random, int dimension) => [.. Enumerable.Range(0, dimension).Select(_ => random.Next(5) switch
    {
        0 => 0.5 * random.Next(-4, 5),
        1 => 100 * (random.NextDouble() - 0.5),
        2 => 0.01 * (random.NextDouble() - 0.5),
        _ => 6 * (random.NextDouble() - 0.5),
    })];

    private static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
