using System.Globalization;

namespace MeanFieldDsl.Generators.Analysis;

/// <summary>
/// An exact fraction with numerator and denominator below 2^31, so that no product of two of them overflows. An
/// operation whose result does not fit gives null: "not representable" is an answer, a wrong degree is not.
/// </summary>
internal readonly record struct Rational
{
    private const int LargestDyadicShift = 20;
    private const int LargestDenominator = 1000;

    private readonly long _denominatorMinusOne;

    private Rational(long numerator, long denominator) => (Numerator, _denominatorMinusOne) = (numerator, denominator - 1);

    public Rational(int value)
        : this(value, 1L)
    {
    }

    public static Rational Zero => default;

    public static Rational One => new(1);

    public long Numerator { get; }

    /// <summary>Positive and without a common factor with the numerator.</summary>
    public long Denominator => _denominatorMinusOne + 1;

    public bool IsZero => Numerator == 0;

    public static Rational? Fraction(long numerator, long denominator)
    {
        if (denominator == 0 || numerator == long.MinValue || denominator == long.MinValue)
        {
            return null;
        }

        long divisor = GreatestCommonDivisor(Math.Abs(numerator), Math.Abs(denominator)) * Math.Sign(denominator);
        long n = numerator / divisor;
        long d = denominator / divisor;
        return Math.Abs(n) > int.MaxValue || d > int.MaxValue ? null : new Rational(n, d);
    }

    /// <summary>
    /// The fraction a constant stands for: itself when it is a multiple of 2^−20, or k/n for n up to 1000 when it is
    /// the double nearest to k/n. So <c>1.0/3</c> is read as one third and <c>0.1</c> as one tenth, which they are to
    /// within their own rounding; any other double is not representable.
    /// </summary>
    public static Rational? FromDouble(double value)
    {
        if (!(Math.Abs(value) <= int.MaxValue))
        {
            return null;
        }

        double shifted = value;
        for (int shift = 0; shift <= LargestDyadicShift; shift++)
        {
            if (shifted == Math.Floor(shifted))
            {
                return Fraction((long)shifted, 1L << shift);
            }

            shifted *= 2;
        }

        for (int n = 3; n <= LargestDenominator; n++)
        {
            double k = Math.Round(value * n);
            if (k / n == value)
            {
                return Fraction((long)k, n);
            }
        }

        return null;
    }

    public Rational? Plus(Rational other) =>
        Fraction((Numerator * other.Denominator) + (other.Numerator * Denominator), Denominator * other.Denominator);

    public Rational? Minus(Rational other) => Plus(new(-other.Numerator, other.Denominator));

    public Rational? Times(Rational other) => Fraction(Numerator * other.Numerator, Denominator * other.Denominator);

    public double ToDouble() => (double)Numerator / Denominator;

    public override string ToString() => Denominator == 1
        ? Numerator.ToString(CultureInfo.InvariantCulture)
        : Numerator.ToString(CultureInfo.InvariantCulture) + "/" + Denominator.ToString(CultureInfo.InvariantCulture);

    private static long GreatestCommonDivisor(long a, long b)
    {
        while (b != 0)
        {
            (a, b) = (b, a % b);
        }

        return a;
    }
}
