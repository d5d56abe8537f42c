using MeanFieldDsl.Generators.Formulas;

namespace MeanFieldDsl.Generators.Transform;

/// <summary>
/// An exponential e^q whose exponent is a polynomial of at most second degree in a number x of the row, with the same second derivative
/// c for all particles. Along equidistant rows e^q(x + kh) = e^q(x) · (e^(h q'(x)))^k · e^(c h² k²/2) needs two multiplications a row: the last
/// factor is the same for all particles.
/// </summary>
/// <param name="Node">The exponential among the nodes.</param>
/// <param name="Nodes">The nodes of the exponent and its derivatives.</param>
/// <param name="Exponent">q.</param>
/// <param name="Slope">q'.</param>
/// <param name="Curvature">c, which depends on hyper-parameters alone.</param>
internal sealed record GridExponential(int Node, EquatableArray<Node> Nodes, int Exponent, int Slope, int Curvature)
{
    /// <summary>The exponentials of a feature and its derivatives that run along a number of the row.</summary>
    /// <param name="tail">The feature; its parameters name those of the nodes.</param>
    /// <param name="nodes">The nodes of the feature and its derivatives.</param>
    /// <param name="roots">The feature and its derivatives.</param>
    /// <param name="input">The number of the row.</param>
    public static IEnumerable<GridExponential> Along(Formula tail, IReadOnlyList<Node> nodes, int[] roots, int input)
    {
        bool[] reachable = FormulaGraph.Reachable(nodes, roots);
        for (int i = 0; i < reachable.Length; i++)
        {
            if (reachable[i] && nodes[i].Op == Op.Exp && PolynomialDegree.Of(nodes, nodes[i].A, input) is 1 or 2 && Of(tail, nodes, i, input) is { } found)
            {
                yield return found;
            }
        }
    }

    private static GridExponential? Of(Formula tail, IReadOnlyList<Node> nodes, int exponential, int input)
    {
        FormulaBuilder builder = new(nodes);
        Formula exponent = tail with { Nodes = new(builder.Nodes), Root = nodes[exponential].A };
        Gradient first = Differentiator.Differentiate(exponent, [input]).WithUnitCotangent();
        if (first.Of(input).Scalar < 0)
        {
            return null;
        }

        // The second derivative of a sum with the exponent itself, so that all three are nodes of one list.
        Gradient second = Differentiator.Differentiate(tail with { Nodes = first.Nodes, Root = first.Of(input).Scalar }, [input]).WithUnitCotangent();
        FormulaBuilder all = new(second.Nodes);
        int curvature = second.Of(input).Scalar < 0 ? all.Constant(0) : second.Of(input).Scalar;
        int slope = second.Value;
        if (!IsUniform(all.Nodes, curvature))
        {
            return null;
        }

        int value = Copy(first.Nodes, first.Value, all);
        return new(exponential, new(all.Nodes), value, slope, curvature);
    }

    // Rebuilds a formula among other nodes.
    private static int Copy(EquatableArray<Node> nodes, int root, FormulaBuilder target)
    {
        bool[] reachable = FormulaGraph.Reachable(nodes, root);
        int[] map = new int[reachable.Length];
        for (int i = 0; i < reachable.Length; i++)
        {
            if (reachable[i])
            {
                Node node = nodes[i];
                int arity = FormulaGraph.Arity(node);
                map[i] = target.Intern(arity switch
                {
                    0 => node,
                    1 => node with { A = map[node.A] },
                    2 => node with { A = map[node.A], B = map[node.B] },
                    _ => node with { A = map[node.A], B = map[node.B], C = map[node.C] },
                });
            }
        }

        return map[root];
    }

    private static bool IsUniform(IReadOnlyList<Node> nodes, int root)
    {
        bool[] reachable = FormulaGraph.Reachable(nodes, root);
        return !nodes.Where((n, i) => i < reachable.Length && reachable[i]).Any(static n => n.Op is not (Op.Constant or Op.HyperParameter) && FormulaGraph.Arity(n) == 0);
    }
}
