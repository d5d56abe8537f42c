using MeanFieldDsl.Generators.Formulas;

namespace MeanFieldDsl.Generators.Transform;

/// <summary>Which formulas are polynomials of a low degree in one of their parameters, by their operations.</summary>
internal static class PolynomialDegree
{
    private const int Highest = 2;

    /// <summary>The degree in a real parameter, an upper bound where terms cancel; null where the formula is no polynomial in it, or one of a degree above 2.</summary>
    public static int? Of(IReadOnlyList<Node> nodes, int root, int parameter)
    {
        int?[] degrees = new int?[root + 1];
        for (int i = 0; i <= root; i++)
        {
            Node node = nodes[i];
            int arity = FormulaGraph.Arity(node);
            int? a = arity > 0 ? degrees[node.A] : 0, b = arity > 1 ? degrees[node.B] : 0, c = arity > 2 ? degrees[node.C] : 0;
            int? degree = node.Op switch
            {
                Op.Parameter => node.A == parameter ? 1 : 0,
                Op.Add or Op.Subtract => a is null || b is null ? null : Math.Max(a.Value, b.Value),
                Op.Negate => a,
                Op.Multiply => a + b,
                Op.Divide when b == 0 => a,
                _ => a == 0 && b == 0 && c == 0 && !node.IsReduction ? 0 : null,
            };
            degrees[i] = degree > Highest ? null : degree;
        }

        return degrees[root];
    }
}
