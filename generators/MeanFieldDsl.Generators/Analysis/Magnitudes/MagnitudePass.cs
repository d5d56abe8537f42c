using MeanFieldDsl.Generators.Formulas;

namespace MeanFieldDsl.Generators.Analysis.Magnitudes;

/// <summary>
/// Bounds nodes over all positions, with inputs and hyper-parameters fixed at any values and weights within ±1. It
/// follows how fast a node grows with others and how fast it falls with them, so that e^−u² u is bounded though u is
/// not. Sound for continuous operations: a rate that is proved holds up to a constant that the fixed values set.
/// </summary>
internal sealed partial class MagnitudePass
{
    private readonly Formula _formula;
    private readonly IReadOnlyList<Node> _nodes;
    private readonly Func<int, bool> _varies;
    private readonly bool _withUnitWeights;
    private readonly Dictionary<int, Magnitude> _known = [];
    private readonly Sizes _sizes;

    // For a node, as an element: the sums and norms of which it is a term, and so at most as large.
    private readonly Dictionary<int, HashSet<int>> _whole = [];

    /// <summary>A pass over the nodes of a formula or its derivatives; the parameters that vary range over all their values.</summary>
    public MagnitudePass(Formula formula, IReadOnlyList<Node> nodes, Func<int, bool> varies, bool withUnitWeights = true)
    {
        (_formula, _nodes, _varies, _withUnitWeights) = (formula, nodes, varies, withUnitWeights);
        _sizes = new(nodes, node => _known[node]);
    }

    public Magnitude Of(int root)
    {
        // Twice: a sum is known only after its terms.
        int before = _whole.Values.Sum(w => w.Count);
        Sweep(root);
        if (_whole.Values.Sum(w => w.Count) > before)
        {
            _known.Clear();
            Sweep(root);
        }

        return _known[root];
    }

    /// <summary>Whether a node grows without bound, at least by powers, as any element of a parameter does.</summary>
    public bool IsDrivenBy(int root, int parameter)
    {
        Rate decay = Of(root).Decay();
        int[] leaves = [.. Enumerable.Range(0, root + 1).Where(i => _known.ContainsKey(i) && _nodes[i].Op is Op.Parameter or Op.BoundElement && _nodes[i].A == parameter)];
        return leaves.Any(leaf => _sizes.OverElements(leaf) is Rate largest
            ? largest.Powers.All(p => decay[p.Key] < 0)
            : _sizes.Own(leaf, _known[leaf]).Powers.All(p => decay[p.Key] < 0));
    }

    private void Sweep(int root)
    {
        bool[] needed = FormulaGraph.Reachable(_nodes, root);
        for (int i = 0; i <= root; i++)
        {
            if (needed[i] && !_known.ContainsKey(i))
            {
                _known.Add(i, Visit(i, _nodes[i]));
                Magnitude m = _known[i];
                if (m.Varies)
                {
                    Relate(i, _nodes[i], m);
                    Rate own = _sizes.Own(i, m);
                    IEnumerable<Rate> whole = _whole.Count > 0 && _sizes.Element(i) is int e && _whole.TryGetValue(e, out HashSet<int> wholes) ? wholes.Select(Sizes.Exact) : [];
                    Rate[] rates = m.IsBounded ? [.. whole] : _sizes.OverElements(i) is Rate largest ? [.. whole, own, largest] : [.. whole, own];
                    _known[i] = Magnitude.Of(m.Range, rates.Concat(m.Upper), m.IsBounded ? m.Lower : new[] { own }.Concat(m.Lower), m.Below, m.Above, m.IsAway);
                }
            }
        }
    }

