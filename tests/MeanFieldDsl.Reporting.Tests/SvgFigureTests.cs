using System.Globalization;
using System.Xml.Linq;

namespace MeanFieldDsl.Reporting.Tests;

public class SvgFigureTests
{
    private static readonly XNamespace Svg = "http://www.w3.org/2000/svg";

    private static SvgFigure Figure(AxisScale x = AxisScale.Linear, AxisScale y = AxisScale.Linear) => new("title", "x", "y") { XScale = x, YScale = y };

    [Fact]
    public void The_document_is_well_formed_and_holds_every_mark()
    {
        SvgFigure figure = Figure().Line([1, 2, 3], [4, 5, 6], "line").Scatter([1, 2], [3, 4], "dots").Bars([1, 2, 3], [1, -1, 2], "bars");
        XElement root = XDocument.Parse(figure.ToSvg()).Root!;
        Assert.Equal(Svg + "svg", root.Name);
        Assert.Equal(3, root.Descendants(Svg + "polyline").Single().Attribute("points")!.Value.Split(' ').Length);
        Assert.Equal(2, root.Descendants(Svg + "circle").Count());

        // The background, the frame, three entries of the legend and three bars.
        Assert.Equal(8, root.Descendants(Svg + "rect").Count());
        Assert.Contains(root.Descendants(Svg + "text"), t => t.Value == "line");
    }

    [Fact]
    public void A_band_goes_there_along_one_line_and_back_along_the_other()
    {
        XElement root = XDocument.Parse(Figure().Band([0, 1, 2], [1, 2, 3], [4, 6, 5], "band").ToSvg()).Root!;
        double[][] points = [.. root.Descendants(Svg + "polygon").Single().Attribute("points")!.Value.Split(' ').Select(p => p.Split(',').Select(n => double.Parse(n, CultureInfo.InvariantCulture)).ToArray())];
        Assert.Equal(6, points.Length);
        Assert.True(points[0][0] < points[1][0] && points[1][0] < points[2][0] && points[2][0] == points[3][0] && points[3][0] > points[4][0] && points[5][0] == points[0][0]);

        // The vertical axis points down: 1, 2, 3, then 5, 6, 4.
        Assert.Equal([0, 1, 2, 5, 3, 4], points.Select((p, i) => (p, i)).OrderByDescending(e => e.p[1]).Select(e => e.i));
        Assert.Contains(root.Descendants(Svg + "text"), t => t.Value == "band");
        Assert.Throws<FigureException>(() => Figure().Band([0, 1], [1, 2], [3]));
        Assert.Throws<FigureException>(() => Figure().Band([0, 1], [1], [3, 4]));
        Assert.Throws<FigureException>(() => Figure(y: AxisScale.Log).Band([0], [0], [1]));
    }

    [Fact]
    public void The_area_of_a_bubble_measures_its_size_across_all_series()
    {
        XElement root = XDocument.Parse(Figure().Bubbles([0, 1], [1, 2], [4, 1], "some").Bubbles([2], [3], [16]).Bubbles([1], [1], [0]).ToSvg()).Root!;
        Assert.Equal([6, 3, 12, 0], root.Descendants(Svg + "circle").Select(c => Number(c, "r")));
        Assert.Empty(root.Descendants(Svg + "animate"));
        Assert.All(XDocument.Parse(Figure().Bubbles([0], [1], [0]).ToSvg()).Root!.Descendants(Svg + "circle"), c => Assert.Equal(0, Number(c, "r")));
    }

