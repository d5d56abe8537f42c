using MeanFieldDsl.Library;

namespace MeanFieldDsl.Tests;

public class SagaTests
{
    [Fact]
    public void A_lasso_of_orthogonal_rows_has_the_weights_of_the_closed_form()
    {
        // Spikes at the 15 points of the grid: ψ(x_r − t_i) = 15 at r = i and 0 elsewhere, so that F = (1/15) Σ ½ (15 a_r − y_r)² + λ Σ |a_r|, a = w/m.
        double[] targets = [.. Enumerable.Range(0, 15).Select(static r => 4 * Math.Sin(1.7 * r))];
        const double lambda = 1.5;
        MeanFieldProblem<LowPassSpike.Particle> problem = new Spikes(new TotalVariation { Lambda = lambda }).On(DataSet.From([.. Enumerable.Range(0, 15).Select(static r => new[] { r / 15.0 })], targets));
        double[] start = [.. Enumerable.Range(0, 15).SelectMany(static i => new[] { i % 2 == 0 ? 0 : -0.3, i / 15.0 })];
        FlowResult<LowPassSpike.Particle> run = GradientFlow.Run(problem, new() { InitialParticles = start, Scheme = FlowScheme.MassesSaga, Tolerance = 1e-12 });
        Assert.Equal(FlowStatus.Converged, run.Status);
        Assert.Equal("masses only, SAGA", run.Scheme.ToString());
        double expected = 0;
        for (int r = 0; r < 15; r++)
        {
            double mass = Math.Sign(targets[r]) * Math.Max(0, Math.Abs(targets[r]) - lambda) / 15;
            expected += (0.5 * Math.Pow((15 * mass) - targets[r], 2) / 15) + (lambda * Math.Abs(mass));
            Assert.Equal(15 * mass, run.Particles[r].W, 1e-9);
            Assert.Equal(r / 15.0, run.Particles[r].T);
        }

        Assert.Equal(expected, run.Objective, 1e-12);
        Assert.Equal(0, run.AllocatedBytesPerStep);
    }

    [Fact]
    public void It_reaches_the_optimum_of_the_accelerated_method()
    {
        MeanFieldProblem<ReluNeuron.Particle> logistic = new ReluLogistic(new SquaredL2 { Lambda = 0.02 }).On(Rows());
        Agrees(logistic, Features(logistic.Layout, 30), 1e-8);
        Agrees(logistic.WithOutputScale(2), Features(logistic.Layout, 30), 1e-8);
        MeanFieldProblem<LowPassSpike.Particle> spikes = SpikeInstances.Reference();
        Agrees(spikes, [.. Enumerable.Range(0, 20).SelectMany(static i => new[] { 0, (i + 0.5) / 20 })], 1e-8);
    }

    [Fact]
    public void The_table_holds_the_derivatives_of_the_rows_as_they_were_last_met_and_the_mean_is_theirs()
    {
        MeanFieldProblem<ReluNeuron.Particle> problem = new ReluLogistic(new SquaredL2 { Lambda = 0.02 }).On(Rows());
        double[] start = Features(problem.Layout, 12);
        using Evaluator evaluator = problem.CreateEvaluator(12);
        using SagaStepper stepper = new(evaluator, new ParticleMasses(problem.Layout), [.. start], seed: 3);
        Assert.True(stepper.Start());
        double[] before = stepper.Table.ToArray();
        Assert.Null(stepper.Advance(double.MaxValue, new FlowLimits(null, default)));
        double[] after = stepper.Table.ToArray();

        // n draws with replacement leave about 1/e of the rows as they were.
        int kept = before.Zip(after).Count(static pair => pair.First == pair.Second);
        Assert.InRange(kept, 0.2 * before.Length, 0.55 * before.Length);

        // In the limit the table is the derivative at the masses, and the step is that of all rows.
        for (int k = 0; k < 300; k++)
        {
            Assert.Null(stepper.Advance(double.MaxValue, new FlowLimits(null, default)));
        }

        _ = evaluator.Objective(stepper.Particles);
        double[] derivatives = new double[before.Length];
        evaluator.CopyDerivative(derivatives);
        for (int r = 0; r < derivatives.Length; r++)
        {
            Assert.Equal(derivatives[r] * derivatives.Length, stepper.Table[r], 1e-7);
        }
    }

