namespace MeanFieldDsl.Generators.Formulas;

/// <summary>
/// Builds hash-consed nodes. Equal sub-expressions become one node, constants are folded, and the identities of
/// real arithmetic (x + 0, 1·x, 0·x, −−x) are applied as nodes are made, so there is no separate pass to forget.
/// </summary>
internal sealed partial class FormulaBuilder
{
    private readonly List<Node> _nodes = [];
    private readonly Dictionary<Node, int> _index = [];
    private int _freshLabels;

    public FormulaBuilder()
    {
    }

    /// <summary>Continues from the nodes of a finished formula, whose indices stay as they are.</summary>
    public FormulaBuilder(IEnumerable<Node> nodes)
    {
        foreach (Node node in nodes)
        {
            _index[node] = _nodes.Count;
            _nodes.Add(node);
        }
    }

    public IReadOnlyList<Node> Nodes => _nodes;

    public int Count => _nodes.Count;

    public Node this[int node] => _nodes[node];

    public int Constant(double value) => Intern(new(Op.Constant, Bits: BitConverter.DoubleToInt64Bits(value)));

    public int Parameter(int parameter) => Intern(new(Op.Parameter, parameter));

    public int HyperParameter(int hyper) => Intern(new(Op.HyperParameter, hyper));

    public int Length(int parameter) => Intern(new(Op.Length, parameter));

    public int Cotangent() => Intern(new(Op.Cotangent));

    public int BoundElement(int parameter, int label) => Intern(new(Op.BoundElement, parameter, label));

    public int LoopIndex(int label) => Intern(new(Op.LoopIndex, label));

    public int Primitive(int function, int argument) => Intern(new(Op.Primitive, argument, Bits: function));

    public int Element(int parameter, int index) => Intern(new(Op.Element, parameter, index));

    /// <summary>A label for a loop whose body is about to be built.</summary>
    public int FreshLabel() => --_freshLabels;

    /// <summary>A reduction over the elements of a vector parameter.</summary>
    public int ReduceOver(Op reduction, int parameter, int label, int body) => Reduce(reduction, parameter, -1, -1, label, body);

    /// <summary>A reduction over the integers first..last, both included.</summary>
    public int ReduceRange(Op reduction, int first, int last, int label, int body) => Reduce(reduction, -1, first, last, label, body);

    /// <summary>The same loop as <paramref name="reduction"/>, with another operation and body.</summary>
    public int ReduceLike(Node reduction, Op operation, int label, int body) =>
        Reduce(operation, reduction.LoopParameter, reduction.B, reduction.C, label, body);

    public int Apply(Op op, int a) => op switch
    {
        Op.Negate => Negate(a),
        Op.Not => Not(a),
        _ => IsConstant(a, out double value) ? Constant(Evaluate(op, value)) : Intern(new(op, a)),
    };

    public int Apply(Op op, int a, int b)
    {
        switch (op)
        {
            case Op.Add: return Add(a, b);
            case Op.Subtract: return Subtract(a, b);
            case Op.Multiply: return Multiply(a, b);
            case Op.Divide: return Divide(a, b);
            case Op.And or Op.Or:
                // True is the neutral element of "and", false that of "or".
                if (IsConstant(a, out double p))
                {
                    return (p != 0) == (op == Op.And) ? b : a;
                }

                if (IsConstant(b, out double q))
                {
                    return (q != 0) == (op == Op.And) ? a : b;
                }

                return Commutative(op, a, b);
            case Op.Equal: return Commutative(op, a, b);
            case Op.Max or Op.Min when a == b: return a;

            // A constant stands second, so that at a tie the derivative is the constant's: relu'(0) = 0.
            case Op.Max or Op.Min when IsConstant(a, out _) && !IsConstant(b, out _): return Intern(new(op, b, a));
            case Op.Pow when IsConstant(b, out double power):
                if (power == 1)
                {
                    return a;
                }

                if (power == 0)
                {
                    return Constant(1);
                }

                if (power == 2)
                {
                    return Multiply(a, a);
                }

                break;
        }

        return IsConstant(a, out double x) && IsConstant(b, out double y)
            ? Constant(Evaluate(op, x, y))
            : Intern(new(op, a, b));
    }

    public int Apply(Op op, int a, int b, int c)
    {
        if (op == Op.Select)
        {
            return IsConstant(a, out double condition) ? (condition != 0 ? b : c) : b == c ? b : Intern(new(op, a, b, c));
        }

        return IsConstant(a, out double x) && IsConstant(b, out double y) && IsConstant(c, out double z)
            ? Constant(Evaluate(op, x, y, z))
            : Intern(new(op, a, b, c));
    }

    public int Add(int a, int b)
    {
        if (IsZero(a))
        {
            return b;
        }

        if (IsZero(b))
        {
            return a;
        }

        if (a == b)
        {
            return Multiply(Constant(2), a);
        }

        return _nodes[b].Op == Op.Negate ? Subtract(a, _nodes[b].A) : Commutative(Op.Add, a, b);
    }

