using System.Globalization;
using System.Reflection;
using System.Text;
using MeanFieldDsl.Generators.Formulas;
using MeanFieldDsl.Generators.Tests.FrontEnd;
using MeanFieldDsl.Generators.Tests.Pipeline;
using MeanFieldDsl.Generators.Transform;
using MeanFieldDsl.Kernels;

namespace MeanFieldDsl.Generators.Tests.Gradients;

/// <summary>Random interactions, written as C#, compiled with the generator and held to double loops over the interpreter.</summary>
[Collection(nameof(Alone))]
public sealed class RandomInteractionsTests
{
    private const int BatchSize = 80;
    private const double Constant = 0.75;
    private const double Epsilon = 2.220446049250313e-16;
    private const double Margin = 1e-9;

    private const string Potential =
        """
        [Potential]
        public sealed partial class Cage
        {
            [Formula]
            public static double V([Weight] double a, [Position, Dim("d")] Vec w, [Position] double b, [Position, Dim(3)] Vec v)
                => 0.25 * a * a + 0.5 * SquaredNorm(w) + Softplus(b) + Sqrt(1 + SquaredNorm(v));
        }

        """;

    private static readonly Formula V = TestCompilation.Parse(Potential, "Cage").Spec.Formula!;
    private static readonly int[] Particles = [1, 2, 3, 5, 7, 8, 9, 17, 33];

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    public void Compiled_energies_agree_with_the_interpreter(int batch)
    {
        RandomInteraction[] models = [.. RandomInteraction.From(Seeds.First + (batch * 10_000)).Where(IsUsable).Take(BatchSize)];
        StringBuilder source = new("using System;\nusing MeanFieldDsl;\nusing static System.Math;\nusing static MeanFieldDsl.Ops;\n\nnamespace Drawn;\n\n" + Potential);
        foreach (RandomInteraction model in models)
        {
            string name = Name(model);
            _ = source.Append(CultureInfo.InvariantCulture, $"[Interaction]\npublic sealed partial class U{name}\n{{\n{FormulaToCSharp.Members(model.Formula, "U", [.. Enumerable.Range(0, 2 * RandomInteraction.Half)])}}}\n\n")
                .Append(CultureInfo.InvariantCulture, $"[InteractionModel<Cage, U{name}>(Constant = {Constant})] public sealed partial class M{name};\n\n");
        }

        using LoadedCode code = GeneratorHarness.Run(source.ToString()).AssertClean().Load();
        int excluded = 0, widest = LaneWidth.Detect();
        try
        {
            foreach (RandomInteraction model in models)
            {
                Random random = new(model.Source.Seed);
                LaneWidth.Override = Math.Min(widest, 1 << random.Next(4));
                excluded += Check(model, code.Assembly, random) ? 0 : 1;
            }
        }
        finally
        {
            LaneWidth.Override = null;
        }

        Assert.True(excluded < BatchSize / 3, $"{excluded} of {BatchSize} models were too close to a kink");
    }

    // False when some pair is too close to a kink for a comparison to mean anything.
    private static bool Check(RandomInteraction model, Assembly assembly, Random random)
    {
        int d = 1 + random.Next(5), m = Particles[random.Next(Particles.Length)];
        double[][][] all = [.. Enumerable.Range(0, m + 1).Select(_ => model.Draw(random, d))], particles = all[..m];
        double[] hypers = model.Source.Draw(random).HyperParameters;
        KinkMargin margin = new(model.Formula, countsExact: false);
        if (all.Any(first => particles.Any(second =>
            !(margin.At(ReferenceEnergy.Pair(first, second, hypers)) >= Margin) || !(margin.At(ReferenceEnergy.Pair(second, first, hypers)) >= Margin))))
        {
            return false;
        }

        ReferenceEnergy reference = new(V, model.Formula, Constant, hypers, particles);
        string at = $"m = {m}, d = {d}, {LaneWidth.Best} lanes, {model}";
        using Evaluator evaluator = Bind(model, assembly, hypers, d, m, 1 + random.Next(3));
        double[] theta = [.. particles.SelectMany(static p => p.SelectMany(static x => x))], velocity = new double[theta.Length];
        AssertClose(evaluator.Objective(theta), reference.Objective(), "the energy", at);
        AssertClose(evaluator.FirstVariation([.. all[m].SelectMany(static x => x)]), reference.FirstVariation(all[m]), "the first variation", at);
        _ = evaluator.Velocity(theta, velocity);
        int k = 0;
        foreach (double[][] particle in particles)
        {
            for (int p = 0; p < particle.Length; p++)
            {
                for (int element = 0; element < particle[p].Length; element++)
                {
                    AssertClose(velocity[k++], reference.Velocity(particle, p, element), $"the velocity of {V.Parameters[p].Name}[{element}] of particle {k / (theta.Length / m)}", at);
                }
            }
        }

        return true;
    }

    private static Evaluator Bind(RandomInteraction model, Assembly assembly, double[] hypers, int d, int m, int threads)
    {
        object interaction = Activator.CreateInstance(assembly.GetType("Drawn.U" + Name(model), throwOnError: true)!)!;
        for (int h = 0; h < model.Formula.HyperParameters.Count; h++)
        {
            PropertyInfo property = interaction.GetType().GetProperty(model.Formula.HyperParameters[h].Name)!;
            property.SetValue(interaction, Convert.ChangeType(hypers[h], property.PropertyType, CultureInfo.InvariantCulture));
        }

        object made = Activator.CreateInstance(assembly.GetType("Drawn.M" + Name(model), throwOnError: true)!, null, interaction)!;
        object problem = made.GetType().GetMethod("Problem")!.Invoke(made, [d])!;
        return (Evaluator)problem.GetType().GetMethod("CreateEvaluator")!.Invoke(problem, [m, threads, false])!;
    }

    // What C# cannot say, and the root of what is 0 everywhere, which the check of the gradient refuses.
    private static bool IsUsable(RandomInteraction model) => FormulaToCSharp.CanWrite(model.Formula)
        && (!model.Formula.Nodes.Any(static n => n.Op is Op.Sqrt or Op.Pow)
            || GradientCheck.Run(Differentiator.Differentiate(model.Formula, Enumerable.Range(0, model.Formula.Parameters.Count))) is not { RelativeError.IsFinite: false });

    private static string Name(RandomInteraction model) => model.Source.Seed.ToString(CultureInfo.InvariantCulture);

    private static void AssertClose(double actual, Bounded expected, string what, string at)
    {
        double error = Math.Abs(actual - expected.Value) / (Epsilon * expected.Condition);
        Assert.True(actual == expected.Value || error <= 8, $"{what} is {actual:R} instead of {expected.Value:R}: {error:G3} times the bound on rounding, at {at}");
    }
}
