using System.Numerics;

namespace MeanFieldDsl.Benchmarks.Accuracy;

/// <summary>
/// The rest of any double after quarter turns, from as many digits of 2/π as it takes. Method: Payne and Hanek, Radian reduction for
/// trigonometric functions, ACM SIGNUM Newsletter 18 (1983).
/// </summary>
internal static class QuarterTurns
{
    // The digits of 2/π after 64 zeros.
    private static readonly ulong[] Digits = TwoOverPi(24);

    private static readonly DoubleDouble HalfPi = new(1.5707963267948966, 6.123233995736766e-17);

    /// <summary>x − n π/2 with magnitude at most π/4, and n modulo 4.</summary>
    public static DoubleDouble Rest(double x, out int n)
    {
        if (Math.Abs(x) < 0.78)
        {
            n = 0;
            return x;
        }

        // |x| = m 2^e; the digits of 2/π that give multiples of 4 are left out.
        long bits = BitConverter.DoubleToInt64Bits(Math.Abs(x));
        int e = (int)(bits >> 52) - 1075;
        ulong m = ((ulong)bits & 0xFFFFFFFFFFFFF) | (1UL << 52);
        int start = e + 62;
        UInt128 carry = 0;
        Span<ulong> product = stackalloc ulong[4];
        for (int i = 3; i >= 0; i--)
        {
            carry += (UInt128)m * Word(start + (64 * i));
            product[i] = (ulong)carry;
            carry >>= 64;
        }

        // Two binary digits of whole quarters, then the fraction, of which the nearer side is taken.
        n = (int)(product[0] >> 62);
        UInt128 fraction = (new UInt128(product[0], product[1]) << 2) | (product[2] >> 62);
        UInt128 further = (new UInt128(product[2], product[3]) << 2);
        bool isAbove = fraction >> 127 != 0;
        if (isAbove)
        {
            n++;
            fraction = ~fraction;
            further = ~further;
        }

        int zeros = (int)UInt128.LeadingZeroCount(fraction);
        fraction = zeros == 0 ? fraction : (fraction << zeros) | (further >> (128 - zeros));
        double high = (double)(ulong)(fraction >> 75);
        double low = (double)(ulong)((fraction >> 22) & 0x1FFFFFFFFFFFFF);
        DoubleDouble part = DoubleDouble.TwoSum(Math.ScaleB(high, -53 - zeros), Math.ScaleB(low, -106 - zeros));
        DoubleDouble rest = part * HalfPi;
        bool isNegative = isAbove != x < 0;
        n = (x < 0 ? -n : n) & 3;
        return isNegative ? -rest : rest;
    }

    private static ulong Word(int bit)
    {
        int shift = bit & 63;
        ulong first = Digits[bit >> 6];
        return shift == 0 ? first : (first << shift) | (Digits[(bit >> 6) + 1] >> (64 - shift));
    }

    private static ulong[] TwoOverPi(int words)
    {
        // π after Machin, with 128 bits to spare.
        int bits = (64 * words) + 128;
        BigInteger pi = (16 * AtanOfInverse(5, bits)) - (4 * AtanOfInverse(239, bits));
        BigInteger digits = (BigInteger.One << (bits + 1 + (64 * (words - 1)))) / pi;
        ulong[] result = new ulong[words];
        for (int i = words - 1; i > 0; i--)
        {
            result[i] = (ulong)(digits & ulong.MaxValue);
            digits >>= 64;
        }

        return result;
    }

    private static BigInteger AtanOfInverse(int n, int bits)
    {
        BigInteger power = (BigInteger.One << bits) / n;
        BigInteger sum = power;
        for (int i = 3; !power.IsZero; i += 2)
        {
            power /= -n * n;
            sum += power / i;
        }

        return sum;
    }
}
