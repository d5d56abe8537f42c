namespace MeanFieldDsl;

public sealed partial class DataSet
{
    /// <summary>Reads a text file of numbers separated by commas or another character.</summary>
    /// <param name="path">The file; UTF-8, or UTF-16 with a byte order mark.</param>
    /// <param name="options">How the file is laid out; by default the last column is the target.</param>
    /// <exception cref="DataException">The file cannot be read or is not such a table.</exception>
    /// <exception cref="ArgumentException">The options contradict each other.</exception>
    public static DataSet FromCsv(string path, CsvOptions? options = null)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(path);
        return DataFile.Open(path, stream =>
        {
            using StreamReader reader = new(stream);
            return CsvReader.Read(reader, options ?? new CsvOptions(), path);
        });
    }

    /// <summary>Reads text of numbers separated by commas or another character to its end.</summary>
    /// <param name="reader">The text; it is not disposed.</param>
    /// <param name="options">How the text is laid out; by default the last column is the target.</param>
    /// <exception cref="DataException">The text is not such a table.</exception>
    /// <exception cref="ArgumentException">The options contradict each other.</exception>
    public static DataSet FromCsv(TextReader reader, CsvOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(reader);
        return CsvReader.Read(reader, options ?? new CsvOptions(), null);
    }

    /// <summary>Reads inputs and targets from two NumPy <c>.npy</c> files.</summary>
    /// <param name="inputsPath">An n × p array, or n scalar inputs.</param>
    /// <param name="targetsPath">n targets, or an n × 1 array.</param>
    /// <remarks>
    /// Formats 1.0, 2.0 and 3.0, in C or Fortran order and either byte order, of real floating-point numbers of 2, 4
    /// or 8 bytes, integers of 1 to 8 bytes and booleans. Integers of 2⁵³ and beyond are refused, because a double
    /// does not hold them all.
    /// </remarks>
    /// <exception cref="DataException">A file cannot be read or is no such array, or the arrays do not fit.</exception>
    public static DataSet FromNpy(string inputsPath, string targetsPath)
    {
        NpyArray inputs = NpyReader.Read(inputsPath);
        NpyArray targets = NpyReader.Read(targetsPath);
        if (targets.Columns != 1)
        {
            throw new DataException(
                DataError.ShapeMismatch,
                $"The targets are a {targets.Rows} × {targets.Columns} array",
                "Save one target for each row: an array of shape (n,) or (n, 1).",
                targetsPath);
        }

        return Adopt(inputs.Values, inputs.Columns, targets.Values, null, inputsPath, targetsPath);
    }

    /// <summary>Reads inputs without targets, for prediction, from a NumPy <c>.npy</c> file.</summary>
    /// <param name="inputsPath">An n × p array, or n scalar inputs.</param>
    /// <exception cref="DataException">The file cannot be read or is no such array.</exception>
    public static DataSet FromNpy(string inputsPath)
    {
        NpyArray inputs = NpyReader.Read(inputsPath);
        return Adopt(inputs.Values, inputs.Columns, null, null, inputsPath);
    }
}
