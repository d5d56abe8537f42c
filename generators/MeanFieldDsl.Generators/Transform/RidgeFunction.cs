using System.Globalization;
using MeanFieldDsl.Generators.Formulas;

namespace MeanFieldDsl.Generators.Transform;

/// <summary>An inner product of a vector of the particle and a vector of the row, by their places among the parameters.</summary>
internal readonly record struct InnerProduct(int Particle, int Input);

/// <summary>
/// A feature that sees vectors through inner products alone: φ = g(⟨w, x⟩, …; numbers). Its products can then be computed
/// for many particles and rows at once.
/// </summary>
/// <param name="Tail">g: the formula with a real parameter for each inner product behind those of the feature.</param>
/// <param name="Products">The inner products.</param>
internal sealed record RidgeFunction(Formula Tail, EquatableArray<InnerProduct> Products)
{
    /// <summary>Reads a feature as a ridge function; null where a vector has another use.</summary>
    public static RidgeFunction? Of(Formula formula)
    {
        bool[] reachable = FormulaGraph.Reachable(formula.Nodes, formula.Root);
        InnerProduct[] products = [.. Enumerable.Range(0, reachable.Length).Where(i => reachable[i]).Select(i => Product(formula, i)).OfType<InnerProduct>().Distinct()];
        if (products.Length == 0)
        {
            return null;
        }

        // A name that no parameter of the author's starts with.
        string name = "form";
        while (formula.Parameters.Any(p => p.Name.StartsWith(name, StringComparison.Ordinal)))
        {
            name += "_";
        }

        FormulaParameter[] parameters =
        [
            .. formula.Parameters,
            .. products.Select((_, q) => new FormulaParameter(name + q.ToString(CultureInfo.InvariantCulture), ParameterRole.Position, ValueType.Real, Dimension.Scalar)),
        ];
        FormulaBuilder builder = new(formula.Nodes);
        int root = builder.Rewrite(formula.Root, i => i < formula.Nodes.Count && Product(formula, i) is InnerProduct product
            ? builder.Intern(new(Op.Parameter, formula.Parameters.Count + Array.IndexOf(products, product)))
            : -1);
        (List<Node> nodes, int[] map) = FormulaGraph.Compact(builder.Nodes, root);
        return nodes.Any(n => SeesVector(n, parameters)) ? null : new(formula with { Nodes = new(nodes), Root = map[root], Parameters = new(parameters) }, new(products));
    }

    // Σ_k w[k] x[k] over the whole of both vectors.
    private static InnerProduct? Product(Formula formula, int index)
    {
        Node sum = formula.Nodes[index];
        if (sum is not { Op: Op.SumOver, LoopParameter: >= 0 } || formula.Nodes[sum.A] is not { Op: Op.Multiply } product)
        {
            return null;
        }

        Node a = formula.Nodes[product.A], b = formula.Nodes[product.B];
        if (a.Op != Op.BoundElement || b.Op != Op.BoundElement || a.B != sum.Label || b.B != sum.Label)
        {
            return null;
        }

        return (formula.Parameters[a.A].IsParticle, formula.Parameters[b.A].IsParticle) switch
        {
            (true, false) => new(a.A, b.A),
            (false, true) => new(b.A, a.A),
            _ => null,
        };
    }

    private static bool SeesVector(Node node, FormulaParameter[] parameters) => node.Op switch
    {
        Op.BoundElement or Op.Element or Op.Length => true,
        Op.Parameter => parameters[node.A].Type == ValueType.Vector,
        _ => node.IsReduction && node.LoopParameter >= 0,
    };
}
