using MeanFieldDsl.Generators.Formulas;
using MeanFieldDsl.Generators.Tests.Formulas;

namespace MeanFieldDsl.Generators.Tests.Analysis;

/// <summary>
/// Features of the literature. What is said of each is written from mathematics: first and second derivatives of the
/// one-dimensional profile, and the behaviour at infinity for inputs that are not zero.
/// </summary>
internal static partial class TextbookFeatures
{
    private static readonly ValueDomain Positive = ValueDomain.Between(0, double.PositiveInfinity, minimumExcluded: true);

    public static IReadOnlyList<TextbookFeature> All { get; } = [.. Networks(), .. OtherNetworks(), .. Kernels(), .. Waves(), .. Tensors()];

    // The activation, its degree, and differentiable, bounded, bounded derivative.
    private static IEnumerable<(string Name, int? Degree, string Facts, Func<Sketch, Term, Term> Of)> Activations() =>
    [
        ("relu", 1, "dbG", (s, u) => s.Relu(u)),
        ("relu as a product with its indicator", 1, "dbG", (s, u) => s.Select(u > s.Number(0), u, s.Number(0))),
        ("leaky relu", 1, "dbG", (s, u) => s.Apply(Op.Max, u, 0.01 * u)),
        ("parametric relu", 1, "dbG", (s, u) => s.Select(s.Number(0) < u, u, s.Hyper("Slope", domain: ValueDomain.Between(0, 1, true, true)) * u)),
        ("absolute value", 1, "dbG", (s, u) => s.Apply(Op.Abs, u)),
        ("identity", 1, "DbG", (s, u) => u),
        ("relu squared", 2, "Dbg", (s, u) => s.Pow(s.Relu(u), 2)),
        ("relu cubed", 3, "Dbg", (s, u) => s.Pow(s.Relu(u), 3)),
        ("relu to the fourth as a product", 4, "Dbg", (s, u) => s.Relu(u) * s.Relu(u) * s.Relu(u) * s.Relu(u)),
        ("square", 2, "Dbg", (s, u) => s.Pow(u, 2)),
        ("cube", 3, "Dbg", (s, u) => s.Pow(u, 3)),
        ("signed square", 2, "Dbg", (s, u) => u * s.Apply(Op.Abs, u)),
        ("sign", 0, "dBG", (s, u) => s.Apply(Op.Sign, u)),
        ("heaviside", 0, "dBG", (s, u) => s.Select(s.Number(0) < u, s.Number(1), s.Number(0))),
        ("sigmoid", null, "DBG", (s, u) => s.Apply(Op.Sigmoid, u)),
        ("sigmoid as written", null, "DBG", (s, u) => 1 / (1 + s.Apply(Op.Exp, -u))),
        ("tanh", null, "DBG", (s, u) => s.Apply(Op.Tanh, u)),
        ("error function", null, "DBG", (s, u) => s.Apply(Op.Erf, u)),
        ("arc tangent", null, "DBG", (s, u) => s.Apply(Op.Atan, u)),
        ("normal distribution", null, "DBG", (s, u) => s.Apply(Op.NormalCdf, u)),
        ("sine", null, "DBG", (s, u) => s.Apply(Op.Sin, u)),
        ("cosine", null, "DBG", (s, u) => s.Apply(Op.Cos, u)),
        ("sinc", null, "DBG", (s, u) => s.Apply(Op.Sinc, u)),
        ("squared cosine", null, "DBG", (s, u) => s.Pow(s.Apply(Op.Cos, u), 2)),
        ("bell e^-u²", null, "DBG", (s, u) => s.Apply(Op.Exp, -s.Pow(u, 2))),
        ("hyperbolic secant", null, "DBG", (s, u) => 1 / s.Apply(Op.Cosh, u)),
        ("squared hyperbolic secant", null, "DBG", (s, u) => 1 - s.Pow(s.Apply(Op.Tanh, u), 2)),
        ("inverse square root unit", null, "DBG", (s, u) => u / s.Apply(Op.Sqrt, 1 + s.Pow(u, 2))),
        ("softsign", null, "DBG", (s, u) => u / (1 + s.Apply(Op.Abs, u))),
        ("Elliott", null, "DBG", (s, u) => 0.5 + (0.5 * u / (1 + s.Apply(Op.Abs, u)))),
        ("complementary log-log", null, "DBG", (s, u) => 1 - s.Apply(Op.Exp, -s.Apply(Op.Exp, u))),
        ("hard tanh", null, "dBG", (s, u) => s.Apply(Op.Min, s.Apply(Op.Max, u, s.Number(-1)), s.Number(1))),
        ("hard sigmoid", null, "dBG", (s, u) => s.Apply(Op.Min, s.Relu((0.2 * u) + 0.5), s.Number(1))),
        ("relu6", null, "dBG", (s, u) => s.Apply(Op.Min, s.Relu(u), s.Number(6))),
        ("hat", null, "dBG", (s, u) => s.Relu(1 - s.Apply(Op.Abs, u))),
        ("softplus", null, "DbG", (s, u) => s.Apply(Op.Softplus, u)),
        ("sharp softplus", null, "DbG", (s, u) => Sharp(s, u, s.Hyper("Beta", domain: Positive))),
        ("log sigmoid", null, "DbG", (s, u) => -s.Apply(Op.Softplus, -u)),
        ("log cosh", null, "DbG", (s, u) => s.Apply(Op.Log, s.Apply(Op.Cosh, u))),
        ("silu", null, "DbG", (s, u) => u * s.Apply(Op.Sigmoid, u)),
        ("swish", null, "DbG", (s, u) => u * s.Apply(Op.Sigmoid, s.Hyper("Beta", domain: Positive) * u)),
        ("quick gelu", null, "DbG", (s, u) => u * s.Apply(Op.Sigmoid, 1.702 * u)),
        ("gelu", null, "DbG", (s, u) => u * s.Apply(Op.NormalCdf, u)),
        ("gelu by tanh", null, "DbG", (s, u) => 0.5 * (u * (1 + s.Apply(Op.Tanh, 0.7978845608 * (u + (0.044715 * s.Pow(u, 3))))))),
        ("mish", null, "DbG", (s, u) => u * s.Apply(Op.Tanh, s.Apply(Op.Softplus, u))),
        ("elu", null, "DbG", (s, u) => s.Select(s.Number(0) < u, u, s.Apply(Op.Exp, u) - 1.0)),
        ("elu by expm1", null, "DbG", (s, u) => s.Select(s.Number(0) < u, u, s.Apply(Op.Expm1, u))),
        ("celu", null, "DbG", (s, u) => Celu(s, u, s.Hyper("Alpha", domain: Positive))),
        ("selu", null, "dbG", (s, u) => 1.0507 * s.Select(s.Number(0) < u, u, 1.67326 * s.Apply(Op.Expm1, u))),
        ("tanh shrink", null, "DbG", (s, u) => u - s.Apply(Op.Tanh, u)),
        ("soft shrink", null, "dbG", (s, u) => s.Relu(u - 0.5) - s.Relu(-u - 0.5)),
        ("hard swish", null, "dbG", (s, u) => u * s.Apply(Op.Min, s.Relu(u + 3), s.Number(6)) / 6),
        ("bent identity", null, "DbG", (s, u) => (0.5 * (s.Apply(Op.Sqrt, 1 + s.Pow(u, 2)) - 1.0)) + u),
        ("square plus", null, "DbG", (s, u) => 0.5 * (u + s.Apply(Op.Sqrt, s.Pow(u, 2) + 4))),
        ("snake", null, "DbG", (s, u) => u + s.Pow(s.Apply(Op.Sin, u), 2)),
        ("relu with a fixed threshold", null, "dbG", (s, u) => s.Relu(u - 1.0)),
        ("exponential", null, "Dbg", (s, u) => s.Apply(Op.Exp, u)),
        ("hyperbolic sine", null, "Dbg", (s, u) => s.Apply(Op.Sinh, u)),
        ("growing cosine", null, "Dbg", (s, u) => u * s.Apply(Op.Cos, u)),
        ("cubic polynomial", null, "Dbg", (s, u) => s.Pow(u, 3) - u),
    ];

