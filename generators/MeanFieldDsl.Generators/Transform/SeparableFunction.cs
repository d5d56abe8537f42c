using MeanFieldDsl.Generators.Formulas;

namespace MeanFieldDsl.Generators.Transform;

/// <summary>
/// A feature that is the product of A, of some numbers of the row, and B, of the others. Where the rows are a grid of lines l and columns c,
/// Σ_i A_i(l) B_i(c) is a product of matrices, and so are Σ_c g(l, c) B_i(c), which serves all derivatives of A, and Σ_l g(l, c) A_i(l).
/// </summary>
/// <param name="Lines">A, with all that depends on no number of the row.</param>
/// <param name="Columns">B.</param>
/// <param name="LineNumbers">The parameters that tell the line of a row; an index for what it selects.</param>
/// <param name="ColumnNumbers">The parameters that tell its column; none along a grid.</param>
/// <param name="Along">Null, or how an exponential splits along one equidistant number of the row; see <see cref="GridSplit"/>.</param>
internal sealed record SeparableFunction(Formula Lines, Formula Columns, int[] LineNumbers, int[] ColumnNumbers, GridSplit? Along)
{
    /// <summary>Splits a ridge function without inner products; null where it is no such product.</summary>
    public static SeparableFunction? Of(RidgeFunction ridge)
    {
        Formula tail = ridge.Tail;
        int firstLeaf = tail.Parameters.Count - ridge.Leaves.Count;
        bool[] reachable = FormulaGraph.Reachable(tail.Nodes, tail.Root);
        int[] mentioned = [.. tail.Nodes.Where((n, i) => reachable[i] && n.Op == Op.Parameter).Select(static n => n.A).Distinct()];
        if (mentioned.Any(p => p >= firstLeaf && ridge.Leaves[p - firstLeaf].Use == VectorUse.Product))
        {
            return null;
        }

        // What of the row a parameter changes with, or −1.
        int RowNumber(int p) => p >= firstLeaf && ridge.Leaves[p - firstLeaf].Use == VectorUse.Selection ? ridge.Leaves[p - firstLeaf].Other : tail.Parameters[p].IsParticle ? -1 : p;
        (int, int) Place(int p) => p < firstLeaf ? (p, 0) : (ridge.Leaves[p - firstLeaf].Vector, ridge.Leaves[p - firstLeaf].Other);
        Factors factors = new(tail, RowNumber);
        int[][] groups = [.. factors.Groups().Select(static g => g.ToArray()).OrderBy(g => g.Max(Place))];
        if (groups.Length == 1 && groups[0].Length == 1)
        {
            return GridSplit.Of(tail, factors, groups[0][0]);
        }

        if (groups.Length < 2)
        {
            return null;
        }

        // The last number of a row is the one that usually changes from row to row.
        int[] columns = groups[groups.Length - 1], lines = [.. groups.Take(groups.Length - 1).SelectMany(static g => g).OrderBy(Place)];
        return new(factors.Product(rows => !rows.Overlaps(columns)), factors.Product(rows => rows.Overlaps(columns)), lines, [.. columns.OrderBy(Place)], Along: null);
    }
}