    // |m| ≤ ‖m‖, and the terms of a sum without negative ones are at most the sum.
    private void Relate(int index, Node node, Magnitude m)
    {
        Node argument = node.Op is Op.NormRoot or Op.Sqrt ? _nodes[node.A] : default;
        Node body = argument.Op == Op.SumOver ? _nodes[argument.A] : default;
        if (node.Op == Op.Add && _known[node.A].IsNonNegative && _known[node.B].IsNonNegative)
        {
            Part(node.A, index);
            Part(node.B, index);
        }
        else if (node.Op == Op.SumOver && node.LoopParameter >= 0 && _known[node.A].IsNonNegative)
        {
            Part(node.A, index);
        }
        else if (argument.LoopParameter >= 0 && body.Op == Op.Multiply && body.A == body.B)
        {
            Part(body.A, index);
            for (int i = 0; _nodes[body.A].Op == Op.BoundElement && i < _nodes.Count; i++)
            {
                if (_nodes[i].Op == Op.Element && _nodes[i].A == _nodes[body.A].A)
                {
                    Part(i, index);
                }
            }
        }

        // |sinh u| ≤ cosh u.
        for (int i = 0; node.Op == Op.Cosh && i < _nodes.Count; i++)
        {
            if (_nodes[i].Op == Op.Sinh && _nodes[i].A == node.A)
            {
                Part(i, index);
            }
        }

        if (m.IsNonNegative && node.Op is Op.Add or Op.SumOver or Op.NormRoot or Op.Sqrt or Op.Cosh)
        {
            Part(index, index);
        }
    }

    private void Part(int term, int whole)
    {
        if (_sizes.IsOutsideLoops(whole) && _sizes.Element(term) is int element)
        {
            if (!_whole.TryGetValue(element, out HashSet<int>? wholes))
            {
                _whole.Add(element, wholes = []);
            }

            _ = wholes.Add(whole);
        }
    }

    private Magnitude Visit(int index, Node node)
    {
        switch (node.Op)
        {
            case Op.Constant: return Magnitude.Fixed(Interval.Of(node.Value));
            case Op.Parameter or Op.BoundElement or Op.Element: return Leaf(_formula.Parameters[node.A], node.A);
            case Op.HyperParameter: return Magnitude.Fixed(_formula.HyperParameters[node.A].Range);
            case Op.Length: return Magnitude.Fixed(Interval.Positive);
            case Op.LoopIndex or Op.Cotangent: return Magnitude.Fixed(Interval.All);
            case Op.Primitive: return _known[node.A].Varies ? Unknown(Interval.All) : Magnitude.Fixed(Interval.All);
            case Op.SumOver or Op.ProductOver or Op.MaxOver: return Reduction(node);
        }

        Operation operation = OperationTable.Get(node.Op);
        Magnitude a = _known[node.A], b = operation.Arity > 1 ? _known[node.B] : a, c = operation.Arity > 2 ? _known[node.C] : a;
        Interval range = node.Op is Op.Multiply && node.A == node.B ? a.Range.Square() : operation.Range(a.Range, b.Range, c.Range);
        range = node.Op is Op.Divide && !b.Varies ? Quotient(a.Range, b.Range, range) : range;
        return !a.Varies && !b.Varies && !c.Varies ? Magnitude.Fixed(range) : node.Op switch
        {
            Op.Add => Sum(node, a, b, range, +1),
            Op.Subtract => Sum(node, a, b.Negated(), range, -1),
            Op.Negate => a.Negated(),
            Op.Multiply or Op.GuardedMultiply => Product(a, b, range, node.A == node.B),
            Op.FusedMultiplyAdd => Sum(new(Op.FusedMultiplyAdd), Product(a, b, a.Range * b.Range, node.A == node.B), c, range, +1),
            Op.Divide => IsProductOfOthers(node) is Magnitude others ? others : Product(a, Inverse(node.B, b), range, false),
            Op.Max => Larger(node, a, b, range),
            Op.Min => Larger(new(Op.Min, node.A, node.B), a.Negated(), b.Negated(), -range).Negated(),
            Op.Select => Choice(node, b, c, range),
            Op.Pow => Power(a, b, range),
            _ => operation.IsTruth ? Magnitude.Of(Interval.Unit, Magnitude.Constant, []) : Function(index, node, a, range),
        };
    }

    private static Magnitude Unknown(Interval range) => Magnitude.Of(range, [], []);

    // A divisor that has a quotient is not 0.
    private static Interval Quotient(Interval a, Interval b, Interval range) =>
        b.IsNonNegative || b.IsNonPositive ? a / (b with { ExcludesZero = true }) : range;

