namespace MeanFieldDsl;

/// <summary>
/// Writes the history of a flow for other programs. The columns are <c>iteration</c> and <c>evaluations</c> (counts), <c>objective</c>
/// (F_m), <c>residual</c> (units of F per unit of θ), <c>step</c> and <c>flow_time</c> (flow time) and <c>elapsed_seconds</c> (wall clock).
/// </summary>
public static class FlowExport
{
    /// <summary>
    /// Writes a text file, which is replaced if it exists: a line of names, then one line for each line of the history, numbers separated by
    /// commas with a decimal point whatever the culture. They read back to the same bits; what is not finite is NaN, Infinity or -Infinity.
    /// </summary>
    /// <param name="history">The history of a result; that of an empty one is the line of names.</param>
    /// <param name="path">The file, best with the extension <c>.csv</c>.</param>
    /// <exception cref="ArgumentNullException"><paramref name="history"/> is null.</exception>
    /// <exception cref="ArgumentException">The path is empty.</exception>
    /// <exception cref="IOException">The file cannot be written.</exception>
    /// <exception cref="UnauthorizedAccessException">The file may not be written.</exception>
    public static void SaveCsv(this IReadOnlyList<FlowReport> history, string path)
    {
        ArgumentNullException.ThrowIfNull(history);
        ArgumentException.ThrowIfNullOrWhiteSpace(path);
        CsvWriter.Write(path, [.. FlowColumn.All.Select(static column => column.Name)], history.Count, (row, column) => FlowColumn.All[column].Cell(history[row]));
    }

    /// <summary>
    /// Writes a NumPy <c>.npz</c> archive, which is replaced if it exists: one array for each column, as long as the history, counts as int64
    /// and the others as float64.
    /// </summary>
    /// <param name="history">The history of a result.</param>
    /// <param name="path">The file, best with the extension <c>.npz</c>.</param>
    /// <exception cref="ArgumentNullException"><paramref name="history"/> is null.</exception>
    /// <exception cref="ArgumentException">The path is empty.</exception>
    /// <exception cref="IOException">The file cannot be written.</exception>
    /// <exception cref="UnauthorizedAccessException">The file may not be written.</exception>
    public static void SaveNpz(this IReadOnlyList<FlowReport> history, string path)
    {
        ArgumentNullException.ThrowIfNull(history);
        ArgumentException.ThrowIfNullOrWhiteSpace(path);
        NpzArchiveWriter.Save(path, archive =>
        {
            foreach (FlowColumn column in FlowColumn.All)
            {
                _ = archive.Write(column.Name, column.ToArray(history));
            }
        });
    }
}
