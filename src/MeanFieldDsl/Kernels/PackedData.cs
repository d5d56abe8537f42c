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
    private readonly bool _isView;

    public PackedData(DataSet data)
        : this(data.RowCount, data.InputCount) => Load(data.Inputs, data.HasTargets ? data.Targets : default);

    /// <summary>Room for rows that are loaded batch by batch; all numbers are 0 until then.</summary>
    public static PackedData Stream(int rows, int columns) => new(rows, columns) { IsStream = true };

    private PackedData(int rows, int columns)
    {
        RowCount = rows;
        PaddedRows = RoundUp(rows);
        _columns = columns;
        int fitting = ChunkDoubles / _columns / RowMultiple * RowMultiple;
        _chunkRows = Math.Clamp(Math.Min(fitting, RoundUp((PaddedRows + WantedChunks - 1) / WantedChunks)), RowMultiple, LargestChunk);
        _inputs = new(checked(PaddedRows * _columns));
        _targets = new(PaddedRows);
        _weights = new(PaddedRows);
        for (int r = 0; r < rows; r++)
        {
            _weights.Span[r] = 1.0 / rows;
        }
    }

    // The same rows with other weights.
    private PackedData(PackedData source)
    {
        (RowCount, PaddedRows, _columns, _chunkRows, IsStream) = (source.RowCount, source.PaddedRows, source._columns, source._chunkRows, source.IsStream);
        (_inputs, _targets, _isView) = (source._inputs, source._targets, true);
        _weights = new(PaddedRows);
    }

    /// <summary>The same rows and targets, shared, with weights of their own, all 0 at first; it must not outlive this.</summary>
    public PackedData View() => new(this);

    /// <summary>The weights of a <see cref="View"/>, to be written; those of the padding stay 0.</summary>
    public Span<double> OwnWeights => _isView ? _weights.Span[..RowCount] : throw new InvalidOperationException("Only a view has weights of its own.");

    /// <summary>Whether the rows change, so that nothing may be concluded from those at hand.</summary>
    public bool IsStream { get; private init; }

    public int RowCount { get; }

    public int PaddedRows { get; }

    public int ChunkCount => (PaddedRows + _chunkRows - 1) / _chunkRows;

    /// <summary>The bytes of native memory.</summary>
    public long Bytes => _inputs.Bytes + _targets.Bytes + _weights.Bytes;

    public ReadOnlySpan<double> Targets => _targets.Span;

    /// <summary>1/n for rows of the data, 0 for padding.</summary>
    public ReadOnlySpan<double> Weights => _weights.Span;

    /// <summary>The largest absolute value of an input.</summary>
    public double LargestInput
    {
        get
        {
            double largest = 0;
            foreach (double value in _inputs.Span)
            {
                largest = Math.Max(largest, Math.Abs(value));
            }

            return largest;
        }
    }

    /// <summary>The rows of a chunk.</summary>
    public (int First, int Count) Chunk(int chunk) => (chunk * _chunkRows, Math.Min(_chunkRows, PaddedRows - (chunk * _chunkRows)));

    /// <summary>The inputs of a chunk.</summary>
    public RowBlock Rows(int chunk)
    {
        (int first, int count) = Chunk(chunk);
        return new(in _inputs.Span[first * _columns], count, count);
    }

    /// <summary>A copy of the numbers of a column, without the padding.</summary>
    public double[] Column(int column)
    {
        double[] numbers = new double[RowCount];
        for (int chunk = 0; chunk < ChunkCount; chunk++)
        {
            (int first, int count) = Chunk(chunk);
            RowBlock rows = Rows(chunk);
            for (int r = 0; r < count && first + r < numbers.Length; r++)
            {
                numbers[first + r] = rows.At(r, column);
            }
        }

        return numbers;
    }

    /// <summary>Copies one row out.</summary>
    public double CopyRow(int row, Span<double> inputs)
    {
        int chunk = row / _chunkRows;
        RowBlock rows = Rows(chunk);
        for (int c = 0; c < _columns; c++)
        {
            inputs[c] = rows.At(row - (chunk * _chunkRows), c);
        }

        return Targets[row];
    }

    /// <summary>Replaces all rows.</summary>
    /// <param name="inputs">n × p numbers, row-major.</param>
    /// <param name="targets">n numbers, or none.</param>
    public void Load(ReadOnlySpan<double> inputs, ReadOnlySpan<double> targets)
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

        for (int r = 0; r < PaddedRows; r++)
        {
            _targets.Span[r] = targets.IsEmpty ? 0 : targets[Math.Min(r, RowCount - 1)];
        }
    }

    public void Dispose()
    {
        if (!_isView)
        {
            _inputs.Dispose();
            _targets.Dispose();
        }

        _weights.Dispose();
    }

    private static int RoundUp(int rows) => checked(rows + RowMultiple - 1) / RowMultiple * RowMultiple;
}
