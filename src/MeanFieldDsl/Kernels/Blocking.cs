namespace MeanFieldDsl.Kernels;

/// <summary>
/// How particles are cut into chunks and how many threads the work is worth. The cut depends on the problem only,
/// never on the number of threads, so that sums have one order.
/// </summary>
internal readonly struct Blocking
{
    private const int LargestChunk = 16;

    // Below this many multiply-adds a step is faster on one thread than the barrier of two.
    private const double WorkWorthAThread = 200_000;

    private readonly int _particles;
    private readonly int _chunk;
    private readonly double _work;

    public Blocking(int paddedRows, int particles, int dimension)
    {
        _particles = particles;

        // Enough chunks to balance several threads, whatever their number.
        _chunk = Math.Clamp(particles / 16, 1, LargestChunk);
        _work = (double)paddedRows * particles * (dimension + 1) * 2;
    }

    public int ChunkCount => (_particles + _chunk - 1) / _chunk;

    public int SuggestedThreads => _work < WorkWorthAThread ? 1 : Math.Min(Environment.ProcessorCount, ChunkCount);

    public (int First, int Count) Chunk(int chunk) => (chunk * _chunk, Math.Min(_chunk, _particles - (chunk * _chunk)));
}
