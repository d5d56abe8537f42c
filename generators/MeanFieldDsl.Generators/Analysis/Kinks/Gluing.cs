using MeanFieldDsl.Generators.Analysis.Algebra;
using MeanFieldDsl.Generators.Formulas;

namespace MeanFieldDsl.Generators.Analysis;

/// <summary>
/// How smoothly the branches of a choice meet. Where a condition compares u with p, the difference of the branches is
/// written as a function of u, with everything else a letter of its own; the number of its derivatives in u that are
/// zero at u = p, whatever the letters are, is how many derivatives match.
/// </summary>
internal static class Gluing
{
    private const int Most = 4;

    /// <summary>The compared node that varies and the one it is compared with, or null for another condition.</summary>
    public static (int Value, int Point)? Switch(Formula formula, Node test)
    {
        if (test.Op is not (Op.Less or Op.LessOrEqual))
        {
            return null;
        }

        bool second = formula.Nodes[test.A].Op is Op.Constant or Op.HyperParameter;
        return second ? (test.B, test.A) : (test.A, test.B);
    }

    /// <summary>How many of the values and derivatives of the branches agree where the choice switches.</summary>
    public static int Matching(Formula formula, Node choice, int value, int point)
    {
        try
        {
            Letters letters = new(formula, value, point);
            FormulaBuilder builder = letters.Builder;
            int difference = builder.Subtract(letters.Write(choice.B), letters.Write(choice.C));
            Pieces pieces = Pieces.Split(builder.Build("difference", difference, letters.Parameters, formula.HyperParameters), 0);
            Piece[] parts = [.. pieces.All.Where(p => !p.IsPoint)];
            if (parts.Length != 1 || !Convexity.IsDefined(pieces, parts[0]))
            {
                return 0;
            }

            int current = parts[0].Root;
            for (int matching = 0; matching < Most; matching++)
            {
                if (!pieces.IsZero(pieces.AtPoint(current, pieces.Builder.Parameter(1))))
                {
                    return matching;
                }

                current = pieces.Derivative(current);
            }

            return Most;
        }
        catch (UndecidedException)
        {
            return 0;
        }
    }

    /// <summary>
    /// Whether a node is differentiable, with a locally Lipschitz derivative, as a function of one term u and of letters
    /// for all else: smooth between the points at which it switches, with equal values and derivatives there.
    /// </summary>
    public static bool IsDifferentiable(Formula formula, int node, int value, Func<int, Regular> regularity)
    {
        try
        {
            Letters letters = new(formula, value, -1);
            int root = letters.Write(node);
            if (letters.Hidden.Any(hidden => !regularity(hidden).IsDifferentiable))
            {
                return false;
            }

            Pieces pieces = Pieces.Split(letters.Builder.Build("node", root, letters.Parameters, formula.HyperParameters), 0);
            return pieces.All.Where(p => !p.IsPoint).All(piece => Convexity.IsDefined(pieces, piece)) && pieces.Neighbours().All(n => Meet(pieces, n.Lower, n.Upper, n.Point));
        }
        catch (UndecidedException)
        {
            return false;
        }
    }

    private static bool Meet(Pieces pieces, Piece lower, Piece upper, int point)
    {
        bool Equal(int a, int b) => pieces.IsZero(pieces.Builder.Subtract(pieces.AtPoint(b, point), pieces.AtPoint(a, point)));

        // The second derivatives have values there, so that the first are Lipschitz on both sides.
        bool IsSmoothAt(Piece piece) => piece.IsPoint || pieces.Try(pieces.AtPoint(pieces.Derivative(pieces.Derivative(piece.Root)), point), static (_, _) => true);
        return Equal(lower.Root, upper.Root) && IsSmoothAt(lower) && IsSmoothAt(upper)
            && (lower.IsPoint || upper.IsPoint || Equal(pieces.Derivative(lower.Root), pieces.Derivative(upper.Root)));
    }

    /// <summary>Writes nodes in u, p and further letters.</summary>
    private sealed class Letters(Formula formula, int value, int point)
    {
        private readonly Dictionary<int, int> _written = [];
        private readonly bool[] _holdsValue = Holding(formula, value);

        public FormulaBuilder Builder { get; } = new();

        /// <summary>The largest terms without u: how the node depends on them is not looked at, so they must be smooth themselves.</summary>
        public List<int> Hidden { get; } = [];

        public List<FormulaParameter> Parameters { get; } = [Letter("u", Interval.All), Letter("p", Interval.All)];

        public int Write(int node) => Write(node, isHidden: false);

        private int Write(int node, bool isHidden)
        {
            if (!isHidden && !HoldsValue(node))
            {
                Hidden.Add(node);
                isHidden = true;
            }

            if (!_written.TryGetValue(node, out int written))
            {
                written = node == value ? Builder.Parameter(0) : node == point ? Builder.Parameter(1) : Rebuild(node, formula.Nodes[node], isHidden);
                _written.Add(node, written);
            }

            return written;
        }

        private bool HoldsValue(int node) => _holdsValue[node];

        // Children stand before their parents.
        private static bool[] Holding(Formula formula, int value)
        {
            bool[] holds = new bool[formula.Nodes.Count];
            for (int i = 0; i < holds.Length; i++)
            {
                holds[i] = i == value;
                FormulaGraph.ForEachChild(formula.Nodes[i], child => holds[i] |= holds[child]);
            }

            return holds;
        }

        private static FormulaParameter Letter(string name, Interval range) =>
            new(name, ParameterRole.Unbound, FormulaType.Real, Dimension.Scalar, 0, ValueDomain.Between(range.Low, range.High));

        private int Rebuild(int index, Node node, bool isHidden)
        {
            bool isLeaf = FormulaGraph.Arity(node) == 0 || node.IsReduction || node.Op is Op.Primitive;
            if (node.Op is Op.Constant or Op.HyperParameter)
            {
                return Builder.Intern(node);
            }

            if (isLeaf)
            {
                // A loop around u is no letter: it moves with u.
                if (HoldsValue(index))
                {
                    throw new UndecidedException("holds the compared term inside a loop");
                }

                Parameters.Add(Letter("z" + Parameters.Count, Interval.All));
                return Builder.Parameter(Parameters.Count - 1);
            }

            int Child(int child) => Write(child, isHidden);
            return FormulaGraph.Arity(node) switch
            {
                1 => Builder.Apply(node.Op, Child(node.A)),
                2 => node.Op == Op.GuardedMultiply ? Builder.GuardedMultiply(Child(node.A), Child(node.B)) : Builder.Apply(node.Op, Child(node.A), Child(node.B)),
                _ => Builder.Apply(node.Op, Child(node.A), Child(node.B), Child(node.C)),
            };
        }
    }
}
