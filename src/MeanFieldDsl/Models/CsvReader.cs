using System.Collections.ObjectModel;
using System.Globalization;

namespace MeanFieldDsl;

/// <summary>Reads a table of numbers from text.</summary>
internal sealed class CsvReader
{
    private readonly CsvTokenizer _tokens;
    private readonly string? _path;
    private readonly int _columns;
    private readonly int _target;
    private readonly ReadOnlyCollection<string>? _names;
    private readonly List<double> _inputs = [];
    private readonly List<double> _targets = [];
    private long _row;

    private CsvReader(CsvTokenizer tokens, CsvOptions options, string? path)
    {
        _tokens = tokens;
        _path = path;
        _columns = tokens.CellCount;
        string[]? names = options.HasHeader ?? (options.TargetName is not null || LooksLikeHeader()) ? ReadNames() : null;
        _target = options.InputsOnly ? -1 : FindTarget(options, names);
        if (names is not null)
        {
            _names = Array.AsReadOnly([.. names.Where((_, column) => column != _target)]);
        }
    }

    public static DataSet Read(TextReader text, CsvOptions options, string? path)
    {
        options.Check();
        CsvTokenizer tokens = new(text, options.Delimiter, path);
        for (int line = 0; line < options.SkipLines; line++)
        {
            if (!tokens.SkipLine())
            {
                throw new DataException(
                    DataError.Empty,
                    $"The text has {line} lines and {options.SkipLines} are to be skipped",
                    "Lower SkipLines.",
                    path);
            }
        }

        if (!tokens.Read())
        {
            throw new DataException(DataError.Empty, "The data have no rows", "Give at least one row.", path);
        }

        return new CsvReader(tokens, options, path).ReadRows();
    }

    /// <summary>A value as it can stand in a message: short and printable.</summary>
    public static string Quote(ReadOnlySpan<char> text)
    {
        const int Longest = 40;
        Span<char> shown = stackalloc char[Math.Min(text.Length, Longest)];
        text[..shown.Length].CopyTo(shown);
        foreach (ref char character in shown)
        {
            if (char.IsControl(character) || char.IsSurrogate(character))
            {
                character = '\uFFFD';
            }
        }

        return text.Length > Longest ? $"'{shown}…'" : $"'{shown}'";
    }

    private static bool TryParse(ReadOnlySpan<char> cell, out double value)
    {
        // The framework passes over zero characters at the end of a number; here they are damage.
        value = 0;
        return !cell.Contains('\0') && double.TryParse(cell, NumberStyles.Float, CultureInfo.InvariantCulture, out value);
    }

    private static bool IsMissing(ReadOnlySpan<char> cell)
    {
        ReadOnlySpan<string> markers = ["?", "na", "n/a", "nan", "null", "none"];
        foreach (string marker in markers)
        {
            if (cell.Equals(marker, StringComparison.OrdinalIgnoreCase))
            {
                return true;
            }
        }

        return cell.IsEmpty;
    }

    private DataSet ReadRows()
    {
        long? blank = null;
        bool more = _names is null || _tokens.Read();
        while (more)
        {
            if (_tokens.IsBlank)
            {
                blank ??= _tokens.Line;
            }
            else if (blank is long line)
            {
                throw new DataException(
                    DataError.Malformed,
                    "A blank line stands before further rows",
                    "Remove it; blank lines may only end the file.",
                    _path,
                    line: line);
            }
            else
            {
                ReadRow();
            }

            more = _tokens.Read();
        }

        if (_row == 0)
        {
            throw new DataException(DataError.Empty, "The data have no rows", "Give at least one row.", _path);
        }

        int inputs = _columns - (_target >= 0 ? 1 : 0);
        return DataSet.Adopt([.. _inputs], inputs, _target >= 0 ? [.. _targets] : null, _names, _path, _path);
    }

    private void ReadRow()
    {
        if (_tokens.CellCount != _columns)
        {
            throw WrongCellCount();
        }

        _ = DataSet.CheckedSize(_row + 1, _columns, _path);
        for (int column = 0; column < _columns; column++)
        {
            (column == _target ? _targets : _inputs).Add(ParseCell(column));
        }

        _row++;
    }

    private double ParseCell(int column)
    {
        ReadOnlySpan<char> cell = _tokens.Cell(column).Trim();
        if (TryParse(cell, out double value) && double.IsFinite(value))
        {
            return value;
        }

        if (cell.IsEmpty && column == _columns - 1 && _tokens.EndsText)
        {
            throw Fail(DataError.Truncated, "The text ends before the last cell", "Fetch the file again if it is incomplete.", column);
        }

        if (IsMissing(cell))
        {
            throw Fail(
                DataError.MissingValue,
                cell.IsEmpty ? "A cell is empty" : $"{Quote(cell)} stands for a missing value",
                "Remove the row or fill in a number.",
                column);
        }

        if (TryParse(cell, out value))
        {
            throw Fail(DataError.NotFinite, $"{Quote(cell)} is not finite as a double", "Remove the row or replace the value.", column);
        }

        string remedy = cell.Contains(',')
            ? "Write decimals with a point and no thousands separators."
            : "Encode it as a number, remove the column, or check the delimiter and SkipLines.";
        throw Fail(DataError.NotANumber, $"{Quote(cell)} is not a number", remedy, column);
    }

    private DataException WrongCellCount()
    {
        int count = _tokens.CellCount;
        return count < _columns && _tokens.EndsText
            ? Fail(
                DataError.Truncated,
                $"The text ends after {count} of {_columns} cells",
                "Fetch the file again if it is incomplete.",
                count)
            : Fail(
                DataError.ShapeMismatch,
                $"The line has {count} cells and the first one has {_columns}",
                "Give every row the same number of cells; pass over lines that are no data with SkipLines.",
                Math.Min(count, _columns));
    }

    private DataException Fail(DataError kind, string problem, string remedy, int column) =>
        new(kind, problem, remedy, _path, _row, column, _tokens.Line);

    private bool LooksLikeHeader()
    {
        for (int column = 0; column < _columns; column++)
        {
            ReadOnlySpan<char> cell = _tokens.Cell(column).Trim();
            if (!IsMissing(cell) && !TryParse(cell, out _))
            {
                return true;
            }
        }

        return false;
    }

    private string[] ReadNames()
    {
        string[] names = new string[_columns];
        for (int column = 0; column < _columns; column++)
        {
            names[column] = _tokens.Cell(column).Trim().ToString();
        }

        return names;
    }

    private int FindTarget(CsvOptions options, string[]? names)
    {
        if (options.TargetName is not null)
        {
            int found = Array.IndexOf(names!, options.TargetName);
            if (found < 0 || Array.LastIndexOf(names!, options.TargetName) != found)
            {
                string shown = string.Join(", ", names!.Take(8).Select(name => Quote(name))) + (names!.Length > 8 ? ", …" : string.Empty);
                throw new DataException(
                    DataError.ColumnNotFound,
                    $"{(found < 0 ? "No column has" : "More than one column has")} the name '{options.TargetName}'; the names are {shown}",
                    "Name one of the columns as it is written, or use TargetColumn.",
                    _path,
                    line: _tokens.Line);
            }

            return found;
        }

        int column = options.TargetColumn < 0 ? _columns + options.TargetColumn : options.TargetColumn;
        return column >= 0 && column < _columns
            ? column
            : throw new DataException(
                DataError.ColumnNotFound,
                $"The target column {options.TargetColumn} does not exist in a table of {_columns} columns",
                $"Use {-_columns} to {_columns - 1}, or check the delimiter.",
                _path,
                line: _tokens.Line);
    }
}
