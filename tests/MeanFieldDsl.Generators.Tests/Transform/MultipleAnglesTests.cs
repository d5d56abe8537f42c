using MeanFieldDsl.Generators.Formulas;
using MeanFieldDsl.Generators.Tests.FrontEnd;
using MeanFieldDsl.Generators.Transform;

namespace MeanFieldDsl.Generators.Tests.Transform;

/// <summary>Which sines and cosines are computed from others, and that they keep their value within what rounding the angle does to it.</summary>
public sealed class MultipleAnglesTests
{
    [Theory]
    [InlineData("a * (Math.Cos(t) + Math.Cos(2 * t))", 2)]
    [InlineData("a * Math.Sin(t) * Math.Sin(t * 3)", 2)]
    [InlineData("a * (Math.Sin(t + a) - (Math.Cos(4 * (t + a)) * Math.Sin(2 * (t + a))))", 2)]
    [InlineData("Math.Cos(a) + Math.Sin(2 * t) + Math.Cos(4 * t)", 3)]
    [InlineData("Math.Sin(2 * t) * Math.Cos(2 * (2 * t))", 2)]
    [InlineData("a * Math.Sin(t) * Math.Sin(t * 5)", 2)]
    [InlineData("a * Math.Sin(t) * Math.Sin(t * 2.5)", 2)]
    [InlineData("a * Math.Sin(t) * Math.Sin(t * a)", 2)]
    [InlineData("a * Math.Cos(3 * t)", 1)]
    public void Multiples_of_an_angle_come_from_it(string expression, int functions)
    {
        Formula formula = TestCompilation.Parse($"[Feature] public sealed partial class F {{ [Formula] public static double Phi([Weight] double a, [Input] double t) => {expression}; }}", "F").Spec.Formula!;
        (IReadOnlyList<Node> nodes, int[] roots) = MultipleAngles.Expand(formula.Nodes, [formula.Root, formula.Root]);
        Assert.Equal(roots[0], roots[1]);
        Assert.Equal(functions, nodes.Count(static n => n.Op is Op.Sin or Op.Cos));
        Random random = new(1);
        for (int k = 0; k < 1000; k++)
        {
            Binding at = new([[(4 * random.NextDouble()) - 2], [k < 500 ? (8 * random.NextDouble()) - 4 : random.Next(-9, 9) * Math.PI / 12]], []);
            Jet exact = new Interpreter(formula.Nodes).ValueWithCondition(formula.Root, at);
            double error = Math.Abs(new Interpreter(nodes).Value(roots[0], at) - exact.Value);
            Assert.True(error <= 8 * 1.1102230246251565e-16 * (exact.ValueCondition + Math.Abs(exact.Value)), $"{error:R} at {exact.Value:R}, {exact.ValueCondition:R}");
        }
    }
}
