using System.Globalization;
using MeanFieldDsl.Generators.Formulas;

namespace MeanFieldDsl.Generators.Transform;

/// <summary>How a feature sees a vector.</summary>
internal enum VectorUse
{
    /// <summary>The inner product of a vector of the particle with one of the row.</summary>
    Product,

    /// <summary>The element of a vector of the particle whose index stands in the row.</summary>
    Selection,

    /// <summary>An element of a vector of the particle.</summary>
    ParticleElement,

    /// <summary>An element of a vector of the row.</summary>
    RowElement,
}

/// <summary>A number that a feature reads off vectors.</summary>
/// <param name="Use">How.</param>
/// <param name="Vector">The vector's place among the parameters; of the particle for products and selections.</param>
/// <param name="Other">The row's vector of a product, the row's index of a selection, or the number of the element.</param>
internal readonly record struct VectorLeaf(VectorUse Use, int Vector, int Other)
{
    public bool IsOfParticle => Use != VectorUse.RowElement;
}

/// <summary>
/// A feature that sees vectors through inner products and single elements alone: φ = g(⟨w, x⟩, u[i], …; numbers). It can
/// then be computed for many particles at once, its products for many rows too.
/// </summary>
/// <param name="Tail">g: the formula with a real parameter for each leaf behind those of the feature.</param>
/// <param name="Leaves">What those parameters stand for.</param>
internal sealed record RidgeFunction(Formula Tail, EquatableArray<VectorLeaf> Leaves)
{
    /// <summary>Reads a feature so; null where a vector has another use.</summary>
    public static RidgeFunction? Of(Formula formula)
    {
        bool[] reachable = FormulaGraph.Reachable(formula.Nodes, formula.Root);
        VectorLeaf[] leaves = [.. Enumerable.Range(0, reachable.Length).Where(i => reachable[i]).Select(i => Leaf(formula, i)).OfType<VectorLeaf>().Distinct()];

        // A name that no parameter of the author's starts with.
        string name = "leaf";
        while (formula.Parameters.Any(p => p.Name.StartsWith(name, StringComparison.Ordinal)))
        {
            name += "_";
        }

        FormulaParameter[] parameters =
        [
            .. formula.Parameters,
            .. leaves.Select((l, i) => new FormulaParameter(name + i.ToString(CultureInfo.InvariantCulture), l.IsOfParticle ? ParameterRole.Position : ParameterRole.Input, FormulaType.Real, Dimension.Scalar)),
        ];
        FormulaBuilder builder = new(formula.Nodes);
        int root = builder.Rewrite(formula.Root, i => i < formula.Nodes.Count && Leaf(formula, i) is VectorLeaf leaf
            ? builder.Intern(new(Op.Parameter, formula.Parameters.Count + Array.IndexOf(leaves, leaf)))
            : -1);
        (List<Node> nodes, int[] map) = FormulaGraph.Compact(builder.Nodes, root);
        return nodes.Any(n => SeesVector(n, parameters)) ? null : new(formula with { Nodes = new(nodes), Root = map[root], Parameters = new(parameters) }, new(leaves));
    }

    private static VectorLeaf? Leaf(Formula formula, int index) => formula.Nodes[index].Op switch
    {
        Op.SumOver => Product(formula, index),
        Op.Element => Element(formula, formula.Nodes[index]),
        _ => null,
    };

    /// <summary>Reads a node as Σ_k w[k] x[k] over the whole of both vectors; null where it is no sum of this kind.</summary>
    internal static VectorLeaf? Product(Formula formula, int index)
    {
        Node sum = formula.Nodes[index];
        if (sum.LoopParameter < 0 || formula.Nodes[sum.A] is not { Op: Op.Multiply } product)
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
            (true, false) => new(VectorUse.Product, a.A, b.A),
            (false, true) => new(VectorUse.Product, b.A, a.A),
            _ => null,
        };
    }

    private static VectorLeaf? Element(Formula formula, Node element)
    {
        bool isOfParticle = formula.Parameters[element.A].IsParticle;
        return formula.Nodes[element.B] switch
        {
            { Op: Op.Constant } constant => new(isOfParticle ? VectorUse.ParticleElement : VectorUse.RowElement, element.A, (int)constant.Value),
            { Op: Op.Parameter } index when isOfParticle && !formula.Parameters[index.A].IsParticle => new(VectorUse.Selection, element.A, index.A),
            _ => null,
        };
    }

    private static bool SeesVector(Node node, FormulaParameter[] parameters) => node.Op switch
    {
        Op.BoundElement or Op.Element or Op.Length => true,
        Op.Parameter => parameters[node.A].Type == FormulaType.Vector,
        _ => node.IsReduction && node.LoopParameter >= 0,
    };
}
