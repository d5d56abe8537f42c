using MeanFieldDsl.Generators.Formulas;

namespace MeanFieldDsl.Generators.Tests.Formulas;

/// <summary>The questions about node arrays against their definitions, which walk the formula as a tree.</summary>
public sealed class FormulaGraphTests
{
    private static readonly RandomFormula[] Drawn = [.. RandomFormulas.Many(1, 300)];

    [Fact]
    public void The_children_of_a_node_are_the_fields_that_hold_nodes()
    {
        foreach (Node[] nodes in Drawn.Select(d => d.Formula.Nodes.ToArray()).Append([new(Op.Constant), new(Op.Primitive, 0, Bits: 3)]))
        {
            foreach (Node node in nodes)
            {
                List<int> visited = [];
                FormulaGraph.ForEachChild(node, visited.Add);
                Assert.Equal(Children(node), visited);
            }
        }
    }

    [Fact]
    public void A_node_is_reachable_when_a_path_leads_to_it()
    {
        foreach (RandomFormula random in Drawn)
        {
            EquatableArray<Node> nodes = random.Formula.Nodes;
            foreach (int[] roots in new int[][] { [random.Formula.Root], [nodes.Count / 2], [nodes.Count / 2, nodes.Count / 3, 0] })
            {
                HashSet<int> expected = [.. roots.SelectMany(r => Tree(nodes, r))];
                bool[] actual = FormulaGraph.Reachable(nodes, roots);
                Assert.Equal(roots.Max() + 1, actual.Length);
                Assert.Equal(expected.Order(), Enumerable.Range(0, actual.Length).Where(i => actual[i]));
            }
        }
    }

    [Fact]
    public void The_largest_label_is_that_of_a_loop_below_the_node()
    {
        foreach (RandomFormula random in Drawn)
        {
            EquatableArray<Node> nodes = random.Formula.Nodes;
            for (int i = 0; i < nodes.Count; i++)
            {
                int expected = Tree(nodes, i).Where(n => nodes[n].IsReduction).Select(n => nodes[n].Label).Append(0).Max();
                Assert.Equal(expected, FormulaGraph.LargestBoundLabel(nodes, i));
            }
        }
    }

    [Fact]
    public void Free_labels_are_those_mentioned_outside_the_loop_that_binds_them()
    {
        int free = 0;
        foreach (RandomFormula random in Drawn)
        {
            EquatableArray<Node> nodes = random.Formula.Nodes;
            int[][] all = FormulaGraph.FreeLabels(nodes);
            for (int i = 0; i < nodes.Count; i++)
            {
                int[] expected = [.. Mentioned(nodes, i, []).Distinct().Order()];
                Assert.Equal(expected, all[i]);
                Assert.Equal(expected, FormulaGraph.FreeLabels(nodes, i));
                free += expected.Length > 1 ? 1 : 0;
            }
        }

        Assert.True(free > 20, free + " nodes in two loops");
    }

    [Fact]
    public void A_formula_without_the_nodes_it_does_not_need_has_its_value()
    {
        foreach (RandomFormula random in Drawn)
        {
            // Nodes that nothing needs come between those that something does.
            FormulaBuilder builder = new(random.Formula.Nodes);
            int other = builder.Apply(Op.Tanh, builder.Constant(random.Seed + 0.5));
            int call = builder.Primitive(1, builder.Parameter(0));
            int root = builder.Add(call, builder.Apply(Op.Exp, builder.Element(4, builder.Parameter(8))));
            Binding point = random.Draw(new(random.Seed));
            foreach (int[] roots in new int[][] { [random.Formula.Root, root], [root], [random.Formula.Nodes.Count / 2], [call, random.Formula.Nodes.Count / 2] })
            {
                (List<Node> nodes, int[] map) = FormulaGraph.Compact(builder.Nodes, roots);
                HashSet<int> needed = [.. roots.SelectMany(r => Tree(builder.Nodes, r))];
                Assert.Equal(needed.Count, nodes.Count);
                Assert.Equal(roots.Max() + 1, map.Length);
                int next = 0;
                for (int i = 0; i < map.Length; i++)
                {
                    Assert.Equal(needed.Contains(i) ? next++ : -1, map[i]);
                    if (map[i] >= 0)
                    {
                        Node before = builder[i], after = nodes[map[i]];
                        Assert.Equal((before.Op, before.Bits), (after.Op, after.Bits));
                        Assert.Equal(Children(before).Select(c => map[c]), Children(after));
                        Assert.Equal(Others(before), Others(after));
                    }
                }
            }

            (List<Node> kept, int[] to) = FormulaGraph.Compact(builder.Nodes, random.Formula.Root, other);
            Assert.Equal(new Interpreter(builder.Nodes).Value(random.Formula.Root, point), new Interpreter(kept).Value(to[random.Formula.Root], point));
        }
    }

    // The fields of the operations after the reductions are nodes as far as they are used, which is what makes them so.
    private static int[] Children(Node node) => node.Op switch
    {
        Op.Element => [node.B],
        Op.Primitive => [node.A],
        < Op.SumOver => [],
        _ => [.. new[] { node.A, node.B, node.C }.Where(c => c >= 0)],
    };

    private static int[] Others(Node node) => node.Op switch
    {
        Op.Element => [node.A],
        < Op.SumOver => [node.A, node.B, node.C],
        _ => [],
    };

    private static HashSet<int> Tree(IReadOnlyList<Node> nodes, int root)
    {
        HashSet<int> seen = [root];
        Stack<int> open = new([root]);
        while (open.TryPop(out int node))
        {
            foreach (int child in Children(nodes[node]).Where(seen.Add))
            {
                open.Push(child);
            }
        }

        return seen;
    }

    private static IEnumerable<int> Mentioned(IReadOnlyList<Node> nodes, int root, int[] bound)
    {
        Node node = nodes[root];
        int label = node.Op == Op.BoundElement ? node.B : node.Op == Op.LoopIndex ? node.A : 0;
        if (label > 0 && !bound.Contains(label))
        {
            yield return label;
        }

        int[] inside = node.IsReduction ? [.. bound, node.Label] : bound;
        foreach (int free in Children(node).SelectMany((child, i) => Mentioned(nodes, child, i == 0 ? inside : bound)))
        {
            yield return free;
        }
    }
}