    private Magnitude Leaf(FormulaParameter parameter, int index)
    {
        Interval range = parameter.Period > 0 && !double.IsInfinity(parameter.Period) ? new(-parameter.Period, parameter.Period) : parameter.Range;
        return _withUnitWeights && parameter.Role == ParameterRole.Weight && _varies(index) ? Magnitude.Of(new(Math.Max(-1, range.Low), Math.Min(1, range.High)), Magnitude.Constant, [])
            : _varies(index) ? Magnitude.Of(range, [], [])
            : Magnitude.Fixed(range);
    }

    private Magnitude Sum(Node node, Magnitude a, Magnitude b, Interval range, int sign)
    {
        List<Rate> upper = [.. a.Upper.SelectMany(x => b.Upper.Select(x.Max)).OfType<Rate>()];
        if (Tail(node, sign) is Rate tail)
        {
            upper.Add(tail);
        }

        // Bounded addends change nothing; terms bounded on the same side cannot cancel.
        bool together = (a.Below && b.Below) || (a.Above && b.Above);
        IEnumerable<Rate> lower = b.IsBounded ? a.Lower : a.IsBounded ? b.Lower : together ? a.Lower.Concat(b.Lower) : [];
        bool sameSign = (a.IsNonNegative && b.IsNonNegative) || (a.IsNonPositive && b.IsNonPositive);
        return Magnitude.Of(range, upper, lower, a.Below && b.Below, a.Above && b.Above, sameSign && (a.IsAway || b.IsAway));
    }

    // The distance of a function from the limit it reaches faster than all powers: 1 − tanh u falls as u⁺ grows.
    private Rate? Tail(Node node, int sign)
    {
        bool first = node.Op is Op.Add or Op.Subtract && _nodes[node.A].Op == Op.Constant;
        bool second = node.Op is Op.Add or Op.Subtract && _nodes[node.B].Op == Op.Constant;
        if (first == second)
        {
            return null;
        }

        double constant = first ? _nodes[node.A].Value : sign * _nodes[node.B].Value;
        Node function = _nodes[first ? node.B : node.A];
        double limit = first ? -sign * constant : -constant;
        (double atEnd, double atStart) = function.Op switch
        {
            Op.Tanh or Op.Erf => (1, -1),
            Op.Sigmoid or Op.NormalCdf => (1, 0),
            Op.Expm1 => (double.NaN, -1),
            _ => (double.NaN, double.NaN),
        };
        return limit == atEnd ? Falling(function.A, true) : limit == atStart ? Falling(function.A, false) : null;
    }

    // Faster than all powers of the positive or negative side of a node.
    private Rate Falling(int node, bool positive) => _known[node] is var m && (positive ? m.Below : m.Above)
        ? m.Decay()
        : Rate.Of([new(_sizes.Side(node, positive), 1)]).Vanishing();

    private static Magnitude Product(Magnitude a, Magnitude b, Interval range, bool isSquare)
    {
        IEnumerable<Rate> upper = isSquare ? a.Upper.Select(r => r.Power(2)) : a.Upper.SelectMany(x => b.Upper.Select(x.Times));
        IEnumerable<Rate> lower = isSquare ? a.Lower.Select(r => r.Power(2))
            : (a.IsAway ? b.Lower : []).Concat(b.IsAway ? a.Lower : []).Concat(a.IsAway && b.IsAway ? a.Lower.SelectMany(x => b.Lower.Select(x.Times)) : []);
        return Magnitude.Of(range, upper, lower, HasFloor(a, b) || HasFloor(a.Negated(), b.Negated()), HasFloor(a.Negated(), b) || HasFloor(a, b.Negated()), a.IsAway && b.IsAway);

        static bool HasFloor(Magnitude a, Magnitude b) =>
            (a.IsNonNegative && (b.IsNonNegative || (a.Above && b.Below))) || (b.IsNonNegative && b.Above && a.Below);
    }

