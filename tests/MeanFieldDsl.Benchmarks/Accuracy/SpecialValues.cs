namespace MeanFieldDsl.Benchmarks.Accuracy;

/// <summary>The arguments at which a function has an exact value to keep: zeros with their signs, infinities, NaN and the ends of the range.</summary>
internal static class SpecialValues
{
    private const double Inf = double.PositiveInfinity;
    private const double NaN = double.NaN;

    /// <summary>Arguments and the only right result, both exact in the format.</summary>
    public static (double X, double Y, double Result)[] Of(string name, Format format)
    {
        return name == "Pow" ? Powers() : [.. OfOne(name, format).Select(static p => (p.X, 0.0, p.Result)), (NaN, 0, NaN)];
    }

    private static (double X, double Result)[] OfOne(string name, Format format)
    {
        double tiny = format.Tiny, largest = format.Largest, least = Math.ScaleB(1, format.LeastExponent);
        (double X, double Result)[] odd = [(0, 0), (-0.0, -0.0)];
        (double X, double Result)[] identity = [.. odd, (tiny, tiny), (-tiny, -tiny), (least, least), (-least, -least)];
        return name switch
        {
            "Exp" => [(0, 1), (-0.0, 1), (tiny, 1), (Inf, Inf), (-Inf, 0), (largest, Inf), (-largest, 0)],
            "Expm1" => [.. identity, (Inf, Inf), (-Inf, -1), (largest, Inf), (-largest, -1)],
            "Log" => [(0, -Inf), (-0.0, -Inf), (1, 0), (Inf, Inf), (-Inf, NaN), (-1, NaN), (-tiny, NaN), (-largest, NaN)],
            "Log1p" => [.. identity, (-1, -Inf), (Inf, Inf), (-Inf, NaN), (-2, NaN), (-largest, NaN)],
            "Sigmoid" => [(0, 0.5), (-0.0, 0.5), (tiny, 0.5), (Inf, 1), (-Inf, 0), (largest, 1), (-largest, 0)],
            "Complement" => [(0, 0.5), (-0.0, 0.5), (tiny, 0.5), (Inf, 0), (-Inf, 1), (largest, 0), (-largest, 1)],
            "Softplus" => [(Inf, Inf), (-Inf, 0), (largest, largest), (-largest, 0)],
            "Tanh" => [.. identity, (Inf, 1), (-Inf, -1), (largest, 1), (-largest, -1)],
            "Sin" or "Tan" => [.. identity, (Inf, NaN), (-Inf, NaN)],
            "Cos" => [(0, 1), (-0.0, 1), (tiny, 1), (-least, 1), (Inf, NaN), (-Inf, NaN)],
            "Sinc" => [(0, 1), (-0.0, 1), (tiny, 1), (-tiny, 1), (least, 1), (Inf, NaN), (-Inf, NaN)],
            "SincPrime" => [(Inf, NaN), (-Inf, NaN)],
            "Atan" => identity,
            "Sinh" => [.. identity, (Inf, Inf), (-Inf, -Inf), (largest, Inf), (-largest, -Inf)],
            "Cosh" => [(0, 1), (-0.0, 1), (tiny, 1), (Inf, Inf), (-Inf, Inf), (largest, Inf), (-largest, Inf)],
            "Cbrt" => [.. odd, (1, 1), (-1, -1), (8, 2), (-27, -3), (Inf, Inf), (-Inf, -Inf)],
            "Erf" => [.. odd, (tiny, tiny), (-tiny, -tiny), (Inf, 1), (-Inf, -1), (largest, 1), (-largest, -1)],
            "NormalCdf" => [(0, 0.5), (-0.0, 0.5), (tiny, 0.5), (Inf, 1), (-Inf, 0), (largest, 1), (-largest, 0)],
            "Sq" => [(0, 0), (-0.0, 0), (tiny, 0), (Inf, Inf), (-Inf, Inf), (largest, Inf)],
            "Sign" => [(0, 0), (-0.0, 0), (tiny, 1), (-tiny, -1), (Inf, 1), (-Inf, -1)],
            _ => throw new InvalidOperationException(name),
        };
    }

    // IEEE 754-2019, 9.2.1.
    private static (double X, double Y, double Result)[] Powers() =>
    [
        (NaN, 0, 1), (NaN, -0.0, 1), (0, 0, 1), (Inf, 0, 1), (-Inf, -0.0, 1), (1, NaN, 1), (1, Inf, 1), (1, -Inf, 1), (NaN, 1, NaN), (2, NaN, NaN),
        (0, 3, 0), (-0.0, 3, -0.0), (0, 2, 0), (-0.0, 2, 0), (-0.0, 2.5, 0), (0, -3, Inf), (-0.0, -3, -Inf), (-0.0, -2, Inf), (0, -Inf, Inf), (-0.0, -Inf, Inf),
        (0, Inf, 0), (-0.0, Inf, 0), (-1, Inf, 1), (-1, -Inf, 1), (2, Inf, Inf), (2, -Inf, 0), (0.5, Inf, 0), (0.5, -Inf, Inf), (-2, Inf, Inf), (-0.5, Inf, 0),
        (Inf, 2, Inf), (Inf, -2, 0), (-Inf, 3, -Inf), (-Inf, 2, Inf), (-Inf, -3, -0.0), (-Inf, -2, 0), (-Inf, 2.5, Inf),
        (-2, 2.5, NaN), (-2, 3, -8), (-2, 2, 4), (-2, -1, -0.5), (2, 10, 1024), (2, -10, 0.0009765625), (4, 0.5, 2),
    ];
}
