namespace MeanFieldDsl.Tests;

public class GradientFlowTests
{
    private const double Epsilon = 2.220446049250313e-16;

    [Theory]
    [InlineData(1UL)]
    [InlineData(2UL)]
    [InlineData(3UL)]
    public void The_objective_never_rises_by_more_than_four_epsilon(ulong seed)
    {
        // Weight decay keeps F away from 0, and the kinks of the network make many proposals too long.
        FlowResult<RawParticle> result = GradientFlow.Run(new ReluNetwork(3, 40, 3, seed, decay: 1e-2), new FlowOptions { ParticleCount = 12, Seed = seed, MaxIterations = 1000, RandomProbes = 0 });
        double lowest = double.PositiveInfinity;
        Assert.Equal(result.Iterations + 1, result.History.Count);
        foreach (FlowReport line in result.History)
        {
            Assert.True(line.Objective <= lowest + (4 * Epsilon * Math.Abs(lowest)), $"seed {seed}, step {line.Iteration}: F rose by {(line.Objective - lowest) / (Epsilon * lowest)} ulp");
            lowest = Math.Min(lowest, line.Objective);
        }

        Assert.True(result.Objective < 0.2 * result.History[0].Objective, $"seed {seed}: F fell from {result.History[0].Objective} to {result.Objective} only");
    }

    [Fact]
    public void The_accepted_steps_decrease_F_sufficiently_where_rounding_allows()
    {
        FlowResult<RawParticle> result = GradientFlow.Run(new ReluNetwork(3, 40, 3, 5), new FlowOptions { ParticleCount = 12, MaxIterations = 300, RandomProbes = 0 });
        for (int k = 1; k < result.History.Count; k++)
        {
            (FlowReport before, FlowReport after) = (result.History[k - 1], result.History[k]);
            double bound = before.Objective - (1e-4 * after.Step * before.Residual * before.Residual) + (5 * Epsilon * Math.Abs(before.Objective));
            Assert.True(after.Objective <= bound, $"step {k}: {after.Objective} > {bound}");
        }
    }

    [Fact]
    public void A_decrease_that_is_no_match_for_the_velocity_is_rejected()
    {
        // F falls along the velocity, but a million times slower than the velocity says.
        Potential overstated = new(u => 1 + (1e-6 * u), _ => 1);
        FlowResult<RawParticle> result = GradientFlow.Run(overstated, new FlowOptions { InitialParticles = new[] { 0.5 }, MaxIterations = 1000 });
        Assert.InRange(result.Objective, result.History[0].Objective - 1e-10, result.History[0].Objective);
    }

    [Fact]
    public void The_kinks_of_a_network_do_not_make_the_steps_collapse()
    {
        double sum = 0;
        for (ulong seed = 0; seed < 6; seed++)
        {
            FlowOptions options = new() { ParticleCount = 8, Seed = seed, MaxIterations = 2000, RandomProbes = 0 };
            sum += Math.Log10(GradientFlow.Run(new ReluNetwork(5, 100, 4, seed), options).Objective + 1e-12);
        }

        Assert.True(sum / 6 < -5.5, $"the mean decimal logarithm of F is {sum / 6}");
    }

    [Theory]
    [InlineData(1e6, 20, 2000)]
    [InlineData(1e6, 100, 4000)]
    [InlineData(1e2, 100, 300)]
    public void An_ill_conditioned_quadratic_reaches_its_exact_minimum_in_few_evaluations(double condition, int dimension, int evaluations)
    {
        double[] curvatures = [.. Enumerable.Range(0, dimension).Select(k => Math.Pow(condition, k / (dimension - 1.0)))];
        FlowResult<RawParticle> result = GradientFlow.Run(new Quadratic(curvatures), new FlowOptions { ParticleCount = 3, Tolerance = 1e-9 });
        Assert.Equal(FlowStatus.Converged, result.Status);

        // ½ residual² / λ_min bounds F − F*, and F* = 0.
        Assert.InRange(result.Objective, 0, 0.5000001 * result.Residual * result.Residual);
        Assert.True(result.History[^1].Evaluations <= evaluations, $"{result.History[^1].Evaluations} evaluations");
    }

