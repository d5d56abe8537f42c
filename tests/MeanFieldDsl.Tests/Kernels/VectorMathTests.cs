using System.Numerics;
using System.Runtime.Intrinsics.X86;
using MeanFieldDsl.Kernels;

namespace MeanFieldDsl.Tests.Kernels;

public sealed class VectorMathTests
{
    private static readonly double[] Special =
    [
        0.0, -0.0, 1, -1, 0.5, -0.5, 2, -2, double.NaN, double.PositiveInfinity, double.NegativeInfinity, double.Epsilon,
        -double.Epsilon, 1e-310, -1e-310, 2.2250738585072014E-308, double.MaxValue, double.MinValue, 709.78271289338397,
        709.78271289338409, -708.3964185322641, -744.4400719213812, -745.13321910194111, -745.1332191019412, 1e-16, -1e-16,
        1e5, 1.00001e5, -1e5, 1e22, 0.625, 0.41, -0.29, Math.PI, Math.PI / 2, 3 * Math.PI / 4, 36.7, -36.8, 0.34657359027997264,
    ];

    public static TheoryData<string, double, double, double> Cases => new()
    {
        { "Exp", -745, 709.7, 1.2 },
        { "Expm1", -45, 709.7, 2 },
        { "Log", 5e-324, 1.7e308, 1.2 },
        { "Log1p", -0.9999999999, 1e300, 1.5 },
        { "Sigmoid", -745, 40, 2 },
        { "Softplus", -745, 40, 2 },
        { "Tanh", -20, 20, 2 },
        { "Sin", -1e5, 1e5, 1 },
        { "Cos", -1e5, 1e5, 1 },
        { "Sinc", -1000, 1000, 1.6 },
        { "SincPrime", -2, 2, 3 },
        { "Tan", -1e5, 1e5, 2 },
        { "Atan", -1e12, 1e12, 2 },
        { "Sinh", -710, 710, 2 },
        { "Cosh", -710, 710, 2 },
        { "Cbrt", -1e300, 1e300, 1 },
        { "Erf", -6.5, 6.5, 1.5 },
        { "NormalCdf", -37.5, 9, 2 },
    };

    private static readonly string[] Names =
    [
        "Exp", "Expm1", "Log", "Log1p", "Sigmoid", "Softplus", "Tanh", "Sin", "Cos", "Sinc", "SincPrime", "Sign", "Sq",
        "Tan", "Sinh", "Cosh", "Atan", "Cbrt", "Erf", "NormalCdf", "Pow",
    ];

    public static TheoryData<string> Generic => [.. Names];

    [Theory]
    [MemberData(nameof(Cases))]
    public void A_vector_function_is_accurate_to_a_few_units_in_the_last_place(string name, double low, double high, double limit)
    {
        double worst = 0;
        double at = 0;
        foreach (double x in Reference.Points(low, high, 1500, seed: 314))
        {
            double error = HighPrecision.UlpError(Single(name, x), bits => Reference.Exact(name, x, bits));
            (worst, at) = error > worst ? (error, x) : (worst, at);
        }

        Assert.True(worst <= limit, FormattableString.Invariant($"{name}: {worst:F3} ulp at {at:R}, seed 314"));
    }

    [Theory]
    [InlineData(1e-3, 1e3, 100)]
    [InlineData(1e-300, 1e300, 1.02)]
    [InlineData(0.5, 2, 1020)]
    [InlineData(0.999, 1.001, 5e5)]
    [InlineData(1e-320, 1e-308, 0.9)]
    public void A_power_is_as_accurate_as_the_exponential(double low, double high, double largest)
    {
        Random random = new(58);
        double worst = 0;
        for (int i = 0; i < 1500; i++)
        {
            double x = Math.Exp(Math.Log(low) + ((Math.Log(high) - Math.Log(low)) * random.NextDouble()));
            double y = largest * ((2 * random.NextDouble()) - 1);
            double value = Lanes1.Sum(VectorMath.Pow(Lanes1.Broadcast(x), Lanes1.Broadcast(y)));
            if (double.IsNormal(value))
            {
                worst = Math.Max(worst, HighPrecision.UlpError(value, bits => ExactPower(x, y, bits)));
            }
            else
            {
                Assert.Equal(Math.Pow(x, y), value, 1e-323);
            }
        }

        Assert.InRange(worst, 0.3, 1.2);
    }

