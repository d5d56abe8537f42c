using System.Reflection;
using MeanFieldDsl.Kernels;
using MeanFieldDsl.Library;

namespace MeanFieldDsl.Tests.Proximal;

[Feature]
public sealed partial class WeightedWave
{
    [Formula]
    public static double Phi([Position] Vec t, [Weight] double w, [Position] double b, [Input] Vec x) => w * Math.Cos(Ops.Dot(t, x) + b);
}

[MeanFieldModel<WeightedWave, SquareLoss, TotalVariation>]
public sealed partial class WaveWithTotalVariation;

[MeanFieldModel<WeightedWave, SquareLoss, WeightAndWhole>]
public sealed partial class WaveWithOverlap;

/// <summary>Where a proximal map holds and where it is refused; nothing is guessed.</summary>
public class AdmissibilityTests
{
    [Fact]
    public void What_cannot_be_derived_has_no_proximal_map()
    {
        CubicNorm.Kernel cubic = new(new CubicNorm(), First);
        Ripple.Kernel ripple = new(new Ripple(), First);
        OpenHalfLine.Kernel open = new(new OpenHalfLine(), First);
        double[] result = new double[1];

        // The square smooths the kink of the modulus, so that the velocity is the gradient's.
        Assert.False(cubic.HasProximal || cubic.HasPartialProximal);
        Assert.True(cubic.HasMinimalNormVelocity);
        Assert.False(ripple.HasProximal || ripple.HasPartialProximal || ripple.HasMinimalNormVelocity);
        Assert.False(open.HasProximal || open.HasPartialProximal);
        Assert.Equal(double.PositiveInfinity, ripple.WeakConvexity);
        InvalidOperationException e = Assert.Throws<InvalidOperationException>(() => ripple.Proximal([1], 0.1, result));
        Assert.Contains("cos(w) has no closed form in the table of proximal maps", e.Message, StringComparison.Ordinal);
        e = Assert.Throws<InvalidOperationException>(() => open.Proximal([1], 0.1, result));
        Assert.Contains("write <= or >=", e.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_smooth_regularizer_needs_no_map_and_its_velocity_is_exact()
    {
        SmoothOnly.Kernel smooth = new(new SmoothOnly(), First, new(1, 2));
        Assert.True(smooth.HasMinimalNormVelocity);
        Assert.False(smooth.HasProximal || smooth.HasPartialProximal);
        double[] theta = [0.5, 0.3, -0.2], velocity = [1, 2, 3], gradient = new double[3];
        smooth.MinimalNormVelocity(theta, velocity);
        smooth.AccumulateGradient(theta, gradient);
        Assert.Equal([1 - gradient[0], 2 - gradient[1], 3 - gradient[2]], velocity);
    }

    [Fact]
    public void A_weight_that_is_negative_makes_the_map_unavailable()
    {
        // The library's own total variation states its domain and refuses −1; this one does not.
        _ = Assert.Throws<ArgumentOutOfRangeException>(() => new TotalVariation.Kernel(new TotalVariation { Lambda = -1 }, First));
        KinkOfAnySign.Kernel kernel = new(new KinkOfAnySign { Lambda = -1 }, First);
        Assert.False(kernel.HasProximal);
        Assert.False(kernel.HasMinimalNormVelocity);
        Assert.Equal(double.PositiveInfinity, kernel.WeakConvexity);
        _ = Assert.Throws<InvalidOperationException>(() => kernel.Proximal([1], 0.1, new double[1]));
        Assert.False(new Box.Kernel(new Box { Low = 1, High = 0 }, new(0, 2)).HasProximal);
    }

    [Fact]
    public void A_weight_times_a_positive_function_of_the_position_moves_the_weight_and_holds_the_position()
    {
        Gated.Kernel gated = new(new Gated { Lambda = 0.5 }, First, new(1, 1));
        Assert.False(gated.HasProximal);
        Assert.True(gated.HasPartialProximal && gated.HasMinimalNormVelocity);
        double[] result = new double[2], gradient = new double[2];
        double weight = 0.5 * Math.Sqrt(1 + 4);
        gated.Proximal([3, 2], 0.1, result);
        Assert.Equal(3 - (0.1 * weight), result[0], 1e-15);
        Assert.Equal(2, result[1]);
        gated.Proximal([3, 2], 3, result);
        Assert.Equal(0, result[0]);

        // The held gradient is that of the position only.
        gated.AccumulateHeldGradient([3, 2], gradient);
        Assert.Equal(0, gradient[0]);
        Assert.Equal(0.5 * 3 * 2 / Math.Sqrt(5), gradient[1], 1e-15);

        // At w = 0 the subdifferential is [−g, g] × {0}.
        double[] velocity = [weight + 0.25, 1];
        gated.MinimalNormVelocity([0, 2], velocity);
        Assert.Equal(0.25, velocity[0], 1e-15);
        Assert.Equal(1, velocity[1]);
        velocity = [-0.5 * weight, 1];
        gated.MinimalNormVelocity([0, 2], velocity);
        Assert.Equal(0, velocity[0]);
    }

    [Fact]
    public void A_model_carries_the_map_to_where_the_parameters_lie_and_leaves_the_others()
    {
        IRegularizerKernel kernel = Bound(new WaveWithTotalVariation(new TotalVariation { Lambda = 2 }).On(Data));
        double[] theta = [1, -1, 3, 0.5], result = new double[4], velocity = [1, 1, 1, 1];
        Assert.True(kernel.HasProximal && kernel.HasMinimalNormVelocity);
        Assert.Equal(0, kernel.WeakConvexity);
        kernel.Proximal(theta, 0.25, result);
        Assert.Equal([1, -1, 2.5, 0.5], result);
        kernel.Proximal(theta, 0.25, theta);
        Assert.Equal(result, theta);
        kernel.MinimalNormVelocity(theta, velocity);
        Assert.Equal([1, 1, -1, 1], velocity);
        kernel.AccumulateHeldGradient(theta, velocity);
        Assert.Equal([1, 1, -1, 1], velocity);
    }

    [Fact]
    public void Two_parameters_bound_to_the_same_numbers_have_no_map()
    {
        Assert.True(new WeightAndWhole.Kernel(new WeightAndWhole(), First, new(1, 2)).HasProximal);
        IRegularizerKernel kernel = Bound(new WaveWithOverlap().On(Data));
        Assert.False(kernel.HasProximal || kernel.HasPartialProximal || kernel.HasMinimalNormVelocity);
        _ = Assert.Throws<InvalidOperationException>(() => kernel.Proximal(new double[4], 0.1, new double[4]));
        double[] theta = [0, 0, 3, 4], velocity = new double[4];
        kernel.MinimalNormVelocity(theta, velocity);
        Assert.Equal([0, 0, -1.6, -0.8], velocity);
    }

    [Fact]
    public void Maps_and_velocities_allocate_nothing()
    {
        TwoKinks.Kernel kinks = new(new TwoKinks(), First);
        PathNorm.Kernel path = new(new PathNorm { Lambda = 0.5 }, First, new(1, 2));
        double[] theta = [2, 1, 2], r = new double[3];
        Run();
        long before = GC.GetAllocatedBytesForCurrentThread();
        Run();
        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);

        void Run()
        {
            for (int i = 0; i < 100; i++)
            {
                kinks.Proximal(theta, 0.1, r);
                kinks.MinimalNormVelocity(theta, r);
                path.Proximal(theta, 0.1, r);
                path.MinimalNormVelocity(theta, r);
            }
        }
    }

    private static ParticlePart First => new(0, 1);

    private static DataSet Data { get; } = DataSet.From([0.1, 0.2, 0.3, 0.4], 2, [0, 1]);

    // A problem keeps the code it runs to itself.
    private static IRegularizerKernel Bound(object problem) => (IRegularizerKernel)problem.GetType()
        .GetFields(BindingFlags.NonPublic | BindingFlags.Instance)
        .Single(f => f.FieldType.IsAssignableTo(typeof(IRegularizerKernel)))
        .GetValue(problem)!;
}
