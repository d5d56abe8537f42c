namespace MeanFieldDsl.Kernels;

/// <summary>
/// A data set stored by columns for SIMD lanes over rows. The rows are padded to a multiple of
/// <see cref="RowMultiple"/> with copies of the last row, whose weight is zero: a padded row computes finite numbers
/// and contributes nothing.
/// </summary>
internal sealed class PackedData : IDisposable
{
    /// <summary>A multiple of the lanes of every SIMD width.</summary>
    public const int RowMultiple = 32;

    private readonly AlignedBuffer _columns;

    public PackedData(DataSet data)
    {
        RowCount = data.RowCount;
        PaddedRows = checked((data.RowCount + RowMultiple - 1) / RowMultiple * RowMultiple);
        ColumnCount = data.InputCount;
        _columns = new AlignedBuffer(checked(PaddedRows * (ColumnCount + 2)));
        Span<double> all = _columns.Span;
        ReadOnlySpan<double> inputs = data.Inputs;
        for (int c = 0; c < ColumnCount; c++)
        {
            Span<double> column = all.Slice(c * PaddedRows, PaddedRows);
            for (int r = 0; r < PaddedRows; r++)
            {
                column[r] = inputs[(Math.Min(r, RowCount - 1) * ColumnCount) + c];
            }
        }

        Span<double> targets = all.Slice(ColumnCount * PaddedRows, PaddedRows);
        Span<double> weights = all.Slice((ColumnCount + 1) * PaddedRows, PaddedRows);
        for (int r = 0; r < PaddedRows; r++)
        {
            targets[r] = !data.HasTargets ? 0 : data.Targets[Math.Min(r, RowCount - 1)];
            weights[r] = r < RowCount ? 1.0 / RowCount : 0;
        }
    }

    public int RowCount { get; }

    public int PaddedRows { get; }

    public int ColumnCount { get; }

    public ReadOnlySpan<double> Targets => _columns.Span.Slice(ColumnCount * PaddedRows, PaddedRows);

    /// <summary>1/n for rows of the data, 0 for padding.</summary>
    public ReadOnlySpan<double> Weights => _columns.Span.Slice((ColumnCount + 1) * PaddedRows, PaddedRows);

    public RowBlock Rows(int first, int count) => new(in _columns.Span[first], PaddedRows, count);

    public void Dispose() => _columns.Dispose();
}
