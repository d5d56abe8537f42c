using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace MeanFieldDsl.Generators.FrontEnd;

/// <summary>Reads what the C# compiler has folded to a constant.</summary>
internal static class ConstantParser
{
    public static bool TryGet(IOperation operation, out double value)
    {
        object? constant = operation.Type?.TypeKind != TypeKind.Enum && operation.ConstantValue is { HasValue: true, Value: { } some } ? some : null;
        double? number = constant switch
        {
            double x => x,
            float x => x,
            int x => x,
            uint x => x,
            long x => x,
            ulong x => x,
            short x => x,
            ushort x => x,
            byte x => x,
            sbyte x => x,
            bool x => x ? 1 : 0,
            _ => null,
        };
        value = number ?? 0;

        // Characters are numbers to C#, and mistakes in a formula.
        return number is not null && !operation.DescendantsAndSelf().Any(static part => part.Type?.SpecialType == SpecialType.System_Char);
    }

    /// <summary>A division of integers within a constant: the compiler has dropped the fraction.</summary>
    public static IBinaryOperation? IntegerDivision(IOperation constant) => constant.DescendantsAndSelf()
        .OfType<IBinaryOperation>()
        .FirstOrDefault(static binary =>
            binary.OperatorKind is BinaryOperatorKind.Divide or BinaryOperatorKind.Remainder
            && binary.Type?.SpecialType is >= SpecialType.System_SByte and <= SpecialType.System_UInt64);
}
