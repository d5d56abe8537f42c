namespace MeanFieldDsl.Benchmarks.Accuracy;

internal static partial class ExactFunctions
{
    private const int GridSteps = 16;
    private const int GridEnd = 28;
    private const int Terms = 36;

    private static readonly DoubleDouble TwoOverRootOfPi = new(1.1283791670955126, 1.533545961316588e-17);
    private static readonly DoubleDouble RootOfHalf = new(0.7071067811865476, -4.833646656726457e-17);

    // At c = j/16: e^(c²) erfc(c), and the coefficients of ∫ e^(−2cs − s²) ds.
    private static readonly DoubleDouble[][] Grid = [.. Enumerable.Range(0, (GridSteps * GridEnd) + 1).Select(j => Expansion((double)j / GridSteps))];

    public static Exact Erf(double x)
    {
        double a = Math.Abs(x);
        if (a < 0.5)
        {
            return a < Tiny ? new Exact(TwoOverRootOfPi * Math.ScaleB(x, 200), -200) : ErfSeries(x);
        }

        Exact rest = a > 7 ? 0.0 : Erfc(a);
        DoubleDouble value = 1 - rest.Value.Scaled(rest.Exponent);
        return x < 0 ? -value : value;
    }

    public static Exact NormalCdf(double x)
    {
        if (Math.Abs(x) > 39)
        {
            return x < 0 ? new Exact(1.0, -3000) : 1.0;
        }

        Exact tail = Erfc(RootOfHalf * Math.Abs(x));
        if (x <= 0)
        {
            return tail with { Exponent = tail.Exponent - 1 };
        }

        return tail.Exponent < -300 ? 1.0 : 1 - tail.Value.Scaled(tail.Exponent - 1);
    }

    // erfc(c + h) = e^(−c²) (e^(c²) erfc(c) − 2/√π ∫_0^h e^(−2cs − s²) ds) for 0 ≤ c + h ≤ 28, from the nearest c of the grid.
    private static Exact Erfc(DoubleDouble a)
    {
        int j = (int)Math.Round(a.High * GridSteps);
        double c = (double)j / GridSteps;
        DoubleDouble h = a - c;
        DoubleDouble[] terms = Grid[j];
        DoubleDouble sum = terms[Terms];
        for (int k = Terms - 1; k >= 1; k--)
        {
            sum = (sum * h) + terms[k];
        }

        Exact scale = Exp(-(c * c));
        return new(scale.Value * (terms[0] - (sum * h * TwoOverRootOfPi)), scale.Exponent);
    }

    private static DoubleDouble[] Expansion(double c)
    {
        DoubleDouble[] terms = new DoubleDouble[Terms + 1];
        terms[0] = ScaledErfc(c);

        // a_(n+1) = −2 (c a_n + a_(n−1)) / (n + 1)
        DoubleDouble before = 0;
        DoubleDouble a = 1;
        for (int n = 0; n < Terms; n++)
        {
            terms[n + 1] = a / (n + 1);
            (before, a) = (a, ((a * c) + before) * -2 / (n + 1));
        }

        return terms;
    }

    // e^(c²) erfc(c): the power series for small c and the continued fraction of Laplace elsewhere.
    private static DoubleDouble ScaledErfc(double c)
    {
        if (c > 2.6)
        {
            DoubleDouble fraction = c;
            for (int k = 500; k >= 1; k--)
            {
                fraction = (DoubleDouble)(0.5 * k) / fraction + c;
            }

            return TwoOverRootOfPi * 0.5 / fraction;
        }

        DoubleDouble term = c;
        DoubleDouble sum = term;
        for (int k = 1; k < 120; k++)
        {
            term = term * (2 * c * c) / ((2 * k) + 1);
            sum += term;
        }

        Exact e = Exp((DoubleDouble)c * c);
        return e.Value.Scaled(e.Exponent) - (sum * TwoOverRootOfPi);
    }

    // 2/√π (x − x³/3 + x⁵/(2! 5) − …) for |x| < ½.
    private static DoubleDouble ErfSeries(double x)
    {
        DoubleDouble z = (DoubleDouble)x * x;
        DoubleDouble sum = 0;
        for (int k = 20; k >= 0; k--)
        {
            sum = (InverseFactorials[k] / ((2 * k) + 1)) - (sum * z);
        }

        return sum * x * TwoOverRootOfPi;
    }
}
