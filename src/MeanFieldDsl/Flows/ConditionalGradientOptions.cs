using System.Runtime.CompilerServices;

namespace MeanFieldDsl;

/// <summary>What <see cref="ConditionalGradient"/> needs besides the options of a run.</summary>
/// <exception cref="ArgumentOutOfRangeException">A value is out of range.</exception>
public sealed record ConditionalGradientOptions
{
    /// <summary>
    /// Whether masses and places descend together after each new particle, by the scheme of the options (sliding Frank–Wolfe; Denoyelle, Duval, Peyré and Soubies 2019); true by default. Without, places stay
    /// where they were put, and the particles gather around the optimal places.
    /// </summary>
    public bool Sliding { get; init; } = true;

    /// <summary>The number of random places at which the search for the next particle starts, at least 1; 1,000 by default.</summary>
    public int Probes
    {
        get;
        init => field = AtLeastOne(value);
    } = 1_000;

    /// <summary>The largest number of steps of each run on the masses and of each local descent, at least 1; 10,000 by default.</summary>
    public int LocalIterations
    {
        get;
        init => field = AtLeastOne(value);
    } = 10_000;

    private static int AtLeastOne(int value, [CallerMemberName] string name = "") =>
        value >= 1 ? value : throw new ArgumentOutOfRangeException(name, value, $"{name} = {value}: it must be at least 1; leave it out for the default.");
}
