namespace MeanFieldDsl.Generators.Formulas;

// Rebuilding expressions with other leaves or loop labels.
internal sealed partial class FormulaBuilder
{
    private const int OpenLabels = 1 << 16;

    /// <summary>Rebuilds <paramref name="root"/> with the loop variable of one label under another label.</summary>
    public int Rename(int root, int from, int to) => Map(root, (index, _) => _nodes[index] switch
    {
        { Op: Op.BoundElement } node when node.B == from => BoundElement(node.A, to),
        { Op: Op.LoopIndex } node when node.A == from => LoopIndex(to),

        // A loop that binds the label itself owns every mention inside it.
        { IsReduction: true } node when node.Label == from => index,
        _ => -1,
    });

    /// <summary>
    /// Rebuilds <paramref name="root"/>, replacing the nodes for which <paramref name="replace"/> gives a node of at
    /// least 0. A replacement may mention the variables of the loops around the node it replaces, by their labels.
    /// </summary>
    public int Rewrite(int root, Func<int, int> replace)
    {
        // A replacement with loops of its own raises the labels of the loops around it, and an inner loop must not
        // take the label under which its body knows an outer one. So while loops are rebuilt, inside out, the
        // variables of those still open go by labels that no finished loop has.
        int opened = Map(root, (index, map) =>
        {
            int replaced = replace(index);
            Node node = _nodes[index];
            return replaced >= 0 ? Relabel(replaced, IsLoopLabel, label => label + OpenLabels)
                : node.Op == Op.BoundElement && IsLoopLabel(node.B) ? BoundElement(node.A, node.B + OpenLabels)
                : node.Op == Op.LoopIndex && IsLoopLabel(node.A) ? LoopIndex(node.A + OpenLabels)
                : node.IsReduction ? Reduce(node.Op, node.LoopParameter, node.B < 0 ? -1 : map[node.B], node.C < 0 ? -1 : map[node.C], node.Label + OpenLabels, map[node.A])
                : -1;
        });
        return Relabel(opened, label => label > OpenLabels, label => label - OpenLabels);

        static bool IsLoopLabel(int label) => label is > 0 and < Formula.FieldLabel;
    }

    /// <summary>
    /// Rebuilds <paramref name="root"/> with other parameters in place of its own; each must be of the same type and length as the one it replaces.
    /// </summary>
    public int Reassign(int root, Func<int, int> parameter) => Map(root, (index, map) => _nodes[index] switch
    {
        { Op: Op.Parameter } node => Parameter(parameter(node.A)),
        { Op: Op.Length } node => Length(parameter(node.A)),
        { Op: Op.BoundElement } node => BoundElement(parameter(node.A), node.B),
        { Op: Op.Element } node => Element(parameter(node.A), map[node.B]),
        { IsReduction: true, LoopParameter: >= 0 } node => Reduce(node.Op, parameter(node.LoopParameter), -1, -1, node.Label, map[node.A]),
        _ => -1,
    });

    private int Relabel(int root, Func<int, bool> isAffected, Func<int, int> label)
    {
        foreach (int free in FormulaGraph.FreeLabels(_nodes, root))
        {
            root = isAffected(free) ? Rename(root, free, label(free)) : root;
        }

        return root;
    }

    private int Map(int root, Func<int, int[], int> replace)
    {
        int[] map = new int[root + 1];
        bool[] needed = FormulaGraph.Reachable(_nodes, root);
        for (int i = 0; i <= root; i++)
        {
            if (needed[i])
            {
                int replaced = replace(i, map);
                map[i] = replaced >= 0 ? replaced : Rebuild(i, _nodes[i], map);
            }
        }

        return map[root];
    }

    private int Rebuild(int index, Node node, int[] map)
    {
        int arity = FormulaGraph.Arity(node);
        if (node.IsReduction)
        {
            int first = node.B < 0 ? -1 : map[node.B];
            int last = node.C < 0 ? -1 : map[node.C];
            return map[node.A] == node.A && first == node.B && last == node.C
                ? index
                : Reduce(node.Op, node.LoopParameter, first, last, node.Label, map[node.A]);
        }

        return node.Op == Op.Element ? Element(node.A, map[node.B])
            : node.Op == Op.Primitive ? Primitive((int)node.Bits, map[node.A])
            : node.Op == Op.GuardedMultiply ? GuardedMultiply(map[node.A], map[node.B])
            : arity switch
            {
                0 => index,
                1 => Apply(node.Op, map[node.A]),
                2 => Apply(node.Op, map[node.A], map[node.B]),
                _ => Apply(node.Op, map[node.A], map[node.B], map[node.C]),
            };
    }
}
