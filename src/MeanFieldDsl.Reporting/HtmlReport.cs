using System.Text;

namespace MeanFieldDsl.Reporting;

/// <summary>
/// A report of figures, tables and text as one HTML file that needs no other file and no network. Its parts stand in the order of the calls; a
/// table of the figures stands before them. The text is well-formed XML too.
/// </summary>
public sealed class HtmlReport
{
    private const string Style =
        "body{font:16px/1.5 Helvetica,Arial,sans-serif;max-width:72em;margin:2em auto;padding:0 1em;color:#222}table{border-collapse:collapse}"
        + "th,td{text-align:left;padding:.2em 1em .2em 0;border-bottom:1px solid #ddd;vertical-align:top}pre{background:#f6f6f6;padding:1em;overflow:auto;font-size:13px}"
        + "figure{margin:1.5em 0}svg{max-width:100%;height:auto}";

    private readonly StringBuilder _body = new();
    private readonly List<string> _captions = [];

    /// <summary>Creates a report without parts.</summary>
    /// <param name="title">The heading.</param>
    public HtmlReport(string title)
    {
        ArgumentNullException.ThrowIfNull(title);
        Title = title;
    }

    /// <summary>The heading.</summary>
    public string Title { get; }

    /// <summary>Adds the heading of a section.</summary>
    /// <param name="text">The heading.</param>
    /// <returns>This report.</returns>
    public HtmlReport Heading(string text) => Add($"<h2>{SvgText.Escape(text)}</h2>");

    /// <summary>Adds a paragraph.</summary>
    /// <param name="text">The text.</param>
    /// <returns>This report.</returns>
    public HtmlReport Paragraph(string text) => Add($"<p>{SvgText.Escape(text)}</p>");

    /// <summary>Adds text as it stands, such as a program.</summary>
    /// <param name="text">The text.</param>
    /// <returns>This report.</returns>
    public HtmlReport Code(string text) => Add($"<pre>{SvgText.Escape(text)}</pre>");

    /// <summary>Adds a page of figures and numbers it.</summary>
    /// <param name="page">The figures.</param>
    /// <param name="caption">What they show.</param>
    /// <returns>This report.</returns>
    public HtmlReport Figure(SvgPage page, string caption)
    {
        ArgumentNullException.ThrowIfNull(page);
        ArgumentNullException.ThrowIfNull(caption);
        _captions.Add(caption);
        int number = _captions.Count;
        return Add($"<figure id=\"figure-{number}\">\n{page.ToElement()}<figcaption>Figure {number}: {SvgText.Escape(caption)}</figcaption></figure>");
    }

    /// <summary>Adds a table.</summary>
    /// <param name="heads">The headings of the columns.</param>
    /// <param name="rows">The rows, each with one text for a column.</param>
    /// <returns>This report.</returns>
    /// <exception cref="ArgumentException">A row has another number of texts.</exception>
    public HtmlReport Table(IReadOnlyList<string> heads, IEnumerable<IReadOnlyList<string>> rows)
    {
        ArgumentNullException.ThrowIfNull(heads);
        ArgumentNullException.ThrowIfNull(rows);
        StringBuilder table = new($"<table>\n{Row("th", heads)}");
        foreach (IReadOnlyList<string> row in rows)
        {
            if (row.Count != heads.Count)
            {
                throw new ArgumentException($"A row has {row.Count} texts and the table {heads.Count} columns; give one text for each column.", nameof(rows));
            }

            _ = table.Append(Row("td", row));
        }

        return Add($"{table}</table>");

        static string Row(string cell, IReadOnlyList<string> texts) => $"<tr>{string.Concat(texts.Select(t => $"<{cell}>{SvgText.Escape(t)}</{cell}>"))}</tr>\n";
    }

    /// <summary>The report as a complete HTML document.</summary>
    public string ToHtml()
    {
        string title = SvgText.Escape(Title);
        string figures = _captions.Count == 0
            ? ""
            : $"<h2>Figures</h2>\n<ol>\n{string.Concat(_captions.Select((caption, i) => $"<li><a href=\"#figure-{i + 1}\">{SvgText.Escape(caption)}</a></li>\n"))}</ol>\n";
        return $"<!DOCTYPE html>\n<html lang=\"en\"><head><meta charset=\"utf-8\"/><title>{title}</title><style>{Style}</style></head>\n<body>\n<h1>{title}</h1>\n{figures}{_body}</body></html>\n";
    }

    /// <summary>Writes the document to a file in UTF-8 and makes its folder when there is none.</summary>
    /// <param name="path">The file; it is replaced.</param>
    public void Save(string path)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(path);
        _ = Directory.CreateDirectory(Path.GetDirectoryName(Path.GetFullPath(path))!);
        File.WriteAllText(path, ToHtml(), new UTF8Encoding(encoderShouldEmitUTF8Identifier: false));
    }

    private HtmlReport Add(string element)
    {
        _ = _body.Append(element).Append('\n');
        return this;
    }
}
