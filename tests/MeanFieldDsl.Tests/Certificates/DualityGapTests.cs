using MeanFieldDsl.Library;

namespace MeanFieldDsl.Tests;

public class DualityGapTests
{
    private const double Optimum = 4.6082570604;

    [Fact]
    public void Of_a_solved_spike_problem_the_gap_is_small_and_of_an_unsolved_one_it_covers_the_excess()
    {
        MeanFieldProblem<LowPassSpike.Particle> problem = SpikeInstances.Reference();
        foreach ((int count, int steps) in new[] { (10, 50_000), (10, 30), (10, 300), (6, 50_000), (20, 1000) })
        {
            FlowOptions options = new() { ParticleCount = count, Initialisation = Initialisation.ZeroWeights(), MaxIterations = steps, Tolerance = 1e-9, ProofBoxes = 0 };
            FlowResult<LowPassSpike.Particle> run = GradientFlow.Run(problem, options);
            DualityGapReport gap = run.Gap!;
            Assert.False(gap.IsRigorous);
            Assert.True(gap.LowerBound <= Optimum + 1e-8, $"{count} particles, {steps} steps: bound {gap.LowerBound:R} above the optimum");
            Assert.True(gap.Gap >= run.Objective - Optimum - 1e-8);
            if (run.Objective < Optimum + 1e-9)
            {
                Assert.True(gap.RelativeGap < 1e-6, gap.ToString());
            }
        }
    }

    [Fact]
    public void Lines_carry_the_lower_bound_where_that_is_asked_for_and_the_run_is_the_same()
    {
        FlowOptions options = new() { ParticleCount = 20, Initialisation = Initialisation.ZeroWeights(), MaxIterations = 2_000, Tolerance = 1e-9 };
        FlowResult<LowPassSpike.Particle> plain = GradientFlow.Run(SpikeInstances.Reference(), options);
        FlowResult<LowPassSpike.Particle> run = GradientFlow.Run(SpikeInstances.Reference(), options with { ReportGap = true });
        Assert.Equal(plain.Particles.Values.ToArray(), run.Particles.Values.ToArray());
        Assert.True(plain.History.All(static line => double.IsNaN(line.LowerBound)));
        Assert.True(run.History.Zip(run.History.Skip(1)).All(static pair => pair.Second.LowerBound >= pair.First.LowerBound), "the bound falls");
        Assert.True(run.History[^1].LowerBound > run.History[0].LowerBound && run.History[^1].LowerBound <= Optimum + 1e-9);
        Assert.True(run.History[^1].RelativeGap < run.History[0].RelativeGap);
        Assert.Equal(0, run.AllocatedBytesPerStep);
        FlowResult<LowPassSpike.Particle> rival = ConditionalGradient.Run(SpikeInstances.Reference());
        Assert.True(rival.History[^1].RelativeGap < 1e-5, $"{rival.History[^1]}");
    }

    [Fact]
    public void The_gap_can_end_a_flow()
    {
        FlowOptions options = new() { ParticleCount = 20, Initialisation = Initialisation.ZeroWeights(), MaxIterations = 50_000, Tolerance = 1e-12, GapTolerance = 1e-2 };
        FlowResult<LowPassSpike.Particle> run = GradientFlow.Run(SpikeInstances.Reference(), options);
        Assert.Equal(FlowStatus.GapReached, run.Status);
        Assert.True(run.Objective - Optimum < 1e-2 * run.Objective);
        Assert.Equal(0, run.AllocatedBytesPerStep);
    }

    [Fact]
    public void With_weight_decay_the_bound_of_a_network_is_below_every_objective()
    {
        // Jointly homogeneous of degree 2, both; the best of several long runs stands for the optimum.
        MeanFieldProblem<ReluNeuron.Particle> problem = new ReluLogistic(new SquaredL2 { Lambda = 0.05 }).On(DataSet.From([[1, 0], [0, 1], [-1, 0.3], [0.4, -1]], [1, -1, 1, -1]));
        double best = double.PositiveInfinity, bound = double.NegativeInfinity;
        for (ulong seed = 0; seed < 4; seed++)
        {
            FlowResult<ReluNeuron.Particle> run = GradientFlow.Run(problem, new() { ParticleCount = 60, Seed = seed, Tolerance = 1e-8 });
            best = Math.Min(best, run.Objective);
            bound = Math.Max(bound, run.Gap!.LowerBound);
        }

        Assert.True(bound <= best * (1 + 1e-9), $"{bound} > {best}");
        Assert.True(bound > 0.5 * best, $"{bound} is far below {best}");
    }

