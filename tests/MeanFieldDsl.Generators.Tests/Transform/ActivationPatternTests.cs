using MeanFieldDsl.Generators.Formulas;
using MeanFieldDsl.Generators.Tests.FrontEnd;
using MeanFieldDsl.Generators.Transform;

namespace MeanFieldDsl.Generators.Tests.Transform;

/// <summary>Which features need one bit a pair, and that their gradients come from sums over the rows of either side.</summary>
public sealed class ActivationPatternTests
{
    private const int Rows = 40;

    private static readonly double[] Hypers = [0.7];

    [Theory]
    [InlineData("[Weight] double a, [Position] double b", "a * Relu(Dot(w, x) + b)", false)]
    [InlineData("[Weight] double a, [Position] double b", "a * Relu(b - Dot(w, x))", false)]
    [InlineData("[Weight] double a", "a * LeakyRelu(Dot(w, x), Scale)", true)]
    [InlineData("[Weight] double a, [Position] double b", "a * Math.Min(b, Dot(w, x))", true)]
    [InlineData("[Weight] double a, [Position] double b, [Input] double s", "a * Relu(Dot(w, x) + b * s - Scale)", false)]
    [InlineData("[Weight] double a, [Position] double b, [Input] double s", "a * Relu(Dot(w, x)) + b * s", true)]
    [InlineData("[Weight] double a, [Input] double s", "Sq(a) * Math.Max(Dot(w, x) / Scale, s)", true)]
    [InlineData("[Weight] double a, [Position] double b", "Dot(w, x) <= b ? 0 : a * (Dot(w, x) - b)", true)]
    [InlineData("[Weight] double a, [Position] double b", "a * (Relu(Dot(w, x) - b) - Dot(w, x))", true)]
    [InlineData("[Weight] double a, [Position] double b", "Math.Exp(a) * Relu(Dot(w, x) + Math.Sin(b))", false)]
    public void The_gradient_is_that_of_sums_over_either_side(string parameters, string expression, bool hasOtherSide)
    {
        (Formula tail, int product, int[] scalars, int[] inputs) = Parse(parameters, expression);
        ActivationPattern pattern = ActivationPattern.Of(tail, product, scalars, inputs)!;
        Assert.NotNull(pattern);
        Assert.Equal(hasOtherSide, pattern.HasOtherSide);
        Gradient gradient = Differentiator.Differentiate(tail, [product, .. scalars]).WithUnitCotangent();
        Random random = new(3);
        double[][] point = [.. tail.Parameters.Select(_ => new[] { Uniform(random) })];
        int terms = 2 + inputs.Length;
        double[] sums = new double[2 * terms];
        double[] expected = new double[scalars.Length];
        double expectedOn = 0, expectedOff = 0;
        int on = 0;
        for (int r = 0; r < Rows; r++)
        {
            double cotangent = Uniform(random);
            foreach (int varying in inputs.Prepend(product))
            {
                point[varying] = [Uniform(random)];
            }

            Interpreter patterns = new(pattern.Formula.Nodes), derivatives = new(gradient.Nodes);
            bool isOn = patterns.Value(pattern.Condition, new(point, Hypers)) != 0;
            on += isOn ? 1 : 0;
            Assert.Equal(new Interpreter(tail.Nodes).Value(tail.Root, new(point, Hypers)), patterns.Value(pattern.Value, new(point, Hypers)));
            double[] given = [1, point[product][0], .. inputs.Select(i => point[i][0])];
            for (int t = 0; t < terms; t++)
            {
                sums[(isOn ? 0 : terms) + t] += cotangent * given[t];
            }

            double Slope(int parameter) => gradient.Of(parameter).Scalar is int node and >= 0 ? derivatives.Value(node, new(point, Hypers)) : 0;
            expectedOn += isOn ? Slope(product) : 0;
            expectedOff += isOn ? 0 : Slope(product);
            for (int s = 0; s < scalars.Length; s++)
            {
                expected[s] += cotangent * Slope(scalars[s]);
            }
        }

        Assert.InRange(on, 1, Rows - 1);
        double[][] extended = [.. point, .. sums.Select(static s => new[] { s })];
        Interpreter interpreter = new(pattern.Formula.Nodes);
        Assert.Equal(expectedOn / on, interpreter.Value(pattern.OnSlope, new(extended, Hypers)), 1e-13);
        Assert.Equal(expectedOff / (Rows - on), interpreter.Value(pattern.OffSlope, new(extended, Hypers)), 1e-13);
        Assert.Equal(scalars, pattern.Slopes.Select(static s => s.Parameter));
        for (int s = 0; s < scalars.Length; s++)
        {
            Assert.Equal(expected[s], interpreter.Value(pattern.Slopes[s].Node, new(extended, Hypers)), 1e-12);
        }
    }

    [Theory]
    [InlineData("[Weight] double a", "a * Dot(w, x)")]
    [InlineData("[Weight] double a", "a * Math.Abs(Dot(w, x))")]
    [InlineData("[Weight] double a", "a * Sq(Relu(Dot(w, x)))")]
    [InlineData("[Weight] double a", "a * Math.Clamp(Dot(w, x), 0, 1)")]
    [InlineData("[Weight] double a", "a * Relu(Dot(w, x)) * Relu(1 - Dot(w, x))")]
    [InlineData("[Weight] double a, [Input] double s", "a * Relu(s * Dot(w, x))")]
    [InlineData("[Weight] double a, [Position] double b, [Input] double s", "a * Relu(Dot(w, x) + b * Sq(s))")]
    [InlineData("[Weight] double a, [Position] double b, [Input] double s", "a * Relu(Dot(w, x) + b * Math.Sign(s))")]
    [InlineData("[Weight] double a, [Position] double b, [Input] bool s", "a * Relu(Dot(w, x) + (s ? b : 0))")]
    [InlineData("[Weight] double a, [Position] double b", "a * (Dot(w, x) > b ? Math.Sin(Dot(w, x)) : 0)")]
    [InlineData("[Weight] double a, [Position] double b", "a * (Dot(w, x) == b ? 1 : 0)")]
    public void More_than_a_bit_is_needed_elsewhere(string parameters, string expression)
    {
        (Formula tail, int product, int[] scalars, int[] inputs) = Parse(parameters, expression);
        Assert.Null(ActivationPattern.Of(tail, product, scalars, inputs));
    }

    private static double Uniform(Random random) => (2 * random.NextDouble()) - 1;

    private static (Formula Tail, int Product, int[] Scalars, int[] Inputs) Parse(string parameters, string expression)
    {
        Formula formula = TestCompilation.Parse(
            $"[Feature] public sealed partial class F {{ public required double Scale {{ get; init; }} [Formula] public double Phi({parameters}, [Position] Vec w, [Input] Vec x) => {expression}; }}", "F").Spec.Formula!;
        RidgeFunction ridge = RidgeFunction.Of(formula)!;
        int[] numbers = [.. Enumerable.Range(0, formula.Parameters.Count).Where(p => formula.Parameters[p].Type != FormulaType.Vector)];
        return (ridge.Tail, formula.Parameters.Count, [.. numbers.Where(p => formula.Parameters[p].IsParticle)], [.. numbers.Where(p => !formula.Parameters[p].IsParticle)]);
    }
}
