namespace MeanFieldDsl.Kernels;

/// <summary>How the work of a feature with two factors is cut. The cut depends on the shape alone, never on the number of threads.</summary>
internal readonly struct SeparableBlocking
{
    /// <summary>The panels whose factors stay in the cache while their sums are taken.</summary>
    public const int PanelsOfABlock = 8;

    private const int MostChunks = 16;

    // What may be kept of all particles between the passes; beyond it the factors are faster computed again than read from memory.
    private const int KeptBytes = 4 * 1024 * 1024;

    // Below this many multiply-adds a step is faster on one thread than the barrier of two.
    private const double WorkWorthAThread = 400_000;

    // A factor with its derivatives costs some tens of operations.
    private const int OperationsOfAFactor = 40;

    // Numbers of one array; larger problems go by the path for ridge functions, which keeps a block of rows only.
    private const long MostNumbers = 1 << 26;

    // A float sums no more of them.
    private const int LongestSide = 1024;
    private const int MostParticles = 1 << 18;

    private readonly int _panels;
    private readonly int _chunk;
    private readonly double _work;

    public SeparableBlocking(SeparableGrid grid, int particles, int width, long bytesOfAPanel)
    {
        _panels = (particles + width - 1) / width;
        Keeps = _panels * bytesOfAPanel <= KeptBytes;
        ChunkCount = Math.Clamp((_panels + PanelsOfABlock - 1) / PanelsOfABlock, 1, MostChunks);
        _chunk = (_panels + ChunkCount - 1) / ChunkCount;
        ChunkCount = (_panels + _chunk - 1) / _chunk;
        _work = particles * ((6.0 * grid.Lines.Count * grid.Columns.Count) + ((double)OperationsOfAFactor * (grid.Lines.Count + grid.Columns.Count)));
    }

    /// <summary>Whether the factors of all particles are kept between the passes; otherwise they are computed again.</summary>
    public bool Keeps { get; }

    public int ChunkCount { get; }

    public int SuggestedThreads => _work < WorkWorthAThread ? 1 : Math.Min(Environment.ProcessorCount, ChunkCount);

    /// <summary>The panels whose factors are held by some threads.</summary>
    public int Held(int threads) => Keeps ? _panels : threads * PanelsOfABlock;

    /// <summary>Whether the sums of all cells can be held.</summary>
    public static bool Fits(SeparableGrid grid, int particles, bool isSingle)
    {
        const int MostLanes = 16;
        return (long)grid.Lines.Padded * grid.Columns.Padded * MostLanes * MostChunks <= MostNumbers
            && Math.Max(grid.Lines.Count, grid.Columns.Count) <= LongestSide
            && (!isSingle || particles <= MostParticles);
    }

    public (int First, int Count) Chunk(int chunk) => (chunk * _chunk, Math.Min(_chunk, _panels - (chunk * _chunk)));
}
