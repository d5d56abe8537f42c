using static System.Math;
using static MeanFieldDsl.Ops;

namespace MeanFieldDsl.Tests.Kernels.Interaction;

/// <summary>
/// Mei, Montanari and Nguyen 2018: classification of two centred Gaussians of isotropic covariances τ₊² and τ₋² by neurons
/// σ(⟨w, x⟩) in the limit of high dimension. Only the radius r = ‖w‖ is left of a neuron; with q±(r) = E σ(τ± r G), G a standard normal number,
/// V = −½ (q₊ − q₋) and U = ½ (q₊ q₊′ + q₋ q₋′), and the risk 1 + 2 ∫ V dμ + ∬ U dμ dμ is ½ (1 − ∫ q₊ dμ)² + ½ (1 + ∫ q₋ dμ)².
/// </summary>
public sealed class ReducedDynamicsTests
{
    [Theory]
    [InlineData(0.1)]
    [InlineData(0.5)]
    [InlineData(1.7547)]
    [InlineData(4)]
    public void The_risk_at_one_radius_is_that_of_the_two_means(double radius)
    {
        using Evaluator evaluator = new Classifier(new Margin(), new Overlap()).Problem().CreateEvaluator(1);
        double plus = Mean(Sqrt(1.5) * radius), minus = Mean(Sqrt(0.5) * radius);
        Assert.Equal((0.5 * (1 - plus) * (1 - plus)) + (0.5 * (1 + minus) * (1 + minus)), evaluator.Objective([radius]), 1e-7);
    }

    [Fact]
    public void The_risk_of_many_radii_is_that_of_their_means()
    {
        double[] radii = [0.2, 0.7, 1.1, 1.9, 3.5];
        using Evaluator evaluator = new Classifier(new Margin(), new Overlap()).Problem().CreateEvaluator(radii.Length);
        double plus = radii.Average(static r => Mean(Sqrt(1.5) * r)), minus = radii.Average(static r => Mean(Sqrt(0.5) * r));
        Assert.Equal((0.5 * (1 - plus) * (1 - plus)) + (0.5 * (1 + minus) * (1 + minus)), evaluator.Objective(radii), 1e-7);
    }

    // 1 + σ(0)², with σ(0) = −2.5.
    [Fact]
    public void The_risk_of_neurons_that_died_is_7_25()
    {
        using Evaluator evaluator = new Classifier(new Margin(), new Overlap()).Problem().CreateEvaluator(3);
        Assert.Equal(7.25, evaluator.Objective([0, 0, 0]), 1e-7);
    }

    // The separatrix of a single radius is r = 0.2475; above it the flow ends at r = 1.7547 with the risk 0.1758.
    [Theory]
    [InlineData(0.24, 0, 7.25)]
    [InlineData(0.255, 1.7547, 0.1758)]
    [InlineData(0.4, 1.7547, 0.1758)]
    public void A_small_start_collapses_and_a_larger_one_learns(double start, double radius, double risk)
    {
        FlowResult<Margin.Particle> result = GradientFlow.Run(
            new Classifier(new Margin(), new Overlap()).Problem(),
            new FlowOptions { InitialParticles = Enumerable.Repeat(start, 4).ToArray(), MaxStep = 1e-3, MaxIterations = 200_000, RandomProbes = 0 });
        Assert.Equal(risk, result.Objective, 1e-4);
        Assert.All(result.Particles.Values.ToArray(), r => Assert.Equal(radius, Abs(r), 1e-3));
    }

    [Fact]
    public void The_model_is_what_the_compiler_says() => Assert.Equal(AssumptionStatus.Proved, Classifier.Assumptions[0].Status);

    // E σ(t G) for σ = −2.5 up to 0, −4 at ½, 7.5 from 1.5 on, and linear between: Simpson's rule on each piece.
    private static double Mean(double t)
    {
        double[] ends = [-40, 0, 0.5 / t, 1.5 / t, Max(40, 40 / t)];
        double sum = 0;
        for (int piece = 0; piece + 1 < ends.Length; piece++)
        {
            const int Parts = 20_000;
            double a = Min(ends[piece], 40), b = Min(ends[piece + 1], 40), h = (b - a) / (2 * Parts);
            for (int k = 0; k <= 2 * Parts && h > 0; k++)
            {
                double g = a + (k * h);
                sum += (k == 0 || k == 2 * Parts ? 1 : k % 2 == 1 ? 4 : 2) * h / 3 * Sigma(t * g) * Exp(-g * g / 2) / Sqrt(2 * PI);
            }
        }

        return sum;
    }

    private static double Sigma(double t) => t <= 0 ? -2.5 : t <= 0.5 ? -2.5 - (3 * t) : t <= 1.5 ? -4 + (11.5 * (t - 0.5)) : 7.5;
}

/// <summary>E σ(t G) in closed form, for a t that is not negative; a tiny number keeps the quotients finite at 0.</summary>
internal static class Activation
{
    public static double Mean(double t) => -2.5 - (3 * Above(0, t)) + (14.5 * Above(0.5, t)) - (11.5 * Above(1.5, t));

    // E (t G − c)₊ = t φ(c/t) − c Φ(−c/t).
    private static double Above(double c, double t) => (t * Exp(-Sq(c / t) / 2) / Sqrt(2 * PI)) - (c * NormalCdf(-c / t));
}

[Potential]
internal sealed partial class Margin
{
    [Formula]
    public static double V([Position] double r) => -0.5 * (Activation.Mean(Sqrt((1.5 * Sq(r)) + 1e-18)) - Activation.Mean(Sqrt((0.5 * Sq(r)) + 1e-18)));
}

[Interaction]
internal sealed partial class Overlap
{
    [Formula]
    public static double U([Position] double r, [Position] double s) =>
        0.5 * ((Activation.Mean(Sqrt((1.5 * Sq(r)) + 1e-18)) * Activation.Mean(Sqrt((1.5 * Sq(s)) + 1e-18)))
            + (Activation.Mean(Sqrt((0.5 * Sq(r)) + 1e-18)) * Activation.Mean(Sqrt((0.5 * Sq(s)) + 1e-18))));
}

/// <summary>The reduced model, with τ±² = 1 ± ½.</summary>
[InteractionModel<Margin, Overlap>(Constant = 1)]
internal sealed partial class Classifier;
