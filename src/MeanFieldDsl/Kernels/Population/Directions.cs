using System.Runtime.CompilerServices;

namespace MeanFieldDsl.Kernels;

/// <summary>
/// The directions of a measure as the second factor of both products of a step: eight side by side for the inner products, and some of their numbers side by side
/// for the sums over them. They are padded to a multiple of eight by zeros with coefficient 0.
/// </summary>
/// <typeparam name="TRow">The SIMD width.</typeparam>
internal sealed class Directions<TRow> : IDisposable
    where TRow : unmanaged, ILanes<TRow, double>
{
    private readonly AlignedBuffer<double> _forward;
    private readonly AlignedBuffer<double> _backward;
    private readonly AlignedBuffer<double> _squares;
    private readonly AlignedBuffer<double> _coefficients;
    private readonly int _length;

    /// <param name="count">The number of directions.</param>
    /// <param name="length">Their length.</param>
    public Directions(int count, int length)
    {
        _length = length;
        Count = count;
        Padded = checked(count + Tiles.Rows - 1) / Tiles.Rows * Tiles.Rows;
        _forward = new(checked(Padded * length));
        _backward = new(checked(Padded * Tiles.Rows * ((length + Columns - 1) / Columns)));
        _squares = new(Padded);
        _coefficients = new(Padded);
    }

    /// <summary>The columns that are summed at a time.</summary>
    public static int Columns => Tiles.Height<TRow>();

    public int Count { get; }

    public int Padded { get; }

    public long Bytes => _forward.Bytes + _backward.Bytes + _squares.Bytes + _coefficients.Bytes;

    /// <summary>What the features are multiplied by.</summary>
    public Span<double> Coefficients => _coefficients.Span;

    /// <summary>length × 8 numbers of the eight directions from one on.</summary>
    public ref double Forward(int first) => ref Unsafe.Add(ref _forward.First, (nint)first * _length);

    /// <summary>For all directions the numbers from a column on, eight apart.</summary>
    public ref double Backward(int column) => ref Unsafe.Add(ref _backward.First, (nint)(column / Columns) * Padded * Tiles.Rows);

    /// <summary>The squared norms from a direction on.</summary>
    public ref double Squares(int first) => ref Unsafe.Add(ref _squares.First, first);

    /// <summary>The coefficients from a direction on.</summary>
    public ref double CoefficientsFrom(int first) => ref Unsafe.Add(ref _coefficients.First, first);

    /// <summary>Copies a direction in.</summary>
    public void Set(int index, ReadOnlySpan<double> direction, double coefficient)
    {
        ref double forward = ref Unsafe.Add(ref Forward(index / Tiles.Rows * Tiles.Rows), index % Tiles.Rows);
        ref double backward = ref Unsafe.Add(ref _backward.First, (nint)index * Tiles.Rows);
        for (int first = 0; first < _length; first += Columns)
        {
            int end = Math.Min(first + Columns, _length);
            for (int k = first; k < end; k++)
            {
                double number = direction[k];
                forward = number;
                Unsafe.Add(ref backward, k - first) = number;
                forward = ref Unsafe.Add(ref forward, Tiles.Rows);
            }

            backward = ref Unsafe.Add(ref backward, (nint)Padded * Tiles.Rows);
        }

        _coefficients.Span[index] = coefficient;
    }

    /// <summary>Computes the squared norms of the eight directions from one on, each as the product of the direction with itself.</summary>
    public void Square(int first)
    {
        for (int lane = 0; lane < Tiles.Rows; lane += TRow.Count)
        {
            TRow sum = TRow.Zero;
            for (nint k = 0; k < _length; k++)
            {
                TRow number = TRow.Load(ref Unsafe.Add(ref Forward(first), (k * Tiles.Rows) + lane));
                sum = TRow.MultiplyAdd(number, number, sum);
            }

            TRow.Store(sum, ref Squares(first + lane));
        }
    }

    /// <summary>Σ_j c_j K(u, v_j) for one u.</summary>
    public double Sum<TExpectation>(in TExpectation expectation, ReadOnlySpan<double> direction)
        where TExpectation : struct, IPairExpectation
    {
        TRow own = TRow.Zero;
        foreach (double number in direction)
        {
            own = TRow.MultiplyAdd(TRow.Broadcast(number), TRow.Broadcast(number), own);
        }

        CompensatedSum<TRow> sum = default;
        for (int first = 0; first < Padded; first += TRow.Count)
        {
            ref double numbers = ref Unsafe.Add(ref Forward(first / Tiles.Rows * Tiles.Rows), first % Tiles.Rows);
            TRow product = TRow.Zero;
            for (int k = 0; k < direction.Length; k++)
            {
                product = TRow.MultiplyAdd(TRow.Broadcast(direction[k]), TRow.Load(ref Unsafe.Add(ref numbers, (nint)k * Tiles.Rows)), product);
            }

            expectation.Pair(product, own, TRow.Load(ref Squares(first)), out TRow value, out _, out _);
            sum.Add(TRow.Load(ref CoefficientsFrom(first)) * value);
        }

        return sum.Total;
    }

    public void Dispose()
    {
        _forward.Dispose();
        _backward.Dispose();
        _squares.Dispose();
        _coefficients.Dispose();
    }
}
