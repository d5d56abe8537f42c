using System.Collections.Immutable;
using MeanFieldDsl.Generators.Diagnostics;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.Operations;

namespace MeanFieldDsl.Generators.FrontEnd;

/// <summary>
/// Evaluates statement lists to the value they return. What follows an <c>if</c> is passed down as a continuation,
/// so a branch that does not return simply goes on there.
/// </summary>
internal sealed class StatementParser(FormulaParser parser)
{
    private FormulaScope Scope => parser.Scope;

    public Operand Body(IBlockOperation body) => Run(body.Operations, 0, Scope.Poison);

    private Operand Run(ImmutableArray<IOperation> statements, int index, Func<Operand> rest)
    {
        for (; index < statements.Length; index++)
        {
            IOperation statement = statements[index];
            Scope.Step();
            int next = index + 1;
            switch (statement)
            {
                case IReturnOperation { Kind: OperationKind.Return } result:
                    return result.ReturnedValue is null ? Scope.Poison() : parser.Expressions.Visit(result.ReturnedValue);
                case IBlockOperation block:
                    return Run(block.Operations, 0, Once(() => Run(statements, next, rest)));
                case IConditionalOperation branch:
                    return Branch(branch, Once(() => Run(statements, next, rest)));
                case IVariableDeclarationGroupOperation group:
                    Declare(group);
                    break;
                case IExpressionStatementOperation { Operation: ISimpleAssignmentOperation { IsRef: false, Target: ILocalReferenceOperation target } assignment }:
                    Assign(target, assignment.Value, assignment.Syntax);
                    break;
                case IExpressionStatementOperation { Operation: ICompoundAssignmentOperation { Target: ILocalReferenceOperation target } update }:
                    _ = Scope.Error(Descriptors.AssignedTwice, update.Syntax, target.Local.Name);
                    break;
                case IExpressionStatementOperation { Operation: IIncrementOrDecrementOperation { Target: ILocalReferenceOperation target } update }:
                    _ = Scope.Error(Descriptors.AssignedTwice, update.Syntax, target.Local.Name);
                    break;
                case IExpressionStatementOperation expression:
                    _ = expression.Operation is IInvalidOperation
                        ? Scope.Poison()
                        : Scope.Deny(expression.Operation.Syntax, Refusals.Statement(expression.Operation));
                    break;
                case ILocalFunctionOperation or IEmptyOperation:
                    break;
                case IInvalidOperation:
                    _ = Scope.Poison();
                    break;
                default:
                    _ = DenyStatement(statement);
                    break;
            }
        }

        return rest();
    }

    // At the keyword: the body of a loop would drown it.
    private Operand DenyStatement(IOperation statement)
    {
        SyntaxToken keyword = statement.Syntax.GetFirstToken();
        if (!keyword.IsKeyword())
        {
            return Scope.Deny(statement.Syntax, Refusals.Reason(statement));
        }

        Scope.Sink.Report(Descriptors.NotInLanguage, keyword.GetLocation(), [], keyword.Text, Refusals.Reason(statement));
        return Scope.Poison();
    }

    private Operand Branch(IConditionalOperation branch, Func<Operand> rest)
    {
        int condition = parser.Expressions.Scalar(branch.Condition);
        Operand whenTrue = Run([branch.WhenTrue], 0, rest);
        Operand whenFalse = branch.WhenFalse is null ? rest() : Run([branch.WhenFalse], 0, rest);
        if (whenTrue.IsVector || whenFalse.IsVector)
        {
            return Scope.Deny(branch.Condition.Syntax, "a choice between vectors");
        }

        int before = Scope.Builder.Count;
        Operand result = Operand.Scalar(Scope.Builder.Select(condition, whenTrue.Node, whenFalse.Node));
        Scope.Attribute(before, result, branch.Syntax);
        return result;
    }

    private void Declare(IVariableDeclarationGroupOperation group)
    {
        foreach (IVariableDeclaratorOperation declarator in group.Declarations.SelectMany(static d => d.Declarators))
        {
            ILocalSymbol local = declarator.Symbol;

            // The same helper can be inlined more than once; its locals start anew each time.
            Scope.Unbind(local);
            IOperation? value = (declarator.Initializer ?? (declarator.Parent as IVariableDeclarationOperation)?.Initializer)?.Value;
            if (local.Type.TypeKind == TypeKind.Error)
            {
                Scope.Sink.Fail();
            }
            else if (local.IsRef || (!KnownTypes.IsScalar(local.Type) && !KnownTypes.IsVec(local.Type) && !local.IsConst))
            {
                _ = Scope.Deny(declarator.Syntax, local.IsRef ? "a ref local" : "a local of type '" + local.Type.ToDisplayString() + "'");
            }
            else if (value is not null)
            {
                // Of a constant only its value matters; an integer division in it is found all the same.
                Scope.Bind(local, parser.Expressions.Visit(value));
            }
        }
    }

    private void Assign(ILocalReferenceOperation target, IOperation value, SyntaxNode syntax)
    {
        ILocalSymbol local = target.Local;
        if (!SymbolEqualityComparer.Default.Equals(local.ContainingSymbol, Scope.Calls[Scope.Calls.Count - 1]))
        {
            _ = Scope.Deny(syntax, "an assignment to a captured local");
            return;
        }

        if (Scope.TryGet(local, out _))
        {
            _ = Scope.Error(Descriptors.AssignedTwice, syntax, local.Name);
        }

        Scope.Bind(local, parser.Expressions.Visit(value));
    }

    // Both branches of an if can go on to the same statements, which are parsed once.
    private static Func<Operand> Once(Func<Operand> rest)
    {
        Operand? known = null;
        return () => known ??= rest();
    }
}
