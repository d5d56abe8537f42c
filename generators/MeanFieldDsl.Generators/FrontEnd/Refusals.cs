using System.Globalization;
using System.Text;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace MeanFieldDsl.Generators.FrontEnd;

/// <summary>Says in C# terms what an operation is that the formula language does not have.</summary>
internal static class Refusals
{
    public static string Statement(IOperation expression) => expression switch
    {
        ISimpleAssignmentOperation { Target: IParameterReferenceOperation } => "an assignment to a parameter",
        IInvocationOperation => "a call whose result is not used",
        _ => Reason(expression),
    };

    public static string Reason(IOperation operation) => operation switch
    {
        ILoopOperation => "a loop; write Ops.Sum, Ops.Prod or Ops.Max",
        ILiteralOperation { Type: null } => "a null literal",
        ILiteralOperation { Type: { } type } => "a literal of type '" + type.ToDisplayString() + "'",
        IConversionOperation conversion => "a conversion from '" + Name(conversion.Operand.Type) + "' to '" + Name(conversion.Type) + "'",
        IAssignmentOperation or IIncrementOrDecrementOperation => "an assignment",
        ISwitchExpressionOperation => "a switch expression; write ?: or if",
        ISwitchOperation => "a switch statement; write if",
        IBranchOperation or ILabeledOperation => "a jump",
        IIsPatternOperation => "a pattern; write a comparison",
        IThrowOperation => "a throw",
        ITryOperation => "a try statement",
        IObjectCreationOperation => "an object creation",
        IInstanceReferenceOperation => "a reference to the whole object",
        IDelegateCreationOperation or IAnonymousFunctionOperation or IMethodReferenceOperation => "a delegate outside a reduction",
        IBinaryOperation binary => "operator " + Words(binary.OperatorKind.ToString()) + " on '" + Name(binary.LeftOperand.Type) + "'",
        IUnaryOperation unary => "operator " + Words(unary.OperatorKind.ToString()) + " on '" + Name(unary.Operand.Type) + "'",
        _ => Words(operation.Kind == OperationKind.None ? operation.Syntax.GetType().Name.Replace("Syntax", "") : operation.Kind.ToString()),
    };

    private static string Name(ITypeSymbol? type) => type?.ToDisplayString() ?? "null";

    private static string Words(string pascal)
    {
        StringBuilder words = new();
        foreach (char c in pascal)
        {
            if (char.IsUpper(c) && words.Length > 0)
            {
                _ = words.Append(' ');
            }

            _ = words.Append(char.ToLower(c, CultureInfo.InvariantCulture));
        }

        return words.ToString();
    }
}
