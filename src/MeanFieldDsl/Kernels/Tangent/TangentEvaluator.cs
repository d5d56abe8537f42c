using System.Runtime.CompilerServices;

namespace MeanFieldDsl.Kernels;

/// <summary>
/// Evaluates a model linearised at θ⁰ on rows of its data: predictions α (h_r + (1/m) ⟨J_r, θ − θ⁰⟩) with the rows J_r of the derivative. Forward, four rows at
/// a time belong to one thread; backward, a tile of numbers does. So every sum has one order.
/// </summary>
/// <typeparam name="TLoss">The loss's code.</typeparam>
/// <typeparam name="TRegularizer">The regularizer's code.</typeparam>
/// <typeparam name="TRow">The SIMD width.</typeparam>
internal sealed class TangentEvaluator<TLoss, TRegularizer, TRow> : LossEvaluator<TLoss, TRegularizer, TRow>
    where TLoss : struct, ILossKernel
    where TRegularizer : struct, IRegularizerKernel
    where TRow : unmanaged, ILanes<TRow, double>
{
    // Numbers of a gradient that stay in the first-level cache while all rows pass.
    private const int TileLength = 512;

    // Below this many multiply-adds a step is faster on one thread than the barrier of two.
    private const double WorkWorthAThread = 400_000;

    private readonly TangentExpansion _expansion;
    private readonly int[] _rows;
    private readonly int _rowsOfChunk;
    private readonly Blocking _blocking;
    private readonly WorkerPool _workers;
    private readonly AlignedBuffer<double> _shift;
    private readonly AlignedBuffer<double> _gradient;
    private readonly ForwardWork _forward;
    private readonly BackwardWork _backward;
    private readonly FinishWork _finish;

    /// <param name="layout">The layout.</param>
    /// <param name="loss">The loss's code.</param>
    /// <param name="regularizer">The regularizer's code.</param>
    /// <param name="data">The targets.</param>
    /// <param name="expansion">The expansion.</param>
    /// <param name="rows">The row of the expansion for each row of the data, padded to a multiple of <see cref="TangentProducts.Rows"/>; read anew at each call.</param>
    /// <param name="threads">The threads, or 0.</param>
    public TangentEvaluator(ParticleLayout layout, in TLoss loss, in TRegularizer regularizer, PackedData data, TangentExpansion expansion, int[] rows, int threads)
        : base(layout, loss, regularizer, data, expansion.ParticleCount)
    {
        _expansion = expansion;
        _rows = rows;
        _rowsOfChunk = TangentProducts.Rows * Math.Clamp(rows.Length / (16 * TangentProducts.Rows), 1, 16);
        _blocking = new(data.PaddedRows, ParticleCount, layout.Dimension);
        _workers = new(threads > 0 ? threads : (double)rows.Length * expansion.Stride * 2 < WorkWorthAThread ? 1 : Environment.ProcessorCount);
        _shift = new(expansion.Stride);
        _gradient = new(expansion.Stride);
        _forward = new(this);
        _backward = new(this);
        _finish = new(this);
    }

    public override long WorkspaceBytes => base.WorkspaceBytes + _shift.Bytes + _gradient.Bytes;

    internal override int ThreadCount => _workers.ThreadCount;

    public override double Objective(ReadOnlySpan<double> particles)
    {
        CheckLength(particles, nameof(particles));
        Span<double> shift = _shift.Span;
        for (int k = 0; k < particles.Length; k++)
        {
            shift[k] = particles[k] - _expansion.Points[k];
        }

        _workers.Run(_forward, (_rows.Length + _rowsOfChunk - 1) / _rowsOfChunk);

        // Padding is the last row again, so that it computes finite numbers.
        Sums.Span[_rows.Length..].Fill(Sums.Span[_rows.Length - 1]);
        CompensatedSum<TRow> risk = default;
        Linearise(0, Data.PaddedRows, ref risk);
        return risk.Total + PenaltyOf(particles);
    }

    public override double FirstVariation(ReadOnlySpan<double> theta)
    {
        CheckTheta(theta);
        int nearest = Nearest(theta);
        int first = nearest * theta.Length;
        CompensatedSum<Lanes1> sum = default;
        for (int r = 0; r < Data.RowCount; r++)
        {
            double value = _expansion.Values(nearest)[_rows[r]];
            ref double derivatives = ref _expansion.Derivatives(_rows[r], first);
            for (int k = 0; k < theta.Length; k++)
            {
                value += Unsafe.Add(ref derivatives, k) * (theta[k] - _expansion.Points[first + k]);
            }

            sum.Add(Lanes1.Broadcast(value * Cotangents.Span[r]));
        }

        return sum.Total + Regularizer.Value(theta);
    }

    protected override double Descend(ReadOnlySpan<double> particles, Span<double> velocity, Span<double> moved, double step)
    {
        _workers.Run(_backward, (_expansion.Stride + TileLength - 1) / TileLength);
        _finish.Run(_workers, _blocking.ChunkCount, particles, velocity, moved, step);
        return MeanSquaredSpeed();
    }

    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            _workers.Dispose();
            _shift.Dispose();
            _gradient.Dispose();
        }

        base.Dispose(disposing);
    }

    // The particle whose point of expansion is nearest; the first of several.
    private int Nearest(ReadOnlySpan<double> theta)
    {
        int nearest = 0;
        double least = double.PositiveInfinity;
        for (int i = 0; i < ParticleCount; i++)
        {
            double square = 0;
            for (int k = 0; k < theta.Length; k++)
            {
                double difference = theta[k] - _expansion.Points[(i * theta.Length) + k];
                square += difference * difference;
            }

            (nearest, least) = square < least ? (i, square) : (nearest, least);
        }

        return nearest;
    }

    private sealed class ForwardWork(TangentEvaluator<TLoss, TRegularizer, TRow> owner) : IChunkedWork
    {
        public void RunChunk(int chunk, int worker)
        {
            TangentExpansion expansion = owner._expansion;
            Span<double> sums = owner.Sums.Span;
            int first = chunk * owner._rowsOfChunk;
            int end = Math.Min(first + owner._rowsOfChunk, owner._rows.Length);
            for (int r = first; r < end; r += TangentProducts.Rows)
            {
                ReadOnlySpan<int> rows = owner._rows.AsSpan(r, TangentProducts.Rows);
                (double p0, double p1, double p2, double p3) = TangentProducts.Dots<TRow>(
                    in owner._shift.First, in expansion.Derivatives(rows[0]), in expansion.Derivatives(rows[1]), in expansion.Derivatives(rows[2]), in expansion.Derivatives(rows[3]), expansion.Stride);
                sums[r] = expansion.Sum(rows[0]) + p0;
                sums[r + 1] = expansion.Sum(rows[1]) + p1;
                sums[r + 2] = expansion.Sum(rows[2]) + p2;
                sums[r + 3] = expansion.Sum(rows[3]) + p3;
            }
        }
    }

    private sealed class BackwardWork(TangentEvaluator<TLoss, TRegularizer, TRow> owner) : IChunkedWork
    {
        public void RunChunk(int chunk, int worker)
        {
            TangentExpansion expansion = owner._expansion;
            int first = chunk * TileLength;
            Span<double> gradient = owner._gradient.Span.Slice(first, Math.Min(TileLength, expansion.Stride - first));
            ReadOnlySpan<double> c = owner.Cotangents.Span;
            gradient.Clear();
            for (int r = 0; r < owner._rows.Length; r += TangentProducts.Rows)
            {
                ReadOnlySpan<int> rows = owner._rows.AsSpan(r, TangentProducts.Rows);
                TangentProducts.Add<TRow>(
                    in expansion.Derivatives(rows[0], first), in expansion.Derivatives(rows[1], first), in expansion.Derivatives(rows[2], first), in expansion.Derivatives(rows[3], first), (c[r], c[r + 1], c[r + 2], c[r + 3]), gradient);
            }
        }
    }

    private sealed class FinishWork(TangentEvaluator<TLoss, TRegularizer, TRow> owner) : PinnedWork
    {
        public override void RunChunk(int chunk, int worker)
        {
            (int first, int count) = owner._blocking.Chunk(chunk);
            int dimension = owner.Layout.Dimension;
            for (int i = first; i < first + count; i++)
            {
                int at = i * dimension;
                Span<double> velocity = Velocities(at, dimension);
                owner._gradient.Span.Slice(at, dimension).CopyTo(velocity);
                owner.Finish(i, Particles(at, dimension), velocity, Step, Moved(at, dimension));
            }
        }
    }
}
