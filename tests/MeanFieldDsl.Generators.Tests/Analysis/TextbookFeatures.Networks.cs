using MeanFieldDsl.Generators.Formulas;
using MeanFieldDsl.Generators.Tests.Formulas;
using static MeanFieldDsl.Generators.Tests.Analysis.TextbookFeature;

namespace MeanFieldDsl.Generators.Tests.Analysis;

/// <summary>Networks beyond one activation of one affine form: gates, attention, normalisation, max-affine.</summary>
internal static partial class TextbookFeatures
{
    private static IEnumerable<TextbookFeature> OtherNetworks()
    {
        yield return Make("maxout neuron", "2", "1", "dbG", s => s.Weight("a") * s.Apply(Op.Max, Dot(s), Dot(s, "v", "y")));
        yield return Make("max-affine", "1", "", "dbG", s => s.Apply(Op.Max, Dot(s) + s.Position("b"), Dot(s, "v", "y") + s.Position("c")));
        yield return Make("difference of max-affine", "1", "", "dbG", s => s.Relu(Dot(s)) - s.Relu(Dot(s, "v", "y")));
        yield return Make("three-way maximum", "1", "", "dbG", s => s.Apply(Op.Max, s.Apply(Op.Max, Dot(s), s.Position("b")), s.Position("c")));
        yield return Make("log-sum-exp of two", "-", "", "DbG", s => s.Apply(Op.Log, s.Apply(Op.Exp, Dot(s)) + s.Apply(Op.Exp, Dot(s, "v", "y"))));
        yield return Make("soft maximum by softplus", "-", "", "DbG", s => SoftMaximum(s, Dot(s), Dot(s, "v", "y")));
        yield return Make("softmax attention of two", "-", "1", "DBG", s => s.Weight("a") * Softmax(s, Dot(s), Dot(s, "v", "y")));
        yield return Make("softmax over three scores", "-", "1", "DBG", s => s.Weight("a") * Softmax(s, s.Position("b") * s.Input("z"), Dot(s) + Dot(s, "v", "y")));
        yield return Make("softmax over a vector", "-", "1", "DBG", s => s.Weight("a") * VectorSoftmax(s));
        yield return Make("linear attention", "4", "1", "Dbg", s => s.Weight("a") * (Dot(s) * Dot(s, "v", "y") * s.Position("c")));
        yield return Make("gated linear unit", "-", "1", "Dbg", s => s.Weight("a") * (Dot(s, "v", "y") * s.Apply(Op.Sigmoid, Dot(s))));
        yield return Make("relu gate", "3", "1", "dbg", s => s.Weight("a") * (Dot(s, "v", "y") * s.Relu(Dot(s))));
        yield return Make("bilinear gate", "3", "1", "Dbg", s => s.Weight("a") * (Dot(s, "v", "y") * Dot(s)));
        yield return Make("silu gate", "-", "1", "Dbg", s => s.Weight("a") * (Dot(s, "v", "y") * (Dot(s) is var u ? u * s.Apply(Op.Sigmoid, u) : u)));
        yield return Make("tanh times sigmoid", "-", "1", "DBG", s => s.Weight("a") * (s.Apply(Op.Tanh, Dot(s)) * s.Apply(Op.Sigmoid, Dot(s, "v", "y"))));
        yield return Make("cell of a recurrent unit", "-", "1", "DBG", s => s.Weight("a") * (s.Apply(Op.Sigmoid, Dot(s)) * s.Apply(Op.Tanh, s.Apply(Op.Sigmoid, Dot(s, "v", "y")) * s.Input("c"))));
        yield return Make("difference of sigmoids", "-", "1", "DBG", s => s.Weight("a") * (s.Apply(Op.Sigmoid, Dot(s) + s.Position("b")) - s.Apply(Op.Sigmoid, Dot(s, "v", "y"))));
        yield return Make("two weights", "-", "1", "DBG", s => (s.Weight("c") * s.Apply(Op.Cos, s.Position("t"))) + (s.Weight("e") * s.Apply(Op.Sin, s.Position("u"))));
        yield return Make("sigmoid of a normalised direction", "1", "1", "dBg", s => s.Weight("a") * s.Apply(Op.Sigmoid, Direction(s)));
        yield return Make("relu of a normalised direction", "1", "1", "dBg", s => s.Weight("a") * s.Relu(Direction(s)));
        yield return Make("tanh of a smoothly normalised direction", "-", "1", "DBG", s => s.Weight("a") * s.Apply(Op.Tanh, SmoothDirection(s)));
        yield return Make("linear in a smoothly normalised direction", "-", "1", "DBG", s => s.Weight("a") * SmoothDirection(s));
        yield return Make("relu of cosine times norm", "1", "", "dbG", s => CosineTimesNorm(s));
        yield return Make("signed square s(θ) = θ|θ| inside relu", "2", "", "dbg", s => SignedSquare(s));
        yield return Make("quadratic form neuron", "-", "1", "Dbg", s => s.Weight("a") * (s.Pow(Dot(s), 2) + s.Position("b")));
        yield return Make("factorisation machine pair", "3", "1", "Dbg", s => s.Weight("a") * s.Pow(Dot(s) + Dot(s, "v", "y"), 2));
        yield return Make("weight inside and outside", "-", "-", "D--", s => s.Weight("a") is var a ? a * s.Apply(Op.Tanh, a) : a);
        yield return Make("weight with an offset", "-", "-", "D--", s => (s.Weight("w") + 1) * s.Apply(Op.Cos, s.Position("t")));
        yield return Make("squared weight", "-", "2", "D--", s => s.Pow(s.Weight("w"), 2) * s.Apply(Op.Cos, s.Position("t")));
        yield return Make("lifted tanh", "-", "1", "DBG", s => s.Weight("a") * s.Apply(Op.Tanh, Dot(s) * s.Input("y")));
        yield return Make("choice between equal degrees", "2", "1", "dbG", s => s.Weight("a") is var a ? s.Select(s.Position("b") is var b && s.Position("c") is var c ? b < c : b, a * b, a * c) : a);
        yield return Make("relu with a power that is a hyper-parameter", "1 + K", "1", "---", s => s.Weight("a") * s.Apply(Op.Pow, s.Relu(s.Position("b")), s.Hyper("K", FormulaType.Integer)));
        yield return Make("relu to the power 1.5", "5/2", "1", "dbg", s => s.Weight("a") * s.Pow(s.Relu(Affine(s)), 1.5));
        yield return Make("relu to the power 2.5", "7/2", "1", "Dbg", s => s.Weight("a") * s.Pow(s.Relu(Affine(s)), 2.5));
        yield return Make("deep relu path", "3", "1", "dbg", s => s.Weight("a") * s.Relu(s.Position("c") * s.Relu(Dot(s))));
        yield return Make("deep tanh path", "-", "1", "DBg", s => s.Weight("a") * s.Apply(Op.Tanh, s.Position("c") * s.Apply(Op.Tanh, Dot(s))));
        yield return Make("linear residual", "-", "1", "DbG", s => s.Weight("a") * (Dot(s) is var u ? u + s.Apply(Op.Tanh, u) : u));
        yield return Make("zero", "any", "any", "DBG", s => s.Weight("a") * s.Apply(Op.Max, s.Number(0), s.Number(0)));
    }

    private static Term SoftMaximum(Sketch s, Term u, Term v) => u + s.Apply(Op.Softplus, v - u);

    private static Term Softmax(Sketch s, Term u, Term v) => s.Apply(Op.Exp, u) / (s.Apply(Op.Exp, u) + s.Apply(Op.Exp, v));

    private static Term VectorSoftmax(Sketch s)
    {
        int w = s.Vector("w", ParameterRole.Position), x = s.Vector("x", ParameterRole.Input);
        return s.Over(Op.SumOver, w, at => s.Apply(Op.Exp, at(w)) * at(x)) / s.Sum(w, e => s.Apply(Op.Exp, e));
    }

    private static Term Direction(Sketch s)
    {
        int w = s.Vector("w", ParameterRole.Position), x = s.Vector("x", ParameterRole.Input);
        return s.Dot(w, x) / s.Norm(w);
    }

    private static Term SmoothDirection(Sketch s)
    {
        int w = s.Vector("w", ParameterRole.Position), x = s.Vector("x", ParameterRole.Input);
        return s.Dot(w, x) / s.Apply(Op.Sqrt, 1 + s.SquaredNorm(w));
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
}
