using MeanFieldDsl.Generators.Formulas;

namespace MeanFieldDsl.Generators.Transform;

/// <summary>Second x² + First x + Zero, with nodes for the coefficients.</summary>
internal readonly record struct Quadratic(int Second, int First, int Zero);

/// <summary>Reads nodes as polynomials of degree at most 2 in one variable.</summary>
/// <param name="builder">Receives the nodes of the coefficients.</param>
/// <param name="varies">Whether a node depends on what may vary; other nodes are constants.</param>
internal sealed class PolynomialReader(FormulaBuilder builder, Func<int, bool> varies)
{
    /// <summary>The polynomial in <paramref name="variable"/>, or null.</summary>
    public Quadratic? Read(int node, int variable)
    {
        int zero = builder.Constant(0);
        if (node == variable)
        {
            return new(zero, builder.Constant(1), zero);
        }

        if (!varies(node))
        {
            return new(zero, zero, node);
        }

        Node n = builder[node];
        switch (n.Op)
        {
            case Op.Add:
                return Sum(Read(n.A, variable), Read(n.B, variable), Op.Add);
            case Op.Subtract:
                return Sum(Read(n.A, variable), Read(n.B, variable), Op.Subtract);
            case Op.Negate:
                return Scale(Read(n.A, variable), builder.Constant(-1));
            case Op.Divide when !varies(n.B):
                return Scale(Read(n.A, variable), builder.Divide(builder.Constant(1), n.B));
            case Op.Multiply when n.A == n.B && builder[n.A].Op == Op.Abs:
                return Product(Read(builder[n.A].A, variable), Read(builder[n.A].A, variable));
            case Op.Multiply:
                return Product(Read(n.A, variable), Read(n.B, variable));
            case Op.FusedMultiplyAdd:
                return Sum(Product(Read(n.A, variable), Read(n.B, variable)), Read(n.C, variable), Op.Add);
            default:
                return null;
        }
    }

    /// <summary>The polynomial when it is of degree at most 1.</summary>
    public (int Factor, int Shift)? ReadAffine(int node, int variable) =>
        Read(node, variable) is Quadratic { } p && builder.IsZero(p.Second) ? (p.First, p.Zero) : null;

    private Quadratic? Sum(Quadratic? a, Quadratic? b, Op op) => a is Quadratic p && b is Quadratic q
        ? new(builder.Apply(op, p.Second, q.Second), builder.Apply(op, p.First, q.First), builder.Apply(op, p.Zero, q.Zero))
        : null;

    private Quadratic? Scale(Quadratic? a, int factor) => a is Quadratic p
        ? new(builder.Multiply(factor, p.Second), builder.Multiply(factor, p.First), builder.Multiply(factor, p.Zero))
        : null;

    private Quadratic? Product(Quadratic? a, Quadratic? b)
    {
        if (a is not Quadratic p || b is not Quadratic q)
        {
            return null;
        }

        int higher = builder.Add(builder.Multiply(p.Second, q.First), builder.Multiply(p.First, q.Second));
        int highest = builder.Multiply(p.Second, q.Second);
        return builder.IsZero(higher) && builder.IsZero(highest)
            ? new(
                builder.Add(builder.Add(builder.Multiply(p.Second, q.Zero), builder.Multiply(p.First, q.First)), builder.Multiply(p.Zero, q.Second)),
                builder.Add(builder.Multiply(p.First, q.Zero), builder.Multiply(p.Zero, q.First)),
                builder.Multiply(p.Zero, q.Zero))
            : null;
    }
}
