using System.Globalization;
using System.Text;

namespace MeanFieldDsl.Reporting;

/// <summary>Draws one figure at the origin of the current coordinates.</summary>
internal sealed class FigureDrawing
{
    private const double LetterWidth = 6.4;
    private const double LargestRadius = 12;

    private readonly SvgFigure _figure;
    private readonly SvgText _svg;
    private readonly Axis _x;
    private readonly Axis _y;
    private readonly IReadOnlyList<Tick> _xTicks;
    private readonly IReadOnlyList<Tick> _yTicks;
    private readonly double _left;
    private readonly double _top;
    private readonly double _right;
    private readonly double _bottom;

    /// <param name="figure">What to draw.</param>
    /// <param name="svg">Receives the text.</param>
    /// <param name="legendRow">Whether a row is kept for a legend, so that figures beside one another stand level.</param>
    public FigureDrawing(SvgFigure figure, SvgText svg, bool legendRow)
    {
        _figure = figure;
        _svg = svg;
        bool bars = figure.Series.Any(s => s.Mark == Mark.Bars);
        _x = Axis.Fit(figure.XScale, figure.Series.SelectMany(s => s.X), withZero: false);
        _y = Axis.Fit(figure.YScale, figure.Series.SelectMany(s => s.Y), bars);
        _xTicks = figure.ShowXTicks ? _x.Ticks(6) : [];
        _yTicks = _y.Ticks(6);
        _left = 40 + (LetterWidth * _yTicks.Max(t => t.Label.Length));
        _top = legendRow ? 54 : 36;
        _right = figure.Width - 20;
        _bottom = figure.Height - 50;
    }

    public void Draw()
    {
        _svg.Text((_left + _right) / 2, 22, _figure.Title, """text-anchor="middle" font-size="14" """);
        Legend();
        Grid();
        foreach (FigureSeries series in _figure.Series)
        {
            switch (series.Mark)
            {
                case Mark.Line:
                case Mark.Dotted:
                    Line(series);
                    break;
                case Mark.Dots:
                    Dots(series);
                    break;
                case Mark.Band:
                    _svg.Line($"""<polygon points="{Points(series)}" fill="{series.Colour}" fill-opacity="0.2"/>""");
                    break;
                case Mark.Bubbles:
                    Bubbles(series);
                    break;
                default:
                    Bars(series);
                    break;
            }
        }
    }

    private double PlaceX(double value) => _left + (_x.Place(value) * (_right - _left));

    private double PlaceY(double value) => _bottom - (_y.Place(value) * (_bottom - _top));

    // In one row between the heading and the axes, where it hides no data.
    private void Legend()
    {
        FigureSeries[] named = [.. _figure.Series.Where(s => s.Label is not null)];
        double x = ((_left + _right) / 2) - (named.Sum(EntryWidth) / 2);
        foreach (FigureSeries series in named)
        {
            _svg.Line($"""<rect x="{x:0.##}" y="35" width="10" height="{(IsLine(series) ? 3 : 10)}" fill="{series.Colour}"{(IsLine(series) ? " transform=\"translate(0 3.5)\"" : "")}/>""");
            _svg.Text(x + 15, 44, series.Label!, "");
            x += EntryWidth(series);
        }

        static bool IsLine(FigureSeries series) => series.Mark is Mark.Line or Mark.Dotted;

        static double EntryWidth(FigureSeries series) => 31 + (LetterWidth * series.Label!.Length);
    }

    private void Grid()
    {
        foreach (Tick tick in _xTicks)
        {
            double x = PlaceX(tick.Value);
            _svg.Line($"""<line x1="{x:0.##}" y1="{_top:0.##}" x2="{x:0.##}" y2="{_bottom:0.##}" stroke="#e6e6e6"/>""");
            _svg.Text(x, _bottom + 17, tick.Label, "text-anchor=\"middle\"");
        }

        foreach (Tick tick in _yTicks)
        {
            double y = PlaceY(tick.Value);
            _svg.Line($"""<line x1="{_left:0.##}" y1="{y:0.##}" x2="{_right:0.##}" y2="{y:0.##}" stroke="#e6e6e6"/>""");
            _svg.Text(_left - 7, y + 4, tick.Label, "text-anchor=\"end\"");
        }

        _svg.Line($"""<rect x="{_left:0.##}" y="{_top:0.##}" width="{_right - _left:0.##}" height="{_bottom - _top:0.##}" fill="none" stroke="#888888"/>""");
        _svg.Text((_left + _right) / 2, _bottom + (_figure.ShowXTicks ? 38 : 19), _figure.XLabel, "text-anchor=\"middle\"");
        double middle = (_top + _bottom) / 2;
        _svg.Text(18, middle, _figure.YLabel, string.Create(CultureInfo.InvariantCulture, $"text-anchor=\"middle\" transform=\"rotate(-90 18 {middle:0.##})\""));
    }

