using System.Numerics;

namespace MeanFieldDsl.Tests.Kernels;

/// <summary>
/// Elementary functions in fixed-point integer arithmetic with any number of bits, from their power series: the
/// independent reference for the double-precision ones. Every method returns the value times 2^bits.
/// </summary>
internal static class HighPrecision
{
    private const int Guard = 64;

    public static BigInteger Fixed(double x, int bits)
    {
        long raw = BitConverter.DoubleToInt64Bits(x);
        int exponent = (int)((raw >> 52) & 0x7FF);
        BigInteger significand = raw & 0xFFFFFFFFFFFFF;
        significand = exponent == 0 ? significand : significand | (1L << 52);
        int shift = Math.Max(exponent, 1) - 1075 + bits;
        significand = shift >= 0 ? significand << shift : significand >> -shift;
        return raw < 0 ? -significand : significand;
    }

    /// <summary>The error of <paramref name="computed"/> in units of the last place of the exact value.</summary>
    public static double UlpError(double computed, Func<int, BigInteger> exact)
    {
        int exponent = Math.Max(computed == 0 ? -1022 : Math.ILogB(computed), -1022);
        int bits = Math.Max(80, 140 - exponent);
        BigInteger value = exact(bits);
        int ulpBits = bits + Math.Max((int)(BigInteger.Abs(value).GetBitLength() - 1) - bits, -1022) - 52;
        BigInteger difference = BigInteger.Abs(Fixed(computed, bits) - value);
        return (double)(ulpBits >= 40 ? difference >> (ulpBits - 40) : difference << (40 - ulpBits)) / (1L << 40);
    }

    public static BigInteger Exp(BigInteger x, int bits)
    {
        // e^x = (e^(x / 2^k))^(2^k); the squarings cost one bit each and the result may be large.
        int magnitude = Math.Max(0, (int)(BigInteger.Abs(x).GetBitLength() - bits));
        int growth = x.Sign > 0 ? (int)((double)(x >> bits) * 1.45) + 2 : 0;
        int k = magnitude + 16;
        int p = bits + growth + k + Guard;
        BigInteger r = (x << (p - bits)) >> k;
        BigInteger one = BigInteger.One << p;
        BigInteger sum = one;
        BigInteger term = one;
        for (int i = 1; !term.IsZero && term != BigInteger.MinusOne; i++)
        {
            term = ((term * r) >> p) / i;
            sum += term;
        }

        for (int i = 0; i < k; i++)
        {
            sum = (sum * sum) >> p;
        }

        return sum >> (p - bits);
    }

    public static BigInteger Log(BigInteger x, int bits)
    {
        int p = bits + Guard;
        BigInteger value = x << Guard;
        int k = (int)value.GetBitLength() - 1 - p;
        return (LogNearOne(k >= 0 ? value >> k : value << -k, p) + (k * LogNearOne(BigInteger.One << (p + 1), p))) >> Guard;
    }

    // Newton on the exponential, from a double and in full precision: each step doubles the digits.
    private static BigInteger LogNearOne(BigInteger x, int bits)
    {
        BigInteger y = Fixed(Math.Log((double)(x >> (bits - 60)) / Math.Pow(2, 60)), bits);
        for (int correct = 30; correct < 2 * bits; correct *= 2)
        {
            y += ((x * Exp(-y, bits)) >> bits) - (BigInteger.One << bits);
        }

        return y;
    }

    public static BigInteger Pi(int bits)
    {
        int p = bits + Guard;
        return ((16 * AtanInverse(5, p)) - (4 * AtanInverse(239, p))) >> Guard;
    }

    public static BigInteger Sin(BigInteger x, int bits)
    {
        int p = bits + Guard;
        BigInteger turn = 2 * Pi(p);
        BigInteger r = BigInteger.Remainder(x << Guard, turn);
        BigInteger square = (r * r) >> p;
        BigInteger term = r;
        BigInteger sum = r;
        for (int i = 1; !term.IsZero && term != BigInteger.MinusOne; i++)
        {
            term = -((term * square) >> p) / (2 * i * ((2 * i) + 1));
            sum += term;
        }

        return sum >> Guard;
    }

    public static BigInteger Cos(BigInteger x, int bits) => Sin(x + (Pi(bits + 8) >> 9), bits);

    public static BigInteger Erf(BigInteger x, int bits)
    {
        // The alternating series loses e^(x²) of its digits on the way.
        double size = (double)(x >> (bits - 20)) / (1 << 20);
        int p = bits + Guard + (int)(size * size * 1.5);
        BigInteger r = x << (p - bits);
        BigInteger square = (r * r) >> p;
        BigInteger power = r;
        BigInteger sum = r;
        for (int i = 1; !power.IsZero && power != BigInteger.MinusOne; i++)
        {
            power = -((power * square) >> p) / i;
            sum += power / ((2 * i) + 1);
        }

        BigInteger rootOfPi = Sqrt(Pi(p) << p);
        return ((2 * sum) << p) / rootOfPi >> (p - bits);
    }

    public static BigInteger Atan(BigInteger x, int bits)
    {
        // atan x = 2 atan(x / (1 + √(1 + x²))), until the power series converges fast.
        int halvings = 8;
        BigInteger one = BigInteger.One << bits;
        for (int i = 0; i < halvings; i++)
        {
            x = (x << bits) / (one + Sqrt((one << bits) + (x * x)));
        }

        BigInteger square = (x * x) >> bits;
        BigInteger sum = BigInteger.Zero;
        BigInteger power = x;
        for (int k = 1; !power.IsZero && power != BigInteger.MinusOne; k += 2)
        {
            sum += (k % 4 == 1 ? power : -power) / k;
            power = (power * square) >> bits;
        }

        return sum << halvings;
    }

    /// <summary>The integer part of the real cube root.</summary>
    public static BigInteger CubeRoot(BigInteger value)
    {
        if (value.Sign <= 0)
        {
            return value.IsZero ? value : -CubeRoot(-value);
        }

        BigInteger root = BigInteger.One << (int)((value.GetBitLength() / 3) + 1);
        while (true)
        {
            BigInteger next = ((2 * root) + (value / (root * root))) / 3;
            if (next >= root)
            {
                return root;
            }

            root = next;
        }
    }

    public static BigInteger Sqrt(BigInteger value)
    {
        BigInteger root = BigInteger.One << (int)((value.GetBitLength() / 2) + 1);
        while (true)
        {
            BigInteger next = (root + (value / root)) >> 1;
            if (next >= root)
            {
                return root;
            }

            root = next;
        }
    }

    public static BigInteger Divide(BigInteger a, BigInteger b, int bits) => (a << bits) / b;

    private static BigInteger AtanInverse(int n, int bits)
    {
        BigInteger power = (BigInteger.One << bits) / n;
        BigInteger sum = power;
        for (int i = 1; !power.IsZero; i++)
        {
            power /= n * n;
            sum += (i % 2 == 0 ? power : -power) / ((2 * i) + 1);
        }

        return sum;
    }
}
