namespace MeanFieldDsl.Tests;

public class LibraryFlowTests
{
    private static readonly (string Name, FlowScheme Scheme)[] s_schemes =
    [
        ("automatic", FlowScheme.Automatic),
        ("descent", FlowScheme.Descent),
        ("forward-backward", FlowScheme.ForwardBackward(accelerated: false)),
        ("conic", FlowScheme.Conic()),
        ("canonical", FlowScheme.Conic(ConicRetraction.Canonical)),
        ("euler", FlowScheme.FixedStep(RungeKuttaMethod.Euler, 1e-3)),
        ("heun", FlowScheme.FixedStep(RungeKuttaMethod.Heun, 1e-3)),
        ("classical", FlowScheme.FixedStep(RungeKuttaMethod.Classical, 1e-3)),
        ("bogacki", FlowScheme.Adaptive(RungeKuttaMethod.BogackiShampine)),
        ("dormand", FlowScheme.Adaptive()),
        ("sgd", FlowScheme.StochasticGradient(7, new(1e-3))),
        ("langevin", FlowScheme.Langevin(1e-4, new(1e-3), batchSize: 5)),
    ];

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

    [Theory]
    [MemberData(nameof(Models))]
    public void Every_scheme_allocates_nothing_and_has_the_same_bits_for_any_number_of_threads(string model)
    {
        foreach ((string name, FlowScheme scheme) in s_schemes)
        {
            FlowOptions options = new() { ParticleCount = 11, Seed = 4, MaxIterations = 60, RandomProbes = 0, Scheme = scheme, Threads = 1, Tolerance = 1e-12 };
            LibraryRun one;
            try
            {
                one = LibraryFlows.All[model](options);
            }
            catch (ArgumentException refusal) when (name is "conic" or "canonical" or "forward-backward")
            {
                Assert.Contains("take FlowScheme.", refusal.Message, StringComparison.OrdinalIgnoreCase);
                continue;
            }

            Assert.True(one.Iterations > 0, $"{model}, {name}: {one.Text}");
            Assert.True(one.AllocatedBytesPerStep == 0, $"{model}, {name}: {one.AllocatedBytesPerStep} bytes a step");
            foreach (int threads in new[] { 2, 3, 4, 8 })
            {
                Assert.Equal(one.Hash, LibraryFlows.All[model](options with { Threads = threads }).Hash);
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