    [Fact]
    public void Special_powers_are_those_of_the_scalar_function()
    {
        foreach (double x in Special)
        {
            foreach (double y in Special)
            {
                double expected = Math.Pow(x, y);
                double actual = Lanes1.Sum(VectorMath.Pow(Lanes1.Broadcast(x), Lanes1.Broadcast(y)));
                bool same = double.IsFinite(expected) && expected != 0
                    ? Math.Abs(actual - expected) <= 2 * (Math.BitIncrement(Math.Abs(expected)) - Math.Abs(expected))
                    : double.IsNaN(expected) ? double.IsNaN(actual) : BitConverter.DoubleToInt64Bits(expected) == BitConverter.DoubleToInt64Bits(actual);
                Assert.True(same, FormattableString.Invariant($"Pow({x:R}, {y:R}) = {actual:R}, expected {expected:R}"));
            }
        }
    }

    private static BigInteger ExactPower(double x, double y, int bits)
    {
        int p = bits + 1200;
        BigInteger exponent = (HighPrecision.Fixed(y, p) * HighPrecision.Log(HighPrecision.Fixed(x, p), p)) >> p;
        return HighPrecision.Exp(exponent >> (p - bits - 64), bits + 64) >> 64;
    }

    [Theory]
    [MemberData(nameof(Generic))]
    public void Every_width_gives_the_bits_of_one_lane(string name)
    {
        double[] points = [.. Special, .. Reference.Points(-800, 800, 3000, seed: 27), .. Reference.Points(-3, 3, 2000, seed: 28), .. Reference.Points(-1e300, 1e300, 999, seed: 29)];
        double[] expected = Evaluate<Lanes1>(name, points);
        AssertSameBits(points, expected, Evaluate<Lanes2>(name, points), "Lanes2");
        AssertSameBits(points, expected, Evaluate<Lanes4>(name, points), "Lanes4");
        AssertSameBits(points, expected, Evaluate<Four<Lanes4, double>>(name, points), "four times 4 lanes");
        if (Avx512F.IsSupported)
        {
            AssertSameBits(points, expected, Evaluate<Lanes8>(name, points), "Lanes8");
            AssertSameBits(points, expected, Evaluate<Four<Lanes8, double>>(name, points), "four times 8 lanes");
        }
    }

    [Theory]
    [InlineData("Exp")]
    [InlineData("Log")]
    [InlineData("Tanh")]
    [InlineData("Sin")]
    [InlineData("Cos")]
    [InlineData("Tan")]
    [InlineData("Atan")]
    [InlineData("Sinh")]
    [InlineData("Cosh")]
    [InlineData("Cbrt")]
    public void Special_values_agree_with_the_scalar_function(string name)
    {
        foreach (double x in Special)
        {
            double expected = name switch
            {
                "Exp" => Math.Exp(x),
                "Log" => Math.Log(x),
                "Tanh" => Math.Tanh(x),
                "Sin" => Math.Sin(x),
                "Tan" => Math.Tan(x),
                "Atan" => Math.Atan(x),
                "Sinh" => Math.Sinh(x),
                "Cosh" => Math.Cosh(x),
                "Cbrt" => Math.Cbrt(x),
                _ => Math.Cos(x),
            };
            double actual = Single(name, x);
            bool same = double.IsFinite(expected) && expected != 0
                ? Math.Abs(actual - expected) <= 2 * (Math.BitIncrement(Math.Abs(expected)) - Math.Abs(expected))
                : (double.IsNaN(expected) && double.IsNaN(actual)) || BitConverter.DoubleToInt64Bits(expected) == BitConverter.DoubleToInt64Bits(actual);
            Assert.True(same, FormattableString.Invariant($"{name}({x:R}) = {actual:R}, expected {expected:R}"));
        }
    }

