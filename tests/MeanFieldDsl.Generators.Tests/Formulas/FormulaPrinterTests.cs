using MeanFieldDsl.Generators.Formulas;

namespace MeanFieldDsl.Generators.Tests.Formulas;

public sealed class FormulaPrinterTests
{
    [Fact]
    public void Formulas_read_as_on_paper()
    {
        Sketch s = new();
        int w = s.Vector("w", ParameterRole.Position), x = s.Vector("x", ParameterRole.Input);
        Term a = s.Weight("a"), b = s.Position("b"), y = s.Input("y"), i = s.Integer("i"), cutOff = s.Hyper("K", FormulaType.Integer);
        (Term Term, string Text)[] expected =
        [
            (a * s.Relu(s.Dot(w, x) + b), "a * max(⟨w, x⟩ + b, 0)"),
            (s.Norm(w), "sqrt(‖w‖²)"),
            (s.Sum(w, wi => s.Apply(Op.Abs, wi)), "sum(|w[k]|, k < dim w)"),
            (s.Sum(w, wi => s.Sum(x, xj => s.Apply(Op.Max, wi, xj))), "sum(sum(max(w[k1], x[k]), k < dim x), k1 < dim w)"),
            (s.Range(Op.SumOver, s.Number(1), cutOff, k => s.Apply(Op.Cos, 2 * Math.PI * (k * y))), "sum(cos(6.283185307179586 * k * y), k = 1..K)"),
            (s.Over(Op.ProductOver, w, at => at(w) - at(x)), "prod(w[k] - x[k], k < dim w)"),
            (s.Over(Op.MaxOver, w, at => at(w)), "max(w[k], k < dim w)"),
            (s.Element(w, i) * s.Length(w), "w[i] * dim w"),
            (a - (b - y), "a - (b - y)"),
            (a - b - y, "a - b - y"),
            (a - (b + y), "a - (b + y)"),
            ((a + b) * y, "(a + b) * y"),
            (a / (b / y), "a / (b / y)"),
            (a / (b * y), "a / (b * y)"),
            (-(a + b), "-(a + b)"),
            (s.Pow(s.Pow(a, 3), 0.5), "(a^3)^0.5"),
            (s.Apply(Op.Pow, a, s.Pow(b, 3)), "a^(b^3)"),
            (s.Pow(-a, 3), "(-a)^3"),
            (s.Pow(a * b, 3), "(a * b)^3"),
            (a * s.Number(-2), "a * (-2)"),
            (s.Number(Math.PI) * a, "π * a"),
            (s.Apply(Op.FusedMultiplyAdd, a + b, b, y), "(a + b) * b + y"),
            (s.Select(a < b, a, b), "(a < b ? a : b)"),
            (s.Apply(Op.Not, s.Apply(Op.Or, a < b, s.Apply(Op.And, b < y, a < y))), "not (a < b or b < y and a < y)"),
            (s.Apply(Op.Log1p, s.Apply(Op.Sigmoid, a)), "log1p(sigmoid(a))"),
            (s.Number(double.PositiveInfinity), "∞"),
        ];
        Assert.Equal(expected.Select(e => e.Text), expected.Select(e => FormulaPrinter.Print(s.Build(e.Term))));
    }

    [Fact]
    public void A_long_formula_is_cut_with_an_ellipsis()
    {
        Sketch s = new();
        Term sum = s.Weight("a");
        for (int i = 0; i < 200; i++)
        {
            sum = s.Apply(Op.Sin, sum) + i;
        }

        string text = FormulaPrinter.Print(s.Build(sum));
        Assert.True(text.Length <= 400);
        Assert.Contains("…", text);
    }
}