    [Fact]
    public void Bubbles_move_through_their_frames_within_the_axes_and_stand_at_the_last()
    {
        SvgFigure figure = new SvgFigure("title", "x", "y") { Seconds = 2.5 }.MovingBubbles([[0, 1], [10, 1], [20, 3]], [[0, 0], [1, 5], [2, -5]], [[1, 1], [4, 1], [9, 0]]);
        XElement root = XDocument.Parse(figure.ToSvg()).Root!;
        XElement[] circles = [.. root.Descendants(Svg + "circle")];
        Assert.Equal(2, circles.Length);
        XElement frame = root.Descendants(Svg + "rect").Last();
        foreach (XElement circle in circles)
        {
            Assert.Equal(["cx", "cy", "r"], circle.Elements(Svg + "animate").Select(a => a.Attribute("attributeName")!.Value));
            foreach (XElement animate in circle.Elements())
            {
                Assert.Equal("2.5s", animate.Attribute("dur")!.Value);
                string[] values = animate.Attribute("values")!.Value.Split(';');
                Assert.Equal(3, values.Length);
                Assert.Equal(circle.Attribute(animate.Attribute("attributeName")!.Value)!.Value, values[^1]);
            }

            Assert.All(circle.Elements().First().Attribute("values")!.Value.Split(';'), v => Assert.InRange(
                double.Parse(v, CultureInfo.InvariantCulture), Number(frame, "x"), Number(frame, "x") + Number(frame, "width")));
        }

        Assert.Equal("4;8;12", circles[0].Elements().Last().Attribute("values")!.Value);
    }

    [Fact]
    public void Frames_that_differ_and_sizes_that_are_no_areas_are_refused()
    {
        Assert.Throws<FigureException>(() => Figure().MovingBubbles([], [], []));
        Assert.Throws<FigureException>(() => Figure().MovingBubbles([[1]], [[1], [1]], [[1]]));
        Assert.Contains("frame 1 has 2 values x", Assert.Throws<FigureException>(() => Figure().MovingBubbles([[1], [1, 2]], [[1], [1]], [[1], [1]])).Message, StringComparison.Ordinal);
        FigureException error = Assert.Throws<FigureException>(() => Figure().Bubbles([1, 2], [1, 2], [1, -2]));
        Assert.Equal(1, error.Index);
        Assert.Equal("Figure 'title': sizes[1] = -2 of frame 0 is no area; give finite numbers that are not negative.", error.Message);
        Assert.Throws<FigureException>(() => Figure().Bubbles([1], [1], [double.NaN]));
        Assert.Throws<FigureException>(() => Figure().Bubbles([double.NaN], [1], [1]));
        Assert.Throws<ArgumentOutOfRangeException>(() => new SvgFigure("", "", "") { Seconds = double.NaN });
    }

    [Fact]
    public void Text_is_escaped()
    {
        const string Nasty = "a < b & \"c\" > 'd' \u0001 \ud800 ‖θ‖";
        XElement root = XDocument.Parse(new SvgPage(Nasty, new SvgFigure(Nasty, Nasty, Nasty).Line([1], [1], Nasty)).ToSvg()).Root!;
        string expected = Nasty.Replace('\u0001', '\uFFFD').Replace('\ud800', '\uFFFD');
        Assert.Equal(5, root.Descendants(Svg + "text").Count(t => t.Value == expected));
        Assert.Equal(expected, root.Element(Svg + "title")!.Value);
    }

    [Fact]
    public void The_text_does_not_depend_on_the_culture()
    {
        string Draw() => Figure(y: AxisScale.Log).Line([0.5, 1.25], [0.001, 1234.5]).ToSvg();
        CultureInfo before = CultureInfo.CurrentCulture;
        string invariant = Draw();
        try
        {
            CultureInfo culture = (CultureInfo)CultureInfo.InvariantCulture.Clone();
            culture.NumberFormat.NumberDecimalSeparator = ",";
            culture.NumberFormat.NegativeSign = "−";
            CultureInfo.CurrentCulture = culture;
            Assert.Equal(invariant, Draw());
        }
        finally
        {
            CultureInfo.CurrentCulture = before;
        }
    }

