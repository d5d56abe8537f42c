using System.Globalization;
using MeanFieldDsl.Generators.Analysis;
using MeanFieldDsl.Generators.Analysis.Numerics;
using MeanFieldDsl.Generators.Formulas;
using MeanFieldDsl.Generators.Tests.Formulas;
using MeanFieldDsl.Generators.Tests.Gradients;

namespace MeanFieldDsl.Generators.Tests.Analysis;

/// <summary>What is said about the arithmetic of random formulas is held against values.</summary>
public sealed class NumericsSoundnessTests
{
    private static int Count { get; } =
        int.TryParse(Environment.GetEnvironmentVariable("MFD_RANDOM_FORMULAS"), NumberStyles.None, CultureInfo.InvariantCulture, out int count) ? count : 600;

    [Fact]
    public void At_a_witness_the_operation_has_no_value_and_where_it_is_proved_to_have_one_there_is_none()
    {
        int witnesses = 0, proofs = 0;
        foreach (RandomFormula random in RandomFormulas.Many(Seeds.First, Count, RandomStyle.Any))
        {
            // Without its positive offset a divisor or a root can go wrong.
            Formula formula = Bare(random.Formula);
            int[][] free = FormulaGraph.FreeLabels(formula.Nodes);
            Interval[] ranges = [.. CurvaturePass.Shapes(formula, new bool[formula.Parameters.Count]).Select(s => s.Range)];
            Specimens values = new(formula);
            WitnessSearch search = new(formula, ranges, values);
            Interpreter interpreter = new(formula.Nodes);
            foreach (DomainCondition condition in DomainCondition.Of(formula).Where(c => free[c.Node].Length == 0))
            {
                if (search.Find(condition) is Binding witness)
                {
                    witnesses++;
                    double value = interpreter.Value(condition.Node, witness);
                    Assert.False(condition.HoldsIn(ranges), random.ToString());
                    Assert.True(!double.IsFinite(value) || IsNearlyZero(formula, interpreter, condition, witness), $"{random}: {value}");
                }
                else if (condition.HoldsIn(ranges))
                {
                    proofs++;
                    Assert.All(Enumerable.Range(0, 20), k =>
                    {
                        Jet argument = interpreter.ValueWithCondition(condition.Argument, WitnessPoints.Draw(formula, k));
                        Assert.False(formula.Nodes[condition.Node].Op is Op.Log or Op.Sqrt && argument.Value < -1e-12 * argument.ValueCondition, random.ToString());
                    });
                }
            }
        }

        Assert.True(witnesses > Count / 20 && proofs > Count / 20, $"{witnesses} witnesses, {proofs} proofs");
    }

    [Fact]
    public void A_rule_that_is_found_in_a_formula_keeps_its_value()
    {
        int compared = 0;
        Random random = new(Seeds.First);
        foreach (RandomFormula drawn in RandomFormulas.Many(Seeds.First, Count, RandomStyle.Continuous))
        {
            FormulaBuilder builder = new(drawn.Formula.Nodes);
            NumericRule planted = NumericRules.All[random.Next(NumericRules.All.Count)];
            int[] fillings = [drawn.Formula.Root, builder.Apply(Op.Tanh, builder.Parameter(0))];
            int root = planted.Expression.Build(builder, (hole, label) => label != 0 ? builder.Multiply(builder.BoundElement(1, label), builder.Parameter(2)) : fillings[hole], vector: 1);
            foreach (NumericRule rule in NumericRules.All)
            {
                if (rule.Expression.Find(builder.Nodes, root) is not Match match || rule.Expression.Arguments.Any(a => a.Op == Op.SumOver || a.Arguments.Any(b => b.Op == Op.SumOver)))
                {
                    continue;
                }

                int better = rule.Better.Build(builder, (hole, _) => match.Holes[hole]);
                Interpreter interpreter = new(builder.Nodes);
                Binding point = drawn.Draw(random);
                Jet was = interpreter.ValueWithCondition(root, point), now = interpreter.ValueWithCondition(better, point);
                if (double.IsFinite(was.Value) && double.IsFinite(now.Value) && was.ValueCondition < 1e6 && now.ValueCondition < 1e6)
                {
                    compared++;
                    Assert.True(Math.Abs(was.Value - now.Value) <= 1e-13 * (1 + was.ValueCondition + now.ValueCondition), $"{drawn} in {planted}: {was} and {now}");
                }
            }
        }

        Assert.True(compared > Count / 4, compared.ToString(CultureInfo.InvariantCulture));
    }

    // A zero between two signs is known to the last digits of its place.
    private static bool IsNearlyZero(Formula formula, Interpreter interpreter, DomainCondition condition, Binding witness)
    {
        Jet argument = interpreter.ValueWithCondition(condition.Argument, witness);
        return formula.Nodes[condition.Node].Op is Op.Divide or Op.Log && Math.Abs(argument.Value) <= 1e-6 * (1 + argument.ValueCondition);
    }

    // The same formula with every constant that is added replaced by 0.
    private static Formula Bare(Formula formula)
    {
        FormulaBuilder builder = new(formula.Nodes);
        int root = builder.Rewrite(formula.Root, i => builder[i] is { Op: Op.Add } add && builder[add.A].Op == Op.Constant ? add.B
            : builder[i] is { Op: Op.Add } sum && builder[sum.B].Op == Op.Constant ? sum.A : -1);
        return builder.Build(formula.Name, root, formula.Parameters, formula.HyperParameters);
    }
}
