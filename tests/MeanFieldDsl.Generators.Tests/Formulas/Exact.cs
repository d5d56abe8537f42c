using System.Numerics;

namespace MeanFieldDsl.Generators.Tests.Formulas;

/// <summary>A number without rounding, numerator over positive denominator, or ±∞.</summary>
internal readonly record struct Exact(int Infinite, BigInteger Numerator, BigInteger Denominator) : IComparable<Exact>
{
    private int Sign => Infinite != 0 ? Infinite : Numerator.Sign;

    public static Exact Of(double value)
    {
        if (double.IsInfinity(value))
        {
            return new(Math.Sign(value), 0, 1);
        }

        // Scaled by a power of two that makes an integer of it; one of the two factors is 1.
        int exponent = value == 0 ? 0 : Math.Max(Math.ILogB(value) - 52, -1074);
        BigInteger integer = (BigInteger)Math.ScaleB(value, -exponent);
        return new(0, integer << Math.Max(exponent, 0), BigInteger.One << Math.Max(-exponent, 0));
    }

    public static bool IsZero(Exact value) => value.Sign == 0;

    public static Exact operator +(Exact a, Exact b) => a.Infinite != 0 || b.Infinite != 0
        ? new(Math.Sign(a.Infinite + b.Infinite), 0, 1)
        : new(0, (a.Numerator * b.Denominator) + (b.Numerator * a.Denominator), a.Denominator * b.Denominator);

    public static Exact operator -(Exact a, Exact b) => a + new Exact(-b.Infinite, -b.Numerator, b.Denominator);

    public static Exact operator *(Exact a, Exact b) => a.Infinite != 0 || b.Infinite != 0
        ? new(a.Sign * b.Sign, 0, 1)
        : new(0, a.Numerator * b.Numerator, a.Denominator * b.Denominator);

    public Exact Inverse() => new(0, Denominator * Numerator.Sign, BigInteger.Abs(Numerator));

    public int CompareTo(Exact other) => Infinite != 0 || other.Infinite != 0
        ? Infinite.CompareTo(other.Infinite)
        : (Numerator * other.Denominator).CompareTo(other.Numerator * Denominator);

    public override string ToString() => Infinite != 0 ? Infinite + "·∞" : Numerator + "/" + Denominator;
}
