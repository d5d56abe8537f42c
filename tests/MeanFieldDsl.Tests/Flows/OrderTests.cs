namespace MeanFieldDsl.Tests;

/// <summary>The observed order of each method on flows in closed form.</summary>
public class OrderTests
{
    // The steps of the method of order 5 at which its error is asymptotic and above rounding, for each flow.
    private static readonly (string Name, MeanFieldProblem<RawParticle> Problem, double[] Start, double Time, int Steps, Func<double[], double, double[]> Exact)[] s_flows =
    [
        ("u' = 1 - u at three rates", new Quadratic([0.5, 0.75, 1]), [2, 2.5, -1], 1, 20, static (u, t) => [.. u.Select((x, k) => 1 + ((x - 1) * Math.Exp(-(0.5 + (0.25 * k)) * t)))]),
        ("the frozen limit: u' = 4u(1 - u^2)", new SquareFeature(), [0.3], 1, 56, static (u, t) => [Math.Sqrt(u[0] * u[0] / ((u[0] * u[0]) + ((1 - (u[0] * u[0])) * Math.Exp(-8 * t))))]),
        ("three particles that meet in their mean", new MeanField(), [2, -1, 0.5], 0.5, 20, MeanField.Exact),
        ("u' = -sin u", new Potential(static u => -Math.Cos(u), Math.Sin), [3], 1, 14, static (u, t) => [2 * Math.Atan(Math.Tan(u[0] / 2) * Math.Exp(-t))]),
        ("u' = -tanh u", new Potential(static u => Math.Log(Math.Cosh(u)), Math.Tanh), [2], 1, 14, static (u, t) => [Math.Asinh(Math.Sinh(u[0]) * Math.Exp(-t))]),
        ("u' = -sqrt u", new Potential(static u => Math.Pow(u, 1.5) / 1.5, Math.Sqrt), [2], 1, 14, static (u, t) => [Math.Pow(Math.Sqrt(u[0]) - (0.5 * t), 2)]),
        ("u' = -cbrt u", new Potential(static u => 0.75 * Math.Pow(u, 4.0 / 3), Math.Cbrt), [1.5], 1, 28, static (u, t) => [Math.Pow(Math.Pow(u[0], 2.0 / 3) - (2 * t / 3), 1.5)]),
        ("u' = -u/(1 + u^2)", new Potential(static u => 0.5 * Math.Log(1 + (u * u)), static u => u / (1 + (u * u))), [1.2], 1, 14, static (u, t) => [Implicit(u[0], t)]),
    ];

    public static TheoryData<RungeKuttaMethod, int, int> Methods => new()
    {
        { RungeKuttaMethod.Euler, 1, 4096 },
        { RungeKuttaMethod.Heun, 2, 512 },
        { RungeKuttaMethod.BogackiShampine, 3, 128 },
        { RungeKuttaMethod.Classical, 4, 64 },
        { RungeKuttaMethod.DormandPrince, 5, 0 },
    };

    [Theory]
    [MemberData(nameof(Methods))]
    public void The_error_falls_with_the_nominal_power_of_the_step(RungeKuttaMethod method, int order, int steps)
    {
        foreach ((string name, MeanFieldProblem<RawParticle> problem, double[] start, double time, int atOrderFive, Func<double[], double, double[]> exact) in s_flows)
        {
            int count = steps > 0 ? steps : atOrderFive;
            double coarse = Error(problem, start, time, exact, method, count), fine = Error(problem, start, time, exact, method, 2 * count);
            double observed = Math.Log2(coarse / fine);
            Assert.True(Math.Abs(observed - order) < 0.1, $"{method} on {name}: errors {coarse:G3} and {fine:G3}, order {observed:F3}");
        }
    }

    [Theory]
    [InlineData(RungeKuttaMethod.BogackiShampine, 1e-4)]
    [InlineData(RungeKuttaMethod.BogackiShampine, 1e-7)]
    [InlineData(RungeKuttaMethod.DormandPrince, 1e-4)]
    [InlineData(RungeKuttaMethod.DormandPrince, 1e-10)]
    public void Adaptive_steps_keep_the_error_near_the_tolerance(RungeKuttaMethod method, double tolerance)
    {
        foreach ((string name, MeanFieldProblem<RawParticle> problem, double[] start, double time, _, Func<double[], double, double[]> exact) in s_flows)
        {
            FlowResult<RawParticle> run = GradientFlow.Run(problem, new() { InitialParticles = start, Scheme = FlowScheme.Adaptive(method, tolerance), MaxFlowTime = time, Tolerance = 1e-12, RandomProbes = 0 });
            Assert.Equal(FlowStatus.FlowTimeReached, run.Status);
            double error = Distance(run.Particles.Values, exact(start, time));
            Assert.True(error < 30 * tolerance, $"{method} on {name}: {error:G3} after {run.Iterations} steps");
            Assert.InRange(run.DissipationDefect, 0, 100 * tolerance);
        }
    }

