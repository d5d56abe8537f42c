using System.Globalization;
using System.Reflection;
using MeanFieldDsl.Generators.Formulas;
using MeanFieldDsl.Generators.FrontEnd;
using MeanFieldDsl.Generators.Tests.FrontEnd;
using MeanFieldDsl.Generators.Tests.Pipeline;
using MeanFieldDsl.Library;
using Microsoft.CodeAnalysis.CSharp;

namespace MeanFieldDsl.Generators.Tests.Gradients;

/// <summary>Models of every feature of the library against the interpreter, at shapes around vectors, panels and blocks.</summary>
[Collection(nameof(Alone))]
public sealed class LibraryModelsTests
{
    private const double Epsilon = 2.220446049250313e-16;

    private static readonly int[] Sizes = [1, 2, 3, 7, 8, 9, 15, 16, 17, 31, 33, 100, 257];

    private static readonly object[] Features =
    [
        new ReluNeuron(), new ReluNeuronWithoutBias(), new LeakyReluNeuron(), new SigmoidNeuron(), new TanhNeuron(), new ErfNeuron(), new GeluNeuron(), new CosineNeuron(),
        new GaussianSpike { Width = 0.7 }, new DirichletSpike { CutOff = 2 }, new RankOneMatrix(), new RankOneTensor(), new Monomial(),
    ];

    public static TheoryData<string> Names => [.. Features.Select(static f => f.GetType().Name)];

    [Fact]
    public void The_list_is_the_library() => Assert.Equal(
        typeof(ReluNeuron).Assembly.GetTypes().Where(static t => t.IsDefined(typeof(FeatureAttribute))).Select(static t => t.Name).Order(),
        Features.Select(static f => f.GetType().Name).Order());

    [Theory]
    [MemberData(nameof(Names))]
    public void Every_size_of_vectors_particles_and_data_gives_the_interpreter_s_numbers(string name)
    {
        int index = Array.FindIndex(Features, f => f.GetType().Name == name);
        object feature = Features[index];
        (Formula formula, LoadedCode code) = Compile(feature);
        using LoadedCode loaded = code;
        for (int i = 0; i < Sizes.Length; i++)
        {
            int d = Sizes[i], m = Sizes[((5 * i) + index) % Sizes.Length], n = Sizes[((2 * i) + (3 * index)) % Sizes.Length];
            Check(code.Assembly, feature, formula, d, m, n);
        }
    }

    [Theory]
    [InlineData("GaussianSpike", 1, 257)]
    [InlineData("GaussianSpike", 2, 100)]
    [InlineData("DirichletSpike", 1, 257)]
    [InlineData("DirichletSpike", 2, 100)]
    [InlineData("RankOneMatrix", 7, 49)]
    [InlineData("RankOneTensor", 7, 257)]
    public void Rows_on_a_grid_give_the_interpreter_s_numbers(string name, int d, int n)
    {
        object feature = Features.Single(f => f.GetType().Name == name);
        (Formula formula, LoadedCode code) = Compile(feature);
        using (code)
        {
            foreach (int m in Sizes.Where(static m => m < 100))
            {
                Check(code.Assembly, feature, formula, d, m, n, isGrid: true);
            }
        }
    }

    private static (Formula Formula, LoadedCode Code) Compile(object feature)
    {
        string name = feature.GetType().Name;
        CSharpCompilation compilation = TestCompilation.Create("");
        Formula formula = DeclarationParser.Parse(compilation.GetTypeByMetadataName(feature.GetType().FullName!)!, DeclarationKind.Feature, compilation, null, CancellationToken.None).Spec.Formula!;
        return (formula, GeneratorHarness.Run(
            $"""
            using MeanFieldDsl;
            using MeanFieldDsl.Library;

            namespace Drawn;

            #pragma warning disable MFD0702
            [MeanFieldModel<{name}, SquareLoss, SquaredL2>] public sealed partial class Model;
            """).Load());
    }

