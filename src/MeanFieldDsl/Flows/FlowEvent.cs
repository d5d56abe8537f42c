namespace MeanFieldDsl;

/// <summary>A number that is read off the particles.</summary>
/// <param name="particles">m × D numbers, row-major.</param>
/// <param name="layout">How the numbers of a particle are arranged.</param>
public delegate double ParticleObservable(ReadOnlySpan<double> particles, ParticleLayout layout);

/// <summary>Which crossings of a level count.</summary>
public enum Crossing
{
    /// <summary>From below and from above.</summary>
    Either,

    /// <summary>From below.</summary>
    Rising,

    /// <summary>From above.</summary>
    Falling,
}

/// <summary>
/// Looks for the times at which an observable crosses a level. A crossing is found where the observable stands on different sides of the level at the two
/// ends of a step, and its time by bisection on the path within the step, to the rounding of the time; schemes without a path within the step
/// (forward–backward, conic) give the end of the step.
/// </summary>
/// <param name="Name">The name in the result.</param>
/// <param name="Observable">The number; called once a step and some fifty times for a crossing.</param>
/// <param name="Level">The level; finite.</param>
/// <param name="Direction">Which crossings count.</param>
/// <param name="EndsFlow">Whether the first crossing ends the flow, with the particles at its time (<see cref="FlowStatus.EventReached"/>).</param>
/// <exception cref="ArgumentOutOfRangeException">The level is not finite, so that nothing could cross it.</exception>
public sealed record FlowEvent(string Name, ParticleObservable Observable, double Level = 0, Crossing Direction = Crossing.Either, bool EndsFlow = false)
{
    /// <summary>The level.</summary>
    public double Level { get; init => field = Finite(value, nameof(Level)); } = Finite(Level, nameof(Level));

    private static double Finite(double value, string name) => double.IsFinite(value)
        ? value
        : throw new ArgumentOutOfRangeException(name, value, FormattableString.Invariant($"{name} = {value}: nothing crosses it; give a finite number."));
}

/// <summary>One crossing.</summary>
/// <param name="Event">The event.</param>
/// <param name="FlowTime">The time of the flow.</param>
/// <param name="IsRising">Whether the observable came from below.</param>
public readonly record struct FlowCrossing(FlowEvent Event, double FlowTime, bool IsRising);

/// <summary>The particles at one of the times of <see cref="FlowOptions.SaveAt"/>.</summary>
/// <typeparam name="TParticle">The typed view of a particle.</typeparam>
/// <param name="FlowTime">The time of the flow.</param>
/// <param name="Particles">The particles.</param>
public sealed record FlowSnapshot<TParticle>(double FlowTime, ParticleMeasure<TParticle> Particles)
    where TParticle : IParticle<TParticle>, allows ref struct;