    [Fact]
    public void Of_a_matrix_the_bound_is_the_optimum_in_closed_form()
    {
        double expected = MatrixInstance.Optimum;
        MeanFieldProblem<RankOneMatrix.Particle> problem = MatrixInstance.Problem();
        FlowResult<RankOneMatrix.Particle> run = GradientFlow.Run(problem, new() { ParticleCount = 20, Tolerance = 1e-10 });
        Assert.Equal(expected, run.Objective, 1e-9);
        Assert.True(run.Gap!.LowerBound <= expected + 1e-12, $"{run.Gap.LowerBound:R} > {expected:R}");
        Assert.Equal(expected, run.Gap.LowerBound, 1e-5);

        // Of a poor measure the bound is lower, and still one.
        FlowResult<RankOneMatrix.Particle> early = GradientFlow.Run(problem, new() { ParticleCount = 20, MaxIterations = 5 });
        Assert.True(early.Gap!.LowerBound < expected && early.Gap.Gap > early.Objective - expected);
    }

    [Fact]
    public void Directions_off_those_of_the_particles_are_found()
    {
        // One particle along e₁e₁ᵀ at its optimum for Y = diag(3, 2): its numbers are 0 in all directions in which F still falls.
        double[][] rows = [.. Enumerable.Range(0, 4).Select(static e => new double[] { e / 2, e % 2 })];
        MeanFieldProblem<RankOneMatrix.Particle> problem = new MatrixSquareDecay(new SquaredL2 { Lambda = 0.25 }).On(DataSet.From(rows, [3, 0, 0, 2]), n1: 2, n2: 2);
        double root = Math.Sqrt(2);
        DualityGapReport gap = DualityGapReport.Of(problem, new ParticleMeasure<RankOneMatrix.Particle>(problem.Layout, [root, 0, root, 0]));
        const double optimum = (2.5 + 1.5) / 4;
        Assert.True(gap.LowerBound <= optimum + 1e-12, $"{gap.LowerBound:R} is above the optimum: {gap}");
        Assert.Equal(0.5, gap.Scale, 1e-3);
    }

    [Fact]
    public void The_verdict_gives_both_bounds_and_says_what_of_them_is_no_proof()
    {
        FlowResult<LowPassSpike.Particle> run = GradientFlow.Run(SpikeInstances.Reference(), new() { ParticleCount = 20, Initialisation = Initialisation.ZeroWeights(), MaxIterations = 100, ProofBoxes = 0 });
        DualityGapReport gap = run.Gap!;
        string said = FormattableString.Invariant($"P = {run.Objective:G10}, D = {gap.LowerBound:G10}, gap {gap.Gap:G3}, relative gap {gap.RelativeGap:G3}: D is a lower bound of F if the lowest first variation is the one that was found among {gap.Places:N0} places, which is a search, not a proof.");
        Assert.EndsWith(said, run.Verdict, StringComparison.Ordinal);
        Assert.DoesNotContain("optimal", run.ToString(), StringComparison.OrdinalIgnoreCase);
        Assert.Contains("relative gap 0: that D is a lower bound of F is proved, over 12 boxes.", (gap with { LowerBound = gap.Objective, IsRigorous = true, Boxes = 12 }).ToString(), StringComparison.Ordinal);

        // Nobody looked: the verdict says so.
        FlowResult<LowPassSpike.Particle> blind = GradientFlow.Run(SpikeInstances.Reference(), new() { ParticleCount = 5, MaxIterations = 2, RandomProbes = 0 });
        Assert.Null(blind.Gap);
        Assert.EndsWith("No lower bound of F was looked for.", blind.Verdict, StringComparison.Ordinal);
    }

    [Fact]
    public void A_negative_number_of_probes_is_refused_by_name()
    {
        MeanFieldProblem<LowPassSpike.Particle> problem = SpikeInstances.Reference();
        ArgumentOutOfRangeException error = Assert.Throws<ArgumentOutOfRangeException>(() => DualityGapReport.Of(problem, new ParticleMeasure<LowPassSpike.Particle>(problem.Layout, [1, 0.1]), probes: -3));
        Assert.Equal("probes", error.ParamName);
        Assert.StartsWith("probes = -3: it must be at least 0; 0 looks at the particles only", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Without_a_conjugate_there_is_no_bound_and_the_reason_is_given()
    {
        FlowResult<RawParticle> run = GradientFlow.Run(new Quadratic([1, 2]), new() { ParticleCount = 2 });
        Assert.True(double.IsNegativeInfinity(run.Gap!.LowerBound));
        Assert.Contains("conjugate", run.Gap.ToString(), StringComparison.Ordinal);
    }
}
