using MeanFieldDsl.Generators.Formulas;

namespace MeanFieldDsl.Generators.Transform;

/// <summary>
/// A formula at a small dimension, its loops over vectors written out: spikes on the line and in the plane are then
/// formulas in numbers.
/// </summary>
internal sealed class Unrolling
{
    private readonly Formula _formula;
    private readonly int _size;
    private readonly FormulaBuilder _builder = new();
    private readonly Dictionary<(int Node, int Label, int Element), int> _known = [];

    private Unrolling(Formula formula, int size)
    {
        _formula = formula;
        _size = size;
    }

    /// <summary>A vector with the one dimension that only the data will tell; null where there is none or more than one.</summary>
    public static int? OpenVector(Formula formula)
    {
        int[] open = [.. Enumerable.Range(0, formula.Parameters.Count).Where(p => formula.Parameters[p] is { Type: FormulaType.Vector, Dimension.IsKnown: false })];
        return open.Select(p => formula.Parameters[p].Dimension).Distinct().Count() == 1 ? open[0] : null;
    }

    /// <summary>
    /// The formula with <paramref name="size"/> elements for each vector whose dimension is open; null where loops stand
    /// inside each other.
    /// </summary>
    public static Formula? Of(Formula formula, int size)
    {
        bool[] reachable = FormulaGraph.Reachable(formula.Nodes, formula.Root);
        bool isNested = formula.Nodes.Where((n, i) => reachable[i] && n.IsReduction)
            .Any(n => FormulaGraph.Reachable(formula.Nodes, n.A).Where((inside, i) => inside && formula.Nodes[i].IsReduction && formula.Nodes[i].LoopParameter >= 0).Any());
        if (isNested)
        {
            return null;
        }

        Unrolling unrolling = new(formula, size);
        int root = unrolling.Build(formula.Root, label: -1, element: 0);
        (List<Node> nodes, int[] map) = FormulaGraph.Compact(unrolling._builder.Nodes, root);
        FormulaParameter[] parameters = [.. formula.Parameters.Select((p, i) => p.Type == FormulaType.Vector ? p with { Dimension = Dimension.Fixed(unrolling.Size(i)) } : p)];
        return formula with { Nodes = new(nodes), Root = map[root], Parameters = new(parameters) };
    }

    private int Size(int vector) => _formula.Parameters[vector].Dimension is { IsKnown: true } known ? known.Size : _size;

    // A node where the loop of the given label stands at an element.
    private int Build(int index, int label, int element)
    {
        if (_known.TryGetValue((index, label, element), out int known))
        {
            return known;
        }

        Node node = _formula.Nodes[index];
        int Child(int child) => child < 0 ? -1 : Build(child, label, element);
        int built = node switch
        {
            { Op: Op.BoundElement } when node.B == label => _builder.Element(node.A, _builder.Constant(element)),
            { Op: Op.LoopIndex } when node.A == label => _builder.Constant(element),
            { Op: Op.Length } => _builder.Constant(Size(node.A)),
            { Op: Op.Element } => _builder.Element(node.A, Child(node.B)),
            { Op: Op.Primitive } => _builder.Primitive((int)node.Bits, Child(node.A)),
            { Op: Op.Constant or Op.Parameter or Op.HyperParameter or Op.LoopIndex or Op.BoundElement or Op.Cotangent } => _builder.Intern(node),
            { IsReduction: true, LoopParameter: >= 0 } => Enumerable.Range(0, Size(node.LoopParameter)).Select(e => Build(node.A, node.Label, e)).Aggregate((a, b) => _builder.Apply(Joining(node.Op), a, b)),
            { IsReduction: true } => _builder.ReduceRange(node.Op, Child(node.B), Child(node.C), node.Label, Child(node.A)),
            _ => FormulaGraph.Arity(node) switch
            {
                1 => _builder.Apply(node.Op, Child(node.A)),
                2 => _builder.Apply(node.Op, Child(node.A), Child(node.B)),
                _ => _builder.Apply(node.Op, Child(node.A), Child(node.B), Child(node.C)),
            },
        };
        _known.Add((index, label, element), built);
        return built;
    }

    private static Op Joining(Op reduction) => reduction switch
    {
        Op.SumOver => Op.Add,
        Op.ProductOver => Op.Multiply,
        _ => Op.Max,
    };
}
