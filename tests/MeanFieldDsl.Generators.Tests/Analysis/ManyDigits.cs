using System.Numerics;
using MeanFieldDsl.Generators.Analysis.Numerics;
using MeanFieldDsl.Generators.Formulas;

namespace MeanFieldDsl.Generators.Tests.Analysis;

/// <summary>
/// Numbers of about 180 decimal digits with any exponent, and the elementary functions by their series: slow, plain, and
/// independent of the functions that are to be judged.
/// </summary>
internal readonly record struct ManyDigits
{
    private const int Bits = 600;

    private readonly BigInteger _mantissa;
    private readonly int _exponent;

    private ManyDigits(BigInteger mantissa, int exponent)
    {
        int excess = (int)BigInteger.Abs(mantissa).GetBitLength() - Bits;
        (_mantissa, _exponent) = excess > 0 ? (mantissa >> excess, exponent + excess) : mantissa.IsZero ? (mantissa, 0) : (mantissa, exponent);
    }

    private static ManyDigits Ln2 { get; } = LogNearOne(2);

    public static implicit operator ManyDigits(int value) => new(value, 0);

    public static ManyDigits Of(double value)
    {
        long bits = BitConverter.DoubleToInt64Bits(value);
        int exponent = (int)((bits >> 52) & 0x7ff);
        BigInteger mantissa = (bits & 0xfffffffffffffL) | (exponent > 0 ? 1L << 52 : 0);
        return new(bits < 0 ? -mantissa : mantissa, Math.Max(exponent, 1) - 1075);
    }

    public static ManyDigits operator +(ManyDigits a, ManyDigits b)
    {
        if (a._mantissa.IsZero || b._mantissa.IsZero)
        {
            return a._mantissa.IsZero ? b : a;
        }

        if (a.Top - b.Top > 2 * Bits || b.Top - a.Top > 2 * Bits)
        {
            return a.Top > b.Top ? a : b;
        }

        int exponent = Math.Min(a._exponent, b._exponent);
        return new((a._mantissa << (a._exponent - exponent)) + (b._mantissa << (b._exponent - exponent)), exponent);
    }

    public static ManyDigits operator -(ManyDigits a) => new(-a._mantissa, a._exponent);

    public static ManyDigits operator -(ManyDigits a, ManyDigits b) => a + -b;

    public static ManyDigits operator *(ManyDigits a, ManyDigits b) => new(a._mantissa * b._mantissa, a._exponent + b._exponent);

    public static ManyDigits operator /(ManyDigits a, ManyDigits b) => new((a._mantissa << (2 * Bits)) / b._mantissa, a._exponent - b._exponent - (2 * Bits));

    /// <summary>How far a double is from this number, relative to it.</summary>
    public double RelativeError(double computed) => !double.IsFinite(computed) ? double.PositiveInfinity
        : RelativeError(Of(computed));

    public double RelativeError(ManyDigits other) => _mantissa.IsZero
        ? (other._mantissa.IsZero ? 0 : double.PositiveInfinity)
        : Math.Abs(((other - this) / this).ToDouble());

    /// <summary>The value of a pattern with numbers in its holes; sums and maxima run over all of them as values of the first.</summary>
    public static ManyDigits Value(Pattern pattern, ManyDigits[] holes)
    {
        if (pattern.Hole >= 0)
        {
            return holes[pattern.Hole];
        }

        if (pattern.Op is Op.SumOver or Op.MaxOver)
        {
            ManyDigits[] terms = [.. holes.Select(h => Value(pattern.Arguments[0], [h, .. holes]))];
            return pattern.Op == Op.SumOver ? terms.Aggregate((a, b) => a + b) : terms.Aggregate((a, b) => (a - b)._mantissa.Sign > 0 ? a : b);
        }

        ManyDigits[] x = [.. pattern.Arguments.Select(a => Value(a, holes))];
        return pattern.Op switch
        {
            Op.Constant => Of(pattern.Value),
            Op.Add => x[0] + x[1],
            Op.Subtract => x[0] - x[1],
            Op.Multiply => x[0] * x[1],
            Op.Divide => x[0] / x[1],
            Op.Negate => -x[0],
            Op.Abs => x[0]._mantissa.Sign < 0 ? -x[0] : x[0],
            Op.Exp => Exp(x[0]),
            Op.Expm1 => Exp(x[0]) - 1,
            Op.Log => Log(x[0]),
            Op.Log1p => Log(1 + x[0]),
            Op.Softplus => Log(1 + Exp(x[0])),
            Op.Sigmoid => 1 / (1 + Exp(-x[0])),
            Op.Tanh => 1 - (2 / (Exp(2 * x[0]) + 1)),
            Op.Sinh => (Exp(x[0]) - Exp(-x[0])) / 2,
            Op.Cosh => (Exp(x[0]) + Exp(-x[0])) / 2,
            Op.Sin => Series(x[0], x[0], k => ((2 * k) + 2) * ((2 * k) + 3), alternating: true),
            Op.Cos => Series(x[0], 1, k => ((2 * k) + 1) * ((2 * k) + 2), alternating: true),
            Op.Sinc => x[0]._mantissa.IsZero ? 1 : Series(x[0], 1, k => ((2 * k) + 2) * ((2 * k) + 3), alternating: true),
            Op.Sqrt or Op.NormRoot => Sqrt(x[0]),
            Op.Erf => Erf(x[0]),
            Op.NormalCdf => (1 + Erf(x[0] / Sqrt(2))) / 2,
            _ => throw new NotSupportedException(pattern.Op.ToString()),
        };
    }

    private int Top => _exponent + (int)BigInteger.Abs(_mantissa).GetBitLength();

    private double ToDouble()
    {
        int shift = Math.Max(0, (int)BigInteger.Abs(_mantissa).GetBitLength() - 60);
        return Math.ScaleB((double)(_mantissa >> shift), _exponent + shift);
    }

    // Σ (±1)^k x^(2k) first / Π divisors.
    private static ManyDigits Series(ManyDigits x, ManyDigits first, Func<int, int> divisor, bool alternating)
    {
        ManyDigits square = alternating ? -(x * x) : x * x, term = first, sum = first;
        for (int k = 0; k < 2000 && !term._mantissa.IsZero && term.Top > sum.Top - Bits - 10; k++)
        {
            term = term * square / divisor(k);
            sum += term;
        }

        return sum;
    }

    private static ManyDigits Exp(ManyDigits x)
    {
        // e^x = 2^n (e^(r / 2^16))^(2^16), |r| ≤ 1.
        int n = x.Top > 40 ? throw new NotSupportedException("too large") : (int)Math.Round((x / Ln2).ToDouble());
        ManyDigits r = x - (n * Ln2), small = new(r._mantissa, r._exponent - 16), term = 1, sum = 1;
        for (int k = 1; k < 200; k++)
        {
            term = term * small / k;
            sum += term;
        }

        for (int k = 0; k < 16; k++)
        {
            sum *= sum;
        }

        return new(sum._mantissa, sum._exponent + n);
    }

    // With x = m 2^n, m between ½ and 1.
    private static ManyDigits Log(ManyDigits x)
    {
        if (x._mantissa.Sign <= 0)
        {
            throw new NotSupportedException("the logarithm of " + x.ToDouble());
        }

        int n = x.Top;
        return LogNearOne(new(x._mantissa, x._exponent - n)) + (n * Ln2);
    }

    // 2 artanh((x − 1)/(x + 1)).
    private static ManyDigits LogNearOne(ManyDigits x)
    {
        ManyDigits z = (x - 1) / (x + 1), square = z * z, power = z, sum = z;
        for (int k = 3; k < 3000 && !power._mantissa.IsZero && power.Top > sum.Top - Bits; k += 2)
        {
            power *= square;
            sum += power / k;
        }

        return 2 * sum;
    }

    private static ManyDigits Sqrt(ManyDigits x)
    {
        if (x._mantissa.IsZero)
        {
            return x;
        }

        // Newton's method on the inverse root.
        int half = x.Top / 2;
        double scaled = new ManyDigits(x._mantissa, x._exponent - (2 * half)).ToDouble();
        ManyDigits first = Of(1 / Math.Sqrt(scaled)), y = new(first._mantissa, first._exponent - half);
        for (int k = 0; k < 6; k++)
        {
            y = y * (3 - (x * y * y)) / 2;
        }

        return x * y;
    }

    // 2/√π Σ (−1)^k x^(2k+1) / (k! (2k+1)), with π by Machin's formula.
    private static ManyDigits Erf(ManyDigits x)
    {
        ManyDigits pi = (16 * ArcTangentOfInverse(5)) - (4 * ArcTangentOfInverse(239)), power = x, sum = x;
        for (int k = 1; k < 2000; k++)
        {
            power = power * -(x * x) / k;
            sum += power / ((2 * k) + 1);
        }

        return 2 * sum / Sqrt(pi);
    }

    private static ManyDigits ArcTangentOfInverse(int n)
    {
        ManyDigits power = (ManyDigits)1 / n, sum = power;
        for (int k = 3; k < 600; k += 2)
        {
            power = -(power / (n * n));
            sum += power / k;
        }

        return sum;
    }
}
