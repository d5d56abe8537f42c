namespace MeanFieldDsl.Reporting;

/// <summary>How the points of a series are drawn.</summary>
internal enum Mark
{
    Line,
    Dotted,
    Dots,
    Band,
    Bubbles,
    Bars,
}

/// <summary>One series of a figure, checked and copied.</summary>
internal sealed record FigureSeries(Mark Mark, double[] X, double[] Y, string? Label, string Colour)
{
    /// <summary>The areas of bubbles; otherwise empty.</summary>
    public double[] Sizes { get; init; } = [];

    /// <summary>The frames of an animation, one after the other in the arrays; 1 for what does not move.</summary>
    public int Frames { get; init; } = 1;
}
