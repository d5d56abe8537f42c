using MeanFieldDsl.Library;

namespace MeanFieldDsl.Tests;

public class ConditionalGradientTests
{
    private const double Optimum = 4.6082570604;

    [Fact]
    public void The_reference_instance_reaches_its_optimum_from_nothing_with_few_particles()
    {
        FlowResult<LowPassSpike.Particle> run = ConditionalGradient.Run(SpikeInstances.Reference(), new() { Tolerance = 1e-9 });
        string said = $"{run.Objective:R}, {run.Particles.Count} particles, {run}; {string.Join(", ", run.History.Select(static h => h.Objective))}";
        Assert.True(run.Status == FlowStatus.GapReached, said);
        Assert.True(Math.Abs(run.Objective - Optimum) < 1e-9, said);
        Assert.True(run.Particles.Count is >= 5 and <= 8, said);
        Assert.True(run.Gap!.RelativeGap <= 1e-6, said);
        Assert.Equal(36.47869946, run.History[0].Objective, 1e-7);
        Assert.Equal("sliding conditional gradient", run.Scheme.ToString());
        AssertFalls(run);
    }

    [Theory]
    [InlineData(1e-9)]
    [InlineData(1e-6)]
    public void Each_iteration_adds_a_spike_and_none_is_spent_on_those_that_are_there(double tolerance)
    {
        for (ulong seed = 0; seed < 3; seed++)
        {
            FlowResult<LowPassSpike.Particle> run = ConditionalGradient.Run(SpikeInstances.Reference(), new() { Tolerance = tolerance, Seed = seed });
            Assert.Equal((FlowStatus.GapReached, 5, 5), (run.Status, run.Iterations, run.Particles.Count));
            Assert.Equal(Optimum, run.Objective, 1e-9);
        }
    }

    [Theory]
    [InlineData(1.5, 0.31, 1)]
    [InlineData(-0.7, 0.82, 0.5)]
    public void One_spike_has_the_objective_and_the_mass_in_closed_form(double mass, double position, double lambda)
    {
        // ν* = sign(w₀)(|w₀| − λ/15) δ; with the loss not divided by λ, F* = λ (|w₀| − λ/30) (mathematics 1.4).
        MeanFieldProblem<LowPassSpike.Particle> problem = new Spikes(new TotalVariation { Lambda = lambda }).On(SpikeInstances.Observe([position], [mass]));
        FlowResult<LowPassSpike.Particle> run = ConditionalGradient.Run(problem, new() { Tolerance = 1e-9 });
        Assert.Equal(lambda * (Math.Abs(mass) - (lambda / 30)), run.Objective, 1e-10);
        Assert.Equal(1, run.Particles.Count);
        Assert.Equal(Math.Sign(mass) * (Math.Abs(mass) - (lambda / 15)), run.Particles[0].W, 1e-6);
        Assert.Equal(0, Math.IEEERemainder(run.Particles[0].T - position, 1), 1e-6);
    }

