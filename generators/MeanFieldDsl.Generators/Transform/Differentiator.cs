using MeanFieldDsl.Generators.Formulas;

namespace MeanFieldDsl.Generators.Transform;

/// <summary>
/// Reverse-mode differentiation of a formula by the partial derivatives of the operation table. Each reduction is
/// differentiated once in its own scope; the elements it binds become a gradient field over the vector.
/// </summary>
internal sealed class Differentiator
{
    private readonly Formula _formula;
    private readonly FormulaBuilder _builder;
    private readonly HashSet<int> _wanted;

    // Adjoints that are zero by choice of a branch: they must also annihilate what is not finite there.
    private readonly HashSet<int> _masked = [];
    private readonly Dictionary<int, bool> _alwaysFinite = [];

    private Differentiator(Formula formula, FormulaBuilder builder, IEnumerable<int> wanted)
    {
        _formula = formula;
        _builder = builder;
        _wanted = [.. wanted];
    }

    /// <summary>The gradient with respect to the given parameters, each derivative multiplied by the cotangent.</summary>
    public static Gradient Differentiate(Formula formula, IEnumerable<int> parameters)
    {
        FormulaBuilder builder = new(formula.Nodes);
        int[] wanted = [.. parameters];
        Differentiator differentiator = new(formula, builder, wanted);
        Dictionary<Leaf, int> leaves = differentiator.Backpropagate(formula.Root, builder.Cotangent());
        ParameterGradient[] gradients = [.. wanted.Select(p => differentiator.Collect(p, leaves))];

        int[] roots = [formula.Root, .. gradients.SelectMany(g => g.Roots)];
        (List<Node> nodes, int[] map) = FormulaGraph.Compact(builder.Nodes, roots);
        return new(formula, new(nodes), map[formula.Root], new(gradients.Select(g => Renumber(g, map))));
    }

    private static ParameterGradient Renumber(ParameterGradient gradient, int[] map) => new(
        gradient.Parameter,
        gradient.Scalar < 0 ? -1 : map[gradient.Scalar],
        gradient.Field < 0 ? -1 : map[gradient.Field],
        new(gradient.Points.Select(p => new PointGradient(map[p.Index], map[p.Value]))));

    private ParameterGradient Collect(int parameter, Dictionary<Leaf, int> leaves)
    {
        int Find(Leaf leaf) => leaves.TryGetValue(leaf, out int node) && !_builder.IsZero(node) ? node : -1;
        return new(
            parameter,
            Find(new(LeafKind.Scalar, parameter, 0)),
            Find(new(LeafKind.Bound, parameter, Formula.FieldLabel)),
            new(leaves.Where(l => l.Key.Kind == LeafKind.Point && l.Key.Parameter == parameter && !_builder.IsZero(l.Value))
                .OrderBy(l => l.Key.Detail)
                .Select(l => new PointGradient(l.Key.Detail, l.Value))));
    }

    // The derivative of `root` with respect to each leaf it mentions, times `seed`.
    private Dictionary<Leaf, int> Backpropagate(int root, int seed)
    {
        Dictionary<Leaf, int> leaves = [];
        bool[] active = FormulaGraph.Active(_builder.Nodes, root, _wanted.Contains);
        Dictionary<int, int> adjoints = new() { [root] = seed };
        for (int i = root; i >= 0; i--)
        {
            if (!active[i] || !adjoints.TryGetValue(i, out int adjoint) || _builder.IsZero(adjoint))
            {
                continue;
            }

            Node node = _builder[i];
            switch (node.Op)
            {
                case Op.Parameter:
                    Accumulate(leaves, new(LeafKind.Scalar, node.A, 0), adjoint);
                    break;
                case Op.BoundElement:
                    Accumulate(leaves, new(LeafKind.Bound, node.A, node.B), adjoint);
                    break;
                case Op.Element:
                    Accumulate(leaves, new(LeafKind.Point, node.A, node.B), adjoint);
                    break;
                case Op.Primitive:
                    Push(node.A, Times(adjoint, DerivativeOfPrimitive(node)), adjoints);
                    break;
                case Op.SumOver or Op.ProductOver or Op.MaxOver:
                    foreach (KeyValuePair<Leaf, int> inner in ReductionLeaves(i, node))
                    {
                        Accumulate(leaves, inner.Key, Times(adjoint, inner.Value));
                    }

                    break;
                default:
                    PushToArguments(i, node, adjoint, active, adjoints);
                    break;
            }
        }

        return leaves;
    }

    private void PushToArguments(int index, Node node, int adjoint, bool[] active, Dictionary<int, int> adjoints)
    {
        Operation operation = OperationTable.Get(node.Op);
        for (int k = 0; k < operation.Arity; k++)
        {
            int argument = k == 0 ? node.A : k == 1 ? node.B : node.C;
            if (!active[argument] || operation.Partials[k] is not PartialRule rule)
            {
                continue;
            }

            int partial = rule(_builder, index, node.A, node.B, node.C);
            int term = Times(adjoint, partial);
            if (node.Op is Op.Select or Op.Max or Op.Min)
            {
                _ = _masked.Add(term);
            }

            Push(argument, term, adjoints);
        }
    }

