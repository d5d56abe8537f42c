using MeanFieldDsl.Generators.Analysis.Numerics;
using MeanFieldDsl.Generators.Formulas;
using MeanFieldDsl.Generators.Transform;

namespace MeanFieldDsl.Generators.Tests.Analysis;

/// <summary>Each rule, against arithmetic of many digits.</summary>
public sealed class NumericRulesTests
{
    public static TheoryData<int> Rules => [.. Enumerable.Range(0, NumericRules.All.Count)];

    [Theory]
    [MemberData(nameof(Rules))]
    public void The_better_expression_has_the_same_value(int index)
    {
        NumericRule rule = NumericRules.All[index];
        foreach (double[] point in new double[][] { [0.75, 1.25], [0.5, 0.625], [0.9, 0.875] })
        {
            ManyDigits[] holes = [.. point.Select(ManyDigits.Of)];
            ManyDigits value = ManyDigits.Value(rule.Expression, holes);
            Assert.True(value.RelativeError(ManyDigits.Value(rule.Better, holes)) < 1e-13, Show(rule));
            Assert.True(value.RelativeError(Compute(rule.Expression, point).Value) < 1e-12, Show(rule));
            Assert.True(value.RelativeError(Compute(rule.Better, point).Value) < 1e-12, Show(rule));
        }
    }

    [Theory]
    [MemberData(nameof(Rules))]
    public void The_better_expression_is_better_where_the_rule_says(int index)
    {
        NumericRule rule = NumericRules.All[index];
        ManyDigits value = ManyDigits.Value(rule.Better, [.. rule.At.Select(ManyDigits.Of)]);
        (double was, bool wasSmooth) = Compute(rule.Expression, rule.At);
        (double now, bool isSmooth) = Compute(rule.Better, rule.At);
        double before = value.RelativeError(was), after = value.RelativeError(now);
        Assert.True(isSmooth && double.IsFinite(now), Show(rule));
        Assert.True(!wasSmooth || before > 50 * Math.Max(after, 2.3e-16), $"{Show(rule)}: {before} and {after}");
        if (rule.Fault == NumericFault.Overflow)
        {
            Assert.False(double.IsFinite(was) && wasSmooth, Show(rule));
        }

        // The second fault of a rule needs its own proof: digits are lost at a small argument.
        if (rule.Otherwise != NumericFault.None)
        {
            Assert.True(Lost(rule, 1e-10) || Lost(rule, -40) || Lost(rule, 40), Show(rule));
        }
    }

    [Fact]
    public void Every_rule_is_found_in_its_own_expression_before_any_other()
    {
        foreach (NumericRule rule in NumericRules.All)
        {
            Formula formula = Make(rule.Expression);
            NumericRule? first = NumericRules.All.FirstOrDefault(r => r.Expression.Find(formula.Nodes, formula.Root) is not null);
            Assert.Same(rule, first);
        }
    }

    [Theory]
    [InlineData(0.5)]
    [InlineData(-3)]
    [InlineData(30)]
    [InlineData(-200)]
    public void Many_digits_agree_with_doubles(double x)
    {
        ManyDigits[] at = [ManyDigits.Of(x)];
        foreach ((Op op, Func<double, double> function) in new (Op, Func<double, double>)[]
        {
            (Op.Exp, Math.Exp), (Op.Cosh, Math.Cosh), (Op.Sinh, Math.Sinh), (Op.Tanh, Math.Tanh), (Op.Softplus, Ops.Softplus), (Op.Sigmoid, Ops.Sigmoid),
        })
        {
            Assert.True(ManyDigits.Value(Pattern.Of(op, Pattern.U), at).RelativeError(function(x)) < 1e-15, op.ToString());
        }

        if (Math.Abs(x) < 4)
        {
            Assert.True(ManyDigits.Value(Pattern.Of(Op.Erf, Pattern.U), at).RelativeError(Ops.Erf(x)) < 1e-15);
            Assert.True(ManyDigits.Value(Pattern.Of(Op.NormalCdf, Pattern.U), at).RelativeError(Ops.NormalCdf(x)) < 1e-15);
            Assert.True(ManyDigits.Value(Pattern.Of(Op.Sin, Pattern.U), at).RelativeError(Math.Sin(x)) < 1e-15);
            Assert.True(ManyDigits.Value(Pattern.Of(Op.Cos, Pattern.U), at).RelativeError(Math.Cos(x)) < 1e-15);
            Assert.True(ManyDigits.Value(Pattern.Of(Op.Log, Pattern.Of(Op.Abs, Pattern.U)), at).RelativeError(Math.Log(Math.Abs(x))) < 1e-15);
            Assert.True(ManyDigits.Value(Pattern.Of(Op.Sqrt, Pattern.Of(Op.Abs, Pattern.U)), at).RelativeError(Math.Sqrt(Math.Abs(x))) < 1e-15);
        }
    }

    private static bool Lost(NumericRule rule, double at)
    {
        ManyDigits value = ManyDigits.Value(rule.Better, [ManyDigits.Of(at)]);
        return value.RelativeError(Compute(rule.Expression, [at]).Value) > 1e-10 && value.RelativeError(Compute(rule.Better, [at]).Value) < 1e-13;
    }

    private static (double Value, bool IsSmooth) Compute(Pattern pattern, double[] at)
    {
        Formula formula = Make(pattern);
        Gradient gradient = Differentiator.Differentiate(formula, [0, 1]);
        Interpreter interpreter = new(gradient.Nodes);
        bool isVector = formula.Parameters[0].Type == FormulaType.Vector;
        Binding point = new(isVector ? [at, [0]] : [[at[0]], [at.Length > 1 ? at[1] : 0]], []);
        bool isSmooth = gradient.Parameters.All(p => point.Parameters[p.Parameter]
            .Select((_, element) => GradientCheck.Derivative(gradient, interpreter, point, p, element))
            .All(double.IsFinite));
        return (interpreter.Value(gradient.Value, point), isSmooth);
    }

    // Holes inside a loop are the elements of a vector.
    private static Formula Make(Pattern pattern)
    {
        FormulaBuilder builder = new();
        bool isLoop = false;
        int root = pattern.Build(builder, (hole, label) =>
        {
            isLoop |= label != 0;
            return label != 0 ? builder.BoundElement(0, label) : builder.Parameter(hole);
        });
        FormulaParameter first = isLoop ? new("u", ParameterRole.Position, FormulaType.Vector, Dimension.Named("d")) : new("u", ParameterRole.Position, FormulaType.Real, Dimension.Scalar);
        return builder.Build("f", root, [first, new("v", ParameterRole.Position, FormulaType.Real, Dimension.Scalar)], []);
    }

    private static string Show(NumericRule rule) => FormulaPrinter.Print(Make(rule.Expression)) + " → " + FormulaPrinter.Print(Make(rule.Better));
}
