using System.Globalization;

namespace MeanFieldDsl.Reporting;

/// <summary>
/// One pair of axes with lines, dots and bars, written as SVG. The same calls give the same text, whatever the culture. Add series
/// with <see cref="Line"/>, <see cref="DottedLine"/>, <see cref="Scatter"/>, <see cref="Band"/>,
/// <see cref="Bubbles"/>, <see cref="MovingBubbles"/> and <see cref="Bars"/>; set several figures side by side with <see cref="SvgPage"/>.
/// </summary>
public sealed class SvgFigure
{
    // Beyond this the width of an axis would not be a finite number.
    private const double Largest = 1e300;

    // Told apart by people with any colour vision (Okabe and Ito 2008).
    private static readonly string[] Palette = ["#0072b2", "#d55e00", "#009e73", "#cc79a7", "#e69f00", "#56b4e9"];

    private readonly List<FigureSeries> _series = [];

    /// <summary>Creates an empty figure.</summary>
    /// <param name="title">The heading.</param>
    /// <param name="xLabel">What the horizontal axis measures.</param>
    /// <param name="yLabel">What the vertical axis measures.</param>
    public SvgFigure(string title, string xLabel, string yLabel)
    {
        ArgumentNullException.ThrowIfNull(title);
        ArgumentNullException.ThrowIfNull(xLabel);
        ArgumentNullException.ThrowIfNull(yLabel);
        Title = title;
        XLabel = xLabel;
        YLabel = yLabel;
    }

    /// <summary>The heading.</summary>
    public string Title { get; }

    /// <summary>What the horizontal axis measures.</summary>
    public string XLabel { get; }

    /// <summary>What the vertical axis measures.</summary>
    public string YLabel { get; }

    /// <summary>The scale of the horizontal axis.</summary>
    public AxisScale XScale { get; init; }

    /// <summary>The scale of the vertical axis.</summary>
    public AxisScale YScale { get; init; }

    /// <summary>Whether the horizontal axis has numbers; without them only its label stands there, for values that are mere ranks.</summary>
    public bool ShowXTicks { get; init; } = true;

    /// <summary>The width in pixels, 200 to 4,000; 460 by default.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The width is out of range.</exception>
    public int Width { get; init => field = CheckSize(value, nameof(Width)); } = 460;

    /// <summary>The height in pixels, 200 to 4,000; 340 by default.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The height is out of range.</exception>
    public int Height { get; init => field = CheckSize(value, nameof(Height)); } = 340;

    /// <summary>The time of one round of an animation (<see cref="MovingBubbles"/>) in seconds, 0.1 to 3,600; 8 by default.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The time is out of range.</exception>
    public double Seconds
    {
        get;
        init => field = value is >= 0.1 and <= 3600
            ? value
            : throw new ArgumentOutOfRangeException(nameof(Seconds), value, string.Create(CultureInfo.InvariantCulture, $"Seconds = {value}: give 0.1 to 3,600."));
    } = 8;

    internal IReadOnlyList<FigureSeries> Series => _series;

    /// <summary>Adds a line through points in the given order.</summary>
    /// <param name="x">n values, n at least 1; positive on a log axis.</param>
    /// <param name="y">n values; positive on a log axis.</param>
    /// <param name="label">The entry of the legend, or null for none.</param>
    /// <param name="colour">A colour <c>#rrggbb</c>, or null to take the next of the palette.</param>
    /// <returns>This figure.</returns>
    /// <exception cref="FigureException">The lengths differ or are 0, or a value is not finite, too large, or not positive on a log axis.</exception>
    /// <exception cref="ArgumentException">The colour is not of the form <c>#rrggbb</c>.</exception>
    public SvgFigure Line(ReadOnlySpan<double> x, ReadOnlySpan<double> y, string? label = null, string? colour = null) =>
        Add(Mark.Line, x, y, label, colour);

    /// <summary>Adds a dotted line, for what the others are compared with.</summary>
    /// <inheritdoc cref="Line"/>
    public SvgFigure DottedLine(ReadOnlySpan<double> x, ReadOnlySpan<double> y, string? label = null, string? colour = null) =>
        Add(Mark.Dotted, x, y, label, colour);

