using MeanFieldDsl.Kernels;
using MeanFieldDsl.Library;

namespace MeanFieldDsl.Tests.Flows;

public class LineariseTests
{
    public static TheoryData<string> Schemes => ["automatic", "descent", "forward-backward", "Euler", "Heun", "Classical", "adaptive", "stochastic", "Langevin"];

    [Fact]
    public void The_expansion_has_the_value_and_the_slope_of_the_model()
    {
        Expand(new SmoothNetwork().On(LazyData.Cloud(19, 5)), LazyData.Cloud(7, 5));
        Expand(new SmoothNetwork().On(LazyData.Cloud(19, 2)), LazyData.Cloud(7, 2));
        Expand(new DecayingClassifier(new SquaredL2 { Lambda = 0.1 }).On(LazyData.Cloud(33, 2, signs: true)), LazyData.Cloud(7, 2));
        Expand(new SparseSpikes(new DirichletSpike { CutOff = 3 }, new TotalVariation { Lambda = 0.1 }).On(LazyData.Cloud(20, 2)), LazyData.Cloud(7, 2));
        Expand(new SmallTensor().On(LazyData.Entries(), 4, 5, 6), LazyData.Entries());
        Expand(new SpikeRates(new GaussianSpike { Width = 0.7 }).On(LazyData.Cloud(20, 1).MapTargets(static _ => 1)), LazyData.Cloud(7, 1));
    }

    [Theory]
    [MemberData(nameof(Schemes))]
    public void Every_scheme_runs_it_with_the_same_bits_for_any_number_of_threads_and_no_allocation(string scheme)
    {
        Run(new SmoothNetwork().On(LazyData.Cloud(150, 5)), scheme);
        Run(new SparseSpikes(new DirichletSpike { CutOff = 3 }, new TotalVariation { Lambda = 0.01 }).On(LazyData.Cloud(90, 2)), scheme);
    }

    [Fact]
    public void Descent_reaches_the_least_squares_solution()
    {
        // 40 · 4 numbers and 12 rows: the expansion can meet every target.
        DataSet data = LazyData.Cloud(12, 2);
        MeanFieldProblem<TanhNeuron.Particle> problem = new SmoothNetwork().On(data);
        ParticleMeasure<TanhNeuron.Particle> start = Initialisation.Sphere(2).Create<TanhNeuron.Particle>(problem.Layout, 40, 1);
        FlowResult<TanhNeuron.Particle> run = GradientFlow.Run(problem.Linearise(start), new() { InitialParticles = start.Values.ToArray(), Tolerance = 1e-9, MaxIterations = 200_000 });
        Assert.True(run.Objective < 1e-12, run.ToString());
    }

    [Fact]
    public void The_first_variation_is_that_of_the_nearest_particle()
    {
        MeanFieldProblem<TanhNeuron.Particle> problem = new DecayingClassifier(new SquaredL2 { Lambda = 0.1 }).On(LazyData.Cloud(33, 2, signs: true)).WithOutputScale(2);
        ParticleMeasure<TanhNeuron.Particle> start = Initialisation.Gaussian().Create<TanhNeuron.Particle>(problem.Layout, 9, 1);
        using Evaluator model = problem.CreateEvaluator(9), tangent = problem.Linearise(start).CreateEvaluator(9);
        double[] velocity = new double[start.Values.Length];
        Assert.Equal(model.Objective(start.Values), tangent.ObjectiveAndVelocity(start.Values, velocity, out _), 1e-14);
        for (int i = 0; i < 9; i++)
        {
            double value = tangent.FirstVariation(start.Theta(i));
            Assert.Equal(model.FirstVariation(start.Theta(i)), value, 1e-13);
            double[] near = start.Theta(i).ToArray();
            double change = 0;
            for (int k = 0; k < near.Length; k++)
            {
                // Along the velocity, with V apart: it is not linear.
                change += 0.01 * velocity[(4 * i) + k] * (-velocity[(4 * i) + k] - (0.1 * near[k]));
                value -= 0.05 * near[k] * near[k];
                near[k] += 0.01 * velocity[(4 * i) + k];
                value += 0.05 * near[k] * near[k];
            }

            Assert.Equal(value + change, tangent.FirstVariation(near), 1e-12);
        }
    }

