using MeanFieldDsl.Generators.Formulas;

namespace MeanFieldDsl.Generators.Transform;

/// <summary>Reads a function of one number z as below · z for z ≤ 0 and above · z for z &gt; 0, or as c₀ + c₁ erf(k z).</summary>
internal sealed class ActivationReader
{
    private readonly FormulaBuilder _builder;
    private readonly int _variable;
    private readonly Dictionary<int, (int Below, int Above)?> _slopes = [];

    private ActivationReader(FormulaBuilder builder, int variable)
    {
        _builder = builder;
        _variable = variable;
    }

    /// <summary>Reads a node so; null where it is neither.</summary>
    /// <param name="builder">Has the node; receives those of the numbers.</param>
    /// <param name="node">The function, of z and hyper-parameters alone.</param>
    /// <param name="variable">The parameter z.</param>
    /// <param name="formula">Names the hyper-parameters.</param>
    public static ExpectedActivation? Read(FormulaBuilder builder, int node, int variable, Formula formula)
    {
        ActivationReader reader = new(builder, variable);
        int[]? numbers = reader.Slopes(node) is var (below, above) ? [below, above]
            : reader.Error(node) is var (constant, factor, rate) && rate >= 0 ? [constant, factor, rate]
            : null;
        if (numbers is null)
        {
            return null;
        }

        (List<Node> nodes, int[] map) = FormulaGraph.Compact(builder.Nodes, numbers);
        Formula part = formula with { Nodes = new(nodes), Root = map[numbers[0]], Parameters = EquatableArray<FormulaParameter>.Empty };
        return new(numbers.Length == 2, part, map[numbers[0]], map[numbers[1]], numbers.Length == 2 ? -1 : map[numbers[2]]);
    }

    private bool Varies(int node) => Dependence.Mentions(_builder, node).Contains(_variable);

    private (int Below, int Above)? Slopes(int node)
    {
        if (!_slopes.TryGetValue(node, out (int, int)? known))
        {
            known = Varies(node) ? SlopesOf(_builder[node]) : _builder.IsZero(node) ? (node, node) : null;
            _slopes[node] = known;
        }

        return known;
    }

    private (int Below, int Above)? SlopesOf(Node node)
    {
        switch (node.Op)
        {
            case Op.Parameter:
                return (_builder.Constant(1), _builder.Constant(1));
            case Op.Negate:
                return Both(Slopes(node.A), _builder.Negate);
            case Op.Multiply when !Varies(node.A):
                return Both(Slopes(node.B), slope => _builder.Multiply(node.A, slope));
            case Op.Multiply when !Varies(node.B):
                return Both(Slopes(node.A), slope => _builder.Multiply(slope, node.B));
            case Op.Divide when !Varies(node.B):
                return Both(Slopes(node.A), slope => _builder.Divide(slope, node.B));
            case Op.Add or Op.Subtract:
                return Both(Slopes(node.A), Slopes(node.B), node.Op, node.Op);
            case Op.FusedMultiplyAdd:
                return Slopes(_builder.Add(_builder.Multiply(node.A, node.B), node.C));

            // |a z| is −|a| z where z is negative, and the larger of two such functions is there the one with the smaller slope.
            case Op.Abs:
                return Slopes(node.A) is var (below, above) ? (_builder.Negate(_builder.Apply(Op.Abs, below)), _builder.Apply(Op.Abs, above)) : null;
            case Op.Max:
                return Both(Slopes(node.A), Slopes(node.B), Op.Min, Op.Max);
            case Op.Min:
                return Both(Slopes(node.A), Slopes(node.B), Op.Max, Op.Min);
            case Op.Select:
                return Truth(node.A) is var (isBelow, isAbove) && Slopes(node.B) is var (thenBelow, thenAbove) && Slopes(node.C) is var (elseBelow, elseAbove)
                    ? (isBelow ? thenBelow : elseBelow, isAbove ? thenAbove : elseAbove)
                    : null;
            default:
                return null;
        }
    }

    private static (int, int)? Both((int Below, int Above)? slopes, Func<int, int> map) => slopes is var (below, above) ? (map(below), map(above)) : null;

    private (int, int)? Both((int Below, int Above)? first, (int Below, int Above)? second, Op ofBelow, Op ofAbove) =>
        first is var (a, b) && second is var (c, d) ? (_builder.Apply(ofBelow, a, c), _builder.Apply(ofAbove, b, d)) : null;

    // Whether a condition holds below and above 0; null where it is not the same all along.
    private (bool Below, bool Above)? Truth(int condition)
    {
        Node node = _builder[condition];
        switch (node.Op)
        {
            case Op.Not:
                return Truth(node.A) is var (below, above) ? (!below, !above) : null;
            case Op.Less or Op.LessOrEqual when Slopes(node.A) is var (a, b) && Slopes(node.B) is var (c, d)
                && _builder.IsConstant(_builder.Subtract(c, a), out double low) && _builder.IsConstant(_builder.Subtract(d, b), out double high):
                return node.Op == Op.Less ? (low < 0, high > 0) : (low <= 0, high >= 0);
            default:
                return null;
        }
    }

    // A rate of −1 is that of a constant.
    private (int Constant, int Factor, int Rate)? Error(int node)
    {
        int zero = _builder.Constant(0);
        if (!Varies(node))
        {
            return (node, zero, -1);
        }

        Node n = _builder[node];
        switch (n.Op)
        {
            case Op.Erf:
                return Linear(n.A) is int k ? (zero, _builder.Constant(1), k) : null;
            case Op.NormalCdf:
                int half = _builder.Constant(0.5);
                return Linear(n.A) is int rate ? (half, half, _builder.Multiply(_builder.Constant(Math.Sqrt(0.5)), rate)) : null;
            case Op.Negate:
                return Scaled(Error(n.A), _builder.Negate);
            case Op.Multiply when !Varies(n.A):
                return Scaled(Error(n.B), number => _builder.Multiply(n.A, number));
            case Op.Multiply when !Varies(n.B):
                return Scaled(Error(n.A), number => _builder.Multiply(number, n.B));
            case Op.Divide when !Varies(n.B):
                return Scaled(Error(n.A), number => _builder.Divide(number, n.B));
            case Op.Add or Op.Subtract:
                return Error(n.A) is var (a, b, first) && Error(n.B) is var (c, d, second) && (first < 0 || second < 0 || first == second)
                    ? (_builder.Apply(n.Op, a, c), _builder.Apply(n.Op, b, d), Math.Max(first, second))
                    : null;
            case Op.FusedMultiplyAdd:
                return Error(_builder.Add(_builder.Multiply(n.A, n.B), n.C));
            default:
                return null;
        }
    }

    private int? Linear(int node) => Slopes(node) is var (below, above) && below == above ? below : null;

    private static (int, int, int)? Scaled((int Constant, int Factor, int Rate)? error, Func<int, int> map) =>
        error is var (constant, factor, rate) ? (map(constant), map(factor), rate) : null;
}
