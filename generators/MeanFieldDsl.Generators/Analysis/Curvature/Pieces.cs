using MeanFieldDsl.Generators.Analysis.Algebra;
using MeanFieldDsl.Generators.Formulas;
using MeanFieldDsl.Generators.Transform;

namespace MeanFieldDsl.Generators.Analysis;

/// <summary>
/// Splits a formula of one scalar variable at the points where |u|, max, min, sign and comparisons switch. The
/// condition must be affine in the variable with a slope of known sign. At a switching point itself the formula is a
/// piece of its own, so that nothing rests on which branch holds there. Only what is impossible is left out.
/// </summary>
internal sealed class Pieces
{
    private const int Most = 60;
    private readonly int _variable;
    private readonly List<Piece> _pieces = [];
    private readonly Dictionary<(int, int), bool> _same = [];
    private readonly Dictionary<int, int> _derivatives = [];
    private readonly Dictionary<(double Low, double High), NormalForm> _between = [];

    private Pieces(Formula formula, int variable)
    {
        _variable = variable;
        Builder = new(formula.Nodes);
        Formula = formula with
        {
            Parameters = new(formula.Parameters.Append(new FormulaParameter("u", ParameterRole.Unbound, FormulaType.Real, Dimension.Scalar, 0, ValueDomain.Between(0, double.PositiveInfinity, minimumExcluded: true)))
            .Append(new FormulaParameter("zero", ParameterRole.Unbound, FormulaType.Real, Dimension.Scalar, 0, ValueDomain.Between(0, 0))))
        };
        Algebra = new(Builder.Nodes, Formula, variable);
    }

    public FormulaBuilder Builder { get; }

    /// <summary>The node of the variable.</summary>
    public int Variable => Builder.Parameter(_variable);

    /// <summary>The formula's parameters with one more, the distance u > 0 from a switching point.</summary>
    public Formula Formula { get; }

    public IReadOnlyList<Piece> All => _pieces;

    public static Pieces Split(Formula formula, int variable)
    {
        Pieces pieces = new(formula, variable);
        pieces.Split(formula.Root, []);
        return pieces;
    }

    /// <summary>The algebra over the nodes, also those still to be made: what it has worked out of a node stays true.</summary>
    public NormalForm Algebra { get; }

    /// <summary>The derivative of a piece with respect to the variable.</summary>
    public int Derivative(int root)
    {
        if (!_derivatives.TryGetValue(root, out int derivative))
        {
            Formula part = Builder.Build(Formula.Name, root, Formula.Parameters, Formula.HyperParameters) with { Primitives = Formula.Primitives };
            Gradient gradient = Differentiator.Differentiate(part, [_variable]).WithUnitCotangent();
            int scalar = gradient.Of(_variable).Scalar;
            derivative = scalar < 0 ? Builder.Constant(0) : Import(gradient.Nodes, scalar);
            _derivatives.Add(root, derivative);
        }

        return derivative;
    }

    public int Substitute(int root, int value) =>
        Builder.Rewrite(root, i => Builder[i].Op == Op.Parameter && Builder[i].A == _variable ? value : -1);

    /// <summary>
    /// A node at a switching point. The point is written with a zero that the builder does not know to be one, because
    /// folding would make 0·∞ a 0 and a slope that is infinite there pass for one that matches.
    /// </summary>
    public int AtPoint(int root, int point) => Substitute(root, Builder.Add(point, Builder.Parameter(Formula.Parameters.Count - 1)));

    /// <summary>
    /// A piece's node with the variable counted from its bounds: t + u above t and t − u below, for each of its
    /// bounds, or the node itself; a sign proved for any one of them holds on the piece.
    /// </summary>
    public IEnumerable<int> FromBounds(int root, Piece piece)
    {
        int distance = Builder.Parameter(Formula.Parameters.Count - 2);
        yield return root;
        foreach (Bound bound in piece.Bounds)
        {
            yield return Substitute(root, bound.Side == Side.Above ? Builder.Add(bound.Point, distance) : Builder.Subtract(bound.Point, distance));
        }
    }

