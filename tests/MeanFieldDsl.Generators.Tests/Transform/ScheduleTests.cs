using MeanFieldDsl.Generators.Formulas;
using MeanFieldDsl.Generators.Tests.Formulas;
using MeanFieldDsl.Generators.Transform;

namespace MeanFieldDsl.Generators.Tests.Transform;

/// <summary>
/// Schedules of random formulas and their gradients, carried out step by step: nothing is used before it is computed,
/// nothing computed twice or in a loop that it does not need, and the values are those of the formula.
/// </summary>
public sealed class ScheduleTests
{
    private static readonly (Formula Formula, Gradient Gradient, Binding Point)[] Drawn =
    [
        .. RandomFormulas.Many(1, 400).Select(d => (d.Formula, Differentiator.Differentiate(d.Formula, [0, 1, 2, 3, 4]), d.Draw(new(d.Seed)))),
    ];

    [Fact]
    public void Carried_out_it_gives_the_value_of_the_formula()
    {
        foreach ((Formula formula, _, Binding point) in Drawn)
        {
            Schedule schedule = Schedule.Of(formula.Nodes, formula.Parameters, [formula.Root]);
            ScheduleMachine machine = new(formula.Nodes, formula.Parameters, point);
            machine.Run(schedule);
            AssertSame(new Interpreter(formula.Nodes).Value(formula.Root, point), machine.Row[formula.Root]);
        }
    }

    [Fact]
    public void Carried_out_it_gives_the_gradient()
    {
        int fields = 0;
        foreach ((Formula formula, Gradient gradient, Binding point) in Drawn)
        {
            (int[] values, (int, int)[] all, Schedule schedule) = Of(gradient);
            ScheduleMachine machine = new(gradient.Nodes, formula.Parameters, point);
            machine.Run(schedule);
            Interpreter interpreter = new(gradient.Nodes);
            Assert.All(values, value => AssertSame(interpreter.Value(value, point), machine.Row[value]));
            Assert.Equal(all.Sum(f => point.Parameters[f.Item1].Length), machine.Fields.Count);
            foreach (((int parameter, int field, int element), double value) in machine.Fields)
            {
                Assert.Contains((parameter, field), all);
                AssertSame(interpreter.Value(field, point, element), value);
            }

            fields += all.Length;
        }

        Assert.True(fields > 40, fields + " fields");
    }

    [Fact]
    public void What_stands_in_a_scope_depends_on_it()
    {
        foreach ((Formula formula, Gradient gradient, _) in Drawn)
        {
            (_, _, Schedule schedule) = Of(gradient);
            int[][] free = FormulaGraph.FreeLabels(gradient.Nodes);
            bool[] varying = [.. gradient.Nodes.Select((_, i) => Varies(gradient.Nodes, formula.Parameters, i))];
            Assert.Equal(varying, gradient.Nodes.Select((_, i) => schedule.IsVarying(i)));
            Assert.All(Enumerable.Range(0, free.Length), i => Assert.All([1, 2, 3, Formula.FieldLabel], label => Assert.Equal(free[i].Contains(label), schedule.DependsOn(i, label))));
            Assert.All(Computed(schedule.Uniform), node => Assert.True(!varying[node] && free[node].Length == 0));
            Assert.All(Computed(schedule.Row), node => Assert.True(varying[node] && free[node].Length == 0));
            foreach ((int label, IReadOnlyList<Statement> body) in Loops(schedule.Uniform).Concat(Loops(schedule.Row)))
            {
                Assert.All(Computed(body), node => Assert.Contains(label, free[node]));
            }

            IEnumerable<(int Label, IReadOnlyList<Statement> Body)> Loops(IReadOnlyList<Statement> statements) => statements.SelectMany(s => s switch
            {
                ReductionLoop loop => Loops(loop.Body).Append((gradient.Nodes[loop.Reductions[0]].Label, loop.Body)),
                FieldLoop loop => Loops(loop.Body).Append((Formula.FieldLabel, loop.Body)),
                _ => [],
            });
        }
    }

