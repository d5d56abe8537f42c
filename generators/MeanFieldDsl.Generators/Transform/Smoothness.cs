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

    /// <summary>Whether a node is the same for all particles: a number of constants and hyper-parameters, without the length of a vector.</summary>
    public static bool IsFixed(IReadOnlyList<Node> nodes, int root)
    {
        bool[] reachable = FormulaGraph.Reachable(nodes, root);
        return !Enumerable.Range(0, root + 1).Any(i => reachable[i]
            && (nodes[i].Op is Op.Parameter or Op.BoundElement or Op.Element or Op.Length || (nodes[i].IsReduction && nodes[i].LoopParameter >= 0)));
    }

    private static bool IsSmooth(FormulaBuilder builder, Node node, Positivity positivity) => node.Op switch
    {
        Op.Constant or Op.Parameter or Op.HyperParameter or Op.Length or Op.BoundElement or Op.LoopIndex or Op.Element => true,
        Op.SumOver or Op.ProductOver or Op.Add or Op.Subtract or Op.Multiply or Op.Negate or Op.FusedMultiplyAdd => true,
        Op.Exp or Op.Expm1 or Op.Sin or Op.Cos or Op.Atan or Op.Sinh or Op.Cosh or Op.Tanh => true,
        Op.Sigmoid or Op.Softplus or Op.Erf or Op.NormalCdf or Op.Sinc or Op.SincPrime => true,
        Op.Sqrt or Op.NormRoot or Op.Log => positivity.IsPositive(node.A),
        Op.Log1p => positivity.IsNonNegative(node.A),
        Op.Divide => !Mentions(builder, node.B).Any() || positivity.IsPositive(node.B),
        Op.Pow => positivity.IsPositive(node.A) || (builder.IsConstant(node.B, out double power) && power >= 0 && power == Math.Floor(power)),
        _ => false,
    };
}
