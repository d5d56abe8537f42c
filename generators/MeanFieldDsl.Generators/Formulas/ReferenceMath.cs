namespace MeanFieldDsl.Generators.Formulas;

/// <summary>
/// The functions netstandard2.0 lacks, for constant folding and the interpreter. They are written from series and
/// continued fractions, independently of the run-time library, so that one checks the other.
/// </summary>
internal static class ReferenceMath
{
    private const double TwoOverRootPi = 1.1283791670955125738961589;
    private const double FractionStart = 1;

    public static double Log1p(double x)
    {
        double u = 1 + x;
        return u == 1 || double.IsInfinity(u) ? (double.IsInfinity(u) ? u : x) : Math.Log(u) * x / (u - 1);
    }

    public static double Expm1(double x)
    {
        if (Math.Abs(x) < 0.5)
        {
            double sum = 0;
            double term = x;
            for (int k = 2; k < 30 && term != 0; k++)
            {
                sum += term;
                term *= x / k;
            }

            return x == 0 ? x : sum + term;
        }

        return Math.Exp(x) - 1;
    }

    public static double Cbrt(double x)
    {
        if (x == 0 || double.IsNaN(x) || double.IsInfinity(x))
        {
            return x;
        }

        if (Math.Abs(x) < 1e-200)
        {
            // Where the cube of the root would be subnormal: scaled by 2^300, exactly.
            return Cbrt(x * 2.037035976334486e90) / 1.2676506002282294e30;
        }

        double root = Math.Sign(x) * Math.Pow(Math.Abs(x), 1.0 / 3);
        return root - (((root * root * root) - x) / (3 * root * root));
    }

    /// <summary>a·b + c with the product exact (Dekker) and one rounding more than the hardware's at worst.</summary>
    public static double FusedMultiplyAdd(double a, double b, double c)
    {
        double product = a * b;
        const double Splitter = 134217729;
        double ha = a * Splitter;
        double hb = b * Splitter;
        if (double.IsInfinity(ha) || double.IsInfinity(hb) || double.IsNaN(product))
        {
            return product + c;
        }

        ha -= ha - a;
        hb -= hb - b;
        double la = a - ha;
        double lb = b - hb;
        double low = (((ha * hb) - product) + (ha * lb) + (la * hb)) + (la * lb);
        double sum = product + c;
        double back = sum - product;
        double error = (product - (sum - back)) + (c - back);
        return double.IsInfinity(sum) ? sum : sum + (error + low);
    }

    public static double Sigmoid(double x)
    {
        double e = Math.Exp(-Math.Abs(x));
        return x >= 0 ? 1 / (1 + e) : e / (1 + e);
    }

    public static double Softplus(double x) => Math.Max(x, 0) + Log1p(Math.Exp(-Math.Abs(x)));

    public static double Erf(double x)
    {
        double a = Math.Abs(x);
        return a < 2.5 ? ErfSeries(x) : double.IsNaN(x) ? x : Math.Sign(x) * (1 - ErfcFraction(a));
    }

    public static double NormalCdf(double x)
    {
        double z = x * 0.70710678118654752440;
        return z < -FractionStart ? 0.5 * ErfcFraction(-z) : z < 2.5 ? 0.5 + (0.5 * ErfSeries(z)) : 1 - (0.5 * ErfcFraction(z));
    }

    public static double Sinc(double x) => x == 0 ? 1 : double.IsInfinity(x) ? 0 : Math.Sin(x) / x;

    /// <summary>The derivative of sin(x)/x, by its series where the closed form cancels.</summary>
    public static double SincPrime(double x)
    {
        if (double.IsInfinity(x))
        {
            return 0;
        }

        if (Math.Abs(x) > 1)
        {
            return (Math.Cos(x) - (Math.Sin(x) / x)) / x;
        }

        // sinc'(x) = Σ_k (−1)^k 2k x^(2k−1) / (2k+1)!
        double sum = 0;
        double power = -x / 6;
        for (int k = 1; k < 15; k++)
        {
            sum += 2 * k * power;
            power *= -x * x / (((2 * k) + 2) * ((2 * k) + 3));
        }

        return sum;
    }

    // erf(x) = 2/√π e^(−x²) Σ 2^k x^(2k+1) / (2k+1)!!, all terms of one sign.
    private static double ErfSeries(double x)
    {
        double term = x;
        double sum = x;
        for (int k = 1; k < 200 && Math.Abs(term) > 1e-18 * Math.Abs(sum); k++)
        {
            term *= 2 * x * x / ((2 * k) + 1);
            sum += term;
        }

        return TwoOverRootPi * Math.Exp(-x * x) * sum;
    }

    // Legendre's continued fraction of erfc, to full accuracy for x of at least FractionStart.
    private static double ErfcFraction(double x)
    {
        if (x > 30)
        {
            return 0;
        }

        double tail = 0;
        for (int k = 200; k >= 1; k--)
        {
            tail = k / 2.0 / (x + tail);
        }

        return Math.Exp(-x * x) / ((x + tail) * 1.7724538509055160273);
    }
}
