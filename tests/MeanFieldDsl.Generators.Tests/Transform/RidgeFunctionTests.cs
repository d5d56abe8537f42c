using MeanFieldDsl.Generators.Formulas;
using MeanFieldDsl.Generators.Tests.Formulas;
using MeanFieldDsl.Generators.Tests.FrontEnd;
using MeanFieldDsl.Generators.Transform;

namespace MeanFieldDsl.Generators.Tests.Transform;

/// <summary>Which features are seen as ridge functions, and that the rewritten formulas have the values of the first.</summary>
public sealed class RidgeFunctionTests
{
    [Theory]
    [InlineData("[Weight] double a, [Position] Vec w, [Position] double b, [Input] Vec x", "a * Max(Dot(w, x) + b, 0)", "Product 1 3")]
    [InlineData("[Weight] double a, [Position] Vec w, [Input] Vec x", "a * Sum(x, w, (s, t) => s * t)", "Product 1 2")]
    [InlineData("[Weight] double a, [Position] Vec w, [Position] Vec v, [Input] Vec x", "a * Dot(w, x) * Sigmoid(Dot(v, x))", "Product 1 3, Product 2 3")]
    [InlineData("[Position, Dim(4)] Vec u, [Position, Dim(4)] Vec v, [Input] int i, [Input] int j", "u[i] * v[j]", "Selection 0 2, Selection 1 3")]
    [InlineData("[Weight] double a, [Position, Dim(2)] Vec t, [Input, Dim(2)] Vec x", "a * Cos(t[1] - x[0])", "ParticleElement 1 1, RowElement 2 0")]
    [InlineData("[Weight] double a, [Position] double t, [Input] double x", "a * Exp(-Sq(x - t))", "")]
    [InlineData("[Weight] double a, [Position] Vec t, [Input] Vec x", "a * Exp(-Sum(x, t, (s, u) => Sq(s - u)))", null)]
    [InlineData("[Weight] double a, [Position] Vec w, [Input] Vec x", "a * Dot(w, x) / Norm(w)", null)]
    [InlineData("[Weight] double a, [Position, Dim(4)] Vec w, [Input, Dim(4)] Vec x, [Input] int i", "a * w[0] * x[i]", null)]
    public void Vectors_are_seen_through(string parameters, string expression, string? expected)
    {
        string source = $"[Feature] public sealed partial class F {{ [Formula] public static double Phi({parameters}) => {expression}; }}";
        RidgeFunction? ridge = RidgeFunction.Of(TestCompilation.Parse(source, "F").Spec.Formula!);
        Assert.Equal(expected, ridge is null ? null : string.Join(", ", ridge.Leaves.Select(l => $"{l.Use} {l.Vector} {l.Other}")));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public void Written_out_a_formula_keeps_its_value(int size)
    {
        int unrolled = 0, ridges = 0;
        foreach (RandomFormula drawn in RandomFormulas.Many(7000, 400))
        {
            Formula formula = drawn.Formula;
            if (Unrolling.Of(formula, size) is not { } written || Point(drawn, size) is not { } point)
            {
                continue;
            }

            unrolled++;
            double expected = new Interpreter(formula.Nodes).Value(formula.Root, point);
            AssertSame(drawn, expected, new Interpreter(written.Nodes).Value(written.Root, point));
            if (RidgeFunction.Of(written) is { } ridge)
            {
                ridges++;
                double[][] leaves = [.. ridge.Leaves.Select(l => new[] { Leaf(l, point) })];
                AssertSame(drawn, expected, new Interpreter(ridge.Tail.Nodes).Value(ridge.Tail.Root, new([.. point.Parameters, .. leaves], point.HyperParameters)));
            }
        }

        Assert.True(unrolled > 200 && ridges > 100, $"{unrolled} written out, {ridges} of them ridge functions");
    }

    [Fact]
    public void The_tail_of_a_ridge_function_has_its_value()
    {
        int ridges = 0;
        foreach (RandomFormula drawn in RandomFormulas.Many(9000, 600))
        {
            Formula formula = drawn.Formula;
            if (RidgeFunction.Of(formula) is not { } ridge)
            {
                continue;
            }

            ridges++;
            Binding point = drawn.Draw(new(drawn.Seed));
            double[][] leaves = [.. ridge.Leaves.Select(l => new[] { Leaf(l, point) })];
            double expected = new Interpreter(formula.Nodes).Value(formula.Root, point);
            AssertSame(drawn, expected, new Interpreter(ridge.Tail.Nodes).Value(ridge.Tail.Root, new([.. point.Parameters, .. leaves], point.HyperParameters)));
        }

        Assert.True(ridges > 50, ridges + " ridge functions");
    }

    private static double Leaf(VectorLeaf leaf, Binding point) => leaf.Use switch
    {
        VectorUse.Product => point.Parameters[leaf.Vector].Zip(point.Parameters[leaf.Other], static (w, x) => w * x).Sum(),
        VectorUse.Selection => point.Parameters[leaf.Vector][(int)point.Parameters[leaf.Other][0]],
        _ => point.Parameters[leaf.Vector][leaf.Other],
    };

    // A point at which the open dimension has the size.
    private static Binding? Point(RandomFormula drawn, int size) =>
        Enumerable.Range(0, 60).Select(i => drawn.Draw(new(drawn.Seed + i))).FirstOrDefault(b => b.Parameters[1].Length == size);

    private static void AssertSame(RandomFormula drawn, double expected, double actual) =>
        Assert.True(expected.Equals(actual) || Math.Abs(expected - actual) <= 1e-9 * (1 + Math.Abs(expected)), $"{drawn}: {expected:R} became {actual:R}");
}