    [Fact]
    public void The_bits_depend_on_the_seed_and_not_on_the_threads()
    {
        MeanFieldProblem<ReluNeuron.Particle> problem = new ReluLogistic(new SquaredL2 { Lambda = 0.02 }).On(Rows());
        FlowOptions options = new() { InitialParticles = Features(problem.Layout, 12), Scheme = FlowScheme.MassesSaga, MaxIterations = 5, Threads = 1 };
        double[] one = GradientFlow.Run(problem, options).Particles.Values.ToArray();
        Assert.Equal(one, GradientFlow.Run(problem, options with { Threads = 3 }).Particles.Values.ToArray());
        Assert.NotEqual(one, GradientFlow.Run(problem, options with { Seed = 1 }).Particles.Values.ToArray());
    }

    [Fact]
    public void A_run_goes_on_from_a_checkpoint_bit_by_bit()
    {
        string path = Path.Combine(Path.GetTempPath(), $"{Guid.NewGuid():N}.npz");
        try
        {
            MeanFieldProblem<ReluNeuron.Particle> problem = new ReluLogistic(new SquaredL2 { Lambda = 0.02 }).On(Rows());
            FlowOptions options = new() { InitialParticles = Features(problem.Layout, 12), Scheme = FlowScheme.MassesSaga, MaxIterations = 9, Tolerance = 1e-12 };
            FlowResult<ReluNeuron.Particle> whole = GradientFlow.Run(problem, options);
            FlowOptions kept = options with { Checkpoint = new(path) { EverySteps = 2 } };
            _ = GradientFlow.Run(problem, kept with { MaxIterations = 4 });
            FlowResult<ReluNeuron.Particle> resumed = GradientFlow.Run(problem, kept);
            Assert.True(resumed.IsResumed);
            Assert.Equal(whole.Particles.Values.ToArray(), resumed.Particles.Values.ToArray());
            Assert.Equal(whole.History.Select(static h => (h.Iteration, h.Objective, h.Residual)), resumed.History.Select(static h => (h.Iteration, h.Objective, h.Residual)));
        }
        finally
        {
            File.Delete(path);
            File.Delete(Path.ChangeExtension(path, ".previous.npz"));
        }
    }

    [Fact]
    public void What_it_cannot_do_is_refused()
    {
        FlowOptions options = new() { ParticleCount = 4, Scheme = FlowScheme.MassesSaga };
        Assert.Contains("No degree", Assert.Throws<ArgumentException>(() => GradientFlow.Run(new Quadratic([1, 2]), options)).Message, StringComparison.Ordinal);
    }

    private static void Agrees<TParticle>(MeanFieldProblem<TParticle> problem, double[] start, double tolerance)
        where TParticle : IParticle<TParticle>, allows ref struct
    {
        FlowOptions options = new() { InitialParticles = start, MaxIterations = 20_000, Tolerance = 1e-10, Scheme = FlowScheme.MassesOnly };
        FlowResult<TParticle> accelerated = GradientFlow.Run(problem, options), saga = GradientFlow.Run(problem, options with { Scheme = FlowScheme.MassesSaga });
        Assert.True(Math.Abs(saga.Objective - accelerated.Objective) <= tolerance * accelerated.Objective, $"{saga.Objective:R} and {accelerated.Objective:R}: {saga}");
    }

    private static DataSet Rows()
    {
        CounterRandom random = new(5, 1);
        double[][] inputs = new double[60][];
        double[] targets = new double[60];
        for (int r = 0; r < inputs.Length; r++)
        {
            inputs[r] = [random.NextGaussian(), random.NextGaussian()];
            targets[r] = inputs[r][0] + (0.3 * random.NextGaussian()) > 0 ? 1 : -1;
        }

        return DataSet.From(inputs, targets);
    }

    private static double[] Features(ParticleLayout layout, int count)
    {
        double[] particles = new double[count * layout.Dimension];
        Initialisation.Sphere(1).Fill(layout, count, 7, particles);
        return particles;
    }
}
