using System.Globalization;

namespace MeanFieldDsl;

/// <summary>
/// Follows the Wasserstein gradient flow of F(μ) by its particles, θ_i' = −m ∂_i F_m(θ) (Chizat and Bach 2018, arXiv
/// 1805.09545, equation (5)), with steps that it chooses itself and that never raise F.
/// </summary>
public static class GradientFlow
{
    /// <summary>Runs the flow from the initial particles until it is stationary or a limit is met.</summary>
    /// <remarks>
    /// <para>
    /// The equation and the method are those of <see cref="FlowOptions.Scheme"/>. By default the explicit Euler method (or, where V has kinks, a forward–backward step) with
    /// the longest steps that lower F: accepted when F(θ + h v) ≤ F(θ) − 10⁻⁴ h (1/m) Σ_i ‖v_i‖² up to 4 ε |F| and F(θ + h v) is at most 4 ε |F| above the lowest value met; otherwise
    /// shortened; ε is <see cref="Evaluator.MachineEpsilon"/>. A trial at which F or the velocity is not finite counts as rejected. F therefore falls at each step up to its
    /// rounding, and the steps are as long as the curvature allows: they aim at the end of the flow, not at the accuracy of its path, for which there are
    /// <see cref="FlowScheme.Adaptive"/> and <see cref="FlowScheme.FixedStep"/>.
    /// </para>
    /// <para>
    /// Nothing is allocated in the steps. With the same options the result has the same bits, save for the times, for any number of threads, and with
    /// <see cref="FlowOptions.Reproducible"/> on every processor; limits on the wall clock and cancellation can end it elsewhere.
    /// </para>
    /// </remarks>
    /// <typeparam name="TParticle">The typed view of a particle.</typeparam>
    /// <param name="problem">The model bound to its data.</param>
    /// <param name="options">How to start, when to stop and what to report, or null for the defaults.</param>
    /// <param name="progress">Receives a report at the start, at the end and every <see cref="FlowOptions.ReportEvery"/> steps, on the calling thread.</param>
    /// <param name="cancellation">Ends the flow early; the result is then that of the steps made, with <see cref="FlowStatus.Canceled"/>.</param>
    /// <returns>The particles, why the flow ended, and what is known about the end. A flow that cannot start says so in its status.</returns>
    /// <exception cref="ArgumentNullException"><paramref name="problem"/> is null.</exception>
    /// <exception cref="CheckpointException">A checkpoint cannot be written, or there are files that this run cannot continue.</exception>
    /// <exception cref="ArgumentException">The scheme or <see cref="FlowOptions.Insertions"/> does not suit the model, the length of <see cref="FlowOptions.InitialParticles"/> is not a positive multiple of the dimension of a particle, or an initial particle is not finite.</exception>
    public static FlowResult<TParticle> Run<TParticle>(
        MeanFieldProblem<TParticle> problem,
        FlowOptions? options = null,
        IProgress<FlowReport>? progress = null,
        CancellationToken cancellation = default)
        where TParticle : IParticle<TParticle>, allows ref struct
    {
        ArgumentNullException.ThrowIfNull(problem);
        options ??= new FlowOptions();
        if (options.Insertions > 0)
        {
            return new InsertionLoop<TParticle>(problem, options, progress, cancellation).Run();
        }

        ParticleLayout layout = problem.Layout;
        double[] particles = Start(layout, options);
        using Evaluator evaluator = problem.CreateEvaluator(particles.Length / layout.Dimension, options.Threads, options.Reproducible);
        FlowScheme scheme = options.Scheme.For(evaluator);
        using Stepper stepper = scheme.CreateStepper(new(evaluator, particles, options.Seed, rows => problem.CreateBatch(evaluator.ParticleCount, rows, options.Threads, options.Reproducible)));
        FlowLoop loop = new(stepper, evaluator, options, progress, cancellation);
        if (options.Checkpoint is { } checkpoint)
        {
            loop.Keep(new FlowCheckpoints(checkpoint, FlowIdentity.Of(problem, evaluator, scheme, options, stepper.Particles)));
        }

        FlowMeter.Begin(problem.Name, scheme.ToString(), evaluator.ParticleCount);
        FlowStatus status = FlowStatus.Canceled;
        try
        {
            status = loop.Run();
        }
        finally
        {
            FlowMeter.End(problem.Name, status, loop.Iterations, loop.Elapsed);
        }

        FirstVariationReport? report = null;
        if (status != FlowStatus.NotFinite)
        {
            // Who cancels waits for the answer: look at the particles only.
            int probes = status == FlowStatus.Canceled ? 0 : options.RandomProbes;
            report = FirstVariationReport.Search(evaluator, loop.Particles, probes, options.Seed, cancellation);
        }

        // Who looks at the particles only gets no bound that rests on a search elsewhere.
        DualityGapReport? gap = report is not null && options.RandomProbes > 0 && status != FlowStatus.Canceled
            ? new DualityGapSearch(evaluator, options.Seed, cancellation).Run(loop.Particles, options.RandomProbes, DualityGapReport.BoxesFor(problem.RowCount, options.ProofBoxes))
            : null;
        string? culprit = status switch
        {
            FlowStatus.NotFinite => FlowDiagnosis.Find(problem, loop.Particles),
            FlowStatus.Stalled when loop.StalledAboveRounding => FlowDiagnosis.Fastest(evaluator, loop.Particles),
            FlowStatus.Diverged => FlowDiagnosis.Find(problem, stepper.Trial),
            _ => null,
        };
        FlowWords words = FlowWords.Of(status, loop, report, gap, options, layout, culprit);
        FlowSnapshot<TParticle>[] snapshots = new FlowSnapshot<TParticle>[loop.Path.Saved.Length];
        for (int k = 0; k < snapshots.Length; k++)
        {
            snapshots[k] = new(options.SaveAt[k], new ParticleMeasure<TParticle>(layout, loop.Path.Saved[k]));
        }

        return new FlowResult<TParticle>(status, scheme, new ParticleMeasure<TParticle>(layout, loop.Particles), snapshots, report, gap, loop, words);
    }

    /// <summary>The initial particles that the options give or let draw.</summary>
    internal static double[] Start(ParticleLayout layout, FlowOptions options)
    {
        if (layout.Dimension == 0)
        {
            throw new ArgumentException($"A particle of '{layout.Feature}' has no numbers, so there is nothing to move; give its formula a [Weight] or [Position] parameter.", nameof(layout));
        }

        double[] particles;
        if (options.InitialParticles is not { } given)
        {
            particles = new double[checked(options.ParticleCount * layout.Dimension)];
            options.Initialisation.Fill(layout, options.ParticleCount, options.Seed, particles);
        }
        else if (given.Length == 0 || given.Length % layout.Dimension != 0)
        {
            throw new ArgumentException(
                $"InitialParticles has {given.Length} numbers; a particle of '{layout.Feature}' has {layout.Dimension}, so give m × {layout.Dimension} numbers, particle after particle.",
                nameof(options));
        }
        else
        {
            particles = given.ToArray();
        }

        int bad = Array.FindIndex(particles, value => !double.IsFinite(value));
        return bad < 0
            ? particles
            : throw new ArgumentException(
                string.Create(CultureInfo.InvariantCulture, $"Number {bad % layout.Dimension} of initial particle {bad / layout.Dimension} is {particles[bad]}; give finite InitialParticles or another Initialisation."),
                nameof(options));
    }
}
