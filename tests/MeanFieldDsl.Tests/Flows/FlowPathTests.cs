namespace MeanFieldDsl.Tests;

public class FlowPathTests
{
    private static readonly MeanFieldProblem<RawParticle> s_decay = new Potential(static u => 0.5 * u * u, static u => u);

    [Theory]
    [InlineData("adaptive", 1e-8)]
    [InlineData("adaptive 3", 1e-5)]
    [InlineData("classical", 1e-7)]
    public void Saved_times_lie_on_the_path(string scheme, double error)
    {
        FlowResult<RawParticle> run = GradientFlow.Run(s_decay, Options(scheme) with { SaveAt = [0, 0.1, 0.35, 1, 2.5, 99] });
        Assert.Equal([0, 0.1, 0.35, 1, 2.5], run.Snapshots.Select(static s => s.FlowTime));
        foreach (FlowSnapshot<RawParticle> snapshot in run.Snapshots)
        {
            Assert.Equal(2 * Math.Exp(-snapshot.FlowTime), snapshot.Particles.Values[0], error);
        }
    }

    [Theory]
    [InlineData("adaptive", 1e-8)]
    [InlineData("adaptive 3", 1e-5)]
    [InlineData("classical", 1e-7)]
    public void A_crossing_is_located_on_the_path(string scheme, double error)
    {
        FlowEvent half = new("half", static (particles, _) => particles[0], Level: 1);
        FlowEvent rising = half with { Name = "rising", Direction = Crossing.Rising };
        FlowEvent tenth = new("tenth", static (particles, _) => particles[0], Level: 0.2, Crossing.Falling, EndsFlow: true);
        FlowResult<RawParticle> run = GradientFlow.Run(s_decay, Options(scheme) with { Events = [half, rising, tenth] });
        Assert.Equal(FlowStatus.EventReached, run.Status);
        Assert.Equal(["half", "tenth"], run.Crossings.Select(static c => c.Event.Name));
        Assert.Equal(Math.Log(2), run.Crossings[0].FlowTime, error);
        Assert.Equal(Math.Log(10), run.Crossings[1].FlowTime, error);
        Assert.False(run.Crossings[0].IsRising);
        Assert.Equal(0.2, run.Particles.Values[0], 1e-12);
        Assert.Equal(run.FlowTime, run.Crossings[1].FlowTime);
        Assert.Equal(0.02, run.Objective, 1e-12);
    }

    [Fact]
    public void Schemes_without_a_path_end_a_step_at_each_saved_time()
    {
        FlowResult<LowPassSpike.Particle> run = GradientFlow.Run(
            SpikeInstances.Reference(), new() { ParticleCount = 8, Initialisation = Initialisation.ZeroWeights(), SaveAt = [1e-3, 2e-3], MaxFlowTime = 3e-3, RandomProbes = 0 });
        Assert.Equal([1e-3, 2e-3], run.Snapshots.Select(static s => s.FlowTime));
        Assert.All(run.Snapshots, s => Assert.Contains(run.History, line => line.FlowTime == s.FlowTime));
        Assert.Equal(3e-3, run.FlowTime);
    }

    [Fact]
    public void On_the_path_the_energy_identity_holds_to_less_than_a_percent()
    {
        FlowResult<LowPassSpike.Particle> run = GradientFlow.Run(
            SpikeInstances.Reference(), new() { ParticleCount = 20, InitialParticles = Spread(20), Scheme = FlowScheme.Adaptive(), MaxFlowTime = 0.05, RandomProbes = 0 });
        Assert.InRange(run.DissipationDefect, 0, 0.01);
        FlowReport last = run.History[^1];
        Assert.Equal(run.History[0].Objective - run.Objective, last.Dissipated, 0.01 * last.Dissipated);
    }

    [Fact]
    public void The_defect_can_end_a_flow_that_leaves_its_path()
    {
        FlowResult<RawParticle> run = GradientFlow.Run(
            s_decay, Options("descent") with { Scheme = FlowScheme.FixedStep(RungeKuttaMethod.Euler, 0.3), LargestDissipationDefect = 0.05 });
        Assert.Equal(FlowStatus.DefectReached, run.Status);
        Assert.True(run.DissipationDefect > 0.05);
        Assert.Contains("defect", run.Advice, StringComparison.Ordinal);
    }

    [Fact]
    public void A_predicate_can_end_the_flow()
    {
        FlowResult<RawParticle> run = GradientFlow.Run(s_decay, Options("adaptive") with { StopWhen = static line => line.Objective < 1 });
        Assert.Equal(FlowStatus.Stopped, run.Status);
        Assert.InRange(run.Objective, 0.1, 1);
        Assert.True(run.History[^2].Objective >= 1);
    }

    [Fact]
    public void Times_that_do_not_rise_are_refused()
    {
        ArgumentOutOfRangeException error = Assert.Throws<ArgumentOutOfRangeException>(() => new FlowOptions { SaveAt = [1, 1] });
        Assert.Contains("SaveAt = 1: times must be finite, at least 0 and rising", error.Message, StringComparison.Ordinal);
    }

    private static FlowOptions Options(string scheme) => new()
    {
        InitialParticles = new[] { 2.0 },
        MaxFlowTime = 4,
        Tolerance = 1e-12,
        RandomProbes = 0,
        Scheme = scheme switch
        {
            "adaptive" => FlowScheme.Adaptive(tolerance: 1e-10),
            "adaptive 3" => FlowScheme.Adaptive(RungeKuttaMethod.BogackiShampine, 1e-7),
            "classical" => FlowScheme.FixedStep(RungeKuttaMethod.Classical, 0.02),
            _ => FlowScheme.Descent,
        },
    };

    private static double[] Spread(int count) => [.. Enumerable.Range(0, count).SelectMany(i => new[] { i % 2 == 0 ? 0.5 : -0.5, ((i / 2) + 0.5) / (count / 2) })];
}
