using System.Runtime.CompilerServices;

namespace MeanFieldDsl.Kernels;

/// <summary>
/// The data as the tiles read them: eight rows side by side, column after column. Behind the columns of the inner product stand one of
/// ones and the numbers of the row, so that one loop sums all of them backward.
/// </summary>
internal sealed class PatternRows<TNumber> : IDisposable
    where TNumber : unmanaged
{
    private readonly AlignedBuffer<TNumber> _numbers;
    private readonly int[] _form;
    private readonly int[] _inputs;

    public PatternRows(PackedData data, RidgeShape shape)
    {
        Count = (data.RowCount + Tiles.Rows - 1) / Tiles.Rows * Tiles.Rows;
        Length = shape.TotalLength;
        Columns = Length + 1 + shape.Inputs.Length;
        _numbers = new(checked(Count * Columns));
        _form = [.. shape.Forms.SelectMany(static f => Enumerable.Range(f.Column, f.Length))];
        _inputs = [.. shape.Inputs];
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
                Span<TNumber> target = _numbers.Span[(((first + r) / Tiles.Rows * Tiles.Rows * Columns) + ((first + r) % Tiles.Rows))..];
                for (int k = 0; k < Length; k++)
                {
                    target[k * Tiles.Rows] = Numbers.Of<TNumber>(rows.At(r, _form[k]));
                }

                target[Length * Tiles.Rows] = Numbers.Of<TNumber>(1);
                for (int i = 0; i < _inputs.Length; i++)
                {
                    target[(Length + 1 + i) * Tiles.Rows] = Numbers.Of<TNumber>(rows.At(r, _inputs[i]));
                }
            }
        }
    }

    /// <summary>The rows, padded to a multiple of <see cref="Tiles.Rows"/>.</summary>
    public int Count { get; }

    /// <summary>The elements of the inner product.</summary>
    public int Length { get; }

    /// <summary>Those, the column of ones and the numbers of the row.</summary>
    public int Columns { get; }

    /// <summary>The bytes of native memory.</summary>
    public long Bytes => _numbers.Bytes;

    /// <summary>Columns × Rows numbers for the eight rows from <paramref name="row"/> on.</summary>
    public ref TNumber At(int row) => ref Unsafe.Add(ref _numbers.First, (nint)row * Columns);

    public void Dispose() => _numbers.Dispose();
}
