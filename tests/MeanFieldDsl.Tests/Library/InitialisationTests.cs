namespace MeanFieldDsl.Tests;

public class InitialisationTests
{
    public static TheoryData<string> Random => ["sphere", "gaussian", "zero weights"];

    [Theory]
    [MemberData(nameof(Random))]
    public void The_first_particles_are_the_same_for_any_number_of_them(string name)
    {
        Initialisation initialisation = Make(name);
        ParticleLayout layout = SpikeView.Layout(3);
        double[] few = initialisation.Create<SpikeView>(layout, 5, 9).Values.ToArray();
        double[] many = initialisation.Create<SpikeView>(layout, 50, 9).Values.ToArray();
        Assert.Equal(few, many[..few.Length]);
        Assert.NotEqual(few, initialisation.Create<SpikeView>(layout, 5, 10).Values.ToArray());
    }

    [Theory]
    [InlineData(1, 1.0)]
    [InlineData(2, 0.1)]
    [InlineData(100, 7.5)]
    public void Sphere_particles_lie_on_the_sphere(int dimension, double radius)
    {
        ParticleMeasure<SpikeView> measure = Initialisation.Sphere(radius).Create<SpikeView>(SpikeView.Layout(dimension), 200, 1);
        for (int i = 0; i < measure.Count; i++)
        {
            double norm = Math.Sqrt(measure.Theta(i).ToArray().Sum(x => x * x));
            Assert.Equal(radius, norm, 1e-14 * radius * (dimension + 1));
        }
    }

    [Fact]
    public void Sphere_directions_are_uniform()
    {
        // In three dimensions each coordinate is uniform on [−1, 1] (Archimedes), and the angle on the circle.
        const int Count = 60_000;
        ParticleMeasure<SpikeView> measure = Initialisation.Sphere().Create<SpikeView>(SpikeView.Layout(2), Count, 4);
        int[] heights = new int[30];
        int[] angles = new int[30];
        for (int i = 0; i < Count; i++)
        {
            ReadOnlySpan<double> theta = measure.Theta(i);
            heights[(int)Math.Min(29, (theta[0] + 1) * 15)]++;
            angles[(int)Math.Min(29, (Math.Atan2(theta[1], theta[2]) + Math.PI) / (2 * Math.PI) * 30)]++;
        }

        AssertEven(heights, Count / 30.0);
        AssertEven(angles, Count / 30.0);
    }

    [Fact]
    public void Gaussian_numbers_have_the_deviation_asked_for_and_are_uncorrelated()
    {
        const int Count = 50_000;
        ParticleMeasure<SpikeView> measure = Initialisation.Gaussian(0.5).Create<SpikeView>(SpikeView.Layout(1), Count, 4);
        double mean = 0, square = 0, product = 0, neighbour = 0;
        for (int i = 0; i < Count; i++)
        {
            SpikeView particle = measure[i];
            mean += particle.W / Count;
            square += particle.W * particle.W / Count;
            product += particle.W * particle.T[0] / Count;
            neighbour += particle.W * measure[(i + 1) % Count].W / Count;
        }

        double error = 5 / Math.Sqrt(Count);
        Assert.InRange(mean / 0.5, -error, error);
        Assert.InRange((square / 0.25) - 1, -error * Math.Sqrt(2), error * Math.Sqrt(2));
        Assert.InRange(product / 0.25, -error, error);
        Assert.InRange(neighbour / 0.25, -error, error);
    }

    [Fact]
    public void A_single_periodic_position_starts_on_the_even_grid_with_weight_0()
    {
        ParticleMeasure<SpikeView> measure = Initialisation.ZeroWeights().Create<SpikeView>(SpikeView.Layout(1, 2), 4, 1);
        Assert.Equal([0, 0.25, 0, 0.75, 0, 1.25, 0, 1.75], measure.Values.ToArray());
    }

