using MeanFieldDsl.Generators.Analysis;
using MeanFieldDsl.Generators.Formulas;

namespace MeanFieldDsl.Generators.Tests.Formulas;

/// <summary>One set of checks for every entry of the table; a new operation is covered by being there.</summary>
public sealed class OperationTableTests
{
    private const int Points = 200;

    public static TheoryData<string> All => [.. Enum.GetNames<Op>()];

    public static TheoryData<string> Computing => [.. OperationTable.All.Where(o => o.Arity > 0).Select(o => o.Op.ToString())];

    [Theory]
    [MemberData(nameof(All))]
    public void Has_one_complete_entry(string name)
    {
        Operation operation = Get(name);
        Assert.Equal(name, operation.Op.ToString());
        Assert.NotEmpty(operation.Name);
        Assert.Equal(operation.Arity, operation.Partials.Length);
        Assert.Equal(operation.Partials.Select(p => p is null), operation.Slopes.Select(s => s is null));
        foreach (string template in new[] { operation.Scalar, operation.Lanes, operation.Print })
        {
            Assert.Equal(operation.Arity > 0, template.Length > 0);
            Assert.All(Enumerable.Range(0, operation.Arity), i => Assert.Contains("{" + i + "}", template));
            Assert.DoesNotContain("{" + operation.Arity + "}", template);
        }

        Assert.Equal(operation.Arity == 0, operation.Degree == DegreeRule.Structural);
    }

    [Theory]
    [MemberData(nameof(Computing))]
    public void Is_finite_where_tests_draw(string name)
    {
        Operation operation = Get(name);
        foreach (double[] x in Draw(operation))
        {
            double value = operation.Value(x[0], x[1], x[2]);
            Assert.True(double.IsFinite(value), $"{name}({string.Join(", ", x)}) = {value}");
            Assert.True(!operation.IsTruth || value is 0 or 1);
        }
    }

    [Theory]
    [MemberData(nameof(Computing))]
    public void The_symbolic_partials_the_slopes_and_differences_agree(string name)
    {
        Operation operation = Get(name);
        (FormulaBuilder builder, int self, int[] arguments) = Build(operation);
        for (int i = 0; i < operation.Arity; i++)
        {
            int partial = operation.Partials[i] is PartialRule rule ? rule(builder, self, arguments[0], arguments[1], arguments[2]) : builder.Constant(0);
            Interpreter interpreter = new(builder.Nodes);
            foreach (double[] x in Draw(operation))
            {
                double symbolic = interpreter.Value(partial, Bind(x));
                double slope = operation.Slopes[i] is SlopeRule s ? s(x[0], x[1], x[2], operation.Value(x[0], x[1], x[2])) : 0;
                double difference = Difference(operation, x, i);
                double size = 1 + Math.Abs(slope);
                Assert.True(Math.Abs(symbolic - slope) <= 1e-11 * size, $"∂{i} of {name} at ({string.Join(", ", x)}): symbolic {symbolic:R}, slope {slope:R}");
                Assert.True(Math.Abs(difference - slope) <= 2e-7 * size, $"∂{i} of {name} at ({string.Join(", ", x)}): difference {difference:R}, slope {slope:R}");
            }
        }
    }

    [Theory]
    [MemberData(nameof(Computing))]
    public void At_kinks_and_ties_the_symbolic_partials_and_the_slopes_choose_the_same_derivative(string name)
    {
        Operation operation = Get(name);
        (FormulaBuilder builder, int self, int[] arguments) = Build(operation);
        double[][] special = [[0, 0, 0], [1, 1, 1], [0, 1, 1], [1, 0, 0], [-1, -1, -1], [1, 1, 0]];
        for (int i = 0; i < operation.Arity; i++)
        {
            if (operation.Partials[i] is not PartialRule rule || operation.Slopes[i] is not SlopeRule slope)
            {
                continue;
            }

            Interpreter interpreter = new(builder.Nodes);
            int partial = rule(builder, self, arguments[0], arguments[1], arguments[2]);
            interpreter = new(builder.Nodes);
            foreach (double[] x in special)
            {
                double value = slope(x[0], x[1], x[2], operation.Value(x[0], x[1], x[2]));
                double symbolic = interpreter.Value(partial, Bind(x));
                Assert.True(!double.IsFinite(value) || Math.Abs(value - symbolic) < 1e-12, $"∂{i} of {name} at ({string.Join(", ", x)}): symbolic {symbolic:R}, slope {value:R}");
            }
        }
    }