    /// <summary>Adds one dot for each point.</summary>
    /// <inheritdoc cref="Line"/>
    public SvgFigure Scatter(ReadOnlySpan<double> x, ReadOnlySpan<double> y, string? label = null, string? colour = null) =>
        Add(Mark.Dots, x, y, label, colour);

    /// <summary>Adds one dot for each point, whose area measures a third number; the largest dot of the figure has a radius of 12 pixels.</summary>
    /// <param name="x">n values, n at least 1; positive on a log axis.</param>
    /// <param name="y">n values; positive on a log axis.</param>
    /// <param name="sizes">n numbers, not negative.</param>
    /// <param name="label">The entry of the legend, or null for none.</param>
    /// <param name="colour">A colour <c>#rrggbb</c>, or null to take the next of the palette.</param>
    /// <returns>This figure.</returns>
    /// <exception cref="FigureException">The lengths differ or are 0, or a value is not finite, too large, or not positive on a log axis, or a size is negative.</exception>
    /// <exception cref="ArgumentException">The colour is not of the form <c>#rrggbb</c>.</exception>
    public SvgFigure Bubbles(ReadOnlySpan<double> x, ReadOnlySpan<double> y, ReadOnlySpan<double> sizes, string? label = null, string? colour = null) =>
        MovingBubbles([x.ToArray()], [y.ToArray()], [sizes.ToArray()], label, colour);

    /// <summary>
    /// Adds <see cref="Bubbles"/> that move: an animation inside the SVG (SMIL), which needs no script. It runs through the frames in <see cref="Seconds"/> and begins again; where
    /// animations are not shown, the last frame stands.
    /// </summary>
    /// <param name="x">For each frame, at least one, n values, n at least 1; positive on a log axis. The frames are equally far apart in time.</param>
    /// <param name="y">For each frame n values; positive on a log axis.</param>
    /// <param name="sizes">For each frame n numbers, not negative.</param>
    /// <param name="label">The entry of the legend, or null for none.</param>
    /// <param name="colour">A colour <c>#rrggbb</c>, or null to take the next of the palette.</param>
    /// <returns>This figure.</returns>
    /// <exception cref="FigureException">The numbers of frames or values differ or are 0, or a value is not finite, too large, or not positive on a log axis, or a size is negative.</exception>
    /// <exception cref="ArgumentException">The colour is not of the form <c>#rrggbb</c>.</exception>
    public SvgFigure MovingBubbles(IReadOnlyList<double[]> x, IReadOnlyList<double[]> y, IReadOnlyList<double[]> sizes, string? label = null, string? colour = null)
    {
        ArgumentNullException.ThrowIfNull(x);
        ArgumentNullException.ThrowIfNull(y);
        ArgumentNullException.ThrowIfNull(sizes);
        int frames = x.Count;
        if (frames == 0 || y.Count != frames || sizes.Count != frames)
        {
            throw new FigureException($"Figure '{Title}': {frames} frames of x, {y.Count} of y and {sizes.Count} of sizes were given; give as many of each, at least one.");
        }

        for (int k = 0; k < frames; k++)
        {
            if (x[k].Length != x[0].Length || y[k].Length != x[0].Length || sizes[k].Length != x[0].Length)
            {
                throw new FigureException($"Figure '{Title}': frame {k} has {x[k].Length} values x, {y[k].Length} values y and {sizes[k].Length} sizes, and frame 0 has {x[0].Length} values x; give as many of each.");
            }

            int bad = Array.FindIndex(sizes[k], size => !(size >= 0 && size <= Largest));
            if (bad >= 0)
            {
                throw new FigureException(string.Create(CultureInfo.InvariantCulture, $"Figure '{Title}': sizes[{bad}] = {sizes[k][bad]} of frame {k} is no area; give finite numbers that are not negative.")) { Index = bad };
            }
        }

        _ = Add(Mark.Bubbles, [.. x.SelectMany(frame => frame)], [.. y.SelectMany(frame => frame)], label, colour);
        _series[^1] = _series[^1] with { Sizes = [.. sizes.SelectMany(frame => frame)], Frames = frames };
        return this;
    }

