using MeanFieldDsl.Generators.Formulas;

namespace MeanFieldDsl.Generators.Transform;

/// <summary>What a node depends on.</summary>
internal static class Dependence
{
    /// <summary>The parameters a node depends on.</summary>
    public static IEnumerable<int> Mentions(FormulaBuilder builder, int root)
    {
        bool[] reachable = FormulaGraph.Reachable(builder.Nodes, root);
        return Enumerable.Range(0, root + 1)
            .Where(i => reachable[i] && builder[i].Op is Op.Parameter or Op.BoundElement or Op.Element)
            .Select(i => builder[i].A)
            .Distinct();
    }

    /// <summary>Whether a node is the same for all particles: a number of constants and hyper-parameters, without the length of a vector.</summary>
    public static bool IsFixed(IReadOnlyList<Node> nodes, int root)
    {
        bool[] reachable = FormulaGraph.Reachable(nodes, root);
        return !Enumerable.Range(0, root + 1).Any(i => reachable[i]
            && (nodes[i].Op is Op.Parameter or Op.BoundElement or Op.Element or Op.Length || (nodes[i].IsReduction && nodes[i].LoopParameter >= 0)));
    }
}
