using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics.X86;

namespace MeanFieldDsl.Kernels;

/// <summary>
/// Evaluates a feature of which the backward pass needs one bit a pair, the side of the kink: all bits of a thousand rows fit the cache
/// for a hundred thousand particles, so that no form is computed twice, and the sums over rows are looked up four rows at a time.
/// </summary>
/// <typeparam name="TFeature">The feature's code.</typeparam>
/// <typeparam name="TLoss">The loss's code.</typeparam>
/// <typeparam name="TRegularizer">The regularizer's code.</typeparam>
/// <typeparam name="TLanes">The SIMD width of the pairs.</typeparam>
/// <typeparam name="TNumber">double or float: what is computed for each pair. Particles, losses, regularizers and long sums are doubles.</typeparam>
/// <typeparam name="TRow">The SIMD width of the loss's loop.</typeparam>
/// <remarks>
/// A step treats a range of rows at a time: forward for all particles, then the loss, then backward; a barrier separates the three.
/// Every sum has the same order in all calls, whatever the threads.
/// </remarks>
internal sealed partial class PatternEvaluator<TFeature, TLoss, TRegularizer, TLanes, TNumber, TRow> : KernelEvaluator<TFeature, TLoss, TRegularizer, TRow, TRow>
    where TFeature : struct, IPatternKernel
    where TLoss : struct, ILossKernel
    where TRegularizer : struct, IRegularizerKernel
    where TLanes : unmanaged, ILanes<TLanes, TNumber>
    where TNumber : unmanaged
    where TRow : unmanaged, ILanes<TRow, double>
{
    // The elements of the inner product whose panel is read from the second-level cache at a tile's pace.
    private const int ElementsAtOnce = 512;

    private readonly PatternBlocking _blocking;
    private readonly PatternRows<TNumber> _rows;
    private readonly RidgePanels<TNumber> _panels;
    private readonly WorkerPool _workers;
    private readonly int _width;
    private readonly int _panelsATable;

    // Panel by panel for the blocks that share tables, the bits of all pairs.
    private readonly AlignedBuffer<TNumber> _words;
    private readonly int _wordsLength;

    // Block by block of a range and chunk by chunk of particles, the lanes of each row's prediction.
    private readonly AlignedBuffer<TNumber> _sums;
    private readonly int _sumsLength;

    // For each row of a word the number that has only its bit.
    private readonly AlignedBuffer<TNumber> _bits;

    // The cotangents of a range, and the sums of all columns weighted by them.
    private readonly AlignedBuffer<TNumber> _weights;
    private readonly AlignedBuffer<TNumber> _totals;
    private readonly AlignedBuffer<TNumber> _partialTotals;
    private readonly Workspace[] _workspaces;
    private readonly LoadWork _load;
    private readonly ForwardWork _forward;
    private readonly BackwardWork _backward;

    // V of each particle.
    private readonly AlignedBuffer<double> _penalties;

    // 0, or NaN where a cotangent is no number: all gradients then are none either, those of particles that no row's bits select too.
    private double _poison;

    public PatternEvaluator(in TFeature feature, in TLoss loss, in TRegularizer regularizer, PackedData data, int particles, int threads)
        : base(feature, loss, regularizer, data, particles)
    {
        RidgeShape shape = feature.Ridge!;
        _width = Tiles.Width<TLanes>();
        _blocking = new(data.RowCount, particles, _width, shape.TotalLength);
        _rows = new(data, shape);
        _panels = new(shape, particles, feature.Layout.Dimension, _width);
        _workers = new(threads > 0 ? threads : _blocking.SuggestedThreads);
        _panelsATable = _blocking.PanelsATable(_workers.ThreadCount);
        int rowsAWord = PatternTables<TNumber>.RowsAWord, blocks = Blocks(Math.Min(_rows.Count, PatternBlocking.RangeRows));
        _wordsLength = PatternBlocking.BlockRows / rowsAWord * _width;
        _words = new(checked((blocks + (blocks % PatternBlocking.BlocksATable)) * _panels.Count * _wordsLength));
        _sumsLength = PatternBlocking.BlockRows * TLanes.Count;
        _sums = new(checked(blocks * _blocking.ChunkCount * _sumsLength));
        _bits = new(rowsAWord);
        for (int r = 0; r < rowsAWord; r++)
        {
            _bits.Span[r] = typeof(TNumber) == typeof(double) ? Unsafe.BitCast<long, TNumber>(1L << r) : Unsafe.BitCast<int, TNumber>(1 << r);
        }

        _weights = new(blocks * PatternBlocking.BlockRows);
        _totals = new(_rows.Columns);
        _partialTotals = new(_rows.Columns * Tiles.Rows);
        _workspaces = [.. Enumerable.Range(0, _workers.ThreadCount).Select(_ => new Workspace(this))];
        _load = new(this);
        _forward = new(this);
        _backward = new(this);
        _penalties = new(typeof(TRegularizer) == typeof(NoRegularizer) ? 0 : PaddedParticles);
    }

    public override double MachineEpsilon => TLanes.IsSingle ? 1.1920928955078125e-7 : base.MachineEpsilon;

    public override long WorkspaceBytes => base.WorkspaceBytes
        + _rows.Bytes + _panels.Bytes + _words.Bytes + _sums.Bytes + _bits.Bytes + _weights.Bytes + _totals.Bytes + _partialTotals.Bytes + _penalties.Bytes + _workspaces.Sum(static w => w.Bytes);

    public override bool SharesWork => true;

    internal override int ThreadCount => _workers.ThreadCount;

    internal override void Reload() => _rows.Pack(Data);

    private static bool HasRegisterTables => Avx512F.IsSupported && Unsafe.SizeOf<TLanes>() == 64 && (typeof(TLanes) == typeof(Lanes8) || typeof(TLanes) == typeof(Singles16));

    private int RangeCount => (_rows.Count + PatternBlocking.RangeRows - 1) / PatternBlocking.RangeRows;

    private int TableCount => (_panels.Count + _panelsATable - 1) / _panelsATable;

    public override double Objective(ReadOnlySpan<double> particles)
    {
        CheckLength(particles, nameof(particles));
        CompensatedSum<TRow> risk = default;
        for (int range = 0; range < RangeCount; range++)
        {
            Predict(range, particles, ref risk);
        }

        return risk.Total + PenaltyOf(particles);
    }

    public override double ObjectiveAndVelocity(ReadOnlySpan<double> particles, Span<double> velocity, out double meanSquaredSpeed) =>
        Sweep(particles, velocity, default, 0, out meanSquaredSpeed);

    public override double ObjectiveAndStep(ReadOnlySpan<double> particles, double step, Span<double> velocity, Span<double> moved, out double meanSquaredSpeed)
    {
        CheckLength(moved, nameof(moved));
        return Sweep(particles, velocity, moved, step, out meanSquaredSpeed);
    }

    protected override double Descend(ReadOnlySpan<double> particles, Span<double> velocity, Span<double> moved, double step)
    {
        for (int range = 0; range < RangeCount; range++)
        {
            Forward(range, particles);
            Weigh(range);
            _backward.Run(range, particles, velocity, moved, step);
        }

        return MeanSquaredSpeed();
    }

    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            _workers.Dispose();
            _rows.Dispose();
            _panels.Dispose();
            _words.Dispose();
            _sums.Dispose();
            _bits.Dispose();
            _weights.Dispose();
            _totals.Dispose();
            _partialTotals.Dispose();
            _penalties.Dispose();
            foreach (Workspace workspace in _workspaces)
            {
                workspace.Dispose();
            }
        }

        base.Dispose(disposing);
    }

    private static int Blocks(int rows) => (rows + PatternBlocking.BlockRows - 1) / PatternBlocking.BlockRows;

    // Both products of all ranges; in the last the velocities follow.
    private double Sweep(ReadOnlySpan<double> particles, Span<double> velocity, Span<double> moved, double step, out double meanSquaredSpeed)
    {
        CheckLength(particles, nameof(particles));
        CheckLength(velocity, nameof(velocity));
        CompensatedSum<TRow> risk = default;
        for (int range = 0; range < RangeCount; range++)
        {
            Predict(range, particles, ref risk);
            Weigh(range);
            _backward.Run(range, particles, velocity, moved, step);
        }

        meanSquaredSpeed = MeanSquaredSpeed();
        return risk.Total + Mean(_penalties);
    }

    // The predictions of a range, chunk by chunk, and the sides of all pairs. The first range brings the particles in.
    private void Forward(int range, ReadOnlySpan<double> particles)
    {
        if (range == 0 && !_blocking.ChunksFirst)
        {
            _load.Run(_workers, _blocking.ChunkCount, particles);
        }

        _forward.Run(range, particles);
    }

    private (int First, int Count) Range(int range) => (range * PatternBlocking.RangeRows, Math.Min(PatternBlocking.RangeRows, _rows.Count - (range * PatternBlocking.RangeRows)));

    // The words of a panel for a block of the range at hand; those of the blocks that share tables stand one behind the other.
    private ref TNumber Words(int block, int panel)
    {
        (int table, int part) = Math.DivRem(block, PatternBlocking.BlocksATable);
        return ref Unsafe.Add(ref _words.First, (((((nint)table * _panels.Count) + panel) * PatternBlocking.BlocksATable) + part) * _wordsLength);
    }

    // The predictions of a range, and their loss. Within a block the chunks of particles are added in their order, then the lanes;
    // floats are summed within a chunk only.
    private void Predict(int range, ReadOnlySpan<double> particles, ref CompensatedSum<TRow> risk)
    {
        Forward(range, particles);
        (int first, int count) = Range(range);
        Span<double> predictions = Sums.Span.Slice(first, count);
        for (int r = 0; r < count; r++)
        {
            ref TNumber row = ref Unsafe.Add(ref _sums.First, ((nint)(r / PatternBlocking.BlockRows) * _blocking.ChunkCount * _sumsLength) + (r % PatternBlocking.BlockRows * TLanes.Count));
            TLanes sum = TLanes.Zero;
            double total = 0;
            for (nint chunk = 0; chunk < _blocking.ChunkCount; chunk++)
            {
                TLanes part = TLanes.Load(ref Unsafe.Add(ref row, chunk * _sumsLength));
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

        Linearise(first, count, ref risk);
    }

    // The cotangents of a range as the tables take them, and the sums over all its rows.
    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    private void Weigh(int range)
    {
        (int first, int count) = Range(range);
        ReadOnlySpan<double> cotangents = Cotangents.Span.Slice(first, count);
        Span<TNumber> weights = _weights.Span;
        double sum = 0;
        for (int r = 0; r < count; r++)
        {
            weights[r] = Numbers.Of<TNumber>(cotangents[r]);
            sum += cotangents[r];
        }

        _poison = 0 * sum;
        if (TFeature.HasOtherSide)
        {
            PatternTotals<TNumber>.Sum(ref _rows.At(first), _rows.Columns, ref weights[0], count, ref _partialTotals.First, _totals.Span);
        }
    }
}