    [Fact]
    public void Sums_over_the_same_range_share_a_loop()
    {
        int shared = 0;
        foreach ((_, Gradient gradient, _) in Drawn)
        {
            (_, _, Schedule schedule) = Of(gradient);
            int[][] free = FormulaGraph.FreeLabels(gradient.Nodes);
            foreach (IReadOnlyList<Statement> list in Lists(schedule.Uniform).Concat(Lists(schedule.Row)))
            {
                ReductionLoop[] loops = [.. list.OfType<ReductionLoop>()];
                Assert.Equal(loops.Length, loops.Select(l => Range(l.Reductions[0])).Distinct().Count());
                Assert.All(loops, l => Assert.Single(l.Reductions.Select(Range).Distinct()));
                shared += loops.Count(l => l.Reductions.Count > 1);
            }

            (Node, string, bool) Range(int node) => (gradient.Nodes[node] with { Op = Op.SumOver, A = 0 }, string.Join(",", free[node]), schedule.IsVarying(node));
        }

        Assert.True(shared > 20, shared + " shared");
    }

    [Fact]
    public void A_sum_that_needs_another_comes_after_it()
    {
        Sketch s = new();
        int w = s.Vector("w", ParameterRole.Position), x = s.Vector("x", ParameterRole.Input);
        Term dot = s.Dot(w, x), norm = s.Sum(x, xi => xi * xi), outer = s.Over(Op.SumOver, w, at => s.Apply(Op.Tanh, at(w) * at(x) * dot));
        Formula formula = s.Build(outer + norm);
        ReductionLoop[] loops = [.. Schedule.Of(formula.Nodes, formula.Parameters, [formula.Root]).Row.OfType<ReductionLoop>()];

        // The lengths of w and x are one dimension, but only loops over the same vector are known to be as long.
        Assert.Equal([1, 1, 1], loops.Select(l => l.Reductions.Count));
        formula = s.Build(outer + s.SquaredNorm(w) + s.Over(Op.MaxOver, w, at => at(x) - at(w)));
        Schedule schedule = Schedule.Of(formula.Nodes, formula.Parameters, [formula.Root]);
        Assert.Equal([2, 1], schedule.Row.OfType<ReductionLoop>().Select(l => l.Reductions.Count));
        Assert.Equal([1], schedule.Uniform.OfType<ReductionLoop>().Select(l => l.Reductions.Count));
    }

    [Fact]
    public void The_ends_of_a_range_and_an_index_are_computed_before_they_are_used()
    {
        Sketch s = new();
        Term one = s.Number(1), i = s.Integer("i");
        int x = s.Vector("x", ParameterRole.Input);
        foreach (Term root in new[]
        {
            s.Range(Op.SumOver, one, i + 2, k => k * k),
            s.Range(Op.SumOver, i - 1, s.Number(4), k => k * k),
            s.Element(x, i + 1) * s.Element(x, 0),
            s.Range(Op.SumOver, one, i, k => s.Range(Op.ProductOver, k - 1, k * k, j => j - 0.5)),
        })
        {
            Formula formula = s.Build(root);
            Binding point = new([[2], [3, 5, 7, 11]], []);
            ScheduleMachine machine = new(formula.Nodes, formula.Parameters, point);
            machine.Run(Schedule.Of(formula.Nodes, formula.Parameters, [formula.Root]));
            AssertSame(new Interpreter(formula.Nodes).Value(formula.Root, point), machine.Row[formula.Root]);
        }
    }

    [Fact]
    public void A_sum_in_the_gradient_of_one_vector_is_not_computed_in_the_loop_over_another()
    {
        Sketch s = new();
        int w = s.Vector("w", ParameterRole.Position, "n"), v = s.Vector("v", ParameterRole.Position, "m"), x = s.Vector("x", ParameterRole.Input);
        Term Pairs(int vector, Op op) => s.Sum(vector, wi => s.Sum(x, xj => s.Apply(op, wi * xj)));
        Formula formula = s.Build(Pairs(w, Op.Exp) + Pairs(w, Op.Sin) + Pairs(v, Op.Tanh));
        Gradient gradient = Differentiator.Differentiate(formula, [w, v]);
        (_, (int, int)[] fields, Schedule schedule) = Of(gradient);
        Assert.Equal(2, fields.Length);
        FieldLoop[] loops = [.. schedule.Row.OfType<FieldLoop>()];
        Assert.Equal([w, v], loops.Select(l => l.Fields.Single().Parameter));

        // The two sums over x that the derivative in w needs share a loop.
        Assert.Equal([2, 1], loops.Select(l => l.Body.OfType<ReductionLoop>().Single().Reductions.Count));
    }

