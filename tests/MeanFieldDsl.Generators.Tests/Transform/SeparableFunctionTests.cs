using MeanFieldDsl.Generators.Formulas;
using MeanFieldDsl.Generators.Tests.FrontEnd;
using MeanFieldDsl.Generators.Transform;

namespace MeanFieldDsl.Generators.Tests.Transform;

/// <summary>Which features are products of two, and that the product is the feature.</summary>
public sealed class SeparableFunctionTests
{
    private const string Plane = "[Weight] double a, [Position] double s, [Position] double t, [Input] double x, [Input] double y";

    [Theory]
    [InlineData(Plane, "a * Math.Exp(-Sq(x - s)) * Math.Cos(y * t)", "x", "y")]
    [InlineData(Plane, "-a * Math.Exp((-(Sq(x - s) + Sq(y - t)) / 2) - Sq(a))", "x", "y")]
    [InlineData(Plane, "a * Math.Exp(Scale * Scale * (-Sq(x - s) - Sq(y - t)))", "x", "y")]
    [InlineData(Plane, "a * Math.Sin(s * x) / (1 + Sq(t * y))", "x", "y")]
    [InlineData(Plane, "(s + x) / ((1 + Sq(y)) * (t - 3)) * y", "x", "y")]
    [InlineData("[Weight] double a, [Input] double x, [Input] double y, [Input] double z", "a * (x + a) * (z - a) / (2 + Math.Sin(a * y))", "x y", "z")]
    [InlineData("[Weight] double a, [Input] double x, [Input] double y, [Input] double z", "a * (x + z) * Math.Cos(y)", "x z", "y", true)]
    [InlineData("[Position, Dim(2)] Vec t, [Input, Dim(2)] Vec u, [Input, Dim(2)] Vec v", "(u[0] + (u[1] * t[0])) * (v[0] + (v[1] * Math.Sin(t[1])))", "leaf leaf", "leaf leaf")]
    [InlineData(Plane, "a * (Math.Exp(-Sq(x - s)) + Math.Cos(y * t))", null, null)]
    [InlineData(Plane, "a * Math.Exp(s * x) * Math.Cos(x * y)", null, null)]
    [InlineData(Plane, "a * Math.Exp((s * x) + (t * y))", null, null)]
    [InlineData(Plane, "a * Math.Exp(Sq(x - s) - Sq(y - t))", null, null)]
    [InlineData(Plane, "a * s * t", null, null)]
    [InlineData("[Weight] double a, [Position, Dim(2)] Vec t, [Input, Dim(2)] Vec u, [Input] double y", "a * Math.Cos(Dot(t, u)) * y", null, null)]
    public void Features_are_the_product_of_their_factors(string parameters, string expression, string? lines, string? columns, bool isSwapped = false)
    {
        (Formula formula, RidgeFunction ridge) = Parse(parameters, expression);
        SeparableFunction? found = SeparableFunction.Of(ridge);
        if (lines is null)
        {
            Assert.Null(found);
            return;
        }

        Assert.NotNull(found);
        string Names(int[] numbers) => string.Join(' ', numbers.Select(p => ridge.Tail.Parameters[p].Name.StartsWith("leaf", StringComparison.Ordinal) ? "leaf" : ridge.Tail.Parameters[p].Name));
        (string?, string?) expected = isSwapped ? (columns, lines) : (lines, columns);
        Assert.Equal(expected, (Names(found.LineNumbers), Names(found.ColumnNumbers)));
        Assert.Null(found.Along);
        Assert.NotNull(formula);
        Random random = new(1);
        for (int k = 0; k < 20; k++)
        {
            double[][] point = [.. ridge.Tail.Parameters.Select(_ => new[] { (2 * random.NextDouble()) - 1 })];

            // What A may not see is other than what B sees.
            double[][] seenByLines = [.. point.Select((p, i) => found.ColumnNumbers.Contains(i) ? [double.NaN] : p)], seenByColumns = [.. point.Select((p, i) => found.LineNumbers.Contains(i) ? [double.NaN] : p)];
            double product = Value(found.Lines, seenByLines) * Value(found.Columns, seenByColumns);
            Assert.Equal(1, product / Value(ridge.Tail, point), 1e-12);
        }
    }

    [Theory]
    [InlineData("a * Math.Exp(-Sq(x - t) / (2 * Sq(Scale)))", true)]
    [InlineData("t * Math.Exp(-Sq(x - t) / 2) * Math.Exp(-Sq((2 * x) + a))", true)]
    [InlineData("a * Math.Exp(-Sq(x - t)) * Math.Exp(t * x)", false)]
    [InlineData("a * x * Math.Exp(-Sq(x - t))", false)]
    [InlineData("a * Math.Exp(-Sq((x - t) / a))", false)]
    [InlineData("a * Math.Exp(-Math.Abs(x - t))", false)]
    [InlineData("a * Math.Exp(Sq(x - t))", false)]
    [InlineData("a * Math.Exp(-Sq(x - t)) / Math.Exp(-Sq(x))", false)]
    [InlineData("a * (Math.Exp(-Sq(x - t)) + 1)", false)]
    public void Exponentials_split_along_equidistant_rows(string expression, bool isSplit)
    {
        (_, RidgeFunction ridge) = Parse("[Weight] double a, [Position] double t, [Input] double x", expression);
        SeparableFunction? found = SeparableFunction.Of(ridge);
        Assert.Equal(isSplit, found?.Along is not null);
        if (found?.Along is not { } along)
        {
            return;
        }

        Random random = new(1);
        for (int k = 0; k < 20; k++)
        {
            double a = random.NextDouble(), t = random.NextDouble(), x = random.NextDouble(), offset = random.NextDouble() - 0.5, middle = random.NextDouble();
            double curvature = new Interpreter(along.Exponential.Nodes).Value(along.Exponential.Curvature, new([[a], [t], [x]], [0.7]));
            double product = Value(found.Lines, [[a], [t], [x]]) * Value(found.Columns, [[a], [t], [middle], [offset], [1000]])
                * Math.Exp(curvature * offset * (x - middle + (0.5 * offset)));
            Assert.Equal(1, product / Value(ridge.Tail, [[a], [t], [x + offset]]), 1e-11);
            Assert.True(Value(found.Columns, [[a], [t], [middle + 1e6], [offset], [3]]) <= Math.Exp(3 * Math.Abs(offset)) * (1 + 1e-12));
        }
    }

    private static double Value(Formula formula, double[][] point) => new Interpreter(formula.Nodes).Value(formula.Root, new(point, [0.7]));

    private static (Formula Formula, RidgeFunction Ridge) Parse(string parameters, string expression)
    {
        Formula formula = TestCompilation.Parse(
            $"[Feature] public sealed partial class F {{ public required double Scale {{ get; init; }} [Formula] public double Phi({parameters}) => {expression}; }}", "F").Spec.Formula!;
        return (formula, RidgeFunction.Of(formula)!);
    }
}
