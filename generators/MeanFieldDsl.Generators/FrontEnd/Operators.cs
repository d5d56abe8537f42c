using MeanFieldDsl.Generators.Formulas;
using Microsoft.CodeAnalysis.Operations;

namespace MeanFieldDsl.Generators.FrontEnd;

/// <summary>The binary operators of the language. The table of operations has &lt;, ≤ and = only; the others are written with them.</summary>
internal static class Operators
{
    public static Lowering? Number(BinaryOperatorKind kind) => kind switch
    {
        BinaryOperatorKind.Add => static (f, x) => f.Add(x[0], x[1]),
        BinaryOperatorKind.Subtract => static (f, x) => f.Subtract(x[0], x[1]),
        BinaryOperatorKind.Multiply => static (f, x) => f.Multiply(x[0], x[1]),
        BinaryOperatorKind.Divide => static (f, x) => f.Divide(x[0], x[1]),
        BinaryOperatorKind.LessThan => static (f, x) => f.Apply(Op.Less, x[0], x[1]),
        BinaryOperatorKind.LessThanOrEqual => static (f, x) => f.Apply(Op.LessOrEqual, x[0], x[1]),
        BinaryOperatorKind.GreaterThan => static (f, x) => f.Apply(Op.Less, x[1], x[0]),
        BinaryOperatorKind.GreaterThanOrEqual => static (f, x) => f.Apply(Op.LessOrEqual, x[1], x[0]),
        BinaryOperatorKind.Equals => static (f, x) => f.Apply(Op.Equal, x[0], x[1]),
        BinaryOperatorKind.NotEquals => static (f, x) => f.Apply(Op.Not, f.Apply(Op.Equal, x[0], x[1])),
        _ => null,
    };

    public static Lowering? Truth(BinaryOperatorKind kind) => kind switch
    {
        BinaryOperatorKind.ConditionalAnd or BinaryOperatorKind.And => static (f, x) => f.Apply(Op.And, x[0], x[1]),
        BinaryOperatorKind.ConditionalOr or BinaryOperatorKind.Or => static (f, x) => f.Apply(Op.Or, x[0], x[1]),
        BinaryOperatorKind.Equals => Same,
        BinaryOperatorKind.NotEquals or BinaryOperatorKind.ExclusiveOr => static (f, x) => f.Apply(Op.Not, Same(f, x)),
        _ => null,
    };

    // Equal compares numbers; in SIMD code truth values are masks.
    private static int Same(FormulaBuilder f, int[] x) => f.Apply(
        Op.Or,
        f.Apply(Op.And, x[0], x[1]),
        f.Apply(Op.And, f.Apply(Op.Not, x[0]), f.Apply(Op.Not, x[1])));
}
