namespace MeanFieldDsl.Benchmarks.Accuracy;

/// <summary>
/// The unevaluated sum of two doubles, some 100 bits: what the functions are measured against. Sums after Knuth, The Art of Computer
/// Programming 4.2.2, products with the exact error of a fused multiply-add.
/// </summary>
internal readonly struct DoubleDouble(double high, double low)
{
    public static readonly DoubleDouble One = new(1, 0);

    public double High { get; } = high;

    public double Low { get; } = low;

    public static implicit operator DoubleDouble(double value) => new(value, 0);

    public static DoubleDouble operator +(DoubleDouble a, DoubleDouble b)
    {
        DoubleDouble s = TwoSum(a.High, b.High);
        DoubleDouble t = TwoSum(a.Low, b.Low);
        DoubleDouble u = FastTwoSum(s.High, s.Low + t.High);
        return FastTwoSum(u.High, u.Low + t.Low);
    }

    public static DoubleDouble operator -(DoubleDouble a) => new(-a.High, -a.Low);

    public static DoubleDouble operator -(DoubleDouble a, DoubleDouble b) => a + -b;

    public static DoubleDouble operator *(DoubleDouble a, DoubleDouble b)
    {
        double p = a.High * b.High;
        double e = Math.FusedMultiplyAdd(a.High, b.High, -p);
        return FastTwoSum(p, e + ((a.High * b.Low) + (a.Low * b.High)));
    }

    public static DoubleDouble operator /(DoubleDouble a, DoubleDouble b)
    {
        double q1 = a.High / b.High;
        DoubleDouble r = a - (b * q1);
        double q2 = r.High / b.High;
        r -= b * q2;
        return FastTwoSum(q1, q2) + (r.High / b.High);
    }

    /// <summary>The exact sum of two doubles.</summary>
    public static DoubleDouble TwoSum(double a, double b)
    {
        double s = a + b;
        double back = s - a;
        return new(s, (a - (s - back)) + (b - back));
    }

    /// <summary>This number times 2^<paramref name="exponent"/>.</summary>
    public DoubleDouble Scaled(int exponent) => new(Math.ScaleB(High, exponent), Math.ScaleB(Low, exponent));

    private static DoubleDouble FastTwoSum(double a, double b)
    {
        double s = a + b;
        return new(s, b - (s - a));
    }
}
