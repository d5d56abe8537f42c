using MeanFieldDsl.Generators.Formulas;

namespace MeanFieldDsl.Generators.Transform;

/// <summary>
/// Sines and cosines of small multiples of an angle of which there is a sine or cosine already: by the theorems of addition they take a few products
/// instead of a reduction and two polynomials.
/// </summary>
internal static class MultipleAngles
{
    // Each product adds a rounding error, and k a has one too that its sine multiplies with k a.
    private const int Highest = 4;

    /// <summary>Rebuilds formulas so.</summary>
    /// <param name="nodes">The nodes.</param>
    /// <param name="roots">The formulas.</param>
    /// <returns>The new nodes, and where the formulas are among them.</returns>
    public static (IReadOnlyList<Node> Nodes, int[] Roots) Expand(IReadOnlyList<Node> nodes, int[] roots)
    {
        bool[] reachable = FormulaGraph.Reachable(nodes, roots);
        HashSet<int> angles = [.. nodes.Where((n, i) => i < reachable.Length && reachable[i] && n.Op is Op.Sin or Op.Cos).Select(static n => n.A)];
        if (!angles.Any(a => Multiple(nodes, a, angles) is not null))
        {
            return (nodes, roots);
        }

        FormulaBuilder builder = new(nodes);
        int Replace(int root) => builder.Rewrite(root, i => i < nodes.Count && nodes[i] is { Op: Op.Sin or Op.Cos } node && Multiple(nodes, node.A, angles) is { } multiple
            ? Of(builder, node.Op, multiple.Factor, Replace(multiple.Angle))
            : -1);
        int[] replaced = [.. roots.Select(Replace)];
        (List<Node> compact, int[] map) = FormulaGraph.Compact(builder.Nodes, replaced);
        return (compact, [.. replaced.Select(r => map[r])]);
    }

    // k a as k and a, where a is an angle that is there anyway.
    private static (int Factor, int Angle)? Multiple(IReadOnlyList<Node> nodes, int index, HashSet<int> angles)
    {
        if (nodes[index] is not { Op: Op.Multiply } product)
        {
            return null;
        }

        (Node constant, int angle) = nodes[product.A].Op == Op.Constant ? (nodes[product.A], product.B) : (nodes[product.B], product.A);
        return constant.Op == Op.Constant && angles.Contains(angle) && constant.Value is 2 or 3 or Highest ? ((int)constant.Value, angle) : null;
    }

    // cos 2a = cos²a − sin²a rather than 2 cos²a − 1, for its error is the smaller one near the zeros.
    private static int Of(FormulaBuilder builder, Op op, int factor, int angle)
    {
        if (factor == 1)
        {
            return builder.Apply(op, angle);
        }

        int low = factor / 2, high = factor - low;
        (int sine, int cosine) = (Of(builder, Op.Sin, low, angle), Of(builder, Op.Cos, low, angle));
        (int otherSine, int otherCosine) = low == high ? (sine, cosine) : (Of(builder, Op.Sin, high, angle), Of(builder, Op.Cos, high, angle));
        return op == Op.Cos
            ? builder.Subtract(builder.Multiply(cosine, otherCosine), builder.Multiply(sine, otherSine))
            : low == high
                ? builder.Multiply(builder.Multiply(builder.Constant(2), sine), cosine)
                : builder.Add(builder.Multiply(sine, otherCosine), builder.Multiply(cosine, otherSine));
    }
}
