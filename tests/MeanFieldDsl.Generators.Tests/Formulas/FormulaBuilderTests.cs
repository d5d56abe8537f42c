using MeanFieldDsl.Generators.Formulas;

namespace MeanFieldDsl.Generators.Tests.Formulas;

public sealed class FormulaBuilderTests
{
    [Fact]
    public void Equal_terms_are_one_node_in_either_order()
    {
        Sketch s = new();
        Term a = s.Weight("a"), b = s.Position("b");
        Assert.Equal((a + b).Node, (b + a).Node);
        Assert.Equal((a * b).Node, (b * a).Node);
        Assert.NotEqual((a - b).Node, (b - a).Node);
        Assert.NotEqual((a / b).Node, (b / a).Node);
        Assert.Equal((a + -b).Node, (a - b).Node);
        Assert.Equal((a - -b).Node, (a + b).Node);
        Assert.Equal((-a * b).Node, (-(a * b)).Node);
    }

    [Fact]
    public void Constants_are_compared_by_their_bits()
    {
        FormulaBuilder f = new();
        Assert.Equal(f.Constant(double.NaN), f.Constant(double.NaN));
        Assert.NotEqual(f.Constant(0.0), f.Constant(-0.0));
        Assert.Equal(1.0, f[f.Apply(Op.Exp, f.Constant(0))].Value);
    }

    [Fact]
    public void Zero_one_and_powers_are_simplified()
    {
        Sketch s = new();
        Term a = s.Weight("a"), zero = s.Number(0), one = s.Number(1);
        Assert.Equal(a.Node, (a + zero).Node);
        Assert.Equal(a.Node, (a * one).Node);
        Assert.Equal(a.Node, (a / one).Node);
        Assert.Equal(zero.Node, (a * zero).Node);
        Assert.Equal(a.Node, (-(-a)).Node);
        Assert.Equal((a * a).Node, s.Pow(a, 2).Node);
        Assert.Equal(a.Node, s.Select(a < a + 1, a, a).Node);
        Assert.Equal(s.Apply(Op.Max, a, zero).Node, s.Apply(Op.Max, zero, a).Node);
    }

    [Fact]
    public void A_reduction_is_the_same_node_inside_and_outside_a_loop()
    {
        Sketch s = new();
        int w = s.Vector("w", ParameterRole.Position), x = s.Vector("x", ParameterRole.Input);
        Term dot = s.Dot(w, x);
        int inner = -1;
        _ = s.Sum(w, wi =>
        {
            Term again = s.Dot(x, w);
            inner = again.Node;
            return wi * again;
        });
        Assert.Equal(dot.Node, inner);
    }

    [Fact]
    public void A_loop_label_is_one_more_than_the_largest_inside()
    {
        Sketch s = new();
        int w = s.Vector("w", ParameterRole.Position), x = s.Vector("x", ParameterRole.Input, "e");
        Term twice = s.Sum(w, wi => s.Sum(x, xj => s.Apply(Op.Tanh, wi * xj)));
        Node outer = s.Builder[twice.Node];
        Assert.Equal(2, outer.Label);
        Assert.Equal(1, s.Builder[outer.A].Label);
        double expected = 0;
        foreach (double wi in new[] { 1.0, -2, 0.5 })
        {
            foreach (double xj in new[] { 0.3, 0.7 })
            {
                expected += Math.Tanh(wi * xj);
            }
        }

        Assert.Equal(expected, Interpreter.Evaluate(s.Build(twice), new([[1, -2, 0.5], [0.3, 0.7]], [])), 14);
    }

    [Fact]
    public void A_loop_over_the_same_vector_inside_itself_keeps_both_variables()
    {
        Sketch s = new();
        int w = s.Vector("w", ParameterRole.Position);
        Term pairs = s.Sum(w, wi => s.Sum(w, wj => (wi - wj) * (wi - wj) * wi));
        double[] v = [1, -2, 0.5];
        double expected = v.Sum(wi => v.Sum(wj => (wi - wj) * (wi - wj) * wi));
        Assert.Equal(expected, Interpreter.Evaluate(s.Build(pairs), new([v], [])), 14);
    }

    [Fact]
    public void A_range_may_end_at_the_variable_of_the_loop_around_it()
    {
        Sketch s = new();
        Term root = s.Range(Op.SumOver, s.Number(1), s.Number(4), i => s.Range(Op.SumOver, s.Number(1), i, j => i * j));
        Assert.Equal(1 + 6 + 18 + 40, Interpreter.Evaluate(s.Build(root), new([], [])));
    }

    [Fact]
    public void Replacing_a_term_by_a_loop_captures_no_variable()
    {
        // Σ_i Σ_j tanh(w_i x_j y) with y := Σ_k w_k, and with y := Σ_k Σ_l w_k w_l.
        Sketch s = new();
        int w = s.Vector("w", ParameterRole.Position), x = s.Vector("x", ParameterRole.Input, "e");
        Term y = s.Input("y");
        Term root = s.Sum(w, wi => s.Sum(x, xj => s.Apply(Op.Tanh, wi * xj * y)));
        Term once = s.Sum(w, wk => wk), twice = s.Sum(w, wk => s.Sum(w, wl => wk * s.Apply(Op.Exp, wl)));
        double[] v = [1, -2, 0.5], u = [0.3, 0.7];
        foreach ((Term term, double value) in new[] { (once, v.Sum()), (twice, v.Sum() * v.Sum(Math.Exp)) })
        {
            int replaced = s.Builder.Rewrite(root.Node, i => i == y.Node ? term.Node : -1);
            double expected = v.Sum(wi => u.Sum(xj => Math.Tanh(wi * xj * value)));
            Assert.Equal(expected, new Interpreter(s.Builder.Nodes).Value(replaced, new([v, u, [9]], [])), 13);
        }
    }

