namespace MeanFieldDsl.Tests;

public class FlowStatusTests
{
    private static readonly double[] Curvatures = [1, 30, 1000, 30_000];

    [Fact]
    public void The_iteration_limit_is_met_exactly_and_advised_on()
    {
        FlowResult<RawParticle> result = GradientFlow.Run(new Quadratic(Curvatures), new FlowOptions { MaxIterations = 7 });
        Assert.Equal(FlowStatus.IterationLimit, result.Status);
        Assert.Equal(7, result.Iterations);
        Assert.Contains("MaxIterations", result.Advice, StringComparison.Ordinal);
    }

    [Fact]
    public void No_iterations_evaluate_the_start()
    {
        FlowResult<RawParticle> result = GradientFlow.Run(new Quadratic([1]), new FlowOptions { InitialParticles = new[] { 3.0 }, MaxIterations = 0 });
        Assert.Equal(FlowStatus.IterationLimit, result.Status);
        Assert.Equal(2.0, result.Objective);
        Assert.Equal(2.0, result.Residual);
    }

    [Fact]
    public void The_time_limit_ends_the_flow()
    {
        Potential slow = new(u => Math.Cosh(u), u => Math.Sinh(u), _ => Thread.Sleep(20));
        FlowResult<RawParticle> result = GradientFlow.Run(
            slow, new FlowOptions { ParticleCount = 1, MaxStep = 1e-3, TimeLimit = TimeSpan.FromMilliseconds(300) });
        Assert.Equal(FlowStatus.TimeLimit, result.Status);
        Assert.InRange(result.Iterations, 1, 15);
        Assert.Contains("TimeLimit", result.Advice, StringComparison.Ordinal);
    }

    [Fact]
    public void Cancellation_keeps_what_was_computed()
    {
        using CancellationTokenSource source = new();
        Potential potential = new(u => Math.Cosh(u), u => Math.Sinh(u), evaluations =>
        {
            if (evaluations == 10)
            {
                source.Cancel();
            }
        });
        FlowResult<RawParticle> result = GradientFlow.Run(potential, new FlowOptions { ParticleCount = 1, MaxStep = 1e-3 }, cancellation: source.Token);
        Assert.Equal(FlowStatus.Canceled, result.Status);
        Assert.Equal(9, result.Iterations);
        Assert.True(result.Objective < result.History[0].Objective);
        Assert.Equal(Math.Cosh(result.Particles[0].Theta[0]), result.Objective);
    }

    [Fact]
    public void A_token_signalled_before_the_start_gives_the_start()
    {
        FlowResult<RawParticle> result = GradientFlow.Run(new Quadratic([1]), new FlowOptions { InitialParticles = new[] { 3.0 } }, cancellation: new CancellationToken(canceled: true));
        Assert.Equal(FlowStatus.Canceled, result.Status);
        Assert.Equal(3.0, result.Particles[0].Theta[0]);
        Assert.Equal(2.0, result.Objective);
    }

    [Fact]
    public void A_wrong_derivative_stalls_and_is_suspected()
    {
        Potential wrong = new(u => u * u, u => -2 * u);
        FlowResult<RawParticle> result = GradientFlow.Run(wrong, new FlowOptions { InitialParticles = new[] { 1.0 } });
        Assert.Equal(FlowStatus.Stalled, result.Status);
        Assert.InRange(result.Objective, 1, 1 + (4 * 2.220446049250313e-16));
        Assert.Contains("derivative is wrong", result.Advice, StringComparison.Ordinal);
    }

