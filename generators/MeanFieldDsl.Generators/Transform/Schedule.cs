using MeanFieldDsl.Generators.Formulas;

namespace MeanFieldDsl.Generators.Transform;

/// <summary>One step of a schedule.</summary>
internal abstract record Statement;

/// <summary>Computes a node once in its scope.</summary>
internal sealed record Compute(int Node) : Statement;

/// <summary>A loop that computes one or more reductions with the same range in one pass.</summary>
internal sealed record ReductionLoop(IReadOnlyList<int> Reductions, IReadOnlyList<Statement> Body) : Statement;

/// <summary>A loop over the elements of vectors of one length that adds a gradient field to each.</summary>
internal sealed record FieldLoop(IReadOnlyList<(int Parameter, int Field)> Fields, IReadOnlyList<Statement> Body) : Statement;

/// <summary>
/// When each node is computed: once for a particle (uniform), once for each row, or inside loops. A node stands in
/// the outermost scope that knows all it depends on, so whatever does not change in a loop is computed before it.
/// </summary>
internal sealed class Schedule
{
    private readonly IReadOnlyList<Node> _nodes;
    private readonly int[][] _free;
    private readonly bool[] _varying;
    private readonly bool[] _reachable;

    // What the fields of the loop at hand need: the element index of other fields is another one, of the same label.
    private bool[] _inFields;
    private readonly Scope _uniform = new(null, int.MaxValue);
    private readonly Scope _row;

    private Schedule(IReadOnlyList<Node> nodes, IReadOnlyList<FormulaParameter> parameters, int[] roots)
    {
        _nodes = nodes;
        _free = FormulaGraph.FreeLabels(nodes);
        _varying = Varying(nodes, parameters);
        _row = new(_uniform, int.MaxValue);
        _reachable = roots.Length == 0 ? [] : FormulaGraph.Reachable(nodes, roots);
        _inFields = _reachable;
    }

    /// <summary>What is computed once for a particle.</summary>
    public IReadOnlyList<Statement> Uniform => _uniform.Statements;

    /// <summary>What is computed for each row.</summary>
    public IReadOnlyList<Statement> Row => _row.Statements;

    /// <summary>Whether a node changes from row to row.</summary>
    public bool IsVarying(int node) => _varying[node];

    public bool DependsOn(int node, int label) => _free[node].Contains(label);

    /// <summary>Schedules the given nodes and gradient fields.</summary>
    public static Schedule Of(
        IReadOnlyList<Node> nodes,
        IReadOnlyList<FormulaParameter> parameters,
        IEnumerable<int> values,
        IEnumerable<(int Parameter, int Field)>? fields = null)
    {
        int[] wanted = [.. values];
        (int Parameter, int Field)[] all = [.. fields ?? []];
        Schedule schedule = new(nodes, parameters, [.. wanted, .. all.Select(f => f.Field)]);
        foreach (int value in wanted)
        {
            schedule.Need(value, schedule._row);
        }

        foreach (IGrouping<Dimension, (int Parameter, int Field)> group in all.GroupBy(f => parameters[f.Parameter].Dimension))
        {
            Scope loop = new(schedule._row, Formula.FieldLabel);
            schedule._inFields = FormulaGraph.Reachable(nodes, [.. group.Select(f => f.Field)]);
            foreach ((int _, int field) in group)
            {
                foreach (int factor in schedule.FieldFactors(field))
                {
                    schedule.Need(factor, loop);
                }
            }

            schedule._row.Statements.Add(new FieldLoop([.. group], loop.Statements));
        }

        return schedule;
    }

    /// <summary>The two factors of a field that is a product, or the field itself: accumulating fuses the product.</summary>
    public IReadOnlyList<int> FieldFactors(int field) =>
        _nodes[field].Op == Op.Multiply ? [_nodes[field].A, _nodes[field].B] : [field];

    /// <summary>Whether generated code writes the node where it is used, without a local.</summary>
    public static bool IsInline(Node node) => node.Op is Op.Constant or Op.Parameter or Op.HyperParameter or Op.Length or Op.BoundElement or Op.LoopIndex or Op.Cotangent or Op.Element;

    private static bool[] Varying(IReadOnlyList<Node> nodes, IReadOnlyList<FormulaParameter> parameters)
    {
        bool[] varying = new bool[nodes.Count];
        for (int i = 0; i < nodes.Count; i++)
        {
            Node node = nodes[i];
            varying[i] = node.Op switch
            {
                Op.Parameter or Op.BoundElement or Op.Element => !parameters[node.A].IsParticle,
                Op.Cotangent => true,
                _ => false,
            };
            FormulaGraph.ForEachChild(node, child => varying[i] |= varying[child]);
        }

        return varying;
    }

    // Makes a node available in `scope`, in the outermost scope that knows what it depends on.
    private void Need(int index, Scope scope)
    {
        Node node = _nodes[index];
        Scope home = Home(index, scope);
        if (IsInline(node))
        {
            if (node.Op == Op.Element)
            {
                Need(node.B, home);
            }

            return;
        }

        if (home.Contains(index))
        {
            return;
        }

        if (node.IsReduction)
        {
            NeedReduction(index, node, home);
            return;
        }

        FormulaGraph.ForEachChild(node, child => Need(child, home));
        home.Add(index, new Compute(index));
    }

    // Of two reductions one of which needs the other, the labels are different, so none of these waits for another.
    private void NeedReduction(int index, Node node, Scope home)
    {
        List<int> group = [index];
        for (int other = 0; other < _reachable.Length; other++)
        {
            Node candidate = _nodes[other];
            if (other != index && _reachable[other] && candidate.IsReduction && !home.Contains(other)
                && candidate.Bits == node.Bits && candidate.B == node.B && candidate.C == node.C
                && _varying[other] == _varying[index] && _free[other].SequenceEqual(_free[index])
                && (!_free[other].Contains(Formula.FieldLabel) || (other < _inFields.Length && _inFields[other])))
            {
                group.Add(other);
            }
        }

        if (node.B >= 0)
        {
            Need(node.B, home);
            Need(node.C, home);
        }

        Scope loop = new(home, node.Label);
        foreach (int member in group)
        {
            Need(_nodes[member].A, loop);
        }

        home.Statements.Add(new ReductionLoop(group, loop.Statements));
        foreach (int member in group)
        {
            home.MarkAvailable(member);
        }
    }

    private Scope Home(int node, Scope scope)
    {
        Scope home = scope;
        while (home.Parent is Scope parent)
        {
            bool bound = home.Label != int.MaxValue && _free[node].Contains(home.Label);
            bool row = home == _row && _varying[node];
            if (bound || row)
            {
                break;
            }

            home = parent;
        }

        return home;
    }

    private sealed class Scope(Scope? parent, int label)
    {
        private readonly HashSet<int> _available = [];

        public Scope? Parent { get; } = parent;

        public int Label { get; } = label;

        public List<Statement> Statements { get; } = [];

        public bool Contains(int node) => _available.Contains(node);

        public void MarkAvailable(int node) => _available.Add(node);

        public void Add(int node, Statement statement)
        {
            _ = _available.Add(node);
            Statements.Add(statement);
        }
    }
}