    [Fact]
    public void Sums_in_the_gradients_of_two_vectors_stay_apart_however_close_their_nodes_are()
    {
        Sketch s = new();
        int w = s.Vector("w", ParameterRole.Position, "n"), v = s.Vector("v", ParameterRole.Position, "m"), x = s.Vector("x", ParameterRole.Input);
        FormulaBuilder builder = s.Builder;
        int inW = Body(w), inV = Body(v);
        int first = builder.ReduceOver(Op.SumOver, x, 1, inW), second = builder.ReduceOver(Op.SumOver, x, 1, inV);
        Assert.Equal(first + 1, second);
        Schedule schedule = Schedule.Of(builder.Nodes, s.Build(s.SquaredNorm(w)).Parameters, [], [(w, first), (v, second)]);
        Assert.Equal([[first], [second]], schedule.Row.OfType<FieldLoop>().Select(l => l.Body.OfType<ReductionLoop>().Single().Reductions));

        int Body(int vector) => builder.Apply(Op.Tanh, builder.Multiply(builder.BoundElement(vector, Formula.FieldLabel), builder.BoundElement(x, 1)));
    }

    [Fact]
    public void Vectors_of_one_length_share_a_field_loop_in_the_order_given()
    {
        foreach ((Formula formula, Gradient gradient, _) in Drawn)
        {
            (_, (int Parameter, int Field)[] fields, Schedule schedule) = Of(gradient);
            FieldLoop[] loops = [.. schedule.Row.OfType<FieldLoop>()];
            Assert.Equal(
                fields.GroupBy(f => formula.Parameters[f.Parameter].Dimension).Select(g => g.ToArray()),
                loops.Select(l => l.Fields.ToArray()));
            foreach ((_, int field) in fields)
            {
                Node node = gradient.Nodes[field];
                Assert.Equal(node.Op == Op.Multiply ? [node.A, node.B] : [field], schedule.FieldFactors(field));
            }
        }
    }

    [Fact]
    public void Nothing_wanted_is_nothing_to_do()
    {
        Formula formula = Drawn[0].Formula;
        Schedule schedule = Schedule.Of(formula.Nodes, formula.Parameters, []);
        Assert.Empty(schedule.Uniform);
        Assert.Empty(schedule.Row);
    }

    private static (int[] Values, (int Parameter, int Field)[] Fields, Schedule Schedule) Of(Gradient gradient)
    {
        int[] values = [.. gradient.Parameters.SelectMany(p => p.Scalar >= 0 ? [p.Scalar] : p.Points.SelectMany(q => new[] { q.Index, q.Value }))];
        (int Parameter, int Field)[] fields = [.. gradient.Parameters.Where(p => p.Field >= 0).Select(p => (p.Parameter, p.Field))];
        return (values, fields, Schedule.Of(gradient.Nodes, gradient.Formula.Parameters, values, fields));
    }

    private static IEnumerable<int> Computed(IReadOnlyList<Statement> statements) =>
        statements.SelectMany(s => s is Compute c ? [c.Node] : s is ReductionLoop loop ? loop.Reductions : (IEnumerable<int>)[]);

    private static IEnumerable<IReadOnlyList<Statement>> Lists(IReadOnlyList<Statement> statements) =>
        statements.SelectMany(s => s is ReductionLoop r ? Lists(r.Body) : s is FieldLoop f ? Lists(f.Body) : []).Append(statements);

    private static bool Varies(EquatableArray<Node> nodes, EquatableArray<FormulaParameter> parameters, int root) =>
        FormulaGraph.Reachable(nodes, root).Select((needed, i) => (needed, nodes[i])).Any(n => n.needed && n.Item2 switch
        {
            { Op: Op.Cotangent } => true,
            { Op: Op.Parameter or Op.Element or Op.BoundElement, A: int p } => parameters[p].Role is ParameterRole.Input or ParameterRole.Prediction or ParameterRole.Target,
            _ => false,
        });

    private static void AssertSame(double expected, double actual) =>
        Assert.True(expected.Equals(actual) || Math.Abs(expected - actual) <= 1e-9 * (1 + Math.Abs(expected)), $"{expected:R} became {actual:R}");
}
