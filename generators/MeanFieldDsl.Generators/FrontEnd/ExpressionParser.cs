using MeanFieldDsl.Generators.Diagnostics;
using MeanFieldDsl.Generators.Formulas;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace MeanFieldDsl.Generators.FrontEnd;

/// <summary>Evaluates expressions to nodes. Integers and truth values are nodes like any other: integer arithmetic is exact in double.</summary>
internal sealed class ExpressionParser(FormulaParser parser)
{
    // The same limit everywhere, well before the stack ends.
    private const int Deepest = 1000;

    private int _depth;

    private FormulaScope Scope => parser.Scope;

    private FormulaBuilder Builder => parser.Scope.Builder;

    public Operand Visit(IOperation operation)
    {
        Scope.Step();
        if (++_depth > Deepest)
        {
            throw new InsufficientExecutionStackException();
        }

        int before = Builder.Count;
        Operand result = ConstantParser.TryGet(operation, out double value)
            ? Constant(operation, value)
            : Dispatch(operation);
        _depth--;
        Scope.Attribute(before, result, operation.Syntax);
        return result;
    }

    /// <summary>The node of an expression that cannot be a vector.</summary>
    public int Scalar(IOperation operation)
    {
        Operand result = Visit(operation);
        return result.IsVector ? Scope.Deny(operation.Syntax, "a vector where a number is needed").Node : result.Node;
    }

    /// <summary>The vector parameter an expression stands for, or −1 when it is wrong.</summary>
    public int Vector(IOperation operation) => Visit(operation).Vector;

    private Operand Dispatch(IOperation operation) => operation switch
    {
        IParenthesizedOperation inner => Visit(inner.Operand),
        ILocalReferenceOperation local => Scope.TryGet(local.Local, out Operand value) ? value : Scope.Poison(),
        IParameterReferenceOperation parameter => Parameter(parameter),
        IConversionOperation conversion => Conversion(conversion),
        IBinaryOperation binary => Binary(binary),
        IUnaryOperation unary => Unary(unary),
        IConditionalOperation { IsRef: false, WhenFalse: not null } choice => Choice(choice),
        IFieldReferenceOperation field => parser.Members.Field(field),
        IPropertyReferenceOperation property => parser.Members.Property(property),
        IInvocationOperation invocation => parser.Calls.Visit(invocation),

        // The compiler has said what is wrong.
        IInvalidOperation => Scope.Poison(),
        _ => Scope.Deny(operation.Syntax, Refusals.Reason(operation)),
    };

    private Operand Constant(IOperation operation, double value)
    {
        if (ConstantParser.IntegerDivision(operation) is not IBinaryOperation division)
        {
            return Operand.Scalar(Builder.Constant(value));
        }

        return division.OperatorKind == BinaryOperatorKind.Divide
            ? Scope.Error(Descriptors.IntegerDivision, division.Syntax, UserText.Short(division.Syntax))
            : Scope.Deny(division.Syntax, Refusals.Reason(division));
    }

    private Operand Parameter(IParameterReferenceOperation reference)
    {
        if (Scope.TryGet(reference.Parameter, out Operand value))
        {
            _ = Scope.Used.Add(reference.Parameter);
            return value;
        }

        // A captured parameter of a primary constructor is a field in disguise.
        return reference.Parameter.ContainingSymbol is IMethodSymbol { MethodKind: MethodKind.Constructor }
            ? Scope.Error(Descriptors.MutableState, reference.Syntax, reference.Parameter.Name)
            : Scope.Poison();
    }

    private Operand Conversion(IConversionOperation conversion)
    {
        ITypeSymbol? from = conversion.Operand.Type;
        ITypeSymbol? to = conversion.Type;
        bool isSame = from is not null && SymbolEqualityComparer.Default.Equals(from, to) && conversion.OperatorMethod is null;
        bool isExact = isSame || (from?.SpecialType == SpecialType.System_Int32 && to?.SpecialType == SpecialType.System_Double);
        return isExact || conversion.Operand is IInvalidOperation
            ? Visit(conversion.Operand)
            : from is null or { TypeKind: TypeKind.Error } || to is null or { TypeKind: TypeKind.Error }
                ? BrokenConversion(conversion)
                : Scope.Deny(conversion.Syntax, Refusals.Reason(conversion));
    }

    private Operand BrokenConversion(IConversionOperation conversion) =>
        conversion.Operand.Type is null && conversion.Type is not null and not { TypeKind: TypeKind.Error }
            ? Scope.Deny(conversion.Syntax, Refusals.Reason(conversion.Operand))
            : Scope.Poison();

    private Operand Binary(IBinaryOperation operation)
    {
        ITypeSymbol? type = operation.LeftOperand.Type;
        bool isSame = SymbolEqualityComparer.Default.Equals(type, operation.RightOperand.Type);
        if (operation.OperatorMethod is not null || operation.IsLifted || !isSame || !KnownTypes.IsScalar(type))
        {
            return type?.TypeKind == TypeKind.Error || operation.RightOperand.Type?.TypeKind == TypeKind.Error
                ? Scope.Poison()
                : Scope.Deny(operation.Syntax, Refusals.Reason(operation));
        }

        bool isTruth = type!.SpecialType == SpecialType.System_Boolean;
        if (operation.OperatorKind == BinaryOperatorKind.Divide && type.SpecialType == SpecialType.System_Int32)
        {
            return Scope.Error(Descriptors.IntegerDivision, operation.Syntax, UserText.Short(operation.Syntax));
        }

        Lowering? lowering = isTruth ? Operators.Truth(operation.OperatorKind) : Operators.Number(operation.OperatorKind);
        return lowering is null
            ? Scope.Deny(operation.Syntax, Refusals.Reason(operation))
            : Operand.Scalar(lowering(Builder, [Scalar(operation.LeftOperand), Scalar(operation.RightOperand)]));
    }

    private Operand Unary(IUnaryOperation operation)
    {
        if (operation.OperatorMethod is not null || operation.IsLifted || !KnownTypes.IsScalar(operation.Operand.Type))
        {
            return operation.Operand.Type?.TypeKind == TypeKind.Error
                ? Scope.Poison()
                : Scope.Deny(operation.Syntax, Refusals.Reason(operation));
        }

        return operation.OperatorKind switch
        {
            UnaryOperatorKind.Plus => Visit(operation.Operand),
            UnaryOperatorKind.Minus => Operand.Scalar(Builder.Negate(Scalar(operation.Operand))),
            UnaryOperatorKind.Not => Operand.Scalar(Builder.Apply(Op.Not, Scalar(operation.Operand))),
            _ => Scope.Deny(operation.Syntax, Refusals.Reason(operation)),
        };
    }

    private Operand Choice(IConditionalOperation choice)
    {
        int condition = Scalar(choice.Condition);
        Operand whenTrue = Visit(choice.WhenTrue);
        Operand whenFalse = Visit(choice.WhenFalse!);
        return whenTrue.IsVector || whenFalse.IsVector
            ? Scope.Deny(choice.Syntax, "a choice between vectors")
            : Operand.Scalar(Builder.Select(condition, whenTrue.Node, whenFalse.Node));
    }
}
