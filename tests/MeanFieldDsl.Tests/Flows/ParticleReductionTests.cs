using MeanFieldDsl.Library;

namespace MeanFieldDsl.Tests;

public class ParticleReductionTests
{
    [Fact]
    public void The_spikes_of_a_solved_problem_are_what_is_left()
    {
        MeanFieldProblem<LowPassSpike.Particle> problem = SpikeInstances.Reference();
        FlowResult<LowPassSpike.Particle> run = GradientFlow.Run(
            problem, new() { ParticleCount = 50, Initialisation = Initialisation.ZeroWeights(), Tolerance = 1e-9, MaxIterations = 50_000, RandomProbes = 0 });
        ParticleMeasure<LowPassSpike.Particle> reduced = ParticleReduction.Reduce(problem, run.Particles);
        Assert.Equal(5, reduced.Count);
        using Evaluator evaluator = problem.CreateEvaluator(reduced.Count);
        double objective = evaluator.Objective(reduced.Values);
        Assert.True(objective <= run.Objective * (1 + 1e-15), $"{run.Objective:R} to {objective:R}");
        double[] masses = [.. Enumerable.Range(0, 5).Select(i => reduced[i].W / 5).Order()];
        Assert.Equal(SpikeInstances.Masses.Sum(Math.Sign), masses.Sum(Math.Sign));
    }

    [Fact]
    public void Copies_of_a_neuron_are_merged_and_a_neuron_of_opposite_weight_is_not()
    {
        MeanFieldProblem<ReluNeuronWithoutBias.Particle> problem = new ReluPlain().On(DataSet.From([[1, 0.5], [-0.3, 1], [0.2, -0.7]], [1, -1, 0.5]));
        double[] neuron = [0.5, 1, 2], opposite = [-0.5, 1, 2], twice = [1, 2, 4], dead = [0, 0, 0];
        ParticleMeasure<ReluNeuronWithoutBias.Particle> measure = new(problem.Layout, [.. neuron, .. opposite, .. twice, .. dead, .. neuron]);
        ParticleMeasure<ReluNeuronWithoutBias.Particle> reduced = ParticleReduction.Reduce(problem, measure);
        Assert.Equal(2, reduced.Count);
        using Evaluator all = problem.CreateEvaluator(5), few = problem.CreateEvaluator(2);
        double before = all.Objective(measure.Values), after = few.Objective(reduced.Values);
        Assert.Equal(before, after, 1e-15);
        double[] expected = all.Predictions.ToArray();
        Assert.All(few.Predictions.ToArray().Zip(expected), static p => Assert.Equal(p.Second, p.First, 1e-14));
    }

    [Fact]
    public void F_never_rises_whatever_the_distance()
    {
        MeanFieldProblem<LowPassSpike.Particle> problem = SpikeInstances.Reference();
        CounterRandom random = new(5, 5);
        for (int round = 0; round < 200; round++)
        {
            double[] values = new double[2 * (2 + random.NextInt(20))];
            for (int k = 0; k < values.Length; k += 2)
            {
                values[k] = random.NextInt(4) == 0 ? 0 : 3 * random.NextGaussian();
                values[k + 1] = random.NextInt(2) == 0 ? random.NextInt(5) / 5.0 : random.NextDouble();
            }

            ParticleMeasure<LowPassSpike.Particle> measure = new(problem.Layout, values);
            ParticleMeasure<LowPassSpike.Particle> reduced = ParticleReduction.Reduce(problem, measure, 0.5);
            using Evaluator before = problem.CreateEvaluator(measure.Count), after = problem.CreateEvaluator(reduced.Count);
            double limit = before.Objective(measure.Values);
            Assert.True(after.Objective(reduced.Values) <= limit * (1 + 1e-15), $"round {round}");
        }
    }
}

#pragma warning disable MFD0703
[MeanFieldModel<ReluNeuronWithoutBias, SquareLoss>]
internal sealed partial class ReluPlain;
