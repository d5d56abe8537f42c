using System.Runtime.CompilerServices;

namespace MeanFieldDsl.Kernels;

/// <summary>
/// Evaluates a feature of a short inner product, or of none, without keeping anything of size n × m: the backward pass computes the
/// features anew, and all sums stay in registers.
/// </summary>
/// <typeparam name="TFeature">The feature's code.</typeparam>
/// <typeparam name="TLoss">The loss's code.</typeparam>
/// <typeparam name="TRegularizer">The regularizer's code.</typeparam>
/// <typeparam name="TLanes">The SIMD width of the pairs.</typeparam>
/// <typeparam name="TNumber">double or float: what is computed for each pair.</typeparam>
/// <typeparam name="TRow">The SIMD width of the loss's loop.</typeparam>
/// <remarks>
/// Forward: a range of rows belongs to one thread, which adds the panels of particles in their order. Backward: a panel belongs to one
/// thread, which adds the rows in their order. So every sum has one order, and of the two widths only that of the loss's loop shows in the bits.
/// </remarks>
internal sealed class ShortEvaluator<TFeature, TLoss, TRegularizer, TLanes, TNumber, TRow> : KernelEvaluator<TFeature, TLoss, TRegularizer, TRow, TRow>
    where TFeature : struct, IShortKernel
    where TLoss : struct, ILossKernel
    where TRegularizer : struct, IRegularizerKernel
    where TLanes : unmanaged, ILanes<TLanes, TNumber>
    where TNumber : unmanaged
    where TRow : unmanaged, ILanes<TRow, double>
{
    // Particles that stay in the first-level cache, and few enough for a sum of floats.
    private const int LargestPanel = 224;

    // Rows that stay in the first-level cache; a gradient of floats is moved to doubles after them.
    private const int RangeRows = 1024;

    // Below this many multiply-adds a step is faster on one thread than the barrier of two.
    private const double WorkWorthAThread = 400_000;

    private readonly RidgeShape _shape;
    private readonly ShortRows<TNumber> _rows;
    private readonly RidgePanels<TNumber> _panels;
    private readonly WorkerPool _workers;
    private readonly AlignedBuffer<TNumber> _values;
    private readonly AlignedBuffer<TNumber> _cotangents;
    private readonly LoadWork _load;
    private readonly ForwardWork _forward;
    private readonly BackwardWork _backward;

    public ShortEvaluator(in TFeature feature, in TLoss loss, in TRegularizer regularizer, PackedData data, int particles, int threads)
        : base(feature, loss, regularizer, data, particles)
    {
        _shape = feature.Ridge!;
        _rows = new(data, _shape, Math.Max(TLanes.Count, 2 * TRow.Count));
        int width = Math.Min(LargestPanel, (particles + TLanes.Count - 1) / TLanes.Count * TLanes.Count);
        _panels = new(_shape, particles, feature.Layout.Dimension, width);
        double work = (double)data.RowCount * particles * (_shape.TotalLength + 4) * 2;
        _workers = new(threads > 0 ? threads : work < WorkWorthAThread ? 1 : Environment.ProcessorCount);
        _values = new(checked(_workers.ThreadCount * RangeRows));
        _cotangents = new(typeof(TNumber) == typeof(double) ? 0 : _rows.Count);
        _load = new(this);
        _forward = new(this);
        _backward = new(this);
    }

    public override double MachineEpsilon => TLanes.IsSingle ? 1.1920928955078125e-7 : base.MachineEpsilon;

    public override long WorkspaceBytes => base.WorkspaceBytes + _rows.Bytes + _panels.Bytes + _values.Bytes + _cotangents.Bytes;

    internal override int ThreadCount => _workers.ThreadCount;

    internal override void Reload() => _rows.Pack(Data);

    private int RangeCount => (_rows.Count + RangeRows - 1) / RangeRows;

    public override double Objective(ReadOnlySpan<double> particles)
    {
        CheckLength(particles, nameof(particles));
        _load.Run(_workers, _panels.Count, particles);
        _workers.Run(_forward, RangeCount);
        CompensatedSum<TRow> risk = default;
        Linearise(0, _rows.Count / TRow.Count * TRow.Count, ref risk);
        Round();
        return risk.Total + PenaltyOf(particles);
    }

    protected override double Descend(ReadOnlySpan<double> particles, Span<double> velocity, Span<double> moved, double step)
    {
        _backward.Run(_workers, _panels.Count, particles, velocity, moved, step);
        return MeanSquaredSpeed();
    }

    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            _workers.Dispose();
            _rows.Dispose();
            _panels.Dispose();
            _values.Dispose();
            _cotangents.Dispose();
        }

        base.Dispose(disposing);
    }

    // The cotangents as floats.
    private void Round()
    {
        Span<TNumber> rounded = _cotangents.Span;
        for (int r = 0; r < rounded.Length; r++)
        {
            rounded[r] = Numbers.Of<TNumber>(Cotangents.Span[r]);
        }
    }

    private (int First, int Count) Range(int range) => (range * RangeRows, Math.Min(RangeRows, _rows.Count - (range * RangeRows)));

    private (int First, int Count) Panel(int panel) => (panel * _panels.Width, Math.Min(_panels.Width, ParticleCount - (panel * _panels.Width)));

    private void Forward<TSize>(int panel, int first, int count, ref TNumber values)
        where TSize : struct, ITileSize
    {
        ref TNumber theta = ref Unsafe.Add(ref _panels.Scalars(panel), _panels.Width);
        ref TNumber rows = ref Unsafe.Add(ref _rows.First, first);
        int particles = Panel(panel).Count;
        int wide = count / (4 * TLanes.Count) * (4 * TLanes.Count);
        ShortLoops<TFeature, TNumber, TSize>.Forward<Four<TLanes, TNumber>>(Feature, ref theta, _panels.Width, particles, ref rows, _rows.Stride, wide, ref values);
        ShortLoops<TFeature, TNumber, TSize>.Forward<TLanes>(
            Feature, ref theta, _panels.Width, particles, ref Unsafe.Add(ref rows, wide), _rows.Stride, count - wide, ref Unsafe.Add(ref values, wide));
    }

    private void Backward<TSize>(int panel, int first, int count)
        where TSize : struct, ITileSize
    {
        ref TNumber theta = ref Unsafe.Add(ref _panels.Scalars(panel), _panels.Width);
        ref TNumber gradient = ref _panels.ScalarGradients(panel);
        ref TNumber rows = ref Unsafe.Add(ref _rows.First, first);
        ref TNumber cotangents = ref typeof(TNumber) == typeof(double) ? ref Unsafe.As<double, TNumber>(ref Cotangents.First) : ref _cotangents.First;
        cotangents = ref Unsafe.Add(ref cotangents, first);
        int particles = (Panel(panel).Count + TLanes.Count - 1) / TLanes.Count * TLanes.Count;
        int wide = particles / (2 * TLanes.Count) * (2 * TLanes.Count);
        ShortLoops<TFeature, TNumber, TSize>.Backward<Two<TLanes, TNumber>>(
            Feature, ref theta, _panels.Width, wide, ref rows, _rows.Stride, count, ref cotangents, ref gradient);
        ShortLoops<TFeature, TNumber, TSize>.Backward<TLanes>(
            Feature, ref Unsafe.Add(ref theta, wide), _panels.Width, particles - wide, ref rows, _rows.Stride, count, ref cotangents, ref Unsafe.Add(ref gradient, wide));
    }

    // Particles into panels.
    private sealed class LoadWork(ShortEvaluator<TFeature, TLoss, TRegularizer, TLanes, TNumber, TRow> owner) : PinnedWork
    {
        public override void RunChunk(int chunk, int worker) => owner._panels.Load(chunk, Particles(0, owner.ParticleCount * owner.Layout.Dimension));
    }

    // The sums over particles for a range of rows.
    private sealed class ForwardWork(ShortEvaluator<TFeature, TLoss, TRegularizer, TLanes, TNumber, TRow> owner) : IChunkedWork
    {
        public void RunChunk(int chunk, int worker)
        {
            (int first, int count) = owner.Range(chunk);
            Span<TNumber> values = owner._values.Span.Slice(worker * RangeRows, count);
            Span<double> sums = owner.Sums.Span.Slice(first, count);
            sums.Clear();
            for (int panel = 0; panel < owner._panels.Count; panel++)
            {
                switch (owner._shape.TotalLength)
                {
                    case 0:
                        owner.Forward<Size0>(panel, first, count, ref values[0]);
                        break;
                    case 1:
                        owner.Forward<Size1>(panel, first, count, ref values[0]);
                        break;
                    case 2:
                        owner.Forward<Size2>(panel, first, count, ref values[0]);
                        break;
                    case 3:
                        owner.Forward<Size3>(panel, first, count, ref values[0]);
                        break;
                    default:
                        owner.Forward<Size4>(panel, first, count, ref values[0]);
                        break;
                }

                for (int r = 0; r < count; r++)
                {
                    sums[r] += Numbers.ToDouble(values[r]);
                }
            }
        }
    }

    // The gradients of a panel, then its velocities and moves.
    private sealed class BackwardWork(ShortEvaluator<TFeature, TLoss, TRegularizer, TLanes, TNumber, TRow> owner) : PinnedWork
    {
        public override void RunChunk(int chunk, int worker)
        {
            owner._panels.ClearGradient(chunk);
            for (int range = 0; range < owner.RangeCount; range++)
            {
                (int firstRow, int rows) = owner.Range(range);
                rows = Math.Min(rows, owner._rows.RealCount - firstRow);
                switch (owner._shape.TotalLength)
                {
                    case 0:
                        owner.Backward<Size0>(chunk, firstRow, rows);
                        break;
                    case 1:
                        owner.Backward<Size1>(chunk, firstRow, rows);
                        break;
                    case 2:
                        owner.Backward<Size2>(chunk, firstRow, rows);
                        break;
                    case 3:
                        owner.Backward<Size3>(chunk, firstRow, rows);
                        break;
                    default:
                        owner.Backward<Size4>(chunk, firstRow, rows);
                        break;
                }

                owner._panels.Flush(chunk);
            }

            (int first, int count) = owner.Panel(chunk);
            int dimension = owner.Layout.Dimension;
            Span<double> velocities = Velocities((nint)first * dimension, count * dimension);
            velocities.Clear();
            owner._panels.AddGradient(chunk, velocities);
            owner.FinishAll(first, Particles((nint)first * dimension, count * dimension), velocities, Step, Moved((nint)first * dimension, count * dimension));
        }
    }
}
