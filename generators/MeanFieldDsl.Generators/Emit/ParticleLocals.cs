using MeanFieldDsl.Generators.Formulas;

namespace MeanFieldDsl.Generators.Emit;

/// <summary>The locals of a regularizer's code for the parts of a particle that a method uses.</summary>
internal static class ParticleLocals
{
    public const string Span = "global::System.Span<double>";
    public const string ReadOnlySpan = "global::System.ReadOnlySpan<double>";

    /// <summary>The parameters that the nodes below some roots read, loop over or ask the length of.</summary>
    public static IEnumerable<int> Used(IReadOnlyList<Node> nodes, int[] roots)
    {
        if (roots.Length == 0)
        {
            return [];
        }

        bool[] reachable = FormulaGraph.Reachable(nodes, roots);
        return nodes.Where((_, i) => i < reachable.Length && reachable[i]).SelectMany(Parameters).Distinct();
    }

    /// <summary>Declares the values of parameters.</summary>
    public static void Points(SourceWriter writer, Formula formula, LeafNames leaves, IEnumerable<int> parameters)
    {
        foreach (int p in parameters.Distinct().OrderBy(p => p))
        {
            _ = writer.Line(IsVector(formula, p)
                ? $"{ReadOnlySpan} {leaves.ParticleScalar(p)} = theta.Slice({leaves.Offset(p)}, {leaves.LengthField(p)});"
                : $"double {leaves.ParticleScalar(p)} = theta[{leaves.Offset(p)}];");
        }
    }

    /// <summary>Declares what receives a vector for each parameter; scalars are written where they lie.</summary>
    public static void Targets(SourceWriter writer, Formula formula, LeafNames leaves, IEnumerable<int> parameters, string whole, string prefix)
    {
        foreach (int p in parameters.Where(p => IsVector(formula, p)).Distinct().OrderBy(p => p))
        {
            _ = writer.Line($"{Span} {prefix}{leaves.Name(p)} = {whole}.Slice({leaves.Offset(p)}, {leaves.LengthField(p)});");
        }
    }

    private static bool IsVector(Formula formula, int parameter) => formula.Parameters[parameter].Type == FormulaType.Vector;

    private static IEnumerable<int> Parameters(Node node) => node.Op is Op.Parameter or Op.BoundElement or Op.Element or Op.Length
        ? [node.A]
        : node.IsReduction && node.LoopParameter >= 0 ? [node.LoopParameter] : [];
}
