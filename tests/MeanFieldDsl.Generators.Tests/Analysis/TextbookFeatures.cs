using MeanFieldDsl.Generators.Formulas;
using MeanFieldDsl.Generators.Tests.Formulas;

namespace MeanFieldDsl.Generators.Tests.Analysis;

/// <summary>
/// Features and regularizers of the literature with their degrees, jointly in the particle and in the weights alone:
/// "-" where there is none, "any" for the zero function and "" for formulas without such parameters.
/// </summary>
internal static class TextbookFeatures
{
    public static IEnumerable<(string Name, string Joint, string Weights, Formula Formula)> All()
    {
        // mathematics: degrees of features.
        yield return Make("relu neuron", "2", "1", s => s.Weight("a") * s.Relu(Affine(s)));
        yield return Make("relu neuron without bias", "2", "1", s => s.Weight("a") * s.Relu(Dot(s)));
        yield return Make("relu as a product with its indicator", "2", "1", s => s.Weight("a") * Masked(s, Affine(s)));
        yield return Make("leaky relu neuron", "2", "1", s => s.Weight("a") * Leaky(s, Affine(s)));
        yield return Make("absolute value neuron", "2", "1", s => s.Weight("a") * s.Apply(Op.Abs, Affine(s)));
        yield return Make("relu squared", "3", "1", s => s.Weight("a") * s.Pow(s.Relu(Affine(s)), 2));
        yield return Make("relu cubed", "4", "1", s => s.Weight("a") * s.Pow(s.Relu(Affine(s)), 3));
        yield return Make("relu to the power 1.5", "5/2", "1", s => s.Weight("a") * s.Pow(s.Relu(Affine(s)), 1.5));
        yield return Make("quadratic neuron", "3", "1", s => s.Weight("a") * s.Pow(Dot(s), 2));
        yield return Make("linear neuron", "2", "1", s => s.Weight("a") * Dot(s));
        yield return Make("maxout neuron", "2", "1", s => s.Weight("a") * s.Apply(Op.Max, Dot(s), Dot(s, "v", "y")));
        yield return Make("relu with a fixed threshold", "-", "1", s => s.Weight("a") * s.Relu(Dot(s) - 1.0));
        yield return Make("relu6", "-", "1", s => s.Weight("a") * s.Apply(Op.Min, s.Relu(Dot(s)), s.Number(6)));
        yield return Make("relu alone", "1", "", s => s.Relu(Affine(s)));
        foreach (Op op in new[] { Op.Sigmoid, Op.Tanh, Op.Erf, Op.Softplus, Op.Sin, Op.Cos, Op.Atan, Op.NormalCdf, Op.Exp, Op.Sinc })
        {
            yield return Make(op + " neuron", "-", "1", s => s.Weight("a") * s.Apply(op, Affine(s)));
        }

        yield return Make("sigmoid alone", "-", "", s => s.Apply(Op.Sigmoid, Affine(s)));
        yield return Make("gelu neuron", "-", "1", s => Gelu(s, s.Weight("a"), Affine(s)));
        yield return Make("sign neuron", "1", "1", s => s.Weight("a") * s.Apply(Op.Sign, Affine(s)));
        yield return Make("weight inside and outside", "-", "-", s => Twice(s, s.Weight("a")));

        // Normalised arguments.
        yield return Make("sigmoid of a normalised direction", "1", "1", s => NormalisedSigmoid(s));
        yield return Make("arc-cosine style: relu of cosine times norm", "1", "", s => CosineTimesNorm(s));
        yield return Make("signed square s(θ) = θ|θ| inside relu", "2", "", s => SignedSquare(s));
        yield return Make("lifted sigmoid |a|(a/|a|) tanh", "-", "1", s => s.Weight("a") * s.Apply(Op.Tanh, Dot(s) * s.Input("y")));

        // Low rank and tensors.
        yield return Make("matrix entry u_i v_j", "2", "", s => Entry(s, 2));
        yield return Make("CP tensor entry", "3", "", s => Entry(s, 3));
        yield return Make("order-4 tensor entry", "4", "", s => Entry(s, 4));
        yield return Make("weighted rank one", "3", "1", s => s.Weight("c") * Entry(s, 2));
        yield return Make("bilinear form", "2", "", s => Dot(s) * Dot(s, "v", "y"));
        yield return Make("product over a fixed dimension", "3", "", s => Product(s, "3", false));
        yield return Make("product over a symbolic dimension", "-", "", s => Product(s, "d", false));
        yield return Make("weighted product of kernels", "-", "1", s => s.Weight("a") * Product(s, "d", true));
        yield return Make("product over a constant range", "4", "", s => s.Range(Op.ProductOver, s.Number(1), s.Number(4), k => s.Position("b")));
        yield return Make("monomial b^7", "7", "", s => s.Pow(s.Position("b"), 7));

        // Spikes.
        yield return Make("dirichlet spike", "-", "1", s => s.Weight("w") * Dirichlet(s, s.Position("t") - s.Input("x")));
        yield return Make("gaussian spike", "-", "1", s => s.Weight("w") * Gaussian(s));
        yield return Make("cauchy spike", "-", "1", s => s.Weight("w") / (1.0 + s.Pow(s.Position("t") - s.Input("x"), 2)));
        yield return Make("fourier feature", "-", "1", s => s.Weight("w") * s.Apply(Op.Cos, 2 * Math.PI * (s.Input("k") * s.Position("t"))));
        yield return Make("squared weight spike", "-", "2", s => s.Pow(s.Weight("w"), 2) * s.Apply(Op.Cos, s.Position("t")));
        yield return Make("two weights", "-", "1", s => (s.Weight("c") * s.Apply(Op.Cos, s.Position("t"))) + (s.Weight("e") * s.Apply(Op.Sin, s.Position("u"))));
        yield return Make("weight with an offset", "-", "-", s => (s.Weight("w") + 1) * s.Apply(Op.Cos, s.Position("t")));

        // Regularizers.
        yield return Make("|w|", "1", "1", s => s.Apply(Op.Abs, s.Weight("w")));
        yield return Make("λ|w|", "1", "1", s => s.Hyper("Lambda") * s.Apply(Op.Abs, s.Weight("w")));
        yield return Make("w²", "2", "2", s => s.Pow(s.Weight("w"), 2));
        yield return Make("w² + |θ|²", "2", "-", s => s.Pow(s.Weight("w"), 2) + s.SquaredNorm(s.Vector("t", ParameterRole.Position)));
        yield return Make("|w| |θ|", "2", "1", s => s.Apply(Op.Abs, s.Weight("w")) * s.Norm(s.Vector("t", ParameterRole.Position)));
        yield return Make("|θ|", "1", "", s => s.Norm(s.Vector("theta", ParameterRole.Unbound)));
        yield return Make("|θ|²", "2", "", s => s.SquaredNorm(s.Vector("theta", ParameterRole.Unbound)));
        yield return Make("elastic net", "-", "-", s => ElasticNet(s, s.Weight("w")));
        yield return Make("largest element", "1", "", s => LargestElement(s));
        yield return Make("l1 norm", "1", "", s => s.Sum(s.Vector("t", ParameterRole.Position), e => s.Apply(Op.Abs, e)));
        yield return Make("l4 norm", "1", "", s => s.Pow(s.Sum(s.Vector("t", ParameterRole.Position), e => s.Pow(e, 4)), 0.25));
        yield return Make("l3 norm, 1.0/3 read as a third", "1", "", s => s.Pow(s.Sum(s.Vector("t", ParameterRole.Position), e => s.Pow(s.Apply(Op.Abs, e), 3)), 1.0 / 3));
        yield return Make("cube root of a cube", "1", "", s => s.Apply(Op.Cbrt, s.Pow(s.Position("b"), 3)));
        yield return Make("smoothed absolute value", "-", "-", s => s.Apply(Op.Sqrt, s.Pow(s.Weight("w"), 2) + 1e-6));
        yield return Make("Huber", "-", "-", s => Huber(s, s.Weight("w")));
        yield return Make("variance to mean ratio", "1", "", s => s.SquaredNorm(s.Vector("t", ParameterRole.Position)) / s.Apply(Op.Abs, s.Position("b")));
        yield return Make("entropy w log w", "-", "-", s => Entropy(s, s.Weight("w")));
        yield return Make("choice between equal degrees", "2", "1", s => Choice(s));
        yield return Make("fused multiply-add", "2", "-", s => s.Apply(Op.FusedMultiplyAdd, s.Weight("a"), s.Position("b"), s.Pow(s.Position("c"), 2)));
        yield return Make("power by a hyper-parameter", "-", "1", s => s.Weight("a") * s.Apply(Op.Pow, s.Relu(s.Position("b")), s.Hyper("K", ValueType.Integer)));
        yield return Make("zero", "any", "any", s => s.Weight("a") * s.Apply(Op.Max, s.Number(0), s.Number(0)));
        yield return Make("constant", "0", "0", s => { _ = s.Weight("a"); return s.Number(3); });
    }

