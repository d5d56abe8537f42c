namespace MeanFieldDsl.Kernels;

/// <summary>
/// Evaluates a model particle by particle over blocks of rows, with SIMD lanes over rows: the path for formulas of
/// any shape. Nothing of size n × m is stored; the backward pass computes the features anew.
/// </summary>
/// <typeparam name="TFeature">The feature's code.</typeparam>
/// <typeparam name="TLoss">The loss's code.</typeparam>
/// <typeparam name="TRegularizer">The regularizer's code.</typeparam>
/// <typeparam name="TLanes">The SIMD width of the feature's loops.</typeparam>
/// <typeparam name="TRow">The SIMD width of the loss's loop.</typeparam>
/// <remarks>
/// Forward: each block of rows belongs to one thread, which adds the particles in their order. Backward: each
/// particle belongs to one thread, which adds the blocks in their order. So every sum has one fixed order.
/// </remarks>
internal sealed class PairEvaluator<TFeature, TLoss, TRegularizer, TLanes, TRow> : KernelEvaluator<TFeature, TLoss, TRegularizer, TLanes, TRow>
    where TFeature : struct, IPairKernel
    where TLoss : struct, ILossKernel
    where TRegularizer : struct, IRegularizerKernel
    where TLanes : unmanaged, ILanes<TLanes, double>
    where TRow : unmanaged, ILanes<TRow, double>
{
    private readonly Blocking _blocking;
    private readonly WorkerPool _workers;
    private readonly AlignedBuffer<double> _scratch;
    private readonly int _scratchLength;
    private readonly ForwardWork _forward;
    private readonly BackwardWork _backward;

    public PairEvaluator(in TFeature feature, in TLoss loss, in TRegularizer regularizer, PackedData data, int particles, int threads)
        : base(feature, loss, regularizer, data, particles)
    {
        _blocking = new(data.PaddedRows, particles, feature.Layout.Dimension);
        _workers = new(threads > 0 ? threads : _blocking.SuggestedThreads);
        _scratchLength = (feature.ScratchLength<TLanes>() + 7) / 8 * 8;
        _scratch = new(Math.Max(1, _scratchLength * _workers.ThreadCount));
        _forward = new(this);
        _backward = new(this);
    }

    public override long WorkspaceBytes => base.WorkspaceBytes + _scratch.Bytes;

    internal override int ThreadCount => _workers.ThreadCount;

    public override double Objective(ReadOnlySpan<double> particles)
    {
        CheckLength(particles, nameof(particles));
        _forward.Run(_workers, Data.ChunkCount, particles);
        CompensatedSum<TRow> risk = default;
        Linearise(0, Data.PaddedRows, ref risk);
        return risk.Total + PenaltyOf(particles);
    }

    protected override double Descend(ReadOnlySpan<double> particles, Span<double> velocity, Span<double> moved, double step)
    {
        _backward.Run(_workers, _blocking.ChunkCount, particles, velocity, moved, step);
        return MeanSquaredSpeed();
    }

    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            _workers.Dispose();
            _scratch.Dispose();
        }

        base.Dispose(disposing);
    }

    private sealed class ForwardWork(PairEvaluator<TFeature, TLoss, TRegularizer, TLanes, TRow> owner) : PinnedWork
    {
        public override void RunChunk(int chunk, int worker)
        {
            (int first, int count) = owner.Data.Chunk(chunk);
            Span<double> predictions = owner.Sums.Span.Slice(first, count);
            predictions.Clear();
            int dimension = owner.Layout.Dimension;
            RowBlock rows = owner.Data.Rows(chunk);
            for (int i = 0; i < owner.ParticleCount; i++)
            {
                owner.Feature.Predict<TLanes>(Particles((nint)i * dimension, dimension), rows, predictions);
            }
        }
    }

    private sealed class BackwardWork(PairEvaluator<TFeature, TLoss, TRegularizer, TLanes, TRow> owner) : PinnedWork
    {
        public override void RunChunk(int chunk, int worker)
        {
            (int first, int count) = owner._blocking.Chunk(chunk);
            int dimension = owner.Layout.Dimension;
            Span<double> scratch = owner._scratch.Span.Slice(worker * owner._scratchLength, owner._scratchLength);
            Velocities((nint)first * dimension, count * dimension).Clear();
            for (int c = 0; c < owner.Data.ChunkCount; c++)
            {
                (int firstRow, int rowCount) = owner.Data.Chunk(c);
                RowBlock rows = owner.Data.Rows(c);
                ReadOnlySpan<double> cotangents = owner.Cotangents.Span.Slice(firstRow, rowCount);
                for (int i = first; i < first + count; i++)
                {
                    nint at = (nint)i * dimension;
                    owner.Feature.AccumulateGradient<TLanes>(Particles(at, dimension), rows, cotangents, scratch, Velocities(at, dimension));
                }
            }

            for (int i = first; i < first + count; i++)
            {
                nint at = (nint)i * dimension;
                owner.Finish(i, Particles(at, dimension), Velocities(at, dimension), Step, Moved(at, dimension));
            }
        }
    }
}
