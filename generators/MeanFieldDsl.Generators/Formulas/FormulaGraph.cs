namespace MeanFieldDsl.Generators.Formulas;

/// <summary>Questions about a flat node array: who needs whom, and which loop variables a node depends on.</summary>
internal static class FormulaGraph
{
    /// <summary>How many of A, B and C are nodes, counted from A. Elements and reductions are handled by name.</summary>
    public static int Arity(Node node) => OperationTable.Get(node.Op).Arity;

    /// <summary>Calls <paramref name="visit"/> for each node that <paramref name="node"/> refers to.</summary>
    public static void ForEachChild(Node node, Action<int> visit)
    {
        switch (node.Op)
        {
            case Op.Element:
                visit(node.B);
                return;
            case Op.Primitive:
                visit(node.A);
                return;
            case Op.SumOver or Op.ProductOver or Op.MaxOver:
                visit(node.A);
                if (node.B >= 0)
                {
                    visit(node.B);
                    visit(node.C);
                }

                return;
        }

        int arity = Arity(node);
        if (arity > 0)
        {
            visit(node.A);
        }

        if (arity > 1)
        {
            visit(node.B);
        }

        if (arity > 2)
        {
            visit(node.C);
        }
    }

    public static bool[] Reachable(IReadOnlyList<Node> nodes, params int[] roots)
    {
        bool[] needed = new bool[roots.Max() + 1];
        foreach (int root in roots)
        {
            needed[root] = true;
        }

        for (int i = needed.Length - 1; i >= 0; i--)
        {
            if (needed[i])
            {
                ForEachChild(nodes[i], child => needed[child] = true);
            }
        }

        return needed;
    }

    /// <summary>For each node up to <paramref name="root"/> that it needs: whether it depends on one of the parameters.</summary>
    public static bool[] Active(IReadOnlyList<Node> nodes, int root, Func<int, bool> isWanted)
    {
        bool[] needed = Reachable(nodes, root);
        bool[] active = new bool[needed.Length];
        for (int i = 0; i < active.Length; i++)
        {
            if (needed[i])
            {
                active[i] = nodes[i].Op is Op.Parameter or Op.BoundElement or Op.Element && isWanted(nodes[i].A);
                ForEachChild(nodes[i], child => active[i] |= active[child]);
            }
        }

        return active;
    }

    /// <summary>The largest label bound by a reduction in <paramref name="root"/>, or 0.</summary>
    public static int LargestBoundLabel(IReadOnlyList<Node> nodes, int root)
    {
        bool[] needed = Reachable(nodes, root);
        int largest = 0;
        for (int i = 0; i <= root; i++)
        {
            if (needed[i] && nodes[i].IsReduction)
            {
                largest = Math.Max(largest, nodes[i].Label);
            }
        }

        return largest;
    }

    /// <summary>
    /// For each node the loop labels it depends on and does not bind itself, as an ascending array; the label of an
    /// inner loop is always smaller than that of an outer one.
    /// </summary>
    public static int[][] FreeLabels(IReadOnlyList<Node> nodes)
    {
        int[][] free = new int[nodes.Count][];
        for (int i = 0; i < nodes.Count; i++)
        {
            Node node = nodes[i];
            SortedSet<int> labels = [];
            if (node.Op == Op.BoundElement)
            {
                _ = labels.Add(node.B);
            }
            else if (node.Op == Op.LoopIndex)
            {
                _ = labels.Add(node.A);
            }
            else
            {
                ForEachChild(node, child => labels.UnionWith(free[child]));
                if (node.IsReduction)
                {
                    // The range is outside the loop; it cannot mention the loop's own variable.
                    _ = labels.Remove(node.Label);
                }
            }

            free[i] = [.. labels];
        }

        return free;
    }

    /// <summary>The loop labels that one node depends on and does not bind itself.</summary>
    public static int[] FreeLabels(IReadOnlyList<Node> nodes, int root)
    {
        bool[] needed = Reachable(nodes, root);
        HashSet<int>?[] free = new HashSet<int>?[root + 1];
        for (int i = 0; i <= root; i++)
        {
            if (!needed[i])
            {
                continue;
            }

            Node node = nodes[i];
            HashSet<int> labels = node.Op switch { Op.BoundElement => [node.B], Op.LoopIndex => [node.A], _ => [] };
            ForEachChild(node, child => labels.UnionWith(free[child]!));
            if (node.IsReduction)
            {
                _ = labels.Remove(node.Label);
            }

            free[i] = labels;
        }

        return [.. free[root]!.OrderBy(label => label)];
    }

    /// <summary>The nodes that the roots need, renumbered from 0, with the map from old to new numbers.</summary>
    public static (List<Node> Nodes, int[] Map) Compact(IReadOnlyList<Node> nodes, params int[] roots)
    {
        bool[] needed = Reachable(nodes, roots);
        int[] map = new int[needed.Length];
        List<Node> kept = [];
        for (int i = 0; i < needed.Length; i++)
        {
            map[i] = -1;
            if (needed[i])
            {
                map[i] = kept.Count;
                kept.Add(Renumber(nodes[i], map));
            }
        }

        return (kept, map);
    }

    private static Node Renumber(Node node, int[] map)
    {
        if (node.Op == Op.Primitive)
        {
            return node with { A = map[node.A] };
        }

        if (node.Op == Op.Element)
        {
            return node with { B = map[node.B] };
        }

        if (node.IsReduction)
        {
            return node with { A = map[node.A], B = node.B < 0 ? -1 : map[node.B], C = node.C < 0 ? -1 : map[node.C] };
        }

        return Arity(node) switch
        {
            0 => node,
            1 => node with { A = map[node.A] },
            2 => node with { A = map[node.A], B = map[node.B] },
            _ => node with { A = map[node.A], B = map[node.B], C = map[node.C] },
        };
    }
}
