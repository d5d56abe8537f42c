using MeanFieldDsl.Library;

namespace MeanFieldDsl.Tests;

public class StochasticTests
{
    [Theory]
    [InlineData(1.0, 0.5)]
    [InlineData(3.0, 0.1)]
    public void The_moments_of_a_quadratic_potential_are_those_of_its_Gibbs_measure(double stiffness, double temperature)
    {
        // x' = -k(x - 1) + noise: mean 1, variance (τ/k) / (1 - k s/2), which is exact for steps s (mathematics 3.4).
        const int count = 20_000;
        const double step = 0.05;
        FlowResult<RawParticle> run = GradientFlow.Run(
            new Quadratic([stiffness]),
            new() { InitialParticles = new double[count], Scheme = FlowScheme.Langevin(temperature, new(step)), MaxIterations = 400, RandomProbes = 0, Seed = 3 });
        Assert.Equal(FlowStatus.IterationLimit, run.Status);
        double[] x = run.Particles.Values.ToArray();
        double mean = x.Average(), variance = x.Sum(u => (u - mean) * (u - mean)) / (count - 1);
        double expected = temperature / stiffness / (1 - (0.5 * stiffness * step));
        Assert.InRange(mean - 1, -3 * Math.Sqrt(expected / count), 3 * Math.Sqrt(expected / count));
        Assert.InRange((variance / expected) - 1, -3 * Math.Sqrt(2.0 / count), 3 * Math.Sqrt(2.0 / count));
    }

    [Fact]
    public void The_weak_error_falls_with_the_first_power_of_the_step()
    {
        // E u² of u' = -u + noise from u = 3 at time 1; the exact value is 9 e^(-2) + τ (1 - e^(-2)).
        const int count = 400_000;
        const double temperature = 0.02;
        double exact = (9 * Math.Exp(-2)) + (temperature * (1 - Math.Exp(-2)));
        double[] errors = [.. new[] { 0.1, 0.05 }.Select(step =>
        {
            double[] start = new double[count];
            Array.Fill(start, 3);
            FlowResult<RawParticle> run = GradientFlow.Run(
                new Potential(static u => 0.5 * u * u, static u => u), new() { InitialParticles = start, Scheme = FlowScheme.Langevin(temperature, new(step)), MaxFlowTime = 1, RandomProbes = 0, Seed = 5 });
            return Math.Abs(run.Particles.Values.ToArray().Average(static u => u * u) - exact);
        })];
        Assert.InRange(Math.Log2(errors[0] / errors[1]), 0.9, 1.1);
    }

    [Fact]
    public void The_rows_of_a_pass_are_those_of_the_data_set_each_once()
    {
        // With the batch as large as the data, one step of gradient descent is that of all rows.
        DataSet data = Cloud(48);
        MeanFieldProblem<SigmoidNeuron.Particle> problem = new Network().On(data);
        FlowOptions options = new() { ParticleCount = 5, MaxIterations = 7, RandomProbes = 0, Seed = 9 };
        double[] whole = GradientFlow.Run(problem, options with { Scheme = FlowScheme.FixedStep(RungeKuttaMethod.Euler, 0.5) }).Particles.Values.ToArray();
        double[] batched = GradientFlow.Run(problem, options with { Scheme = FlowScheme.StochasticGradient(48, new(0.5)) }).Particles.Values.ToArray();
        for (int k = 0; k < whole.Length; k++)
        {
            Assert.Equal(whole[k], batched[k], 1e-12);
        }
    }

    [Theory]
    [InlineData(16, 0)]
    [InlineData(5, 0.25)]
    public void Stochastic_gradient_descent_learns_and_allocates_nothing(int batch, double power)
    {
        MeanFieldProblem<SigmoidNeuron.Particle> problem = new Network().On(Cloud(200));
        FlowOptions options = new() { ParticleCount = 20, MaxIterations = 4000, RandomProbes = 0, Seed = 1, Scheme = FlowScheme.StochasticGradient(batch, new(0.5, power)) };
        FlowResult<SigmoidNeuron.Particle> run = GradientFlow.Run(problem, options);
        using Evaluator evaluator = problem.CreateEvaluator(20);
        double before = evaluator.Objective(Initial(problem.Layout, 20, 1));
        Assert.True(run.Objective < 0.3 * before, $"{before} to {run.Objective}");
        Assert.Equal(evaluator.Objective(run.Particles.Values), run.Objective);
        Assert.Equal(0, run.AllocatedBytesPerStep);
        FlowResult<SigmoidNeuron.Particle> threaded = GradientFlow.Run(problem, options with { Threads = 3 });
        Assert.Equal(run.Particles.Values.ToArray(), threaded.Particles.Values.ToArray());
    }

