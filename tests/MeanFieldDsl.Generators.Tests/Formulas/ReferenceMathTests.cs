using MeanFieldDsl.Generators.Formulas;

namespace MeanFieldDsl.Generators.Tests.Formulas;

public sealed class ReferenceMathTests
{
    private const double Epsilon = 2.220446049250313e-16;

    /// <summary>Function, argument, and the value to 60 digits rounded to a double (mpmath 1.3).</summary>
    public static TheoryData<string, double, double> Values => new()
    {
        { "Log1p", 1e-300, 1e-300 },
        { "Log1p", -1e-17, -1e-17 },
        { "Log1p", 1e-10, 9.999999999500001e-11 },
        { "Log1p", -1e-05, -1.0000050000333337e-05 },
        { "Log1p", 0.1, 0.09531017980432487 },
        { "Log1p", -0.5, -0.6931471805599453 },
        { "Log1p", 0.7, 0.5306282510621704 },
        { "Log1p", 3, 1.3862943611198906 },
        { "Log1p", 10000000000.0, 23.025850930040455 },
        { "Log1p", -0.999999, -13.815510557935518 },
        { "Log1p", 1e+300, 690.7755278982137 },
        { "Expm1", 1e-300, 1e-300 },
        { "Expm1", -1e-17, -1e-17 },
        { "Expm1", 1e-10, 1.00000000005e-10 },
        { "Expm1", -1e-05, -9.999950000166666e-06 },
        { "Expm1", 0.1, 0.10517091807564763 },
        { "Expm1", -0.499, -0.3928625062612104 },
        { "Expm1", 0.499, 0.6470733735153452 },
        { "Expm1", 0.501, 0.6503708166063192 },
        { "Expm1", -0.501, -0.39407556778281255 },
        { "Expm1", 1, 1.7182818284590453 },
        { "Expm1", -3, -0.950212931632136 },
        { "Expm1", 20, 485165194.4097903 },
        { "Expm1", -40, -1.0 },
        { "Expm1", 700, 1.0142320547350045e+304 },
        { "Cbrt", 1e-300, 1e-100 },
        { "Cbrt", -1e-10, -0.0004641588833612779 },
        { "Cbrt", 0.1, 0.4641588833612779 },
        { "Cbrt", -0.5, -0.7937005259840998 },
        { "Cbrt", 2, 1.2599210498948732 },
        { "Cbrt", 27, 3.0 },
        { "Cbrt", -10000000000.0, -2154.4346900318837 },
        { "Cbrt", 1e+300, 1e+100 },
        { "Cbrt", 5e-324, 1.7031839360032603e-108 },
        { "Sigmoid", 0, 0.5 },
        { "Sigmoid", 1e-10, 0.500000000025 },
        { "Sigmoid", -0.3, 0.425557483188341 },
        { "Sigmoid", 1, 0.7310585786300049 },
        { "Sigmoid", -1, 0.2689414213699951 },
        { "Sigmoid", 5, 0.9933071490757152 },
        { "Sigmoid", -20, 2.0611536181902037e-09 },
        { "Sigmoid", 40, 1.0 },
        { "Sigmoid", -700, 9.85967654375977e-305 },
        { "Softplus", 0, 0.6931471805599453 },
        { "Softplus", 1e-10, 0.6931471806099453 },
        { "Softplus", -0.3, 0.5543552444685271 },
        { "Softplus", 1, 1.3132616875182228 },
        { "Softplus", -1, 0.3132616875182228 },
        { "Softplus", 5, 5.006715348489118 },
        { "Softplus", -20, 2.061153620314381e-09 },
        { "Softplus", 40, 40.0 },
        { "Softplus", -700, 9.85967654375977e-305 },
        { "Softplus", 1000, 1000.0 },
        { "Erf", 1e-300, 1.1283791670955126e-300 },
        { "Erf", 1e-10, 1.1283791670955126e-10 },
        { "Erf", -0.1, -0.1124629160182849 },
        { "Erf", 0.5, 0.5204998778130465 },
        { "Erf", -1, -0.8427007929497149 },
        { "Erf", 1.7, 0.9837904585907745 },
        { "Erf", 2.4999, 0.9995928300996666 },
        { "Erf", 2.5001, 0.9995932657565293 },
        { "Erf", -3, -0.9999779095030014 },
        { "Erf", 5, 0.9999999999984626 },
        { "Erf", 7, 1.0 },
        { "NormalCdf", 0, 0.5 },
        { "NormalCdf", 1e-10, 0.5000000000398942 },
        { "NormalCdf", -0.1, 0.460172162722971 },
        { "NormalCdf", 0.5, 0.6914624612740131 },
        { "NormalCdf", -1, 0.15865525393145705 },
        { "NormalCdf", 1.7, 0.955434537241457 },
        { "NormalCdf", -3.5, 0.00023262907903552504 },
        { "NormalCdf", -3.54, 0.00020006351600732018 },
        { "NormalCdf", 3.6, 0.9998408914098424 },
        { "NormalCdf", -5, 2.866515718791939e-07 },
        { "NormalCdf", -8, 6.220960574271784e-16 },
        { "NormalCdf", 5, 0.9999997133484281 },
        { "NormalCdf", -30, 4.906713927148187e-198 },
        { "NormalCdf", 10, 1.0 },
        { "NormalCdf", -37, 5.725571222524577e-300 },
        { "Sinc", 1e-300, 1.0 },
        { "Sinc", 1e-10, 1.0 },
        { "Sinc", 0.1, 0.9983341664682815 },
        { "Sinc", -0.5, 0.958851077208406 },
        { "Sinc", 2, 0.45464871341284085 },
        { "Sinc", 3, 0.04704000268662241 },
        { "Sinc", -10, -0.05440211108893698 },
        { "Sinc", 100, -0.005063656411097588 },
        { "SincPrime", 1e-100, -3.3333333333333336e-101 },
        { "SincPrime", 1e-10, -3.3333333333333335e-11 },
        { "SincPrime", 0.001, -0.0003333333000000012 },
        { "SincPrime", 0.1, -0.033300011902557575 },
        { "SincPrime", -0.5, 0.16253703063606656 },
        { "SincPrime", 0.9999, -0.30114476469159324 },
        { "SincPrime", 1.0001, -0.30119259141693455 },
        { "SincPrime", 2, -0.4353977749799916 },
        { "SincPrime", -3, 0.34567749976235596 },
        { "SincPrime", 10, -0.07846694179875155 },
        { "SincPrime", 100, 0.008673825286987815 },
    };

