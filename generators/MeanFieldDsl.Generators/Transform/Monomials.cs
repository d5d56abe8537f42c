using MeanFieldDsl.Generators.Formulas;

namespace MeanFieldDsl.Generators.Transform;

/// <summary>
/// Compares nodes as polynomials in whatever is not a sum or product: a normal form that tells equal expressions from
/// different ones however they are written.
/// </summary>
internal static class Monomials
{
    public static bool AreEqual(FormulaBuilder builder, int a, int b)
    {
        Dictionary<string, double> difference = Expand(builder, builder.Subtract(a, b));
        return difference.Values.All(v => v == 0);
    }

    // The coefficient of each product of atoms; the key lists the atoms in order.
    private static Dictionary<string, double> Expand(FormulaBuilder builder, int node)
    {
        Node n = builder[node];
        switch (n.Op)
        {
            case Op.Constant:
                return new() { [""] = n.Value };
            case Op.Add:
                return Sum(Expand(builder, n.A), Expand(builder, n.B), 1);
            case Op.Subtract:
                return Sum(Expand(builder, n.A), Expand(builder, n.B), -1);
            case Op.Negate:
                return Sum([], Expand(builder, n.A), -1);
            case Op.Multiply:
                return Product(Expand(builder, n.A), Expand(builder, n.B));
            case Op.FusedMultiplyAdd:
                return Sum(Product(Expand(builder, n.A), Expand(builder, n.B)), Expand(builder, n.C), 1);
            case Op.Divide when builder.IsConstant(n.B, out double divisor):
                return Sum([], Expand(builder, n.A), 1 / divisor);
            default:
                return new() { [node.ToString(System.Globalization.CultureInfo.InvariantCulture)] = 1 };
        }
    }

    private static Dictionary<string, double> Sum(Dictionary<string, double> a, Dictionary<string, double> b, double factor)
    {
        foreach (KeyValuePair<string, double> term in b)
        {
            _ = a.TryGetValue(term.Key, out double present);
            a[term.Key] = present + (factor * term.Value);
        }

        return a;
    }

    private static Dictionary<string, double> Product(Dictionary<string, double> a, Dictionary<string, double> b)
    {
        Dictionary<string, double> product = [];
        foreach (KeyValuePair<string, double> x in a)
        {
            foreach (KeyValuePair<string, double> y in b)
            {
                string key = string.Join("*", x.Key.Split('*').Concat(y.Key.Split('*')).Where(k => k.Length > 0).OrderBy(k => k, StringComparer.Ordinal));
                _ = product.TryGetValue(key, out double present);
                product[key] = present + (x.Value * y.Value);
            }
        }

        return product;
    }
}
