namespace MeanFieldDsl.Kernels;

/// <summary>The data column by column: the elements of the inner product, then the numbers of the row.</summary>
internal sealed class ShortRows<TNumber> : IDisposable
    where TNumber : unmanaged
{
    private readonly AlignedBuffer<TNumber> _columns;
    private readonly int[] _sources;

    /// <param name="data">The data.</param>
    /// <param name="shape">What the feature reads of them.</param>
    /// <param name="multiple">What the rows are padded to, with copies of the last.</param>
    public ShortRows(PackedData data, RidgeShape shape, int multiple)
    {
        RealCount = data.RowCount;
        Count = checked(data.RowCount + multiple - 1) / multiple * multiple;
        _sources = [.. shape.Forms.SelectMany(static f => Enumerable.Range(f.Column, f.Length)), .. shape.Inputs];

        // Columns a power of two apart would share the places of the first-level cache.
        Stride = Count + (Count % 512 == 0 ? 8 : 0);
        _columns = new(checked(Stride * Math.Max(1, _sources.Length)));
        Pack(data);
    }

    /// <summary>Takes over all rows of the data, of which there are as many as before.</summary>
    public void Pack(PackedData data)
    {
        for (int chunk = 0; chunk < data.ChunkCount; chunk++)
        {
            (int first, int count) = data.Chunk(chunk);
            RowBlock rows = data.Rows(chunk);
            for (int r = 0; r < Math.Min(count, Count - first); r++)
            {
                for (int c = 0; c < _sources.Length; c++)
                {
                    _columns.Span[(c * Stride) + first + r] = Numbers.Of<TNumber>(rows.At(r, _sources[c]));
                }
            }
        }
    }

    /// <summary>The rows of the data.</summary>
    public int RealCount { get; }

    /// <summary>The rows with padding.</summary>
    public int Count { get; }

    /// <summary>The distance between columns.</summary>
    public int Stride { get; }

    /// <summary>The first column.</summary>
    public ref TNumber First => ref _columns.First;

    /// <summary>The bytes of native memory.</summary>
    public long Bytes => _columns.Bytes;

    public void Dispose() => _columns.Dispose();
}