    private string Points(FigureSeries series)
    {
        StringBuilder points = new();
        for (int i = 0; i < series.X.Length; i++)
        {
            _ = points.Append(CultureInfo.InvariantCulture, $"{PlaceX(series.X[i]):0.##},{PlaceY(series.Y[i]):0.##} ");
        }

        return points.ToString().TrimEnd();
    }

    private void Line(FigureSeries series)
    {
        _svg.Line($"""<polyline points="{Points(series)}" fill="none" stroke="{series.Colour}" stroke-width="2" stroke-linejoin="round"{(series.Mark == Mark.Dotted ? " stroke-dasharray=\"2 4\"" : "")}/>""");
    }

    private void Dots(FigureSeries series)
    {
        for (int i = 0; i < series.X.Length; i++)
        {
            _svg.Line($"""<circle cx="{PlaceX(series.X[i]):0.##}" cy="{PlaceY(series.Y[i]):0.##}" r="3.5" fill="{series.Colour}" fill-opacity="0.75"/>""");
        }
    }

    private void Bubbles(FigureSeries series)
    {
        double largest = _figure.Series.SelectMany(s => s.Sizes).Max();
        int count = series.X.Length / series.Frames;
        for (int i = 0; i < count; i++)
        {
            double[] x = new double[series.Frames], y = new double[series.Frames], r = new double[series.Frames];
            for (int k = 0; k < series.Frames; k++)
            {
                int place = (k * count) + i;
                (x[k], y[k]) = (PlaceX(series.X[place]), PlaceY(series.Y[place]));
                r[k] = largest > 0 ? LargestRadius * Math.Sqrt(series.Sizes[place] / largest) : 0;
            }

            string end = series.Frames > 1 ? $">{Animate("cx", x)}{Animate("cy", y)}{Animate("r", r)}</circle>" : "/>";
            _svg.Line($"""<circle cx="{x[^1]:0.##}" cy="{y[^1]:0.##}" r="{r[^1]:0.##}" fill="{series.Colour}" fill-opacity="0.6"{end}""");
        }

        string Animate(string name, double[] values) => string.Create(
            CultureInfo.InvariantCulture,
            $"""<animate attributeName="{name}" values="{string.Join(';', values.Select(v => v.ToString("0.##", CultureInfo.InvariantCulture)))}" dur="{_figure.Seconds}s" repeatCount="indefinite"/>""");
    }

    private void Bars(FigureSeries series)
    {
        double width = 0.8 * Spacing();
        double zero = _figure.YScale == AxisScale.Log ? _bottom : PlaceY(0);
        for (int i = 0; i < series.X.Length; i++)
        {
            double y = PlaceY(series.Y[i]);
            _svg.Line($"""<rect x="{PlaceX(series.X[i]) - (width / 2):0.##}" y="{Math.Min(y, zero):0.##}" width="{width:0.##}" height="{Math.Abs(y - zero):0.##}" fill="{series.Colour}"/>""");
        }
    }

    // Bars of several series share the axis, so that the closest two decide.
    private double Spacing()
    {
        double[] places = [.. _figure.Series.Where(s => s.Mark == Mark.Bars).SelectMany(s => s.X).Select(PlaceX).Order()];
        double spacing = (_right - _left) / 8;
        for (int i = 1; i < places.Length; i++)
        {
            double gap = places[i] - places[i - 1];
            spacing = gap > 0 ? Math.Min(spacing, gap) : spacing;
        }

        return spacing;
    }
}
