using MeanFieldDsl.Generators.Formulas;

namespace MeanFieldDsl.Generators.Transform;

/// <summary>Replaces the division by what is the same for all rows with a product: the reciprocal is computed once, and a division costs as much as many products.</summary>
internal static class Reciprocals
{
    /// <summary>Rebuilds formulas so.</summary>
    /// <param name="nodes">The nodes.</param>
    /// <param name="parameters">The parameters; inputs change from row to row.</param>
    /// <param name="roots">The formulas.</param>
    /// <returns>The new nodes, and where the formulas are among them.</returns>
    public static (IReadOnlyList<Node> Nodes, int[] Roots) Multiply(IReadOnlyList<Node> nodes, IReadOnlyList<FormulaParameter> parameters, int[] roots)
    {
        Schedule schedule = Schedule.Of(nodes, parameters, roots);
        FormulaBuilder builder = new(nodes);
        int Replace(int root) => builder.Rewrite(root, i =>
        {
            if (i >= nodes.Count || nodes[i] is not { Op: Op.Divide } division || !schedule.IsVarying(division.A) || schedule.IsVarying(division.B))
            {
                return -1;
            }

            return builder.Multiply(Replace(division.A), builder.Divide(builder.Constant(1), division.B));
        });
        int[] replaced = [.. roots.Select(Replace)];
        (List<Node> compact, int[] map) = FormulaGraph.Compact(builder.Nodes, replaced);
        return (compact, [.. replaced.Select(r => map[r])]);
    }
}
