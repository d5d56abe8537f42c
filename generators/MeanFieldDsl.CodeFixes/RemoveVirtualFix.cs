using System.Collections.Immutable;
using System.Composition;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeActions;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.FindSymbols;
using Microsoft.CodeAnalysis.Text;

namespace MeanFieldDsl.CodeFixes;

/// <summary>
/// MFD0204: removes 'virtual' from a helper, or seals an override, wherever it is declared. Not offered when something
/// overrides it: then the author must say which one is meant.
/// </summary>
[ExportCodeFixProvider(LanguageNames.CSharp), Shared]
public sealed class RemoveVirtualFix : CodeFixProvider
{
    /// <inheritdoc/>
    public override ImmutableArray<string> FixableDiagnosticIds => ["MFD0204"];

    /// <inheritdoc/>
    public override FixAllProvider GetFixAllProvider() => WellKnownFixAllProviders.BatchFixer;

    /// <inheritdoc/>
    public override async Task RegisterCodeFixesAsync(CodeFixContext context)
    {
        SyntaxNode? root = await context.Document.GetSyntaxRootAsync(context.CancellationToken).ConfigureAwait(false);
        SemanticModel? model = await context.Document.GetSemanticModelAsync(context.CancellationToken).ConfigureAwait(false);
        SyntaxNode? node = root?.FindNode(context.Span, getInnermostNodeForTie: true);
        Solution solution = context.Document.Project.Solution;
        if (node is null
            || model?.GetSymbolInfo(node, context.CancellationToken).Symbol?.OriginalDefinition is not { DeclaringSyntaxReferences.Length: 1 } helper
            || solution.GetDocument(helper.DeclaringSyntaxReferences[0].SyntaxTree) is not Document declaring
            || await helper.DeclaringSyntaxReferences[0].GetSyntaxAsync(context.CancellationToken).ConfigureAwait(false) is not MemberDeclarationSyntax declaration
            || (await SymbolFinder.FindOverridesAsync(helper, solution, cancellationToken: context.CancellationToken).ConfigureAwait(false)).Any())
        {
            return;
        }

        SourceText text = await declaring.GetTextAsync(context.CancellationToken).ConfigureAwait(false);
        if (Edit(declaration.Modifiers, text) is (string verb, TextChange change))
        {
            string title = verb + " '" + helper.Name + "'";
            context.RegisterCodeFix(
                CodeAction.Create(title, _ => Task.FromResult(solution.WithDocumentText(declaring.Id, text.WithChanges(change))), "MFD0204"),
                context.Diagnostics);
        }
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
