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

    [Theory]
    [InlineData(6)]
    [InlineData(12)]
    public void The_product_of_norms_is_the_nuclear_norm(int count)
    {
        // Y has the singular values 3, 2, 0.5, 0.1; F* = Σ λ s − λ²/2 for s > λ, otherwise s²/2, here by 16 for the mean over the entries (mathematics 7).
        const double lambda = 1;
        double[] values = [3, 2, 0.5, 0.1];
        double[][] left = [[1, 1, 1, 1], [1, -1, 1, -1], [1, 1, -1, -1], [1, -1, -1, 1]];
        double[][] right = [[0.6, 0.8, 0, 0], [-0.8, 0.6, 0, 0], [0, 0, 0.28, 0.96], [0, 0, -0.96, 0.28]];
        double[][] rows = new double[16][];
        double[] targets = new double[16];
        for (int e = 0; e < 16; e++)
        {
            rows[e] = [e / 4, e % 4];
            for (int k = 0; k < 4; k++)
            {
                targets[e] += values[k] * 0.5 * left[k][e / 4] * right[k][e % 4];
            }
        }

        double expected = values.Sum(s => s > lambda ? (lambda * s) - (0.5 * lambda * lambda) : 0.5 * s * s) / 16;
        MeanFieldProblem<RankOneMatrix.Particle> problem = new NuclearNorm(new ProductOfNorms { Lambda = lambda / 16 }).On(DataSet.From(rows, targets), n1: 4, n2: 4);
        FlowResult<RankOneMatrix.Particle> run = GradientFlow.Run(problem, new() { ParticleCount = count, MaxIterations = 200_000, Tolerance = 1e-9, Seed = 2 });
        Assert.Equal("accelerated forward-backward", run.Scheme.ToString());
        Assert.True(Math.Abs(run.Objective - expected) <= 1e-10, $"{run.Objective:R} after {run.Iterations} steps, exact {expected:R}: {run}");
    }

    private static FlowOptions Start(int count) => new()
    {
        ParticleCount = count,
        Initialisation = Initialisation.ZeroWeights(),
        MaxIterations = 100_000,
        Tolerance = 1e-9,
    };
}

/// <summary>λ ‖u‖ ‖v‖.</summary>
[Regularizer<RankOneMatrix>]
internal sealed partial class ProductOfNorms
{
    public required double Lambda { get; init; }

    [Formula]
    public double Value(Vec u, Vec v) => Lambda * Ops.Norm(u) * Ops.Norm(v);
}

[MeanFieldModel<RankOneMatrix, SquareLoss, ProductOfNorms>]
internal sealed partial class NuclearNorm;
