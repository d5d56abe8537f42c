using System.Globalization;
using System.Text;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
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
        ILoopOperation loop => loop.LoopKind switch
        {
            LoopKind.For => "a 'for' loop; write Ops.Sum, Ops.Prod or Ops.Max",
            LoopKind.ForEach => "a 'foreach' loop; write Ops.Sum, Ops.Prod or Ops.Max",
            _ => "a 'while' loop; write Ops.Sum, Ops.Prod or Ops.Max",
        },
        ILiteralOperation { Type: null } => "a null literal",
        ILiteralOperation { Type: { } type } => "a literal of type '" + type.ToDisplayString() + "'",
        IConversionOperation conversion => "a conversion from '" + Name(conversion.Operand.Type) + "' to '" + Name(conversion.Type) + "'",
        IAssignmentOperation or IIncrementOrDecrementOperation => "an assignment",
        ISwitchExpressionOperation => "a switch expression; write ?: or if",
        ISwitchOperation => "a switch statement; write if",
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

    /// <summary>The part of a statement to point at: the head of a loop rather than all of its body.</summary>
    public static SyntaxNode Span(IOperation statement) => statement.Syntax switch
    {
        ForEachStatementSyntax loop => loop.Expression,
        WhileStatementSyntax loop => loop.Condition,
        DoStatementSyntax loop => loop.Condition,
        ForStatementSyntax { Condition: { } condition } => condition,
        SwitchStatementSyntax choice => choice.Expression,
        _ => statement.Syntax,
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
