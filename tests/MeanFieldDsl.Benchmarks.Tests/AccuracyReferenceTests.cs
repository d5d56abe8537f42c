using System.Numerics;
using MeanFieldDsl.Benchmarks.Accuracy;
using MeanFieldDsl.Tests.Kernels;

namespace MeanFieldDsl.Benchmarks.Tests;

/// <summary>The double-double reference of <c>accuracy</c> against integer arithmetic of hundreds of bits.</summary>
public sealed class AccuracyReferenceTests
{
    public static TheoryData<string, double, double> Cases => new()
    {
        { "Exp", -745, 709.7 },
        { "Expm1", -45, 709.7 },
        { "Log", 5e-324, 1.7e308 },
        { "Log1p", -0.9999999999, 1e300 },
        { "Sigmoid", -745, 40 },
        { "Softplus", -745, 40 },
        { "Tanh", -20, 20 },
        { "Sin", -1e300, 1e300 },
        { "Cos", -1e300, 1e300 },
        { "Sinc", -1000, 1000 },
        { "Tan", -1e20, 1e20 },
        { "Atan", -1e12, 1e12 },
        { "Sinh", -710, 710 },
        { "Cosh", -710, 710 },
        { "Cbrt", -1e300, 1e300 },
        { "Erf", -6.5, 6.5 },
        { "NormalCdf", -37.5, 9 },
    };

    [Theory]
    [MemberData(nameof(Cases))]
    public void The_reference_is_right_to_eighty_bits(string name, double low, double high)
    {
        Subject subject = Subject.All.Single(s => s.Name == name);
        foreach (double x in Reference.Points(low, high, 80, seed: 61))
        {
            Assert.True(RelativeBits(subject.Reference(x, 0), x, bits => Reference.Exact(name, x, bits)) >= 80, FormattableString.Invariant($"{name} at {x:R}, seed 61"));
        }
    }

    [Fact]
    public void The_derivative_of_sinc_is_right_to_eighty_bits_of_one_over_x()
    {
        Subject subject = Subject.All.Single(static s => s.Name == "SincPrime");
        foreach (double x in Reference.Points(-1000, 1000, 100, seed: 62).Where(static x => Math.Abs(x) > 1e-290))
        {
            double size = Math.Min(Math.Abs(x), 1 / Math.Abs(x));
            int bits = 200 - Math.ILogB(size);
            BigInteger exact = Reference.Exact("SincPrime", x, bits);
            Assert.True(BigInteger.Abs(Fixed(subject.Reference(x, 0), bits) - exact) << 80 <= HighPrecision.Fixed(size, bits), FormattableString.Invariant($"{x:R}, seed 62"));
        }
    }

    [Fact]
    public void A_power_is_right_to_eighty_bits()
    {
        Random random = new(63);
        for (int i = 0; i < 40; i++)
        {
            double x = Math.Exp(700 * ((2 * random.NextDouble()) - 1));
            double y = 600 / Math.Log(x) * ((2 * random.NextDouble()) - 1);
            Assert.True(RelativeBits(ExactFunctions.Pow(x, y), x, bits => Power(x, y, bits)) >= 80, FormattableString.Invariant($"{x:R}, {y:R}, seed 63"));
        }
    }

    [Fact]
    public void Errors_are_counted_in_the_last_place_of_the_exact_value()
    {
        Exact third = DoubleDouble.One / 3;
        Assert.InRange(third.Error(1 / 3.0, Format.Double), 0.3, 0.5);
        Assert.InRange(third.Error(Math.BitIncrement(1 / 3.0), Format.Double), 0.5, 0.7);
        Assert.InRange(third.Error(Math.BitDecrement(1 / 3.0), Format.Double), 1.3, 1.4);
        Assert.InRange(third.Error(1 / 3f, Format.Single), 0.3, 0.5);
        Assert.Equal(3, new Exact(3.0, -1074).Error(0, Format.Double));
        Assert.Equal(0, new Exact(1.0, 2000).Error(double.PositiveInfinity, Format.Double));
        Assert.Equal(double.PositiveInfinity, third.Error(double.NaN, Format.Double));
        Assert.Equal(1, new Exact(double.MaxValue, 0).Error(Math.BitDecrement(double.MaxValue), Format.Double));
    }

    // Small values need places; large arguments need them too, for the digits of π.
    private static int RelativeBits(Exact value, double argument, Func<int, BigInteger> exact)
    {
        int bits = 200 + Math.Abs(value.Exponent + Math.ILogB(value.Value.High)) + Math.Abs(Math.ILogB(argument));
        BigInteger right = exact(bits);
        BigInteger difference = BigInteger.Abs(Fixed(value, bits) - right);
        return (int)(BigInteger.Abs(right).GetBitLength() - difference.GetBitLength());
    }

    private static BigInteger Fixed(Exact value, int bits)
        => HighPrecision.Fixed(value.Value.High, bits + value.Exponent) + HighPrecision.Fixed(value.Value.Low, bits + value.Exponent);

    private static BigInteger Power(double x, double y, int bits)
    {
        int p = bits + 1200;
        BigInteger exponent = (HighPrecision.Fixed(y, p) * HighPrecision.Log(HighPrecision.Fixed(x, p), p)) >> p;
        return HighPrecision.Exp(exponent >> (p - bits - 64), bits + 64) >> 64;
    }
}
