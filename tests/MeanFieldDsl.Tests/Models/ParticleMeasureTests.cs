namespace MeanFieldDsl.Tests;

public class ParticleMeasureTests
{
    [Fact]
    public void Particles_are_seen_through_their_typed_view()
    {
        ParticleMeasure<SpikeView> measure = new(SpikeView.Layout(2), [1, 2, 3, 4, 5, 6]);
        Assert.Equal(2, measure.Count);
        Assert.Equal(4, measure[1].W);
        Assert.Equal([5, 6], measure[1].T.ToArray());
        Assert.Equal([1, 2, 3], measure.Theta(0).ToArray());
        Assert.Equal("2 particles of Spike", measure.ToString());
        double sum = 0;
        foreach (SpikeView particle in measure)
        {
            sum += particle.W;
        }

        Assert.Equal(5, sum);
    }

    [Fact]
    public void A_measure_keeps_a_copy()
    {
        double[] values = [1, 2];
        ParticleMeasure<SpikeView> measure = new(SpikeView.Layout(1), values);
        values[0] = 9;
        Assert.Equal([1, 2], measure.Values.ToArray());
    }

    [Fact]
    public void A_measure_is_enumerated_without_allocation()
    {
        ParticleMeasure<SpikeView> measure = new(SpikeView.Layout(1), new double[2000]);
        _ = Total(measure);
        long before = GC.GetAllocatedBytesForCurrentThread();
        _ = Total(measure);
        Assert.Equal(before, GC.GetAllocatedBytesForCurrentThread());

        static double Total(ParticleMeasure<SpikeView> measure)
        {
            double sum = 0;
            foreach (SpikeView particle in measure)
            {
                sum += particle.W;
            }

            return sum;
        }
    }

    [Fact]
    public void Bad_values_are_refused_with_their_place()
    {
        ParticleLayout layout = SpikeView.Layout(2);
        Assert.Contains("5 values", Assert.Throws<ArgumentException>(() => New(layout, 1, 2, 3, 4, 5)).Message, StringComparison.Ordinal);
        _ = Assert.Throws<ArgumentException>(() => New(layout));
        _ = Assert.Throws<ArgumentException>(() => New(new ParticleLayout("Nothing", []), 1));
        _ = Assert.Throws<ArgumentNullException>(() => New(null!, 1));
        ArgumentException e = Assert.Throws<ArgumentException>(() => New(layout, 1, 2, 3, 4, 5, double.NaN));
        Assert.Contains("NaN of parameter 't[1]' of particle 1", e.Message, StringComparison.Ordinal);
        ParticleMeasure<SpikeView> measure = New(layout, 1, 2, 3);
        Assert.Contains("0 to 0", Assert.Throws<ArgumentOutOfRangeException>(() => measure.Theta(1).Length).Message, StringComparison.Ordinal);
        _ = Assert.Throws<ArgumentOutOfRangeException>(() => measure[-1].W);

        static ParticleMeasure<SpikeView> New(ParticleLayout layout, params double[] values) => new(layout, values);
    }
}
