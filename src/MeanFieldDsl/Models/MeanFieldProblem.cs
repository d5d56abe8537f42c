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

    /// <summary>The predictions f = (1/m) Σ_i φ(θ_i; x) on the rows of another data set.</summary>
    /// <param name="particles">The measure.</param>
    /// <param name="data">A data set with the same input columns; its targets are not read.</param>
    /// <param name="reproducible">Whether the predictions have the same bits on every processor, as in <see cref="CreateEvaluator"/>.</param>
    /// <exception cref="DataException">The data do not fit the model.</exception>
    /// <exception cref="NotSupportedException">The model is an interaction model, which predicts nothing.</exception>
    public abstract double[] Predict(ParticleMeasure<TParticle> particles, DataSet data, bool reproducible = false);
}