    [Theory]
    [MemberData(nameof(Computing))]
    public void Scaling_the_arguments_does_what_the_degree_rule_says(string name)
    {
        Operation operation = Get(name);
        int proved = 0;
        foreach (int[] degrees in Combinations(operation.Arity))
        {
            FormulaBuilder builder = new();
            int[] arguments = [.. Enumerable.Range(0, 3).Select(i => Power(builder, i, i < degrees.Length ? degrees[i] : 0))];
            Formula formula = builder.Build(name, Apply(builder, operation, arguments), Parameters(), []);
            if (Homogeneity.Infer(formula).Joint!.Degree is not Degree degree)
            {
                continue;
            }

            proved++;
            foreach (double[] x in Draw(operation).Take(20))
            {
                // Arguments that scale are powers of particle parameters; the other half of the table are inputs.
                double at = Interpreter.Evaluate(formula, Six(x, 1)), far = Interpreter.Evaluate(formula, Six(x, 2));
                double expected = Math.Pow(2, degree.Value.ToDouble()) * at;
                Assert.True(Math.Abs(far - expected) <= 1e-12 * Math.Abs(expected), $"{name} of degrees {string.Join(", ", degrees)} is not of degree {degree}: {at:R}, {far:R}");
            }
        }

        Assert.True(proved > 0);
        bool scales = operation.Degree is not (DegreeRule.Invariant or DegreeRule.Power);
        Assert.Equal(scales, proved > 1);
    }

    private static Operation Get(string name) => OperationTable.Get(Enum.Parse<Op>(name));

    private static double[][] Draw(Operation operation)
    {
        Random random = new(1);
        (double low, double high) = operation.TestRange;
        return [.. Enumerable.Range(0, Points).Select(_ => Enumerable.Range(0, 3).Select(_ => low + ((high - low) * random.NextDouble())).ToArray())];
    }

    private static (FormulaBuilder, int, int[]) Build(Operation operation)
    {
        FormulaBuilder builder = new();
        int[] arguments = [builder.Parameter(0), builder.Parameter(1), builder.Parameter(2)];
        return (builder, Apply(builder, operation, arguments), arguments);
    }

    private static int Apply(FormulaBuilder builder, Operation operation, int[] arguments) =>
        operation.Op == Op.GuardedMultiply ? builder.GuardedMultiply(arguments[0], arguments[1])
        : operation.Arity switch
        {
            1 => builder.Apply(operation.Op, arguments[0]),
            2 => builder.Apply(operation.Op, arguments[0], arguments[1]),
            _ => builder.Apply(operation.Op, arguments[0], arguments[1], arguments[2]),
        };

    private static Binding Bind(double[] x) => new([.. x.Select(e => new[] { e })], []);

    private static Binding Six(double[] x, double factor) => new([.. x.Select(e => new[] { factor * e }), .. x.Select(e => new[] { e })], []);

    private static IEnumerable<FormulaParameter> Parameters() => Enumerable.Range(0, 6)
        .Select(i => new FormulaParameter("p" + i, i < 3 ? ParameterRole.Position : ParameterRole.Input, FormulaType.Real, Dimension.Scalar));

    private static int Power(FormulaBuilder builder, int i, int degree) => degree switch
    {
        0 => builder.Parameter(3 + i),
        1 => builder.Parameter(i),
        _ => builder.Multiply(builder.Parameter(i), builder.Apply(Op.Abs, builder.Parameter(i))),
    };

    private static IEnumerable<int[]> Combinations(int arity) =>
        Enumerable.Range(0, (int)Math.Pow(3, arity)).Select(n => Enumerable.Range(0, arity).Select(i => n / (int)Math.Pow(3, i) % 3).ToArray());

    private static double Difference(Operation operation, double[] x, int argument)
    {
        const double Step = 1e-5;
        double At(double shift)
        {
            double[] moved = [.. x];
            moved[argument] += shift;
            return operation.Value(moved[0], moved[1], moved[2]);
        }

        return ((8 * (At(Step) - At(-Step))) - (At(2 * Step) - At(-2 * Step))) / (12 * Step);
    }
}
