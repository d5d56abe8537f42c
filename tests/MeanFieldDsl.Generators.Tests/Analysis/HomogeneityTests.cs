using MeanFieldDsl.Generators.Analysis;
using MeanFieldDsl.Generators.Formulas;
using MeanFieldDsl.Generators.Tests.Formulas;

namespace MeanFieldDsl.Generators.Tests.Analysis;

public sealed class HomogeneityTests
{
    public static TheoryData<string> Names => [.. TextbookFeatures.All.Select(f => f.Name)];

    [Theory]
    [MemberData(nameof(Names))]
    public void A_textbook_feature_has_its_textbook_degrees(string name)
    {
        TextbookFeature feature = Assert.Single(TextbookFeatures.All, f => f.Name == name);
        HomogeneityFacts facts = Homogeneity.Infer(feature.Formula);
        Assert.Equal((feature.Joint, feature.Weights), (Shown(facts.Joint), Shown(facts.Weights)));
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void A_textbook_feature_without_a_degree_is_refuted_at_every_claim(string name)
    {
        Formula formula = Assert.Single(TextbookFeatures.All, f => f.Name == name).Formula;
        foreach (bool[] scaled in new[] { Homogeneity.ParticleGroup(formula), Homogeneity.WeightGroup(formula) })
        {
            bool proved = !scaled.Contains(true) || Homogeneity.Analyze(formula, scaled).IsProved;
            for (int p = 0; p <= 4 && !proved; p++)
            {
                Assert.True(HomogeneityWitness.Find(formula, scaled, p) is not null, "degree " + p);
            }
        }
    }

    [Fact]
    public void The_derivation_lists_every_step_in_order()
    {
        Sketch s = new();
        int w = s.Vector("w", ParameterRole.Position), x = s.Vector("x", ParameterRole.Input);
        Formula formula = s.Build(s.Weight("a") * s.Relu(s.Dot(w, x) + s.Position("b")));
        Assert.Equal(
            [
                "w[k] * x[k] has degree 1 (multiply)",
                "⟨w, x⟩ has degree 1 (sum)",
                "⟨w, x⟩ + b has degree 1 (add)",
                "max(⟨w, x⟩ + b, 0) has degree 1 (maximum of two)",
                "a * max(⟨w, x⟩ + b, 0) has degree 2 (multiply)",
            ],
            Homogeneity.Infer(formula).Joint!.Steps.Select(step => step.ToString()));
    }

    [Fact]
    public void A_failure_names_the_first_rule_the_node_and_the_culprit()
    {
        Sketch s = new();
        Term b = s.Position("b");
        Term sum = b + 1;
        Formula formula = s.Build(s.Weight("a") * s.Apply(Op.Exp, s.Relu(sum)));
        RuleFailure<Degree, HomogeneityRule> failure = Homogeneity.Infer(formula).Joint!.Failure!;
        Assert.Equal(HomogeneityRule.UnequalDegrees, failure.Rule);
        Assert.Equal("b + 1", FormulaPrinter.Print(formula.Nodes, failure.Node, formula));
        Assert.Equal("1", FormulaPrinter.Print(formula.Nodes, failure.Culprit, formula));
        Assert.Equal("adds terms of degree 1 and 0", failure.Reason);
    }

    [Theory]
    [InlineData(0.5, "1/2")]
    [InlineData(-3.25, "-13/4")]
    [InlineData(1.0 / 3, "1/3")]
    [InlineData(-5.0 / 6, "-5/6")]
    [InlineData(0.1, "1/10")]
    [InlineData(2147483647, "2147483647")]
    [InlineData(0.33333333, null)]
    [InlineData(Math.PI, null)]
    [InlineData(2147483648, null)]
    [InlineData(double.NaN, null)]
    [InlineData(double.NegativeInfinity, null)]
    [InlineData(1e-300, null)]
    public void A_double_is_read_as_the_fraction_it_stands_for(double value, string? fraction) =>
        Assert.Equal(fraction, Rational.FromDouble(value)?.ToString());

    [Fact]
    public void Fractions_add_subtract_multiply_exactly_or_give_null()
    {
        Rational third = Rational.Fraction(1, 3)!.Value, half = Rational.Fraction(-2, -4)!.Value, huge = new(int.MaxValue);
        Assert.Equal("5/6", third.Plus(half)?.ToString());
        Assert.Equal("-1/6", third.Minus(half)?.ToString());
        Assert.Equal("1/6", third.Times(half)?.ToString());
        Assert.Equal("0", third.Minus(third)?.ToString());
        Assert.True(third.Minus(third) == Rational.Zero);
        Assert.Null(huge.Plus(Rational.One));
        Assert.Null(huge.Times(huge));
        Assert.Null(Rational.Fraction(1, int.MaxValue)!.Value.Plus(Rational.Fraction(1, int.MaxValue - 1)!.Value));
        Assert.Null(Rational.Fraction(1, 0));
    }

    private static string Shown(HomogeneityOutcome? outcome) =>
        outcome is null ? "" : outcome.Degree is Degree degree ? degree.ToString() : "-";
}
