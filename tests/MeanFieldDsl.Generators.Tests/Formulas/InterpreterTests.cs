using MeanFieldDsl.Generators.Formulas;

namespace MeanFieldDsl.Generators.Tests.Formulas;

public sealed class InterpreterTests
{
    [Fact]
    public void A_relu_neuron_has_its_value_and_derivatives()
    {
        Sketch s = new();
        int w = s.Vector("w", ParameterRole.Position), x = s.Vector("x", ParameterRole.Input);
        Formula formula = s.Build(s.Weight("a") * s.Relu(s.Dot(w, x) + s.Position("b")));
        Interpreter interpreter = new(formula.Nodes);
        Binding active = new([[2, -1], [3, 0.5], [-2], [0.25]], []);
        Assert.Equal(-2 * (6 - 0.5 + 0.25), interpreter.Value(formula.Root, active));
        Assert.Equal(5.75, interpreter.Derivative(formula.Root, active, 2, 0).Slope);
        Assert.Equal([-4, 2], new[] { 0, 1 }.Select(k => interpreter.Derivative(formula.Root, active, 1, k).Slope));
        Assert.Equal([-6, -1], new[] { 0, 1 }.Select(k => interpreter.Derivative(formula.Root, active, 0, k).Slope));
        Assert.Equal(-2, interpreter.Derivative(formula.Root, active, 3, 0).Slope);
        Binding inactive = new([[2, -1], [-3, 0.5], [-2], [0.25]], []);
        Assert.Equal(0, interpreter.Value(formula.Root, inactive));
        Assert.Equal(0, interpreter.Derivative(formula.Root, inactive, 0, 0).Slope);
    }

    [Fact]
    public void A_dirichlet_kernel_is_the_quotient_of_sines()
    {
        Sketch s = new();
        Term u = s.Position("u"), cutOff = s.Hyper("K", FormulaType.Integer);
        Term sum = s.Range(Op.SumOver, s.Number(1), cutOff, k => s.Apply(Op.Cos, 2 * Math.PI * (k * u)));
        Formula formula = s.Build((1.0 + (2 * sum)) / ((2 * cutOff) + 1));
        foreach (int k in new[] { 0, 1, 2, 7 })
        {
            double expected = Math.Sin(Math.PI * ((2 * k) + 1) * 0.17) / (((2 * k) + 1) * Math.Sin(Math.PI * 0.17));
            Assert.Equal(expected, Interpreter.Evaluate(formula, new([[0.17]], [k])), 14);
        }
    }

    [Fact]
    public void Empty_loops_have_their_neutral_value()
    {
        Sketch s = new();
        Term b = s.Position("b");
        Term none = s.Number(0);
        Binding point = new([[3]], []);
        Assert.Equal(0, Interpreter.Evaluate(s.Build(s.Range(Op.SumOver, s.Number(1), none, k => b * k)), point));
        Assert.Equal(1, Interpreter.Evaluate(s.Build(s.Range(Op.ProductOver, s.Number(1), none, k => b * k)), point));
        Assert.Equal(double.NegativeInfinity, Interpreter.Evaluate(s.Build(s.Range(Op.MaxOver, s.Number(1), none, k => b * k)), point));
    }

    [Fact]
    public void A_maximum_passes_the_mean_of_the_derivatives_that_attain_it()
    {
        Sketch s = new();
        int w = s.Vector("w", ParameterRole.Position);
        Formula formula = s.Build(s.Over(Op.MaxOver, w, at => at(w)));
        Interpreter interpreter = new(formula.Nodes);
        Binding tie = new([[1, 4, 4, 4, -7]], []);
        Assert.Equal(4, interpreter.Value(formula.Root, tie));
        double[] expected = [0, 1.0 / 3, 1.0 / 3, 1.0 / 3, 0];
        Assert.Equal(expected, Enumerable.Range(0, 5).Select(k => interpreter.Derivative(formula.Root, tie, 0, k).Slope));
        Assert.True(double.IsNaN(interpreter.Value(formula.Root, new([[1, double.NaN, 5]], []))));
    }

    [Fact]
    public void Elements_lengths_truth_values_and_choices_are_read_as_they_stand()
    {
        Sketch s = new();
        int w = s.Vector("w", ParameterRole.Position);
        Term i = s.Integer("i"), p = s.Scalar("p", ParameterRole.Input, FormulaType.Boolean);
        Formula formula = s.Build(s.Select(p, s.Element(w, i) * s.Length(w), s.Element(w, 0)));
        Assert.Equal(21, Interpreter.Evaluate(formula, new([[5, 6, 7], [2], [1]], [])));
        Assert.Equal(5, Interpreter.Evaluate(formula, new([[5, 6, 7], [2], [0]], [])));
    }

    [Fact]
    public void A_branch_not_taken_may_be_undefined()
    {
        Sketch s = new();
        Term b = s.Position("b");
        Formula formula = s.Build(s.Select(b > s.Number(0), s.Apply(Op.Log, b), s.Number(-1)));
        Assert.Equal(-1, Interpreter.Evaluate(formula, new([[-2]], [])));
        Assert.Equal(0, new Interpreter(formula.Nodes).Derivative(formula.Root, new([[-2]], []), 0, 0).Slope);
    }

    [Fact]
    public void Derivatives_agree_with_differences_on_random_formulas()
    {
        int compared = 0;
        foreach (RandomFormula random in RandomFormulas.Many(1, 1500, RandomStyle.Continuous))
        {
            Interpreter interpreter = new(random.Formula.Nodes);
            Binding point = random.Draw(new(random.Seed));
            for (int p = 0; p < 8; p++)
            {
                double slope = interpreter.Derivative(random.Formula.Root, point, p, 0).Slope;
                double[] differences = [.. new[] { 1e-5, 1e-6 }.Select(h => Difference(interpreter, random.Formula.Root, point, p, h))];

                // Two steps that disagree straddle a kink.
                if (Math.Abs(differences[0] - differences[1]) < 1e-6 * (1 + Math.Abs(slope)))
                {
                    compared++;
                    Assert.True(Math.Abs(slope - differences[0]) < 1e-4 * (1 + Math.Abs(slope)), $"{slope:R} against {differences[0]:R} in parameter {p}; {random}");
                }
            }
        }

        Assert.True(compared > 9000, compared + " compared");
    }

    [Fact]
    public void The_error_bound_holds_the_rounding_error()
    {
        // (1 + x) − 1 at x = 1e-10 loses ten digits, and the bound says so.
        Sketch s = new();
        Formula formula = s.Build(s.Position("x") + 1 - 1.0);
        Jet jet = new Interpreter(formula.Nodes).ValueWithCondition(formula.Root, new([[1e-10]], []));
        double error = Math.Abs(jet.Value - 1e-10);
        Assert.True(error > 1e-18);
        Assert.True(error <= 2.3e-16 * jet.ValueCondition);
        Assert.True(jet.ValueCondition < 3);
    }

    private static double Difference(Interpreter interpreter, int root, Binding point, int parameter, double step)
    {
        double at = point.Parameters[parameter][0];
        point.Parameters[parameter][0] = at + step;
        double high = interpreter.Value(root, point);
        point.Parameters[parameter][0] = at - step;
        double low = interpreter.Value(root, point);
        point.Parameters[parameter][0] = at;
        return (high - low) / (2 * step);
    }
}
