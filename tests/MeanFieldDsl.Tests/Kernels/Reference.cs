using System.Numerics;
using static MeanFieldDsl.Tests.Kernels.HighPrecision;

namespace MeanFieldDsl.Tests.Kernels;

/// <summary>The exact value of each function in high precision, and the points it is tried at.</summary>
internal static class Reference
{
    public static BigInteger Exact(string function, double argument, int bits)
    {
        BigInteger x = Fixed(argument, bits);
        BigInteger one = BigInteger.One << bits;

        // The quotients and differences are formed with bits to spare; those of small numbers with more.
        int more = 128 + (3 * Math.Max(0, -Math.ILogB(argument)));
        int p = bits + more;
        BigInteger y = Fixed(argument, p);
        BigInteger unit = BigInteger.One << p;
        return function switch
        {
            "Exp" => Exp(x, bits),
            "Expm1" => Exp(x, bits) - one,
            "Log" => Log(y, p) >> more,
            "Log1p" => Log(y + unit, p) >> more,
            "Sigmoid" => Divide(unit, unit + Exp(-y, p), p) >> more,
            "Softplus" => Log(unit + Exp(y, p), p) >> more,
            "Tanh" => Divide(Exp(2 * y, p) - unit, Exp(2 * y, p) + unit, p) >> more,
            "Sin" => Sin(x, bits),
            "Cos" => Cos(x, bits),
            "Sinc" => Divide(Sin(y, p), y, p) >> more,
            "SincPrime" => Divide(Cos(y, p) - Divide(Sin(y, p), y, p), y, p) >> more,
            "Tan" => Divide(Sin(y, p), Cos(y, p), p) >> more,
            "Sinh" => (Exp(y, p) - Exp(-y, p)) >> (more + 1),
            "Cosh" => (Exp(y, p) + Exp(-y, p)) >> (more + 1),
            "Atan" => Atan(y, p) >> more,
            "Cbrt" => CubeRoot(y << (2 * p)) >> more,
            "Erf" => Erf(x, bits),
            "Erfc" => one - Erf(x, bits),
            "NormalCdf" => NormalCdf(y, p) >> more,
            "Gelu" => (y * NormalCdf(y, p)) >> (p + more),
            _ => throw new ArgumentException(function),
        };
    }

    /// <summary>Points spread evenly, and others spread evenly in the exponent, of both signs, within the bounds.</summary>
    public static double[] Points(double low, double high, int count, int seed)
    {
        Random random = new(seed);
        List<double> points = [];
        double smallest = low > 0 ? low : 1e-300;
        while (points.Count < count)
        {
            double even = low + ((high - low) * random.NextDouble());
            double size = Math.Max(Math.Abs(low), Math.Abs(high));
            double spread = smallest * Math.Pow(size / smallest, random.NextDouble());
            double near = Math.Pow(10, -3 * random.NextDouble()) * (random.NextDouble() - 0.5) * 4;
            points.AddRange(new[] { even, spread, -spread, near }.Where(x => x >= low && x <= high && x != 0));
        }

        return [.. points];
    }

    private static BigInteger NormalCdf(BigInteger x, int bits)
    {
        BigInteger rootOfTwo = Sqrt(new BigInteger(2) << (2 * bits));
        return ((BigInteger.One << bits) + Erf(Divide(x, rootOfTwo, bits), bits)) >> 1;
    }
}
