namespace MeanFieldDsl.Benchmarks.Accuracy;

internal static partial class ExactFunctions
{
    private static readonly DoubleDouble HalfPi = new(1.5707963267948966, 6.123233995736766e-17);

    public static Exact Sin(double x) => Math.Abs(x) < Tiny ? x : SinCos(x).Sine;

    public static Exact Cos(double x) => SinCos(x).Cosine;

    public static Exact Tan(double x)
    {
        if (Math.Abs(x) < Tiny)
        {
            return x;
        }

        (DoubleDouble sine, DoubleDouble cosine) = SinCos(x);
        return sine / cosine;
    }

    public static Exact Sinc(double x)
    {
        if (Math.Abs(x) < Tiny)
        {
            return 1.0;
        }

        // The quotient may be so small that its second part is none.
        int exponent = Math.ILogB(x);
        return new(SinCos(x).Sine / Math.ScaleB(x, -exponent), -exponent);
    }

    public static Exact SincPrime(double x)
    {
        if (Math.Abs(x) < Tiny)
        {
            return new((DoubleDouble)Math.ScaleB(x, 200) / -3, -200);
        }

        if (Math.Abs(x) < 0.5)
        {
            // −x/3 + x³/30 − …: the sum of (−1)^k 2k x^(2k−1) / (2k+1)!
            DoubleDouble z = (DoubleDouble)x * x;
            DoubleDouble sum = 0;
            for (int k = 10; k >= 1; k--)
            {
                sum = (InverseFactorials[(2 * k) + 1] * (k % 2 == 0 ? 2 * k : -2 * k)) + (sum * z);
            }

            return sum * x;
        }

        (DoubleDouble sine, DoubleDouble cosine) = SinCos(x);
        int exponent = Math.ILogB(x);
        return new((cosine - (sine / x)) / Math.ScaleB(x, -exponent), -exponent);
    }

    public static Exact Atan(double x)
    {
        double a = Math.Abs(x);
        if (a < Tiny)
        {
            return x;
        }

        DoubleDouble value;
        if (a > 1e30)
        {
            value = HalfPi - (1 / a);
        }
        else
        {
            // y + (a − tan y)/(1 + a tan y), where y is the arctangent of a double.
            double y = Math.Atan(a);
            (DoubleDouble sine, DoubleDouble cosine) = SinCos(y);
            value = (((cosine * a) - sine) / (cosine + (sine * a))) + y;
        }

        return x < 0 ? -value : value;
    }

    private static (DoubleDouble Sine, DoubleDouble Cosine) SinCos(double x)
    {
        DoubleDouble r = QuarterTurns.Rest(x, out int n);
        DoubleDouble z = r * r;
        DoubleDouble sine = Series(z, 27) * r;
        DoubleDouble cosine = Series(z, 26);
        return n switch
        {
            0 => (sine, cosine),
            1 => (cosine, -sine),
            2 => (-sine, -cosine),
            _ => (-cosine, sine),
        };
    }

    // 1 − z/… + …, with the inverse factorials of every second number up to last. The far terms need no second part.
    private static DoubleDouble Series(DoubleDouble z, int last)
    {
        double tail = 0;
        int k = last;
        for (; k > 13; k -= 2)
        {
            tail = (tail * -z.High) + InverseFactorials[k].High;
        }

        DoubleDouble sum = tail;
        for (; k >= 0; k -= 2)
        {
            sum = InverseFactorials[k] - (sum * z);
        }

        return sum;
    }
}
