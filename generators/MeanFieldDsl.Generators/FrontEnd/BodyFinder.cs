using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Operations;

namespace MeanFieldDsl.Generators.FrontEnd;

/// <summary>Finds the bodies of methods and properties and the initializers of fields that have source in this compilation.</summary>
internal sealed class BodyFinder(Compilation compilation, CancellationToken cancellation)
{
    private readonly Dictionary<SyntaxTree, SemanticModel> _models = [];

    public IBlockOperation? Find(IMethodSymbol method) => Declarations(method)
        .Select(syntax => syntax switch
        {
            BaseMethodDeclarationSyntax m => (SyntaxNode?)m.Body ?? m.ExpressionBody,
            LocalFunctionStatementSyntax f => (SyntaxNode?)f.Body ?? f.ExpressionBody,
            AccessorDeclarationSyntax a => (SyntaxNode?)a.Body ?? a.ExpressionBody,
            ArrowExpressionClauseSyntax arrow => arrow,
            _ => null,
        })
        .Where(static body => body is not null)
        .Select(body => Operation(body!) as IBlockOperation)
        .FirstOrDefault();

    /// <summary>The value a field or auto-property is initialized with.</summary>
    public IOperation? Initializer(ISymbol member) => Declarations(member)
        .Select(static syntax => syntax switch
        {
            VariableDeclaratorSyntax field => field.Initializer,
            PropertyDeclarationSyntax property => property.Initializer,
            _ => null,
        })
        .Where(static initializer => initializer is not null)
        .Select(initializer => (Operation(initializer!) as ISymbolInitializerOperation)?.Value)
        .FirstOrDefault();

    // In an editor, a symbol of a referenced project has source too; it is not part of this compilation, and on the
    // command line it would not be there.
    private IEnumerable<SyntaxNode> Declarations(ISymbol symbol) => symbol.DeclaringSyntaxReferences
        .Where(reference => compilation.ContainsSyntaxTree(reference.SyntaxTree))
        .Select(reference => reference.GetSyntax(cancellation));

    private IOperation? Operation(SyntaxNode syntax)
    {
        if (!_models.TryGetValue(syntax.SyntaxTree, out SemanticModel? model))
        {
            model = compilation.GetSemanticModel(syntax.SyntaxTree);
            _models.Add(syntax.SyntaxTree, model);
        }

        return model.GetOperation(syntax, cancellation);
    }
}
