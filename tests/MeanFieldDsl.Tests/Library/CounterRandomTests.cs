namespace MeanFieldDsl.Tests;

public class CounterRandomTests
{
    [Fact]
    public void The_cipher_gives_the_published_vectors()
    {
        // Random123, kat_vectors, philox4x32 10.
        Assert.Equal(
            (0x6627e8d5u, 0xe169c58du, 0xbc57ac4cu, 0x9b00dbd8u),
            CounterRandom.Philox(0, 0, 0, 0, 0, 0));
        const uint Ones = uint.MaxValue;
        Assert.Equal(
            (0x408f276du, 0x41c83b0eu, 0xa20bc7c6u, 0x6d5451fdu),
            CounterRandom.Philox(Ones, Ones, Ones, Ones, Ones, Ones));
        Assert.Equal(
            (0xd16cfe09u, 0x94fdccebu, 0x5001e420u, 0x24126ea1u),
            CounterRandom.Philox(0x243f6a88, 0x85a308d3, 0x13198a2e, 0x03707344, 0xa4093822, 0x299f31d0));
    }

    [Fact]
    public void Numbers_are_a_function_of_seed_stream_and_position()
    {
        Assert.Equal(0xe169c58d6627e8d5UL, CounterRandom.At(0, 0, 0));
        Assert.Equal(0x9b00dbd8bc57ac4cUL, new CounterRandom(0, 0, 1).NextUInt64());
        CounterRandom random = new(5, 3);
        CounterRandom late = new(5, 3, 7);
        for (ulong position = 0; position < 20; position++)
        {
            Assert.Equal(position, random.Position);
            ulong number = random.NextUInt64();
            Assert.Equal(CounterRandom.At(5, 3, position), number);
            if (position >= 7)
            {
                Assert.Equal(number, late.NextUInt64());
            }
        }

        Assert.NotEqual(CounterRandom.At(5, 3, 0), CounterRandom.At(6, 3, 0));
        Assert.NotEqual(CounterRandom.At(5, 3, 0), CounterRandom.At(5, 4, 0));
        Assert.NotEqual(CounterRandom.At(5, 3, 0), CounterRandom.At(5UL << 32, 3, 0));
        Assert.NotEqual(CounterRandom.At(5, 3, 0), CounterRandom.At(5, 3UL << 32, 0));
        Assert.NotEqual(CounterRandom.At(5, 3, 0), CounterRandom.At(5, 3, 1UL << 33));
    }

    [Fact]
    public void Uniform_numbers_fill_their_bins_evenly()
    {
        const int Bins = 100;
        const int Draws = 200_000;
        int[] counts = new int[Bins];
        CounterRandom random = new(11, 0);
        for (int k = 0; k < Draws; k++)
        {
            double u = random.NextDouble();
            Assert.InRange(u, 0, 1 - Math.ScaleB(1, -53));
            counts[(int)(u * Bins)]++;
        }

        AssertChiSquare(counts, Draws / (double)Bins);
    }

    [Fact]
    public void First_numbers_of_neighbouring_streams_and_seeds_are_uniform_too()
    {
        const int Bins = 64;
        const int Draws = 64_000;
        int[] streams = new int[Bins];
        int[] seeds = new int[Bins];
        for (ulong k = 0; k < Draws; k++)
        {
            streams[CounterRandom.At(1, k, 0) >> 58]++;
            seeds[CounterRandom.At(k, 1, 0) >> 58]++;
        }

        AssertChiSquare(streams, Draws / (double)Bins);
        AssertChiSquare(seeds, Draws / (double)Bins);
    }

    [Fact]
    public void Gaussian_numbers_have_the_normal_distribution()
    {
        const int Draws = 400_000;
        double[] sums = new double[5];
        int[] counts = new int[16];
        CounterRandom random = new(12, 0);
        for (int k = 0; k < Draws; k++)
        {
            double z = random.NextGaussian();
            counts[(int)Math.Clamp(Math.Floor(2 * z) + 8, 0, 15)]++;
            for (int power = 1; power <= 4; power++)
            {
                sums[power] += Math.Pow(z, power);
            }
        }

        // Five standard errors: var z = 1, var z² = 2, var z³ = 15, var z⁴ = 96.
        double root = 5 / Math.Sqrt(Draws);
        Assert.InRange(sums[1] / Draws, -root, root);
        Assert.InRange((sums[2] / Draws) - 1, -root * Math.Sqrt(2), root * Math.Sqrt(2));
        Assert.InRange(sums[3] / Draws, -root * Math.Sqrt(15), root * Math.Sqrt(15));
        Assert.InRange((sums[4] / Draws) - 3, -root * Math.Sqrt(96), root * Math.Sqrt(96));

        double chiSquare = 0;
        for (int bin = 0; bin < 16; bin++)
        {
            double below = bin == 0 ? 0 : Distribution((bin - 8) / 2.0);
            double above = bin == 15 ? 1 : Distribution((bin - 7) / 2.0);
            double expected = Draws * (above - below);
            chiSquare += (counts[bin] - expected) * (counts[bin] - expected) / expected;
        }

        Assert.InRange(chiSquare, 15 - (5 * Math.Sqrt(30)), 15 + (5 * Math.Sqrt(30)));
    }

