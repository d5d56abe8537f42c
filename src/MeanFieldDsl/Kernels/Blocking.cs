namespace MeanFieldDsl.Kernels;

/// <summary>
/// How rows and particles are cut into chunks. The cut depends on the problem only, never on the number of threads,
/// so that sums have one order.
/// </summary>
internal readonly struct Blocking
{
    // Rows of a chunk stay in the second-level cache while all particles pass over them.
    private const int CacheDoubles = 48 * 1024;
    private const int LargestRowChunk = 1024;
    private const int LargestParticleChunk = 16;

    // Below this many multiply-adds a step is faster on one thread than the barrier of two.
    private const double WorkWorthAThread = 200_000;

    private readonly int _rows;
    private readonly int _particles;
    private readonly int _rowChunk;
    private readonly int _particleChunk;
    private readonly double _work;

    public Blocking(int paddedRows, int particles, int dimension, int columns)
    {
        _rows = paddedRows;
        _particles = particles;
        int fitting = CacheDoubles / Math.Max(1, columns) / PackedData.RowMultiple * PackedData.RowMultiple;
        _rowChunk = Math.Clamp(fitting, PackedData.RowMultiple, LargestRowChunk);

        // Enough chunks to balance several threads, whatever their number.
        _particleChunk = Math.Clamp(particles / 16, 1, LargestParticleChunk);
        _rowChunk = Math.Max(PackedData.RowMultiple, Math.Min(_rowChunk, RoundUp((paddedRows + 7) / 8)));
        _work = (double)paddedRows * particles * (dimension + 1) * 2;
    }

    public int RowChunks => (_rows + _rowChunk - 1) / _rowChunk;

    public int ParticleChunks => (_particles + _particleChunk - 1) / _particleChunk;

    public int SuggestedThreads => _work < WorkWorthAThread ? 1 : Math.Min(Environment.ProcessorCount, Math.Max(1, ParticleChunks));

    public (int First, int Count) RowChunk(int chunk) => (chunk * _rowChunk, Math.Min(_rowChunk, _rows - (chunk * _rowChunk)));

    public (int First, int Count) ParticleChunk(int chunk) =>
        (chunk * _particleChunk, Math.Min(_particleChunk, _particles - (chunk * _particleChunk)));

    private static int RoundUp(int rows) => (rows + PackedData.RowMultiple - 1) / PackedData.RowMultiple * PackedData.RowMultiple;
}
