using MeanFieldDsl.Library;

namespace MeanFieldDsl.Tests;

public class ForwardBackwardTests
{
    [Theory]
    [InlineData(1.5, 0.31, 1)]
    [InlineData(-0.7, 0.82, 0.5)]
    public void One_spike_has_the_objective_in_closed_form(double mass, double position, double lambda)
    {
        // ν* = sign(w₀)(|w₀| − λ/15) δ; with the loss not divided by λ, F* = λ (|w₀| − λ/30) (mathematics 1.4).
        MeanFieldProblem<LowPassSpike.Particle> problem = new Spikes(new TotalVariation { Lambda = lambda }).On(SpikeInstances.Observe([position], [mass]));
        FlowResult<LowPassSpike.Particle> run = GradientFlow.Run(problem, Start(10));
        double expected = lambda * (Math.Abs(mass) - (lambda / 30));
        Assert.Equal("accelerated forward-backward", run.Scheme.ToString());
        Assert.True(Math.Abs(run.Objective - expected) <= 1e-10 * expected, $"{run.Objective:R} after {run.Iterations} steps, exact {expected:R}: {run}");
    }

    [Fact]
    public void The_reference_instance_reaches_its_optimum_with_seven_particles_or_more_and_fails_with_six()
    {
        const double optimum = 4.6082570604;
        foreach (int count in new[] { 7, 10, 20, 100 })
        {
            FlowResult<LowPassSpike.Particle> run = GradientFlow.Run(SpikeInstances.Reference(), Start(count));
            Assert.True(Math.Abs(run.Objective - optimum) < 1e-9, $"{count}: {run.Objective:R} after {run.Iterations} steps: {run}");
        }

        Assert.True(GradientFlow.Run(SpikeInstances.Reference(), Start(6)).Objective > 1.01 * optimum);
    }

    private static FlowOptions Start(int count) => new()
    {
        ParticleCount = count,
        Initialisation = Initialisation.ZeroWeights(),
        MaxIterations = 100_000,
        Tolerance = 1e-9,
    };
}
