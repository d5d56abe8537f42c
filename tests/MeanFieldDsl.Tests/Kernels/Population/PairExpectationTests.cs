using MeanFieldDsl.Kernels;

namespace MeanFieldDsl.Tests.Kernels.Population;

/// <summary>The closed forms of E σ(⟨u, x⟩) σ(⟨v, x⟩) and their derivatives.</summary>
public sealed class PairExpectationTests
{
    public static TheoryData<double, double, double, double> Pairs => new()
    {
        { 1, 0.5, -0.3, 2 },
        { 1, 0, 0, 1 },
        { 1, 0, -1, 1e-3 },
        { 3, -4, 3.0000001, -4 },
        { 0.2, 0.1, -5, 7 },
        { 2, 1, 4, 2 },
        { 2, 1, -4, -2 },
        { 1e-8, 3e-9, 1, 1 },
        { 0, 0, 1, 2 },
        { 1, 2, 0, 0 },
        { 0, 0, 0, 0 },
    };

    [Theory]
    [MemberData(nameof(Pairs))]
    public void Two_slopes_are_those_of_quadrature_in_the_plane(double ux, double uy, double vx, double vy)
    {
        foreach ((double below, double above) in new[] { (0.0, 1.0), (-1, 1), (0.2, 1), (1, 1), (-0.7, -0.3), (2, 0) })
        {
            double Act(double z) => z > 0 ? above * z : below * z;
            double exact = PlaneQuadrature.Homogeneous((x, y) => Act((ux * x) + (uy * y)) * Act((vx * x) + (vy * y)), (ux, uy), (vx, vy));
            (double value, double gx, double gy) = At(new RectifierExpectation(below, above), ux, uy, vx, vy);
            double scale = Math.Max(1e-300, double.Hypot(ux, uy) * double.Hypot(vx, vy)) * (1 + (below * below) + (above * above));
            Assert.Equal(0, (value - exact) / scale, 4e-15);
            if (ux != 0 || uy != 0)
            {
                double Slope(double z) => z > 0 ? above : below;
                double dx = PlaneQuadrature.Homogeneous((x, y) => x * Slope((ux * x) + (uy * y)) * Act((vx * x) + (vy * y)), (ux, uy), (vx, vy));
                double dy = PlaneQuadrature.Homogeneous((x, y) => y * Slope((ux * x) + (uy * y)) * Act((vx * x) + (vy * y)), (ux, uy), (vx, vy));
                scale /= double.Hypot(ux, uy);
                Assert.Equal(0, (gx - dx) / scale, 4e-15);
                Assert.Equal(0, (gy - dy) / scale, 4e-15);
            }
        }
    }

    [Theory]
    [MemberData(nameof(Pairs))]
    public void The_error_function_is_that_of_quadrature_in_the_plane(double ux, double uy, double vx, double vy)
    {
        // Steeper functions need finer steps than the quadrature has.
        double norm = Math.Max(1, Math.Max(double.Hypot(ux, uy), double.Hypot(vx, vy)));
        (ux, uy, vx, vy) = (ux / norm, uy / norm, vx / norm, vy / norm);
        const double Constant = 0.3, Factor = -1.2, Rate = 0.8;
        static double Act(double z) => Constant + (Factor * Ops.Erf(Rate * z));
        static double Slope(double z) => Factor * Rate * 2 / Math.Sqrt(Math.PI) * Math.Exp(-Rate * Rate * z * z);
        double U(double x, double y) => (ux * x) + (uy * y);
        double V(double x, double y) => (vx * x) + (vy * y);
        (double value, double gx, double gy) = At(new ErfExpectation(Constant, Factor, Rate), ux, uy, vx, vy);
        Assert.Equal(PlaneQuadrature.Smooth((x, y) => Act(U(x, y)) * Act(V(x, y))), value, 4e-15);
        Assert.Equal(PlaneQuadrature.Smooth((x, y) => x * Slope(U(x, y)) * Act(V(x, y))), gx, 4e-15);
        Assert.Equal(PlaneQuadrature.Smooth((x, y) => y * Slope(U(x, y)) * Act(V(x, y))), gy, 4e-15);
    }

    // ½ ‖u‖² on the diagonal, 0 for opposite vectors, and a rectifier does not move a direction 0.
    [Fact]
    public void Degenerate_pairs_are_exact()
    {
        RectifierExpectation relu = new(0, 1);
        (double value, double gx, double gy) = At(relu, 0.3, -0.7, 0.3, -0.7);
        Assert.Equal(0.5 * ((0.3 * 0.3) + (0.7 * 0.7)), value, 1e-16);
        Assert.Equal((0.15, -0.35), (gx, gy));
        Assert.Equal((0, 0, 0), At(relu, 0.3, -0.7, -0.6, 1.4));
        Assert.Equal((0, 0, 0), At(relu, 0, 0, 2, 3));
        Assert.Equal((0, 0, 0), At(relu, 2, 3, 0, 0));
        Assert.Equal((0, 2, 3), At(new RectifierExpectation(1, 1), 0, 0, 2, 3));
        Assert.True(double.IsNaN(At(relu, double.NaN, 0, 1, 1).Value));
        Assert.True(double.IsNaN(At(new ErfExpectation(0, 1, 1), double.NaN, 0, 1, 1).Value));
    }

    // Near the diagonal with vectors that differ by 1e-7: the derivative is within rounding of ½ v, plus what the angle gives.
    [Fact]
    public void Nearly_parallel_vectors_lose_no_digits()
    {
        double small = 1e-7;
        (double value, double gx, double gy) = At(new RectifierExpectation(0, 1), 1, small, 1, 0);

        // (sin p + (π − p) cos p)/(2π) = ½ − p²/4 + p³/(6π) …, the first derivative in y is (sin p sin p + …) by series.
        Assert.Equal(0.5 + (small * small * small / (6 * Math.PI)), value, 1e-16);
        Assert.Equal(0.5, gx, 1e-16);
        Assert.Equal(small * small / (2 * Math.PI), gy, 1e-16);
    }

    private static (double Value, double X, double Y) At<TExpectation>(TExpectation expectation, double ux, double uy, double vx, double vy)
        where TExpectation : struct, IPairExpectation
    {
        Lanes1 own = new((ux * ux) + (uy * uy)), other = new((vx * vx) + (vy * vy));
        expectation.Pair(new Lanes1((ux * vx) + (uy * vy)), own, other, out Lanes1 value, out Lanes1 along, out Lanes1 factor);
        double scale = along.Value * expectation.Scale(own).Value;
        return (value.Value, (scale * ux) + (factor.Value * vx), (scale * uy) + (factor.Value * vy));
    }
}
