using MeanFieldDsl.Generators.Formulas;
using MeanFieldDsl.Generators.Tests.Formulas;
using MeanFieldDsl.Generators.Transform;

namespace MeanFieldDsl.Generators.Tests.Transform;

/// <summary>A split node is the sum of its terms, and no term can be split further.</summary>
public sealed class LinearTermsTests
{
    private const int Variables = 3;

    [Fact]
    public void The_terms_times_their_coefficients_sum_to_the_node()
    {
        Random random = new(1);
        int split = 0;
        for (int i = 0; i < 2000; i++)
        {
            FormulaBuilder builder = new();
            int node = Draw(builder, random, 4), coefficient = Draw(builder, random, 1, least: Variables);
            List<(int Node, int Coefficient)> atoms = [], constants = [];
            Assert.True(LinearTerms.Split(
                builder,
                n => Varies(builder, n),
                node,
                coefficient,
                (n, c) =>
                {
                    atoms.Add((n, c));
                    return true;
                },
                (n, c) => constants.Add((n, c))));
            int sum = atoms.Concat(constants).Aggregate(builder.Constant(0), (total, term) => builder.Add(total, builder.Multiply(term.Coefficient, term.Node)));
            Binding point = new([.. Enumerable.Range(0, 2 * Variables).Select(_ => new[] { 0.5 + random.NextDouble() })], []);
            Interpreter interpreter = new(builder.Nodes);
            double expected = interpreter.Value(coefficient, point) * interpreter.Value(node, point);
            Assert.Equal(expected, interpreter.Value(sum, point), 1e-9 * (1 + Math.Abs(expected)) * (1 + atoms.Count));
            Assert.All(constants, t => Assert.False(Varies(builder, t.Node)));
            Assert.All(atoms.Concat(constants), t => Assert.False(Varies(builder, t.Coefficient)));
            Assert.All(atoms, t => Assert.True(IsWhole(builder, t.Node)));
            split += atoms.Count > 1 && constants.Count > 0 ? 1 : 0;
        }

        Assert.True(split > 300, split + " split");
    }

    [Fact]
    public void The_first_term_that_is_refused_ends_the_split()
    {
        Sketch s = new();
        Term x = s.Weight("x"), y = s.Weight("y"), z = s.Weight("z"), k = s.Input("k");
        foreach ((Term sum, int most) in new[] { (x + y, 1), (y + z + x, 3), (x - y, 1), (-x, 1), (k * x, 1), (x / k, 1), (s.Apply(Op.FusedMultiplyAdd, x, y, z), 1), (y - z - x, 3) })
        {
            List<int> seen = [];
            bool all = LinearTerms.Split(
                s.Builder,
                n => Varies(s.Builder, n),
                sum.Node,
                s.Number(1).Node,
                (node, _) =>
                {
                    seen.Add(node);
                    return node != x.Node && s.Builder[node].Op != Op.Multiply;
                });
            Assert.False(all);
            Assert.Equal(most, seen.Count);
        }
    }

    [Fact]
    public void The_square_of_a_norm_is_what_is_under_the_root()
    {
        Sketch s = new();
        int w = s.Vector("w", ParameterRole.Position);
        Term k = s.Hyper("k"), square = s.SquaredNorm(w), norm = s.Norm(w), root = s.Apply(Op.Sqrt, square);
        Assert.Equal([(square.Node, k.Node)], Terms(s, norm * norm, k, varies: true));
        Assert.Equal([((root * root).Node, k.Node)], Terms(s, root * root, k, varies: true));
        Assert.Equal([((norm * root).Node, k.Node)], Terms(s, norm * root, k, varies: true));
        Assert.Equal([((root * norm).Node, k.Node)], Terms(s, root * norm, k, varies: true));
        Assert.Empty(Terms(s, norm * norm, k, varies: false));
    }

    [Fact]
    public void Twice_a_node_takes_in_its_constant_factor()
    {
        Sketch s = new();
        Term k = s.Hyper("k"), x = s.Weight("x");
        FormulaBuilder builder = s.Builder;
        Assert.Equal(k.Node, LinearTerms.Twice(builder, (0.5 * k).Node));
        Assert.Equal(k.Node, LinearTerms.Twice(builder, (x.Sketch.Number(0.5) * k).Node));
        Assert.Equal((6 * x).Node, LinearTerms.Twice(builder, builder.Multiply(x.Node, builder.Constant(3))));
        Assert.Equal((2 * x).Node, LinearTerms.Twice(builder, x.Node));
        Assert.Equal((2 * (k * x)).Node, LinearTerms.Twice(builder, (k * x).Node));
        Assert.Equal((2 * (k + 0.5)).Node, LinearTerms.Twice(builder, (k + 0.5).Node));
        Assert.Equal((2 * (0.5 - k)).Node, LinearTerms.Twice(builder, (0.5 - k).Node));
        Assert.Equal(8, builder[LinearTerms.Twice(builder, builder.Constant(4))].Value);
    }

    private static List<(int, int)> Terms(Sketch s, Term node, Term coefficient, bool varies)
    {
        List<(int, int)> terms = [];
        Assert.True(LinearTerms.Split(
            s.Builder,
            _ => varies,
            node.Node,
            coefficient.Node,
            (n, c) =>
            {
                terms.Add((n, c));
                return true;
            }));
        return terms;
    }

    // Neither a sum nor a multiple of something.
    private static bool IsWhole(FormulaBuilder builder, int node)
    {
        Node n = builder[node];
        return n.Op switch
        {
            Op.Add or Op.Subtract or Op.Negate or Op.FusedMultiplyAdd => false,
            Op.Multiply => Varies(builder, n.A) && Varies(builder, n.B),
            Op.Divide => Varies(builder, n.B),
            _ => true,
        };
    }

    private static bool Varies(FormulaBuilder builder, int node)
    {
        Node n = builder[node];
        return n.Op == Op.Parameter ? n.A < Variables : new[] { n.A, n.B, n.C }.Any(child => n.Op != Op.Constant && child >= 0 && Varies(builder, child));
    }

    // Parameters from `least` on: the first three vary.
    private static int Draw(FormulaBuilder builder, Random random, int depth, int least = 0)
    {
        if (depth == 0)
        {
            return random.Next(5) == 0 ? builder.Constant(random.Next(1, 4)) : builder.Parameter(random.Next(least, 2 * Variables));
        }

        int a = Draw(builder, random, depth - 1, least), b = Draw(builder, random, random.Next(depth), least);
        return random.Next(9) switch
        {
            0 or 1 => builder.Add(a, b),
            2 => builder.Add(b, a),
            3 => builder.Subtract(b, a),
            4 => builder.Negate(a),
            5 => builder.Multiply(a, b),
            6 => builder.Divide(a, builder.Add(builder.Multiply(b, b), builder.Constant(1))),
            7 => builder.Apply(Op.FusedMultiplyAdd, a, b, a),
            _ => builder.Multiply(b, builder.Apply(Op.Tanh, a)),
        };
    }
}
