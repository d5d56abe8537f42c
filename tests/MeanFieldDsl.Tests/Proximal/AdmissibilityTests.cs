using System.Reflection;
using MeanFieldDsl.Kernels;
using MeanFieldDsl.Library;

namespace MeanFieldDsl.Tests.Proximal;

[Feature]
public sealed partial class WeightedWave
{
    [Formula]
    public static double Phi([Weight] double w, [Position] Vec t, [Position] double b, [Input] Vec x) => w * Math.Cos(Ops.Dot(t, x) + b);
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
        CubicNorm.Kernel cubic = new(new CubicNorm());
        Ripple.Kernel ripple = new(new Ripple());
        OpenHalfLine.Kernel open = new(new OpenHalfLine());
        double result = 0;

        // The square smooths the kink of the modulus, so that the velocity is the gradient's.
        Assert.False(cubic.HasProximal || cubic.HasPartialProximal);
        Assert.True(cubic.IsDifferentiable && cubic.HasMinimalNormVelocity);
        Assert.False(ripple.HasProximal || ripple.HasPartialProximal || ripple.HasMinimalNormVelocity);
        Assert.False(open.HasProximal || open.HasPartialProximal);
        Assert.Equal(double.PositiveInfinity, ripple.WeakConvexity);
        InvalidOperationException e = Assert.Throws<InvalidOperationException>(() => ripple.Proximal(0.1, 1, ref result));
        Assert.Contains("cos(w) has no closed form in the table of proximal maps", e.Message, StringComparison.Ordinal);
        e = Assert.Throws<InvalidOperationException>(() => open.Proximal(0.1, 1, ref result));
        Assert.Contains("write <= or >=", e.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_smooth_regularizer_needs_no_map_and_its_velocity_is_exact()
    {
        SmoothOnly.Kernel smooth = new(new SmoothOnly());
        Assert.True(smooth.IsDifferentiable && smooth.HasMinimalNormVelocity);
        Assert.False(smooth.HasProximal || smooth.HasPartialProximal);
        double vw = 1, gw = 0;
        double[] vt = [2, 3], gt = [0, 0], t = [0.3, -0.2];
        smooth.MinimalNormVelocity(0.5, t, ref vw, vt);
        smooth.AddGradient(0.5, t, ref gw, gt);
        Assert.Equal(1 - gw, vw);
        Assert.Equal([2 - gt[0], 3 - gt[1]], vt);
    }

    [Fact]
    public void A_weight_that_is_negative_makes_the_map_unavailable()
    {
        // The library's own total variation states its domain and refuses −1; this one does not.
        _ = Assert.Throws<ArgumentOutOfRangeException>(() => new TotalVariation.Kernel(new TotalVariation { Lambda = -1 }));
        KinkOfAnySign.Kernel kernel = new(new KinkOfAnySign { Lambda = -1 });
        double result = 0;
        Assert.False(kernel.HasProximal);
        Assert.False(kernel.HasMinimalNormVelocity);
        Assert.Equal(double.PositiveInfinity, kernel.WeakConvexity);
        _ = Assert.Throws<InvalidOperationException>(() => kernel.Proximal(0.1, 1, ref result));
        Assert.False(new Box.Kernel(new Box { Low = 1, High = 0 }).HasProximal);
    }

    [Fact]
    public void A_weight_times_a_positive_function_of_the_position_moves_the_weight_and_holds_the_position()
    {
        Gated.Kernel gated = new(new Gated { Lambda = 0.5 });
        Assert.False(gated.HasProximal);
        Assert.True(gated.HasPartialProximal && gated.HasMinimalNormVelocity);
        double w = 0, t = 0, gw = 0, gt = 0;
        double weight = 0.5 * Math.Sqrt(1 + 4);
        gated.Proximal(0.1, 3, 2, ref w, ref t);
        Assert.Equal(3 - (0.1 * weight), w, 1e-15);
        Assert.Equal(2, t);
        gated.Proximal(3, 3, 2, ref w, ref t);
        Assert.Equal(0, w);

        // The held gradient is that of the position only.
        gated.AddHeldGradient(3, 2, ref gw, ref gt);
        Assert.Equal(0, gw);
        Assert.Equal(0.5 * 3 * 2 / Math.Sqrt(5), gt, 1e-15);

        // At w = 0 the subdifferential is [−g, g] × {0}.
        (double vw, double vt) = (weight + 0.25, 1.0);
        gated.MinimalNormVelocity(0, 2, ref vw, ref vt);
        Assert.Equal(0.25, vw, 1e-15);
        Assert.Equal(1, vt);
        (vw, vt) = (-0.5 * weight, 1.0);
        gated.MinimalNormVelocity(0, 2, ref vw, ref vt);
        Assert.Equal(0, vw);
    }

    [Fact]
    public void A_model_carries_the_map_to_where_the_parameters_lie_and_leaves_the_others()
    {
        IRegularizerKernel kernel = Bound(typeof(WaveWithTotalVariation), new TotalVariation { Lambda = 2 });
        double[] theta = [3, 1, -1, 0.5], result = new double[4], velocity = [1, 1, 1, 1];
        Assert.True(kernel.HasProximal && kernel.HasMinimalNormVelocity);
        Assert.Equal(0, kernel.WeakConvexity);
        kernel.Proximal(theta, 0.25, result);
        Assert.Equal([2.5, 1, -1, 0.5], result);
        kernel.Proximal(theta, 0.25, theta);
        Assert.Equal(result, theta);
        kernel.MinimalNormVelocity(theta, velocity);
        Assert.Equal([-1, 1, 1, 1], velocity);
        kernel.AccumulateHeldGradient(theta, velocity);
        Assert.Equal([-1, 1, 1, 1], velocity);
    }

    [Fact]
    public void Two_parameters_bound_to_the_same_numbers_have_no_map()
    {
        Assert.True(new WeightAndWhole.Kernel(new WeightAndWhole()).HasProximal);
        IRegularizerKernel kernel = Bound(typeof(WaveWithOverlap), new WeightAndWhole());
        Assert.False(kernel.HasProximal || kernel.HasPartialProximal || kernel.HasMinimalNormVelocity);
        _ = Assert.Throws<InvalidOperationException>(() => kernel.Proximal(new double[4], 0.1, new double[4]));
        double[] theta = [3, 0, 0, 4], velocity = new double[4];
        kernel.MinimalNormVelocity(theta, velocity);
        Assert.Equal([-1.6, 0, 0, -0.8], velocity);
    }

    [Fact]
    public void Maps_and_velocities_allocate_nothing()
    {
        TwoKinks.Kernel kinks = new(new TwoKinks());
        PathNorm.Kernel path = new(new PathNorm { Lambda = 0.5 });
        double[] w = [1, 2], r = new double[2];
        double a = 1;
        Run();
        long before = GC.GetAllocatedBytesForCurrentThread();
        Run();
        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);

        void Run()
        {
            for (int i = 0; i < 100; i++)
            {
                kinks.Proximal(0.1, 2, ref a);
                kinks.MinimalNormVelocity(2, ref a);
                path.Proximal(0.1, 2, w, ref a, r);
                path.MinimalNormVelocity(2, w, ref a, r);
            }
        }
    }

    // The adapter is private to the model; problems will use it through their generic argument.
    private static IRegularizerKernel Bound(Type model, object regularizer)
    {
        Type adapter = model.GetNestedType("Regularization", BindingFlags.NonPublic)!;
        return (IRegularizerKernel)Activator.CreateInstance(adapter, regularizer, WeightedWave.Shape.Bind(2, ("d", 0)))!;
    }
}
