namespace MeanFieldDsl.Tests;

public class InsertionTests
{
    private const double Optimum = 4.6082570604;

    private static readonly FlowOptions s_six = new()
    {
        InitialParticles = (double[])[.. Enumerable.Range(0, 6).SelectMany(static i => new[] { 0, (i + 0.5) / 6 })],
        MaxIterations = 50_000,
        Tolerance = 1e-9,
    };

    [Fact]
    public void Six_particles_that_fail_alone_reach_the_optimum_with_one_that_is_put_in()
    {
        MeanFieldProblem<LowPassSpike.Particle> problem = SpikeInstances.Reference();
        FlowResult<LowPassSpike.Particle> alone = GradientFlow.Run(problem, s_six);
        Assert.Equal(3.94e-2, (alone.Objective - Optimum) / (36.47869946 - Optimum), 1e-3);
        FlowResult<LowPassSpike.Particle> run = GradientFlow.Run(problem, s_six with { Insertions = 5 });
        Assert.True(Math.Abs(run.Objective - Optimum) < 1e-9, $"{run.Objective:R}: {run}");
        Assert.InRange(run.Particles.Count, 7, 8);
        Assert.True(run.Gap!.RelativeGap <= 1e-5, run.ToString());
        Assert.StartsWith($"{(run.Particles.Count == 7 ? "1 particle was" : "2 particles were")} put in where the flow ended, {run.Particles.Count} are there now. Then: ", run.Verdict, StringComparison.Ordinal);

        // The first part is the flow alone; the insertion is a step, and F falls throughout.
        Assert.Equal(alone.History.Select(static h => (h.Iteration, h.Objective)), run.History.Take(alone.History.Count).Select(static h => (h.Iteration, h.Objective)));
        Assert.All(run.History.Zip(run.History.Skip(1)), static pair => Assert.True(
            pair.Second.Iteration > pair.First.Iteration && pair.Second.Objective <= pair.First.Objective * (1 + 1e-14) && pair.Second.FlowTime >= pair.First.FlowTime && pair.Second.Evaluations > pair.First.Evaluations));
        Assert.Equal((run.Iterations, run.Objective), (run.History[^1].Iteration, run.History[^1].Objective));
    }

    [Fact]
    public void The_measure_that_is_there_keeps_its_predictions()
    {
        MeanFieldProblem<LowPassSpike.Particle> problem = SpikeInstances.Reference();
        FlowResult<LowPassSpike.Particle> alone = GradientFlow.Run(problem, s_six);
        FlowResult<LowPassSpike.Particle> run = GradientFlow.Run(problem, s_six with { Insertions = 1, MaxIterations = alone.Iterations + 1 });
        Assert.Equal((7, alone.Iterations + 1), (run.Particles.Count, run.Iterations));
        for (int i = 0; i < 6; i++)
        {
            Assert.Equal(alone.Particles[i].T, run.Particles[i].T);
            Assert.Equal(7.0 / 6 * alone.Particles[i].W, run.Particles[i].W, 1e-15);
        }

        // The new one is where the search found the certificate of the flow alone to be the largest.
        Assert.Equal(alone.Gap!.Worst[1], run.Particles[6].T);
        Assert.True(run.Objective < alone.Objective);
    }

    [Fact]
    public void Nothing_is_put_in_where_the_gap_is_small_or_a_limit_ends_the_flow()
    {
        MeanFieldProblem<LowPassSpike.Particle> problem = SpikeInstances.Reference();
        FlowOptions twenty = new() { ParticleCount = 20, Initialisation = Initialisation.ZeroWeights(), MaxIterations = 50_000, Tolerance = 1e-9, Insertions = 3, GapTolerance = 1e-4 };
        FlowResult<LowPassSpike.Particle> done = GradientFlow.Run(problem, twenty);
        Assert.Equal(20, done.Particles.Count);
        Assert.StartsWith("0 particles were put in", done.Verdict, StringComparison.Ordinal);
        FlowResult<LowPassSpike.Particle> cut = GradientFlow.Run(problem, s_six with { Insertions = 3, MaxIterations = 20 });
        Assert.Equal((FlowStatus.IterationLimit, 6, 20), (cut.Status, cut.Particles.Count, cut.Iterations));
        FlowResult<LowPassSpike.Particle> stopped = GradientFlow.Run(problem, s_six with { Insertions = 3, StopWhen = static line => line.Objective < 5 });
        Assert.Equal((FlowStatus.Stopped, 7), (stopped.Status, stopped.Particles.Count));
    }

