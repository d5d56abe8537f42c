using System.Globalization;
using System.Text;

namespace MeanFieldDsl.Reporting;

/// <summary>Figures side by side under one heading.</summary>
public sealed class SvgPage
{
    private readonly SvgFigure[] _figures;

    /// <summary>Creates a page.</summary>
    /// <param name="title">The heading above all figures, or an empty text for none.</param>
    /// <param name="figures">The figures from left to right, at least one.</param>
    /// <exception cref="FigureException">There is no figure, or a figure has no series.</exception>
    public SvgPage(string title, params IEnumerable<SvgFigure> figures)
    {
        ArgumentNullException.ThrowIfNull(title);
        ArgumentNullException.ThrowIfNull(figures);
        Title = title;
        _figures = [.. figures];
        if (_figures.Length == 0)
        {
            throw new FigureException("The page has no figure; give at least one.");
        }

        foreach (SvgFigure figure in _figures)
        {
            if (figure.Series.Count == 0)
            {
                throw new FigureException($"Figure '{figure.Title}' has no series; add a line, dots or bars before it is drawn.");
            }
        }
    }

    /// <summary>The heading above all figures.</summary>
    public string Title { get; }

    /// <summary>The page as a complete SVG document.</summary>
    public string ToSvg() => Draw("xmlns=\"http://www.w3.org/2000/svg\" ");

    /// <summary>The page as an element inside HTML, which needs no name of a namespace.</summary>
    internal string ToElement() => Draw("");

    private string Draw(string space)
    {
        int heading = Title.Length == 0 ? 0 : 36;
        int width = _figures.Sum(f => f.Width);
        bool legendRow = _figures.Any(f => f.Series.Any(s => s.Label is not null));
        int height = heading + _figures.Max(f => f.Height);
        SvgText svg = new();
        svg.Line($"""<svg {space}width="{width}" height="{height}" viewBox="0 0 {width} {height}" font-family="Helvetica, Arial, sans-serif" font-size="12" fill="#222222" role="img">""");
        svg.Line($"<title>{SvgText.Escape(Title.Length == 0 ? _figures[0].Title : Title)}</title>");
        svg.Line($"""<rect width="{width}" height="{height}" fill="#ffffff"/>""");
        if (heading > 0)
        {
            svg.Text(width / 2.0, 26, Title, """text-anchor="middle" font-size="16" font-weight="bold" """);
        }

        int left = 0;
        foreach (SvgFigure figure in _figures)
        {
            svg.Line($"""<g transform="translate({left} {heading})">""");
            new FigureDrawing(figure, svg, legendRow).Draw();
            svg.Line($"</g>");
            left += figure.Width;
        }

        svg.Line($"</svg>");
        return svg.ToString();
    }

    /// <summary>Writes the document to a file in UTF-8 and makes its folder when there is none.</summary>
    /// <param name="path">The file; it is replaced.</param>
    public void Save(string path)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(path);
        string? folder = Path.GetDirectoryName(Path.GetFullPath(path));
        if (folder is not null)
        {
            _ = Directory.CreateDirectory(folder);
        }

        File.WriteAllText(path, ToSvg(), new UTF8Encoding(encoderShouldEmitUTF8Identifier: false));
    }
}

/// <summary>Collects SVG text in the invariant culture.</summary>
internal sealed class SvgText
{
    private readonly StringBuilder _text = new();

    public void Line(FormattableString line) => _text.Append(line.ToString(CultureInfo.InvariantCulture)).Append('\n');

    public void Text(double x, double y, string text, string attributes) =>
        Line($"""<text x="{x:0.##}" y="{y:0.##}" {attributes.Trim()}>{Escape(text)}</text>""");

    /// <summary>The text for an element or a quoted attribute; characters that XML 1.0 forbids become U+FFFD.</summary>
    public static string Escape(string text)
    {
        StringBuilder escaped = new(text.Length);
        foreach (Rune rune in text.EnumerateRunes())
        {
            _ = rune.Value switch
            {
                '&' => escaped.Append("&amp;"),
                '<' => escaped.Append("&lt;"),
                '>' => escaped.Append("&gt;"),
                '"' => escaped.Append("&quot;"),
                < ' ' and not ('\t' or '\n' or '\r') or 0xFFFE or 0xFFFF => escaped.Append('\uFFFD'),
                _ => escaped.Append(rune),
            };
        }

        return escaped.ToString();
    }

    public override string ToString() => _text.ToString();
}