    [Fact]
    public void Gaussian_numbers_are_those_of_an_independent_implementation()
    {
        double[] expected = [-0.4739948072197966, -0.8507471129159558, 0.3578524587797415, 1.219423488043034];
        CounterRandom random = new(5, 3);
        foreach (double z in expected)
        {
            Assert.Equal(z, random.NextGaussian(), 1e-15 * Math.Max(1, Math.Abs(z)));
        }
    }

    [Theory]
    [InlineData(0.5, 0)]
    [InlineData(0.75, 0.6744897501960817)]
    [InlineData(0.975, 1.9599639845400545)]
    [InlineData(0.999, 3.0902323061678132)]
    [InlineData(0.025, -1.9599639845400545)]
    [InlineData(1e-6, -4.753424308822899)]
    [InlineData(1e-12, -7.034483825301131)]
    [InlineData(1e-15, -7.941345326170998)]
    public void Quantiles_are_the_tabulated_ones(double p, double z) =>
        Assert.Equal(z, NormalQuantile.At(p), 1e-14 * Math.Max(1, Math.Abs(z)));

    [Fact]
    public void The_logarithm_is_the_one_of_the_platform_to_a_few_units()
    {
        CounterRandom random = new(3, 0);
        for (int k = 0; k < 10_000; k++)
        {
            double x = Math.Exp(-37 * random.NextDouble()) * 0.075;
            double expected = Math.Log(x);
            Assert.InRange(NormalQuantile.Log(x), expected * (1 + 4e-16), expected * (1 - 4e-16));
        }
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(7)]
    [InlineData(100)]
    public void Whole_numbers_are_uniform_below_the_bound(int bound)
    {
        const int Draws = 70_000;
        int[] counts = new int[bound];
        CounterRandom random = new(21, 0);
        for (int k = 0; k < Draws; k++)
        {
            counts[random.NextInt(bound)]++;
        }

        AssertChiSquare(counts, Draws / (double)bound);
    }

    [Fact]
    public void Bounds_below_1_are_refused_and_the_largest_is_met()
    {
        _ = Assert.Throws<ArgumentOutOfRangeException>(() => new CounterRandom(1, 1).NextInt(0));
        _ = Assert.Throws<ArgumentOutOfRangeException>(() => new CounterRandom(1, 1).NextInt(int.MinValue));
        CounterRandom random = new(1, 1);
        for (int k = 0; k < 1000; k++)
        {
            Assert.InRange(random.NextInt(int.MaxValue), 0, int.MaxValue - 1);
        }
    }

    [Fact]
    public void All_permutations_of_four_are_equally_frequent()
    {
        Dictionary<string, int> counts = [];
        const int Draws = 24_000;
        for (ulong seed = 0; seed < Draws; seed++)
        {
            string order = string.Concat(CounterRandom.Permutation(4, seed));
            counts[order] = counts.GetValueOrDefault(order) + 1;
        }

        Assert.Equal(24, counts.Count);
        AssertChiSquare([.. counts.Values], Draws / 24.0);
    }

    /// <summary>The statistic lies within five standard deviations of its mean, the degrees of freedom.</summary>
    private static void AssertChiSquare(int[] counts, double expected)
    {
        double statistic = counts.Sum(count => (count - expected) * (count - expected) / expected);
        double freedom = counts.Length - 1;
        double width = 5 * Math.Sqrt(2 * freedom);
        Assert.True(Math.Abs(statistic - freedom) <= width, $"chi-square {statistic} with {freedom} degrees of freedom");
    }

    /// <summary>Φ by its power series, which converges fast for |x| ≤ 4.</summary>
    private static double Distribution(double x)
    {
        double term = x;
        double sum = x;
        for (int k = 1; k < 200; k++)
        {
            term *= -x * x / (2 * k);
            sum += term / ((2 * k) + 1);
        }

        return 0.5 + (sum / Math.Sqrt(2 * Math.PI));
    }
}
