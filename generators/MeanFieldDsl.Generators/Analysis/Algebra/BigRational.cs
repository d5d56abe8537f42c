using System.Numerics;

namespace MeanFieldDsl.Generators.Analysis.Algebra;

/// <summary>An exact fraction in lowest terms with a positive denominator.</summary>
internal readonly struct BigRational : IEquatable<BigRational>, IComparable<BigRational>
{
    // Whole numbers up to here are exact as a double.
    private static readonly BigInteger MostExact = BigInteger.One << 53;
    private readonly BigInteger _denominator;

    private BigRational(BigInteger numerator, BigInteger denominator)
    {
        if (denominator.IsOne)
        {
            (Numerator, _denominator) = (numerator, denominator);
            return;
        }

        BigInteger divisor = BigInteger.GreatestCommonDivisor(numerator, denominator) * (denominator.Sign < 0 ? -1 : 1);
        Numerator = numerator / divisor;
        _denominator = denominator / divisor;
    }

    public static BigRational Zero => default;

    public static BigRational One => new(1, 1);

    public BigInteger Numerator { get; }

    public BigInteger Denominator => _denominator.IsZero ? BigInteger.One : _denominator;

    public int Sign => Numerator.Sign;

    public bool IsZero => Numerator.IsZero;

    public bool IsOne => Numerator.IsOne && Denominator.IsOne;

    public bool IsInteger => Denominator.IsOne;

    public static BigRational Of(long numerator, long denominator = 1) => new(numerator, denominator);

    /// <summary>Exactly the number that a finite double stands for.</summary>
    public static BigRational FromDouble(double value)
    {
        long bits = BitConverter.DoubleToInt64Bits(value);
        int exponent = (int)((bits >> 52) & 0x7ff);
        BigInteger mantissa = (bits & 0xfffffffffffffL) | (exponent > 0 ? 1L << 52 : 0);
        int power = Math.Max(exponent, 1) - 1075;
        mantissa = bits < 0 ? -mantissa : mantissa;
        return power >= 0 ? new(mantissa << power, 1) : new(mantissa, BigInteger.One << -power);
    }

    public static BigRational operator +(BigRational a, BigRational b) => new((a.Numerator * b.Denominator) + (b.Numerator * a.Denominator), a.Denominator * b.Denominator);

    public static BigRational operator -(BigRational a, BigRational b) => a + -b;

    public static BigRational operator -(BigRational a) => new(-a.Numerator, a.Denominator);

    public static BigRational operator *(BigRational a, BigRational b) => new(a.Numerator * b.Numerator, a.Denominator * b.Denominator);

    public static BigRational operator /(BigRational a, BigRational b) => new(a.Numerator * b.Denominator, a.Denominator * b.Numerator);

    public static bool operator <(BigRational a, BigRational b) => a.CompareTo(b) < 0;

    public static bool operator >(BigRational a, BigRational b) => a.CompareTo(b) > 0;

    public BigRational Power(int exponent) => exponent >= 0
        ? new(BigInteger.Pow(Numerator, exponent), BigInteger.Pow(Denominator, exponent))
        : new(BigInteger.Pow(Denominator, -exponent), BigInteger.Pow(Numerator, -exponent));

    /// <summary>The largest integer that is not larger.</summary>
    public BigInteger Floor() => Numerator.Sign >= 0 || IsInteger ? Numerator / Denominator : (Numerator / Denominator) - 1;

    public double ToDouble()
    {
        if (BigInteger.Abs(Numerator) < MostExact && Denominator < MostExact)
        {
            return (double)Numerator / (double)Denominator;
        }

        // Enough digits for a correct leading part, whatever the sizes.
        int shift = Size(Denominator) - Size(Numerator) + 64;
        BigInteger scaled = shift >= 0 ? (Numerator << shift) / Denominator : Numerator / (Denominator << -shift);
        return (double)scaled * Math.Pow(2, -shift);
    }

    public int CompareTo(BigRational other) => (Numerator * other.Denominator).CompareTo(other.Numerator * Denominator);

    public bool Equals(BigRational other) => Numerator == other.Numerator && Denominator == other.Denominator;

    public override bool Equals(object obj) => obj is BigRational other && Equals(other);

    public override int GetHashCode() => unchecked((Numerator.GetHashCode() * 397) ^ Denominator.GetHashCode());

    public override string ToString() => Denominator.IsOne ? Numerator.ToString(System.Globalization.CultureInfo.InvariantCulture)
        : Numerator.ToString(System.Globalization.CultureInfo.InvariantCulture) + "/" + Denominator.ToString(System.Globalization.CultureInfo.InvariantCulture);

    private static int Size(BigInteger value) => BigInteger.Abs(value).ToByteArray().Length * 8;
}
