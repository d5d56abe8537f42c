using MeanFieldDsl.Generators.Formulas;

namespace MeanFieldDsl.Generators.Transform;

/// <summary>
/// Brings equal factors of a product together: of a u · u that is known to be a square, an interval is never negative, and that of c · u · u as it stands may be.
/// </summary>
internal static class SquareFactors
{
    /// <summary>Rebuilds a formula so.</summary>
    public static Formula Gather(Formula formula)
    {
        FormulaBuilder builder = new(formula.Nodes);
        int Replace(int root) => builder.Rewrite(root, i =>
        {
            if (i >= formula.Nodes.Count || formula.Nodes[i].Op is not (Op.Multiply or Op.Divide))
            {
                return -1;
            }

            List<int> above = [], below = [];
            bool isNegative = Collect(formula.Nodes, i, above, below);
            return Repeats(above) || Repeats(below) ? Product(isNegative, above, below) : -1;
        });

        int Product(bool isNegative, List<int> above, List<int> below)
        {
            int quotient = builder.Divide(Together(above), Together(below));
            return isNegative ? builder.Negate(quotient) : quotient;
        }

        int Together(List<int> factors)
        {
            int product = builder.Constant(1);
            foreach (IGrouping<int, int> equal in factors.GroupBy(f => f))
            {
                int factor = Replace(equal.Key), square = builder.Multiply(factor, factor);
                for (int k = equal.Count(); k > 0; k -= 2)
                {
                    product = builder.Multiply(product, k > 1 ? square : factor);
                }
            }

            return product;
        }

        int gathered = Replace(formula.Root);
        (List<Node> nodes, int[] map) = FormulaGraph.Compact(builder.Nodes, gathered);
        return formula with { Nodes = new(nodes), Root = map[gathered] };
    }

    // The factors above and below the line; returns whether the quotient is negated.
    private static bool Collect(IReadOnlyList<Node> nodes, int index, List<int> above, List<int> below)
    {
        Node node = nodes[index];
        switch (node.Op)
        {
            case Op.Multiply:
                return Collect(nodes, node.A, above, below) ^ Collect(nodes, node.B, above, below);
            case Op.Divide:
                return Collect(nodes, node.A, above, below) ^ Collect(nodes, node.B, below, above);
            case Op.Negate:
                return !Collect(nodes, node.A, above, below);
            default:
                above.Add(index);
                return false;
        }
    }

    private static bool Repeats(List<int> factors) => factors.Distinct().Count() < factors.Count;
}