    private static IEnumerable<TextbookFeature> Networks()
    {
        string[] alone = ["relu", "relu squared", "sigmoid", "tanh", "cosine", "softplus", "gelu", "hard tanh", "elu", "softsign", "sign", "silu"];
        foreach ((string name, int? degree, string facts, Func<Sketch, Term, Term> of) in Activations())
        {
            string joint = degree is int p ? (p + 1).ToString(System.Globalization.CultureInfo.InvariantCulture) : "-";
            yield return TextbookFeature.Make(name + " neuron", joint, "1", facts, s => s.Weight("a") * of(s, Affine(s)));
            if (alone.Contains(name))
            {
                string own = degree is int q ? q.ToString(System.Globalization.CultureInfo.InvariantCulture) : "-";
                yield return TextbookFeature.Make(name + " neuron without bias", joint, "1", facts, s => s.Weight("a") * of(s, Dot(s)));
                yield return TextbookFeature.Make(name + " alone", own, "", facts, s => of(s, Affine(s)));
            }
        }
    }

    private static Term Sharp(Sketch s, Term u, Term beta) => s.Apply(Op.Softplus, beta * u) / beta;

    private static Term Celu(Sketch s, Term u, Term alpha) => s.Select(s.Number(0) < u, u, alpha * s.Apply(Op.Expm1, u / alpha));

    private static Term Dot(Sketch s, string w = "w", string x = "x") =>
        s.Dot(s.Vector(w, ParameterRole.Position, w == "w" ? "d" : "e"), s.Vector(x, ParameterRole.Input, w == "w" ? "d" : "e"));

    private static Term Affine(Sketch s) => Dot(s) + s.Position("b");
}
