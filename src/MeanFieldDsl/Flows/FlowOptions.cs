using System.Runtime.CompilerServices;

namespace MeanFieldDsl;

/// <summary>
/// How a flow starts, when it stops and what it reports. Every setting has a default that suits a first run, and
/// there is no step size: the flow chooses it. A value out of range throws where it is set.
/// </summary>
/// <exception cref="ArgumentOutOfRangeException">A value is out of range; the message names it and the remedy.</exception>
public sealed record FlowOptions
{
    private const double SmallestGap = 1e-15;

    /// <summary>The number m of particles, at least 1; 100 by default. Read from <see cref="InitialParticles"/> when those are given.</summary>
    public int ParticleCount
    {
        get;
        init => field = AtLeast(value, 1, "a measure has at least one particle; 100 is the default");
    } = 100;

    /// <summary>The seed of the initial particles and of the certificate's directions; the same seed gives the same result.</summary>
    public ulong Seed { get; init; }

    /// <summary>The law of the initial particles; independent and uniform on the unit sphere of R^D by default.</summary>
    public Initialisation Initialisation
    {
        get;
        init => field = value ?? throw new ArgumentNullException(nameof(Initialisation));
    } = Initialisation.Sphere(1);

    /// <summary>The initial particles themselves, m × D numbers, row-major (for example those of an earlier result), or null to draw them.</summary>
    public ReadOnlyMemory<double>? InitialParticles { get; init; }

    /// <summary>The equation and the method; <see cref="FlowScheme.Automatic"/> by default.</summary>
    public FlowScheme Scheme
    {
        get;
        init => field = value ?? throw new ArgumentNullException(nameof(Scheme));
    } = FlowScheme.Automatic;

    /// <summary>The largest number of accepted steps, at least 0; 10,000 by default.</summary>
    public int MaxIterations
    {
        get;
        init => field = AtLeast(value, 0, "0 only evaluates the initial particles; 10,000 is the default");
    } = 10_000;

    /// <summary>
    /// The flow has converged when its residual, the root mean squared speed, is at most this fraction of the largest
    /// residual met in the same run, and the decrease of F that the next step predicts is at most this fraction of the
    /// decrease made so far (up to the rounding of F). Neither changes when F or θ are measured in other units.
    /// Strictly between 0 and 1; 1e-6 by default.
    /// </summary>
    public double Tolerance
    {
        get;
        init => field = value is > 0 and < 1 ? value : throw OutOfRange(value, "take a fraction strictly between 0 and 1; 1e-6 is the default");
    } = 1e-6;

    /// <summary>
    /// Also converged when the residual itself is at most this, in the units of F per unit of θ; null, the default, for no
    /// such test. Useful to continue from particles that are nearly stationary already. Positive and finite.
    /// </summary>
    public double? AbsoluteTolerance
    {
        get;
        init => field = PositiveOrNull(value, "leave it null for the relative test alone");
    }

    /// <summary>The wall-clock limit of the steps, or null, the default, for none; the certificate search comes on top. Positive.</summary>
    public TimeSpan? TimeLimit
    {
        get;
        init => field = value is null || value > TimeSpan.Zero ? value : throw OutOfRange(value, "give a positive time, or null for no limit");
    }

    /// <summary>The flow time at which to stop, met exactly, or null, the default, to flow until stationary. Positive and finite.</summary>
    public double? MaxFlowTime
    {
        get;
        init => field = PositiveOrNull(value, "leave it null to flow until stationary");
    }

    /// <summary>
    /// An upper limit of the steps in flow time, for those who study the path of the flow rather than its end: the error of the
    /// path is of first order in it. Null, the default, for the longest steps that lower F. Positive and finite.
    /// </summary>
    public double? MaxStep
    {
        get;
        init => field = PositiveOrNull(value, "leave it null to let the flow choose its steps");
    }

