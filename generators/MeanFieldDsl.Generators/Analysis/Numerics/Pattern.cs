using MeanFieldDsl.Generators.Formulas;

namespace MeanFieldDsl.Generators.Analysis.Numerics;

/// <summary>
/// An expression with holes, written the way it is written on paper. It finds its like in a formula, and with the
/// holes filled it is a formula itself, or the text of one.
/// </summary>
internal sealed class Pattern
{
    private Pattern(Op op, params Pattern[] arguments) => (Op, Arguments) = (op, arguments);

    /// <summary>The first hole.</summary>
    public static Pattern U { get; } = new(Op.Parameter) { Hole = 0 };

    /// <summary>The second hole.</summary>
    public static Pattern V { get; } = new(Op.Parameter) { Hole = 1 };

    public Op Op { get; }

    public Pattern[] Arguments { get; }

    /// <summary>Which hole it is, or −1.</summary>
    public int Hole { get; private set; } = -1;

    /// <summary>The number, for a constant.</summary>
    public double Value { get; private set; }

    /// <summary>The name under which a text speaks of it, for a part that is to be computed first; else empty.</summary>
    public string Name { get; private set; } = "";

    public static implicit operator Pattern(double value) => new(Op.Constant) { Value = value };

    public static Pattern operator +(Pattern a, Pattern b) => new(Op.Add, a, b);

    public static Pattern operator -(Pattern a, Pattern b) => new(Op.Subtract, a, b);

    public static Pattern operator *(Pattern a, Pattern b) => new(Op.Multiply, a, b);

    public static Pattern operator /(Pattern a, Pattern b) => new(Op.Divide, a, b);

    public static Pattern operator -(Pattern a) => new(Op.Negate, a);

    public static Pattern Of(Op op, Pattern argument) => new(op, argument);

    public static Pattern Sq(Pattern a) => new(Op.Multiply, a, a);

    /// <summary>A sum over whatever the user sums over.</summary>
    public static Pattern Sum(Pattern body) => new(Op.SumOver, body);

    /// <summary>The maximum over the same, under a name.</summary>
    public static Pattern Max(Pattern body, string name) => new(Op.MaxOver, body) { Name = name };

    /// <summary>The nodes of the expression.</summary>
    /// <param name="builder">Takes the nodes.</param>
    /// <param name="hole">Gives the node of a hole, within the loop of a label (0 outside of loops).</param>
    /// <param name="vector">The vector parameter that loops run over.</param>
    /// <param name="label">The label of the innermost loop.</param>
    public int Build(FormulaBuilder builder, Func<int, int, int> hole, int vector = 0, int label = 0)
    {
        if (Hole >= 0)
        {
            return hole(Hole, label);
        }

        if (Op is Op.SumOver or Op.MaxOver)
        {
            int inner = builder.FreshLabel();
            return builder.ReduceOver(Op, vector, inner, Arguments[0].Build(builder, hole, vector, inner));
        }

        int[] nodes = [.. Arguments.Select(a => a.Build(builder, hole, vector, label))];
        return Op == Op.Constant ? builder.Constant(Value) : nodes.Length == 1 ? builder.Apply(Op, nodes[0]) : builder.Apply(Op, nodes[0], nodes[1]);
    }

    /// <summary>The nodes that fill the holes where <paramref name="node"/> is such an expression, otherwise null.</summary>
    public Match? Find(IReadOnlyList<Node> nodes, int node) => Find(nodes, node, new([-1, -1], []));

    private Match? Find(IReadOnlyList<Node> nodes, int index, Match so)
    {
        Node node = nodes[index];
        if (Hole >= 0)
        {
            // A number is no sub-expression to speak of.
            return so.Holes[Hole] == index ? so
                : so.Holes[Hole] >= 0 || node.Op == Op.Constant ? null
                : so with { Holes = [.. so.Holes.Select((h, i) => i == Hole ? index : h)] };
        }

        if (Op == Op.Constant)
        {
            return node.Op == Op.Constant && node.Value == Value ? so : null;
        }

        // u − 1 can be written −1 + u.
        bool isShifted = Op == Op.Subtract && Arguments[1].Op == Op.Constant && node.Op == Op.Add;
        if (node.Op != Op && !isShifted)
        {
            return null;
        }

        so = so with { Parts = [.. so.Parts, index] };
        if (Arguments.Length == 1)
        {
            return Arguments[0].Find(nodes, node.A, so);
        }

        Pattern second = isShifted ? -Arguments[1].Value : Arguments[1];
        return Pair(nodes, Arguments[0], node.A, second, node.B, so)
            ?? (Op is Op.Add or Op.Multiply || isShifted ? Pair(nodes, Arguments[0], node.B, second, node.A, so) : null);
    }

    private static Match? Pair(IReadOnlyList<Node> nodes, Pattern first, int a, Pattern second, int b, Match so) =>
        first.Find(nodes, a, so) is Match match ? second.Find(nodes, b, match) : null;
}
