using static System.Math;

namespace MeanFieldDsl.Tests.Kernels.Interaction;

/// <summary>Flows whose course or end is known.</summary>
public sealed class ClosedFormTests
{
    // With V = ½ a ‖x‖² and U = ½ k ‖x − y‖², x_i' = −2 a x_i − 2 k (x_i − x̄): the mean decays at the rate 2a, deviations from it at 2(a + k).
    [Theory]
    [InlineData(0.5, 1.25)]
    [InlineData(1.0, -0.25)]
    public void The_mean_of_springs_decays_and_their_spread_contracts(double depth, double stiffness)
    {
        const int Particles = 9, Dimension = 3, Steps = 40;
        const double Step = 0.03125;
        Random random = new(4);
        double[] start = [.. Enumerable.Range(0, Particles * Dimension).Select(_ => (4 * random.NextDouble()) - 1)], theta = [.. start], velocity = new double[theta.Length], moved = new double[theta.Length];
        using Evaluator evaluator = new Cluster(new Bowl { Depth = depth }, new Springs { Stiffness = stiffness }).Problem(Dimension).CreateEvaluator(Particles);
        for (int k = 0; k < Steps; k++)
        {
            _ = evaluator.ObjectiveAndStep(theta, Step, velocity, moved, out _);
            (theta, moved) = (moved, theta);
        }

        // What explicit steps make of both rates, exactly.
        (double mean, double deviation) = (Pow(1 - (2 * depth * Step), Steps), Pow(1 - (2 * (depth + stiffness) * Step), Steps));
        for (int axis = 0; axis < Dimension; axis++)
        {
            double before = Enumerable.Range(0, Particles).Average(i => start[(i * Dimension) + axis]);
            for (int i = 0; i < Particles; i++)
            {
                int at = (i * Dimension) + axis;
                Assert.Equal((mean * before) + (deviation * (start[at] - before)), theta[at], 1e-13);
            }
        }
    }

    [Fact]
    public void The_flow_follows_the_exponentials_of_the_springs()
    {
        const double Depth = 0.5, Stiffness = 1, Time = 0.5;
        double[] start = [-1, 0.5, 2, 3.5];
        FlowResult<Bowl.Particle> result = GradientFlow.Run(
            new Cluster(new Bowl { Depth = Depth }, new Springs { Stiffness = Stiffness }).Problem(1),
            new FlowOptions { InitialParticles = start, MaxFlowTime = Time, MaxStep = 1e-4, MaxIterations = 100_000 });
        Assert.Equal((FlowStatus.FlowTimeReached, 0.0), (result.Status, result.AllocatedBytesPerStep));
        double[] end = result.Particles.Values.ToArray();
        Assert.Equal(start.Average() * Exp(-2 * Depth * Time), end.Average(), 1e-3);
        Assert.Equal(Variance(start) * Exp(-4 * (Depth + Stiffness) * Time), Variance(end), 1e-3);

        // F = c + 2 · ½ a (mean² + variance) + ½ k · 2 variance.
        Assert.Equal(-2 + (Depth * ((end.Average() * end.Average()) + Variance(end))) + (Stiffness * Variance(end)), result.Objective, 1e-13);
    }

    [Fact]
    public void Rotors_spread_until_they_cancel()
    {
        FlowResult<Free.Particle> result = GradientFlow.Run(new Rotors().Problem(), new FlowOptions { ParticleCount = 7, Initialisation = Initialisation.Gaussian(0.1), Seed = 3 });
        double[] x = result.Particles.Values.ToArray();
        double order = Sq(x.Average(static t => Cos(2 * PI * t))) + Sq(x.Average(static t => Sin(2 * PI * t)));
        Assert.Equal(order, result.Objective, 1e-15);
        Assert.InRange(result.Objective, 0, 1e-10);
        Assert.False(result.FirstVariation!.Homogeneous);
    }

    [Fact]
    public void At_its_end_the_first_variation_of_a_gas_is_level_on_the_particles()
    {
        FlowResult<Well.Particle> result = GradientFlow.Run(new Gas().Problem(), new FlowOptions { ParticleCount = 30, Initialisation = Initialisation.Gaussian(1), Tolerance = 1e-9 });
        Assert.True(result.Status is FlowStatus.Converged or FlowStatus.Stalled, $"{result}");
        Assert.InRange(result.Residual, 0, 1e-6);

        // F'(μ)(θ_i) has no slope: F_m is stationary in each particle.
        using Evaluator evaluator = new Gas().Problem().CreateEvaluator(30);
        _ = evaluator.Objective(result.Particles.Values);
        foreach (double x in result.Particles.Values)
        {
            Assert.Equal(0, (evaluator.FirstVariation([x + 1e-4]) - evaluator.FirstVariation([x - 1e-4])) / 2e-4, 1e-5);
        }
    }

    private static double Sq(double x) => x * x;

    private static double Variance(double[] x) => x.Average(t => Sq(t - x.Average()));
}