    /// <summary>
    /// Flow times at which the particles are kept, rising; none by default. They are taken from the continuous extension of a step where the scheme has one;
    /// other schemes shorten the step so that it ends there. The run keeps m × D numbers for each.
    /// </summary>
    public IReadOnlyList<double> SaveAt
    {
        get;
        init => field = Times(value);
    } = [];

    /// <summary>Observables whose crossings of a level are looked for along the path; none by default.</summary>
    public IReadOnlyList<FlowEvent> Events
    {
        get;
        init => field = [.. value ?? throw new ArgumentNullException(nameof(Events))];
    } = [];

    /// <summary>Asked after each step, ends the flow where it answers yes (<see cref="FlowStatus.Stopped"/>); null, the default, to ask nobody.</summary>
    public Func<FlowReport, bool>? StopWhen { get; init; }

    /// <summary>
    /// Ends the flow (<see cref="FlowStatus.GapReached"/>) where the duality gap is at most this fraction of |F|; null, the default, to look for no gap on the way. The gap is searched
    /// (<see cref="DualityGapReport"/>) after 100, 200, 400, … steps, so that all searches together cost a fixed part of the run. At least 1e-15, below which is the rounding of F alone, and below 1, as no
    /// more than all of F can be asked for.
    /// </summary>
    public double? GapTolerance
    {
        get;
        init => field = value is null or (>= SmallestGap and < 1)
            ? value
            : throw OutOfRange(value, value > 0 && value < SmallestGap ? "the rounding of F leaves no gap as small; take at least 1e-15, or null to look for no gap" : "it must be a fraction of F from 1e-15 to below 1; leave it null to look for no gap");
    }

    /// <summary>
    /// Whether the lines of the history and of the progress carry a lower bound of inf F and with it the gap (<see cref="FlowReport.LowerBound"/>), searched at the start and after 100, 200, 400, … steps, as for
    /// <see cref="GapTolerance"/>; false by default. It changes nothing else. The conditional gradient searches in every iteration anyway.
    /// </summary>
    public bool ReportGap { get; init; }

    /// <summary>
    /// How many particles may be put in where the flow ends without being done: where it converged or stalled with a relative gap above <see cref="GapTolerance"/> (1e-6 where that is null), a particle
    /// is put where the first variation is lowest by V, as <see cref="ConditionalGradient"/> does, and the flow goes on with one particle more. 0, the default, for none; at least 0.
    /// </summary>
    /// <remarks>
    /// For φ and V of one degree of homogeneity, a loss with a conjugate, and schemes that converge; not with what concerns the path (<see cref="SaveAt"/>, <see cref="Events"/>, <see cref="MaxFlowTime"/>,
    /// <see cref="LargestDissipationDefect"/>), nor without <see cref="RandomProbes"/>. The masses of the others are multiplied by (m + 1)/m, which leaves all predictions as they are. An insertion counts as a
    /// step and has a line in the history, which then has room for 1,024 lines for each particle put in; the flow time goes on. A checkpoint lies in two pairs of files, the second of which ends in <c>.flow</c>
    /// and the number of the insertion.
    /// </remarks>
    public int Insertions
    {
        get;
        init => field = AtLeast(value, 0, "0 puts no particle in");
    }

    /// <summary>
    /// Ends the flow (<see cref="FlowStatus.DefectReached"/>) where the defect of the energy identity,
    /// |F(0) − F(t) − ∫ (1/m) Σ ‖v_i‖² dt| / |F(0) − F(t)|, exceeds this: then the steps do not follow the path of the flow. Null, the default, for no
    /// such test. Positive and finite.
    /// </summary>
    public double? LargestDissipationDefect
    {
        get;
        init => field = PositiveOrNull(value, "leave it null for no test");
    }

    /// <summary>Where and how often to keep what is needed to go on after an interruption; null, the default, for nowhere.</summary>
    public CheckpointOptions? Checkpoint { get; init; }