    [Fact]
    public void Where_the_penalty_is_large_nothing_is_added()
    {
        FlowResult<LowPassSpike.Particle> run = ConditionalGradient.Run(SpikeInstances.Reference(lambda: 100));
        Assert.Equal(FlowStatus.GapReached, run.Status);
        Assert.Equal(0, run.Iterations);
        Assert.Equal(0, run.Particles[0].W);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void A_matrix_reaches_the_optimum_in_closed_form_with_one_particle_for_each_singular_value_that_is_left(bool isSliding)
    {
        double expected = MatrixInstance.Optimum;
        MeanFieldProblem<RankOneMatrix.Particle> problem = MatrixInstance.Problem();
        FlowResult<RankOneMatrix.Particle> run = ConditionalGradient.Run(problem, new() { Tolerance = 1e-9, MaxIterations = 30 }, new() { Sliding = isSliding });
        string said = $"{run.Objective:R}, exact {expected:R}, {run.Particles.Count} particles: {run}; {string.Join(", ", run.History.Select(static h => h.Objective))}";
        AssertFalls(run);
        if (isSliding)
        {
            Assert.True(run.Status == FlowStatus.GapReached && run.Particles.Count == 2, said);
            Assert.True(Math.Abs(run.Objective - expected) < 1e-9, said);
        }
        else
        {
            // Places are those of the search, which finds singular vectors to rounding.
            Assert.True(run.Objective > expected - 1e-12 && run.Objective < expected + 1e-10, said);
        }
    }

    [Fact]
    public void Without_sliding_the_places_gather_around_the_optimal_ones_and_F_falls()
    {
        FlowResult<LowPassSpike.Particle> run = ConditionalGradient.Run(SpikeInstances.Reference(), new() { MaxIterations = 30 }, new() { Sliding = false });
        AssertFalls(run);
        Assert.True(run.Objective > Optimum - 1e-9 && run.Objective < 1.001 * Optimum, $"{run.Objective:R}: {run}");
        Assert.Equal("conditional gradient", run.Scheme.ToString());
    }

    [Fact]
    public void It_goes_on_from_particles_without_changing_their_measure()
    {
        MeanFieldProblem<LowPassSpike.Particle> problem = SpikeInstances.Reference();
        double[] start = [3, 0.1, 0, 0.5, -2, 0.7];
        using Evaluator evaluator = problem.CreateEvaluator(3);
        double objective = evaluator.Objective(start);
        FlowResult<LowPassSpike.Particle> still = ConditionalGradient.Run(problem, new() { InitialParticles = start, MaxIterations = 0 });
        Assert.Equal(objective, still.Objective);
        Assert.Equal(objective, still.Gap!.Objective, 1e-13 * objective);
        Assert.Equal(FlowStatus.IterationLimit, still.Status);
        FlowResult<LowPassSpike.Particle> run = ConditionalGradient.Run(problem, new() { InitialParticles = start, Tolerance = 1e-9 });
        Assert.True(Math.Abs(run.Objective - Optimum) < 1e-9, $"{run.Objective:R}: {run}");
        AssertFalls(run);
    }

    [Fact]
    public void The_bits_are_the_same_for_one_thread_and_three()
    {
        FlowResult<LowPassSpike.Particle> one = ConditionalGradient.Run(SpikeInstances.Reference(), new() { Threads = 1 });
        FlowResult<LowPassSpike.Particle> three = ConditionalGradient.Run(SpikeInstances.Reference(), new() { Threads = 3 });
        Assert.Equal(one.Particles.Values.ToArray(), three.Particles.Values.ToArray());
        Assert.Equal(one.History.Select(static h => h.Objective), three.History.Select(static h => h.Objective));
        Assert.Equal(one.Gap!.LowerBound, three.Gap!.LowerBound);
    }

    [Fact]
    public void What_the_method_rests_on_is_asked_for()
    {
        ArgumentException degree = Assert.Throws<ArgumentException>(() => ConditionalGradient.Run(new Quadratic([1, 2])));
        Assert.Contains("No degree of homogeneity", degree.Message, StringComparison.Ordinal);
        ArgumentException other = Assert.Throws<ArgumentException>(() => ConditionalGradient.Run(new RoundedSpikes().On(SpikeInstances.Observe([0.3], [1]))));
        Assert.Contains("does not have the degree", other.Message, StringComparison.Ordinal);
        ArgumentException path = Assert.Throws<ArgumentException>(() => ConditionalGradient.Run(SpikeInstances.Reference(), new() { SaveAt = [1] }));
        Assert.Contains("SaveAt", path.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Cancellation_and_StopWhen_end_it()
    {
        FlowResult<LowPassSpike.Particle> stopped = ConditionalGradient.Run(SpikeInstances.Reference(), new() { StopWhen = static line => line.Iteration == 2 });
        Assert.Equal((FlowStatus.Stopped, 2), (stopped.Status, stopped.Iterations));
        using CancellationTokenSource source = new();
        source.Cancel();
        FlowResult<LowPassSpike.Particle> canceled = ConditionalGradient.Run(SpikeInstances.Reference(), cancellation: source.Token);
        Assert.Equal((FlowStatus.Canceled, 0), (canceled.Status, canceled.Iterations));
        Assert.Null(canceled.Gap);
    }

    private static void AssertFalls<TParticle>(FlowResult<TParticle> run)
        where TParticle : IParticle<TParticle>, allows ref struct
    {
        for (int k = 1; k < run.History.Count; k++)
        {
            Assert.Equal(k, run.History[k].Iteration);
            Assert.True(run.History[k].Objective <= run.History[k - 1].Objective * (1 + 1e-15), $"line {k}: {run.History[k - 1].Objective:R} to {run.History[k].Objective:R}");
        }
    }
}

/// <summary>Of no degree: √(1 + w²) − 1.</summary>
[Regularizer]
internal sealed partial class RoundedVariation
{
    [Formula]
    public static double Value([Weight] double w) => Math.Sqrt(1 + Ops.Sq(w)) - 1;
}

#pragma warning disable MFD0703
[MeanFieldModel<LowPassSpike, SquareLoss, RoundedVariation>]
internal sealed partial class RoundedSpikes;