    public int Subtract(int a, int b)
    {
        if (IsZero(b))
        {
            return a;
        }

        if (IsZero(a))
        {
            return Negate(b);
        }

        if (_nodes[b].Op == Op.Negate)
        {
            return Add(a, _nodes[b].A);
        }

        return IsConstant(a, out double x) && IsConstant(b, out double y) ? Constant(x - y) : Intern(new(Op.Subtract, a, b));
    }

    public int Multiply(int a, int b)
    {
        if (IsZero(a) || IsZero(b))
        {
            return Constant(0);
        }

        if (IsOne(a))
        {
            return b;
        }

        if (IsOne(b))
        {
            return a;
        }

        if (IsConstant(a, out double x) && x == -1)
        {
            return Negate(b);
        }

        if (IsConstant(b, out double y) && y == -1)
        {
            return Negate(a);
        }

        if (_nodes[a].Op == Op.Negate)
        {
            return Negate(Multiply(_nodes[a].A, b));
        }

        return _nodes[b].Op == Op.Negate ? Negate(Multiply(a, _nodes[b].A)) : Commutative(Op.Multiply, a, b);
    }

    /// <summary>a·b, and 0 wherever a is 0 even if b is not finite: the derivative of a branch not taken.</summary>
    public int GuardedMultiply(int a, int b)
    {
        if (IsZero(a) || IsZero(b))
        {
            return Constant(0);
        }

        return IsOne(b) ? a : IsConstant(b, out double y) && !double.IsNaN(y) && !double.IsInfinity(y) ? Multiply(a, b) : Intern(new(Op.GuardedMultiply, a, b));
    }

    public int Divide(int a, int b)
    {
        if (IsOne(b))
        {
            return a;
        }

        if (IsZero(a) && !IsZero(b))
        {
            return a;
        }

        return IsConstant(a, out double x) && IsConstant(b, out double y) ? Constant(x / y) : Intern(new(Op.Divide, a, b));
    }

    public int Negate(int a) =>
        IsConstant(a, out double x) ? Constant(-x) : _nodes[a].Op == Op.Negate ? _nodes[a].A : Intern(new(Op.Negate, a));

    public int Select(int condition, int a, int b) => Apply(Op.Select, condition, a, b);

    public bool IsConstant(int node, out double value)
    {
        value = _nodes[node].Op == Op.Constant ? _nodes[node].Value : 0;
        return _nodes[node].Op == Op.Constant;
    }

    public bool IsZero(int node) => IsConstant(node, out double value) && value == 0;

    public bool IsOne(int node) => IsConstant(node, out double value) && value == 1;

    /// <summary>The formula made of the nodes that <paramref name="root"/> needs, renumbered from 0.</summary>
    public Formula Build(string name, int root, IEnumerable<FormulaParameter> parameters, IEnumerable<HyperParameter> hyperParameters)
    {
        (List<Node> nodes, int[] map) = FormulaGraph.Compact(_nodes, root);
        return new(name, new(nodes), map[root], new(parameters), new(hyperParameters));
    }

    internal int Intern(Node node)
    {
        if (!_index.TryGetValue(node, out int found))
        {
            found = _nodes.Count;
            _nodes.Add(node);
            _index.Add(node, found);
        }

        return found;
    }

    private int Reduce(Op reduction, int parameter, int first, int last, int label, int body)
    {
        if (reduction == Op.SumOver && IsZero(body))
        {
            return body;
        }

        if (reduction == Op.ProductOver && IsOne(body))
        {
            return body;
        }

        int height = 1 + FormulaGraph.LargestBoundLabel(_nodes, body);
        int renamed = label == height ? body : Rename(body, label, height);
        int loop = parameter < 0 ? -1 : SmallestLoopParameter(renamed, height, parameter);
        return Intern(new(reduction, renamed, first, last, Node.LoopBits(height, loop)));
    }

    // Dot(w, x) and Dot(x, w) loop over the same length: the smallest parameter stands for it.
    private int SmallestLoopParameter(int body, int label, int parameter)
    {
        bool[] needed = FormulaGraph.Reachable(_nodes, body);
        for (int i = 0; i <= body; i++)
        {
            if (needed[i] && _nodes[i].Op == Op.BoundElement && _nodes[i].B == label)
            {
                parameter = Math.Min(parameter, _nodes[i].A);
            }
        }

        return parameter;
    }

    private int Commutative(Op op, int a, int b)
    {
        if (IsConstant(a, out double x) && IsConstant(b, out double y))
        {
            return Constant(Evaluate(op, x, y));
        }

        return _index.TryGetValue(new(op, b, a), out int swapped) ? swapped : Intern(new(op, a, b));
    }

    private int Not(int a) =>
        IsConstant(a, out double x) ? Constant(x != 0 ? 0 : 1) : _nodes[a].Op == Op.Not ? _nodes[a].A : Intern(new(Op.Not, a));

    private static double Evaluate(Op op, double a, double b = 0, double c = 0) => OperationTable.Get(op).Value(a, b, c);
}
