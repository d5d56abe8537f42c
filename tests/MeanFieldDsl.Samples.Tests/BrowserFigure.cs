namespace MeanFieldDsl.Samples.Tests;

/// <summary>A figure as the browser shows it: its size on the page, that of the drawing, its marks and those that moved.</summary>
internal sealed record BrowserFigure(double Width, double Height, double DrawingWidth, double DrawingHeight, int Marks, int Moved);
