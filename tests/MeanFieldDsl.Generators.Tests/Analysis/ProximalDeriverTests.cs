using MeanFieldDsl.Generators.Analysis;
using MeanFieldDsl.Generators.Formulas;
using MeanFieldDsl.Generators.Tests.Formulas;
using MeanFieldDsl.Generators.Transform;

namespace MeanFieldDsl.Generators.Tests.Analysis;

/// <summary>Which regularizers have a plan, what it says, and why others have none.</summary>
public class ProximalDeriverTests
{
    [Fact]
    public void Equal_kinks_are_joined_and_polynomials_read_through()
    {
        Sketch s = new();
        Term lambda = s.Hyper("Lambda"), w = s.Weight("w");
        ProximalPlan plan = Full(s, (lambda * s.Apply(Op.Abs, w)) + s.Apply(Op.Abs, 2 * w) + (3 * (w - 1) * (w - 1)));
        SeparableBlock block = Assert.IsType<SeparableBlock>(Assert.Single(plan.Blocks));
        Assert.Equal(6, plan.Nodes[block.Profile.Curvature].Value);
        Assert.Equal(-6, plan.Nodes[block.Profile.Slope].Value);
        _ = Assert.Single(block.Profile.Kinks);
        _ = Assert.Single(plan.NonNegative);
        Assert.Empty(plan.NonZero);
    }

    [Fact]
    public void A_factor_that_may_be_zero_is_checked_where_its_value_is_known()
    {
        Sketch s = new();
        Term alpha = s.Hyper("Alpha"), w = s.Weight("w");
        Assert.Equal([Op.HyperParameter], Full(s, s.Apply(Op.Abs, (alpha * w) + 1)).NonZero.Select(n => s.Builder[n].Op));
    }

    [Fact]
    public void Blocks_of_separate_parameters_stand_side_by_side()
    {
        Sketch s = new();
        Term a = s.Weight("a"), b = s.Position("b");
        int w = s.Vector("w", ParameterRole.Position), v = s.Vector("v", ParameterRole.Position);
        ProximalPlan plan = Full(s, (s.Apply(Op.Abs, a) * s.Norm(w)) + (b * b) + s.Norm(v) + s.Sum(v, t => s.Apply(Op.Abs, t)));
        Assert.Equal([typeof(ProductBlock), typeof(SeparableBlock), typeof(GroupBlock)], plan.Blocks.Select(x => x.GetType()));
    }

    [Fact]
    public void The_square_of_a_norm_and_of_an_absolute_value_are_polynomials()
    {
        Sketch s = new();
        Term a = s.Weight("a");
        int w = s.Vector("w", ParameterRole.Position);
        Term norm = s.Norm(w), size = s.Apply(Op.Abs, a);
        ProximalPlan plan = Full(s, (norm * norm) + (size * size));
        Assert.All(plan.Blocks, block => Assert.Equal(2, plan.Nodes[Assert.IsType<SeparableBlock>(block).Profile.Curvature].Value));
    }

    [Fact]
    public void What_is_smooth_is_held_while_the_rest_moves()
    {
        Sketch s = new();
        Term w = s.Weight("w"), t = s.Position("t");
        ProximalOutcome outcome = ProximalDeriver.Derive(s.Build((s.Hyper("Lambda") * s.Apply(Op.Abs, w) * s.Apply(Op.Exp, t)) + s.Apply(Op.Sin, t)));
        Assert.Equal([1], outcome.Plan!.Held);
        Assert.False(outcome.IsSmooth);
        _ = Assert.Single(outcome.Plan.NonNegative);
    }

