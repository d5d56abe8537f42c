using MeanFieldDsl.Tests.Kernels;

namespace MeanFieldDsl.Tests.Language;

public sealed class OpsAccuracyTests
{
    public static TheoryData<string, double, double, double> Cases => new()
    {
        { "Sigmoid", -745, 40, 2 },
        { "Softplus", -745, 40, 2 },
        { "Log1p", -0.9999999999, 1e300, 2 },
        { "Expm1", -45, 709, 2 },
        { "Erf", -6, 6, 1.5 },
        { "Erfc", -2, 27.2, 2 },
        { "NormalCdf", -38.4, 9, 2 },
        { "Gelu", -38.4, 9, 2.5 },
        { "Sinc", -1000, 1000, 2 },
    };

    [Theory]
    [MemberData(nameof(Cases))]
    public void A_scalar_function_is_accurate_to_a_few_units_in_the_last_place(string name, double low, double high, double limit)
    {
        double worst = 0;
        double at = 0;
        foreach (double x in Reference.Points(low, high, 1200, seed: 20260))
        {
            double error = HighPrecision.UlpError(Evaluate(name, x), bits => Reference.Exact(name, x, bits));
            (worst, at) = error > worst ? (error, x) : (worst, at);
        }

        Assert.True(worst <= limit, FormattableString.Invariant($"{name}: {worst:F3} ulp at {at:R}, seed 20260"));
    }

    [Theory]
    [InlineData("Sigmoid", double.NegativeInfinity, 0.0)]
    [InlineData("Sigmoid", double.PositiveInfinity, 1.0)]
    [InlineData("Sigmoid", -800.0, 0.0)]
    [InlineData("Sigmoid", -0.0, 0.5)]
    [InlineData("Softplus", double.NegativeInfinity, 0.0)]
    [InlineData("Softplus", double.PositiveInfinity, double.PositiveInfinity)]
    [InlineData("Softplus", 1e300, 1e300)]
    [InlineData("Log1p", -1.0, double.NegativeInfinity)]
    [InlineData("Log1p", -1.5, double.NaN)]
    [InlineData("Log1p", double.PositiveInfinity, double.PositiveInfinity)]
    [InlineData("Log1p", -0.0, -0.0)]
    [InlineData("Log1p", 5e-324, 5e-324)]
    [InlineData("Log1p", double.MaxValue, 709.782712893384)]
    [InlineData("Expm1", double.NegativeInfinity, -1.0)]
    [InlineData("Expm1", double.PositiveInfinity, double.PositiveInfinity)]
    [InlineData("Expm1", -0.0, -0.0)]
    [InlineData("Expm1", 5e-324, 5e-324)]
    [InlineData("Erf", double.NegativeInfinity, -1.0)]
    [InlineData("Erf", double.PositiveInfinity, 1.0)]
    [InlineData("Erf", -0.0, -0.0)]
    [InlineData("Erfc", double.PositiveInfinity, 0.0)]
    [InlineData("Erfc", double.NegativeInfinity, 2.0)]
    [InlineData("NormalCdf", double.NegativeInfinity, 0.0)]
    [InlineData("NormalCdf", double.PositiveInfinity, 1.0)]
    [InlineData("NormalCdf", 0.0, 0.5)]
    [InlineData("Gelu", double.NegativeInfinity, -0.0)]
    [InlineData("Gelu", double.PositiveInfinity, double.PositiveInfinity)]
    [InlineData("Gelu", -0.0, -0.0)]
    [InlineData("Sinc", 0.0, 1.0)]
    [InlineData("Sinc", 5e-324, 1.0)]
    [InlineData("Sinc", double.PositiveInfinity, double.NaN)]
    public void Special_values_are_the_limits(string name, double x, double expected)
    {
        double actual = Evaluate(name, x);
        Assert.Equal(double.IsNaN(expected), double.IsNaN(actual));
        Assert.True(double.IsNaN(expected) || BitConverter.DoubleToInt64Bits(expected) == BitConverter.DoubleToInt64Bits(actual), FormattableString.Invariant($"{actual:R}"));
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public void NaN_propagates(string name, double low, double high, double limit)
        => Assert.True(low < high && limit > 0 && double.IsNaN(Evaluate(name, double.NaN)));

    private static double Evaluate(string name, double x) => name switch
    {
        "Sigmoid" => Ops.Sigmoid(x),
        "Softplus" => Ops.Softplus(x),
        "Log1p" => Ops.Log1p(x),
        "Expm1" => Ops.Expm1(x),
        "Erf" => Ops.Erf(x),
        "Erfc" => Ops.Erfc(x),
        "NormalCdf" => Ops.NormalCdf(x),
        "Gelu" => Ops.Gelu(x),
        "Sinc" => Ops.Sinc(x),
        _ => throw new ArgumentException(name),
    };
}
