namespace MeanFieldDsl.Benchmarks.Accuracy;

/// <summary>
/// Elementary functions to some 2^−85, from power series and one step of Newton's iteration. Independent of what they measure: the
/// functions of the framework are used for first approximations only. Arguments are finite.
/// </summary>
internal static partial class ExactFunctions
{
    // Below, x itself is all of sin x, tanh x and their like; and the second of two doubles would come near the smallest double.
    private const double Tiny = 1e-30;

    private static readonly DoubleDouble Ln2 = new(0.6931471805599453, 2.3190468138462996e-17);

    // 1/k!
    private static readonly DoubleDouble[] InverseFactorials = Factorials(32);

    public static Exact Exp(DoubleDouble x)
    {
        if (Math.Abs(x.High) > 2000)
        {
            return x.High > 0 ? new(1, 3000) : new(1, -3000);
        }

        DoubleDouble p = ExpMinusOneReduced(x, out int n);
        return new(p + 1, n);
    }

    public static Exact Expm1(double x)
    {
        if (Math.Abs(x) < Tiny)
        {
            return x;
        }

        return Math.Abs(x) > 80 ? x > 0 ? Exp(x) : (Exact)(-1.0) : ExpMinusOne(x);
    }

    public static Exact Log(double x) => x > 0 ? LogOf(x) : Exact.NaN;

    public static Exact Log1p(double x)
    {
        if (x < -1)
        {
            return Exact.NaN;
        }

        return Math.Abs(x) < Tiny ? x : Math.Abs(x) < 0.0625 ? LogNearOne(x) : LogOf(DoubleDouble.TwoSum(1, x));
    }

    public static Exact Sigmoid(double x)
    {
        Exact e = Exp(-Math.Abs(x));
        if (Math.Abs(x) > 80)
        {
            return x < 0 ? e : 1.0;
        }

        DoubleDouble small = e.Value.Scaled(e.Exponent);
        return (x < 0 ? small : 1.0) / (small + 1);
    }

    public static Exact Softplus(double x)
    {
        if (Math.Abs(x) > 80)
        {
            return x < 0 ? Exp(x) : DoubleDouble.TwoSum(x, Math.Exp(-x));
        }

        Exact e = Exp(-Math.Abs(x));
        DoubleDouble small = e.Value.Scaled(e.Exponent);
        DoubleDouble log = small.High < 0.0625 ? LogNearOne(small) : LogOf(small + 1);
        return x > 0 ? log + x : log;
    }

    public static Exact Tanh(double x)
    {
        if (Math.Abs(x) < Tiny)
        {
            return x;
        }

        DoubleDouble t = ExpMinusOne(2 * Math.Min(Math.Abs(x), 40));
        DoubleDouble value = t / (t + 2);
        return x < 0 ? -value : value;
    }

    public static Exact Sinh(double x)
    {
        if (Math.Abs(x) < Tiny)
        {
            return x;
        }

        Exact value;
        if (Math.Abs(x) > 80)
        {
            Exact e = Exp(Math.Abs(x));
            value = e with { Exponent = e.Exponent - 1 };
        }
        else
        {
            DoubleDouble p = ExpMinusOne(Math.Abs(x));
            value = (p + (p / (p + 1))) * 0.5;
        }

        return x < 0 ? value with { Value = -value.Value } : value;
    }

    public static Exact Cosh(double x)
    {
        Exact e = Exp(Math.Abs(x));
        if (Math.Abs(x) > 80)
        {
            return e with { Exponent = e.Exponent - 1 };
        }

        DoubleDouble large = e.Value.Scaled(e.Exponent);
        return (large + (DoubleDouble.One / large)) * 0.5;
    }

    public static Exact Cbrt(double x)
    {
        // One step of Newton's iteration on the part of |x| in [1, 8).
        int third = (int)Math.Floor(Math.ILogB(x) / 3.0);
        double m = Math.ScaleB(x, -3 * third);
        DoubleDouble y = Math.Cbrt(m);
        return new(y + ((m - (y * y * y)) / (y * y * 3)), third);
    }

    public static Exact Sq(double x)
    {
        int exponent = Math.ILogB(x);
        DoubleDouble m = Math.ScaleB(x, -exponent);
        return new(m * m, 2 * exponent);
    }

    public static Exact Sign(double x) => Math.Sign(x);

    /// <summary>x^y for positive x.</summary>
    public static Exact Pow(double x, double y) => Exp(LogOf(x) * y);

    /// <summary>log a for positive a.</summary>
    internal static DoubleDouble LogOf(DoubleDouble a)
    {
        int k = Math.ILogB(a.High);
        DoubleDouble m = a.Scaled(-k);
        if (m.High > 1.4142135)
        {
            m = m.Scaled(-1);
            k++;
        }

        DoubleDouble f = m - 1;
        return (Math.Abs(f.High) < 0.0625 ? LogNearOne(f) : LogByExponential(m)) + (Ln2 * k);
    }

    // y + z − z²/2 with z = m e^(−y) − 1, where y is the logarithm of a double.
    private static DoubleDouble LogByExponential(DoubleDouble m)
    {
        double y = Math.Log(m.High);
        Exact e = Exp(-y);
        DoubleDouble z = (m * e.Value.Scaled(e.Exponent)) - 1;
        return (z - (z * z * 0.5)) + y;
    }

    // log(1 + f) = 2 (s + s³/3 + s⁵/5 + …) with s = f/(2 + f), for |f| < 1/16.
    private static DoubleDouble LogNearOne(DoubleDouble f)
    {
        DoubleDouble s = f / (f + 2);
        DoubleDouble z = s * s;
        double tail = 0;
        for (int k = 21; k >= 11; k -= 2)
        {
            tail = (tail * z.High) + (1.0 / k);
        }

        DoubleDouble sum = tail;
        for (int k = 9; k >= 1; k -= 2)
        {
            sum = (sum * z) + (DoubleDouble.One / k);
        }

        return sum * s * 2;
    }

    // e^x − 1 for |x| ≤ 80.
    private static DoubleDouble ExpMinusOne(DoubleDouble x)
    {
        DoubleDouble p = ExpMinusOneReduced(x, out int n);
        return n == 0 ? p : p.Scaled(n) + (Math.ScaleB(1, n) - (DoubleDouble)1);
    }

    // e^r − 1 with r = x − n log 2: the power series at r/64, and six times (1 + p)² = 1 + (2p + p²).
    private static DoubleDouble ExpMinusOneReduced(DoubleDouble x, out int n)
    {
        n = (int)Math.Round(x.High / Ln2.High);
        DoubleDouble r = (x - (Ln2 * n)) * 0.015625;
        double tail = 0;
        for (int k = 12; k >= 7; k--)
        {
            tail = (tail * r.High) + InverseFactorials[k].High;
        }

        DoubleDouble p = tail;
        for (int k = 6; k >= 1; k--)
        {
            p = (p * r) + InverseFactorials[k];
        }

        p *= r;
        for (int i = 0; i < 6; i++)
        {
            p = (p * 2) + (p * p);
        }

        return p;
    }

    private static DoubleDouble[] Factorials(int count)
    {
        DoubleDouble[] inverse = new DoubleDouble[count];
        inverse[0] = 1;
        for (int k = 1; k < count; k++)
        {
            inverse[k] = inverse[k - 1] / k;
        }

        return inverse;
    }
}