    private static (string, string, string, Formula) Make(string name, string joint, string weights, Func<Sketch, Term> body)
    {
        Sketch sketch = new();
        return (name, joint, weights, sketch.Build(body(sketch), name));
    }

    private static Term Dot(Sketch s, string w = "w", string x = "x") =>
        s.Dot(s.Vector(w, ParameterRole.Position, w == "w" ? "d" : "e"), s.Vector(x, ParameterRole.Input, w == "w" ? "d" : "e"));

    private static Term Affine(Sketch s) => Dot(s) + s.Position("b");

    private static Term Masked(Sketch s, Term u) => s.Select(u > s.Number(0), u, s.Number(0));

    private static Term Leaky(Sketch s, Term u) => s.Apply(Op.Max, u, 0.01 * u);

    private static Term Gelu(Sketch s, Term a, Term u) => a * u * s.Apply(Op.NormalCdf, u);

    private static Term Twice(Sketch s, Term a) => a * s.Apply(Op.Tanh, a);

    private static Term NormalisedSigmoid(Sketch s)
    {
        int w = s.Vector("w", ParameterRole.Position), x = s.Vector("x", ParameterRole.Input);
        return s.Weight("a") * s.Apply(Op.Sigmoid, s.Dot(w, x) / s.Norm(w));
    }