    private static void Check(Assembly assembly, object feature, Formula formula, int d, int m, int n, bool isGrid = false)
    {
        string at = $"{feature.GetType().Name}, d = {d}, m = {m}, n = {n}{(isGrid ? ", on a grid" : "")}";
        Random random = new((d * 1_000_000) + (m * 1000) + n);
        double[][] Draw() => [.. formula.Parameters.Select(p => Numbers(p, d, random))];
        double[][][] particles = [.. Enumerable.Range(0, m).Select(_ => Draw())], rows = [.. Enumerable.Range(0, n).Select(r => isGrid ? Grid(formula, r, d, n) : Draw())];
        double[] targets = [.. rows.Select(_ => (2 * random.NextDouble()) - 1)];
        double[] hypers = [.. formula.HyperParameters.Select(h => Convert.ToDouble(feature.GetType().GetProperty(h.Name)!.GetValue(feature), CultureInfo.InvariantCulture))];
        ReferenceModel reference = new(new(formula, null, 0, HasRidge: true), hypers, particles, rows, targets);
        int[] inputs = [.. Enumerable.Range(0, formula.Parameters.Count).Where(p => !formula.Parameters[p].IsParticle)];
        int[] parameters = [.. Enumerable.Range(0, formula.Parameters.Count).Where(p => formula.Parameters[p].IsParticle)];
        DataSet data = DataSet.From([.. rows.Select(row => inputs.SelectMany(p => row[p]).ToArray())], targets);
        using Evaluator evaluator = Evaluator(assembly, feature, data, d, m);
        if (isGrid)
        {
            Assert.Equal((feature, d) is not (DirichletSpike, 1), evaluator.GetType().Name.StartsWith("SeparableEvaluator", StringComparison.Ordinal));
        }

        double[] theta = [.. particles.SelectMany(particle => parameters.SelectMany(p => particle[p]))], velocity = new double[theta.Length];
        AssertClose(evaluator.Objective(theta), reference.Objective, "the objective", at);
        for (int r = 0; r < n; r++)
        {
            AssertClose(evaluator.Predictions[r], reference.Predictions[r], $"prediction {r}", at);
        }

        AssertClose(evaluator.FirstVariation(theta.AsSpan(0, theta.Length / m)), reference.FirstVariation(particles[0]), "the first variation", at);
        _ = evaluator.Velocity(theta, velocity);

        // The interpreter takes one number at a time: the ends of each vector in the first, a middle and the last particle.
        foreach (int i in new[] { 0, m / 2, m - 1 }.Distinct())
        {
            int start = i * theta.Length / m;
            foreach (int p in parameters)
            {
                int length = particles[i][p].Length;
                foreach (int element in new[] { 0, length / 2, length - 1 }.Distinct())
                {
                    AssertClose(velocity[start + element], reference.Velocity(particles[i], p, element), $"the velocity of {formula.Parameters[p].Name}[{element}] of particle {i}", at);
                }

                start += length;
            }
        }
    }

    // A row of a grid: numbers in [−1, 1] that are equidistant, indices one after the other.
    private static double[][] Grid(Formula formula, int row, int d, int n)
    {
        int side = (int)Math.Ceiling(Math.Sqrt(n)), index = 1;
        double[] vector = d == 1 ? [((2 * row) + 1 - n) / (double)n] : [((2.0 * (row / side)) + 1 - side) / side, ((2.0 * (row % side)) + 1 - side) / side];
        return [.. formula.Parameters.Select(p => p.Type == FormulaType.Integer ? [(index *= d) > 0 ? row / (index / d) % d : 0] : p.Type == FormulaType.Vector ? vector : new double[] { 0 })];
    }

    // Inner products of the order of 1, and indices within the vectors.
    private static double[] Numbers(FormulaParameter parameter, int d, Random random) => parameter switch
    {
        { Type: FormulaType.Vector } => [.. Enumerable.Range(0, d).Select(_ => ((2 * random.NextDouble()) - 1) / Math.Sqrt(Math.Sqrt(d)))],
        { Role: ParameterRole.Input, Type: FormulaType.Integer } => [random.Next(d)],
        _ => [(2 * random.NextDouble()) - 1],
    };

    private static Evaluator Evaluator(Assembly assembly, object feature, DataSet data, int d, int m)
    {
        Type type = assembly.GetType("Drawn.Model", throwOnError: true)!;
        SquaredL2 ridge = new() { Lambda = 0.1 };
        ConstructorInfo constructor = type.GetConstructors().Single();
        object model = constructor.Invoke([.. constructor.GetParameters().Select(p => p.ParameterType.IsInstanceOfType(feature) ? feature : p.ParameterType.IsInstanceOfType(ridge) ? ridge : null)]);
        MethodInfo on = type.GetMethod("On")!;
        object problem = on.Invoke(model, [data, .. on.GetParameters().Skip(1).Select(_ => (object)d)])!;
        return (Evaluator)problem.GetType().GetMethod("CreateEvaluator")!.Invoke(problem, [m, 1, false])!;
    }

    private static void AssertClose(double actual, Bounded expected, string what, string at)
    {
        double error = Math.Abs(actual - expected.Value) / (Epsilon * expected.Condition);
        Assert.True(actual == expected.Value || error <= 8, $"{what} is {actual:R} instead of {expected.Value:R}: {error:G3} times the bound on rounding, at {at}");
    }
}
