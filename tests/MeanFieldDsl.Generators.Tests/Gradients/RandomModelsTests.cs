using System.Text;
using MeanFieldDsl.Generators.Formulas;
using MeanFieldDsl.Generators.Tests.Pipeline;
using MeanFieldDsl.Kernels;

namespace MeanFieldDsl.Generators.Tests.Gradients;

/// <summary>Random declarations, written as C#, compiled with the generator and run through the public interface.</summary>
[Collection(nameof(Alone))]
public sealed class RandomModelsTests
{
    private const int BatchSize = 250;
    private const double Epsilon = 2.220446049250313e-16;
    private const double Margin = 1e-9;

    private static readonly int[] Particles = [1, 2, 3, 5, 8, 9, 17];
    private static readonly int[] Rows = [1, 2, 7, 8, 9, 31, 32, 33, 65];

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(4)]
    [InlineData(5)]
    [InlineData(6)]
    [InlineData(7)]
    public void Compiled_models_agree_with_the_interpreter_and_the_users_own_method(int batch)
    {
        RandomModel[] models = [.. RandomModel.From(Seeds.First + (batch * 10_000)).Take(BatchSize)];
        string source = models.Aggregate(new StringBuilder(RandomModel.Common), (text, model) => text.Append(model.Source())).ToString();
        GeneratorRun run = GeneratorHarness.Run(source).AssertClean();
        Assert.Equal(5 + (2 * BatchSize), run.Generated.Count);
        using LoadedCode code = run.Load();
        int excluded = 0;
        int widest = LaneWidth.Detect();
        try
        {
            foreach (RandomModel model in models)
            {
                Random random = new(model.Seed);
                LaneWidth.Override = Math.Min(widest, 1 << random.Next(4));
                excluded += Check(model, code, random) ? 0 : 1;
            }
        }
        finally
        {
            LaneWidth.Override = null;
        }

        Assert.True(RandomBoxes.Counts is { Finite: > BatchSize, Close: > BatchSize / 4 }, $"too few bounds say something: {RandomBoxes.Counts}");
        Assert.True(excluded < BatchSize / 5, $"{excluded} of {BatchSize} models were too close to a kink");
    }

    // False when some pair is too close to a kink for a comparison to mean anything.
    private static bool Check(RandomModel model, LoadedCode code, Random random)
    {
        int d = 1 + random.Next(5), m = Particles[random.Next(Particles.Length)], n = Rows[random.Next(Rows.Length)];
        double[][][] particles = [.. Enumerable.Range(0, m + 1).Select(_ => model.Draw(random, d))];
        double[][][] rows = [.. Enumerable.Range(0, n).Select(_ => model.Draw(random, d))];
        double[] targets = [.. rows.Select(_ => model.Loss == 1 ? (random.Next(2) * 2) - 1 : (4 * random.NextDouble()) - 2)];
        double[] hypers = model.DrawHyperParameters(random);
        double[][][] inside = particles[..m];
        ReferenceModel reference = new(model.Formulas, hypers, inside, rows, targets);
        if (IsCloseToKink(model, reference, particles, rows, hypers))
        {
            return false;
        }

        int[] used = FormulaToCSharp.Used(model.Feature);
        int[] inputs = [.. used.Where(p => !model.Feature.Parameters[p].IsParticle)];
        double[] columns = [.. rows.SelectMany(row => inputs.SelectMany(p => row[p]))];
        RandomModel.Bound bound = model.Bind(code.Assembly, hypers, DataSet.From(columns, columns.Length / n, targets), d);
        string at = $"m = {m}, n = {n}, d = {d}, {LaneWidth.Best} lanes, {model}";
        foreach (double[][] row in rows.Take(4))
        {
            Binding pair = reference.Pair(inside[0], row);
            Jet phi = new Interpreter(model.Feature.Nodes).ValueWithCondition(model.Feature.Root, pair);
            AssertClose(bound.Phi(pair.Parameters), new(phi.Value, phi.ValueCondition), "the user's own method", at);
        }

        using Evaluator evaluator = bound.CreateEvaluator(m, 1 + random.Next(3));
        int[] parameters = [.. used.Where(p => model.Feature.Parameters[p].IsParticle)];
        double[] Theta(double[][] particle) => [.. parameters.SelectMany(p => particle[p])];
        double[] theta = [.. inside.SelectMany(Theta)];
        AssertClose(evaluator.Objective(theta), reference.Objective, "the objective", at);
        for (int r = 0; r < n; r++)
        {
            AssertClose(evaluator.Predictions[r], reference.Predictions[r], $"prediction {r}", at);
        }

        AssertClose(evaluator.FirstVariation(Theta(particles[m])), reference.FirstVariation(particles[m]), "the first variation", at);
        if (evaluator.CreateBounds() is { } bounds)
        {
            new RandomBoxes(bounds, reference, particles[m], parameters, random).AssertSound(at);
        }

        double[] velocity = new double[theta.Length];
        _ = evaluator.Velocity(theta, velocity);
        int k = 0;
        foreach (double[][] particle in inside)
        {
            foreach (int p in parameters)
            {
                for (int element = 0; element < particle[p].Length; element++)
                {
                    AssertClose(velocity[k++], reference.Velocity(particle, p, element), $"the velocity of {model.Feature.Parameters[p].Name}[{element}]", at);
                }
            }
        }

        return true;
    }

    private static bool IsCloseToKink(RandomModel model, ReferenceModel reference, double[][][] particles, double[][][] rows, double[] hypers)
    {
        KinkMargin feature = new(model.Feature, countsExact: false);
        KinkMargin? regularizer = model.Regularizer is null ? null : new(model.Regularizer, countsExact: false);
        return particles.Any(particle =>
            regularizer?.At(new(particle, hypers)) < Margin || rows.Any(row => !(feature.At(reference.Pair(particle, row)) >= Margin)));
    }

    private static void AssertClose(double actual, Bounded expected, string what, string at)
    {
        double error = Math.Abs(actual - expected.Value) / (Epsilon * expected.Condition);
        Assert.True(actual == expected.Value || error <= 8, $"{what} is {actual:R} instead of {expected.Value:R}: {error:G3} times the bound on rounding, at {at}");
    }
}
