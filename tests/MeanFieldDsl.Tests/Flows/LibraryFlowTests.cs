namespace MeanFieldDsl.Tests;

public class LibraryFlowTests
{
    public static TheoryData<string> Models => [.. LibraryFlows.All.Keys];

    [Theory]
    [MemberData(nameof(Models))]
    public void A_default_run_ends_without_a_NaN_and_never_raises_F(string model)
    {
        for (ulong seed = 0; seed < 3; seed++)
        {
            LibraryRun run = LibraryFlows.All[model](new() { ParticleCount = 12, Seed = seed, MaxIterations = 1000, RandomProbes = 10 });
            Assert.True(run.Status is FlowStatus.Converged or FlowStatus.IterationLimit or FlowStatus.Stalled, $"{model}, seed {seed}: {run.Text}");
            Assert.True(double.IsFinite(run.Objective), run.Text);
            double lowest = double.PositiveInfinity;
            foreach (FlowReport line in run.History)
            {
                Assert.True(line.Objective <= lowest + (4 * run.Epsilon * Math.Abs(lowest)), $"{model}, seed {seed}, step {line.Iteration}");
                lowest = Math.Min(lowest, line.Objective);
            }

            Assert.True(run.Objective < run.History[0].Objective, run.Text);
        }
    }

    /// <summary>Looks at every step. MFD_FLOW_STEPS is their number in all.</summary>
    [Fact]
    public void No_accepted_step_raises_F_by_more_than_four_epsilon()
    {
        long wanted = long.TryParse(Environment.GetEnvironmentVariable("MFD_FLOW_STEPS"), out long asked) ? asked : 60_000, steps = 0;
        FlowScheme[] schemes = [FlowScheme.Automatic, FlowScheme.Descent, FlowScheme.ForwardBackward(accelerated: false), FlowScheme.Conic()];
        for (ulong seed = 100; steps < wanted; seed++)
        {
            foreach ((string model, Func<FlowOptions, LibraryRun> run) in LibraryFlows.All)
            {
                double lowest = double.PositiveInfinity, worst = 0;
                FlowOptions options = new()
                {
                    ParticleCount = 4 + (int)(seed % 9),
                    Seed = seed,
                    MaxIterations = 3000,
                    RandomProbes = 0,
                    Threads = 1,
                    HistoryEvery = 1000,
                    Scheme = schemes[seed % 4],
                    StopWhen = line =>
                    {
                        worst = lowest < double.PositiveInfinity && line.Objective > lowest ? Math.Max(worst, (line.Objective - lowest) / Math.Abs(lowest)) : worst;
                        lowest = Math.Min(lowest, line.Objective);
                        return false;
                    },
                };
                try
                {
                    LibraryRun result = run(options);
                    Assert.True(worst <= 4 * result.Epsilon, $"{model}, seed {seed}, {result.Scheme}: F rose by {worst / result.Epsilon} ε");
                    steps += result.Iterations;
                }
                catch (ArgumentException) when (seed % 4 >= 2)
                {
                    // The scheme does not suit the model, and says so.
                }
            }
        }

        Assert.True(steps >= wanted);
        Console.WriteLine($"{steps} steps, none raised F");
    }

    [Theory]
    [MemberData(nameof(Models))]
    public void Every_scheme_allocates_nothing_and_has_the_same_bits_for_any_number_of_threads(string model)
    {
        foreach ((string name, FlowScheme scheme) in LibraryFlows.Schemes)
        {
            if (LibraryFlows.Try(model, scheme, 1) is not { } one)
            {
                continue;
            }

            Assert.True(one.Iterations > 0, $"{model}, {name}: {one.Text}");
            Assert.True(one.AllocatedBytesPerStep == 0, $"{model}, {name}: {one.AllocatedBytesPerStep} bytes a step");
            foreach (int threads in new[] { 2, 3, 4, 8 })
            {
                Assert.Equal(one.Hash, LibraryFlows.Try(model, scheme, threads)!.Hash);
            }
        }
    }

    [Theory]
    [MemberData(nameof(Models))]
    public void Adaptive_steps_keep_the_energy_identity_to_a_percent(string model)
    {
        LibraryRun run = LibraryFlows.All[model](new() { ParticleCount = 12, MaxIterations = 3000, MaxFlowTime = 3, RandomProbes = 0, Scheme = FlowScheme.Adaptive() });
        Assert.True(run.DissipationDefect < 0.01, $"{model}: {run.DissipationDefect:G3}; {run.Text}");
    }
}
