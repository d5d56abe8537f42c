namespace MeanFieldDsl;

/// <summary>What a flow arrived at, why it ended there, and what is known about it.</summary>
/// <typeparam name="TParticle">The typed view of a particle.</typeparam>
public sealed class FlowResult<TParticle>
    where TParticle : IParticle<TParticle>, allows ref struct
{
    internal FlowResult(FlowStatus status, FlowScheme scheme, ParticleMeasure<TParticle> particles, IReadOnlyList<FlowSnapshot<TParticle>> snapshots, FirstVariationReport? firstVariation, DualityGapReport? gap, FlowLoop loop, FlowWords words)
    {
        Status = status;
        Scheme = scheme;
        Snapshots = snapshots;
        Crossings = loop.Path.Crossings.ToArray();
        CrossingCount = loop.Path.CrossingCount;
        DissipationDefect = loop.DissipationDefect;
        IsResumed = loop.IsResumed;
        Particles = particles;
        FirstVariation = firstVariation;
        Gap = gap;
        Objective = loop.Objective;
        Residual = loop.Residual;
        Iterations = loop.Iterations;
        FlowTime = loop.FlowTime;
        Elapsed = loop.Elapsed;
        AllocatedBytesPerStep = loop.AllocatedBytesPerStep;
        History = loop.History();
        Advice = words.Advice;
        Verdict = words.Verdict;
    }

    /// <summary>For a method that is no flow, and has no path: all numbers are those of the last line of its history.</summary>
    internal FlowResult(FlowStatus status, FlowScheme scheme, ParticleMeasure<TParticle> particles, FirstVariationReport? firstVariation, DualityGapReport? gap, IReadOnlyList<FlowReport> history, FlowWords words, bool isResumed)
    {
        IsResumed = isResumed;
        FlowReport last = history[^1];
        (Status, Scheme, Particles, FirstVariation, Gap, History) = (status, scheme, particles, firstVariation, gap, history);
        (Objective, Residual, Iterations, FlowTime, Elapsed) = (last.Objective, last.Residual, last.Iteration, last.FlowTime, last.Elapsed);
        (Snapshots, Crossings) = ([], []);
        DissipationDefect = AllocatedBytesPerStep = double.NaN;
        (Advice, Verdict) = (words.Advice, words.Verdict);
    }

    /// <summary>Why the flow ended.</summary>
    public FlowStatus Status { get; }

    /// <summary>The scheme that was followed; the one that was chosen where the options said <see cref="FlowScheme.Automatic"/>.</summary>
    public FlowScheme Scheme { get; }

    /// <summary>
    /// The last particles. Where the scheme is monotone, they have the lowest objective of the run, up to 4 ε |F|; with
    /// <see cref="FlowStatus.NotFinite"/> they are the initial ones.
    /// </summary>
    public ParticleMeasure<TParticle> Particles { get; }

    /// <summary>F_m at <see cref="Particles"/>; not finite with <see cref="FlowStatus.NotFinite"/> and with no other status.</summary>
    public double Objective { get; }

    /// <summary>The root mean squared speed sqrt((1/m) Σ_i ‖v_i‖²) at <see cref="Particles"/>, in the units of F per unit of θ.</summary>
    public double Residual { get; }

    /// <summary>The search for directions in which mass would lower F, or null with <see cref="FlowStatus.NotFinite"/>.</summary>
    public FirstVariationReport? FirstVariation { get; }

    /// <summary>
    /// How far F can be above its infimum, or null with <see cref="FlowStatus.NotFinite"/>, after a cancellation, and without random probes. It says itself what of it is proved and what
    /// was searched.
    /// </summary>
    public DualityGapReport? Gap { get; }

    /// <summary>Whether the run continued an earlier one from a checkpoint; counts, times and history are then those of both.</summary>
    public bool IsResumed { get; }

    /// <summary>The number of accepted steps.</summary>
    public int Iterations { get; }

    /// <summary>The sum of the accepted steps.</summary>
    public double FlowTime { get; }

    /// <summary>The wall-clock time of the steps, without the certificate search.</summary>
    public TimeSpan Elapsed { get; }

    /// <summary>The particles at those times of <see cref="FlowOptions.SaveAt"/> that the flow has reached.</summary>
    public IReadOnlyList<FlowSnapshot<TParticle>> Snapshots { get; }

    /// <summary>The first 1,024 crossings of <see cref="FlowOptions.Events"/>, in order of the steps in which they lie.</summary>
    public IReadOnlyList<FlowCrossing> Crossings { get; }

    /// <summary>The number of all crossings.</summary>
    public long CrossingCount { get; }

    /// <summary>
    /// How far the steps left the path of the flow: |F(0) − F(t) − ∫ (1/m) Σ ‖v_i‖² dt| / |F(0) − F(t)|, which is 0 on the path (energy
    /// identity; Ambrosio, Gigli and Savaré 2008, 11.1). Schemes that aim at the end of the flow leave it; the value is then large and no fault.
    /// </summary>
    public double DissipationDefect { get; }

    /// <summary>The course of the flow: the start, the end and at most 1,023 lines in between (see <see cref="FlowOptions.HistoryEvery"/>).</summary>
    public IReadOnlyList<FlowReport> History { get; }

    /// <summary>
    /// The managed bytes that the steps allocated on the calling thread, divided by their number, without what the receiver of the
    /// progress allocated. 0 unless the evaluator allocates.
    /// </summary>
    public double AllocatedBytesPerStep { get; }

    /// <summary>What to change when the flow did not converge or its end can be improved; empty when there is nothing to say.</summary>
    public string Advice { get; }

    /// <summary>What is known about the end of the flow, in one paragraph.</summary>
    public string Verdict { get; }

    /// <inheritdoc cref="Verdict"/>
    public override string ToString() => Advice.Length == 0 ? Verdict : $"{Verdict} {Advice}";
}
