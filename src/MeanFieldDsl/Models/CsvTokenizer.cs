namespace MeanFieldDsl;

/// <summary>
/// Divides text into records and cells by RFC 4180: quoted cells may hold delimiters, line ends and doubled quotes.
/// Line ends are LF, CR LF or CR. Memory is bounded by the longest record.
/// </summary>
internal sealed class CsvTokenizer(TextReader reader, char delimiter, string? path)
{
    // No number and no sensible name is longer; an unclosed quote in a large file is found early.
    private const int LongestCell = 1 << 16;

    private const int End = -1;

    private readonly char[] _buffer = new char[1 << 14];
    private readonly List<Range> _cells = [];
    private char[] _text = new char[1 << 10];
    private int _length;
    private int _position;
    private int _filled;
    private bool _started;
    private long _nextLine;

    /// <summary>The line, from 0, at which the current record starts.</summary>
    public long Line { get; private set; }

    public int CellCount => _cells.Count;

    /// <summary>Whether the text ends with the current record, without a line end.</summary>
    public bool EndsText { get; private set; }

    public bool IsBlank => _cells.Count == 1 && Cell(0).IsWhiteSpace();

    public ReadOnlySpan<char> Cell(int index) => _text.AsSpan(_cells[index]);

    /// <summary>Passes over one line whatever it holds; false at the end of the text.</summary>
    public bool SkipLine()
    {
        if (Peek() == End)
        {
            return false;
        }

        while (Next() is not ('\n' or End))
        {
        }

        return true;
    }

    /// <summary>Reads the next record; false at the end of the text.</summary>
    public bool Read()
    {
        _length = 0;
        _cells.Clear();
        Line = _nextLine;
        if (Peek() == End)
        {
            return false;
        }

        int end;
        do
        {
            end = ReadCell();
        }
        while (end == delimiter);
        EndsText = end == End;
        return true;
    }

    private int ReadCell()
    {
        int start = _length;
        int next = Next();
        if (next == '"')
        {
            next = ReadQuoted(start);
            if (!IsEnd(next))
            {
                throw new DataException(
                    DataError.Malformed,
                    $"{CsvReader.Quote([(char)next])} follows the closing quote of a cell",
                    "Put a delimiter after the quote, and double a quote that belongs to the text.",
                    path,
                    column: _cells.Count,
                    line: Line);
            }
        }
        else
        {
            while (!IsEnd(next))
            {
                Append((char)next, start);
                next = Next();
            }
        }

        _cells.Add(start.._length);
        return next;
    }

    /// <summary>Reads up to the closing quote; returns the character after it.</summary>
    private int ReadQuoted(int start)
    {
        while (true)
        {
            int next = Next();
            if (next == End)
            {
                throw new DataException(
                    DataError.Truncated,
                    "The text ends within a quoted cell",
                    "Close the quote, or fetch the file again if it is incomplete.",
                    path,
                    column: _cells.Count,
                    line: Line);
            }

            if (next == '"')
            {
                next = Next();
                if (next != '"')
                {
                    return next;
                }
            }

            Append((char)next, start);
        }
    }

    private bool IsEnd(int character) => character is '\n' or End || character == delimiter;

    private void Append(char character, int start)
    {
        if (_length - start == LongestCell || _length == Array.MaxLength / 2)
        {
            throw new DataException(
                DataError.Malformed,
                $"A cell is longer than {LongestCell} characters, or a line than {Array.MaxLength / 2}",
                "Check the delimiter, the quotes and that this is a text file.",
                path,
                column: _cells.Count,
                line: Line);
        }

        if (_length == _text.Length)
        {
            Array.Resize(ref _text, 2 * _length);
        }

        _text[_length++] = character;
    }

    private int Next()
    {
        int next = Peek();
        if (next == End)
        {
            return End;
        }

        _position++;
        if (next == '\r')
        {
            if (Peek() == '\n')
            {
                _position++;
            }

            next = '\n';
        }

        if (next == '\n')
        {
            _nextLine++;
        }

        return next;
    }

    private int Peek()
    {
        if (_position == _filled)
        {
            _filled = reader.Read(_buffer, 0, _buffer.Length);
            _position = 0;
            if (_filled > 0 && !_started)
            {
                // A text reader over a string keeps a byte order mark that a file reader removes.
                _started = true;
                if (_buffer[0] == '\uFEFF')
                {
                    _position = 1;
                    return Peek();
                }
            }
        }

        return _filled == 0 ? End : _buffer[_position];
    }
}
