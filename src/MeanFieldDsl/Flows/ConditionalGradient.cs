namespace MeanFieldDsl;

/// <summary>
/// The conditional gradient method on measures, which adds particles one by one: a rival of the flow where φ and V are homogeneous of one degree, with results that can be compared line by line
/// (Bredies and Pikkarainen 2013; sliding: Denoyelle, Duval, Peyré and Soubies 2019).
/// </summary>
public static class ConditionalGradient
{
    /// <summary>Runs the method until the duality gap is small or a limit is met.</summary>
    /// <remarks>
    /// <para>
    /// An iteration (a) searches the place where the first variation F'(μ) is lowest by V (<see cref="DualityGapReport"/>), (b) puts a particle there with the mass that lowers F most, (c) minimises F over
    /// the masses (<see cref="FlowScheme.MassesOnly"/>), (d) moves masses and places by <see cref="FlowOptions.Scheme"/>, if sliding, and (e) drops and merges particles
    /// (<see cref="ParticleReduction"/>). Nothing that raises F by more than 4 ε |F| above the lowest value met is kept.
    /// </para>
    /// <para>
    /// It starts from <see cref="FlowOptions.InitialParticles"/>, or from the zero measure. <see cref="FlowOptions.Initialisation"/> and <see cref="FlowOptions.ParticleCount"/> then say where positions are
    /// looked at first; <see cref="FlowOptions.MaxIterations"/> counts particles added; <see cref="FlowOptions.GapTolerance"/> is 1e-6 where it is null; <see cref="FlowOptions.Tolerance"/> is that of the
    /// inner runs. The history has one line for each iteration; its flow time is that of the local descents, and its dissipation is not known. What concerns the path of a flow is refused. A checkpoint holds the last whole iteration; one that was cut short is made again.
    /// With the same options the result has the same bits for any number of threads.
    /// </para>
    /// </remarks>
    /// <typeparam name="TParticle">The typed view of a particle.</typeparam>
    /// <param name="problem">The model bound to its data.</param>
    /// <param name="options">How to start, when to stop and what to report, or null for the defaults.</param>
    /// <param name="method">The settings of the method, or null for the defaults.</param>
    /// <param name="progress">Receives a report at the start, at the end and every <see cref="FlowOptions.ReportEvery"/> iterations, on the calling thread.</param>
    /// <param name="cancellation">Ends the run early; the result is then that of the iterations made.</param>
    /// <returns>The particles, why the run ended, and its duality gap.</returns>
    /// <exception cref="ArgumentNullException"><paramref name="problem"/> is null.</exception>
    /// <exception cref="CheckpointException">A checkpoint cannot be written, or there are files that this run cannot continue.</exception>
    /// <exception cref="ArgumentException">
    /// No degree of homogeneity of the feature was proved, V does not have that degree, the loss has no known conjugate, an option asks for the path of a flow, or the initial particles do not fit.
    /// </exception>
    public static FlowResult<TParticle> Run<TParticle>(
        MeanFieldProblem<TParticle> problem,
        FlowOptions? options = null,
        ConditionalGradientOptions? method = null,
        IProgress<FlowReport>? progress = null,
        CancellationToken cancellation = default)
        where TParticle : IParticle<TParticle>, allows ref struct
    {
        ArgumentNullException.ThrowIfNull(problem);
        options ??= new FlowOptions();
        Check(options);
        ParticleMasses masses = new(problem.Layout);
        using (Evaluator evaluator = problem.CreateEvaluator(1))
        {
            Check(evaluator, options);
        }

        return new ConditionalGradientLoop<TParticle>(problem, options, method ?? new ConditionalGradientOptions(), masses, progress, cancellation).Run();
    }

    private static void Check(FlowOptions options)
    {
        string? name = options.Insertions > 0 ? nameof(options.Insertions)
            : options.SaveAt.Count > 0 ? nameof(options.SaveAt)
            : options.Events.Count > 0 ? nameof(options.Events)
            : options.MaxFlowTime is not null ? nameof(options.MaxFlowTime)
            : options.LargestDissipationDefect is not null ? nameof(options.LargestDissipationDefect)
            : null;
        if (name is not null)
        {
            throw new ArgumentException($"{name} is set, and the conditional gradient follows no path and puts particles in anyway; leave it out, or take GradientFlow.Run.", nameof(options));
        }
    }

    /// <summary>Refuses what has no gap, or no mass that is free.</summary>
    internal static void Check(Evaluator evaluator, FlowOptions options)
    {
        string feature = evaluator.Layout.Feature;
        if (!evaluator.HasConjugate)
        {
            throw new ArgumentException($"The loss bound to '{feature}' has no conjugate in closed form, or is not convex, so there is no gap to stop by; take a convex loss, or GradientFlow.Run.", nameof(evaluator));
        }

        if (!new DualityGapSearch(evaluator, options.Seed).IsHomogeneous())
        {
            throw new ArgumentException($"The regularizer bound to '{feature}' does not have the degree of homogeneity of the feature, so mass is not free; take a V of that degree (TotalVariation for weights, SquaredL2 for a joint degree of 2), or GradientFlow.Run.", nameof(evaluator));
        }
    }
}