    [Fact]
    public void The_memory_is_counted_and_limited()
    {
        MeanFieldProblem<TanhNeuron.Particle> problem = new SmoothNetwork().On(LazyData.Cloud(30, 2));
        ParticleMeasure<TanhNeuron.Particle> start = Initialisation.Sphere().Create<TanhNeuron.Particle>(problem.Layout, 50, 1);
        long before = NativeBytes.AllocatedByThread;
        MeanFieldProblem<TanhNeuron.Particle> tangent = problem.Linearise(start);
        long derivative = (30L * 208 * 8) + (30 * 50 * 8) + 16;
        Assert.Equal(derivative, tangent.DataBytes - problem.DataBytes);
        Assert.True(NativeBytes.AllocatedByThread - before > derivative);
        Assert.Same(tangent, tangent.Linearise(start));
        Assert.Equal(tangent.DataBytes, tangent.WithOutputScale(3).DataBytes);

        before = NativeBytes.AllocatedByThread;
        using Evaluator evaluator = tangent.CreateEvaluator(50, 2);
        Assert.Equal(evaluator.WorkspaceBytes, NativeBytes.AllocatedByThread - before);
        Assert.Equal(2, evaluator.ThreadCount);

        ArgumentOutOfRangeException refused = Assert.Throws<ArgumentOutOfRangeException>(() => problem.Linearise(start, derivative - 1));
        Assert.Contains("has 30 rows of 50 × 4 numbers, which takes 61,936 bytes, and 61,935 are allowed", refused.Message, StringComparison.Ordinal);
        Assert.Equal(tangent.DataBytes, problem.Linearise(start, derivative).DataBytes);
        Assert.Equal(long.MaxValue, TangentExpansion.BytesOf(100_000, 100_000, 10));
    }

    [Fact]
    public void What_does_not_fit_is_refused()
    {
        MeanFieldProblem<TanhNeuron.Particle> problem = new SmoothNetwork().On(LazyData.Cloud(30, 2));
        ParticleMeasure<TanhNeuron.Particle> start = Initialisation.Sphere().Create<TanhNeuron.Particle>(problem.Layout, 50, 1);
        MeanFieldProblem<TanhNeuron.Particle> tangent = problem.Linearise(start);
        ArgumentOutOfRangeException count = Assert.Throws<ArgumentOutOfRangeException>(() => GradientFlow.Run(tangent));
        Assert.Contains("FlowOptions.InitialParticles = start.Values.ToArray()", count.Message, StringComparison.Ordinal);
        FlowOptions options = new() { InitialParticles = start.Values.ToArray(), RandomProbes = 0 };
        ArgumentException conic = Assert.Throws<ArgumentException>(() => GradientFlow.Run(tangent, options with { Scheme = FlowScheme.Conic() }));
        Assert.Contains("not proved", conic.Message, StringComparison.Ordinal);
        NotSupportedException fresh = Assert.Throws<NotSupportedException>(() => GradientFlow.Run(tangent, options with { Scheme = FlowScheme.StochasticGradient(4, sampler: static (ref _, _) => 0) }));
        Assert.Contains("leave the sampler out", fresh.Message, StringComparison.Ordinal);
        _ = Assert.Throws<NotSupportedException>(() => new SquareFeature().Linearise(new ParticleMeasure<RawParticle>(new SquareFeature().Layout, [1])));
        MeanFieldProblem<TanhNeuron.Particle> other = new SmoothNetwork().On(LazyData.Cloud(30, 3));
        _ = Assert.Throws<ArgumentException>(() => other.Linearise(start));
    }

    [Fact]
    public void A_flow_that_leaves_the_numbers_ends_in_a_status()
    {
        MeanFieldProblem<GaussianSpike.Particle> problem = new SpikeRates(new GaussianSpike { Width = 0.7 }).On(LazyData.Cloud(20, 1).MapTargets(static _ => 1));
        ParticleMeasure<GaussianSpike.Particle> start = Initialisation.Gaussian().Create<GaussianSpike.Particle>(problem.Layout, 5, 1);
        FlowResult<GaussianSpike.Particle> run = GradientFlow.Run(
            problem.Linearise(start), new() { InitialParticles = start.Values.ToArray(), Scheme = FlowScheme.FixedStep(RungeKuttaMethod.Euler, 1e6), MaxIterations = 50 });
        Assert.Equal(FlowStatus.Diverged, run.Status);
    }

    [Fact]
    public void A_derivative_that_is_not_finite_is_refused_by_name()
    {
        MeanFieldProblem<TanhNeuron.Particle> problem = new SmoothNetwork().On(DataSet.From([[1.0, 2], [1e200, 0]], [0, 0]));
        ParticleMeasure<TanhNeuron.Particle> start = new(problem.Layout, [1, 1, 1, 1, 1e200, 0, 0, 0]);
        ArgumentException e = Assert.Throws<ArgumentException>(() => problem.Linearise(start));
        Assert.Contains("at data row 1 is not finite for particle 1;", e.Message, StringComparison.Ordinal);
    }

