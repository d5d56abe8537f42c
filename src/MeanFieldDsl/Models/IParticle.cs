namespace MeanFieldDsl;

/// <summary>A typed, read-only view of one particle; the generator implements it for every feature.</summary>
/// <typeparam name="TSelf">The view itself.</typeparam>
public interface IParticle<TSelf>
    where TSelf : IParticle<TSelf>, allows ref struct
{
    /// <summary>Views the numbers of one particle.</summary>
    /// <param name="theta">The particle's numbers, as long as the layout's dimension.</param>
    /// <param name="layout">Where each parameter lies.</param>
    static abstract TSelf View(ReadOnlySpan<double> theta, ParticleLayout layout);
}