    [Fact]
    public void Periodic_positions_are_uniform_and_others_normal()
    {
        const int Count = 20_000;
        ParticleMeasure<SpikeView> periodic = Initialisation.ZeroWeights().Create<SpikeView>(SpikeView.Layout(2, 3), Count, 1);
        ParticleMeasure<SpikeView> free = Initialisation.ZeroWeights().Create<SpikeView>(SpikeView.Layout(1, 0), Count, 1);
        int[] counts = new int[20];
        double square = 0;
        for (int i = 0; i < Count; i++)
        {
            Assert.Equal((0, 0), (periodic[i].W, free[i].W));
            Assert.InRange(periodic[i].T[1], 0, 3);
            counts[(int)(periodic[i].T[1] / 3 * 20)]++;
            square += free[i].T[0] * free[i].T[0] / Count;
        }

        AssertEven(counts, Count / 20.0);
        Assert.InRange(square - 1, -5 * Math.Sqrt(2.0 / Count), 5 * Math.Sqrt(2.0 / Count));
    }

    [Fact]
    public void Explicit_particles_are_used_as_they_are()
    {
        double[] values = [1, 2, 3, 4];
        Initialisation initialisation = Initialisation.Explicit(values);
        values[0] = 9;
        Assert.Equal([1, 2, 3, 4], initialisation.Create<SpikeView>(SpikeView.Layout(1), 2, 1).Values.ToArray());
        ArgumentException e = Assert.Throws<ArgumentException>(() => initialisation.Create<SpikeView>(SpikeView.Layout(1), 3, 1));
        Assert.Contains("4 numbers were given explicitly; 3 particles", e.Message, StringComparison.Ordinal);
        _ = Assert.Throws<ArgumentException>(() => Initialisation.Explicit());
        _ = Assert.Throws<ArgumentException>(() => Initialisation.Explicit(1, double.NaN));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(-1)]
    [InlineData(double.NaN)]
    [InlineData(double.PositiveInfinity)]
    [InlineData(1e200)]
    public void A_bad_scale_is_refused(double value)
    {
        _ = Assert.Throws<ArgumentOutOfRangeException>(() => Initialisation.Sphere(value));
        _ = Assert.Throws<ArgumentOutOfRangeException>(() => Initialisation.Gaussian(value));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(-5)]
    [InlineData(int.MinValue)]
    [InlineData(int.MaxValue)]
    public void A_bad_count_is_refused(int count)
    {
        foreach (string name in new[] { "sphere", "gaussian", "zero weights", "explicit" })
        {
            ArgumentOutOfRangeException e = Assert.Throws<ArgumentOutOfRangeException>(
                () => Make(name).Create<SpikeView>(SpikeView.Layout(3), count, 1));
            Assert.Contains($"{count} particles were asked for; give 1 to", e.Message, StringComparison.Ordinal);
            _ = Assert.Throws<ArgumentOutOfRangeException>(() => Make(name).Fill(SpikeView.Layout(3), count, 1, new double[4]));
        }
    }

    [Fact]
    public void Spans_and_layouts_that_do_not_fit_are_refused()
    {
        Initialisation sphere = Initialisation.Sphere();
        _ = Assert.Throws<ArgumentException>(() => sphere.Fill(SpikeView.Layout(1), 2, 1, new double[5]));
        _ = Assert.Throws<ArgumentException>(() => sphere.Fill(new ParticleLayout("Nothing", []), 2, 1, []));
        _ = Assert.Throws<ArgumentNullException>(() => sphere.Fill(null!, 2, 1, []));
        ParticleLayout noWeight = new("Tensor", [new ParticleParameter("a", ParticleRole.Position, 0, 2, 0)]);
        _ = Assert.Throws<ArgumentException>(() => Initialisation.ZeroWeights().Fill(noWeight, 1, 1, new double[2]));
    }

    private static Initialisation Make(string name) => name switch
    {
        "sphere" => Initialisation.Sphere(),
        "gaussian" => Initialisation.Gaussian(),
        "explicit" => Initialisation.Explicit(1, 2, 3, 4),
        _ => Initialisation.ZeroWeights(),
    };

    private static void AssertEven(int[] counts, double expected)
    {
        double statistic = counts.Sum(count => (count - expected) * (count - expected) / expected);
        double freedom = counts.Length - 1;
        Assert.InRange(statistic, freedom - (5 * Math.Sqrt(2 * freedom)), freedom + (5 * Math.Sqrt(2 * freedom)));
    }
}
