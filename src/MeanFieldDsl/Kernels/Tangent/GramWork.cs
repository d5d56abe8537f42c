using System.Runtime.CompilerServices;

namespace MeanFieldDsl.Kernels;

/// <summary>The inner products of the rows of two blocks of derivatives, in runs of numbers that stay in the cache.</summary>
internal abstract class GramWork : IChunkedWork
{
    /// <summary>The rows of a chunk, which share one pass over the other block.</summary>
    public const int ChunkRows = 8 * TangentProducts.Rows;

    /// <summary>The numbers of a run.</summary>
    protected const int Run = 1024;

    /// <summary>Has the products added up to <paramref name="result"/>, at (<paramref name="first"/> + r, <paramref name="firstOther"/> + s).</summary>
    /// <param name="workers">Who works.</param>
    /// <param name="block">The rows; a multiple of <see cref="TangentProducts.Rows"/> of them, the last of which may be padding.</param>
    /// <param name="first">The number of the first.</param>
    /// <param name="count">How many count.</param>
    /// <param name="other">The other rows.</param>
    /// <param name="firstOther">The number of the first.</param>
    /// <param name="countOther">How many there are.</param>
    /// <param name="stride">The length of a row.</param>
    /// <param name="result">n × n numbers, zero where the products go.</param>
    /// <param name="n">The order.</param>
    public void Multiply(WorkerPool workers, AlignedBuffer<double> block, int first, int count, AlignedBuffer<double> other, int firstOther, int countOther, int stride, double[] result, int n)
    {
        (Block, First, Count, Other, FirstOther, CountOther, Stride, Result, Order) = (block, first, count, other, firstOther, countOther, stride, result, n);
        workers.Run(this, (count + ChunkRows - 1) / ChunkRows);
    }

    public abstract void RunChunk(int chunk, int worker);

    protected AlignedBuffer<double> Block { get; private set; } = null!;

    protected AlignedBuffer<double> Other { get; private set; } = null!;

    protected int First { get; private set; }

    protected int Count { get; private set; }

    protected int FirstOther { get; private set; }

    protected int CountOther { get; private set; }

    protected int Stride { get; private set; }

    protected double[] Result { get; private set; } = [];

    protected int Order { get; private set; }
}

/// <summary>The products with lanes of one width.</summary>
internal sealed class GramWork<TLanes> : GramWork
    where TLanes : unmanaged, ILanes<TLanes, double>
{
    public override void RunChunk(int chunk, int worker)
    {
        int begin = chunk * ChunkRows, end = Math.Min(begin + ChunkRows, Count);

        // Of a block with itself the products up to the diagonal are enough.
        int others = ReferenceEquals(Block, Other) ? end : CountOther;
        for (int k = 0; k < Stride; k += Run)
        {
            nint length = Math.Min(Run, Stride - k);
            for (int s = 0; s < others; s++)
            {
                ref double vector = ref Unsafe.Add(ref Other.First, ((nint)s * Stride) + k);
                for (int r = begin; r < end; r += TangentProducts.Rows)
                {
                    ref double row = ref Unsafe.Add(ref Block.First, ((nint)r * Stride) + k);
                    (double p0, double p1, double p2, double p3) = TangentProducts.Dots<TLanes>(in vector, in row, in Unsafe.Add(ref row, Stride), in Unsafe.Add(ref row, 2 * (nint)Stride), in Unsafe.Add(ref row, 3 * (nint)Stride), length);
                    Add(r, s, p0);
                    Add(r + 1, s, p1);
                    Add(r + 2, s, p2);
                    Add(r + 3, s, p3);
                }
            }
        }
    }

    private void Add(int row, int other, double product)
    {
        if (row < Count)
        {
            Result[((First + row) * Order) + FirstOther + other] += product;
        }
    }
}
