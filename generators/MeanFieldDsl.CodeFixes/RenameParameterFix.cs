using MeanFieldDsl.Generators.Diagnostics;
using Microsoft.CodeAnalysis.CodeActions;
using Microsoft.CodeAnalysis.Rename;

namespace MeanFieldDsl.CodeFixes;

/// <summary>MFD0703: renames a regularizer's parameter to the one of the feature that is meant.</summary>
[ExportCodeFixProvider(LanguageNames.CSharp), Shared]
public sealed class RenameParameterFix() : SolutionFix("MFD0703")
{
    // Models can share a regularizer, and what one of them needs may break another.
    /// <inheritdoc/>
    public override FixAllProvider? GetFixAllProvider() => null;

    private protected override Task<CodeAction?> FixAsync(FixTarget target, Solution solution)
    {
        CodeAction? action = target.Property(FixProperties.Suggestion) is string suggestion
            && target.Property(FixProperties.Parameter) is string name
            && target.Model.GetTypeInfo(target.Node, target.Cancellation).Type is INamedTypeSymbol regularizer
            && Parameter(regularizer, name, suggestion) is IParameterSymbol parameter
                ? CodeAction.Create(
                    "Rename '" + name + "' of '" + regularizer.Name + "' to '" + suggestion + "'",
                    cancellation => Renamer.RenameSymbolAsync(solution, parameter, new SymbolRenameOptions(), suggestion, cancellation),
                    "MFD0703." + name)
                : null;
        return Task.FromResult(action);
    }

    private static IParameterSymbol? Parameter(INamedTypeSymbol regularizer, string name, string suggestion)
    {
        IMethodSymbol? formula = regularizer.GetMembers().OfType<IMethodSymbol>()
            .FirstOrDefault(static m => m.GetAttributes().Any(static a => a.AttributeClass?.Name == "FormulaAttribute"));
        return formula is { DeclaringSyntaxReferences.Length: > 0 } && formula.Parameters.All(p => p.Name != suggestion)
            ? formula.Parameters.FirstOrDefault(p => p.Name == name)
            : null;
    }
}
