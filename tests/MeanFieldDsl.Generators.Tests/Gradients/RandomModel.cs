using System.Globalization;
using System.Reflection;
using MeanFieldDsl.Generators.Formulas;
using MeanFieldDsl.Generators.Tests.Formulas;
using MeanFieldDsl.Generators.Transform;

namespace MeanFieldDsl.Generators.Tests.Gradients;

/// <summary>A random feature with one of a few losses, or a random regularizer on a fixed feature.</summary>
internal sealed class RandomModel
{
    /// <summary>The losses, the regularizer of features and the feature of regularizers, as source.</summary>
    public const string Common =
        """
        using System;
        using MeanFieldDsl;
        using static MeanFieldDsl.Ops;

        namespace Drawn;

        [Loss] public sealed partial class Loss0 { [Formula] public static double Value(double prediction, double target) => 0.5 * Sq(prediction - target); }

        [Loss] public sealed partial class Loss1 { [Formula] public static double Value(double prediction, double target) => Softplus(-target * prediction); }

        [Loss] public sealed partial class Loss2 { [Formula] public static double Value(double prediction, double target) => Math.Sqrt(1 + Sq(prediction - target)); }

        [Regularizer]
        public sealed partial class Ridge { [Formula] public static double Value(Vec theta) => 0.05 * SquaredNorm(theta); }

        [Feature]
        public sealed partial class Host
        {
            public double Call(double[][] p) => Phi(p[0][0], p[1], p[2][0], p[3], p[4], p[5]);

            [Formula]
            public static double Phi([Weight] double a, [Position, Dim("d")] Vec w, [Position] double b, [Weight, Dim("d")] Vec c, [Position, Dim(3)] Vec v, [Input, Dim("d")] Vec x)
                => a * Dot(w, x) + b * Dot(c, x) + Norm(v);
        }


        """;

    private readonly RandomFormula _random;

    private RandomModel(RandomFormula random, bool isRegularizer)
    {
        _random = random;
        Loss = random.Seed % 3;
        Feature = isRegularizer ? MakeHost(random.Formula) : random.Formula;
        Regularizer = isRegularizer ? random.Formula : null;
        HasRidge = !isRegularizer && random.Seed % 2 == 0;
    }

    public Formula Feature { get; }

    public Formula? Regularizer { get; }

    public int Loss { get; }

    public bool HasRidge { get; }

    public int Seed => _random.Seed;

    public ModelFormulas Formulas => new(Feature, Regularizer, Loss, HasRidge);

    /// <summary>The models that consecutive seeds give; formulas that C# cannot say or that have no particle are passed over.</summary>
    public static IEnumerable<RandomModel> From(int seed)
    {
        for (; ; seed++)
        {
            RandomFormula random = RandomFormulas.Create(seed);
            int[] used = FormulaToCSharp.Used(random.Formula);
            bool hasParticle = used.Any(p => random.Formula.Parameters[p].IsParticle);
            bool hasInput = used.Any(p => random.Formula.Parameters[p].Role == ParameterRole.Input);
            if (hasParticle && FormulaToCSharp.CanWrite(random.Formula) && !IsSingular(random.Formula))
            {
                yield return new(random, !hasInput);
            }
        }
    }

    public string Source()
    {
        string name = Seed.ToString(CultureInfo.InvariantCulture);
        return Regularizer is null
            ? $"[Feature]\npublic sealed partial class F{name}\n{{\n{FormulaToCSharp.Members(Feature, "Phi", FormulaToCSharp.Used(Feature))}}}\n\n"
                + $"[MeanFieldModel<F{name}, Loss{Loss}{(HasRidge ? ", Ridge" : "")}>] public sealed partial class M{name};\n\n"
            : $"[Regularizer]\npublic sealed partial class V{name}\n{{\n{FormulaToCSharp.Members(Regularizer, "Value", FormulaToCSharp.Used(Regularizer))}}}\n\n"
                + $"[MeanFieldModel<Host, Loss{Loss}, V{name}>] public sealed partial class M{name};\n\n";
    }

    /// <summary>Numbers for all parameters, with vectors of length <paramref name="d"/>.</summary>
    public double[][] Draw(Random random, int d)
    {
        while (true)
        {
            double[][] values = _random.Draw(random).Parameters;
            if (values[1].Length == d)
            {
                return values;
            }
        }
    }

    public double[] DrawHyperParameters(Random random) => _random.Draw(random).HyperParameters;

    /// <summary>Makes the declared objects and binds the model to data.</summary>
    public Bound Bind(Assembly assembly, double[] hypers, DataSet data, int d)
    {
        object part = Make(assembly, (Regularizer is null ? "F" : "V") + Seed.ToString(CultureInfo.InvariantCulture));
        Formula random = Regularizer ?? Feature;
        for (int h = 0; h < random.HyperParameters.Count; h++)
        {
            PropertyInfo property = part.GetType().GetProperty(random.HyperParameters[h].Name)!;
            property.SetValue(part, Convert.ChangeType(hypers[h], property.PropertyType, CultureInfo.InvariantCulture));
        }

        Type type = assembly.GetType("Drawn.M" + Seed.ToString(CultureInfo.InvariantCulture), throwOnError: true)!;
        object model = type.GetConstructors().Single() is { } constructor
            ? constructor.Invoke([.. constructor.GetParameters().Select(p => p.ParameterType.IsInstanceOfType(part) ? part : null)])
            : throw new InvalidOperationException();
        MethodInfo on = type.GetMethod("On")!;
        object problem = on.Invoke(model, on.GetParameters().Length == 2 ? [data, d] : [data])!;
        object owner = Regularizer is null ? part : Make(assembly, "Host");
        return new(
            (particles, threads) => (Evaluator)problem.GetType().GetMethod("CreateEvaluator")!.Invoke(problem, [particles, threads, false])!,
            Caller(owner),
            Regularizer is null ? null : Caller(part));
    }

    public override string ToString() => (Regularizer is null ? "feature " : "regularizer ") + _random + "\n" + Source();

    private static Func<double[][], double> Caller(object part) => part.GetType().GetMethod("Call")!.CreateDelegate<Func<double[][], double>>(part);

    // The root of what is 0 everywhere: such a formula is refused by the check of its gradient.
    private static bool IsSingular(Formula formula) => formula.Nodes.Any(n => n.Op is Op.Sqrt or Op.Pow)
        && GradientCheck.Run(Differentiator.Differentiate(formula, Enumerable.Range(0, formula.Parameters.Count).Where(p => formula.Parameters[p].IsParticle))) is { RelativeError.IsFinite: false };

    private static object Make(Assembly assembly, string name) => Activator.CreateInstance(assembly.GetType("Drawn." + name, throwOnError: true)!)!;

    private static Formula MakeHost(Formula random)
    {
        FormulaBuilder f = new();
        int Dot(int u, int v)
        {
            int label = f.FreshLabel();
            return f.ReduceOver(Op.SumOver, u, label, f.Multiply(f.BoundElement(u, label), f.BoundElement(v, label)));
        }

        int root = f.Add(f.Add(f.Multiply(f.Parameter(0), Dot(1, 5)), f.Multiply(f.Parameter(2), Dot(3, 5))), f.Apply(Op.NormRoot, Dot(4, 4)));
        return f.Build("Phi", root, random.Parameters, []);
    }

    /// <summary>A model that met its data, and the user's own methods.</summary>
    public sealed record Bound(Func<int, int, Evaluator> CreateEvaluator, Func<double[][], double> Phi, Func<double[][], double>? V);
}