    [Fact]
    public void The_boundaries_of_the_activations_are_their_limits()
    {
        AssertBits(0, Single("Sigmoid", double.NegativeInfinity));
        AssertBits(1, Single("Sigmoid", double.PositiveInfinity));
        AssertBits(0, Single("Softplus", double.NegativeInfinity));
        AssertBits(double.PositiveInfinity, Single("Softplus", double.PositiveInfinity));
        AssertBits(-1, Single("Expm1", double.NegativeInfinity));
        AssertBits(double.PositiveInfinity, Single("Expm1", double.PositiveInfinity));
        AssertBits(-0.0, Single("Expm1", -0.0));
        AssertBits(double.NegativeInfinity, Single("Log1p", -1));
        AssertBits(-0.0, Single("Log1p", -0.0));
        AssertBits(double.PositiveInfinity, Single("Log1p", double.PositiveInfinity));
        AssertBits(1, Single("Sinc", -0.0));
        AssertBits(0, Single("SincPrime", 0) + 0);
        AssertBits(0, Single("Sign", -0.0));
        AssertBits(-0.0, Single("Erf", -0.0));
        AssertBits(-1, Single("Erf", double.NegativeInfinity));
        AssertBits(1, Single("Erf", double.PositiveInfinity));
        AssertBits(0, Single("NormalCdf", double.NegativeInfinity));
        AssertBits(1, Single("NormalCdf", double.PositiveInfinity));
        AssertBits(0.5, Single("NormalCdf", -0.0));
        foreach (string name in Names)
        {
            Assert.True(name == "Pow" || double.IsNaN(Single(name, double.NaN)), name);
        }
    }

    [Fact]
    public void The_derivative_of_sinc_is_accurate_in_absolute_terms_beyond_two()
    {
        foreach (double x in Reference.Points(2, 1000, 600, seed: 5))
        {
            double exact = (double)Reference.Exact("SincPrime", x, 200) / Math.Pow(2, 200);
            Assert.InRange(Math.Abs(Single("SincPrime", x) - exact) * x, 0, 4.5e-16);
        }
    }

    private static double Single(string name, double x) => Evaluate<Lanes1>(name, [x])[0];

    private static double[] Evaluate<TLanes>(string name, double[] points)
        where TLanes : unmanaged, ILanes<TLanes, double>
    {
        int count = TLanes.Count;
        double[] padded = new double[(points.Length + count - 1) / count * count];
        points.CopyTo(padded, 0);
        for (int i = 0; i < padded.Length; i += count)
        {
            TLanes.Store(Apply(name, TLanes.Load(in padded[i])), ref padded[i]);
        }

        return padded[..points.Length];
    }

    private static TLanes Apply<TLanes>(string name, TLanes x)
        where TLanes : unmanaged, ILanes<TLanes, double> => name switch
        {
            "Exp" => VectorMath.Exp(x),
            "Expm1" => VectorMath.Expm1(x),
            "Log" => VectorMath.Log(x),
            "Log1p" => VectorMath.Log1p(x),
            "Sigmoid" => VectorMath.Sigmoid(x),
            "Softplus" => VectorMath.Softplus(x),
            "Tanh" => VectorMath.Tanh(x),
            "Sin" => VectorMath.Sin(x),
            "Cos" => VectorMath.Cos(x),
            "Sinc" => VectorMath.Sinc(x),
            "SincPrime" => VectorMath.SincPrime(x),
            "Sign" => VectorMath.Sign(x),
            "Sq" => VectorMath.Sq(x),
            "Tan" => VectorMath.Tan(x),
            "Sinh" => VectorMath.Sinh(x),
            "Cosh" => VectorMath.Cosh(x),
            "Atan" => VectorMath.Atan(x),
            "Cbrt" => VectorMath.Cbrt(x),
            "Erf" => VectorMath.Erf(x),
            "NormalCdf" => VectorMath.NormalCdf(x),
            _ => VectorMath.Pow(x, TLanes.Broadcast(1.5)),
        };

    private static void AssertSameBits(double[] points, double[] expected, double[] actual, string width)
    {
        for (int i = 0; i < points.Length; i++)
        {
            bool same = BitConverter.DoubleToInt64Bits(expected[i]) == BitConverter.DoubleToInt64Bits(actual[i])
                || (double.IsNaN(expected[i]) && double.IsNaN(actual[i]));
            Assert.True(same, FormattableString.Invariant($"{width} at {points[i]:R}: {actual[i]:R}, one lane {expected[i]:R}"));
        }
    }

    private static void AssertBits(double expected, double actual)
        => Assert.Equal(BitConverter.DoubleToInt64Bits(expected), BitConverter.DoubleToInt64Bits(actual));
}