    private Magnitude Inverse(int node, Magnitude b) => !b.Varies
        ? Magnitude.Fixed(Quotient(Interval.Of(1), b.Range, Interval.All)) with { IsAway = true }
        : Magnitude.Of(Interval.Of(1) / b.Range, b.Inverse().Concat(b.IsNonNegative && _sizes.IsOutsideLoops(node) ? [Sizes.Exact(node).Power(-1)] : []), b.IsBounded ? Magnitude.Constant : [], isAway: b.IsBounded);

    private Magnitude Larger(Node node, Magnitude a, Magnitude b, Interval range)
    {
        List<Rate> upper = [.. a.Upper.SelectMany(x => b.Upper.Select(x.Max)).OfType<Rate>()];
        bool flipped = node.Op == Op.Min;
        Rate left = a.Above ? Rate.One : Rate.Of([new(_sizes.Side(node.A, !flipped), 1)]);
        Rate right = b.Above ? Rate.One : Rate.Of([new(_sizes.Side(node.B, !flipped), 1)]);
        if (a.Below || b.Below)
        {
            upper.Add(left.Max(right)!);
        }

        // max(a, 0) with a bounded above is 0 wherever |a| is large.
        bool isZero = _nodes[node.B] is { Op: Op.Constant, Value: 0 };
        if (isZero && a.Above)
        {
            upper.Add(a.Decay().Confining());
        }

        IEnumerable<Rate> lower = (a.Below ? a.Lower : []).Concat(b.Below ? b.Lower : []).Append(left).Append(right);
        bool isAway = (a.IsAway && a.IsNonNegative) || (b.IsAway && b.IsNonNegative);
        return Magnitude.Of(range, upper, lower, a.Below || b.Below, a.Above && b.Above, isAway);
    }

    private Magnitude Choice(Node node, Magnitude b, Magnitude c, Interval range)
    {
        IEnumerable<Rate> first = b.Upper.Select(r => r.Times(Where(node.A, true).Confining())), second = c.Upper.Select(r => r.Times(Where(node.A, false).Confining()));
        bool noFirst = _nodes[node.B] is { Op: Op.Constant, Value: 0 }, noSecond = _nodes[node.C] is { Op: Op.Constant, Value: 0 };
        IEnumerable<Rate> upper = noFirst ? second : noSecond ? first : first.SelectMany(x => second.Select(x.Max)).OfType<Rate>();

        // A branch that holds only where sizes are small bounds them from below as well as any other does.
        bool Small(Rate rate, bool holds) => rate.Powers.All(p => Where(node.A, holds)[p.Key] < 0);
        IEnumerable<Rate> lower = b.Lower.Where(r => Small(r, false)).Concat(c.Lower.Where(r => Small(r, true))).Concat(b.Lower.Where(r => c.Lower.Any(r.IsAtMost)));
        return Magnitude.Of(range, upper, lower, b.Below && c.Below, b.Above && c.Above, b.IsAway && c.IsAway);
    }

    // What cannot be large where a condition holds: |u| where u < p, if u has a lower bound.
    private Rate Where(int condition, bool holds)
    {
        Node n = _nodes[condition];
        switch (n.Op)
        {
            case Op.Not:
                return Where(n.A, !holds);
            case Op.And when holds:
            case Op.Or when !holds:
                return Rate.Of(Where(n.A, holds).Powers.Concat(Where(n.B, holds).Powers));
            case Op.Equal when holds:
                return _known[n.B].IsBounded ? _known[n.A].Decay() : _known[n.A].IsBounded ? _known[n.B].Decay() : Rate.One;
            case Op.Less or Op.LessOrEqual:
                Magnitude small = _known[holds ? n.A : n.B], large = _known[holds ? n.B : n.A];
                Rate left = large.Above ? Confined(holds ? n.A : n.B, false) : Rate.One;
                Rate right = small.Below ? Confined(holds ? n.B : n.A, true) : Rate.One;
                return Rate.Of(left.Powers.Concat(right.Powers));
            default:
                return Rate.One;
        }
    }

    // The rate of what vanishes unless a node is above, or below, some number.
    private Rate Confined(int node, bool above)
    {
        Magnitude m = _known[node];
        return !m.Varies || m.IsBounded ? Rate.One : Falling(node, !above);
    }
}
