using MeanFieldDsl.Library;

namespace MeanFieldDsl.Tests;

public class MassesOnlyTests
{
    private const double Optimum = 4.6082570604;

    [Fact]
    public void On_grids_of_positions_the_excess_falls_like_the_square_of_the_spacing()
    {
        // The spikes lie off all grids (mathematics 1.4: slope about −2).
        double[] excess = [.. new[] { 20, 40, 80, 160, 320 }.Select(static m => Run(m).Objective - Optimum)];
        for (int k = 0; k < excess.Length; k++)
        {
            Assert.True(excess[k] > 1e-9, $"{excess[k]} is below the optimum");
            Assert.True(k == 0 || excess[k] < excess[k - 1], string.Join(", ", excess));
        }

        double slope = Math.Log(excess[^1] / excess[0]) / Math.Log(16);
        Assert.True(slope is < -1.6 and > -2.4, $"slope {slope}: {string.Join(", ", excess)}");
    }

    [Fact]
    public void Positions_stay_and_masses_are_those_of_a_lasso()
    {
        FlowResult<LowPassSpike.Particle> run = Run(40);
        Assert.Equal("masses only", run.Scheme.ToString());
        Assert.Equal(0, run.AllocatedBytesPerStep);
        Assert.All(run.History.Skip(1).Zip(run.History), static pair => Assert.True(pair.First.Objective <= pair.Second.Objective * (1 + 1e-15)));
        using Evaluator evaluator = SpikeInstances.Reference().CreateEvaluator(40);
        _ = evaluator.Objective(run.Particles.Values);
        for (int i = 0; i < 40; i++)
        {
            Assert.Equal((i + 0.5) / 40, run.Particles[i].T);

            // At a weight that is not 0 the first variation vanishes; at one that is it is nowhere negative.
            double up = evaluator.FirstVariation([1, run.Particles[i].T]), down = evaluator.FirstVariation([-1, run.Particles[i].T]), w = run.Particles[i].W;
            Assert.True(Math.Min(up, down) >= -1e-6, $"{i}: {up}, {down}");
            Assert.True(w == 0 || Math.Abs(w > 0 ? up : down) <= 1e-6, $"{i}: {w}, {up}, {down}");
        }
    }

    [Fact]
    public void Forward_backward_steps_with_one_spike_at_its_place_agree_with_the_closed_form()
    {
        MeanFieldProblem<LowPassSpike.Particle> problem = new Spikes(new TotalVariation { Lambda = 1 }).On(SpikeInstances.Observe([0.25], [-1.5]));
        FlowResult<LowPassSpike.Particle> run = GradientFlow.Run(problem, new() { InitialParticles = new double[] { 0.4, 0.25, 0.3, 0.75 }, Scheme = FlowScheme.MassesOnly, Tolerance = 1e-9 });
        Assert.Equal(1.5 - (1.0 / 30), run.Objective, 1e-10);
        Assert.Equal(-2 * (1.5 - (1.0 / 15)), run.Particles[0].W, 1e-6);
        Assert.Equal(0, run.Particles[1].W);
    }

    [Fact]
    public void Directions_of_a_joint_degree_are_held()
    {
        // The best multiple of e₁e₁ᵀ for Y = diag(3, 2): mass 3 − λ; the other direction has a negative product and dies.
        double[][] rows = [.. Enumerable.Range(0, 4).Select(static e => new double[] { e / 2, e % 2 })];
        MeanFieldProblem<RankOneMatrix.Particle> problem = new MatrixSquareDecay(new SquaredL2 { Lambda = 0.25 }).On(DataSet.From(rows, [3, 0, 0, 2]), n1: 2, n2: 2);
        double[] start = [0.5, 0, 0.5, 0, 0, -0.3, 0, 0.3];
        FlowResult<RankOneMatrix.Particle> run = GradientFlow.Run(problem, new() { InitialParticles = start, Scheme = FlowScheme.MassesOnly, Tolerance = 1e-10 });
        double[] ends = run.Particles.Values.ToArray();
        Assert.Equal(Math.Sqrt(2 * (3 - 1)), ends[0], 1e-7);
        Assert.Equal(ends[0], ends[2]);
        Assert.All(ends[4..], static value => Assert.Equal(0, value));
        Assert.Equal(((3 * 1) - 0.5 + (0.5 * 4)) / 4, run.Objective, 1e-9);
    }

    [Fact]
    public void What_it_cannot_do_is_refused()
    {
        FlowOptions options = new() { ParticleCount = 4, Scheme = FlowScheme.MassesOnly };
        Assert.Contains("No degree", Assert.Throws<ArgumentException>(() => GradientFlow.Run(new Quadratic([1, 2]), options)).Message, StringComparison.Ordinal);
        Assert.Contains("does not have the degree", Assert.Throws<ArgumentException>(() => GradientFlow.Run(new RoundedSpikes().On(SpikeInstances.Observe([0.3], [1])), options)).Message, StringComparison.Ordinal);
    }

    private static double[] Grid(int count) => [.. Enumerable.Range(0, count).SelectMany(i => new[] { 0, (i + 0.5) / count })];

    private static FlowResult<LowPassSpike.Particle> Run(int count) => GradientFlow.Run(
        SpikeInstances.Reference(), new() { InitialParticles = Grid(count), Scheme = FlowScheme.MassesOnly, MaxIterations = 200_000, Tolerance = 1e-8 });
}
