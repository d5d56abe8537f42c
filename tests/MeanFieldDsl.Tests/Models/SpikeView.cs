namespace MeanFieldDsl.Tests;

/// <summary>A typed view as the generator would write it, by hand: a weight and a position on the torus.</summary>
internal readonly ref struct SpikeView : IParticle<SpikeView>
{
    private SpikeView(double w, ReadOnlySpan<double> t)
    {
        W = w;
        T = t;
    }

    public double W { get; }

    public ReadOnlySpan<double> T { get; }

    public static SpikeView View(ReadOnlySpan<double> theta, ParticleLayout layout) =>
        new(theta[layout.Offset(0)], theta.Slice(layout.Offset(1), layout.Length(1)));

    public static ParticleLayout Layout(int dimension, double period = 1) => new(
        "Spike",
        [
            new ParticleParameter("w", ParticleRole.Weight, 0, 1, 0),
            new ParticleParameter("t", ParticleRole.Position, 1, dimension, period),
        ]);
}
