namespace MeanFieldDsl.Kernels;

/// <summary>How the rows of the data lie on a grid of lines and columns; a cell may have several rows, or none.</summary>
internal sealed class SeparableGrid
{
    // A grid with more cells than this for a row is too empty.
    private const int MostCellsForARow = 4;

    // Lines and columns cost an evaluation of their factor each.
    private const int FewestRowsForASide = 2;

    private SeparableGrid(SeparableAxis lines, SeparableAxis columns, int[] line, int[] column, double[] factors)
    {
        Lines = lines;
        Columns = columns;
        Line = line;
        Column = column;
        Factors = factors;
    }

    public SeparableAxis Lines { get; }

    public SeparableAxis Columns { get; }

    /// <summary>The line of each row.</summary>
    public int[] Line { get; }

    /// <summary>The column of each row.</summary>
    public int[] Column { get; }

    /// <summary>For each row what the product of its two factors is to be multiplied with.</summary>
    public double[] Factors { get; }

    /// <summary>Looks whether the rows lie on a grid that pays; null where they do not.</summary>
    public static SeparableGrid? Find(PackedData data, SeparableShape shape, bool isSingle)
    {
        SeparableGrid? grid = shape.ColumnColumns.Length > 0 ? FindProduct(data, shape) : FindLine(data, shape, isSingle);
        return grid is not null && (grid.Lines.Count + grid.Columns.Count) * FewestRowsForASide <= data.RowCount
            && (long)grid.Lines.Padded * grid.Columns.Padded <= (long)MostCellsForARow * data.RowCount
            ? grid
            : null;
    }

    private static SeparableGrid? FindProduct(PackedData data, SeparableShape shape)
    {
        int[] line = new int[data.RowCount], column = new int[data.RowCount];
        return Identify(data, shape.LineColumns, line) is { } lines && Identify(data, shape.ColumnColumns, column) is { } columns
            ? new(SeparableAxis.Of(data, shape.Lines, lines), SeparableAxis.Of(data, shape.Columns, columns), line, column, Ones(data.RowCount))
            : null;
    }

    // Numbers the different values of some columns; gives the first row of each, null where there are too many.
    private static List<int>? Identify(PackedData data, int[] columns, int[] ids)
    {
        List<int> firstRows = [];
        for (int k = 0; k < columns.Length; k++)
        {
            double[] values = data.Column(columns[k]);
            Dictionary<(int, long), int> known = [];
            firstRows.Clear();
            for (int r = 0; r < ids.Length; r++)
            {
                (int, long) key = (ids[r], BitConverter.DoubleToInt64Bits(values[r]));
                if (!known.TryGetValue(key, out int id))
                {
                    id = known.Count;
                    known.Add(key, id);
                    firstRows.Add(r);
                    if (id * FewestRowsForASide > ids.Length)
                    {
                        return null;
                    }
                }

                ids[r] = id;
            }
        }

        return firstRows;
    }

    // Lines of equidistant rows, along which an exponential splits.
    private static SeparableGrid? FindLine(PackedData data, SeparableShape shape, bool isSingle)
    {
        double[] x = data.Column(shape.LineColumns[0]);
        if (x.Length < SeparableSplit.FewestRows)
        {
            return null;
        }

        double step = (x[^1] - x[0]) / (x.Length - 1), rounding = 4 * 2.220446049250313e-16 * x.Max(Math.Abs);
        for (int r = 0; r < x.Length; r++)
        {
            // False with NaN too.
            if (!(Math.Abs(x[r] - x[0] - (r * step)) <= rounding))
            {
                return null;
            }
        }

        if (SeparableSplit.Of(x[0], step, x.Length, shape.Curvature, isSingle) is not { } split)
        {
            return null;
        }

        double[] factors = new double[x.Length];
        for (int r = 0; r < x.Length; r++)
        {
            factors[r] = split.Factor(r / split.Columns, r % split.Columns);
        }

        return new(
            new([[.. Enumerable.Range(0, split.Lines).Select(split.Middle)]], [], split.Lines),
            new([[.. Enumerable.Range(0, split.Columns).Select(split.Offset)], Same(split.Centre, split.Columns), Same(split.Limit, split.Columns)], [], split.Columns),
            [.. Enumerable.Range(0, x.Length).Select(r => r / split.Columns)],
            [.. Enumerable.Range(0, x.Length).Select(r => r % split.Columns)],
            factors);
    }

    private static double[] Ones(int count) => Same(1, count);

    private static double[] Same(double value, int count)
    {
        double[] all = new double[count];
        Array.Fill(all, value);
        return all;
    }
}
