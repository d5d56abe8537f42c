using MeanFieldDsl.Generators.Diagnostics;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Operations;

namespace MeanFieldDsl.Generators.FrontEnd;

/// <summary>
/// Turns the body of a [Formula] method into nodes, through the compiler's operation tree: names, overloads and
/// conversions are already resolved there. Every kind of operation without a handler is an error where it stands.
/// </summary>
internal sealed class FormulaParser
{
    private readonly INamedTypeSymbol _declaration;

    public FormulaParser(FormulaScope scope, INamedTypeSymbol declaration)
    {
        _declaration = declaration;
        Scope = scope;
        Bodies = new(scope.Compilation, scope.Cancellation);
        Expressions = new(this);
        Statements = new(this);
        Calls = new(this);
        Members = new(this);
        Reductions = new(this);
    }

    public FormulaScope Scope { get; }

    public BodyFinder Bodies { get; }

    public ExpressionParser Expressions { get; }

    public StatementParser Statements { get; }

    public CallParser Calls { get; }

    public MemberParser Members { get; }

    public ReductionParser Reductions { get; }

    /// <summary>Whether <paramref name="member"/> belongs to the declaration itself or a base class.</summary>
    public bool IsOwn(ISymbol member)
    {
        for (INamedTypeSymbol? type = _declaration; type is not null; type = type.BaseType)
        {
            if (SymbolEqualityComparer.Default.Equals(type, member.ContainingType))
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>The root node of the formula; meaningless when the sink has errors.</summary>
    public int Parse(IMethodSymbol method, MethodDeclarationSyntax syntax)
    {
        IMethodSymbol implementation = method.PartialImplementationPart ?? method;
        if (Bodies.Find(implementation) is not IBlockOperation body)
        {
            Scope.Sink.Report(Descriptors.NoSource, syntax.Identifier.GetLocation(), [], method.Name);
            return Scope.Poison().Node;
        }

        Operand[] arguments =
        [
            .. implementation.Parameters.Select(parameter => KnownTypes.IsVec(parameter.Type)
                ? Operand.OfVector(parameter.Ordinal)
                : Operand.Scalar(Scope.Builder.Parameter(parameter.Ordinal))),
        ];
        try
        {
            Operand result = Calls.Guarded(implementation, syntax, () => Calls.Run(implementation, body, arguments));
            return result.IsVector ? Scope.Poison().Node : result.Node;
        }
        catch (InsufficientExecutionStackException)
        {
            Scope.Sink.Report(Descriptors.NotInLanguage, syntax.Identifier.GetLocation(), [], method.Name, "too large or nested too deeply");
            return Scope.Poison().Node;
        }
    }
}