    private static void Expand<TParticle>(MeanFieldProblem<TParticle> problem, DataSet fresh)
        where TParticle : IParticle<TParticle>, allows ref struct
    {
        const int count = 11;
        const double step = 2e-4;
        ParticleLayout layout = problem.Layout;
        ParticleMeasure<TParticle> start = Initialisation.Gaussian(0.8).Create<TParticle>(layout, count, 3);
        CounterRandom random = new(8, 8);
        double[] direction = [.. Enumerable.Range(0, start.Values.Length).Select(_ => random.NextGaussian())];
        foreach (double alpha in new[] { 1.0, 4 })
        {
            MeanFieldProblem<TParticle> model = problem.WithOutputScale(alpha), tangent = alpha == 1 ? model.Linearise(start) : problem.Linearise(start).WithOutputScale(alpha);
            double[] plus = model.Predict(Moved(step), fresh), minus = model.Predict(Moved(-step), fresh), twice = model.Predict(Moved(2 * step), fresh), back = model.Predict(Moved(-2 * step), fresh), here = model.Predict(start, fresh);
            double[] value = tangent.Predict(start, fresh), far = tangent.Predict(Moved(2), fresh);
            for (int r = 0; r < here.Length; r++)
            {
                Assert.Equal(here[r], value[r], 1e-14 * alpha);
                double derivative = ((8 * (plus[r] - minus[r])) - (twice[r] - back[r])) / (12 * step);
                Assert.Equal(here[r] + (2 * derivative), far[r], 1e-8 * alpha);
            }

            // The rows of the data, objective and velocities by finite differences.
            using Evaluator evaluator = tangent.CreateEvaluator(count);
            double[] theta = Moved(2).Values.ToArray(), velocity = new double[theta.Length];
            double objective = evaluator.ObjectiveAndVelocity(theta, velocity, out _);
            double slope = -velocity.Zip(direction, static (a, b) => a * b).Sum() / count;
            double up = evaluator.Objective(Moved(2 + (0.01 * step)).Values), down = evaluator.Objective(Moved(2 - (0.01 * step)).Values);
            Assert.Equal(slope, (up - down) / (0.02 * step), 1e-5 * (1 + Math.Abs(slope) + Math.Abs(objective)));
            _ = evaluator.Objective(start.Values);
            using Evaluator plain = model.CreateEvaluator(count);
            Assert.Equal(plain.Objective(start.Values), evaluator.Objective(start.Values), 1e-13 * (1 + Math.Abs(objective)));
            for (int r = 0; r < problem.RowCount; r++)
            {
                Assert.Equal(plain.Predictions[r], evaluator.Predictions[r], 1e-14 * alpha * 10);
            }
        }

        ParticleMeasure<TParticle> Moved(double by) => new(layout, [.. start.Values.ToArray().Zip(direction, (t, d) => t + (by * d))]);
    }

    private static void Run<TParticle>(MeanFieldProblem<TParticle> problem, string name)
        where TParticle : IParticle<TParticle>, allows ref struct
    {
        FlowScheme scheme = name switch
        {
            "automatic" => FlowScheme.Automatic,
            "descent" => FlowScheme.Descent,
            "forward-backward" => FlowScheme.ForwardBackward(),
            "adaptive" => FlowScheme.Adaptive(),
            "stochastic" => FlowScheme.StochasticGradient(7),
            "Langevin" => FlowScheme.Langevin(1e-3, batchSize: 10),
            _ => FlowScheme.FixedStep(Enum.Parse<RungeKuttaMethod>(name), 0.05),
        };
        ParticleMeasure<TParticle> start = Initialisation.Symmetrised(Initialisation.Gaussian()).Create<TParticle>(problem.Layout, 222, 3);
        MeanFieldProblem<TParticle> tangent = problem.Linearise(start);
        FlowOptions options = new() { InitialParticles = start.Values.ToArray(), Scheme = scheme, MaxIterations = 60, RandomProbes = 3 };
        FlowResult<TParticle> one = GradientFlow.Run(tangent, options with { Threads = 1 }), three = GradientFlow.Run(tangent, options with { Threads = 3 });
        Assert.Equal(one.Particles.Values.ToArray(), three.Particles.Values.ToArray());
        Assert.Equal(one.Objective, three.Objective);

        // What the runtime allocates when workers first wait is not the step's.
        FlowResult<TParticle> again = GradientFlow.Run(tangent, options with { Threads = 3 });
        Assert.Equal((0, 0), (one.AllocatedBytesPerStep, again.AllocatedBytesPerStep));
        Assert.NotEqual(start.Values.ToArray(), one.Particles.Values.ToArray());
        if (name is not ("stochastic" or "Langevin"))
        {
            Assert.True(one.Objective < one.History[0].Objective, one.ToString());
        }
    }
}
