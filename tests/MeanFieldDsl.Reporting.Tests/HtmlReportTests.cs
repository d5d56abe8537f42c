using System.Xml;
using System.Xml.Linq;

namespace MeanFieldDsl.Reporting.Tests;

public class HtmlReportTests
{
    private static readonly string[] Heads = ["name", "value"];

    [Fact]
    public void A_report_is_one_well_formed_file_with_a_table_of_its_figures()
    {
        SvgPage page = new("", new SvgFigure("a < b", "x", "y").DottedLine([0, 1], [1, 2], "bound"));
        HtmlReport report = new HtmlReport("R & D").Figure(page, "first").Heading("Numbers").Table(Heads, [["<a>", "1"]]).Code("x < y\n").Figure(page, "second").Paragraph("end");
        using StringReader text = new(report.ToHtml());
        using XmlReader reader = XmlReader.Create(text, new() { DtdProcessing = DtdProcessing.Ignore });
        XElement body = XDocument.Load(reader).Root!.Element("body")!;
        Assert.Equal("R & D", body.Element("h1")!.Value);
        Assert.Equal(["first", "second"], body.Element("ol")!.Elements("li").Select(e => e.Value));
        Assert.Equal(["#figure-1", "#figure-2"], body.Descendants("a").Select(e => (string?)e.Attribute("href")));
        Assert.Equal(["figure-1", "figure-2"], body.Elements("figure").Select(e => (string?)e.Attribute("id")));
        Assert.Equal("2 4", body.Descendants("polyline").First().Attribute("stroke-dasharray")!.Value);
        Assert.Equal(["name", "value", "<a>", "1"], body.Element("table")!.Elements("tr").Elements().Select(e => e.Value));
        Assert.Equal("x < y\n", body.Element("pre")!.Value);
        Assert.DoesNotContain("http", report.ToHtml(), StringComparison.Ordinal);
    }

    [Fact]
    public void A_row_of_another_length_is_refused()
    {
        ArgumentException error = Assert.Throws<ArgumentException>(() => new HtmlReport("").Table(Heads, [["one"]]));
        Assert.StartsWith("A row has 1 texts and the table 2 columns; give one text for each column.", error.Message, StringComparison.Ordinal);
    }
}