    [Theory]
    [InlineData(1e-12, 1)]
    [InlineData(1e12, 1)]
    [InlineData(1, 1e9)]
    public void The_number_of_steps_does_not_depend_on_the_units_of_F_and_little_on_the_start(double unit, double radius)
    {
        FlowOptions options = new() { ParticleCount = 4, Initialisation = Initialisation.Sphere(radius) };
        FlowResult<RawParticle> result = GradientFlow.Run(new Quadratic([1 * unit, 10 * unit, 100 * unit]), options);
        Assert.Equal(FlowStatus.Converged, result.Status);
        Assert.InRange(result.Iterations, 3, 100);
    }

    [Fact]
    public void The_particle_at_0_is_frozen_and_the_result_says_that_it_is_no_minimum()
    {
        FlowResult<RawParticle> result = GradientFlow.Run(new SquareFeature(), new FlowOptions { InitialParticles = new double[3] });
        Assert.Equal(FlowStatus.Converged, result.Status);
        Assert.Equal(0, result.Iterations);
        Assert.Equal(1.0, result.Objective);
        Assert.True(result.FirstVariation!.FoundDescent);
        Assert.Equal(-2.0, result.FirstVariation.Lowest);
        Assert.Contains("not a global minimum", result.Advice, StringComparison.Ordinal);
    }

    [Fact]
    public void A_particle_beside_0_escapes_to_the_minimum_and_no_direction_of_descent_is_found()
    {
        FlowResult<RawParticle> result = GradientFlow.Run(new SquareFeature(), new FlowOptions { InitialParticles = new double[] { 1e-8, 0, 0 } });
        Assert.Equal(FlowStatus.Converged, result.Status);
        Assert.InRange(result.Objective, 0, 1e-10);
        Assert.False(result.FirstVariation!.FoundDescent);
        Assert.Contains("a search, not a proof", result.Verdict, StringComparison.Ordinal);
        Assert.DoesNotContain("optim", result.ToString(), StringComparison.OrdinalIgnoreCase);
    }

    [Theory]
    [InlineData(4e-3)]
    [InlineData(1e-3)]
    public void With_short_steps_the_path_is_the_exact_one_up_to_first_order(double step)
    {
        // u(t)² = v0 / (v0 + (1 − v0) e^{−8t}) for one particle (mathematics 0.3, with the slope of (s − 1)²).
        const double start = 0.1, time = 0.5;
        FlowResult<RawParticle> result = GradientFlow.Run(
            new SquareFeature(), new FlowOptions { InitialParticles = new[] { Math.Sqrt(start) }, MaxStep = step, MaxFlowTime = time });
        Assert.Equal(FlowStatus.FlowTimeReached, result.Status);
        Assert.Equal(time, result.FlowTime);
        double exact = start / (start + ((1 - start) * Math.Exp(-8 * time)));
        double error = Math.Abs((result.Particles[0].Theta[0] * result.Particles[0].Theta[0]) - exact);
        Assert.InRange(error, 1e-2 * step, 3 * step);
    }

    [Fact]
    public void F_falls_along_the_flow_at_the_rate_of_the_mean_squared_speed()
    {
        FlowOptions options = new() { ParticleCount = 5, MaxStep = 1e-6, MaxIterations = 50 };
        FlowResult<RawParticle> result = GradientFlow.Run(new Quadratic([1, 2, 3]), options);
        for (int k = 2; k < result.History.Count; k++)
        {
            (FlowReport before, FlowReport after) = (result.History[k - 1], result.History[k]);
            double rate = (after.Objective - before.Objective) / (after.FlowTime - before.FlowTime);
            Assert.Equal(-before.Residual * before.Residual, rate, 1e-4);
        }
    }

    [Fact]
    public void A_step_allocates_nothing()
    {
        ReluNetwork network = new(3, 30, 2, 1);
        FlowOptions options = new() { ParticleCount = 10, MaxIterations = 3000, Tolerance = 1e-12, RandomProbes = 0 };
        _ = GradientFlow.Run(network, options);
        FlowResult<RawParticle> result = GradientFlow.Run(network, options);
        Assert.True(result.Iterations > 100);
        Assert.Equal(0, result.AllocatedBytesPerStep);
        Assert.InRange(result.History.Count, 1, 1025);
    }

    [Fact]
    public void What_the_receiver_of_the_progress_allocates_is_left_out()
    {
        Hoarder hoarder = new();
        FlowResult<RawParticle> result = GradientFlow.Run(
            new ReluNetwork(3, 30, 2, 1), new FlowOptions { ParticleCount = 10, MaxIterations = 50, ReportEvery = 1, RandomProbes = 0 }, hoarder);
        Assert.Equal(result.Iterations + 2, hoarder.Kept.Count);
        Assert.Equal(0, result.AllocatedBytesPerStep);
    }

