using MeanFieldDsl.Reporting;

namespace MeanFieldDsl.Gallery;

/// <summary>Draws paths on a circle or a torus.</summary>
internal static class Periodic
{
    /// <summary>The place within [0, period).</summary>
    public static double Wrap(double t, double period) => t - (period * Math.Floor(t / period));

    /// <summary>Draws a path that goes on at the other side where it leaves one.</summary>
    /// <param name="figure">Receives the lines.</param>
    /// <param name="x">The first coordinates, within [0, period).</param>
    /// <param name="period">The period of x.</param>
    /// <param name="y">The second coordinates, within [0, height).</param>
    /// <param name="height">The period of y, or infinity where it has none.</param>
    /// <param name="colour">The colour of the lines.</param>
    public static void Line(SvgFigure figure, double[] x, double period, double[] y, double height, string colour)
    {
        int first = 0;
        for (int k = 1; k <= x.Length; k++)
        {
            if (k == x.Length || Math.Abs(x[k] - x[k - 1]) > 0.5 * period || Math.Abs(y[k] - y[k - 1]) > 0.5 * height)
            {
                _ = figure.Line(x.AsSpan(first, k - first), y.AsSpan(first, k - first), null, colour);
                first = k;
            }
        }
    }
}