    [Fact]
    public void A_decrease_below_rounding_stalls_and_says_so()
    {
        // Next to the constant 1e12 the parabola is lost in rounding from the start; its velocity is not, but shrinks no further than that.
        Potential potential = new(u => 1e12 + (1e-9 * Math.Abs(u)), u => 1e-9 * Math.Sign(u - Math.Sqrt(0.5)));
        FlowResult<RawParticle> result = GradientFlow.Run(potential, new FlowOptions { InitialParticles = new[] { 3.0 }, MaxIterations = 100_000 });
        Assert.Equal(FlowStatus.Stalled, result.Status);
        Assert.Contains("rounding", result.Advice, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(double.NaN)]
    [InlineData(double.PositiveInfinity)]
    public void A_start_that_is_no_number_is_named(double bad)
    {
        FlowOptions options = new() { InitialParticles = new[] { 0, 0, 0, bad } };
        ArgumentException error = Assert.Throws<ArgumentException>(() => GradientFlow.Run(new Quadratic([1, 1]), options));
        Assert.StartsWith($"Number 1 of initial particle 1 is {bad}", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_start_outside_the_domain_is_named()
    {
        Potential logarithm = new(u => u - Math.Log(u), u => 1 - (1 / u));
        FlowResult<RawParticle> objective = GradientFlow.Run(logarithm, new FlowOptions { InitialParticles = new[] { -1.0 } });
        Assert.Equal(FlowStatus.NotFinite, objective.Status);
        Assert.Contains("outside the domain", objective.Advice, StringComparison.Ordinal);

        Potential root = new(u => Math.Sqrt(u), u => 0.5 / Math.Sqrt(u));
        FlowResult<RawParticle> velocity = GradientFlow.Run(root, new FlowOptions { InitialParticles = new[] { 0.0 } });
        Assert.Equal(FlowStatus.NotFinite, velocity.Status);
        Assert.StartsWith("The velocity", velocity.Advice, StringComparison.Ordinal);
    }

    [Fact]
    public void An_objective_without_a_minimiser_ends_at_finite_particles()
    {
        // The slope is 1 for ever, so that each step is four times the last until θ + h v overflows; F is finite there too.
        Potential open = new(u => -Math.Min(u, 1.7e308), _ => -1);
        FlowResult<RawParticle> result = GradientFlow.Run(open, new FlowOptions { InitialParticles = new[] { 1.0 }, RandomProbes = 0, MaxIterations = 2000 });
        Assert.True(result.Objective < -1e300, $"F = {result.Objective}: nothing came near an overflow, so the test shows nothing");
        Assert.True(double.IsFinite(result.Particles[0].Theta[0]));
        Assert.True(double.IsFinite(result.Objective));
    }

    [Fact]
    public void An_absolute_tolerance_ends_a_run_that_starts_nearly_stationary()
    {
        FlowOptions options = new() { InitialParticles = new[] { 1 + 1e-9 }, AbsoluteTolerance = 1e-8 };
        FlowResult<RawParticle> result = GradientFlow.Run(new Quadratic([1]), options);
        Assert.Equal(FlowStatus.Converged, result.Status);
        Assert.Equal(0, result.Iterations);
    }

    [Fact]
    public void Progress_comes_at_the_start_every_so_often_and_at_the_end()
    {
        List<int> seen = [];
        FlowOptions options = new() { MaxIterations = 25, MaxStep = 1e-6, ReportEvery = 10 };
        _ = GradientFlow.Run(new Quadratic(Curvatures), options, new Receiver(report => seen.Add(report.Iteration)));
        Assert.Equal([0, 10, 20, 25], seen);
    }

    [Fact]
    public void The_history_of_a_long_run_is_thinned_evenly()
    {
        FlowOptions options = new() { InitialParticles = new[] { 3.0 }, MaxStep = 1e-5, MaxIterations = 5001, RandomProbes = 0 };
        FlowResult<RawParticle> result = GradientFlow.Run(new Quadratic([1]), options);
        int[] iterations = [.. result.History.Select(line => line.Iteration)];
        Assert.Equal([.. Enumerable.Range(0, 626).Select(k => 8 * k), 5001], iterations);
    }

    [Fact]
    public void Every_nonsensical_option_is_refused_by_name()
    {
        (string Name, Func<FlowOptions> Make)[] cases =
        [
            ("ParticleCount", () => new() { ParticleCount = 0 }),
            ("MaxIterations", () => new() { MaxIterations = -1 }),
            ("Tolerance", () => new() { Tolerance = 0 }),
            ("Tolerance", () => new() { Tolerance = -1e-3 }),
            ("Tolerance", () => new() { Tolerance = 1 }),
            ("Tolerance", () => new() { Tolerance = double.NaN }),
            ("AbsoluteTolerance", () => new() { AbsoluteTolerance = double.NaN }),
            ("AbsoluteTolerance", () => new() { AbsoluteTolerance = 0 }),
            ("TimeLimit", () => new() { TimeLimit = TimeSpan.Zero }),
            ("MaxFlowTime", () => new() { MaxFlowTime = double.PositiveInfinity }),
            ("MaxFlowTime", () => new() { MaxFlowTime = -1 }),
            ("MaxStep", () => new() { MaxStep = double.NaN }),
            ("ReportEvery", () => new() { ReportEvery = 0 }),
            ("HistoryEvery", () => new() { HistoryEvery = 0 }),
            ("Threads", () => new() { Threads = -1 }),
            ("RandomProbes", () => new() { RandomProbes = -5 }),
            ("AbsoluteTolerance", () => new() { AbsoluteTolerance = -1e-6 }),
            ("AbsoluteTolerance", () => new() { AbsoluteTolerance = double.PositiveInfinity }),
            ("Tolerance", () => new() { Tolerance = double.PositiveInfinity }),
            ("GapTolerance", () => new() { GapTolerance = double.NaN }),
            ("GapTolerance", () => new() { GapTolerance = -1e-6 }),
            ("GapTolerance", () => new() { GapTolerance = 0 }),
            ("GapTolerance", () => new() { GapTolerance = 1e-300 }),
            ("GapTolerance", () => new() { GapTolerance = 1 }),
            ("GapTolerance", () => new() { GapTolerance = double.PositiveInfinity }),
            ("LargestDissipationDefect", () => new() { LargestDissipationDefect = double.NaN }),
            ("LargestDissipationDefect", () => new() { LargestDissipationDefect = 0 }),
        ];
        foreach ((string name, Func<FlowOptions> make) in cases)
        {
            ArgumentOutOfRangeException error = Assert.Throws<ArgumentOutOfRangeException>(make);
            Assert.Equal(name, error.ParamName);
            Assert.StartsWith($"{name} = ", error.Message, StringComparison.Ordinal);
        }

        ArgumentOutOfRangeException rounding = Assert.Throws<ArgumentOutOfRangeException>(() => new FlowOptions { GapTolerance = 1e-300 });
        Assert.StartsWith("GapTolerance = 1E-300: the rounding of F leaves no gap as small; take at least 1e-15, or null to look for no gap.", rounding.Message, StringComparison.Ordinal);
        Assert.StartsWith("Level = NaN: ", Assert.Throws<ArgumentOutOfRangeException>(() => new FlowEvent("e", static (_, _) => 0, double.NaN)).Message, StringComparison.Ordinal);
        foreach (Func<ConditionalGradientOptions> make in (Func<ConditionalGradientOptions>[])[() => new() { Probes = 0 }, () => new() { LocalIterations = -1 }])
        {
            Assert.Contains("it must be at least 1; leave it out", Assert.Throws<ArgumentOutOfRangeException>(make).Message, StringComparison.Ordinal);
        }

        Assert.Throws<ArgumentNullException>(() => new FlowOptions { Initialisation = null! });
        ArgumentException length = Assert.Throws<ArgumentException>(
            () => GradientFlow.Run(new Quadratic([1, 1]), new FlowOptions { InitialParticles = new double[3] }));
        Assert.Contains("3 numbers", length.Message, StringComparison.Ordinal);
    }

    private sealed class Receiver(Action<FlowReport> action) : IProgress<FlowReport>
    {
        public void Report(FlowReport value) => action(value);
    }
}
