using MeanFieldDsl.Generators.Formulas;

namespace MeanFieldDsl.Generators.Tests.Formulas;

/// <summary>Every formula of a builder is well formed, and no longer when one field of one node breaks a rule.</summary>
public sealed class FormulaCheckTests
{
    private static readonly RandomFormula[] Drawn = [.. RandomFormulas.Many(1, 150)];

    [Fact]
    public void What_a_builder_makes_is_well_formed()
    {
        Assert.All(Drawn, d => Assert.True(FormulaCheck.IsWellFormed(d.Formula), d.ToString()));
        Assert.True(FormulaCheck.IsWellFormed(Calling()));
    }

    [Fact]
    public void A_node_with_a_field_that_breaks_the_rules_is_found()
    {
        HashSet<(Op, string)> broken = [];
        foreach (Formula formula in Drawn.Select(d => d.Formula).Append(Calling()))
        {
            for (int i = 0; i < formula.Nodes.Count; i++)
            {
                foreach ((string rule, Node node) in Broken(formula, i))
                {
                    Formula wrong = formula with { Nodes = new(formula.Nodes.Select((n, at) => at == i ? node : n)) };
                    Assert.False(FormulaCheck.IsWellFormed(wrong), $"node {i}, {formula.Nodes[i]}: {rule} {node}");
                    _ = broken.Add((node.Op, rule));
                }
            }
        }

        Assert.True(broken.Select(b => b.Item1).Distinct().Count() > 40);
    }

    [Fact]
    public void A_vector_field_may_name_any_vector_and_a_reference_any_earlier_node()
    {
        Formula formula = Calling();
        Node loop = formula.Nodes.Single(n => n.Op == Op.SumOver);
        Assert.True(FormulaCheck.IsWellFormed(With(formula, n => n == loop, n => n with { Bits = Node.LoopBits(n.Label, 2) })));
        Assert.True(FormulaCheck.IsWellFormed(With(formula, n => n.Op == Op.Length, n => n with { A = 0 })));
        Assert.True(FormulaCheck.IsWellFormed(With(formula, n => n.Op == Op.Element, n => n with { A = 0, B = 0 })));
        Assert.True(FormulaCheck.IsWellFormed(With(formula, n => n.Op == Op.Primitive, n => n with { A = 0, Bits = 0 })));
        Assert.True(FormulaCheck.IsWellFormed(With(formula, n => n.Op == Op.Primitive, n => n with { A = 0, Bits = 1 })));
    }

    [Fact]
    public void A_root_is_a_node_without_open_loop_variables()
    {
        Formula formula = Calling();
        Assert.False(FormulaCheck.IsWellFormed(formula with { Root = -1 }));
        Assert.False(FormulaCheck.IsWellFormed(formula with { Root = formula.Nodes.Count }));
        Assert.True(FormulaCheck.IsWellFormed(formula with { Root = 0 }));
        int element = formula.Nodes.ToList().FindIndex(n => n.Op == Op.BoundElement);
        Assert.False(FormulaCheck.IsWellFormed(formula with { Root = element }));
    }

    [Fact]
    public void A_parameter_has_one_kind_of_dimension_and_a_period_that_is_a_length()
    {
        Formula formula = Calling();
        Assert.True(Accepts(p => p with { Dimension = Dimension.Named("n") }));
        Assert.True(Accepts(p => p with { Dimension = Dimension.Fixed(1) }));
        Assert.True(Accepts(p => p with { Period = 6.28 }));
        Assert.False(Accepts(p => p with { Dimension = Dimension.Fixed(0) }));
        Assert.False(Accepts(p => p with { Dimension = Dimension.Fixed(-1) }));
        Assert.False(Accepts(p => p with { Dimension = new(1, "n") }));
        Assert.False(Accepts(p => p with { Dimension = new(-1, "n") }));
        Assert.False(Accepts(p => p with { Period = -1 }));
        Assert.False(Accepts(p => p with { Period = double.NaN }));
        Assert.False(Accepts(p => p with { Period = double.PositiveInfinity }));

        bool Accepts(Func<FormulaParameter, FormulaParameter> change) =>
            FormulaCheck.IsWellFormed(formula with { Parameters = new(formula.Parameters.Select((p, i) => i == 2 ? change(p) : p)) });
    }