    /// <summary>Whether the two bounds together with the others are impossible, ends included.</summary>
    public bool IsImpossible(IEnumerable<Bound> bounds)
    {
        Bound[] all = [.. bounds];
        int[] lower = [.. all.Where(b => b.Side != Side.Below).Select(b => b.Point)];
        int[] upper = [.. all.Where(b => b.Side != Side.Above).Select(b => b.Point)];
        return lower.Any(l => upper.Any(u => l != u && Try(Builder.Subtract(l, u), (algebra, gap) => algebra.Prover.IsPositive(gap))));
    }

    public bool IsZero(int node) => Try(node, (algebra, fraction) => algebra.Prover.IsZero(fraction));

    public bool IsNonNegative(int node) => Try(node, (algebra, fraction) => algebra.Prover.IsNonNegative(fraction));

    /// <summary>Whether a node is proved to be at least 0 on a piece.</summary>
    public bool IsNonNegative(int node, Piece piece) => FromBounds(node, piece).Any(IsNonNegative) || IsNonNegativeBetween(node, piece);

    public bool Try(int node, Func<NormalForm, Fraction, bool> holds)
    {
        try
        {
            return holds(Algebra, Algebra.Of(node));
        }
        catch (UndecidedException)
        {
            return false;
        }
    }

    /// <summary>
    /// The pairs of pieces that meet at one switching point, the lower first. Where several points coincide, one gets
    /// from side to side through pieces that are not left out, one point at a time.
    /// </summary>
    public IEnumerable<(Piece Lower, Piece Upper, int Point)> Neighbours()
    {
        foreach (Piece a in _pieces)
        {
            foreach (Piece b in _pieces)
            {
                (Bound A, Bound B)[] different = [.. a.Bounds.SelectMany(x => b.Bounds.Where(y => y.Side != x.Side && Same(x.Point, y.Point)).Select(y => (x, y)))];
                if (different.Length == 1 && different[0].A.Side < different[0].B.Side)
                {
                    Bound at = new(different[0].A.Point, Side.At);
                    IEnumerable<Bound> others = a.Bounds.Where(x => x != different[0].A).Concat(b.Bounds.Where(y => y != different[0].B));
                    if (!IsImpossible(others.Append(at)))
                    {
                        yield return (a, b, at.Point);
                    }
                }
            }
        }
    }

    // Between bounds that are numbers: the variable's own range.
    private bool IsNonNegativeBetween(int node, Piece piece)
    {
        double low = double.NegativeInfinity, high = double.PositiveInfinity;
        foreach (Bound bound in piece.Bounds)
        {
            if (!Builder.IsConstant(bound.Point, out double at))
            {
                return false;
            }

            (low, high) = bound.Side == Side.Above ? (Math.Max(low, at), high) : (low, Math.Min(high, at));
        }

        if (!_between.TryGetValue((low, high), out NormalForm? algebra))
        {
            Formula within = Formula with
            {
                Parameters = new(Formula.Parameters.Select((p, i) => i == _variable ? p with { Domain = ValueDomain.Between(low, high) } : p)),
            };
            algebra = new(Builder.Nodes, within, _variable);
            _between.Add((low, high), algebra);
        }

        try
        {
            return piece.Bounds.Count > 1 && algebra.Prover.IsNonNegative(algebra.Of(node));
        }
        catch (UndecidedException)
        {
            return false;
        }
    }