    [Fact]
    public void The_heavy_ball_follows_its_recursion()
    {
        // All rows in a batch: θ_{k+1} = θ_k + s u_k, u_k = β u_{k−1} + v(θ_k).
        MeanFieldProblem<SigmoidNeuron.Particle> problem = new Network().On(Cloud(32));
        const double step = 0.3, momentum = 0.8;
        FlowOptions options = new() { ParticleCount = 4, MaxIterations = 12, RandomProbes = 0, Seed = 2, Scheme = FlowScheme.StochasticGradient(32, new(step), momentum: momentum) };
        FlowResult<SigmoidNeuron.Particle> run = GradientFlow.Run(problem, options);
        using Evaluator evaluator = problem.CreateEvaluator(4);
        double[] theta = Initial(problem.Layout, 4, 2), velocity = new double[theta.Length], push = new double[theta.Length];
        for (int k = 0; k < 12; k++)
        {
            _ = evaluator.Objective(theta);
            _ = evaluator.Velocity(theta, velocity);
            for (int i = 0; i < theta.Length; i++)
            {
                push[i] = (momentum * push[i]) + velocity[i];
                theta[i] += step * push[i];
            }
        }

        for (int i = 0; i < theta.Length; i++)
        {
            Assert.Equal(theta[i], run.Particles.Values[i], 1e-12);
        }
    }

    [Fact]
    public void Fresh_rows_of_a_law_are_learned_in_one_pass_without_a_step_given()
    {
        MeanFieldProblem<SigmoidNeuron.Particle> problem = new Network().On(Cloud(8));
        FlowScheme scheme = FlowScheme.StochasticGradient(32, sampler: static (ref random, inputs) =>
        {
            (inputs[0], inputs[1]) = (random.NextGaussian(), random.NextGaussian());
            return Teacher(inputs);
        });
        FlowResult<SigmoidNeuron.Particle> run = GradientFlow.Run(problem, new() { ParticleCount = 30, MaxIterations = 20_000, RandomProbes = 0, Scheme = scheme });
        double[] predictions = problem.Predict(run.Particles, Cloud(500));
        double error = predictions.Zip(Cloud(500).Targets.ToArray(), static (f, y) => (f - y) * (f - y)).Average();
        double variance = Cloud(500).Targets.ToArray().Average(static y => y * y);
        Assert.True(error < 0.05 * variance, $"{error} of {variance}: {run}");
    }

    [Fact]
    public void A_law_that_gives_what_is_no_number_is_refused()
    {
        MeanFieldProblem<SigmoidNeuron.Particle> problem = new Network().On(Cloud(8));
        DataException error = Assert.Throws<DataException>(() => GradientFlow.Run(
            problem, new() { Scheme = FlowScheme.StochasticGradient(4, sampler: static (ref _, inputs) => inputs[0] = double.NaN) }));
        Assert.Equal(DataError.NotFinite, error.Kind);
    }

    [Fact]
    public void Steps_that_are_too_long_end_in_a_status_and_finite_particles()
    {
        FlowResult<RawParticle> run = GradientFlow.Run(new Quadratic([1, 1e6]), new() { ParticleCount = 3, Scheme = FlowScheme.FixedStep(RungeKuttaMethod.Heun, 1) });
        Assert.Equal(FlowStatus.Diverged, run.Status);
        Assert.True(double.IsFinite(run.Objective));
        Assert.Contains("shorter step", run.Advice, StringComparison.Ordinal);
    }

    private static double[] Initial(ParticleLayout layout, int count, ulong seed)
    {
        double[] particles = new double[count * layout.Dimension];
        Initialisation.Sphere().Fill(layout, count, seed, particles);
        return particles;
    }

    private static double Teacher(ReadOnlySpan<double> x) => Math.Tanh(x[0] + (0.5 * x[1])) - (0.7 * Math.Tanh(x[1] - x[0]));

    private static DataSet Cloud(int rows)
    {
        CounterRandom random = new(77, 3);
        double[][] inputs = [.. Enumerable.Range(0, rows).Select(_ => new[] { random.NextGaussian(), random.NextGaussian() })];
        return DataSet.From(inputs, [.. inputs.Select(static x => Teacher(x))]);
    }
}

[MeanFieldModel<SigmoidNeuron, SquareLoss>]
internal sealed partial class Network;