    [Theory]
    [InlineData(-2, false)]
    [InlineData(-1, true)]
    [InlineData(0, true)]
    [InlineData(1, true)]
    [InlineData(2, false)]
    public void The_derivative_of_a_primitive_is_in_the_table_or_nowhere(int derivative, bool expected) =>
        Assert.Equal(expected, FormulaCheck.IsWellFormed(Calling() with { Primitives = new([new("f", -1), new("g", derivative)]) }));

    // Each way to break a rule that the node keeps.
    private static IEnumerable<(string, Node)> Broken(Formula formula, int index)
    {
        Node node = formula.Nodes[index];
        bool usesBits = node.Op is Op.Constant or Op.Primitive || node.IsReduction;
        if (!usesBits)
        {
            yield return ("uses bits", node with { Bits = 1 });
        }

        string fields = node.Op switch
        {
            Op.Constant or Op.Cotangent => "---",
            Op.Parameter => "p--",
            Op.HyperParameter => "h--",
            Op.Length => "v--",
            Op.LoopIndex => "l--",
            Op.BoundElement => "vl-",
            Op.Element => "vn-",
            Op.Primitive => "n--",
            _ when node.IsReduction && node.LoopParameter >= 0 => "n--",
            _ => string.Concat(new[] { node.A, node.B, node.C }.Select(c => c >= 0 ? 'n' : '-')),
        };
        for (int field = 0; field < 3; field++)
        {
            int[] wrong = fields[field] switch
            {
                '-' => [0, -2, 1],
                'p' => [-1, formula.Parameters.Count],
                'h' => [-1, formula.HyperParameters.Count],
                'v' => [-1, formula.Parameters.Count, formula.Parameters.ToList().FindIndex(p => p.Type != FormulaType.Vector)],
                'l' => [0, -1, Formula.FieldLabel],
                _ => [-1, index, index + 1],
            };
            foreach (int value in wrong)
            {
                yield return ("field " + field, field == 0 ? node with { A = value } : field == 1 ? node with { B = value } : node with { C = value });
            }
        }

        if (node.Op == Op.Primitive)
        {
            yield return ("function", node with { Bits = -1 });
            yield return ("function", node with { Bits = formula.Primitives.Count });
        }

        if (node.IsReduction)
        {
            yield return ("label", node with { Bits = Node.LoopBits(0, node.LoopParameter) });
            yield return ("label", node with { Bits = Node.LoopBits(Formula.FieldLabel, node.LoopParameter) });
            yield return ("vector", node with { Bits = Node.LoopBits(node.Label, formula.Parameters.Count) });
            yield return ("vector", node with { Bits = Node.LoopBits(node.Label, -2) });
            yield return ("kind of loop", node with { Bits = Node.LoopBits(node.Label, node.LoopParameter >= 0 ? -1 : formula.Parameters.ToList().FindIndex(p => p.Type == FormulaType.Vector)) });
        }
    }

    // Σ_i g(w_i) + x[y] w.Length + h, with the cotangent beside it.
    private static Formula Calling()
    {
        FormulaBuilder builder = new();
        int y = builder.Parameter(1), label = builder.FreshLabel();
        int sum = builder.ReduceOver(Op.SumOver, 0, label, builder.Primitive(1, builder.BoundElement(0, label)));
        int element = builder.Multiply(builder.Element(2, y), builder.Length(2));
        int root = builder.Add(builder.Multiply(builder.Cotangent(), sum), builder.Add(element, builder.HyperParameter(0)));
        FormulaParameter[] parameters =
        [
            new("w", ParameterRole.Position, FormulaType.Vector, Dimension.Named("d")),
            new("y", ParameterRole.Input, FormulaType.Integer, Dimension.Scalar),
            new("x", ParameterRole.Input, FormulaType.Vector, Dimension.Fixed(3)),
        ];
        return builder.Build("f", root, parameters, [new("h", FormulaType.Real)]) with { Primitives = new([new("f", -1), new("g", 0)]) };
    }

    private static Formula With(Formula formula, Func<Node, bool> where, Func<Node, Node> change) =>
        formula with { Nodes = new(formula.Nodes.Select(n => where(n) ? change(n) : n)) };
}
