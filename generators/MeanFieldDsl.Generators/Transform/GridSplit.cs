using MeanFieldDsl.Generators.Formulas;

namespace MeanFieldDsl.Generators.Transform;

/// <summary>
/// An exponential of a polynomial of second degree in x that splits along equidistant x: with lines of columns, X the x of a line and δ the
/// offset of a column, q(X + δ) = q(X) + δ q'(M) + c δ (X − M) + c δ²/2 for any M. The last two terms are the same for all particles.
/// </summary>
/// <param name="Offset">The parameter δ of the columns' formula.</param>
/// <param name="Middle">The parameter M, which takes the place of x in it.</param>
/// <param name="Limit">The parameter that bounds |q'(M)|, so that e^(δ q'(M)) does not overflow; where it bounds, e^q(X) is 0.</param>
/// <param name="Exponential">The exponential and c.</param>
internal sealed record GridSplit(int Offset, int Middle, int Limit, GridExponential Exponential)
{
    /// <summary>A feature that depends on x through such an exponential alone, and whose q is never positive.</summary>
    public static SeparableFunction? Of(Formula tail, Factors factors, int x)
    {
        if (tail.Parameters[x].Type != FormulaType.Real || factors.Exponential() is not { } exponential
            || PolynomialDegree.Of(exponential.Nodes, exponential.Nodes[exponential.Root].A, x) != 2
            || GridExponential.Along(exponential, exponential.Nodes, [exponential.Root], x).FirstOrDefault() is not { } found)
        {
            return null;
        }

        string name = "grid";
        while (tail.Parameters.Any(p => p.Name.StartsWith(name, StringComparison.Ordinal)))
        {
            name += "_";
        }

        int offset = tail.Parameters.Count, limit = offset + 1;
        FormulaParameter[] parameters = [.. tail.Parameters, new(name + "Offset", ParameterRole.Input, FormulaType.Real, Dimension.Scalar), new(name + "Limit", ParameterRole.Input, FormulaType.Real, Dimension.Scalar)];
        FormulaBuilder builder = new(found.Nodes);
        int bound = builder.Parameter(limit);
        int slope = builder.Apply(Op.Min, builder.Apply(Op.Max, found.Slope, builder.Negate(bound)), bound);
        int root = builder.Apply(Op.Exp, builder.Multiply(builder.Parameter(offset), slope));
        (List<Node> nodes, int[] map) = FormulaGraph.Compact(builder.Nodes, root);
        Formula columns = tail with { Nodes = new(nodes), Root = map[root], Parameters = new(parameters) };
        return new(tail, columns, [x], [], new(offset, x, limit, found));
    }
}
