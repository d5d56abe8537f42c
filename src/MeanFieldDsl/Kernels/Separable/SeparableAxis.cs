namespace MeanFieldDsl.Kernels;

/// <summary>The lines of a grid, or its columns: what their factor reads of them.</summary>
/// <param name="Inputs">For each number of the row, its values.</param>
/// <param name="Indices">For each selection, the place among all elements that may be selected; an empty array where the factor does not select.</param>
/// <param name="Count">How many there are.</param>
internal sealed record SeparableAxis(double[][] Inputs, int[][] Indices, int Count)
{
    /// <summary>The count, filled up for the tiles.</summary>
    public int Padded => (Count + Tiles.Rows - 1) / Tiles.Rows * Tiles.Rows;

    /// <summary>Reads some rows.</summary>
    public static SeparableAxis Of(PackedData data, RidgeShape shape, List<int> rows)
    {
        double[][] inputs = [.. shape.Inputs.Select(c => Pick(data.Column(c), rows))];
        List<int[]> indices = [];
        int start = 0;
        foreach (RidgeSelection selection in shape.Selections)
        {
            indices.Add([.. Pick(data.Column(selection.Column), rows).Select(i => start + (int)i)]);
            start += selection.Length;
        }

        return new(inputs, [.. indices], rows.Count);
    }

    private static double[] Pick(double[] values, List<int> rows) => [.. rows.Select(r => values[r])];
}
