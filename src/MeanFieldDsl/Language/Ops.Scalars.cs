namespace MeanFieldDsl;

public static partial class Ops
{
    /// <summary>The square x².</summary>
    /// <param name="x">The argument.</param>
    public static double Sq(double x) => x * x;

    /// <summary>The rectifier max(x, 0); NaN gives NaN.</summary>
    /// <param name="x">The argument.</param>
    public static double Relu(double x) => Math.Max(x, 0);

    /// <summary>The leaky rectifier: x for x &gt; 0 and slope · x otherwise; NaN gives NaN.</summary>
    /// <param name="x">The argument.</param>
    /// <param name="slope">The slope on the negative half-line.</param>
    public static double LeakyRelu(double x, double slope = 0.01) => x > 0 ? x : slope * x;

    /// <summary>The logistic function 1 / (1 + e^(−x)), without overflow and accurate where it is close to 0.</summary>
    /// <param name="x">The argument.</param>
    public static double Sigmoid(double x)
    {
        double e = Math.Exp(-Math.Abs(x));
        return (x < 0 ? e : 1) / (1 + e);
    }

    /// <summary>The smooth rectifier log(1 + e^x) = max(x, 0) + log(1 + e^(−|x|)), without overflow.</summary>
    /// <param name="x">The argument.</param>
    public static double Softplus(double x) => Math.Max(x, 0) + Log1p(Math.Exp(-Math.Abs(x)));

    /// <summary>log(1 + x), accurate for small x; −∞ at −1 and NaN below.</summary>
    /// <param name="x">The argument.</param>
    /// <remarks>
    /// Source: the correction (x − (u − 1)) / u for the rounding of u = 1 + x, HP-15C Advanced Functions Handbook
    /// (1982), appendix; Goldberg 1991, theorem 4.
    /// </remarks>
    public static double Log1p(double x)
    {
        double u = 1 + x;
        if (u == 1)
        {
            return x; // Also keeps −0.
        }

        if (!(u > 0) || u == double.PositiveInfinity)
        {
            return Math.Log(u);
        }

        // The rounding error of 1 + x, whichever of the two is the larger.
        double error = x < 1 ? x - (u - 1) : 1 - (u - x);
        return Math.Log(u) + (error / u);
    }

    /// <summary>e^x − 1, accurate for small x.</summary>
    /// <param name="x">The argument.</param>
    /// <remarks>
    /// Source: (u − 1) x / log(u) with u = e^x, in which the rounding error of u cancels; W. Kahan, in Higham,
    /// Accuracy and Stability of Numerical Algorithms, 2nd ed., section 1.14.1.
    /// </remarks>
    public static double Expm1(double x)
    {
        if (!(Math.Abs(x) < 0.75))
        {
            return Math.Exp(x) - 1;
        }

        double u = Math.Exp(x);
        return u == 1 ? x : (u - 1) * (x / Math.Log(u));
    }

    /// <summary>sin(x) / x, continued by 1 at 0; not normalised by π. NaN at ±∞, as the sine.</summary>
    /// <param name="x">The argument in radians.</param>
    public static double Sinc(double x) => x == 0 ? 1 : Math.Sin(x) / x;
}
