using MeanFieldDsl.Generators.Formulas;
using MeanFieldDsl.Generators.Tests.FrontEnd;
using MeanFieldDsl.Generators.Transform;

namespace MeanFieldDsl.Generators.Tests.Transform;

/// <summary>Divisions by what rows share become products, others stay, and the value is the same up to a rounding.</summary>
public sealed class ReciprocalsTests
{
    [Theory]
    [InlineData("a * x / Scale", 1, 0)]
    [InlineData("a * x / t", 1, 0)]
    [InlineData("a / (x * x + 1)", 1, 1)]
    [InlineData("a * x / (t * t + 1) / (2 * Scale)", 2, 0)]
    [InlineData("a / t * x", 1, 0)]
    [InlineData("(a * x / Scale) / (1 + Sq(x / t))", 3, 1)]
    public void Only_divisions_by_rows_stay(string expression, int divisions, int perRow)
    {
        Formula formula = TestCompilation.Parse(
            $"[Feature] public sealed partial class F {{ public required double Scale {{ get; init; }} [Formula] public double Phi([Weight] double a, [Position] double t, [Input] double x) => {expression}; }}", "F").Spec.Formula!;
        (IReadOnlyList<Node> nodes, int[] roots) = Reciprocals.Multiply(formula.Nodes, formula.Parameters, [formula.Root]);
        Schedule schedule = Schedule.Of(nodes, formula.Parameters, roots);
        Assert.Equal(divisions, formula.Nodes.Count(static n => n.Op == Op.Divide));
        Assert.Equal(perRow, nodes.Where((n, i) => n.Op == Op.Divide && schedule.IsVarying(i)).Count());
        Binding point = new([[0.3], [-1.7], [0.9]], [0.7]);
        double expected = new Interpreter(formula.Nodes).Value(formula.Root, point);
        Assert.Equal(expected, new Interpreter(nodes).Value(roots[0], point), 4 * 2.2e-16 * Math.Abs(expected));
    }
}
