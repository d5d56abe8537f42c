using MeanFieldDsl.Library;
using MeanFieldDsl.Tests.Kernels.Ridge;
using MeanFieldDsl.Tests.Reproducible;

namespace MeanFieldDsl.Tests.Flows;

/// <summary>R(α h)/α² + ∫V on each path, against the model without scale.</summary>
public class OutputScaleTests
{
    private static readonly SquaredL2 Decay = new() { Lambda = 0.125 };

    [Theory]
    [InlineData(0.25)]
    [InlineData(3.0)]
    [InlineData(100.0)]
    public void Objective_velocity_and_first_variation_are_those_of_the_scaled_output(double alpha)
    {
        Check(new ReluRidge(Decay).On(LazyData.Cloud(40, 5)), alpha, 1e-12);
        Check(new ReluRidge(Decay).On(LazyData.Cloud(40, 2)), alpha, 1e-12);
        Check(new ReluSingle(Decay).On(LazyData.Cloud(40, 5)), alpha, 2e-5);
        Check(new ReluSingle(Decay).On(LazyData.Cloud(40, 2)), alpha, 2e-5);
        Check(new TensorByPairs(Decay).On(LazyData.Entries(), 4, 5, 6), alpha, 1e-12);
        Check(new BumpsInWells(new Bumps { Scale = 1 }, new Wells { Lambda = 1 }).On(LazyData.Cloud(40, 3)), alpha, 1e-12);
        Check(new DecayingClassifier(Decay).On(LazyData.Cloud(40, 2, signs: true)), alpha, 1e-12);
    }

    [Fact]
    public void Another_scale_takes_the_place_of_the_first_and_one_has_the_bits_of_none()
    {
        MeanFieldProblem<TanhNeuron.Particle> problem = new DecayingClassifier(Decay).On(LazyData.Cloud(40, 2, signs: true));
        Assert.Equal((1, 3), (problem.OutputScale, problem.WithOutputScale(7).WithOutputScale(3).OutputScale));
        Assert.Equal(problem.DataBytes, problem.WithOutputScale(7).DataBytes);
        double[] theta = Start(problem.Layout, 9);
        using Evaluator plain = problem.CreateEvaluator(9), scaled = problem.WithOutputScale(7).WithOutputScale(1).CreateEvaluator(9);
        double[] v = new double[theta.Length], w = new double[theta.Length];
        Assert.Equal(plain.ObjectiveAndVelocity(theta, v, out _), scaled.ObjectiveAndVelocity(theta, w, out _));
        Assert.Equal(v, w);
    }

    [Fact]
    public void Batches_are_scaled_too()
    {
        // With the batch as large as the data, one step of gradient descent is that of all rows.
        MeanFieldProblem<TanhNeuron.Particle> problem = new SmoothNetwork().On(LazyData.Cloud(32, 2)).WithOutputScale(5);
        FlowOptions options = new() { ParticleCount = 6, MaxIterations = 5, RandomProbes = 0 };
        double[] whole = GradientFlow.Run(problem, options with { Scheme = FlowScheme.FixedStep(RungeKuttaMethod.Euler, 0.5) }).Particles.Values.ToArray();
        double[] batched = GradientFlow.Run(problem, options with { Scheme = FlowScheme.StochasticGradient(32, new(0.5)) }).Particles.Values.ToArray();
        for (int k = 0; k < whole.Length; k++)
        {
            Assert.Equal(whole[k], batched[k], 1e-12);
        }
    }

    private static void Check<TParticle>(MeanFieldProblem<TParticle> problem, double alpha, double error)
        where TParticle : IParticle<TParticle>, allows ref struct
    {
        const int count = 30;
        double[] theta = Start(problem.Layout, count), v = new double[theta.Length], w = new double[theta.Length];
        using Evaluator plain = problem.CreateEvaluator(count), scaled = problem.WithOutputScale(alpha).CreateEvaluator(count);
        _ = plain.Objective(theta);
        double objective = scaled.ObjectiveAndVelocity(theta, v, out double speed);
        for (int r = 0; r < problem.RowCount; r++)
        {
            Assert.Equal(alpha * plain.Predictions[r], scaled.Predictions[r], error * alpha);
        }

        // Central differences of the objective along a direction, which is −⟨v, direction⟩/m.
        CounterRandom random = new(3, 3);
        double[] direction = [.. theta.Select(_ => random.NextGaussian())];
        const double step = 1e-6;
        double up = scaled.Objective([.. theta.Zip(direction, static (t, d) => t + (step * d))]);
        double down = scaled.Objective([.. theta.Zip(direction, static (t, d) => t - (step * d))]);
        double slope = -v.Zip(direction, static (a, b) => a * b).Sum() / count;
        if (error < 1e-6)
        {
            Assert.Equal(slope, (up - down) / (2 * step), 1e-6 * (1 + Math.Abs(slope) + Math.Abs(objective)));
        }

        // Both calls agree, and the mean square is that of the velocities.
        Assert.Equal(objective, scaled.Objective(theta));
        double alone = scaled.Velocity(theta, w);
        Assert.Equal(v, w);
        Assert.Equal(speed, alone);
        Assert.Equal(v.Sum(static u => u * u) / count, speed, 1e-12 * speed);

        // The velocity of a particle is minus the gradient of the first variation.
        int d = problem.Layout.Dimension;
        double[] first = theta[..d], above = [.. first.Zip(direction, static (t, u) => t + (step * u))], below = [.. first.Zip(direction, static (t, u) => t - (step * u))];
        double rise = (scaled.FirstVariation(above) - scaled.FirstVariation(below)) / (2 * step);
        Assert.Equal(-v[..d].Zip(direction, static (a, b) => a * b).Sum(), rise, (error < 1e-6 ? 1e-6 : 1e-3) * (1 + Math.Abs(rise)));
    }

    private static double[] Start(ParticleLayout layout, int count)
    {
        double[] theta = new double[count * layout.Dimension];
        Initialisation.Gaussian(0.7).Fill(layout, count, 5, theta);
        return theta;
    }
}
