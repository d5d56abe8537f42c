using System.Text;

namespace MeanFieldDsl.Generators.Emit;

/// <summary>Indented text with '\n' line ends.</summary>
internal sealed class SourceWriter
{
    private readonly StringBuilder _text = new();
    private int _indent;

    public SourceWriter Line(string line = "")
    {
        if (line.Length > 0)
        {
            _ = _text.Append(' ', 4 * _indent).Append(line);
        }

        _ = _text.Append('\n');
        return this;
    }

    public SourceWriter Open(string? head = null)
    {
        if (head is not null)
        {
            _ = Line(head);
        }

        _ = Line("{");
        _indent++;
        return this;
    }

    public SourceWriter Close(string tail = "}")
    {
        _indent--;
        return Line(tail);
    }

    public override string ToString() => _text.ToString();
}
