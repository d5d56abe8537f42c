using System.Runtime.CompilerServices;

namespace MeanFieldDsl.Kernels;

/// <summary>
/// Evaluates a feature A·B on a grid. A is computed once for a particle and a line, B once for a particle and a column. The predictions of
/// all cells are the product of both matrices; backward, the cotangents times B weigh the derivatives of A, and times A those of B.
/// </summary>
/// <typeparam name="TFeature">The feature's code.</typeparam>
/// <typeparam name="TLoss">The loss's code.</typeparam>
/// <typeparam name="TRegularizer">The regularizer's code.</typeparam>
/// <typeparam name="TLanes">The SIMD width of the factors.</typeparam>
/// <typeparam name="TNumber">double or float: what is computed for each pair. Particles, losses and regularizers are doubles.</typeparam>
/// <typeparam name="TRow">The SIMD width of the loss's loop.</typeparam>
/// <remarks>A chunk of particles belongs to one thread in both passes; the sums of chunks are added in their order, whatever the threads.</remarks>
internal sealed partial class SeparableEvaluator<TFeature, TLoss, TRegularizer, TLanes, TNumber, TRow> : KernelEvaluator<TFeature, TLoss, TRegularizer, TRow, TRow>
    where TFeature : struct, ISeparableKernel
    where TLoss : struct, ILossKernel
    where TRegularizer : struct, IRegularizerKernel
    where TLanes : unmanaged, ILanes<TLanes, TNumber>
    where TNumber : unmanaged
    where TRow : unmanaged, ILanes<TRow, double>
{
    private readonly SeparableBlocking _blocking;
    private readonly SeparableCells<TNumber> _cells;
    private readonly SeparableSide<TNumber> _lines;
    private readonly SeparableSide<TNumber> _columns;
    private readonly RidgePanels<TNumber> _panels;
    private readonly WorkerPool _workers;
    private readonly int _width;

    // Panel by panel, the derivatives and values of A for the lines, then those of B for the columns; those of a block for each thread, where not all are kept.
    private readonly AlignedBuffer<TNumber> _factors;
    private readonly int _factorsOfLines;
    private readonly int _factorsOfAPanel;

    // Chunk by chunk, the sums of all cells, with lanes still apart.
    private readonly AlignedBuffer<TNumber> _sums;

    // For each thread, the weights of a panel's derivatives.
    private readonly AlignedBuffer<TNumber> _weights;
    private readonly int _weightsOfAThread;
    private readonly ForwardWork _forward;
    private readonly BackwardWork _backward;

    public SeparableEvaluator(in TFeature feature, in TLoss loss, in TRegularizer regularizer, PackedData data, SeparableGrid grid, int particles, int threads)
        : base(feature, loss, regularizer, data, particles)
    {
        SeparableShape shape = feature.Separable!;
        _width = Tiles.Width<TLanes>();
        _cells = new(grid);
        _lines = new(grid.Lines, shape.Lines);
        _columns = new(grid.Columns, shape.Columns);
        _panels = new(shape.Lines, particles, feature.Layout.Dimension, _width);
        _factorsOfLines = shape.Lines.Partials * _lines.Padded * _width;
        _factorsOfAPanel = _factorsOfLines + (shape.Columns.Partials * _columns.Padded * _width);
        _blocking = new(grid, particles, _width, (long)_factorsOfAPanel * Unsafe.SizeOf<TNumber>());
        _workers = new(threads > 0 ? threads : _blocking.SuggestedThreads);
        _factors = new(checked(_blocking.Held(_workers.ThreadCount) * _factorsOfAPanel));
        _sums = new(checked(_blocking.ChunkCount * _lines.Padded * _columns.Padded * TLanes.Count));
        _weightsOfAThread = Math.Max(_lines.Padded, _columns.Padded) * _width;
        _weights = new(checked(_workers.ThreadCount * _weightsOfAThread));
        _forward = new(this);
        _backward = new(this);
    }

    public override double MachineEpsilon => TLanes.IsSingle ? 1.1920928955078125e-7 : base.MachineEpsilon;

    public override long WorkspaceBytes => base.WorkspaceBytes
        + _cells.Bytes + _lines.Bytes + _columns.Bytes + _panels.Bytes + _factors.Bytes + _sums.Bytes + _weights.Bytes;

    public override bool SharesWork => true;

    internal override int ThreadCount => _workers.ThreadCount;

    // The rows of the data, filled up for the loss's loop.
    private int PaddedRows => (Data.RowCount + TRow.Count - 1) / TRow.Count * TRow.Count;

    public override double Objective(ReadOnlySpan<double> particles)
    {
        CheckLength(particles, nameof(particles));
        _forward.Run(_workers, _blocking.ChunkCount, particles);
        Sum();
        CompensatedSum<TRow> risk = default;
        Linearise(0, PaddedRows, ref risk);
        return risk.Total + PenaltyOf(particles);
    }

    public override double ObjectiveAndVelocity(ReadOnlySpan<double> particles, Span<double> velocity, out double meanSquaredSpeed)
    {
        CheckLength(velocity, nameof(velocity));
        double objective = Objective(particles);
        meanSquaredSpeed = Backward(particles, velocity, default, 0);
        return objective;
    }

    public override double ObjectiveAndStep(ReadOnlySpan<double> particles, double step, Span<double> velocity, Span<double> moved, out double meanSquaredSpeed)
    {
        CheckLength(velocity, nameof(velocity));
        CheckLength(moved, nameof(moved));
        double objective = Objective(particles);
        meanSquaredSpeed = Backward(particles, velocity, moved, step);
        return objective;
    }

    protected override double Descend(ReadOnlySpan<double> particles, Span<double> velocity, Span<double> moved, double step)
    {
        _forward.RunWithoutSums(_workers, _blocking.ChunkCount, particles);
        return Backward(particles, velocity, moved, step);
    }

    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            _workers.Dispose();
            _cells.Dispose();
            _lines.Dispose();
            _columns.Dispose();
            _panels.Dispose();
            _factors.Dispose();
            _sums.Dispose();
            _weights.Dispose();
        }

        base.Dispose(disposing);
    }

    private double Backward(ReadOnlySpan<double> particles, Span<double> velocity, Span<double> moved, double step)
    {
        _cells.Scatter(Cotangents.Span);
        _backward.Run(_workers, _blocking.ChunkCount, particles, velocity, moved, step);
        return MeanSquaredSpeed();
    }

    // The factors of a panel. Padding is kept out of the sums by its A, which is 0.
    private void Activate(int panel, ref TNumber lines)
    {
        Feature.ActivateLines<TLanes, TNumber>(Tile(_lines, panel, ref lines));
        Feature.ActivateColumns<TLanes, TNumber>(Tile(_columns, panel, ref Columns(ref lines)));
        if ((panel + 1) * _width > ParticleCount)
        {
            SeparableTiles.Keep<TLanes, TNumber>(ref _panels.Scalars(panel), ref Value(_lines, ref lines), _lines.Count);
        }
    }

    private RidgeTile<TNumber> Tile(SeparableSide<TNumber> side, int panel, ref TNumber factors) => new(
        ref factors, side.Padded * _width, ref _panels.Scalars(panel), ref side.Inputs, side.Count, ref _panels.Selectable(panel), ref side.Indices, ref factors, ref factors, side.Count, _width, side.Runs, 0);

    // The predictions of the rows: the chunks of particles in their order, then the lanes. Floats are summed within a chunk only.
    private void Sum()
    {
        Span<double> predictions = Sums.Span[..PaddedRows];
        nint cells = (nint)_lines.Padded * _columns.Padded;
        for (int r = 0; r < Data.RowCount; r++)
        {
            TLanes sum = TLanes.Zero;
            double total = 0;
            for (nint chunk = 0; chunk < _blocking.ChunkCount; chunk++)
            {
                TLanes part = TLanes.Load(ref Unsafe.Add(ref _sums.First, ((chunk * cells) + _cells.Cell(r)) * TLanes.Count));
                if (TLanes.IsSingle)
                {
                    total += TLanes.Sum(part);
                }
                else
                {
                    sum += part;
                }
            }

            predictions[r] = (TLanes.IsSingle ? total : TLanes.Sum(sum)) * _cells.Factor(r);
        }

        predictions[Data.RowCount..].Fill(predictions[Data.RowCount - 1]);
    }

    // The gradient of a panel.
    private void Derive(int panel, ref TNumber lines, int worker)
    {
        ref TNumber columns = ref Columns(ref lines);
        ref TNumber weights = ref _weights.Span[worker * _weightsOfAThread];
        Weigh(ref _cells.OfLines, ref Value(_columns, ref columns), _columns.Count, _lines, ref weights);
        Add(_lines, panel, ref weights, ref lines);
        Weigh(ref _cells.OfColumns, ref Value(_lines, ref lines), _lines.Count, _columns, ref weights);
        Add(_columns, panel, ref weights, ref columns);
        _panels.Flush(panel);
    }

    // Σ over the other side of cotangents and values, for all of this side.
    private void Weigh(ref TNumber cotangents, ref TNumber values, int length, SeparableSide<TNumber> side, ref TNumber weights)
    {
        for (nint at = 0; at < side.Padded; at += Tiles.Rows)
        {
            Tiles.Forward<TLanes, TNumber>(ref Unsafe.Add(ref cotangents, at * length), ref values, length, ref Unsafe.Add(ref weights, at * _width), isFirst: true);
        }
    }

    // What the derivatives of one factor, so weighed, add to the gradient.
    private void Add(SeparableSide<TNumber> side, int panel, ref TNumber weights, ref TNumber factors)
    {
        nint length = (nint)side.Padded * _width;
        RidgeShape shape = side.Shape;
        for (int s = 0; s < shape.Scalars.Length; s++)
        {
            if (shape.Scalars[s].Partial >= 0)
            {
                SeparableTiles.Sum<TLanes, TNumber>(ref weights, ref Unsafe.Add(ref factors, shape.Scalars[s].Partial * length), side.Count, ref Unsafe.Add(ref _panels.ScalarGradients(panel), (nint)s * _width));
            }
        }

        for (int s = 0; s < shape.Selections.Length; s++)
        {
            if (shape.Selections[s].Partial >= 0)
            {
                SeparableTiles.Scatter<TLanes, TNumber>(
                    ref weights, ref Unsafe.Add(ref side.Indices, s * side.Count), ref Unsafe.Add(ref factors, shape.Selections[s].Partial * length), side.Count, ref _panels.SelectableGradients(panel));
            }
        }
    }

    private ref TNumber Value(SeparableSide<TNumber> side, ref TNumber factors) => ref Unsafe.Add(ref factors, (nint)side.Value * side.Padded * _width);

    // Where the factors of a panel stand, those of the lines first; without all kept, by its place in a block of the chunk.
    private ref TNumber Factors(int panel, int firstOfChunk, int worker)
    {
        int place = _blocking.Keeps ? panel : (worker * SeparableBlocking.PanelsOfABlock) + ((panel - firstOfChunk) % SeparableBlocking.PanelsOfABlock);
        return ref Unsafe.Add(ref _factors.First, (nint)place * _factorsOfAPanel);
    }

    private ref TNumber Columns(ref TNumber lines) => ref Unsafe.Add(ref lines, _factorsOfLines);
}
