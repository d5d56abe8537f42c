namespace MeanFieldDsl.Kernels;

/// <summary>How the work of a ridge function is cut. The cut depends on the shape alone, never on the number of threads.</summary>
internal readonly struct RidgeBlocking
{
    // What is kept of a block of rows for all particles: half of a usual second-level cache.
    private const int KeptBytes = 512 * 1024;

    private const int LargestBlock = 64;
    private const int SmallestBlock = 32;
    private const int LongBlock = 128;

    // Up to this, half of a small third-level cache, reading what was kept is faster than computing the forms again.
    private const int MostKeptBytes = 8 * 1024 * 1024;

    // From here on computing the forms again takes longer than reading from memory what was kept.
    private const int ElementsWorthKeeping = 256;
    private const long MostKept = 1 << 27;

    // Rows of the pass that only predicts: their data fit the second-level cache while all panels pass.
    private const int RangeRows = 512;

    private const int MostChunks = 16;
    private const int LargestChunk = 8;

    // Below this many multiply-adds a step is faster on one thread than the barrier of two.
    private const double WorkWorthAThread = 400_000;

    // The rows that a gradient of floats sums before it is moved to doubles.
    private const int RowsInFloats = 1024;

    private readonly int _panels;
    private readonly int _chunk;
    private readonly double _work;

    public RidgeBlocking(int rows, int particles, int width, int numberSize, RidgeShape shape)
    {
        int keptNumbers = KeptBytes / numberSize;
        _panels = (particles + width - 1) / width;
        _chunk = Math.Clamp(_panels / MostChunks, 1, LargestChunk);
        long kept = (long)_panels * width * Math.Max(1, shape.Partials);

        // Long gradients pass the cache once a block, so the more rows share a pass the better.
        bool isLong = shape.TotalLength >= ElementsWorthKeeping;
        BlockRows = isLong ? LongBlock : (int)Math.Clamp(keptNumbers / kept / Tiles.Rows * Tiles.Rows, SmallestBlock, LargestBlock);
        Kept = kept * BlockRows;
        CanKeep = Kept <= MostKeptBytes / numberSize || (isLong && Kept <= MostKept);

        // What is not kept need not be small, and panels pass the cache once a block.
        BlockRows = CanKeep || isLong ? BlockRows : LargestBlock;
        Range = Math.Max(BlockRows, RangeRows / BlockRows * BlockRows);
        _work = (double)rows * particles * (shape.TotalLength + 4) * 2;
    }

    /// <summary>The rows that both products treat while the features' derivatives stay in the cache.</summary>
    public int BlockRows { get; }

    /// <summary>The rows of a piece of the pass that only predicts.</summary>
    public int Range { get; }

    /// <summary>The blocks after which a gradient of floats is moved to doubles.</summary>
    public int BlocksInFloats => Math.Max(1, RowsInFloats / BlockRows);

    /// <summary>The numbers that a block of rows keeps between the two products.</summary>
    public long Kept { get; }

    /// <summary>Whether the derivatives of a block are kept between the products; otherwise the forms are computed again.</summary>
    public bool CanKeep { get; }

    public int ChunkCount => (_panels + _chunk - 1) / _chunk;

    public int SuggestedThreads => _work < WorkWorthAThread ? 1 : Math.Min(Environment.ProcessorCount, ChunkCount);

    public (int First, int Count) Chunk(int chunk) => (chunk * _chunk, Math.Min(_chunk, _panels - (chunk * _chunk)));
}