    private static Term CosineTimesNorm(Sketch s)
    {
        int w = s.Vector("w", ParameterRole.Position), x = s.Vector("x", ParameterRole.Input);
        return s.Norm(w) * s.Apply(Op.Exp, s.Dot(w, x) / (s.Norm(w) * s.Norm(x)));
    }

    private static Term SignedSquare(Sketch s)
    {
        int w = s.Vector("w", ParameterRole.Position), x = s.Vector("x", ParameterRole.Input);
        return s.Relu(s.Over(Op.SumOver, w, at => at(w) * s.Apply(Op.Abs, at(w)) * at(x)));
    }

    private static Term Entry(Sketch s, int order)
    {
        Term product = s.Number(1);
        for (int n = 0; n < order; n++)
        {
            product *= s.Element(s.Vector("u" + n, ParameterRole.Position, "n" + n), s.Integer("i" + n));
        }

        return product;
    }

    private static Term Product(Sketch s, string dimension, bool kernel)
    {
        int w = s.Vector("w", ParameterRole.Position, dimension), x = s.Vector("x", ParameterRole.Input, dimension);
        return s.Over(Op.ProductOver, w, at => kernel ? s.Apply(Op.Exp, -s.Pow(at(w) - at(x), 2)) : at(w) * at(x));
    }

    private static Term Dirichlet(Sketch s, Term u)
    {
        Term cutOff = s.Hyper("CutOff", ValueType.Integer);
        Term sum = s.Range(Op.SumOver, s.Number(1), cutOff, k => s.Apply(Op.Cos, 2 * Math.PI * (k * u)));
        return (1.0 + (2 * sum)) / ((2 * cutOff) + 1);
    }

    private static Term Gaussian(Sketch s)
    {
        Term width = s.Hyper("Width");
        return s.Apply(Op.Exp, -s.Pow((s.Position("t") - s.Input("x")) / width, 2));
    }

    private static Term ElasticNet(Sketch s, Term w) => s.Apply(Op.Abs, w) + (0.5 * s.Pow(w, 2));

    private static Term LargestElement(Sketch s)
    {
        int t = s.Vector("t", ParameterRole.Position);
        return s.Over(Op.MaxOver, t, at => s.Apply(Op.Abs, at(t)));
    }

    private static Term Huber(Sketch s, Term w) => s.Select(s.Apply(Op.Abs, w) < s.Number(1), 0.5 * s.Pow(w, 2), s.Apply(Op.Abs, w) - 0.5);

    private static Term Entropy(Sketch s, Term w) => w * s.Apply(Op.Log, w);

    private static Term Choice(Sketch s)
    {
        Term a = s.Weight("a"), b = s.Position("b"), c = s.Position("c");
        return s.Select(b < c, a * b, a * c);
    }
}
