using System.Globalization;

namespace MeanFieldDsl.Kernels;

/// <summary>A model linearised at given particles. See <see cref="MeanFieldProblem{TParticle}.Linearise"/>.</summary>
/// <typeparam name="TParticle">The typed view of a particle.</typeparam>
/// <typeparam name="TLoss">The loss's code.</typeparam>
/// <typeparam name="TRegularizer">The regularizer's code.</typeparam>
/// <param name="source">The model, with the output scale of this one.</param>
/// <param name="loss">The loss's code.</param>
/// <param name="regularizer">The regularizer's code.</param>
/// <param name="data">The data of the model.</param>
/// <param name="expansion">The expansion of the model without output scale.</param>
internal sealed class TangentProblem<TParticle, TLoss, TRegularizer>(MeanFieldProblem<TParticle> source, TLoss loss, TRegularizer regularizer, PackedData data, TangentExpansion expansion) : MeanFieldProblem<TParticle>
    where TParticle : IParticle<TParticle>, allows ref struct
    where TLoss : struct, ILossKernel
    where TRegularizer : struct, IRegularizerKernel
{
    public override string Name { get; } = $"{source.Name}, linearised";

    // The degrees are those of the feature, not of its expansion.
    public override ParticleLayout Layout { get; } = new(source.Layout.Feature, source.Layout.Parameters);

    public override int RowCount => data.RowCount;

    public override long DataBytes => data.Bytes + expansion.Bytes;

    public override double OutputScale => source.OutputScale;

    public override AssumptionLedger Assumptions { get; } = new(
        new Assumption(source.Name, "affine in the particles", AssumptionStatus.Proved, "it is the first-order expansion at given particles"));

    internal override bool TakesAnyCount => false;

    internal override string? DataDigest => source.DataDigest;

    public override Evaluator CreateEvaluator(int particleCount, int threads = 0, bool reproducible = false)
    {
        CheckCount(particleCount, nameof(particleCount));
        if (threads < 0)
        {
            throw new ArgumentOutOfRangeException(nameof(threads), threads, $"{threads} threads were asked for; use a positive number, or 0 to let the amount of work choose.");
        }

        return Create(loss, regularizer, data, Identity(data.RowCount), threads, reproducible, OutputScale);
    }

    public override MeanFieldProblem<TParticle> WithOutputScale(double scale) =>
        new TangentProblem<TParticle, TLoss, TRegularizer>(source.WithOutputScale(scale), loss, regularizer, data, expansion);

    // The expansion of an affine function is the function, wherever it is expanded.
    public override MeanFieldProblem<TParticle> Linearise(ParticleMeasure<TParticle> particles, long largestBytes = 4L << 30)
    {
        ArgumentNullException.ThrowIfNull(particles);
        CheckCount(particles.Count, nameof(particles));
        return this;
    }

    public override double[] Predict(ParticleMeasure<TParticle> particles, DataSet data, bool reproducible = false)
    {
        ArgumentNullException.ThrowIfNull(particles);
        ArgumentNullException.ThrowIfNull(data);
        CheckCount(particles.Count, nameof(particles));

        // Checks the data too.
        double[] predictions = source.Predict(new ParticleMeasure<TParticle>(source.Layout, expansion.Points), data, reproducible);
        using DerivativeReader reader = new(source.CreateDerivativeRow(particles.Count, reproducible)!, expansion.Points);
        double[] derivatives = new double[expansion.Points.Length];
        for (int r = 0; r < predictions.Length; r++)
        {
            reader.Read(data.Row(r), derivatives);
            CompensatedSum<Lanes1> sum = default;
            for (int k = 0; k < derivatives.Length; k++)
            {
                sum.Add(Lanes1.Broadcast(derivatives[k] * (particles.Values[k] - expansion.Points[k])));
            }

            predictions[r] += OutputScale / particles.Count * sum.Total;
        }

        return predictions;
    }

    internal override RowBatch CreateBatch(int particleCount, int rows, int threads, bool reproducible)
    {
        CheckCount(particleCount, nameof(particleCount));
        return new TangentBatch(Name, data, rows, (packed, chosen) => Create(loss, regularizer, packed, chosen, threads, reproducible, OutputScale));
    }

    internal override RowBatch CreateDerivativeRow(int particleCount, bool reproducible)
    {
        CheckCount(particleCount, nameof(particleCount));
        return new TangentBatch(Name, data, 1, (packed, chosen) => Create<IdentityLoss, NoRegularizer>(default, default, packed, chosen, 1, reproducible, 1));
    }

    private Evaluator Create<TAnyLoss, TAnyRegularizer>(TAnyLoss anyLoss, TAnyRegularizer anyRegularizer, PackedData rows, int[] chosen, int threads, bool reproducible, double scale)
        where TAnyLoss : struct, ILossKernel
        where TAnyRegularizer : struct, IRegularizerKernel
    {
        Evaluator evaluator = LaneWidth.Run<Work<TAnyLoss, TAnyRegularizer>, Evaluator>(new(Layout, anyLoss, anyRegularizer, rows, expansion, chosen, threads), reproducible);
        evaluator.OutputScale = scale;
        return evaluator;
    }

    private static int[] Identity(int rows) => [.. Enumerable.Range(0, TangentBatch.Padded(rows)).Select(r => Math.Min(r, rows - 1))];

    private void CheckCount(int count, string parameter)
    {
        if (count != expansion.ParticleCount)
        {
            throw new ArgumentOutOfRangeException(
                parameter,
                count,
                string.Create(CultureInfo.InvariantCulture, $"'{Name}' was expanded at {expansion.ParticleCount} particles and takes as many; {count} were given. Start a flow at the particles of the expansion: FlowOptions.InitialParticles = start.Values.ToArray()."));
        }
    }

    private readonly struct Work<TAnyLoss, TAnyRegularizer>(ParticleLayout layout, TAnyLoss loss, TAnyRegularizer regularizer, PackedData data, TangentExpansion expansion, int[] rows, int threads) : ILaneWork<Evaluator>
        where TAnyLoss : struct, ILossKernel
        where TAnyRegularizer : struct, IRegularizerKernel
    {
        public Evaluator Run<TNarrow, TWide, TSingle, TFree, TFreeSingle>()
            where TNarrow : unmanaged, ILanes<TNarrow, double>
            where TWide : unmanaged, ILanes<TWide, double>
            where TSingle : unmanaged, ILanes<TSingle, float>
            where TFree : unmanaged, ILanes<TFree, double>
            where TFreeSingle : unmanaged, ILanes<TFreeSingle, float> =>
            new TangentEvaluator<TAnyLoss, TAnyRegularizer, TNarrow>(layout, loss, regularizer, data, expansion, rows, threads);
    }
}