    [Fact]
    public void A_factor_of_the_position_that_may_be_negative_makes_no_plan()
    {
        Sketch s = new();
        Term w = s.Weight("w"), t = s.Position("t");
        Assert.Null(ProximalDeriver.Derive(s.Build(s.Apply(Op.Abs, w) * s.Apply(Op.Sin, t))).Plan);
        Assert.Null(ProximalDeriver.Derive(s.Build((s.Apply(Op.Exp, t) - 2) * s.Apply(Op.Abs, w))).Plan);

        // Not differentiable in what would be held.
        Assert.Null(ProximalDeriver.Derive(s.Build(s.Apply(Op.Abs, w) * s.Apply(Op.Exp, s.Apply(Op.Abs, t)))).Plan);
    }

    [Fact]
    public void What_is_not_in_the_table_says_so()
    {
        Says("couples a and b", (s, a, b, _, _) => a * b);
        Says("cos(a) has no closed form", (s, a, _, _, _) => s.Apply(Op.Abs, a) + s.Apply(Op.Cos, a));
        Says("|a|^3", (s, a, _, _, _) => s.Pow(s.Apply(Op.Abs, a), 3));
        Says("a^4", (s, a, _, _, _) => s.Pow(a, 4));
        Says("a kink that bends down in a", (s, a, _, _, _) => -s.Apply(Op.Abs, a));
        Says("a product of norms together with terms other than squares in a", (s, a, _, w, _) => (s.Apply(Op.Abs, a) * s.Norm(w)) + s.Apply(Op.Abs, a));
        Says("couples a and b and w", (s, a, b, w, _) => s.Apply(Op.Abs, a) * s.Apply(Op.Abs, b) * s.Norm(w));
        Says("kinks or bounds that are not at its centre in w", (s, _, _, w, _) => s.Norm(w) + s.Sum(w, t => s.Apply(Op.Abs, t - 1)));
        Says("couples w and v", (s, _, _, w, v) => s.Dot(w, v));
        Says("has no closed form", (s, _, _, w, _) => s.Element(w, 0) * s.Element(w, 1));
        Says("multiplies +∞ and may be zero or negative", (s, a, _, _, _) => -s.Select(a < s.Number(0), s.Number(double.PositiveInfinity), a));
        Says("write <= or >=", (s, a, _, _, _) => s.Select(a < s.Number(0), a, s.Number(double.PositiveInfinity)));
        Says("does not bound the parameter by a number", (s, a, b, _, _) => s.Select(s.Apply(Op.LessOrEqual, a, s.Hyper("H") * a), a, s.Number(double.PositiveInfinity)));
        Says("bounds that leave no number in a", (s, a, _, _, _) => s.Select(
            s.Apply(Op.And, s.Apply(Op.LessOrEqual, a, s.Number(-1)), s.Apply(Op.LessOrEqual, s.Number(1), a)), a, s.Number(double.PositiveInfinity)));
    }

    [Fact]
    public void Weights_that_differ_from_element_to_element_are_not_taken_for_one_weight()
    {
        Sketch s = new();
        int w = s.Vector("w", ParameterRole.Position), v = s.Vector("v", ParameterRole.Position);
        Assert.Null(ProximalDeriver.Derive(s.Build(s.Over(Op.SumOver, w, at => s.Apply(Op.Abs, at(w)) * s.Apply(Op.Exp, at(v))))).Plan);
    }

    private static ProximalPlan Full(Sketch sketch, Term v)
    {
        ProximalOutcome outcome = ProximalDeriver.Derive(sketch.Build(v, "Value"));
        Assert.True(outcome.Plan is { IsFull: true }, outcome.Reason);
        return outcome.Plan!;
    }

    private static void Says(string reason, Func<Sketch, Term, Term, int, int, Term> formula)
    {
        Sketch s = new();
        Term a = s.Weight("a"), b = s.Position("b");
        int w = s.Vector("w", ParameterRole.Position), v = s.Vector("v", ParameterRole.Position);
        ProximalOutcome outcome = ProximalDeriver.Derive(s.Build(formula(s, a, b, w, v)));
        Assert.False(outcome.Plan is { IsFull: true });
        Assert.Contains(reason, outcome.Reason, StringComparison.Ordinal);
    }
}
