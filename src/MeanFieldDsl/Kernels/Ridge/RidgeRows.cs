using System.Runtime.CompilerServices;

namespace MeanFieldDsl.Kernels;

/// <summary>
/// The data as the tiles read them. Forward: eight rows side by side, element after element. Backward: block by block of
/// rows, and within a block by groups of columns, each group row after row.
/// </summary>
internal sealed class RidgeRows<TNumber> : IDisposable
    where TNumber : unmanaged
{
    private readonly AlignedBuffer<TNumber> _forward;
    private readonly AlignedBuffer<TNumber> _backward;
    private readonly AlignedBuffer<TNumber> _inputs;
    private readonly AlignedBuffer<int> _indices;
    private readonly RidgeShape _shape;
    private readonly int[] _columns;

    /// <param name="data">The data.</param>
    /// <param name="shape">What the feature reads of them.</param>
    /// <param name="blockRows">The rows of a block, a multiple of <see cref="Tiles.Rows"/>.</param>
    /// <param name="tileHeight">The most columns of a group.</param>
    public RidgeRows(PackedData data, RidgeShape shape, int blockRows, int tileHeight)
    {
        Count = (data.RowCount + Tiles.Rows - 1) / Tiles.Rows * Tiles.Rows;
        BlockRows = blockRows;
        Length = shape.TotalLength;
        Groups = [.. shape.Forms.SelectMany((f, q) => Cut(q, f, shape.Forms.Take(q).Sum(static before => before.Length), tileHeight))];
        _forward = new(checked(Count * Length));
        _backward = new(checked(Count * Groups.Length * Tiles.Rows));
        _inputs = new(checked(Count * shape.Inputs.Length));
        _indices = new(checked(Count * shape.Selections.Length));
        _shape = shape;
        _columns = [.. shape.Forms.SelectMany(static f => Enumerable.Range(f.Column, f.Length))];
        Pack(data);
    }

    /// <summary>The rows, padded to a multiple of <see cref="Tiles.Rows"/>.</summary>
    public int Count { get; }

    public int BlockRows { get; }

    public int BlockCount => (Count + BlockRows - 1) / BlockRows;

    /// <summary>The elements of all inner products.</summary>
    public int Length { get; }

    /// <summary>The tiles of the backward product: form, first element among all forms, columns.</summary>
    public (int Form, int First, int Columns)[] Groups { get; }

    public (int First, int Count) Block(int block) => (block * BlockRows, Math.Min(BlockRows, Count - (block * BlockRows)));

    /// <summary>Length × Rows numbers for the eight rows from <paramref name="row"/> on.</summary>
    public ref TNumber Forward(int row) => ref Unsafe.Add(ref _forward.First, (nint)row * Length);

    /// <summary>For each group, rows × Rows numbers, of which the group's columns are used.</summary>
    public ReadOnlySpan<TNumber> Backward(int block)
    {
        (int first, int count) = Block(block);
        int width = Groups.Length * Tiles.Rows;
        return _backward.Span.Slice(first * width, count * width);
    }

    /// <summary>Input by input, the numbers of all rows.</summary>
    public ref TNumber Inputs => ref _inputs.First;

    /// <summary>Selection by selection, for all rows the place of the element among all that may be selected.</summary>
    public ref int Indices => ref _indices.First;

    /// <summary>The bytes of native memory.</summary>
    public long Bytes => _forward.Bytes + _backward.Bytes + _inputs.Bytes + _indices.Bytes;

    public void Dispose()
    {
        _forward.Dispose();
        _backward.Dispose();
        _inputs.Dispose();
        _indices.Dispose();
    }

    // Groups of nearly equal size waste the fewest lanes of the last.
    private static IEnumerable<(int Form, int First, int Columns)> Cut(int form, RidgeForm f, int start, int height)
    {
        int groups = (f.Length + height - 1) / height;
        for (int g = 0, at = 0; g < groups; g++)
        {
            int columns = (f.Length - at + groups - g - 1) / (groups - g);
            yield return (form, start + at, columns);
            at += columns;
        }
    }

    /// <summary>Takes over all rows of the data, of which there are as many as before.</summary>
    public void Pack(PackedData data)
    {
        RidgeShape shape = _shape;
        for (int chunk = 0; chunk < data.ChunkCount; chunk++)
        {
            (int first, int count) = data.Chunk(chunk);
            RowBlock rows = data.Rows(chunk);
            for (int r = 0; r < Math.Min(count, Count - first); r++)
            {
                PackRow(rows, r, first + r, _columns);
                for (int s = 0, start = 0; s < shape.Selections.Length; start += shape.Selections[s++].Length)
                {
                    _indices.Span[(s * Count) + first + r] = start + (int)rows.At(r, shape.Selections[s].Column);
                }

                for (int i = 0; i < shape.Inputs.Length; i++)
                {
                    _inputs.Span[(i * Count) + first + r] = Numbers.Of<TNumber>(rows.At(r, shape.Inputs[i]));
                }
            }
        }
    }

    private void PackRow(RowBlock rows, int at, int row, int[] columns)
    {
        Span<TNumber> forward = _forward.Span[(row / Tiles.Rows * Tiles.Rows * Length)..];
        for (int k = 0; k < columns.Length; k++)
        {
            forward[(k * Tiles.Rows) + (row % Tiles.Rows)] = Numbers.Of<TNumber>(rows.At(at, columns[k]));
        }

        int block = row / BlockRows;
        (int first, int count) = Block(block);
        Span<TNumber> backward = _backward.Span[(first * Groups.Length * Tiles.Rows)..];
        for (int g = 0; g < Groups.Length; g++)
        {
            for (int k = 0; k < Groups[g].Columns; k++)
            {
                backward[(((g * count) + row - first) * Tiles.Rows) + k] = Numbers.Of<TNumber>(rows.At(at, columns[Groups[g].First + k]));
            }
        }
    }
}
