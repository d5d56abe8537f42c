namespace MeanFieldDsl.Kernels;

/// <summary>How the work of a feature with two factors is cut. The cut depends on the shape alone, never on the number of threads.</summary>
internal readonly struct SeparableBlocking
{
    // What a chunk's factors take of the second-level cache.
    private const int PanelsOfAChunk = 8;
    private const int MostChunks = 16;

    // Below this many multiply-adds a step is faster on one thread than the barrier of two.
    private const double WorkWorthAThread = 400_000;

    // A factor with its derivatives costs some tens of operations.
    private const int OperationsOfAFactor = 40;

    // Numbers of one array; larger problems go by the path for ridge functions, which keeps a block of rows only.
    private const long MostNumbers = 1 << 26;

    // A float sums no more of them.
    private const int LongestSide = 1024;

    private readonly int _panels;
    private readonly int _chunk;
    private readonly double _work;

    public SeparableBlocking(SeparableGrid grid, int particles, int width)
    {
        _panels = (particles + width - 1) / width;
        ChunkCount = Math.Clamp((_panels + PanelsOfAChunk - 1) / PanelsOfAChunk, 1, MostChunks);
        _chunk = (_panels + ChunkCount - 1) / ChunkCount;
        ChunkCount = (_panels + _chunk - 1) / _chunk;
        _work = particles * ((6.0 * grid.Lines.Count * grid.Columns.Count) + ((double)OperationsOfAFactor * (grid.Lines.Count + grid.Columns.Count)));
    }

    public int ChunkCount { get; }

    public int SuggestedThreads => _work < WorkWorthAThread ? 1 : Math.Min(Environment.ProcessorCount, ChunkCount);

    /// <summary>Whether the factors of all particles and the sums of all cells can be held.</summary>
    public static bool Fits(SeparableGrid grid, SeparableShape shape, int particles)
    {
        const int MostLanes = 16;
        long kept = ((long)shape.Lines.Partials * grid.Lines.Padded) + ((long)shape.Columns.Partials * grid.Columns.Padded);
        return kept * (particles + (Tiles.Vectors * MostLanes)) <= MostNumbers
            && (long)grid.Lines.Padded * grid.Columns.Padded * MostLanes * MostChunks <= MostNumbers
            && Math.Max(grid.Lines.Count, grid.Columns.Count) <= LongestSide;
    }

    public (int First, int Count) Chunk(int chunk) => (chunk * _chunk, Math.Min(_chunk, _panels - (chunk * _chunk)));
}