    private void Split(int root, List<Bound> bounds)
    {
        if (_pieces.Count > Most)
        {
            throw new UndecidedException("has too many pieces");
        }

        int at = FirstSwitch(root);
        if (at < 0)
        {
            _pieces.Add(new(root, bounds));
            return;
        }

        Node node = Builder[at];
        int e = node.Op is Op.Abs or Op.Sign ? node.A : Builder.Subtract(node.A, node.B);
        (int point, int slope) = SwitchingPoint(e, at);
        foreach (Side side in new[] { Side.Below, Side.At, Side.Above })
        {
            List<Bound> more = bounds;
            Bound? same = bounds.Where(b => Same(b.Point, point)).Select(b => (Bound?)b).FirstOrDefault();
            if (same is Bound known && known.Side != side)
            {
                continue;
            }

            if (same is null)
            {
                more = [.. bounds, new(point, side)];
                if (IsImpossible(more))
                {
                    continue;
                }
            }

            int replacement = Decided(node, slope * (int)side);
            Split(Builder.Rewrite(root, i => i == at ? replacement : -1), more);
        }
    }

    private bool Same(int a, int b)
    {
        if (!_same.TryGetValue((a, b), out bool same))
        {
            same = a == b || IsZero(Builder.Subtract(a, b));
            _same.Add((a, b), same);
        }

        return same;
    }

    // The node where the difference that it tests has the given sign.
    private int Decided(Node node, int sign) => node.Op switch
    {
        Op.Abs => sign == 0 ? Builder.Constant(0) : sign > 0 ? node.A : Builder.Negate(node.A),
        Op.Sign => Builder.Constant(sign),
        Op.Max => sign >= 0 ? node.A : node.B,
        Op.Min => sign <= 0 ? node.A : node.B,
        Op.Less => Builder.Constant(sign < 0 ? 1 : 0),
        Op.LessOrEqual => Builder.Constant(sign <= 0 ? 1 : 0),
        _ => Builder.Constant(sign == 0 ? 1 : 0),
    };

    private int FirstSwitch(int root)
    {
        bool[] needed = FormulaGraph.Reachable(Builder.Nodes, root);
        bool[] varies = new bool[needed.Length];
        for (int i = 0; i < needed.Length; i++)
        {
            if (needed[i])
            {
                Node node = Builder[i];
                varies[i] = node.Op == Op.Parameter && node.A == _variable;
                FormulaGraph.ForEachChild(node, child => varies[i] |= varies[child]);
                if (varies[i] && node.Op is Op.Abs or Op.Sign or Op.Max or Op.Min or Op.Less or Op.LessOrEqual or Op.Equal)
                {
                    return i;
                }
            }
        }

        return -1;
    }

    // Where e = αf + β is zero, and the sign of α.
    private (int Point, int Slope) SwitchingPoint(int e, int node)
    {
        int slope = Derivative(e);
        Fraction alpha = Algebra.Of(slope);
        int sign = Algebra.Atoms.Varies(alpha) ? 0 : Algebra.Prover.IsPositive(alpha) ? 1 : Algebra.Prover.IsNegative(alpha) ? -1 : 0;
        if (sign == 0)
        {
            throw new UndecidedException("switches where a term that is not affine, or whose slope may be zero, changes its sign") { Node = node };
        }

        int atZero = Substitute(e, Builder.Constant(0));
        return (Builder.Negate(Builder.Divide(atZero, slope)), sign);
    }

    private int Import(EquatableArray<Node> nodes, int root)
    {
        int[] map = new int[root + 1];
        bool[] needed = FormulaGraph.Reachable(nodes, root);
        for (int i = 0; i <= root; i++)
        {
            if (needed[i])
            {
                Node n = nodes[i];
                map[i] = FormulaGraph.Arity(n) switch
                {
                    _ when n.IsReduction || n.Op is Op.Element or Op.Primitive => throw new UndecidedException("is outside the algebra of scalar formulas"),
                    0 => Builder.Intern(n),
                    1 => Builder.Apply(n.Op, map[n.A]),
                    2 => n.Op == Op.GuardedMultiply ? Builder.GuardedMultiply(map[n.A], map[n.B]) : Builder.Apply(n.Op, map[n.A], map[n.B]),
                    _ => Builder.Apply(n.Op, map[n.A], map[n.B], map[n.C]),
                };
            }
        }

        return map[root];
    }
}