    [Theory]
    [MemberData(nameof(Values))]
    public void Is_within_a_few_units_of_the_last_place(string name, double x, double expected)
    {
        Operation operation = OperationTable.Get(Enum.Parse<Op>(name));
        double error = Math.Abs(operation.Value(x, 0, 0) - expected) / (Epsilon * Math.Abs(expected));
        Assert.True(error <= Allowed(name, x), $"{name}({x:R}) = {operation.Value(x, 0, 0):R}, expected {expected:R}: {error:F1} units");
    }

    // The tail of a density is as well conditioned as its exponent x² is large.
    private static double Allowed(string name, double x) => 4 + (name is "Erf" or "NormalCdf" ? x * x / 2 : 0);

    [Theory]
    [InlineData(1e16, 1, -1e16)]
    [InlineData(134217729, 134217729, -18014398777917440.0)]
    [InlineData(0.1, 10, -1)]
    [InlineData(3, 5, 7)]
    [InlineData(-1.1, 1e-9, 2.2)]
    public void A_fused_multiply_add_is_that_of_the_hardware(double a, double b, double c) =>
        Assert.Equal(Math.FusedMultiplyAdd(a, b, c), ReferenceMath.FusedMultiplyAdd(a, b, c));

    [Fact]
    public void Limits_and_missing_values_are_kept()
    {
        Assert.Equal([0, 1, 0.5], new[] { double.NegativeInfinity, double.PositiveInfinity, 0 }.Select(ReferenceMath.Sigmoid));
        Assert.Equal([0, 1, 0.5], new[] { double.NegativeInfinity, double.PositiveInfinity, 0 }.Select(ReferenceMath.NormalCdf));
        Assert.Equal([-1, 1, 0], new[] { double.NegativeInfinity, double.PositiveInfinity, 0 }.Select(ReferenceMath.Erf));
        Assert.Equal([0, double.PositiveInfinity], new[] { double.NegativeInfinity, double.PositiveInfinity }.Select(ReferenceMath.Softplus));
        Assert.Equal([0, 0, 1], new[] { double.NegativeInfinity, double.PositiveInfinity, 0 }.Select(ReferenceMath.Sinc));
        Assert.Equal([0, 0, 0], new[] { double.NegativeInfinity, double.PositiveInfinity, 0 }.Select(ReferenceMath.SincPrime));
        Assert.Equal([double.NegativeInfinity, double.PositiveInfinity, 0], new[] { -1, double.PositiveInfinity, 0 }.Select(ReferenceMath.Log1p));
        Assert.Equal([-1, double.PositiveInfinity], new[] { double.NegativeInfinity, double.PositiveInfinity }.Select(ReferenceMath.Expm1));
        Func<double, double>[] all =
        [
            ReferenceMath.Sigmoid, ReferenceMath.NormalCdf, ReferenceMath.Erf, ReferenceMath.Softplus, ReferenceMath.Sinc,
            ReferenceMath.SincPrime, ReferenceMath.Log1p, ReferenceMath.Expm1, ReferenceMath.Cbrt,
        ];
        Assert.All(all, f => Assert.True(double.IsNaN(f(double.NaN))));
    }
}
