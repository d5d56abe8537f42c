using MeanFieldDsl.Generators.Formulas;
using MeanFieldDsl.Generators.Tests.FrontEnd;
using MeanFieldDsl.Generators.Transform;

namespace MeanFieldDsl.Generators.Tests.Transform;

/// <summary>Which exponentials run along a grid, and that their exponents have the derivatives that are used.</summary>
public sealed class GridExponentialTests
{
    [Theory]
    [InlineData("[Weight] double a, [Position] double t, [Input] double x", "a * Math.Exp(-Sq(x - t) / (2 * Sq(Scale)))", 1)]
    [InlineData("[Weight] double a, [Position] double t, [Input] double x", "a * Math.Exp(-Sq((x - t) / Scale)) - Math.Exp(-Sq(x - t))", 2)]
    [InlineData("[Weight] double a, [Position] double t, [Input] double x", "a * Math.Exp(t * x)", 1)]
    [InlineData("[Weight] double a, [Position] double t, [Input] double s, [Input] double x", "a * Math.Exp(-Sq(x - (t * s)) - Sq(s))", 1)]
    [InlineData("[Weight] double a, [Position] double t, [Input] double x", "a * Math.Exp(t * Sq(x))", 0)]
    [InlineData("[Weight] double a, [Position] double t, [Position] double s, [Input] double x", "a * Math.Exp(-Sq((x - t) / s))", 0)]
    [InlineData("[Weight] double a, [Position] double t, [Input] double x", "a * Math.Exp(-Math.Abs(x - t))", 0)]
    [InlineData("[Weight] double a, [Position] double t, [Input] double x", "a * Math.Exp(-Max(x - t, 0))", 0)]
    [InlineData("[Weight] double a, [Position] double t, [Input] double x", "a * Math.Exp(x * Sq(x - t))", 0)]
    [InlineData("[Weight] double a, [Position] double t, [Input] double x", "a * Math.Exp(-t / (1 + Sq(x)))", 0)]
    [InlineData("[Weight] double a, [Position] double t, [Input] double s, [Input] double x", "a * Math.Exp(-s * Sq(x - t))", 0)]
    [InlineData("[Weight] double a, [Position] double t, [Input] double x", "a * Math.Exp(-Sq(t)) * x", 0)]
    public void Exponents_are_quadratic_along_the_row_with_one_curvature(string parameters, string expression, int expected)
    {
        Formula formula = Parse(parameters, expression);
        int input = formula.Parameters.Count - 1;
        GridExponential[] found = [.. GridExponential.Along(formula, formula.Nodes, [formula.Root], input)];
        Assert.Equal(expected, found.Length);
        Random random = new(1);
        foreach (GridExponential exponential in found)
        {
            double[][] point = [.. formula.Parameters.Select(_ => new[] { (2 * random.NextDouble()) - 1 })];
            double h = 0.25;
            double[] values = [.. new[] { -h, 0, h }.Select(shift => Value(exponential, exponential.Exponent, point, input, shift))];
            Assert.Equal(Math.Log(new Interpreter(formula.Nodes).Value(exponential.Node, new(point, [0.7]))), values[1], 1e-12);
            Assert.Equal((values[2] - values[0]) / (2 * h), Value(exponential, exponential.Slope, point, input, 0), 1e-12);
            Assert.Equal((values[2] - (2 * values[1]) + values[0]) / (h * h), Value(exponential, exponential.Curvature, point, input, 0), 1e-11);
        }
    }

    private static double Value(GridExponential exponential, int root, double[][] point, int input, double shift)
    {
        double[][] moved = [.. point.Select((p, i) => i == input ? [p[0] + shift] : p)];
        return new Interpreter(exponential.Nodes).Value(root, new(moved, [0.7]));
    }

    private static Formula Parse(string parameters, string expression) => TestCompilation.Parse(
        $"[Feature] public sealed partial class F {{ public required double Scale {{ get; init; }} [Formula] public double Phi({parameters}) => {expression}; }}", "F").Spec.Formula!;
}