    [Theory]
    [InlineData(RungeKuttaMethod.Euler, 2)]
    [InlineData(RungeKuttaMethod.Heun, 3)]
    [InlineData(RungeKuttaMethod.Classical, 4)]
    [InlineData(RungeKuttaMethod.BogackiShampine, 4)]
    [InlineData(RungeKuttaMethod.DormandPrince, 5)]
    public void Within_a_step_the_continuous_extension_errs_with_a_power_of_its_length(RungeKuttaMethod method, int order)
    {
        // One step from the start, looked at in its middle: the local error has one order more than the global one.
        foreach ((string name, MeanFieldProblem<RawParticle> problem, double[] start, _, _, Func<double[], double, double[]> exact) in s_flows)
        {
            double[] errors = [.. new[] { 0.02, 0.01 }.Select(h => Distance(Saved(problem, start, method, h, 0.6 * h), exact(start, 0.6 * h)))];
            double observed = Math.Log2(errors[0] / errors[1]);
            Assert.True(errors[1] < 1e-14 || observed > order - 0.35, $"{method} on {name}: errors {errors[0]:G3} and {errors[1]:G3}, order {observed:F3}");
        }
    }

    private static double[] Saved(MeanFieldProblem<RawParticle> problem, double[] start, RungeKuttaMethod method, double step, double time)
    {
        FlowOptions options = new() { InitialParticles = start, Scheme = FlowScheme.FixedStep(method, step), MaxFlowTime = step, SaveAt = [time], Tolerance = 1e-12, RandomProbes = 0 };
        FlowSnapshot<RawParticle> snapshot = Assert.Single(GradientFlow.Run(problem, options).Snapshots);
        Assert.Equal(time, snapshot.FlowTime);
        return snapshot.Particles.Values.ToArray();
    }

    private static double Error(MeanFieldProblem<RawParticle> problem, double[] start, double time, Func<double[], double, double[]> exact, RungeKuttaMethod method, int steps)
    {
        FlowOptions options = new() { InitialParticles = start, Scheme = FlowScheme.FixedStep(method, time / steps), MaxFlowTime = time, Tolerance = 1e-12, RandomProbes = 0 };
        FlowResult<RawParticle> run = GradientFlow.Run(problem, options);
        Assert.Equal(FlowStatus.FlowTimeReached, run.Status);
        Assert.InRange(run.Iterations, steps, steps + 1);
        return Distance(run.Particles.Values, exact(start, time));
    }

    private static double Distance(ReadOnlySpan<double> values, double[] exact)
    {
        double largest = 0;
        for (int k = 0; k < exact.Length; k++)
        {
            largest = Math.Max(largest, Math.Abs(values[k] - exact[k]));
        }

        return largest;
    }

    // ln u + u²/2 = ln u₀ + u₀²/2 − t, by Newton's method in ln u.
    private static double Implicit(double start, double time)
    {
        double target = Math.Log(start) + (0.5 * start * start) - time, log = Math.Log(start);
        for (int k = 0; k < 60; k++)
        {
            double u = Math.Exp(log);
            log -= (log + (0.5 * u * u) - target) / (1 + (u * u));
        }

        return Math.Exp(log);
    }

    /// <summary>f = mean u, F = ½ (f − 1)² + mean ½ u²: the mean follows f' = 1 − 2f and the distances from it decay as e^(−t).</summary>
    private sealed class MeanField() : NaiveModel(1, 1)
    {
        public static double[] Exact(double[] start, double time)
        {
            double mean = start.Average();
            return [.. start.Select(u => 0.5 + ((mean - 0.5) * Math.Exp(-2 * time)) + ((u - mean) * Math.Exp(-time)))];
        }

        public override double Feature(ReadOnlySpan<double> u, int row) => u[0];

        public override void AddGradient(ReadOnlySpan<double> u, int row, double factor, Span<double> gradient) => gradient[0] += factor;

        public override double Loss(double prediction, int row) => 0.5 * (prediction - 1) * (prediction - 1);

        public override double LossDerivative(double prediction, int row) => prediction - 1;

        public override double Penalty(ReadOnlySpan<double> u) => 0.5 * u[0] * u[0];

        public override void AddPenaltyGradient(ReadOnlySpan<double> u, Span<double> gradient) => gradient[0] += u[0];
    }
}
