using MeanFieldDsl.Library;

namespace MeanFieldDsl.Tests.Flows;

public class LazyTests
{
    [Theory]
    [InlineData(1.0, 10.0)]
    [InlineData(0.5, 100.0)]
    [InlineData(2.0, 1000.0)]
    public void The_solvable_problem_ends_where_its_closed_form_says(double start, double alpha)
    {
        // Mathematics 4.1: w(∞) = √(w0² + y/α), and α |w(∞) - w0| -> y/(2 w0).
        const double target = 0.8;
        MeanFieldProblem<ShiftedSquare.Particle> problem = new SquareModel(new ShiftedSquare { Start = start }).On(DataSet.From([[1.0]], [target])).WithOutputScale(alpha);
        FlowResult<ShiftedSquare.Particle> run = GradientFlow.Run(problem, new() { InitialParticles = new[] { start }, Tolerance = 1e-12, RandomProbes = 0 });
        double end = run.Particles[0].W;
        Assert.Equal(Math.Sqrt((start * start) + (target / alpha)), end, 1e-10);
        Assert.Equal(target / (2 * start), alpha * (end - start), target * target / (start * start * start * alpha));
    }

    [Fact]
    public void The_solvable_problem_relaxes_at_the_rate_of_its_tangent()
    {
        // u' = -4 w² (u - y): the tangent has the rate 4 w0², and w² is logistic.
        const double start = 0.7, target = 1, alpha = 10, time = 0.9;
        MeanFieldProblem<ShiftedSquare.Particle> problem = new SquareModel(new ShiftedSquare { Start = start }).On(DataSet.From([[1.0]], [target]));
        ParticleMeasure<ShiftedSquare.Particle> at = new(problem.Layout, [start]);
        FlowOptions options = new() { InitialParticles = new[] { start }, MaxFlowTime = time, Scheme = FlowScheme.Adaptive(tolerance: 1e-12), RandomProbes = 0 };
        MeanFieldProblem<ShiftedSquare.Particle> lazy = problem.WithOutputScale(alpha);
        double expected = target * (1 - Math.Exp(-4 * start * start * time));
        double moved = (GradientFlow.Run(lazy.Linearise(at), options).Particles[0].W - start) * 2 * start * alpha;
        Assert.Equal(expected, moved, 1e-8);
        Assert.Equal(4 * start * start, TangentKernel.Of(lazy, at)[0, 0], 1e-15);

        // With α = 1 the square w² = K/(1 + (K/w0² - 1) e^(-4Kt)) with K = w0² + y.
        double capacity = (start * start) + target;
        double w = GradientFlow.Run(problem, options).Particles[0].W;
        Assert.Equal(capacity / (1 + (((capacity / (start * start)) - 1) * Math.Exp(-4 * capacity * time))), w * w, 1e-8);
    }

    [Fact]
    public void Particles_move_in_proportion_to_one_over_alpha_and_the_model_approaches_its_tangent()
    {
        DataSet data = LazyData.Cloud(12, 2);
        MeanFieldProblem<TanhNeuron.Particle> problem = new SmoothNetwork().On(data);
        ParticleMeasure<TanhNeuron.Particle> start = Initialisation.Symmetrised(Initialisation.Gaussian()).Create<TanhNeuron.Particle>(problem.Layout, 40, 3);
        FlowOptions options = new() { InitialParticles = start.Values.ToArray(), MaxFlowTime = 5, Scheme = FlowScheme.Adaptive(tolerance: 1e-11), RandomProbes = 0 };
        double[] alphas = [1e2, 1e3, 1e4];
        List<(double Moved, double Apart)> seen = [];
        foreach (double alpha in alphas)
        {
            MeanFieldProblem<TanhNeuron.Particle> lazy = problem.WithOutputScale(alpha), tangent = lazy.Linearise(start);
            double[] f = lazy.Predict(GradientFlow.Run(lazy, options).Particles, data);
            FlowResult<TanhNeuron.Particle> run = GradientFlow.Run(tangent, options);
            double[] g = tangent.Predict(run.Particles, data);
            seen.Add((Distance(run.Particles.Values, start.Values), Distance(f, g)));
        }

        for (int k = 1; k < alphas.Length; k++)
        {
            Assert.InRange(seen[k - 1].Moved / seen[k].Moved, 9.9, 10.1);

            // O(1/α) in general; for pairs the terms of second order cancel: δa is the same, a and δw are opposite.
            Assert.InRange(seen[k - 1].Apart / seen[k].Apart, 90, 110);
        }
    }

