using MeanFieldDsl.Generators.Formulas;
using MeanFieldDsl.Generators.Tests.Formulas;
using static MeanFieldDsl.Generators.Tests.Analysis.TextbookFeature;

namespace MeanFieldDsl.Generators.Tests.Analysis;

/// <summary>Radial functions, spikes, splines and components of mixtures.</summary>
internal static partial class TextbookFeatures
{
    private static IEnumerable<TextbookFeature> Kernels()
    {
        yield return Make("gaussian spike", "-", "1", "DBG", s => s.Weight("w") * s.Apply(Op.Exp, -s.Pow(Shift(s) / s.Hyper("Width"), 2)));
        yield return Make("gaussian spike of a vector", "-", "1", "DBG", s => s.Weight("w") * s.Apply(Op.Exp, -0.5 * Square(s)));
        yield return Make("gaussian of a vector with a width", "-", "1", "DBG", s => s.Weight("w") * s.Apply(Op.Exp, -Square(s) / s.Pow(s.Hyper("Width"), 2)));
        yield return Make("gaussian density with a learned log-width", "-", "1", "Dbg", s => s.Weight("w") * (s.Position("s") is var p ? s.Apply(Op.Exp, -0.5 * (s.Pow(Shift(s), 2) * s.Apply(Op.Exp, -p)) - (0.5 * p)) : p));
        yield return Make("gaussian with a learned width", "-", "1", "dBg", s => s.Weight("w") * s.Apply(Op.Exp, -s.Pow(Shift(s) / s.Position("h"), 2)));
        yield return Make("gaussian with a learned log-precision", "-", "1", "DBg", s => s.Weight("w") * s.Apply(Op.Exp, -(s.Pow(Shift(s), 2) * s.Apply(Op.Exp, s.Position("p")))));
        yield return Make("product of gaussians", "-", "1", "DBG", s => s.Weight("a") * Product(s, "d", true));
        yield return Make("laplace kernel", "-", "1", "dBG", s => s.Weight("w") * s.Apply(Op.Exp, -s.Apply(Op.Abs, Shift(s))));
        yield return Make("exponential kernel of a vector", "-", "1", "dBG", s => s.Weight("w") * s.Apply(Op.Exp, -Distance(s)));
        yield return Make("Matérn 3/2", "-", "1", "DBG", s => s.Weight("w") * (1.7320508 * s.Apply(Op.Abs, Shift(s)) is var r ? (1 + r) * s.Apply(Op.Exp, -r) : r));
        yield return Make("Matérn 5/2", "-", "1", "DBG", s => s.Weight("w") * (s.Apply(Op.Abs, Shift(s)) is var r ? (1 + r + (s.Pow(r, 2) / 3)) * s.Apply(Op.Exp, -r) : r));
        yield return Make("Cauchy spike", "-", "1", "DBG", s => s.Weight("w") / (1 + s.Pow(Shift(s), 2)));
        yield return Make("Lorentz spike with a width", "-", "1", "DBG", s => s.Hyper("Width", domain: Positive) is var h ? s.Weight("w") * s.Pow(h, 2) / (s.Pow(h, 2) + s.Pow(Shift(s), 2)) : h);
        yield return Make("inverse multiquadric", "-", "1", "DBG", s => s.Weight("w") / s.Apply(Op.Sqrt, 1 + Square(s)));
        yield return Make("multiquadric", "-", "1", "DbG", s => s.Weight("w") * s.Apply(Op.Sqrt, 1 + Square(s)));
        yield return Make("rational quadratic", "-", "1", "DBG", s => s.Weight("w") * s.Pow(1 + Square(s), -1.5));
        yield return Make("rational quadratic with an exponent", "-", "1", "DBG", s => s.Hyper("Alpha", domain: Positive) is var p ? s.Weight("w") * s.Apply(Op.Pow, 1 + (Square(s) / (2 * p)), -p) : p);
        yield return Make("Student density", "-", "1", "DBG", s => s.Weight("w") * s.Pow(1 + (s.Pow(Shift(s), 2) / 3), -2));
        yield return Make("distance", "-", "1", "dbG", s => s.Weight("w") * Distance(s));
        yield return Make("absolute distance", "-", "1", "dbG", s => s.Weight("w") * s.Apply(Op.Abs, Shift(s)));
        yield return Make("cubic spline of the distance", "-", "1", "Dbg", s => s.Weight("w") * s.Pow(s.Apply(Op.Abs, Shift(s)), 3));
        yield return Make("hat at a knot", "-", "1", "dBG", s => s.Weight("w") * s.Relu(1 - s.Apply(Op.Abs, Shift(s))));
        yield return Make("truncated power", "-", "1", "Dbg", s => s.Weight("w") * s.Pow(s.Relu(Shift(s)), 3));
        yield return Make("Epanechnikov", "-", "1", "dBG", s => s.Weight("w") * s.Relu(1 - s.Pow(Shift(s), 2)));
        yield return Make("biweight", "-", "1", "DBG", s => s.Weight("w") * s.Pow(s.Relu(1 - s.Pow(Shift(s), 2)), 2));
        yield return Make("triweight", "-", "1", "DBG", s => s.Weight("w") * s.Pow(s.Relu(1 - s.Pow(Shift(s), 2)), 3));
        yield return Make("biweight of a vector", "-", "1", "DBG", s => s.Weight("w") * s.Pow(s.Relu(1 - Square(s)), 2));
        yield return Make("tricube", "-", "1", "DBG", s => s.Weight("w") * s.Pow(s.Relu(1 - s.Pow(s.Apply(Op.Abs, Shift(s)), 3)), 3));
        yield return Make("Wendland", "-", "1", "DBG", s => s.Weight("w") * (s.Apply(Op.Abs, Shift(s)) is var r ? s.Pow(s.Relu(1 - r), 4) * (1 + (4 * r)) : r));
        yield return Make("Wendland of a vector", "-", "1", "DBG", s => s.Weight("w") * (Distance(s) is var r ? s.Pow(s.Relu(1 - r), 4) * (1 + (4 * r)) : r));
        yield return Make("box", "-", "1", "dBG", s => s.Weight("w") * s.Select(s.Apply(Op.Abs, Shift(s)) < s.Number(1), s.Number(1), s.Number(0)));
        yield return Make("cosine bump", "-", "1", "DBG", s => s.Weight("w") * (Shift(s) is var u ? s.Select(s.Apply(Op.Abs, u) < s.Number(1), 1 + s.Apply(Op.Cos, Math.PI * u), s.Number(0)) : u));
        yield return Make("quadratic B-spline by choices", "-", "1", "DBG", s => s.Weight("w") * BSpline(s, s.Apply(Op.Abs, Shift(s))));
        yield return Make("cubic B-spline by truncated powers", "-", "1", "DBG", s => s.Weight("w") * (Shift(s) is var u ? (s.Pow(s.Relu(2 - s.Apply(Op.Abs, u)), 3) - (4 * s.Pow(s.Relu(1 - s.Apply(Op.Abs, u)), 3))) / 6 : u));
        yield return Make("logistic density", "-", "1", "DBG", s => s.Weight("w") * (s.Apply(Op.Sigmoid, Shift(s)) is var p ? p * (1 - p) : p));
        yield return Make("Gumbel density", "-", "1", "DBG", s => s.Weight("w") * (Shift(s) is var u ? s.Apply(Op.Exp, -u - s.Apply(Op.Exp, -u)) : u));
        yield return Make("logistic step", "-", "1", "DBG", s => s.Weight("w") * s.Apply(Op.Sigmoid, Shift(s) / s.Hyper("Width", domain: Positive)));
        yield return Make("responsibility of a mixture", "-", "1", "DBg", s => s.Weight("w") * (s.Apply(Op.Exp, -s.Pow(Shift(s), 2)) is var p ? p / (p + s.Apply(Op.Exp, -s.Pow(s.Position("r") - s.Input("y"), 2))) : p));
        yield return Make("Mexican hat", "-", "1", "DBG", s => s.Weight("w") * (s.Pow(Shift(s), 2) is var q ? (1 - q) * s.Apply(Op.Exp, -0.5 * q) : q));
        yield return Make("Mexican hat of a vector", "-", "1", "DBG", s => s.Weight("w") * (Square(s) is var q ? (2 - q) * s.Apply(Op.Exp, -0.5 * q) : q));
        yield return Make("Morlet wavelet", "-", "1", "DBG", s => s.Weight("w") * (Shift(s) is var u ? s.Apply(Op.Cos, 5 * u) * s.Apply(Op.Exp, -0.5 * s.Pow(u, 2)) : u));
        yield return Make("Gabor function", "-", "1", "DBG", s => s.Weight("w") * (s.Apply(Op.Cos, Dot(s, "f", "z")) * s.Apply(Op.Exp, -0.5 * Square(s))));
        yield return Make("Hermite function of degree 3", "-", "1", "DBG", s => s.Weight("w") * (Shift(s) is var u ? ((8 * s.Pow(u, 3)) - (12 * u)) * s.Apply(Op.Exp, -0.5 * s.Pow(u, 2)) : u));
        yield return Make("derivative of a gaussian", "-", "1", "DBG", s => s.Weight("w") * (Shift(s) is var u ? u * s.Apply(Op.Exp, -s.Pow(u, 2)) : u));
        yield return Make("log-distance", "-", "1", "DbG", s => s.Weight("w") * s.Apply(Op.Log1p, s.Pow(Shift(s), 2)));
        yield return Make("exponential decay e^-tx", "-", "1", "Dbg", s => s.Weight("w") * s.Apply(Op.Exp, -(s.Position("t") * s.Input("x"))));
    }

    private static Term Shift(Sketch s) => s.Position("t") - s.Input("x");

    private static Term Square(Sketch s)
    {
        int t = s.Vector("t", ParameterRole.Position), x = s.Vector("x", ParameterRole.Input);
        return s.Over(Op.SumOver, t, at => s.Pow(at(t) - at(x), 2));
    }

    private static Term Distance(Sketch s) => s.Apply(Op.NormRoot, Square(s));

    private static Term BSpline(Sketch s, Term r) => s.Select(
        r < s.Number(0.5), 0.75 - s.Pow(r, 2), s.Select(r < s.Number(1.5), 0.5 * s.Pow(1.5 - r, 2), s.Number(0)));
}