    private void Push(int argument, int term, Dictionary<int, int> adjoints) =>
        adjoints[argument] = adjoints.TryGetValue(argument, out int sum) ? Plus(sum, term) : term;

    // A primitive whose derivative is not known has a derivative that is not a number, never a wrong one.
    private int DerivativeOfPrimitive(Node node)
    {
        int derivative = _formula.Primitive(node.Bits).Derivative;
        return derivative < 0 ? _builder.Constant(double.NaN) : _builder.Primitive(derivative, node.A);
    }

    private Dictionary<Leaf, int> ReductionLeaves(int index, Node node)
    {
        // While the body is differentiated, its variable goes by a label that no loop has: the derivative has loops
        // of its own, and closing one of them must not catch the variable of a loop around it.
        Dictionary<Leaf, int> result = [];
        int label = _builder.FreshLabel();
        int body = _builder.Rename(node.A, node.Label, label);
        int seed = node.Op switch
        {
            Op.SumOver => _builder.Constant(1),
            Op.ProductOver => OtherFactors(node, label, body),
            _ => ShareOfMaximum(index, node, label, body),
        };
        foreach (KeyValuePair<Leaf, int> inner in Backpropagate(body, seed))
        {
            if (inner.Key.Kind == LeafKind.Bound && inner.Key.Detail == label)
            {
                int field = _builder.Rename(inner.Value, label, Formula.FieldLabel);
                Accumulate(result, inner.Key with { Detail = Formula.FieldLabel }, CopyMask(inner.Value, field));
            }
            else
            {
                int sum = _builder.ReduceLike(node, Op.SumOver, label, inner.Value);
                Accumulate(result, inner.Key, CopyMask(inner.Value, sum));
            }
        }

        return result;
    }

    // ∂(Π f)/∂f_k = Π_{l≠k} f_l without dividing by zero: the product of the non-zero factors over f_k when no factor
    // is zero, that product itself when f_k is the only zero, and 0 otherwise.
    private int OtherFactors(Node node, int label, int factor)
    {
        int zero = _builder.Constant(0);
        int one = _builder.Constant(1);
        int isZero = _builder.Apply(Op.Equal, factor, zero);
        int zeros = _builder.ReduceLike(node, Op.SumOver, label, _builder.Select(isZero, one, zero));
        int product = _builder.ReduceLike(node, Op.ProductOver, label, _builder.Select(isZero, one, factor));
        int seed = _builder.Select(
            isZero,
            _builder.Select(_builder.Apply(Op.Equal, zeros, one), product, zero),
            _builder.Select(_builder.Apply(Op.Equal, zeros, zero), _builder.Divide(product, factor), zero));
        _ = _masked.Add(seed);
        return seed;
    }

    // Terms that tie for the maximum share its derivative equally.
    private int ShareOfMaximum(int index, Node node, int label, int term)
    {
        int one = _builder.Constant(1);
        int zero = _builder.Constant(0);
        int attains = _builder.Apply(Op.Equal, term, index);
        int ties = _builder.ReduceLike(node, Op.SumOver, label, _builder.Select(attains, one, zero));
        int seed = _builder.Select(attains, _builder.Divide(one, ties), zero);
        _ = _masked.Add(seed);
        return seed;
    }

    private int Times(int adjoint, int partial)
    {
        bool masked = _masked.Contains(adjoint);
        bool maskedPartial = _masked.Contains(partial);
        int product = masked && !AlwaysFinite(partial)
            ? _builder.GuardedMultiply(adjoint, partial)
            : _builder.Multiply(adjoint, partial);
        if (masked || maskedPartial)
        {
            _ = _masked.Add(product);
        }

        return product;
    }

    private int Plus(int a, int b)
    {
        int sum = _builder.Add(a, b);
        if (_masked.Contains(a) || _masked.Contains(b))
        {
            _ = _masked.Add(sum);
        }

        return sum;
    }

    private int CopyMask(int from, int to)
    {
        if (_masked.Contains(from))
        {
            _ = _masked.Add(to);
        }

        return to;
    }

    // Finite at all finite arguments, overflow aside: nothing below it divides, takes a logarithm or grows exponentially.
    private bool AlwaysFinite(int node)
    {
        if (!_alwaysFinite.TryGetValue(node, out bool finite))
        {
            bool[] needed = FormulaGraph.Reachable(_builder.Nodes, node);
            finite = true;
            for (int i = 0; i <= node && finite; i++)
            {
                finite = !needed[i] || !OperationTable.Get(_builder[i].Op).UnboundedPartial;
            }

            _alwaysFinite.Add(node, finite);
        }

        return finite;
    }

    private void Accumulate(Dictionary<Leaf, int> leaves, Leaf leaf, int node) =>
        leaves[leaf] = leaves.TryGetValue(leaf, out int sum) ? Plus(sum, node) : node;

    private enum LeafKind
    {
        Scalar,
        Bound,
        Point,
    }

    // Detail is the loop label of a bound element, or the index node of a point.
    private readonly record struct Leaf(LeafKind Kind, int Parameter, int Detail);
}
