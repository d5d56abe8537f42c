namespace MeanFieldDsl.Kernels;

/// <summary>
/// Equidistant rows cut into lines of columns, for e^q with q'' = c &lt; 0 and q ≤ 0: with X the middle of a line, δ the offset of a column and M the middle
/// of all, e^q(X + δ) = e^q(X) · e^(δ q'(M)) · e^(c δ (X − M) + c δ²/2).
/// </summary>
/// <param name="First">The first x.</param>
/// <param name="Step">The distance of the rows.</param>
/// <param name="Rows">The number of rows.</param>
/// <param name="Curvature">c.</param>
/// <param name="Columns">The columns of a line.</param>
/// <param name="Limit">The bound on |q'(M)|.</param>
internal readonly record struct SeparableSplit(double First, double Step, int Rows, double Curvature, int Columns, double Limit)
{
    public const int FewestRows = 64;

    private const int Multiple = 8;
    private const int MostColumns = 128;

    public int Lines => (Rows + Columns - 1) / Columns;

    /// <summary>M.</summary>
    public double Centre => First + (0.5 * (Rows - 1) * Step);

    /// <summary>The cut; null where there is none that keeps the numbers moderate.</summary>
    public static SeparableSplit? Of(double first, double step, int rows, double curvature, bool isSingle)
    {
        // For a particle among the rows |δ q'(M)| is at most the first of these, and its rounding error what an exponent of that size has.
        // Beyond the second it is held: such a particle is so far away that e^q(X) is 0. The third is where exponentials are 0.
        (double usual, double most, double lowest) = isSingle ? (8.0, 80.0, 104.0) : (16.0, 300.0, 746.0);
        double half = 0.5 * Math.Abs(step) * rows, width = 1 / Math.Sqrt(-curvature);
        int columns = Math.Min(MostColumns, (int)(2 * Math.Sqrt(rows)) / Multiple * Multiple);
        double Reach() => 0.5 * columns * Math.Abs(step);
        while (columns >= Multiple && !(-curvature * Reach() * (half + Reach()) <= usual))
        {
            columns -= Multiple;
        }

        // |q'(M)| δ > most puts the particle at least so many widths from every line, and −q is at least half the square of that.
        bool isSafe = (most * width / Reach()) - ((half + Reach()) / width) >= Math.Sqrt(2 * lowest);
        return curvature < 0 && step != 0 && columns >= Multiple && isSafe ? new(first, step, rows, curvature, columns, most / Reach()) : null;
    }

    /// <summary>X.</summary>
    public double Middle(int line) => First + (((line * Columns) + (Columns / 2)) * Step);

    /// <summary>δ.</summary>
    public double Offset(int column) => (column - (Columns / 2)) * Step;

    /// <summary>The last of the three factors.</summary>
    public double Factor(int line, int column)
    {
        double offset = Offset(column);
        return ScalarMath.Exp(Curvature * offset * (Middle(line) - Centre + (0.5 * offset)));
    }
}