    [Fact]
    public void The_linearised_flow_is_the_matrix_exponential_of_the_tangent_kernel()
    {
        DataSet data = LazyData.Cloud(17, 2);
        MeanFieldProblem<TanhNeuron.Particle> problem = new SmoothNetwork().On(data).WithOutputScale(3);
        ParticleMeasure<TanhNeuron.Particle> start = Initialisation.Sphere(2).Create<TanhNeuron.Particle>(problem.Layout, 60, 3);
        MeanFieldProblem<TanhNeuron.Particle> tangent = problem.Linearise(start);
        TangentKernel kernel = TangentKernel.Of(problem, start);
        double[] initial = problem.Predict(start, data), times = [0, 0.5, 3, 20];
        FlowResult<TanhNeuron.Particle> run = GradientFlow.Run(
            tangent, new() { InitialParticles = start.Values.ToArray(), SaveAt = times, MaxFlowTime = 20, Scheme = FlowScheme.Adaptive(tolerance: 1e-11), RandomProbes = 0 });
        for (int k = 0; k < times.Length; k++)
        {
            double[] expected = kernel.SquareLossPredictions(times[k], initial, data.Targets), taylor = Exponential(kernel, times[k], initial, data.Targets);
            double[] found = tangent.Predict(run.Snapshots[k].Particles, data);
            for (int r = 0; r < found.Length; r++)
            {
                Assert.Equal(taylor[r], expected[r], 1e-12);
                Assert.Equal(expected[r], found[r], 1e-8);
            }
        }

        // A linear model has the same kernel everywhere.
        Assert.Equal(0, kernel.DistanceTo(TangentKernel.Of(tangent, run.Particles)), 1e-13 * kernel.Largest);
    }

    [Fact]
    public void Scaling_the_start_of_a_homogeneous_model_is_scaling_its_output()
    {
        // h is 2-homogeneous: from λ θ the flow of R is λ times that of R(λ² h)/λ⁴ from θ, whose time runs λ² times as fast.
        MeanFieldProblem<ReluNeuron.Particle> problem = new RectifierNetwork().On(LazyData.Cloud(20, 2));
        double[] small = Initialisation.Sphere().Create<ReluNeuron.Particle>(problem.Layout, 30, 1).Values.ToArray();
        double[] large = [.. small.Select(static v => 2 * v)];
        FlowOptions options = new() { MaxIterations = 50, RandomProbes = 0 };
        double[] scaledStart = GradientFlow.Run(problem, options with { InitialParticles = large, Scheme = FlowScheme.FixedStep(RungeKuttaMethod.Euler, 0.015625) }).Particles.Values.ToArray();
        double[] scaledOutput = GradientFlow.Run(problem.WithOutputScale(4), options with { InitialParticles = small, Scheme = FlowScheme.FixedStep(RungeKuttaMethod.Euler, 0.0625) }).Particles.Values.ToArray();

        // By powers of two, so that not even the rounding differs.
        Assert.Equal(scaledStart, scaledOutput.Select(static v => 2 * v));
        Assert.NotEqual(large, scaledStart);
    }

    [Fact]
    public void A_start_in_pairs_predicts_nothing()
    {
        MeanFieldProblem<TanhNeuron.Particle> problem = new SmoothNetwork().On(LazyData.Cloud(50, 3)).WithOutputScale(1e3);
        ParticleMeasure<TanhNeuron.Particle> start = Initialisation.Symmetrised(Initialisation.Gaussian()).Create<TanhNeuron.Particle>(problem.Layout, 200, 1);
        Assert.All(problem.Predict(start, LazyData.Cloud(50, 3)), static f => Assert.Equal(0, f, 1e-12));
    }

    [Theory]
    [InlineData(0.0)]
    [InlineData(-1.0)]
    [InlineData(double.NaN)]
    [InlineData(double.PositiveInfinity)]
    [InlineData(1e200)]
    [InlineData(1e-200)]
    public void A_scale_out_of_range_is_refused(double scale)
    {
        MeanFieldProblem<TanhNeuron.Particle> problem = new SmoothNetwork().On(LazyData.Cloud(5, 2));
        _ = Assert.Throws<ArgumentOutOfRangeException>(() => problem.WithOutputScale(scale));
        _ = Assert.Throws<NotSupportedException>(() => new SquareFeature().WithOutputScale(2));
    }

    private static double Distance(ReadOnlySpan<double> a, ReadOnlySpan<double> b)
    {
        double sum = 0;
        for (int k = 0; k < a.Length; k++)
        {
            sum += (a[k] - b[k]) * (a[k] - b[k]);
        }

        return Math.Sqrt(sum);
    }

    // y + e^(-Ht/n)(u - y) by a series of Taylor for a short time, over and over.
    private static double[] Exponential(TangentKernel kernel, double time, double[] initial, ReadOnlySpan<double> targets)
    {
        int n = kernel.RowCount;
        int parts = (int)Math.Ceiling(1 + (time * kernel.Largest / n));
        double[] rest = [.. initial.Zip(targets.ToArray(), static (u, y) => u - y)];
        for (int part = 0; part < parts; part++)
        {
            double[] term = [.. rest];
            for (int power = 1; power < 30; power++)
            {
                term = [.. Enumerable.Range(0, n).Select(r => -time / parts / n / power * Enumerable.Range(0, n).Sum(s => kernel[r, s] * term[s]))];
                rest = [.. rest.Zip(term, static (a, b) => a + b)];
            }
        }

        return [.. rest.Zip(targets.ToArray(), static (a, y) => a + y)];
    }
}