    [Fact]
    public void Replacing_elements_by_elements_keeps_them_in_their_loops()
    {
        Sketch s = new();
        int w = s.Vector("w", ParameterRole.Position), x = s.Vector("x", ParameterRole.Input), z = s.Vector("z", ParameterRole.Input);
        Term root = s.Sum(w, wi => s.Over(Op.SumOver, w, at => wi * s.Apply(Op.Exp, at(x))));
        int replaced = s.Builder.Rewrite(root.Node, i => s.Builder[i] is { Op: Op.BoundElement } node && node.A == x ? s.Builder.BoundElement(z, node.B) : -1);
        double expected = (1 + 2) * (Math.Exp(5) + Math.Exp(6));
        Assert.Equal(expected, new Interpreter(s.Builder.Nodes).Value(replaced, new([[1, 2], [3, 4], [5, 6]], [])), 10);
    }

    [Fact]
    public void Rewriting_nothing_gives_the_same_node()
    {
        foreach (RandomFormula random in RandomFormulas.Many(1, 500))
        {
            FormulaBuilder builder = new(random.Formula.Nodes);
            Assert.Equal(random.Formula.Root, builder.Rewrite(random.Formula.Root, _ => -1));
        }
    }

    [Fact]
    public void A_constant_put_in_by_rewriting_gives_the_value_at_that_constant()
    {
        // The identities and the folding of constants run on all that surrounds the constant.
        int simplified = 0;
        foreach (RandomFormula random in RandomFormulas.Many(1, 4000))
        {
            Random points = new(random.Seed);
            foreach ((int parameter, double[] values) in new[] { (0, new[] { 0.0, 1, -1 }), (2, [1.0, 0.5]), (7, [0.0, 1, -1]), (9, [0.0, 1]) })
            {
                foreach (double value in values)
                {
                    FormulaBuilder builder = new(random.Formula.Nodes);
                    int rewritten = builder.Rewrite(random.Formula.Root, i => builder[i] is { Op: Op.Parameter } node && node.A == parameter ? builder.Constant(value) : -1);
                    Binding point = random.Draw(points);
                    point.Parameters[parameter][0] = value;
                    Jet expected = new Interpreter(random.Formula.Nodes).ValueWithCondition(random.Formula.Root, point);
                    double actual = new Interpreter(builder.Nodes).Value(rewritten, point);
                    simplified += rewritten != random.Formula.Root ? 1 : 0;
                    Assert.True(Math.Abs(actual - expected.Value) <= 1e-14 * (1 + expected.ValueCondition), $"parameter {parameter} := {value}: {expected.Value:R} became {actual:R}; {random}");
                }
            }
        }

        Assert.True(simplified > 5000);
    }

    [Fact]
    public void A_loop_put_in_by_rewriting_gives_the_value_at_its_value()
    {
        int nested = 0;
        foreach (RandomFormula random in RandomFormulas.Many(1, 4000))
        {
            FormulaBuilder builder = new(random.Formula.Nodes);
            int k = builder.FreshLabel(), l = builder.FreshLabel();
            int inner = builder.ReduceOver(Op.SumOver, 4, l, builder.Apply(Op.Sin, builder.Multiply(builder.BoundElement(4, l), builder.BoundElement(1, k))));
            int loop = builder.Apply(Op.Tanh, builder.ReduceOver(Op.SumOver, 1, k, inner));
            int rewritten = builder.Rewrite(random.Formula.Root, i => builder[i] is { Op: Op.Parameter, A: 7 } ? loop : -1);
            Binding point = random.Draw(new(random.Seed));
            Interpreter interpreter = new(builder.Nodes);
            double actual = interpreter.Value(rewritten, point);
            point.Parameters[7][0] = interpreter.Value(loop, point);
            Jet expected = interpreter.ValueWithCondition(random.Formula.Root, point);
            nested += random.Formula.Nodes.Any(n => n.IsReduction && n.Label > 1) && rewritten != random.Formula.Root ? 1 : 0;
            Assert.True(Math.Abs(actual - expected.Value) <= 1e-14 * (1 + expected.ValueCondition), $"{expected.Value:R} became {actual:R}; {random}");
        }

        Assert.True(nested > 50, nested + " rewritten inside two loops");
    }

    [Fact]
    public void An_element_replaced_beside_a_loop_that_is_put_in_stays_in_its_loop()
    {
        // Σ_i tanh(x_i y) with x_i := z_i and y := Σ_k w_k, which raises the label of the loop around both.
        Sketch s = new();
        int w = s.Vector("w", ParameterRole.Position), x = s.Vector("x", ParameterRole.Input), z = s.Vector("z", ParameterRole.Input);
        Term y = s.Input("y"), sum = s.Sum(w, wk => wk);
        Term root = s.Sum(x, xi => s.Apply(Op.Tanh, xi * y));
        int replaced = s.Builder.Rewrite(root.Node, i => i == y.Node ? sum.Node
            : s.Builder[i] is { Op: Op.BoundElement } node && node.A == x ? s.Builder.BoundElement(z, node.B) : -1);
        double expected = Math.Tanh(0.1 * 5) + Math.Tanh(-0.2 * 5);
        Assert.Equal(expected, new Interpreter(s.Builder.Nodes).Value(replaced, new([[2, 3], [7, 8], [0.1, -0.2], [9]], [])), 14);
    }
}
