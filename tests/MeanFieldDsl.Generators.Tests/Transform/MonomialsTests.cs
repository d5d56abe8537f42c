using System.Numerics;
using MeanFieldDsl.Generators.Formulas;
using MeanFieldDsl.Generators.Tests.Formulas;
using MeanFieldDsl.Generators.Transform;

namespace MeanFieldDsl.Generators.Tests.Transform;

/// <summary>
/// Random expressions of +, −, · and division by a number. Two are equal when their values are, at points of which no
/// polynomial of this degree can vanish at all by chance; the values are integers over powers of two and exact.
/// </summary>
public sealed class MonomialsTests
{
    private const int Variables = 13;

    [Fact]
    public void Expressions_are_equal_when_their_values_are()
    {
        Random random = new(1);
        int equal = 0, different = 0;
        for (int i = 0; i < 4000; i++)
        {
            FormulaBuilder builder = Builder();
            Drawn a = Draw(builder, random, 4), b = random.Next(3) == 0 ? Draw(builder, random, 4) : Rearranged(builder, random, a);
            bool expected = a.Values.SequenceEqual(b.Values);
            _ = expected ? equal++ : different++;
            Assert.True(expected == Monomials.AreEqual(builder, a.Node, b.Node), $"{Print(builder, a.Node)} and {Print(builder, b.Node)}");
        }

        Assert.True(equal > 500 && different > 500, $"{equal} equal, {different} different");
    }

    [Fact]
    public void The_square_of_a_sum_is_written_out()
    {
        Sketch s = new();
        Term x = s.Weight("x"), y = s.Input("y"), e = s.Apply(Op.Exp, x);
        AssertEqual(true, (x + y) * (x + y), (x * x) + (2 * (x * y)) + (y * y));
        AssertEqual(true, (x + y) * (x - y), (x * x) - (y * y));
        AssertEqual(true, (e + x) / 2, (0.5 * e) + (0.5 * x));
        AssertEqual(true, s.Apply(Op.FusedMultiplyAdd, x + 1, y, -x), (x * y) + y - x);
        AssertEqual(true, x * (y * e), e * x * y);
        AssertEqual(true, (x + y) / e, (x + y) / e);
        AssertEqual(false, (x + y) * (x + y), (x * x) + (y * y));
        AssertEqual(false, (x + y) / e, (y - x) / e);
        AssertEqual(false, (x + y) / 2, x + y);
        AssertEqual(false, s.Number(0.5) * s.Number(1), s.Number(0.25) * s.Number(1));
        AssertEqual(false, x, x + 1e-300);
    }

    [Fact]
    public void Products_of_other_terms_are_other_products()
    {
        // Nodes 1, 2, 11, 12 and 112, whose numbers written side by side could be taken for each other.
        FormulaBuilder builder = new();
        for (int i = 0; i <= 112; i++)
        {
            _ = builder.Parameter(i);
        }

        Assert.False(Monomials.AreEqual(builder, builder.Multiply(1, 2), 12));
        Assert.False(Monomials.AreEqual(builder, builder.Multiply(1, 12), builder.Multiply(11, 2)));
        Assert.False(Monomials.AreEqual(builder, builder.Multiply(1, 12), 112));
        Assert.True(Monomials.AreEqual(builder, builder.Multiply(builder.Add(1, 2), builder.Multiply(11, 12)), builder.Add(builder.Multiply(12, builder.Multiply(1, 11)), builder.Multiply(builder.Multiply(12, 2), 11))));
    }

    private static void AssertEqual(bool expected, Term a, Term b) => Assert.Equal(expected, Monomials.AreEqual(a.Sketch.Builder, a.Node, b.Node));

    private static FormulaBuilder Builder()
    {
        FormulaBuilder builder = new();
        for (int i = 0; i < Variables; i++)
        {
            _ = builder.Parameter(i);
        }

        return builder;
    }

    private static string Print(FormulaBuilder builder, int node) =>
        FormulaPrinter.Print(builder.Build("f", node, Enumerable.Range(0, Variables).Select(i => new FormulaParameter("x" + i, ParameterRole.Weight, FormulaType.Real, Dimension.Scalar)), []));

    private static Drawn Draw(FormulaBuilder builder, Random random, int depth)
    {
        if (depth == 0 || random.Next(6) == 0)
        {
            int variable = random.Next(Variables), number = random.Next(-3, 4);
            return random.Next(4) == 0 ? Leaf(builder.Constant(number), _ => number) : Leaf(variable, p => Point(p, variable));
        }

        Drawn a = Draw(builder, random, depth - 1), b = Draw(builder, random, depth - 1);
        return random.Next(8) switch
        {
            0 or 1 => Add(builder, a, b),
            2 => new(builder.Subtract(a.Node, b.Node), [.. a.Values.Zip(b.Values, (x, y) => x - y)]),
            3 => new(builder.Negate(a.Node), [.. a.Values.Select(x => -x)]),
            4 => new(builder.Apply(Op.FusedMultiplyAdd, a.Node, b.Node, a.Node), [.. a.Values.Zip(b.Values, (x, y) => x * (y + 1))]),
            _ => Multiply(builder, a, b),
        };
    }

    // The same value in another form, or nearly: (a + b) − b, (2 a) / 2, a (b + 1) − a b, and with −1 or 3 for 1.
    private static Drawn Rearranged(FormulaBuilder builder, Random random, Drawn a)
    {
        Drawn b = Draw(builder, random, 2);
        int one = random.Next(6) switch { 0 => -1, 1 => 3, _ => 1 };
        Drawn factor = Leaf(builder.Constant(one), _ => one);
        return random.Next(3) switch
        {
            0 => Subtract(Add(builder, Multiply(builder, a, factor), b), b),
            1 => new(builder.Divide(Multiply(builder, Leaf(builder.Constant(2 * one), _ => 2 * one), a).Node, builder.Constant(2)), [.. a.Values.Select(x => one * x)]),
            _ => Subtract(Multiply(builder, a, Add(builder, b, factor)), Multiply(builder, b, a)),
        };

        Drawn Subtract(Drawn x, Drawn y) => new(builder.Subtract(x.Node, y.Node), [.. x.Values.Zip(y.Values, (u, v) => u - v)]);
    }

    private static Drawn Add(FormulaBuilder builder, Drawn a, Drawn b) => new(builder.Add(a.Node, b.Node), [.. a.Values.Zip(b.Values, (x, y) => x + y)]);

    private static Drawn Multiply(FormulaBuilder builder, Drawn a, Drawn b) => new(builder.Multiply(a.Node, b.Node), [.. a.Values.Zip(b.Values, (x, y) => x * y)]);

    private static Drawn Leaf(int node, Func<int, BigInteger> value) => new(node, [.. Enumerable.Range(0, 3).Select(value)]);

    private static BigInteger Point(int point, int variable) => new Random((100 * point) + variable).NextInt64(1L << 60);

    /// <summary>An expression and its values at three points.</summary>
    private sealed record Drawn(int Node, BigInteger[] Values);
}
