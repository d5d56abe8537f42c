namespace MeanFieldDsl.Kernels;

/// <summary>
/// How exponentials run along equidistant rows, and the factors e^(c h² k²/2) that are the same for all particles. For a
/// polynomial q of second degree with q'' = c, e^q(x + kh) = e^q(x) (e^(h q'(x)))^k e^(c h² k²/2).
/// </summary>
internal sealed class RidgeRuns<TNumber> : IDisposable
    where TNumber : unmanaged
{
    // The rounding errors of a run grow with its length: half a unit a row.
    private const int LongestRun = 32;
    private const int LongestRunOfFloats = 16;
    private const int ShortestRun = 4;

    // The factors stay between e^−2 and e^2, so that nothing overflows or underflows on the way that does not in the end.
    private const double LargestExponent = 2;

    private RidgeRuns(double step, int period, int length, double[] curvatures)
    {
        Step = step;
        Period = period;
        Length = length;
        Curves = new(curvatures.Length * length);
        for (int i = 0; i < curvatures.Length; i++)
        {
            for (int k = 0; k < length; k++)
            {
                Curves.Span[(i * length) + k] = Numbers.Of<TNumber>(ScalarMath.Exp(0.5 * curvatures[i] * step * step * k * k));
            }
        }
    }

    /// <summary>h, the distance of the rows.</summary>
    public double Step { get; }

    /// <summary>After so many rows a new line of the grid begins.</summary>
    public int Period { get; }

    /// <summary>The most rows of a run.</summary>
    public int Length { get; }

    /// <summary>For each exponential, the factors of the rows of a run.</summary>
    public AlignedBuffer<TNumber> Curves { get; }

    /// <summary>Looks whether the rows are lines of a grid: one number equidistant along each, the others constant; null where they are not, or do not stay.</summary>
    public static RidgeRuns<TNumber>? Find(PackedData data, RidgeShape shape) =>
        data.IsStream || shape.Grid is null ? null : Find([.. shape.Inputs.Select(data.Column)], shape);

    /// <summary>The same for the numbers that the feature reads.</summary>
    public static RidgeRuns<TNumber>? Find(double[][] inputs, RidgeShape shape)
    {
        if (shape.Grid is not { } grid || inputs[grid.Input].Length < ShortestRun)
        {
            return null;
        }

        double[] x = inputs[grid.Input];
        double[][] others = [.. inputs.Where((_, i) => i != grid.Input)];
        double step = x[1] - x[0], rounding = 4 * 2.220446049250313e-16 * x.Max(Math.Abs);
        int period = 1;
        while (period < x.Length && Math.Abs(x[period] - x[0] - (period * step)) <= rounding && others.All(o => o[period] == o[0]))
        {
            period++;
        }

        // The mean of all steps is more exact than one.
        step = (x[period - 1] - x[0]) / Math.Max(1, period - 1);
        for (int r = 0; r < x.Length; r++)
        {
            int first = r / period * period;
            if (Math.Abs(x[r] - x[first] - ((r - first) * step)) > rounding || others.Any(o => o[r] != o[first]))
            {
                return null;
            }
        }

        double steepest = grid.Curvatures.Max(Math.Abs) * step * step / 2;
        double longest = typeof(TNumber) == typeof(float) ? LongestRunOfFloats : LongestRun;
        int length = (int)Math.Min(longest, Math.Sqrt(LargestExponent / steepest));
        return length >= ShortestRun && period >= ShortestRun && step != 0 ? new(step, period, length, grid.Curvatures) : null;
    }

    public void Dispose() => Curves.Dispose();
}
