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
        _forward.Run(particles);
        CompensatedSum<TRow> risk = default;
        Linearise(0, Data.PaddedRows, ref risk);
        return risk.Total + Penalty(particles);
    }

    public override double Velocity(ReadOnlySpan<double> particles, Span<double> velocity)
    {
        CheckLength(particles, nameof(particles));
        CheckLength(velocity, nameof(velocity));
        return _backward.Run(particles, velocity, default, 0);
    }

    public override double VelocityAndStep(ReadOnlySpan<double> particles, double step, Span<double> velocity, Span<double> moved)
    {
        CheckLength(particles, nameof(particles));
        CheckLength(velocity, nameof(velocity));
        CheckLength(moved, nameof(moved));
        return _backward.Run(particles, velocity, moved, step);
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

    // The spans of a call are kept as pointers while the workers run; the caller's frame holds them pinned.
    private sealed unsafe class ForwardWork(PairEvaluator<TFeature, TLoss, TRegularizer, TLanes, TRow> owner) : IChunkedWork
    {
        private double* _particles;

        public void Run(ReadOnlySpan<double> particles)
        {
            fixed (double* p = particles)
            {
                _particles = p;
                owner._workers.Run(this, owner.Data.ChunkCount);
            }
        }

        public void RunChunk(int chunk, int worker)
        {
            (int first, int count) = owner.Data.Chunk(chunk);
            Span<double> predictions = owner.Sums.Span.Slice(first, count);
            predictions.Clear();
            int dimension = owner.Layout.Dimension;
            RowBlock rows = owner.Data.Rows(chunk);
            for (int i = 0; i < owner.ParticleCount; i++)
            {
                owner.Feature.Predict<TLanes>(new(_particles + ((nint)i * dimension), dimension), rows, predictions);
            }
        }
    }

    private sealed unsafe class BackwardWork(PairEvaluator<TFeature, TLoss, TRegularizer, TLanes, TRow> owner) : IChunkedWork
    {
        private double* _particles;
        private double* _velocity;
        private double* _moved;
        private double _step;

        public double Run(ReadOnlySpan<double> particles, Span<double> velocity, Span<double> moved, double step)
        {
            fixed (double* p = particles)
            fixed (double* v = velocity)
            fixed (double* t = moved)
            {
                _particles = p;
                _velocity = v;
                _moved = t;
                _step = step;
                owner._workers.Run(this, owner._blocking.ChunkCount);
            }

            return owner.MeanSquaredSpeed();
        }

        public void RunChunk(int chunk, int worker)
        {
            (int first, int count) = owner._blocking.Chunk(chunk);
            int dimension = owner.Layout.Dimension;
            Span<double> scratch = owner._scratch.Span.Slice(worker * owner._scratchLength, owner._scratchLength);
            new Span<double>(_velocity + ((nint)first * dimension), count * dimension).Clear();
            for (int c = 0; c < owner.Data.ChunkCount; c++)
            {
                (int firstRow, int rowCount) = owner.Data.Chunk(c);
                RowBlock rows = owner.Data.Rows(c);
                ReadOnlySpan<double> cotangents = owner.Cotangents.Span.Slice(firstRow, rowCount);
                for (int i = first; i < first + count; i++)
                {
                    owner.Feature.AccumulateGradient<TLanes>(Particle(i, dimension), rows, cotangents, scratch, Velocity(i, dimension));
                }
            }

            for (int i = first; i < first + count; i++)
            {
                Span<double> moved = _moved == null ? default : new(_moved + ((nint)i * dimension), dimension);
                owner.Finish(i, Particle(i, dimension), Velocity(i, dimension), _step, moved);
            }
        }

        private ReadOnlySpan<double> Particle(int i, int dimension) => new(_particles + ((nint)i * dimension), dimension);

        private Span<double> Velocity(int i, int dimension) => new(_velocity + ((nint)i * dimension), dimension);
    }
}
