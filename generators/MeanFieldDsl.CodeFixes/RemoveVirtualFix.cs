using Microsoft.CodeAnalysis.CodeActions;
using Microsoft.CodeAnalysis.FindSymbols;

namespace MeanFieldDsl.CodeFixes;

/// <summary>
/// MFD0204: removes 'virtual' from a helper, or seals an override, wherever it is declared. Not offered when something
/// overrides it: then the author must say which one is meant.
/// </summary>
[ExportCodeFixProvider(LanguageNames.CSharp), Shared]
public sealed class RemoveVirtualFix() : SolutionFix("MFD0204")
{
    /// <inheritdoc/>
    public override FixAllProvider GetFixAllProvider() => WellKnownFixAllProviders.BatchFixer;

    private protected override async Task<CodeAction?> FixAsync(FixTarget target, Solution solution)
    {
        if (target.Model.GetSymbolInfo(target.Node, target.Cancellation).Symbol?.OriginalDefinition is not { DeclaringSyntaxReferences.Length: 1 } helper
            || solution.GetDocument(helper.DeclaringSyntaxReferences[0].SyntaxTree) is not Document declaring
            || await helper.DeclaringSyntaxReferences[0].GetSyntaxAsync(target.Cancellation).ConfigureAwait(false) is not MemberDeclarationSyntax declaration
            || (await SymbolFinder.FindOverridesAsync(helper, solution, cancellationToken: target.Cancellation).ConfigureAwait(false)).Any())
        {
            return null;
        }

        SourceText text = await declaring.GetTextAsync(target.Cancellation).ConfigureAwait(false);
        return Edit(declaration.Modifiers, text) is (string verb, TextChange change)
            ? CodeAction.Create(verb + " '" + helper.Name + "'", _ => Task.FromResult(solution.WithDocumentText(declaring.Id, text.WithChanges(change))), "MFD0204")
            : null;
    }

    private static (string Verb, TextChange Change)? Edit(SyntaxTokenList modifiers, SourceText text)
    {
        SyntaxToken open = modifiers.FirstOrDefault(static m => m.IsKind(SyntaxKind.VirtualKeyword));
        SyntaxToken derived = modifiers.FirstOrDefault(static m => m.IsKind(SyntaxKind.OverrideKeyword));
        return open != default ? ("Remove 'virtual' from", Edits.Remove(open, text))
            : derived != default ? ("Seal", Edits.Insert(derived.SpanStart, "sealed "))
            : null;
    }
}
