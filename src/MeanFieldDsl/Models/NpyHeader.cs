using System.Globalization;
using System.Text;

namespace MeanFieldDsl;

/// <summary>
/// The header of a <c>.npy</c> file, a Python dictionary with exactly the keys descr, fortran_order and shape; see
/// the documentation of <c>numpy.lib.format</c>.
/// </summary>
/// <param name="Descr">The element type, for example <c>&lt;f8</c>.</param>
/// <param name="FortranOrder">Whether the first index runs fastest.</param>
/// <param name="Shape">The dimensions, each at most 10¹⁸.</param>
internal sealed record NpyHeader(string Descr, bool FortranOrder, IReadOnlyList<long> Shape)
{
    /// <summary>Parses the text of a header strictly.</summary>
    public static NpyHeader Parse(ReadOnlySpan<byte> text, string path)
    {
        Parser parser = new(text, path);
        return parser.Parse();
    }

    private ref struct Parser(ReadOnlySpan<byte> text, string path)
    {
        private const int LongestNumber = 18;
        private const int LargestRank = 64;

        private readonly ReadOnlySpan<byte> _text = text;
        private int _position;

        public NpyHeader Parse()
        {
            string? descr = null;
            bool? fortran = null;
            List<long>? shape = null;
            Expect('{');
            while (!TryTake('}'))
            {
                string key = ReadText();
                Expect(':');
                switch (key)
                {
                    case "descr" when descr is null:
                        descr = ReadDescr();
                        break;
                    case "fortran_order" when fortran is null:
                        fortran = ReadBoolean();
                        break;
                    case "shape" when shape is null:
                        shape = ReadShape();
                        break;
                    default:
                        throw Fail($"the key {CsvReader.Quote(key)} is unknown or stands twice");
                }

                if (!TryTake(','))
                {
                    Expect('}');
                    break;
                }
            }

            SkipSpace();
            return _position == _text.Length && descr is not null && fortran is not null && shape is not null
                ? new NpyHeader(descr, fortran.Value, shape)
                : throw Fail("it lacks one of descr, fortran_order and shape, or text follows");
        }

        private void SkipSpace()
        {
            while (_position < _text.Length && _text[_position] is (byte)' ' or (byte)'\t' or (byte)'\n' or (byte)'\r')
            {
                _position++;
            }
        }

        private bool TryTake(char character)
        {
            SkipSpace();
            if (_position < _text.Length && _text[_position] == character)
            {
                _position++;
                return true;
            }

            return false;
        }

        private void Expect(char character)
        {
            if (!TryTake(character))
            {
                throw Fail($"'{character}' is expected");
            }
        }

        private string ReadText()
        {
            char quote = TryTake('\'') ? '\'' : '"';
            if (quote == '"')
            {
                Expect('"');
            }

            int length = _text[_position..].IndexOf((byte)quote);
            if (length < 0)
            {
                throw Fail("a quote is not closed");
            }

            string value = Encoding.Latin1.GetString(_text.Slice(_position, length));
            _position += length + 1;
            return value;
        }

        private string ReadDescr()
        {
            SkipSpace();
            return _position < _text.Length && _text[_position] == '['
                ? throw new DataException(
                    DataError.Unsupported, "The array has a structured type", "Save one plain array of numbers.", path)
                : ReadText();
        }

        private bool ReadBoolean()
        {
            SkipSpace();
            ReadOnlySpan<byte> rest = _text[_position..];
            bool value = rest.StartsWith("True"u8);
            if (!value && !rest.StartsWith("False"u8))
            {
                throw Fail("fortran_order is neither True nor False");
            }

            _position += value ? 4 : 5;
            return value;
        }

        private List<long> ReadShape()
        {
            List<long> shape = [];
            Expect('(');
            bool closed = TryTake(')');
            while (!closed)
            {
                shape.Add(ReadNumber());
                bool comma = TryTake(',');
                closed = TryTake(')');
                if ((!comma && (!closed || shape.Count == 1)) || shape.Count > LargestRank)
                {
                    // In Python (3) is a number and (3,) a tuple.
                    throw Fail("the shape is no tuple of dimensions");
                }
            }

            return shape;
        }

        private long ReadNumber()
        {
            SkipSpace();
            int start = _position;
            while (_position < _text.Length && char.IsAsciiDigit((char)_text[_position]))
            {
                _position++;
            }

            ReadOnlySpan<byte> digits = _text[start.._position];
            return digits.Length is > 0 and <= LongestNumber
                ? long.Parse(digits, NumberStyles.None, CultureInfo.InvariantCulture)
                : throw Fail($"a dimension is no whole number of 1 to {LongestNumber} digits");
        }

        private readonly DataException Fail(string problem) => new(
            DataError.Malformed,
            $"The .npy header cannot be read: {problem} (byte {_position} of the header)",
            "Save the array again with numpy.save.",
            path);
    }
}