    [Fact]
    public void A_fall_of_single_ulps_counts_as_standing_still()
    {
        // The objective falls at each step, but in sum by less than its rounding over five hundred of them.
        double calls = 0;
        Potential potential = new(_ => 1 - (1e-18 * calls++), _ => 1e-3);
        FlowResult<RawParticle> result = GradientFlow.Run(potential, new FlowOptions { ParticleCount = 1, MaxStep = 1e-12, Tolerance = 1e-9, MaxIterations = 5000 });
        Assert.Equal(FlowStatus.Stalled, result.Status);
        Assert.InRange(result.Iterations, 1, 1000);
    }

    [Fact]
    public void An_allocating_evaluator_is_told_on()
    {
        object? kept = null;
        Potential potential = new(u => 0.5 * u * u, u => u, _ => kept = new byte[1000]);
        FlowResult<RawParticle> result = GradientFlow.Run(potential, new FlowOptions { ParticleCount = 2, MaxStep = 0.1, MaxIterations = 20 });
        Assert.NotNull(kept);
        Assert.InRange(result.AllocatedBytesPerStep, 1000, 2000);
    }

    [Fact]
    public void Two_runs_have_the_same_bits()
    {
        FlowOptions options = new() { ParticleCount = 10, Seed = 7, MaxIterations = 200 };
        FlowResult<RawParticle> first = GradientFlow.Run(new ReluNetwork(3, 30, 2, 1), options);
        FlowResult<RawParticle> second = GradientFlow.Run(new ReluNetwork(3, 30, 2, 1), options);
        FlowResult<RawParticle> other = GradientFlow.Run(new ReluNetwork(3, 30, 2, 1), options with { Seed = 8 });
        Assert.Equal(first.Objective, second.Objective);
        Assert.NotEqual(first.Objective, other.Objective);
        for (int i = 0; i < first.Particles.Count; i++)
        {
            Assert.True(first.Particles[i].Theta.SequenceEqual(second.Particles[i].Theta));
        }

        Assert.Equal(first.FirstVariation!.Lowest, second.FirstVariation!.Lowest);
    }

    [Fact]
    public void The_domain_of_a_logarithm_is_not_left()
    {
        // u − log u has its minimum 1 at u = 1; a step from a start near 0 is thrown far off, and from afar beyond 0.
        foreach (double start in new[] { 1e-6, 1e3 })
        {
            Potential barrier = new(u => u - Math.Log(u), u => 1 - (1 / u));
            FlowResult<RawParticle> result = GradientFlow.Run(barrier, new FlowOptions { InitialParticles = new[] { start } });
            Assert.Equal(FlowStatus.Converged, result.Status);
            Assert.InRange(result.Objective, 1, 1 + (1e-6 * (result.History[0].Objective - 1)));
        }
    }

    [Fact]
    public void A_trial_outside_the_domain_is_taken_back()
    {
        int outside = 0;
        Potential barrier = new(
            u =>
            {
                outside += u <= 0.5 ? 1 : 0;
                return u <= 0.5 ? double.NaN : u * u;
            },
            u => 2 * u);
        FlowResult<RawParticle> result = GradientFlow.Run(barrier, new FlowOptions { InitialParticles = new[] { 2.0 } });
        Assert.True(outside > 0, "no trial left the domain, so the test shows nothing");
        Assert.Equal(FlowStatus.Stalled, result.Status);
        Assert.Equal(0.5, result.Particles[0].Theta[0], 1e-6);
        Assert.True(double.IsFinite(result.Objective));
        Assert.NotEmpty(result.Advice);
    }

    [Fact]
    public void A_point_with_a_finite_objective_and_no_velocity_is_taken_back()
    {
        int bad = 0;
        Potential potential = new(
            u => u * u,
            u =>
            {
                bad += u < 0.5 ? 1 : 0;
                return u < 0.5 ? double.NaN : 2 * u;
            });
        FlowResult<RawParticle> result = GradientFlow.Run(potential, new FlowOptions { InitialParticles = new[] { 2.0 } });
        Assert.True(bad > 0, "no trial was without velocity, so the test shows nothing");
        Assert.True(double.IsFinite(result.Residual));
        Assert.InRange(result.Particles[0].Theta[0], 0.5, 0.6);
    }

    private sealed class Hoarder : IProgress<FlowReport>
    {
        public List<object> Kept { get; } = [];

        public void Report(FlowReport value) => Kept.Add(value);
    }
}
