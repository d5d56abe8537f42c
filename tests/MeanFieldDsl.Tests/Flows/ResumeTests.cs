namespace MeanFieldDsl.Tests;

public class ResumeTests
{
    public static TheoryData<string, string> Cases
    {
        get
        {
            TheoryData<string, string> cases = [];
            foreach (string model in new[] { "relu logistic", "sigmoid logcosh variation", "relu square path", "tensor square box", "gaussian square variation" })
            {
                foreach (string scheme in new[] { "automatic", "descent", "plain", "conic", "masses", "saga", "dormand", "heun", "sgd", "heavy ball", "langevin" })
                {
                    cases.Add(model, scheme);
                }
            }

            return cases;
        }
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public void An_interrupted_run_goes_on_as_if_it_had_never_ended(string model, string scheme)
    {
        Func<FlowOptions, LibraryRun> run = LibraryFlows.All[model];
        FlowOptions options = new() { ParticleCount = 9, Seed = 7, MaxIterations = 90, RandomProbes = 0, HistoryEvery = 3, Scheme = Scheme(scheme), SaveAt = [1e-9, 1e-3, 0.02] };
        LibraryRun whole;
        try
        {
            whole = run(options);
        }
        catch (ArgumentException) when (scheme is "conic" or "plain" or "masses" or "saga")
        {
            return;
        }

        string path = Path.Combine(Directory.CreateTempSubdirectory("resume").FullName, "run.npz");
        try
        {
            FlowOptions kept = options with { Checkpoint = new(path) { EverySteps = 1000 } };
            foreach (int limit in new[] { 1, 17, 40, 41 })
            {
                int stop = limit;
                LibraryRun part = run(kept with { StopWhen = line => line.Iteration == stop });
                Assert.True(part.Iterations <= limit, part.Text);
            }

            LibraryRun resumed = run(kept);
            Assert.Equal(whole.Hash, resumed.Hash);
            Assert.Equal(whole.Iterations, resumed.Iterations);
            Assert.Equal(whole.Status, resumed.Status);
            Assert.Equal(whole.DissipationDefect, resumed.DissipationDefect);
            Assert.Equal(
                whole.History.Select(static line => line with { Elapsed = default }),
                resumed.History.Select(static line => line with { Elapsed = default }));
        }
        finally
        {
            Directory.Delete(Path.GetDirectoryName(path)!, recursive: true);
        }
    }

    [Theory]
    [InlineData("seed")]
    [InlineData("particles")]
    [InlineData("scheme")]
    [InlineData("start")]
    public void A_checkpoint_of_another_run_is_refused_by_name(string what)
    {
        string path = Path.Combine(Directory.CreateTempSubdirectory("resume").FullName, "run.npz");
        try
        {
            FlowOptions options = new() { ParticleCount = 9, Seed = 7, MaxIterations = 5, RandomProbes = 0, Checkpoint = new(path) };
            FlowOptions other = what switch
            {
                "seed" => options with { Seed = 8 },
                "start" => options with { Initialisation = Initialisation.Gaussian() },
                "particles" => options with { ParticleCount = 10 },
                _ => options with { Scheme = Scheme("heun") },
            };
            _ = LibraryFlows.All["relu logistic"](other);
            CheckpointException error = Assert.Throws<CheckpointException>(() => LibraryFlows.All["relu logistic"](options));
            Assert.Contains(what, error.Message, StringComparison.Ordinal);
            Assert.Equal(CheckpointError.OtherModel, error.Kind);
            _ = LibraryFlows.All["relu logistic"](options with { Checkpoint = new(path) { Resume = false } });
        }
        finally
        {
            Directory.Delete(Path.GetDirectoryName(path)!, recursive: true);
        }
    }

    [Fact]
    public void A_step_that_is_interrupted_is_made_again()
    {
        string path = Path.Combine(Directory.CreateTempSubdirectory("resume").FullName, "run.npz");
        try
        {
            double[] start = [0.7, -1.3];
            FlowOptions options = new() { InitialParticles = start, RandomProbes = 0, MaxIterations = 30 };
            FlowResult<RawParticle> whole = GradientFlow.Run(Model(null, 0), options);
            for (int evaluation = 2; evaluation < 25; evaluation += 3)
            {
                using CancellationTokenSource source = new();
                FlowOptions kept = options with { Checkpoint = new(path) { Resume = evaluation > 2 } };
                FlowResult<RawParticle> part = GradientFlow.Run(Model(source, evaluation), kept, cancellation: source.Token);
                FlowResult<RawParticle> rest = GradientFlow.Run(Model(null, 0), options with { Checkpoint = new(path), MaxIterations = part.Iterations + 1 });
                Assert.Equal(part.Status == FlowStatus.Canceled, rest.Iterations == part.Iterations + 1);
                GC.KeepAlive(part);
            }

            FlowResult<RawParticle> end = GradientFlow.Run(Model(null, 0), options with { Checkpoint = new(path) });
            Assert.True(end.IsResumed);
            Assert.Equal(whole.Particles.Values.ToArray(), end.Particles.Values.ToArray());
            Assert.Equal(whole.History[^1] with { Elapsed = default }, end.History[^1] with { Elapsed = default });
        }
        finally
        {
            Directory.Delete(Path.GetDirectoryName(path)!, recursive: true);
        }
    }

    // Steep and flat by turns, so that trials are rejected.
    private static Potential Model(CancellationTokenSource? source, int evaluation)
    {
        int calls = 0;
        return new(
            static u => 1 + (0.1 * u * u) + Math.Sin(5 * u),
            static u => (0.2 * u) + (5 * Math.Cos(5 * u)),
            _ =>
            {
                if (++calls == evaluation)
                {
                    source?.Cancel();
                }
            });
    }

    private static FlowScheme Scheme(string name) => name switch
    {
        "automatic" => FlowScheme.Automatic,
        "descent" => FlowScheme.Descent,
        "plain" => FlowScheme.ForwardBackward(accelerated: false),
        "conic" => FlowScheme.Conic(),
        "masses" => FlowScheme.MassesOnly,
        "saga" => FlowScheme.MassesSaga,
        "dormand" => FlowScheme.Adaptive(),
        "heun" => FlowScheme.FixedStep(RungeKuttaMethod.Heun, 1e-3),
        "sgd" => FlowScheme.StochasticGradient(7),
        "heavy ball" => FlowScheme.StochasticGradient(7, new(1e-2), weightDecay: 1e-3, momentum: 0.9),
        _ => FlowScheme.Langevin(1e-4, new(1e-3, 0.25), batchSize: 5),
    };
}
