using System.Collections.Immutable;
using System.Composition;
using MeanFieldDsl.Generators.Diagnostics;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeActions;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.Rename;

namespace MeanFieldDsl.CodeFixes;

/// <summary>MFD0703: renames a regularizer's parameter to the one of the feature that is meant.</summary>
[ExportCodeFixProvider(LanguageNames.CSharp), Shared]
public sealed class RenameParameterFix : CodeFixProvider
{
    /// <inheritdoc/>
    public override ImmutableArray<string> FixableDiagnosticIds => ["MFD0703"];

    // Models can share a regularizer, and what one of them needs may break another.
    /// <inheritdoc/>
    public override FixAllProvider? GetFixAllProvider() => null;

    /// <inheritdoc/>
    public override async Task RegisterCodeFixesAsync(CodeFixContext context)
    {
        SyntaxNode? root = await context.Document.GetSyntaxRootAsync(context.CancellationToken).ConfigureAwait(false);
        SemanticModel? model = await context.Document.GetSemanticModelAsync(context.CancellationToken).ConfigureAwait(false);
        SyntaxNode? node = root?.FindNode(context.Span, getInnermostNodeForTie: true);
        if (node is null || model is null)
        {
            return;
        }

        foreach (Diagnostic diagnostic in context.Diagnostics)
        {
            if (diagnostic.Properties.TryGetValue(FixProperties.Parameter, out string? name)
                && diagnostic.Properties.TryGetValue(FixProperties.Suggestion, out string? suggestion)
                && suggestion is not null
                && model.GetTypeInfo(node, context.CancellationToken).Type is INamedTypeSymbol regularizer
                && Parameter(regularizer, name, suggestion) is IParameterSymbol parameter)
            {
                Solution solution = context.Document.Project.Solution;
                context.RegisterCodeFix(
                    CodeAction.Create(
                        "Rename '" + name + "' of '" + regularizer.Name + "' to '" + suggestion + "'",
                        cancellation => Renamer.RenameSymbolAsync(solution, parameter, new SymbolRenameOptions(), suggestion, cancellation),
                        "MFD0703." + name),
                    diagnostic);
            }
        }
    }

    private static IParameterSymbol? Parameter(INamedTypeSymbol regularizer, string? name, string suggestion)
    {
        IMethodSymbol? formula = regularizer.GetMembers().OfType<IMethodSymbol>()
            .FirstOrDefault(static m => m.GetAttributes().Any(static a => a.AttributeClass?.Name == "FormulaAttribute"));
        return formula is { DeclaringSyntaxReferences.Length: > 0 } && formula.Parameters.All(p => p.Name != suggestion)
            ? formula.Parameters.FirstOrDefault(p => p.Name == name)
            : null;
    }
}
