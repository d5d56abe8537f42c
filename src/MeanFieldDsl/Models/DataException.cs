using System.Globalization;
using System.Text;

namespace MeanFieldDsl;

/// <summary>
/// Data that cannot be used. The message names the value, its place and the remedy; in the message places are
/// counted from 1, as people and editors count, and the properties count from 0, as code does.
/// </summary>
public sealed class DataException : Exception
{
    /// <summary>Creates an exception of kind <see cref="DataError.Malformed"/>.</summary>
    public DataException()
        : this("The data cannot be used.")
    {
    }

    /// <summary>Creates an exception of kind <see cref="DataError.Malformed"/> with a finished message.</summary>
    /// <param name="message">The message, used as it stands.</param>
    public DataException(string message)
        : base(message)
    {
    }

    /// <summary>Creates an exception of kind <see cref="DataError.Malformed"/> with a finished message and its cause.</summary>
    /// <param name="message">The message, used as it stands.</param>
    /// <param name="innerException">The cause.</param>
    public DataException(string message, Exception innerException)
        : base(message, innerException)
    {
    }

    /// <summary>Creates an exception and composes its message: the file, the problem, its place, the remedy.</summary>
    /// <param name="kind">What is wrong.</param>
    /// <param name="problem">The value and what is wrong with it, without a final full stop.</param>
    /// <param name="remedy">What to change, as a full sentence.</param>
    /// <param name="filePath">The file, or <see langword="null"/> for data in memory.</param>
    /// <param name="row">The data row, from 0.</param>
    /// <param name="column">The column, from 0.</param>
    /// <param name="line">The line of a text file, from 0.</param>
    /// <param name="innerException">The cause, if another exception was.</param>
    public DataException(
        DataError kind,
        string problem,
        string remedy,
        string? filePath = null,
        long? row = null,
        int? column = null,
        long? line = null,
        Exception? innerException = null)
        : base(Compose(problem, remedy, filePath, row, column, line), innerException)
    {
        Kind = kind;
        Problem = problem;
        FilePath = filePath;
        Row = row;
        Column = column;
        Line = line;
    }

    /// <summary>What is wrong.</summary>
    public DataError Kind { get; }

    /// <summary>
    /// The file the data come from, followed by a slash and the array where that is part of an archive, or <see langword="null"/> for data in
    /// memory.
    /// </summary>
    public string? FilePath { get; }

    /// <summary>
    /// The data row, counted from 0 (the message counts from 1), or <see langword="null"/> when the problem is not
    /// about one row. Header and skipped lines of a text file are not rows.
    /// </summary>
    public long? Row { get; }

    /// <summary>
    /// The column, counted from 0 (the message counts from 1), or <see langword="null"/>. For a file it is the column
    /// of the file, the target included; for data in memory the input.
    /// </summary>
    public int? Column { get; }

    /// <summary>The line of a text file, counted from 0 (the message counts from 1), or <see langword="null"/>.</summary>
    public long? Line { get; }

    /// <summary>The part of the message that stands between the file and the remedy, without the place.</summary>
    internal string Problem { get; } = string.Empty;

    /// <summary>Writes a value so that it reads back to the same double, whatever the culture.</summary>
    internal static string Show(double value) => value.ToString("R", CultureInfo.InvariantCulture);

    private static string Compose(string problem, string remedy, string? filePath, long? row, int? column, long? line)
    {
        StringBuilder text = new(filePath is null ? problem : $"{filePath}: {problem}");
        string separator = " at ";
        Add("line", line);
        Add("row", row);
        Add("column", column);
        if (line is not null || row is not null || column is not null)
        {
            _ = text.Append(" (counted from 1)");
        }

        return text.Append(". ").Append(remedy).ToString();

        void Add(string name, long? index)
        {
            if (index is long value)
            {
                _ = text.Append(separator).Append(CultureInfo.InvariantCulture, $"{name} {value + 1}");
                separator = ", ";
            }
        }
    }
}
