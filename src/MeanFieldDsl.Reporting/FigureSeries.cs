namespace MeanFieldDsl.Reporting;

/// <summary>How the points of a series are drawn.</summary>
internal enum Mark
{
    Line,
    Dotted,
    Dots,
    Band,
    Bars,
}

/// <summary>One series of a figure, checked and copied.</summary>
internal sealed record FigureSeries(Mark Mark, double[] X, double[] Y, string? Label, string Colour);
