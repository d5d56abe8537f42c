using MeanFieldDsl.Generators.Formulas;

namespace MeanFieldDsl.Generators.Transform;

/// <summary>Finds the parameters in which a formula may fail to be continuously differentiable.</summary>
internal static class Smoothness
{
    /// <summary>The parameters below an operation with a kink, a jump or an unbounded derivative.</summary>
    public static HashSet<int> Kinked(FormulaBuilder builder, int root, Positivity positivity)
    {
        bool[] reachable = FormulaGraph.Reachable(builder.Nodes, root);
        HashSet<int> kinked = [];
        for (int i = 0; i <= root; i++)
        {
            if (reachable[i] && !IsSmooth(builder, builder[i], positivity))
            {
                kinked.UnionWith(Mentions(builder, i));
            }
        }

        return kinked;
    }

    /// <summary>The parameters a node depends on.</summary>
    public static IEnumerable<int> Mentions(FormulaBuilder builder, int root)
    {
        bool[] reachable = FormulaGraph.Reachable(builder.Nodes, root);
        return Enumerable.Range(0, root + 1)
            .Where(i => reachable[i] && builder[i].Op is Op.Parameter or Op.BoundElement or Op.Element)
            .Select(i => builder[i].A)
            .Distinct();
    }

    private static bool IsSmooth(FormulaBuilder builder, Node node, Positivity positivity) => node.Op switch
    {
        Op.Abs or Op.Sign or Op.Min or Op.Max or Op.MaxOver or Op.Cbrt or Op.Tan or Op.GuardedMultiply => false,
        Op.Select or Op.Less or Op.LessOrEqual or Op.Equal or Op.And or Op.Or or Op.Not => false,
        Op.Sqrt or Op.NormRoot or Op.Log => positivity.IsPositive(node.A),
        Op.Log1p => positivity.IsNonNegative(node.A),
        Op.Divide => !Smoothness.Mentions(builder, node.B).Any() || positivity.IsPositive(node.B),
        Op.Pow => positivity.IsPositive(node.A) || (builder.IsConstant(node.B, out double power) && power >= 0 && power == Math.Floor(power)),
        _ => true,
    };
}
