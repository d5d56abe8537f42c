namespace MeanFieldDsl.Tests;

public class ConicTests
{
    [Theory]
    [InlineData(ConicRetraction.Mirror)]
    [InlineData(ConicRetraction.Canonical)]
    public void On_the_torus_all_numbers_of_particles_reach_the_same_optimum(ConicRetraction retraction)
    {
        double[] objectives = [.. new[] { 25, 100 }.Select(m => GradientFlow.Run(SpikeInstances.Torus(1.0 / 25), Grid(m, FlowScheme.Conic(retraction))).Objective)];
        Assert.Equal(objectives[0], objectives[1], 1e-8 * objectives[0]);
    }

    [Theory]
    [InlineData(ConicRetraction.Mirror)]
    [InlineData(ConicRetraction.Canonical)]
    public void One_step_is_that_of_the_paper(ConicRetraction retraction)
    {
        // J' = (F'(μ)(r, t) / r²) and its derivative in t by differences of the first variation.
        MeanFieldProblem<TorusSpike.Particle> problem = SpikeInstances.Torus(0.04);
        double[] start = [0.5, 1, 2, -0.7, 4, 5];
        const double step = 0.01, a = 0.5, b = 2;
        FlowOptions options = new() { InitialParticles = start, Scheme = FlowScheme.Conic(retraction, a, b, step), MaxIterations = 1, RandomProbes = 0 };
        ReadOnlySpan<double> moved = GradientFlow.Run(problem, options).Particles.Values;
        using Evaluator evaluator = problem.CreateEvaluator(2);
        _ = evaluator.Objective(start);
        for (int i = 0; i < 2; i++)
        {
            double[] theta = start[(3 * i)..((3 * i) + 3)];
            double mass = theta[0] * theta[0], derivative = evaluator.FirstVariation(theta) / mass;
            double factor = retraction == ConicRetraction.Mirror ? Math.Exp(-2 * a * step * derivative) : 1 - (2 * a * step * derivative);
            Assert.Equal(theta[0] * factor, moved[3 * i], 1e-14);
            for (int k = 1; k < 3; k++)
            {
                double[] after = [.. theta], before = [.. theta];
                after[k] += 1e-6;
                before[k] -= 1e-6;
                double slope = (evaluator.FirstVariation(after) - evaluator.FirstVariation(before)) / 2e-6 / mass;
                Assert.Equal(theta[k] - (b * step * slope), moved[(3 * i) + k], 1e-9);
            }
        }
    }

    [Fact]
    public void Weights_of_degree_one_move_as_their_roots_do()
    {
        FlowOptions options = new() { ParticleCount = 12, InitialParticles = Alternating(12), Scheme = FlowScheme.Conic(), MaxIterations = 200_000, Tolerance = 1e-10 };
        FlowResult<LowPassSpike.Particle> run = GradientFlow.Run(SpikeInstances.Reference(), options);
        Assert.True(run.Objective - 4.6082570604 < 1e-8, $"{run.Objective:R} after {run.Iterations} steps: {run}");
        for (int i = 0; i < 12; i++)
        {
            Assert.Equal(i % 2 == 0 ? 1 : -1, Math.Sign(run.Particles[i].W));
        }
    }

    [Fact]
    public void Weights_of_zero_are_refused()
    {
        ArgumentException error = Assert.Throws<ArgumentException>(() => GradientFlow.Run(
            SpikeInstances.Reference(), new() { Initialisation = Initialisation.ZeroWeights(), Scheme = FlowScheme.Conic() }));
        Assert.Contains("All weights 'w' are 0", error.Message, StringComparison.Ordinal);
    }

    private static FlowOptions Grid(int count, FlowScheme scheme)
    {
        int side = (int)Math.Sqrt(count);
        double[] particles = new double[3 * count];
        for (int i = 0; i < count; i++)
        {
            particles[3 * i] = 0.5;
            particles[(3 * i) + 1] = 2 * Math.PI * (i % side) / side;
            particles[(3 * i) + 2] = 2 * Math.PI * (i / side) / side;
        }

        return new() { InitialParticles = particles, Scheme = scheme, MaxIterations = 20_000, Tolerance = 1e-9 };
    }

    private static double[] Alternating(int count) => [.. Enumerable.Range(0, count).SelectMany(i => new[] { i % 2 == 0 ? 0.5 : -0.5, ((i / 2) + 0.5) / (count / 2) })];
}
