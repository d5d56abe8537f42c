namespace MeanFieldDsl.Kernels;

/// <summary>How the work is cut where one bit a pair is kept. What shows in the bits of a sum depends on the shape alone, never on the number of threads.</summary>
internal readonly struct PatternBlocking
{
    /// <summary>The rows between forward and backward pass; a gradient of floats is moved to doubles after them.</summary>
    public const int RangeRows = 1024;

    /// <summary>The rows whose data stay in the second-level cache while all particles pass.</summary>
    public const int BlockRows = 128;

    /// <summary>The blocks whose tables stay in the first-level cache while some panels pass.</summary>
    public const int BlocksATable = 2;

    /// <summary>The rows of those.</summary>
    public const int TableRows = BlocksATable * BlockRows;

    private const int MostChunks = 16;

    // With so many panels in a chunk a block's rows are read from further away often enough, and panels are read once.
    private const int LongChunk = 8;

    // A float never sums more than the terms of so many panels.
    private const int LargestChunk = 341;

    // Panels whose sums over the rows of a table's columns stay in the second-level cache.
    private const int MostPanelsATable = 64;
    private const int FewestPanelsATable = 8;

    // Below this many multiply-adds a step is faster on one thread than the barrier of two.
    private const double WorkWorthAThread = 400_000;

    private readonly int _panels;
    private readonly int _chunk;
    private readonly double _work;

    public PatternBlocking(int rows, int particles, int width, int length)
    {
        _panels = (particles + width - 1) / width;
        _chunk = Math.Clamp(_panels / MostChunks, 1, LargestChunk);
        _work = (double)rows * particles * (length + 4) * 2;
    }

    /// <summary>The pieces into which the sums over particles are cut.</summary>
    public int ChunkCount => (_panels + _chunk - 1) / _chunk;

    /// <summary>Whether a thread goes through all rows with a chunk of panels, rather than through all panels with a block of rows.</summary>
    public bool ChunksFirst => _chunk >= LongChunk;

    public int SuggestedThreads => _work < WorkWorthAThread ? 1 : Environment.ProcessorCount;

    public (int First, int Count) Chunk(int chunk) => (chunk * _chunk, Math.Min(_chunk, _panels - (chunk * _chunk)));

    /// <summary>The panels that share a table in the backward pass, where no sum is over particles.</summary>
    public int PanelsATable(int threads) => Math.Clamp(threads == 1 ? _panels : (_panels + (2 * threads) - 1) / (2 * threads), Math.Min(_panels, FewestPanelsATable), MostPanelsATable);
}
