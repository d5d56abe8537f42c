namespace MeanFieldDsl.Generators.Formulas;

/// <summary>The numbers a formula is evaluated at.</summary>
internal sealed class Binding
{
    /// <summary>Creates a binding; each parameter has an array, of length 1 for scalars (truth values are 0 and 1).</summary>
    public Binding(double[][] parameters, double[] hyperParameters, double cotangent = 1)
    {
        Parameters = parameters;
        HyperParameters = hyperParameters;
        Cotangent = cotangent;
    }

    public double[][] Parameters { get; }

    public double[] HyperParameters { get; }

    public double Cotangent { get; }
}

/// <summary>
/// Evaluates formulas as they stand, one node after the other: the reference that generated code is held to.
/// It also carries a first-order bound on the rounding error and, in <see cref="Derivative"/>, dual numbers.
/// </summary>
internal sealed class Interpreter
{
    private readonly IReadOnlyList<Node> _nodes;
    private readonly int[][] _free;
    private readonly Dictionary<int, int[]> _order = [];
    private readonly Jet[] _values;
    private readonly Dictionary<int, int> _loopIndex = [];
    private Binding _binding = new([], []);
    private (int Parameter, int Element) _direction = (-1, -1);

    public Interpreter(IReadOnlyList<Node> nodes)
    {
        _nodes = nodes;
        _free = FormulaGraph.FreeLabels(nodes);
        _values = new Jet[nodes.Count];
    }

    public static double Evaluate(Formula formula, Binding binding) => new Interpreter(formula.Nodes).Value(formula.Root, binding);

    /// <summary>The value of a node; <paramref name="fieldIndex"/> is the element index of a gradient field.</summary>
    public double Value(int root, Binding binding, int fieldIndex = 0) => Run(root, binding, (-1, -1), fieldIndex).Value;

    /// <summary>The value with its rounding error bound in units of machine epsilon.</summary>
    public Jet ValueWithCondition(int root, Binding binding, int fieldIndex = 0) => Run(root, binding, (-1, -1), fieldIndex);

    /// <summary>The derivative with respect to one element of a parameter, by dual numbers.</summary>
    public Jet Derivative(int root, Binding binding, int parameter, int element) => Run(root, binding, (parameter, element), 0);

    private Jet Run(int root, Binding binding, (int Parameter, int Element) direction, int fieldIndex)
    {
        _binding = binding;
        _direction = direction;
        _loopIndex[Formula.FieldLabel] = fieldIndex;
        foreach (int node in Order(root, Formula.FieldLabel, isTop: true))
        {
            _values[node] = Compute(_nodes[node]);
        }

        return _values[root];
    }

    // The nodes evaluated once per turn of the loop with this label: they depend on it and on no inner loop.
    private int[] Order(int body, int label, bool isTop)
    {
        int key = isTop ? ~body : (body << 8) | label;
        if (!_order.TryGetValue(key, out int[]? order))
        {
            bool[] needed = FormulaGraph.Reachable(_nodes, body);
            order = Enumerable.Range(0, body + 1)
                .Where(i => needed[i] && (isTop
                    ? _free[i].All(l => l >= Formula.FieldLabel)
                    : _free[i].Contains(label) && _free[i].All(l => l >= label)))
                .ToArray();
            _order.Add(key, order);
        }

        return order;
    }

    private Jet Compute(Node node)
    {
        switch (node.Op)
        {
            case Op.Constant: return Jet.Exact(node.Value);
            case Op.Parameter: return Leaf(node.A, 0);
            case Op.HyperParameter: return Jet.Exact(_binding.HyperParameters[node.A]);
            case Op.Length: return Jet.Exact(_binding.Parameters[node.A].Length);
            case Op.BoundElement: return Leaf(node.A, _loopIndex[node.B]);
            case Op.LoopIndex: return Jet.Exact(_loopIndex[node.A]);
            case Op.Cotangent: return Jet.Exact(_binding.Cotangent);
            case Op.Primitive: return Jet.Exact(double.NaN);
            case Op.Element: return Leaf(node.A, (int)_values[node.B].Value);
            case Op.SumOver or Op.ProductOver or Op.MaxOver: return Reduce(node);
        }

        Operation operation = OperationTable.Get(node.Op);
        Jet a = _values[node.A];
        Jet b = operation.Arity > 1 ? _values[node.B] : default;
        Jet c = operation.Arity > 2 ? _values[node.C] : default;
        return node.Op switch
        {
            Op.Select => a.Value != 0 ? b : c,
            Op.GuardedMultiply when a.Value == 0 => Jet.Exact(0),
            _ => Jet.Apply(operation, a, b, c),
        };
    }

    private Jet Leaf(int parameter, int element)
    {
        // An index outside the vector has no value; the runtime refuses it, here it is not a number.
        double[] values = _binding.Parameters[parameter];
        double value = element >= 0 && element < values.Length ? values[element] : double.NaN;
        return new(value, _direction == (parameter, element) ? 1 : 0, 0, 0);
    }

    private Jet Reduce(Node node)
    {
        (int first, int last) = node.LoopParameter >= 0
            ? (0, _binding.Parameters[node.LoopParameter].Length - 1)
            : ((int)_values[node.B].Value, (int)_values[node.C].Value);
        Jet result = Jet.Exact(node.Op switch { Op.SumOver => 0, Op.ProductOver => 1, _ => double.NegativeInfinity });
        int[] order = Order(node.A, node.Label, isTop: false);
        double slopes = 0, slopeConditions = 0;
        int ties = 0;
        for (int i = first; i <= last; i++)
        {
            _loopIndex[node.Label] = i;
            foreach (int inner in order)
            {
                _values[inner] = Compute(_nodes[inner]);
            }

            Jet term = _values[node.A];
            if (node.Op == Op.MaxOver)
            {
                // The mean over the terms that attain the maximum, as the symbolic derivative has it.
                bool larger = term.Value > result.Value || double.IsNaN(term.Value) || i == first;
                slopes = larger ? term.Slope : term.Value == result.Value ? slopes + term.Slope : slopes;
                slopeConditions = larger ? term.SlopeCondition : term.Value == result.Value ? slopeConditions + term.SlopeCondition : slopeConditions;
                ties = larger ? 1 : term.Value == result.Value ? ties + 1 : ties;
                result = larger && !double.IsNaN(result.Value) ? term : result;
            }
            else
            {
                result = Jet.Apply(OperationTable.Get(node.Op == Op.SumOver ? Op.Add : Op.Multiply), result, term, default);
            }
        }

        return ties > 1 ? result with { Slope = slopes / ties, SlopeCondition = (slopeConditions + Math.Abs(slopes)) / ties } : result;
    }
}