    /// <summary>Progress is reported at the start, at the end and every so many steps; 100 by default, at least 1.</summary>
    public int ReportEvery
    {
        get;
        init => field = AtLeast(value, 1, "1 reports every step; pass no progress to report nothing");
    } = 100;

    /// <summary>
    /// The history keeps the start, the end and every so many steps in between, at least 1 (the default). It has room for 1,024
    /// lines; a longer run drops every second line and doubles this number, so that it never allocates.
    /// </summary>
    public int HistoryEvery
    {
        get;
        init => field = AtLeast(value, 1, "1 keeps every step as long as there is room");
    } = 1;

    /// <summary>The number of threads, or 0, the default, to choose by the amount of work. The result has the same bits for any number.</summary>
    public int Threads
    {
        get;
        init => field = AtLeast(value, 0, "0 chooses by the amount of work");
    }

    /// <summary>
    /// Whether the result has the same bits on every processor; false by default. The same compiled program then gives the same
    /// particles, history and certificate for any SIMD width, with or without fused multiply-add.
    /// </summary>
    /// <remarks>
    /// <para>
    /// All sums are those of 8 doubles or 16 floats side by side, and each multiply-add rounds once. With AVX-512 this is what runs anyway; with
    /// narrower vectors several stand for one, and a step takes up to three times as long, that of Gaussian spikes up to eight times; where
    /// multiply-adds are not fused in hardware, as before 2013, the C library makes them one by one, hundreds of times slower.
    /// </para>
    /// <para>
    /// Not covered are a <c>[Primitive]</c>, which is the user's code; sines, cosines and tangents of arguments above 1e5, and powers
    /// whose base is not positive and finite, which come from the C library; the sign and payload of a NaN; and limits on the wall clock. Constants of a formula are
    /// computed at compile time: programs compiled on different machines can differ in them.
    /// </para>
    /// </remarks>
    public bool Reproducible { get; init; }

    /// <summary>How many random directions the first variation is searched in at the end, at least 0; 1,000 by default.</summary>
    public int RandomProbes
    {
        get;
        init => field = AtLeast(value, 0, "0 looks at the particles and their directions only");
    } = 1_000;

    /// <summary>
    /// The largest number of boxes of the proof that the duality gap is as small as the search found it, which is tried at the end of a run where φ and V have one degree of homogeneity and at most three
    /// numbers of a particle vary beside its mass (<see cref="DualityGapReport.IsRigorous"/>); at least 0. Null, the default, stands for about a second's worth, 0 for none. It also ends where half of the boxes brought it no closer.
    /// </summary>
    public int? ProofBoxes
    {
        get;
        init => field = value is { } boxes ? AtLeast(boxes, 0, "0 tries no proof") : null;
    }

    private static double[] Times(IReadOnlyList<double> values)
    {
        ArgumentNullException.ThrowIfNull(values, nameof(SaveAt));
        double before = double.NegativeInfinity;
        foreach (double time in values)
        {
            if (!(time >= 0 && double.IsFinite(time) && time > before))
            {
                throw OutOfRange(time, "times must be finite, at least 0 and rising", nameof(SaveAt));
            }

            before = time;
        }

        return [.. values];
    }

    private static int AtLeast(int value, int least, string remedy, [CallerMemberName] string name = "") =>
        value >= least ? value : throw OutOfRange(value, $"it must be at least {least}; {remedy}", name);

    private static double? PositiveOrNull(double? value, string remedy, [CallerMemberName] string name = "") =>
        value is null || (value > 0 && double.IsFinite(value.Value)) ? value : throw OutOfRange(value, $"it must be positive and finite; {remedy}", name);

    private static ArgumentOutOfRangeException OutOfRange(object? value, string remedy, [CallerMemberName] string name = "") =>
        new(name, value, $"{name} = {FormattableString.Invariant($"{value}")}: {remedy}.");
}
