namespace MeanFieldDsl.Kernels;

/// <summary>The cells of a grid: which one each row lies in, and the cotangents by cells as the tiles read them.</summary>
internal sealed class SeparableCells<TNumber> : IDisposable
    where TNumber : unmanaged
{
    private readonly int[] _cells;
    private readonly int[] _places;
    private readonly int[] _transposed;
    private readonly double[] _factors;
    private readonly bool _areShared;
    private readonly AlignedBuffer<TNumber> _ofLines;
    private readonly AlignedBuffer<TNumber> _ofColumns;

    public SeparableCells(SeparableGrid grid)
    {
        int lines = grid.Lines.Count, columns = grid.Columns.Count;
        _factors = grid.Factors;
        _cells = [.. grid.Line.Zip(grid.Column, (l, c) => (l * grid.Columns.Padded) + c)];
        _places = [.. grid.Line.Zip(grid.Column, (l, c) => Place(l, c, columns))];
        _transposed = [.. grid.Line.Zip(grid.Column, (l, c) => Place(c, l, lines))];
        _areShared = _cells.Distinct().Count() < _cells.Length;
        _ofLines = new(checked(grid.Lines.Padded * columns));
        _ofColumns = new(checked(grid.Columns.Padded * lines));
    }

    /// <summary>The cotangents, eight lines side by side, column after column.</summary>
    public ref TNumber OfLines => ref _ofLines.First;

    /// <summary>The cotangents, eight columns side by side, line after line.</summary>
    public ref TNumber OfColumns => ref _ofColumns.First;

    /// <summary>The bytes of native memory.</summary>
    public long Bytes => _ofLines.Bytes + _ofColumns.Bytes;

    /// <summary>Where the cell of a row stands, line after line of padded columns.</summary>
    public int Cell(int row) => _cells[row];

    /// <summary>What the product of a row's factors is to be multiplied with.</summary>
    public double Factor(int row) => _factors[row];

    /// <summary>Brings the cotangents of the rows to their cells; those of cells without rows stay 0.</summary>
    public void Scatter(ReadOnlySpan<double> cotangents)
    {
        Span<TNumber> ofLines = _ofLines.Span, ofColumns = _ofColumns.Span;
        if (_areShared)
        {
            ofLines.Clear();
        }

        for (int r = 0; r < _cells.Length; r++)
        {
            double value = cotangents[r] * _factors[r];
            if (_areShared)
            {
                value += Numbers.ToDouble(ofLines[_places[r]]);
            }

            TNumber number = Numbers.Of<TNumber>(value);
            ofLines[_places[r]] = number;
            ofColumns[_transposed[r]] = number;
        }
    }

    public void Dispose()
    {
        _ofLines.Dispose();
        _ofColumns.Dispose();
    }

    private static int Place(int row, int term, int terms) => (((row / Tiles.Rows * terms) + term) * Tiles.Rows) + (row % Tiles.Rows);
}
