using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

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
internal sealed class PairEvaluator<TFeature, TLoss, TRegularizer, TLanes, TRow> : Evaluator
    where TFeature : struct, IFeatureKernel
    where TLoss : struct, ILossKernel
    where TRegularizer : struct, IRegularizerKernel
    where TLanes : unmanaged, ILanes<TLanes>
    where TRow : unmanaged, ILanes<TRow>
{
    private readonly TFeature _feature;
    private readonly TLoss _loss;
    private readonly TRegularizer _regularizer;
    private readonly PackedData _data;
    private readonly Blocking _blocking;
    private readonly WorkerPool _workers;
    private readonly AlignedBuffer _predictions;
    private readonly AlignedBuffer _cotangents;
    private readonly AlignedBuffer _probe;
    private readonly AlignedBuffer _speeds;
    private readonly AlignedBuffer _scratch;
    private readonly int _scratchLength;
    private readonly ForwardWork _forward;
    private readonly BackwardWork _backward;

    public PairEvaluator(in TFeature feature, in TLoss loss, in TRegularizer regularizer, PackedData data, int particles, int threads)
    {
        _feature = feature;
        _loss = loss;
        _regularizer = regularizer;
        _data = data;
        ParticleCount = particles;
        _blocking = new(data.PaddedRows, particles, feature.Layout.Dimension);
        _workers = new(threads > 0 ? threads : _blocking.SuggestedThreads);
        _predictions = new(data.PaddedRows);
        _cotangents = new(data.PaddedRows);
        _probe = new(data.PaddedRows);
        _speeds = new(particles);
        _scratchLength = (feature.ScratchLength<TLanes>() + 7) / 8 * 8;
        _scratch = new(Math.Max(1, _scratchLength * _workers.ThreadCount));
        _forward = new(this);
        _backward = new(this);
    }

    public override int ParticleCount { get; }

    public override ParticleLayout Layout => _feature.Layout;

    public override ReadOnlySpan<double> Predictions => _predictions.Span[.._data.RowCount];

    public override double Objective(ReadOnlySpan<double> particles)
    {
        CheckLength(particles, nameof(particles));
        _forward.Run(particles);
        double risk = Linearise();
        return risk + Penalty(particles);
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

    public override double FirstVariation(ReadOnlySpan<double> theta)
    {
        if (theta.Length != Layout.Dimension)
        {
            throw new ArgumentException($"A particle of '{Layout.Feature}' has {Layout.Dimension} numbers; {theta.Length} were given.", nameof(theta));
        }

        Span<double> probe = _probe.Span;
        probe.Clear();
        for (int chunk = 0; chunk < _data.ChunkCount; chunk++)
        {
            (int first, int count) = _data.Chunk(chunk);
            _feature.Predict<TLanes>(theta, _data.Rows(chunk), probe.Slice(first, count));
        }

        ref double values = ref probe[0];
        ref double cotangents = ref _cotangents.Span[0];
        CompensatedSum<TRow> sum = default;
        for (nint row = 0; row < _data.PaddedRows; row += TRow.Count)
        {
            sum.Add(TRow.Load(ref Unsafe.Add(ref values, row)) * TRow.Load(ref Unsafe.Add(ref cotangents, row)));
        }

        return sum.Total + _regularizer.Value(theta);
    }

    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            _workers.Dispose();
            _predictions.Dispose();
            _cotangents.Dispose();
            _probe.Dispose();
            _speeds.Dispose();
            _scratch.Dispose();
        }

        base.Dispose(disposing);
    }

    // Turns the sums over particles into means, and stores ℓ'(f, y)/n for the backward pass.
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private double Linearise()
    {
        ref double predictions = ref _predictions.Span[0];
        ref double cotangents = ref _cotangents.Span[0];
        ref double targets = ref MemoryMarshal.GetReference(_data.Targets);
        ref double weights = ref MemoryMarshal.GetReference(_data.Weights);
        TRow scale = TRow.Broadcast(1.0 / ParticleCount);
        CompensatedSum<TRow> risk = default;
        for (nint row = 0; row < _data.PaddedRows; row += TRow.Count)
        {
            TRow f = TRow.Load(ref Unsafe.Add(ref predictions, row)) * scale;
            TRow.Store(f, ref Unsafe.Add(ref predictions, row));
            TRow y = TRow.Load(ref Unsafe.Add(ref targets, row));
            TRow weight = TRow.Load(ref Unsafe.Add(ref weights, row));
            risk.Add(weight * _loss.Value(f, y));
            TRow.Store(weight * _loss.Derivative(f, y), ref Unsafe.Add(ref cotangents, row));
        }

        return risk.Total;
    }

    private double Penalty(ReadOnlySpan<double> particles)
    {
        if (typeof(TRegularizer) == typeof(NoRegularizer))
        {
            return 0;
        }

        CompensatedSum<Lanes1> sum = default;
        int dimension = Layout.Dimension;
        for (int i = 0; i < ParticleCount; i++)
        {
            sum.Add(TLanesOfOne(_regularizer.Value(particles.Slice(i * dimension, dimension))));
        }

        return sum.Total / ParticleCount;
    }

    private static Lanes1 TLanesOfOne(double value) => Lanes1.Broadcast(value);

    private void CheckLength(ReadOnlySpan<double> values, string name)
    {
        int expected = ParticleCount * Layout.Dimension;
        if (values.Length != expected)
        {
            throw new ArgumentException($"{ParticleCount} particles of '{Layout.Feature}' have {ParticleCount} × {Layout.Dimension} = {expected} numbers; {values.Length} were given.", name);
        }
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
                owner._workers.Run(this, owner._data.ChunkCount);
            }
        }

        public void RunChunk(int chunk, int worker)
        {
            (int first, int count) = owner._data.Chunk(chunk);
            Span<double> predictions = owner._predictions.Span.Slice(first, count);
            predictions.Clear();
            int dimension = owner.Layout.Dimension;
            RowBlock rows = owner._data.Rows(chunk);
            for (int i = 0; i < owner.ParticleCount; i++)
            {
                owner._feature.Predict<TLanes>(new(_particles + ((nint)i * dimension), dimension), rows, predictions);
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

            CompensatedSum<Lanes1> sum = default;
            foreach (double speed in owner._speeds.Span)
            {
                sum.Add(TLanesOfOne(speed));
            }

            return sum.Total / owner.ParticleCount;
        }

        public void RunChunk(int chunk, int worker)
        {
            (int first, int count) = owner._blocking.Chunk(chunk);
            int dimension = owner.Layout.Dimension;
            Span<double> scratch = owner._scratch.Span.Slice(worker * owner._scratchLength, owner._scratchLength);
            new Span<double>(_velocity + ((nint)first * dimension), count * dimension).Clear();
            for (int c = 0; c < owner._data.ChunkCount; c++)
            {
                (int firstRow, int rowCount) = owner._data.Chunk(c);
                RowBlock rows = owner._data.Rows(c);
                ReadOnlySpan<double> cotangents = owner._cotangents.Span.Slice(firstRow, rowCount);
                for (int i = first; i < first + count; i++)
                {
                    owner._feature.AccumulateGradient<TLanes>(Particle(i, dimension), rows, cotangents, scratch, Velocity(i, dimension));
                }
            }

            for (int i = first; i < first + count; i++)
            {
                Finish(i, dimension);
            }
        }

        // Gradient of the smooth part -> velocity, with the regularizer and the step while the particle is at hand.
        private void Finish(int i, int dimension)
        {
            Span<double> velocity = Velocity(i, dimension);
            owner._regularizer.AccumulateGradient(Particle(i, dimension), velocity);
            double speed = 0;
            for (int k = 0; k < velocity.Length; k++)
            {
                double v = -velocity[k];
                velocity[k] = v;
                speed += v * v;
            }

            owner._speeds.Span[i] = speed;
            if (_moved != null)
            {
                nint at = (nint)i * dimension;
                for (int k = 0; k < dimension; k++)
                {
                    _moved[at + k] = Math.FusedMultiplyAdd(_step, velocity[k], _particles[at + k]);
                }
            }
        }

        private ReadOnlySpan<double> Particle(int i, int dimension) => new(_particles + ((nint)i * dimension), dimension);

        private Span<double> Velocity(int i, int dimension) => new(_velocity + ((nint)i * dimension), dimension);
    }
}
