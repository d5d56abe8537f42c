using MeanFieldDsl.Gallery;
using MeanFieldDsl.Reporting;

namespace MeanFieldDsl.Samples.Tests;

public class BrowserTests
{
    public static TheoryData<string> Names => [.. Experiments.All.Select(e => e.Name)];

    [ChromiumTheory]
    [MemberData(nameof(Names))]
    public void A_browser_shows_the_figures_of_a_report_without_complaint(string name)
    {
        GalleryRun run = GalleryRun.Of(name);
        (IReadOnlyList<BrowserFigure> figures, IReadOnlyList<string> console) = Chromium.Open(run.Html);
        Assert.Empty(console);
        Assert.Equal(run.Figures.Count, figures.Count);
        Assert.All(figures, figure => Assert.True(figure is { Width: >= 200, Height: >= 150, DrawingWidth: >= 200, DrawingHeight: >= 200, Marks: > 3 }, $"{figure}"));
    }

    [ChromiumFact]
    public void An_animation_moves()
    {
        SvgFigure figure = new SvgFigure("", "", "").MovingBubbles([[0, 1], [1, 1]], [[0, 0], [1, 0]], [[1, 1], [1, 1]]).Scatter([0], [0]);
        BrowserFigure seen = Assert.Single(Chromium.Open(Report(figure)).Figures);
        Assert.Equal(1, seen.Moved);
    }

    [ChromiumFact]
    public void A_script_that_fails_is_noticed()
    {
        string html = Report(new SvgFigure("", "", "").Line([0, 1], [0, 1]));
        Assert.Empty(Chromium.Open(html).Console);
        string complaint = Assert.Single(Chromium.Open(html.Replace("</h1>", "</h1><script>nowhere.to.be.found()</script>", StringComparison.Ordinal)).Console);
        Assert.Contains("nowhere is not defined", complaint, StringComparison.Ordinal);
    }

    [ChromiumFact]
    public void A_drawing_with_a_number_that_is_none_or_without_size_is_noticed()
    {
        string html = Report(new SvgFigure("", "", "").Scatter([0, 1], [0, 1]));
        string complaint = Assert.Single(Chromium.Open(html.Replace("<circle cx=\"", "<circle cx=\"NaN", StringComparison.Ordinal)).Console.Distinct().Take(1));
        Assert.Contains("Expected length", complaint, StringComparison.Ordinal);
        Assert.Equal(0, Assert.Single(Chromium.Open(html.Replace("height:auto", "height:0", StringComparison.Ordinal)).Figures).Height);
    }

    private static string Report(SvgFigure figure) => new HtmlReport("report").Figure(new SvgPage("", figure), "figure").ToHtml();
}
