using MeanFieldDsl.Generators.Formulas;

namespace MeanFieldDsl.Generators.Transform;

/// <summary>Splits a node into terms: sums are taken apart and constant factors pulled out.</summary>
internal static class LinearTerms
{
    /// <summary>
    /// Calls <paramref name="atom"/> with each term that varies and its coefficient, and <paramref name="constant"/> with
    /// those that do not; false as soon as <paramref name="atom"/> is.
    /// </summary>
    public static bool Split(FormulaBuilder builder, Func<int, bool> varies, int node, int coefficient, Func<int, int, bool> atom, Action<int, int>? constant = null)
    {
        bool Term(int child, int factor) => Split(builder, varies, child, factor, atom, constant);
        if (!varies(node))
        {
            constant?.Invoke(node, coefficient);
            return true;
        }

        Node n = builder[node];
        switch (n.Op)
        {
            case Op.Add:
                return Term(n.A, coefficient) && Term(n.B, coefficient);
            case Op.Subtract:
                return Term(n.A, coefficient) && Term(n.B, builder.Negate(coefficient));
            case Op.Negate:
                return Term(n.A, builder.Negate(coefficient));
            case Op.Multiply when !varies(n.A):
                return Term(n.B, builder.Multiply(coefficient, n.A));
            case Op.Multiply when !varies(n.B):
                return Term(n.A, builder.Multiply(coefficient, n.B));
            case Op.Divide when !varies(n.B):
                return Term(n.A, builder.Divide(coefficient, n.B));
            case Op.FusedMultiplyAdd:
                return Term(builder.Multiply(n.A, n.B), coefficient) && Term(n.C, coefficient);

            // The square of a root, as Sq(Norm(w)) writes it.
            case Op.Multiply when n.A == n.B && builder[n.A].Op == Op.NormRoot:
                return Term(builder[n.A].A, coefficient);
            default:
                return atom(node, coefficient);
        }
    }

    /// <summary>2 node, with a constant factor of the node taken in: 2 · ½ λ is λ.</summary>
    public static int Twice(FormulaBuilder builder, int node)
    {
        Node n = builder[node];
        return n.Op == Op.Multiply && builder.IsConstant(n.A, out double first) ? builder.Multiply(builder.Constant(2 * first), n.B)
            : n.Op == Op.Multiply && builder.IsConstant(n.B, out double second) ? builder.Multiply(builder.Constant(2 * second), n.A)
            : builder.Multiply(builder.Constant(2), node);
    }
}
