using MeanFieldDsl.Generators.Formulas;

namespace MeanFieldDsl.Generators.Analysis;

/// <summary>An operation that changes its branch where a function of the variables is zero.</summary>
/// <param name="Node">The operation.</param>
/// <param name="Expression">The node people read: the choice that a comparison decides, otherwise the operation itself.</param>
/// <param name="Left">The branch changes where this node ...</param>
/// <param name="Right">... equals this one, or 0 when it is −1.</param>
internal readonly record struct Switch(int Node, int Expression, int Left, int Right)
{
    /// <summary>The switches of a formula whose place depends on the variables, in the order of the nodes.</summary>
    public static IEnumerable<Switch> Of(Formula formula, bool[] varies)
    {
        bool[] needed = FormulaGraph.Reachable(formula.Nodes, formula.Root);
        for (int i = 0; i <= formula.Root; i++)
        {
            Node n = formula.Nodes[i];
            if (!needed[i] || !varies[i])
            {
                continue;
            }

            switch (n.Op)
            {
                case Op.Abs or Op.Sign or Op.NormRoot:
                    yield return new(i, i, n.A, -1);
                    break;
                case Op.Max or Op.Min:
                    yield return new(i, i, n.A, n.B);
                    break;
                case Op.MaxOver when varies[n.A]:
                    yield return new(i, i, n.A, n.A);
                    break;
                case Op.Less or Op.LessOrEqual or Op.Equal when Chooser(formula, needed, i) is int choice:
                    yield return new(i, choice, n.A, n.B);
                    break;
            }
        }
    }

    /// <summary>For each node whether it depends on the variables.</summary>
    public static bool[] Varying(Formula formula, bool[] variables)
    {
        bool[] varies = new bool[formula.Nodes.Count];
        for (int i = 0; i < varies.Length; i++)
        {
            Node node = formula.Nodes[i];
            varies[i] = node.Op is Op.Parameter or Op.BoundElement or Op.Element && variables[node.A];
            FormulaGraph.ForEachChild(node, child => varies[i] |= varies[child]);
        }

        return varies;
    }

    // The first choice whose condition a truth value enters.
    private static int? Chooser(Formula formula, bool[] needed, int truth)
    {
        for (int i = truth + 1; i <= formula.Root; i++)
        {
            if (needed[i] && formula.Nodes[i] is { Op: Op.Select } choice && choice.A >= truth && FormulaGraph.Reachable(formula.Nodes, choice.A)[truth])
            {
                return i;
            }
        }

        return null;
    }
}