    [Fact]
    public void It_goes_on_from_a_checkpoint_of_either_flow_bit_by_bit()
    {
        MeanFieldProblem<LowPassSpike.Particle> problem = SpikeInstances.Reference();
        FlowOptions options = s_six with { Insertions = 2 };
        FlowResult<LowPassSpike.Particle> whole = GradientFlow.Run(problem, options);
        int inserted = whole.History.Skip(1).Zip(whole.History).Count(pair => pair.First.FlowTime == pair.Second.FlowTime);
        Assert.True(inserted >= 1);
        string folder = Directory.CreateTempSubdirectory("insertions").FullName;
        try
        {
            FlowOptions kept = options with { Checkpoint = new(Path.Combine(folder, "run.npz")) { EverySteps = 50 } };
            int alone = GradientFlow.Run(problem, s_six).Iterations;
            foreach (int limit in new[] { 30, alone + 20, alone + 70 })
            {
                FlowResult<LowPassSpike.Particle> part = GradientFlow.Run(problem, kept with { MaxIterations = limit });
                Assert.Equal((FlowStatus.IterationLimit, limit), (part.Status, part.Iterations));
            }

            FlowResult<LowPassSpike.Particle> resumed = GradientFlow.Run(problem, kept);
            Assert.True(resumed.IsResumed);
            Same(whole, resumed);
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void A_conditional_gradient_goes_on_from_a_checkpoint_bit_by_bit(bool isSliding)
    {
        MeanFieldProblem<LowPassSpike.Particle> problem = SpikeInstances.Reference();
        FlowOptions options = new() { MaxIterations = 7, Seed = 2 };
        ConditionalGradientOptions method = new() { Sliding = isSliding, LocalIterations = 2000 };
        FlowResult<LowPassSpike.Particle> whole = ConditionalGradient.Run(problem, options, method);
        string folder = Directory.CreateTempSubdirectory("insertions").FullName;
        try
        {
            FlowOptions kept = options with { Checkpoint = new(Path.Combine(folder, "run.npz")) };
            _ = ConditionalGradient.Run(problem, kept with { MaxIterations = 1 }, method);

            // Cut in the middle of an iteration: it is made again.
            using CancellationTokenSource source = new();
            source.CancelAfter(TimeSpan.FromMilliseconds(5));
            _ = ConditionalGradient.Run(problem, kept, method, cancellation: source.Token);
            _ = ConditionalGradient.Run(problem, kept with { StopWhen = static line => line.Iteration == 3 }, method);
            FlowResult<LowPassSpike.Particle> resumed = ConditionalGradient.Run(problem, kept, method);
            Assert.True(resumed.IsResumed);
            Same(whole, resumed);
            CheckpointException other = Assert.Throws<CheckpointException>(() => ConditionalGradient.Run(problem, kept with { Tolerance = 1e-7 }, method));
            Assert.Equal(CheckpointError.OtherModel, other.Kind);
            Assert.Contains("method", other.Message, StringComparison.Ordinal);
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    [Fact]
    public void What_does_not_go_together_is_refused_with_the_reason()
    {
        MeanFieldProblem<LowPassSpike.Particle> problem = SpikeInstances.Reference();
        (string Words, FlowOptions Options)[] cases =
        [
            ("SaveAt is set", s_six with { Insertions = 1, SaveAt = [1] }),
            ("MaxFlowTime is set", s_six with { Insertions = 1, MaxFlowTime = 1 }),
            ("RandomProbes = 0", s_six with { Insertions = 1, RandomProbes = 0 }),
            ("ends nowhere by itself", s_six with { Insertions = 1, Scheme = FlowScheme.StochasticGradient() }),
        ];
        foreach ((string words, FlowOptions options) in cases)
        {
            Assert.Contains(words, Assert.Throws<ArgumentException>(() => GradientFlow.Run(problem, options)).Message, StringComparison.Ordinal);
        }

        Assert.Contains("No degree", Assert.Throws<ArgumentException>(() => GradientFlow.Run(new Quadratic([1, 2]), new() { Insertions = 1 })).Message, StringComparison.Ordinal);
        Assert.Contains("Insertions is set", Assert.Throws<ArgumentException>(() => ConditionalGradient.Run(problem, new() { Insertions = 1 })).Message, StringComparison.Ordinal);
        Assert.StartsWith("Insertions = -1", Assert.Throws<ArgumentOutOfRangeException>(() => new FlowOptions { Insertions = -1 }).Message, StringComparison.Ordinal);
    }

    private static void Same<TParticle>(FlowResult<TParticle> whole, FlowResult<TParticle> resumed)
        where TParticle : IParticle<TParticle>, allows ref struct
    {
        Assert.Equal(whole.Status, resumed.Status);
        Assert.Equal(whole.Particles.Values.ToArray(), resumed.Particles.Values.ToArray());
        Assert.Equal(whole.Gap!.LowerBound, resumed.Gap!.LowerBound);
        Assert.Equal(whole.History.Select(static line => line with { Elapsed = default }), resumed.History.Select(static line => line with { Elapsed = default }));
    }
}
