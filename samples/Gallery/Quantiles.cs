namespace MeanFieldDsl.Gallery;

/// <summary>Medians and bands of repetitions.</summary>
internal static class Quantiles
{
    /// <summary>The quantile of a sample, linear between its values.</summary>
    public static double Of(double[] values, double level)
    {
        double[] sorted = [.. values.Order()];
        double place = level * (sorted.Length - 1);
        int below = (int)place;
        return below + 1 < sorted.Length ? sorted[below] + ((place - below) * (sorted[below + 1] - sorted[below])) : sorted[below];
    }

    public static double Median(IEnumerable<double> values) => Of([.. values], 0.5);
}
