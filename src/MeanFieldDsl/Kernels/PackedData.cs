namespace MeanFieldDsl.Kernels;

/// <summary>
/// A data set stored for SIMD lanes over rows: chunk by chunk, and by columns within a chunk, so that a chunk is one
/// piece of memory that fits the first-level cache while all particles pass over it. The rows are padded to a multiple
/// of <see cref="RowMultiple"/> with copies of the last row, whose weight is zero: a padded row computes finite numbers
/// and contributes nothing.
/// </summary>
internal sealed class PackedData : IDisposable
{
    /// <summary>A multiple of the lanes of every SIMD width.</summary>
    public const int RowMultiple = 32;

    private const int ChunkDoubles = 3 * 1024;
    private const int LargestChunk = 1024;

    // Enough chunks to balance several threads, whatever their number.
    private const int WantedChunks = 8;

    private readonly AlignedBuffer<double> _inputs;
    private readonly AlignedBuffer<double> _targets;
    private readonly AlignedBuffer<double> _weights;
    private readonly int _chunkRows;
    private readonly int _columns;

    public PackedData(DataSet data)
        : this(data.RowCount, data.InputCount)
    {
        Pack(data.Inputs);
        for (int r = 0; data.HasTargets && r < PaddedRows; r++)
        {
            _targets.Span[r] = data.Targets[Math.Min(r, RowCount - 1)];
        }
    }

    /// <summary>Makes room for rows whose targets are 0.</summary>
    /// <param name="rows">The number of rows, at least 1.</param>
    /// <param name="columns">The number of inputs.</param>
    public PackedData(int rows, int columns)
    {
        RowCount = rows;
        PaddedRows = RoundUp(rows);
        _columns = columns;
        int fitting = ChunkDoubles / columns / RowMultiple * RowMultiple;
        _chunkRows = Math.Clamp(Math.Min(fitting, RoundUp((PaddedRows + WantedChunks - 1) / WantedChunks)), RowMultiple, LargestChunk);
        _inputs = new(checked(PaddedRows * columns));
        _targets = new(PaddedRows);
        _weights = new(PaddedRows);
        _weights.Span[..rows].Fill(1.0 / rows);
    }

    public int RowCount { get; }

    public int PaddedRows { get; }

    public int ChunkCount => (PaddedRows + _chunkRows - 1) / _chunkRows;

    /// <summary>The bytes of native memory.</summary>
    public long Bytes => _inputs.Bytes + _targets.Bytes + _weights.Bytes;

    public ReadOnlySpan<double> Targets => _targets.Span;

    /// <summary>1/n for rows of the data, 0 for padding.</summary>
    public ReadOnlySpan<double> Weights => _weights.Span;

    /// <summary>The rows of a chunk.</summary>
    public (int First, int Count) Chunk(int chunk) => (chunk * _chunkRows, Math.Min(_chunkRows, PaddedRows - (chunk * _chunkRows)));

    /// <summary>The inputs of a chunk.</summary>
    public RowBlock Rows(int chunk)
    {
        (int first, int count) = Chunk(chunk);
        return new(in _inputs.Span[first * _columns], count, count);
    }

    public void Dispose()
    {
        _inputs.Dispose();
        _targets.Dispose();
        _weights.Dispose();
    }

    /// <summary>Stores the inputs of all rows.</summary>
    /// <param name="inputs">As many numbers as there are rows and columns, row by row.</param>
    public void Pack(ReadOnlySpan<double> inputs)
    {
        for (int chunk = 0; chunk < ChunkCount; chunk++)
        {
            (int first, int count) = Chunk(chunk);
            Span<double> block = _inputs.Span.Slice(first * _columns, count * _columns);
            for (int r = 0; r < count; r++)
            {
                int source = Math.Min(first + r, RowCount - 1) * _columns;
                for (int c = 0; c < _columns; c++)
                {
                    block[(c * count) + r] = inputs[source + c];
                }
            }
        }
    }

    private static int RoundUp(int rows) => checked(rows + RowMultiple - 1) / RowMultiple * RowMultiple;
}