    [Theory]
    [InlineData(double.NaN)]
    [InlineData(double.PositiveInfinity)]
    [InlineData(1e305)]
    public void A_value_that_cannot_be_drawn_is_named(double value)
    {
        FigureException error = Assert.Throws<FigureException>(() => Figure().Line([1, 2], [1, value], "F"));
        Assert.Equal(1, error.Index);
        Assert.StartsWith("Figure 'title', 'F': y[1] = ", error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(-1)]
    public void A_log_axis_takes_positive_values_only(double value)
    {
        FigureException error = Assert.Throws<FigureException>(() => Figure(x: AxisScale.Log).Scatter([value], [1]));
        Assert.Contains("log axis", error.Message, StringComparison.Ordinal);
        Assert.Throws<FigureException>(() => Figure(y: AxisScale.Log).Bars([1], [value]));
        _ = Figure().Bars([value], [value]).ToSvg();
    }

    [Fact]
    public void Empty_figures_pages_and_series_are_refused()
    {
        Assert.Throws<FigureException>(() => Figure().ToSvg());
        Assert.Throws<FigureException>(() => new SvgPage("page"));
        Assert.Throws<FigureException>(() => Figure().Line([], []));
        Assert.Throws<FigureException>(() => Figure().Line([1, 2], [1]));
    }

    [Theory]
    [InlineData("red")]
    [InlineData("#12345")]
    [InlineData("#12345g")]
    [InlineData("\" onload=\"")]
    public void A_colour_has_six_hexadecimal_digits(string colour) =>
        Assert.Throws<ArgumentException>(() => Figure().Line([1], [1], colour: colour));

    [Theory]
    [InlineData(199)]
    [InlineData(4001)]
    public void A_size_out_of_range_is_refused(int size)
    {
        Assert.Throws<ArgumentOutOfRangeException>(() => new SvgFigure("", "", "") { Width = size });
        Assert.Throws<ArgumentOutOfRangeException>(() => new SvgFigure("", "", "") { Height = size });
    }

    [Theory]
    [InlineData(0)]
    [InlineData(5)]
    [InlineData(-1e-300)]
    [InlineData(1e300)]
    public void A_single_value_has_an_axis_too(double value)
    {
        string svg = Figure().Scatter([value], [value]).ToSvg();
        Assert.DoesNotContain("NaN", svg, StringComparison.Ordinal);
        Assert.DoesNotContain("∞", svg, StringComparison.Ordinal);
        Assert.DoesNotContain("Infinity", svg, StringComparison.Ordinal);
        if (value > 0)
        {
            Assert.DoesNotContain("NaN", Figure(AxisScale.Log, AxisScale.Log).Bars([value], [value]).ToSvg(), StringComparison.Ordinal);
        }
    }

    [Fact]
    public void Every_point_lies_within_the_axes()
    {
        double[] x = [1e-8, 0.1, 3, 1e9];
        XElement root = XDocument.Parse(Figure(AxisScale.Log).Scatter(x, [-7, 0, 2, 1e6]).ToSvg()).Root!;
        XElement frame = root.Descendants(Svg + "rect").Last();
        foreach (XElement dot in root.Descendants(Svg + "circle"))
        {
            Assert.InRange(Number(dot, "cx"), Number(frame, "x"), Number(frame, "x") + Number(frame, "width"));
            Assert.InRange(Number(dot, "cy"), Number(frame, "y"), Number(frame, "y") + Number(frame, "height"));
        }
    }

    [Fact]
    public void Saving_makes_the_folder()
    {
        string folder = Path.Combine(Path.GetTempPath(), Path.GetRandomFileName());
        try
        {
            string path = Path.Combine(folder, "a", "figure.svg");
            SvgFigure figure = Figure().Line([1, 2], [1, 2]);
            figure.Save(path);
            Assert.Equal(figure.ToSvg(), File.ReadAllText(path));
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private static double Number(XElement element, string attribute) => double.Parse(element.Attribute(attribute)!.Value, CultureInfo.InvariantCulture);
}
