using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace MeanFieldDsl.Kernels;

/// <summary>
/// Evaluates a model whose feature is a ridge function: both products of the step, ⟨w_i, x_r⟩ for all pairs and
/// Σ_r c_r ∂φ x_r for all particles, go over tiles that stay in registers, with SIMD lanes over particles.
/// </summary>
/// <typeparam name="TFeature">The feature's code.</typeparam>
/// <typeparam name="TLoss">The loss's code.</typeparam>
/// <typeparam name="TRegularizer">The regularizer's code.</typeparam>
/// <typeparam name="TLanes">The SIMD width of the pairs.</typeparam>
/// <typeparam name="TNumber">double or float: what is computed for each pair. Particles, losses, regularizers and the sums of blocks are doubles.</typeparam>
/// <typeparam name="TRow">The SIMD width of the loss's loop.</typeparam>
/// <remarks>
/// A step treats a block of rows at a time: forward for all particles, then the loss, then backward, with the derivatives
/// of the features kept in the cache in between; a barrier separates the three. An objective alone treats ranges of rows,
/// a velocity alone recomputes the forms. Every sum has the same order in all three, whatever the threads.
/// </remarks>
internal sealed partial class RidgeEvaluator<TFeature, TLoss, TRegularizer, TLanes, TNumber, TRow> : KernelEvaluator<TFeature, TLoss, TRegularizer, TRow, TRow>
    where TFeature : struct, IRidgeKernel
    where TLoss : struct, ILossKernel
    where TRegularizer : struct, IRegularizerKernel
    where TLanes : unmanaged, ILanes<TLanes, TNumber>
    where TNumber : unmanaged
    where TRow : unmanaged, ILanes<TRow, double>
{
    // The elements of a form whose panel fits the first-level cache.
    private const int ElementsAtOnce = 128;

    private readonly RidgeShape _shape;
    private readonly RidgeBlocking _blocking;
    private readonly RidgeRows<TNumber> _rows;
    private readonly RidgePanels<TNumber> _panels;
    private readonly RidgeRuns<TNumber>? _runs;
    private readonly WorkerPool _workers;
    private readonly int _width;
    private readonly int _tile;

    // The blocks between two barriers: one for each thread, so that each keeps as much as one thread alone would.
    private readonly int _together;
    private readonly AlignedBuffer<TNumber> _kept;
    private readonly AlignedBuffer<TNumber> _sums;
    private readonly AlignedBuffer<TNumber> _scaled;
    private readonly int _scaledLength;
    private readonly Workspace[] _workspaces;
    private readonly PredictWork _predict;
    private readonly ForwardWork _forward;
    private readonly BackwardWork _backward;
    private readonly DescendWork _descend;
    private readonly FinishWork _finish;
    private readonly LoadWork _load;

    public RidgeEvaluator(in TFeature feature, in TLoss loss, in TRegularizer regularizer, PackedData data, int particles, int threads)
        : base(feature, loss, regularizer, data, particles)
    {
        _shape = feature.Ridge!;
        _width = Tiles.Width<TLanes>();
        _blocking = new(data.RowCount, particles, _width, Unsafe.SizeOf<TNumber>(), _shape);
        _rows = new(data, _shape, _blocking.BlockRows, Tiles.Height<TLanes>());
        _runs = RidgeRuns<TNumber>.Find(data, _shape);
        _panels = new(_shape, particles, feature.Layout.Dimension, _width);
        _workers = new(threads > 0 ? threads : _blocking.SuggestedThreads);
        _tile = _blocking.BlockRows * _width;
        _together = Math.Min(_workers.ThreadCount, _rows.BlockCount);
        _kept = new(_blocking.CanKeep ? checked(_together * (int)_blocking.Kept) : 0);
        _sums = new(checked(_together * _blocking.ChunkCount * _blocking.BlockRows * TLanes.Count));
        _scaledLength = _rows.Backward(0).Length + (_blocking.BlockRows * Tiles.Rows);
        _scaled = new(checked(_together * _scaledLength));
        _workspaces = [.. Enumerable.Range(0, _workers.ThreadCount).Select(_ => new Workspace(this))];
        _predict = new(this);
        _forward = new(this);
        _backward = new(this);
        _descend = new(this);
        _finish = new(this);
        _load = new(this);
    }

    public override double Objective(ReadOnlySpan<double> particles)
    {
        CheckLength(particles, nameof(particles));
        _load.Run(_workers, _blocking.ChunkCount, particles);
        _workers.Run(_predict, (_rows.Count + _blocking.Range - 1) / _blocking.Range);
        CompensatedSum<TRow> risk = default;
        Linearise(0, _rows.Count, ref risk);
        return risk.Total + PenaltyOf(particles);
    }

    public override double MachineEpsilon => TLanes.IsSingle ? 1.1920928955078125e-7 : base.MachineEpsilon;

    public override long WorkspaceBytes => base.WorkspaceBytes
        + _rows.Bytes + _panels.Bytes + (_runs?.Curves.Bytes ?? 0) + _kept.Bytes + _sums.Bytes + _scaled.Bytes + _workspaces.Sum(static w => w.Bytes);

    internal override int ThreadCount => _workers.ThreadCount;

    internal override void Reload() => _rows.Pack(Data);

    public override bool SharesWork => _blocking.CanKeep;

    public override double ObjectiveAndVelocity(ReadOnlySpan<double> particles, Span<double> velocity, out double meanSquaredSpeed)
    {
        if (!SharesWork)
        {
            return base.ObjectiveAndVelocity(particles, velocity, out meanSquaredSpeed);
        }

        double objective = Sweep(particles, velocity);
        meanSquaredSpeed = Finish(particles, velocity, default, 0);
        return objective;
    }

    public override double ObjectiveAndStep(ReadOnlySpan<double> particles, double step, Span<double> velocity, Span<double> moved, out double meanSquaredSpeed)
    {
        if (!SharesWork)
        {
            return base.ObjectiveAndStep(particles, step, velocity, moved, out meanSquaredSpeed);
        }

        CheckLength(moved, nameof(moved));
        double objective = Sweep(particles, velocity);
        meanSquaredSpeed = Finish(particles, velocity, moved, step);
        return objective;
    }

    protected override double Descend(ReadOnlySpan<double> particles, Span<double> velocity, Span<double> moved, double step)
    {
        _load.Run(_workers, _blocking.ChunkCount, particles);
        _workers.Run(_descend, _blocking.ChunkCount);
        return Finish(particles, velocity, moved, step);
    }

    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            _workers.Dispose();
            _rows.Dispose();
            _panels.Dispose();
            _runs?.Dispose();
            _kept.Dispose();
            _sums.Dispose();
            _scaled.Dispose();
            foreach (Workspace workspace in _workspaces)
            {
                workspace.Dispose();
            }
        }

        base.Dispose(disposing);
    }

    // Gradients in the panels to velocities and moves.
    private double Finish(ReadOnlySpan<double> particles, Span<double> velocity, Span<double> moved, double step)
    {
        _finish.Run(_workers, _blocking.ChunkCount, particles, velocity, moved, step);
        return MeanSquaredSpeed();
    }

    // Both products of all blocks; the gradients are left in the panels.
    private double Sweep(ReadOnlySpan<double> particles, Span<double> velocity)
    {
        CheckLength(particles, nameof(particles));
        CheckLength(velocity, nameof(velocity));
        _load.Run(_workers, _blocking.ChunkCount, particles);
        CompensatedSum<TRow> risk = default;
        for (int begin = 0; begin < _rows.BlockCount; begin += _together)
        {
            int end = Math.Min(begin + _together, _rows.BlockCount);
            _forward.Run(begin, end);
            for (int block = begin; block < end; block++)
            {
                (int first, int count) = _rows.Block(block);
                Sum(_sums.Span[((block - begin) * _sums.Length / _together)..], first, count);
                Linearise(first, count, ref risk);
                Scale(block, Scaled(block - begin));
            }

            _backward.Run(begin, end);
        }

        return risk.Total + PenaltyOf(particles);
    }

    // The forms of a block and a panel, then the features.
    private void Forward(int panel, int first, int count, Workspace workspace, ref TNumber sums, ref TNumber partials)
    {
        ref TNumber forms = ref workspace.Forms.First;
        ref TNumber vectors = ref _panels.Vectors(panel);
        int start = 0;
        for (int q = 0; q < _shape.Forms.Length; q++)
        {
            int length = _shape.Forms[q].Length;
            for (int k = 0; k < length; k += ElementsAtOnce)
            {
                int elements = Math.Min(ElementsAtOnce, length - k);
                ref TNumber particles = ref Unsafe.Add(ref vectors, (nint)(start + k) * _width);
                for (int row = 0; row < count; row += Tiles.Rows)
                {
                    ref TNumber target = ref Unsafe.Add(ref forms, ((nint)q * _tile) + ((nint)row * _width));
                    Tiles.Forward<TLanes, TNumber>(ref Unsafe.Add(ref _rows.Forward(first + row), (nint)(start + k) * Tiles.Rows), ref particles, elements, ref target, k == 0);
                }
            }

            start += length;
        }

        Feature.Activate<TLanes, TNumber>(new RidgeTile<TNumber>(ref forms, _tile, ref _panels.Scalars(panel), ref Unsafe.Add(ref _rows.Inputs, first), _rows.Count, ref _panels.Selectable(panel), ref Unsafe.Add(ref _rows.Indices, first), ref sums, ref partials, count, _width, _runs, first));
    }

    // What the rows of a block, scaled by their cotangents, add to the gradient of a panel.
    private void Backward(int panel, int block, ReadOnlySpan<TNumber> scaled, ref TNumber partials)
    {
        (_, int count) = _rows.Block(block);
        ref TNumber rows = ref MemoryMarshal.GetReference(scaled);
        ref TNumber vectors = ref _panels.VectorGradients(panel);
        for (int g = 0; g < _rows.Groups.Length; g++)
        {
            (int form, int first, int columns) = _rows.Groups[g];
            int partial = _shape.Forms[form].Partial;
            if (partial >= 0)
            {
                Tiles.Backward<TLanes, TNumber>(
                    ref Unsafe.Add(ref rows, (nint)g * count * Tiles.Rows), ref Unsafe.Add(ref partials, (nint)partial * _tile), count, ref Unsafe.Add(ref vectors, (nint)first * _width), columns);
            }
        }

        ref TNumber cotangents = ref Unsafe.Add(ref rows, (nint)_rows.Groups.Length * count * Tiles.Rows);
        ref TNumber scalars = ref _panels.ScalarGradients(panel);
        for (int s = 0; s < _shape.Scalars.Length; s++)
        {
            int partial = _shape.Scalars[s].Partial;
            if (partial >= 0)
            {
                Tiles.Sum<TLanes, TNumber>(ref cotangents, ref Unsafe.Add(ref partials, (nint)partial * _tile), count, ref Unsafe.Add(ref scalars, (nint)s * _width));
            }
        }

        for (int s = 0; s < _shape.Selections.Length; s++)
        {
            int partial = _shape.Selections[s].Partial;
            if (partial >= 0)
            {
                ref int indices = ref Unsafe.Add(ref _rows.Indices, ((nint)s * _rows.Count) + (block * _rows.BlockRows));
                Tiles.Scatter<TLanes, TNumber>(ref cotangents, ref indices, ref Unsafe.Add(ref partials, (nint)partial * _tile), count, ref _panels.SelectableGradients(panel));
            }
        }
    }

    // The rows of a block times their cotangents, and the cotangents themselves behind them.
    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    private void Scale(int block, Span<TNumber> scaled)
    {
        (int first, int count) = _rows.Block(block);
        ReadOnlySpan<TNumber> rows = _rows.Backward(block);
        Span<TNumber> cotangents = scaled.Slice(rows.Length, count);
        ReadOnlySpan<double> exact = Cotangents.Span.Slice(first, count);
        for (int r = 0; r < count; r++)
        {
            cotangents[r] = Numbers.Of<TNumber>(exact[r]);
        }

        for (int g = 0; g < _rows.Groups.Length; g++)
        {
            int at = g * count * Tiles.Rows;
            Tiles.Scale(ref MemoryMarshal.GetReference(rows[at..]), ref cotangents[0], count, ref scaled[at]);
        }
    }

    // The predictions of a block: the chunks of particles in their order, then the lanes. Floats are summed within a chunk only.
    private void Sum(ReadOnlySpan<TNumber> sums, int first, int count)
    {
        ref TNumber source = ref MemoryMarshal.GetReference(sums);
        Span<double> predictions = Sums.Span.Slice(first, count);
        for (int r = 0; r < predictions.Length; r++)
        {
            TLanes sum = TLanes.Zero;
            double total = 0;
            for (nint chunk = 0; chunk < _blocking.ChunkCount; chunk++)
            {
                TLanes part = TLanes.Load(ref Unsafe.Add(ref source, ((chunk * _blocking.BlockRows) + r) * TLanes.Count));
                if (TLanes.IsSingle)
                {
                    total += TLanes.Sum(part);
                }
                else
                {
                    sum += part;
                }
            }

            predictions[r] = TLanes.IsSingle ? total : TLanes.Sum(sum);
        }
    }

    // Whether the gradients of floats are moved to doubles after a block.
    private bool EndsFloats(int block) => TLanes.IsSingle && (block + 1) % _blocking.BlocksInFloats == 0;
}