    /// <summary>Adds the area between two lines, half transparent, such as the spread around a median; draw it before the lines it surrounds.</summary>
    /// <param name="x">n values, n at least 1; positive on a log axis.</param>
    /// <param name="low">n values of one line; positive on a log axis.</param>
    /// <param name="high">n values of the other.</param>
    /// <param name="label">The entry of the legend, or null for none.</param>
    /// <param name="colour">A colour <c>#rrggbb</c>, or null to take the next of the palette.</param>
    /// <returns>This figure.</returns>
    /// <exception cref="FigureException">The lengths differ or are 0, or a value is not finite, too large, or not positive on a log axis.</exception>
    /// <exception cref="ArgumentException">The colour is not of the form <c>#rrggbb</c>.</exception>
    public SvgFigure Band(ReadOnlySpan<double> x, ReadOnlySpan<double> low, ReadOnlySpan<double> high, string? label = null, string? colour = null)
    {
        if (low.Length != x.Length || high.Length != x.Length)
        {
            throw new FigureException($"Figure '{Title}': a band of {x.Length} values x has {low.Length} low and {high.Length} high values; give as many of each.");
        }

        // Once around: there along one line, back along the other.
        double[] around = [.. x, .. x], border = [.. low, .. high];
        around.AsSpan(x.Length).Reverse();
        border.AsSpan(x.Length).Reverse();
        return Add(Mark.Band, around, border, label, colour);
    }

    /// <summary>Adds one bar for each point, from 0 (from the lower edge on a log axis) to y.</summary>
    /// <inheritdoc cref="Line"/>
    public SvgFigure Bars(ReadOnlySpan<double> x, ReadOnlySpan<double> y, string? label = null, string? colour = null) =>
        Add(Mark.Bars, x, y, label, colour);

    /// <summary>The figure as a complete SVG document.</summary>
    /// <exception cref="FigureException">There is no series.</exception>
    public string ToSvg() => new SvgPage("", this).ToSvg();

    /// <summary>Writes the document to a file in UTF-8 and makes its folder when there is none.</summary>
    /// <param name="path">The file; it is replaced.</param>
    /// <exception cref="FigureException">There is no series.</exception>
    public void Save(string path) => new SvgPage("", this).Save(path);

    private static int CheckSize(int value, string name) => value is >= 200 and <= 4000
        ? value
        : throw new ArgumentOutOfRangeException(name, value, $"{name} = {value}: give 200 to 4,000 pixels.");

    private SvgFigure Add(Mark mark, ReadOnlySpan<double> x, ReadOnlySpan<double> y, string? label, string? colour)
    {
        string name = label is null ? $"series {_series.Count + 1}" : $"'{label}'";
        if (x.Length != y.Length || x.IsEmpty)
        {
            throw new FigureException($"Figure '{Title}', {name}: {x.Length} values x and {y.Length} values y were given; give as many of one as of the other, at least one.");
        }

        CheckValues(x, XScale, $"Figure '{Title}', {name}: x");
        CheckValues(y, YScale, $"Figure '{Title}', {name}: y");
        if (colour is not null && !(colour is ['#', _, _, _, _, _, _] && colour.Skip(1).All(char.IsAsciiHexDigit)))
        {
            throw new ArgumentException($"The colour is '{colour}'; give six hexadecimal digits after '#', for example #0072b2.", nameof(colour));
        }

        _series.Add(new(mark, x.ToArray(), y.ToArray(), label, colour ?? Palette[_series.Count % Palette.Length]));
        return this;
    }

    private static void CheckValues(ReadOnlySpan<double> values, AxisScale scale, string place)
    {
        for (int i = 0; i < values.Length; i++)
        {
            string? problem = !double.IsFinite(values[i]) ? "is not finite; leave the point out"
                : Math.Abs(values[i]) > Largest ? "is too large to draw; measure in larger units"
                : scale == AxisScale.Log && values[i] <= 0 ? "has no place on a log axis, which needs positive values; leave the point out or use AxisScale.Linear"
                : null;
            if (problem is not null)
            {
                throw new FigureException(string.Create(CultureInfo.InvariantCulture, $"{place}[{i}] = {values[i]} {problem}.")) { Index = i };
            }
        }
    }
}
