using MeanFieldDsl.Generators.Formulas;
using MeanFieldDsl.Generators.Tests.Formulas;
using static MeanFieldDsl.Generators.Tests.Analysis.TextbookFeature;

namespace MeanFieldDsl.Generators.Tests.Analysis;

/// <summary>Fourier features, filters, polynomials and tensors.</summary>
internal static partial class TextbookFeatures
{
    private static IEnumerable<TextbookFeature> Waves()
    {
        yield return Make("fourier feature", "-", "1", "DBG", s => s.Weight("w") * s.Apply(Op.Cos, 2 * Math.PI * (s.Input("k") * s.Position("t"))));
        yield return Make("fourier sine", "-", "1", "DBG", s => s.Weight("w") * s.Apply(Op.Sin, Dot(s)));
        yield return Make("sum of cosine and sine", "-", "1", "DBG", s => s.Weight("w") * (Dot(s) is var u ? s.Apply(Op.Cos, u) + s.Apply(Op.Sin, u) : u));
        yield return Make("Dirichlet spike", "-", "1", "DBG", s => s.Weight("w") * Dirichlet(s, Shift(s)));
        yield return Make("Fejér spike", "-", "1", "DBG", s => s.Weight("w") * Fejer(s, Shift(s)));
        yield return Make("ideal low-pass", "-", "1", "DBG", s => s.Weight("w") * s.Apply(Op.Sinc, s.Hyper("CutOff") * Shift(s)));
        yield return Make("squared sinc", "-", "1", "DBG", s => s.Weight("w") * s.Pow(s.Apply(Op.Sinc, Shift(s)), 2));
        yield return Make("product of sincs", "-", "1", "DBG", s => s.Weight("w") * (s.Apply(Op.Sinc, Shift(s)) * s.Apply(Op.Sinc, s.Position("r") - s.Input("y"))));
        yield return Make("windowed wave", "-", "1", "DBG", s => s.Weight("w") * (Shift(s) is var u ? s.Apply(Op.Cos, 7 * u) / (1 + s.Pow(u, 2)) : u));
        yield return Make("von Mises", "-", "1", "DBG", s => s.Weight("w") * s.Apply(Op.Exp, s.Hyper("Kappa") * s.Apply(Op.Cos, Shift(s))));
        yield return Make("Poisson kernel", "-", "1", "DBG", s => s.Weight("w") * (0.75 / (1.25 - s.Apply(Op.Cos, Shift(s)))));
        yield return Make("chirp", "-", "1", "DBg", s => s.Weight("w") * s.Apply(Op.Cos, s.Pow(s.Position("t"), 2) * s.Input("x")));
        yield return Make("frequency and phase", "-", "1", "DBG", s => s.Weight("w") * s.Apply(Op.Cos, (s.Position("f") * s.Input("x")) + s.Position("p")));
        yield return Make("amplitude in a position", "-", "1", "Dbg", s => s.Weight("w") * (s.Position("r") * s.Apply(Op.Cos, s.Position("f") * s.Input("x"))));
        yield return Make("Chebyshev degree 3", "-", "1", "Dbg", s => s.Weight("w") * ((4 * s.Pow(Dot(s), 3)) - (3 * Dot(s))));
        yield return Make("exponential wave", "-", "1", "Dbg", s => s.Weight("w") * (s.Apply(Op.Exp, s.Position("t")) * s.Apply(Op.Cos, s.Position("f"))));
        yield return Make("wave with a soft amplitude", "-", "1", "DBG", s => s.Weight("w") * (s.Apply(Op.Tanh, s.Position("r")) * s.Apply(Op.Cos, s.Position("f") * s.Input("x"))));
    }

    private static IEnumerable<TextbookFeature> Tensors()
    {
        yield return Make("matrix entry u_i v_j", "2", "", "Dbg", s => Entry(s, 2));
        yield return Make("CP tensor entry", "3", "", "Dbg", s => Entry(s, 3));
        yield return Make("order-4 tensor entry", "4", "", "Dbg", s => Entry(s, 4));
        yield return Make("weighted rank one", "3", "1", "Dbg", s => s.Weight("c") * Entry(s, 2));
        yield return Make("symmetric matrix entry", "2", "", "Dbg", s => s.Vector("u", ParameterRole.Position) is var u ? s.Element(u, s.Integer("i")) * s.Element(u, s.Integer("j")) : default);
        yield return Make("bilinear form", "2", "", "Dbg", s => Dot(s) * Dot(s, "v", "y"));
        yield return Make("linear form", "1", "", "DbG", s => Dot(s));
        yield return Make("weighted linear form", "2", "1", "DbG", s => s.Weight("a") * Dot(s));
        yield return Make("product over a fixed dimension", "3", "", "Dbg", s => Product(s, "3", false));
        yield return Make("product over a symbolic dimension", "d", "", "Dbg", s => Product(s, "d", false));
        yield return Make("weighted product over a symbolic dimension", "1 + d", "1", "Dbg", s => s.Weight("a") * Product(s, "d", false));
        yield return Make("product over a constant range", "4", "", "Dbg", s => s.Range(Op.ProductOver, s.Number(1), s.Number(4), k => s.Position("b")));
        yield return Make("product up to a hyper-parameter", "K", "", "Dbg", s => s.Range(Op.ProductOver, s.Number(1), s.Hyper("K", FormulaType.Integer, ValueDomain.Between(1, double.PositiveInfinity)), k => s.Position("b")));
        yield return Make("monomial b^7", "7", "", "Dbg", s => s.Pow(s.Position("b"), 7));
        yield return Make("affine form", "-", "1", "DbG", s => s.Weight("a") * (Dot(s) + 1));
        yield return Make("polynomial kernel", "-", "1", "Dbg", s => s.Weight("a") * s.Pow(1 + Dot(s), 2));
        yield return Make("multiply and add", "2", "-", "D--", s => s.Apply(Op.FusedMultiplyAdd, s.Weight("a"), s.Position("b"), s.Pow(s.Position("c"), 2)));
        yield return Make("quotient of norms", "0", "", "dBg", s => s.Norm(s.Vector("u", ParameterRole.Position)) is var n ? s.Element(0, 0) / n : n);
        yield return Make("constant", "0", "0", "D--", s => { _ = s.Weight("a"); return s.Number(3); });
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
        Term cutOff = s.Hyper("CutOff", FormulaType.Integer);
        Term sum = s.Range(Op.SumOver, s.Number(1), cutOff, k => s.Apply(Op.Cos, 2 * Math.PI * (k * u)));
        return (1.0 + (2 * sum)) / ((2 * cutOff) + 1);
    }

    private static Term Fejer(Sketch s, Term u)
    {
        Term cutOff = s.Hyper("CutOff", FormulaType.Integer);
        return 1 + (2 * s.Range(Op.SumOver, s.Number(1), cutOff, k => (1 - (k / cutOff)) * s.Apply(Op.Cos, 2 * Math.PI * (k * u))));
    }
}
