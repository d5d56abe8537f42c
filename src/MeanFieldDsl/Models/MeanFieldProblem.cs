namespace MeanFieldDsl;

/// <summary>A model with its dimensions, and with its data packed where it has any, that can be evaluated.</summary>
/// <typeparam name="TParticle">The typed view of a particle.</typeparam>
public abstract class MeanFieldProblem<TParticle>
    where TParticle : IParticle<TParticle>, allows ref struct
{
    /// <summary>The name of the model.</summary>
    public abstract string Name { get; }

    /// <summary>How the numbers of one particle are arranged.</summary>
    public abstract ParticleLayout Layout { get; }

    /// <summary>The number n of data rows; 0 for an interaction model, which has no data.</summary>
    public abstract int RowCount { get; }

    /// <summary>The bytes of native memory that hold the packed data, shared by all evaluators of the problem; 0 where a problem has none.</summary>
    public virtual long DataBytes => 0;

    /// <summary>What the compiler found out about the model's hypotheses.</summary>
    public abstract AssumptionLedger Assumptions { get; }

    /// <summary>α of F(μ) = R(α ∫ φ dμ)/α² + ∫ V dμ; 1 unless <see cref="WithOutputScale"/> changed it.</summary>
    public virtual double OutputScale => 1;

    /// <summary>
    /// The same model and data with the objective F_α(μ) = R(α ∫ φ dμ)/α² + ∫ V dμ. Predictions are then α ∫ φ dμ, and V keeps its
    /// units. For large α, from particles that predict 0, the flow stays near its start, where the model is linear: lazy training (Chizat, Oyallon and Bach 2019, arXiv
    /// 1812.07956, section 1.1). Start from <see cref="Initialisation.Symmetrised"/>: predictions other than 0 grow with α.
    /// </summary>
    /// <param name="scale">α, positive and finite; it takes the place of a scale given before.</param>
    /// <exception cref="ArgumentOutOfRangeException">α is not positive and finite, or its square or that of 1/α is not.</exception>
    /// <exception cref="NotSupportedException">The problem was not made by the generator.</exception>
    public virtual MeanFieldProblem<TParticle> WithOutputScale(double scale) => throw NotGenerated(nameof(WithOutputScale));

    /// <summary>
    /// The model linearised at given particles: its predictions are α (h(θ⁰) + Dh(θ⁰)(θ − θ⁰)) with h_r(θ) = (1/m) Σ_i φ(θ_i; x_r); loss, regularizer and data are the
    /// same. It is a problem like any other, for flows from the same number of particles; start them at <paramref name="particles"/> by <see cref="FlowOptions.InitialParticles"/>.
    /// </summary>
    /// <remarks>
    /// <para>
    /// The derivative is computed once and kept: n · m · D numbers in native memory (<see cref="DataBytes"/> counts them), freed with the problem. A step then reads it twice. The derivative
    /// of a feature at a kink is the one that the flow uses.
    /// </para>
    /// <para>
    /// The linearised model is no sum over a measure: each particle has a feature of its own, φ(θ⁰_i; x) + ⟨∂φ(θ⁰_i; x), θ − θ⁰_i⟩. <see cref="Evaluator.FirstVariation"/> at
    /// θ is that of the particle whose θ⁰_i is nearest to θ. No degree of homogeneity is claimed. Batches of <see cref="FlowScheme.StochasticGradient"/> are rows
    /// of the data set; a law of fresh rows has no derivative here.
    /// </para>
    /// </remarks>
    /// <param name="particles">θ⁰.</param>
    /// <param name="largestBytes">The memory that the derivative may take; 4 GiB by default.</param>
    /// <exception cref="ArgumentException">The particles are of another layout, or the feature or a derivative is not finite there.</exception>
    /// <exception cref="ArgumentOutOfRangeException">The derivative needs more memory than <paramref name="largestBytes"/>.</exception>
    /// <exception cref="NotSupportedException">The problem was not made by the generator.</exception>
    public virtual MeanFieldProblem<TParticle> Linearise(ParticleMeasure<TParticle> particles, long largestBytes = 4L << 30) => throw NotGenerated(nameof(Linearise));

    /// <summary>Makes an evaluator with all its buffers.</summary>
    /// <param name="particleCount">The number m of particles, at least 1.</param>
    /// <param name="threads">The number of threads, or 0 to choose by the amount of work.</param>
    /// <param name="reproducible">
    /// Whether the results have the same bits on every processor, for any SIMD width and with or without fused multiply-add; it costs
    /// time where the processor lacks AVX-512, and much where it lacks fused multiply-add. See <see cref="FlowOptions.Reproducible"/>.
    /// </param>
    /// <exception cref="ArgumentOutOfRangeException">A count is out of range.</exception>
    public abstract Evaluator CreateEvaluator(int particleCount, int threads = 0, bool reproducible = false);

    /// <summary>Makes an evaluator for rows that are given batch by batch, or null where the problem has no such rows.</summary>
    /// <param name="particleCount">The number m of particles, at least 1.</param>
    /// <param name="rows">The rows of a batch, at least 1.</param>
    /// <param name="threads">The number of threads, or 0 to choose by the amount of work.</param>
    /// <param name="reproducible">As in <see cref="CreateEvaluator"/>.</param>
    internal virtual RowBatch? CreateBatch(int particleCount, int rows, int threads, bool reproducible) => null;

    /// <summary>A digest of the data in words and letters, or null where there are none.</summary>
    internal virtual string? DataDigest => null;

    /// <summary>
    /// Makes a batch of one row that evaluates f itself, with the loss ℓ(f, y) = f, no regularizer and α = 1, so that its velocities are −∂φ(θ_i; x); null where
    /// the problem has no such rows.
    /// </summary>
    internal virtual RowBatch? CreateDerivativeRow(int particleCount, bool reproducible) => null;

    /// <summary>Whether an evaluator can have any number of particles, not only one.</summary>
    internal virtual bool TakesAnyCount => true;

    /// <summary>The predictions f = (α/m) Σ_i φ(θ_i; x), with α = 1 unless <see cref="WithOutputScale"/> changed it, on the rows of another data set.</summary>
    /// <param name="particles">The measure.</param>
    /// <param name="data">A data set with the same input columns; its targets are not read.</param>
    /// <param name="reproducible">Whether the predictions have the same bits on every processor, as in <see cref="CreateEvaluator"/>.</param>
    /// <exception cref="DataException">The data do not fit the model.</exception>
    /// <exception cref="NotSupportedException">The model is an interaction model, which predicts nothing.</exception>
    public abstract double[] Predict(ParticleMeasure<TParticle> particles, DataSet data, bool reproducible = false);

    private NotSupportedException NotGenerated(string member) =>
        new($"'{Name}' has no {member}: it is not a model that the generator made. Declare it with [MeanFieldModel] and bind it to data with On.");
}
