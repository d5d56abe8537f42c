namespace MeanFieldDsl;

public static partial class Ops
{
    // erf(x)/x − 1 as a polynomial in x² on |x| ≤ 0.85, and log(z e^(z²) erfc(z)) as one in t = (z − 1.5)/(z + 1.5)
    // on 0.75 ≤ z ≤ 28, less its constant term −0.72902698144338834; lowest power first. Computed for this file by Chebyshev interpolation in 60-digit
    // arithmetic; absolute errors 2^−62 and 2^−58. The variable t is that of Shepherd and Laframboise 1981,
    // Math. Comp. 36; that the correction stands inside the exponential, where its error is an absolute one, follows
    // Sun's fdlibm (1993).
    private static ReadOnlySpan<double> ErfSeries =>
    [
        0.1283791670955126, -0.3761263890318375, 0.11283791670954685, -0.02686617064501726,
        0.005223977623916789, -0.0008548326902886471, 0.00012055326932054655, -1.4925450090912942e-05,
        1.6457676496214065e-06, -1.6300495998065118e-07, 1.4189584294135369e-08, -8.837207342835496e-10,
    ];

    private static ReadOnlySpan<double> ErfcTailSeries =>
    [
        0.47359759466141693, -0.5601653808739153, 0.3754865131490327,
        -0.23290026596749727, 0.19571708416796516, -0.17235170629071073, 0.1418049351594869,
        -0.1237662197033459, 0.11203671498152125, -0.09992734082351068, 0.09063635442488835,
        -0.08351372212317755, 0.0769072598954147, -0.0713755065771057, 0.0667473250406592,
        -0.06254160522419576, 0.058619587116927635, -0.05491282769034018, 0.052351087971446206,
        -0.05222309439471247, 0.05294873148629209, -0.049267996726032375, 0.037625284175812075,
        -0.0215812622660997, 0.008552315283595454, -0.0020727076871110734, 0.0002308873561872612,
    ];

    /// <summary>The error function erf(x) = (2/√π) ∫_0^x e^(−s²) ds.</summary>
    /// <param name="x">The argument.</param>
    public static double Erf(double x)
    {
        double z = Math.Abs(x);
        if (z < 0.85)
        {
            return Math.FusedMultiplyAdd(x, Horner(ErfSeries, x * x), x);
        }

        return z < 6 ? Math.CopySign(1 - Erfc(z), x) : double.IsNaN(x) ? x : Math.Sign(x);
    }

    /// <summary>
    /// The normal distribution function (1/√(2π)) ∫_(−∞)^x e^(−s²/2) ds = erfc(−x/√2)/2, accurate in the far left tail.
    /// </summary>
    /// <param name="x">The argument in standard deviations.</param>
    public static double NormalCdf(double x)
    {
        if (x < LeftTail)
        {
            return x < -39 ? 0 : Math.ScaleB(NormalTail(-x, out int exponent), exponent);
        }

        double z = x * Sqrt1Over2;
        return z >= 0.85
            ? (z < 6 ? 1 - (0.5 * Erfc(z)) : 1)
            : 0.25 + ((0.25 + (0.5 * z)) + (0.5 * z * Horner(ErfSeries, z * z)));
    }

    /// <summary>The Gaussian error linear unit x Φ(x), with Φ the normal distribution function.</summary>
    /// <param name="x">The argument.</param>
    /// <remarks>−0 at −∞, the limit. Source: Hendrycks and Gimpel 2016, arXiv 1606.08415.</remarks>
    public static double Gelu(double x)
    {
        if (x < LeftTail)
        {
            // The product is formed before it is scaled: Φ alone loses its digits below 1e-308.
            return x < -40 ? -0.0 : Math.ScaleB(x * NormalTail(-x, out int exponent), exponent);
        }

        return x * NormalCdf(x);
    }

    /// <summary>The complementary error function 1 − erf(x), accurate where it is close to 0.</summary>
    /// <param name="x">The argument.</param>
    internal static double Erfc(double x)
    {
        if (x < 0.85)
        {
            // Beyond 1/4 the difference 1/2 − x is exact, and so is what it saves.
            return x < 0.25
                ? 1 - Erf(x)
                : 0.5 - ((x - 0.5) + (x * Horner(ErfSeries, x * x)));
        }

        if (!(x < 28))
        {
            return double.IsNaN(x) ? x : 0;
        }

        double square = x * x;
        double low = Math.FusedMultiplyAdd(x, x, -square);
        double tail = ExpOfTail(x, square, low, ErfcConstant, out int exponent);
        return Math.ScaleB(tail / x, exponent - 1);
    }

    // The constant term of the tail series plus log 2 and log √2: small numbers, so that their rounding is small.
    private const double ErfcConstant = -0.03587980088344303;
    private const double NormalConstant = -0.3824533911634157;
    private const double LeftTail = -1.0625;
    private const double Sqrt1Over2 = 0.70710678118654752440;

    // Φ(−x) = result · 2^exponent for x ≥ 1.0625, with z = x/√2: erfc(z)/2 = (√2 e^(P − z²) / x) / 2.
    private static double NormalTail(double x, out int exponent)
    {
        double square = x * x;
        double low = Math.FusedMultiplyAdd(x, x, -square);
        double tail = ExpOfTail(x * Sqrt1Over2, 0.5 * square, 0.5 * low, NormalConstant, out exponent);
        exponent--;
        return tail / x;
    }

    // e^(constant + P(t) − square − low) = result · 2^exponent, with P the tail series.
    private static double ExpOfTail(double z, double square, double low, double constant, out int exponent)
    {
        const double Log2E = 1.4426950408889634;
        const double Ln2High = 0.6931471805598903; // 42 bits: its product with the exponent is exact.
        const double Ln2Low = 5.497923018708371e-14;
        double t = (z - 1.5) / (z + 1.5);
        double correction = Math.FusedMultiplyAdd(Horner(ErfcTailSeries, t), t, constant);
        double n = Math.Round((correction - square) * Log2E);
        double high = Math.FusedMultiplyAdd(-n, Ln2High, -square);
        exponent = (int)n;
        return Math.Exp(high + (correction - Math.FusedMultiplyAdd(n, Ln2Low, low)));
    }

    private static double Horner(ReadOnlySpan<double> coefficients, double x)
    {
        double value = coefficients[^1];
        for (int i = coefficients.Length - 2; i >= 0; i--)
        {
            value = Math.FusedMultiplyAdd(value, x, coefficients[i]);
        }

        return value;
    }
}
