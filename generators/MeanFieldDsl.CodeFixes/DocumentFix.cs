using System.Collections.Immutable;
using Microsoft.CodeAnalysis.CodeActions;

namespace MeanFieldDsl.CodeFixes;

/// <summary>
/// A fix that edits the document of the diagnostic, as text: whatever it does not mean to change stays as the author
/// wrote it, and the edits for many diagnostics are simply put together.
/// </summary>
public abstract class DocumentFix : CodeFixProvider
{
    private protected DocumentFix(params string[] ids) => FixableDiagnosticIds = [.. ids];

    /// <inheritdoc/>
    public sealed override ImmutableArray<string> FixableDiagnosticIds { get; }

    /// <inheritdoc/>
    public sealed override FixAllProvider GetFixAllProvider() => FixAllProvider.Create(
        (context, document, diagnostics) => FixAllAsync(document, diagnostics, context.CodeActionEquivalenceKey, context.CancellationToken));

    /// <inheritdoc/>
    public sealed override async Task RegisterCodeFixesAsync(CodeFixContext context)
    {
        foreach (Diagnostic diagnostic in context.Diagnostics)
        {
            foreach (Fix fix in await FixesAsync(context.Document, diagnostic, context.CancellationToken).ConfigureAwait(false))
            {
                CodeAction action = CodeAction.Create(fix.Title, cancellation => ApplyAsync(context.Document, fix.Changes, cancellation), fix.Key);
                context.RegisterCodeFix(action, diagnostic);
            }
        }
    }

    private protected abstract IEnumerable<Fix> Fixes(FixTarget target);

    private async Task<Fix[]> FixesAsync(Document document, Diagnostic diagnostic, CancellationToken cancellation) =>
        await FixTarget.OfAsync(document, diagnostic, cancellation).ConfigureAwait(false) is FixTarget target ? [.. Fixes(target)] : [];

    private async Task<Document?> FixAllAsync(Document document, ImmutableArray<Diagnostic> diagnostics, string? key, CancellationToken cancellation)
    {
        List<TextChange> changes = [];
        foreach (Diagnostic diagnostic in diagnostics)
        {
            Fix? fix = (await FixesAsync(document, diagnostic, cancellation).ConfigureAwait(false)).FirstOrDefault(f => f.Key == key);

            // A fix is applied whole or not at all; one that collides waits for the next round.
            if (fix is not null && fix.Changes.All(change => changes.Contains(change) || !changes.Any(c => Collide(c, change))))
            {
                changes.AddRange(fix.Changes.Where(change => !changes.Contains(change)));
            }
        }

        return await ApplyAsync(document, changes, cancellation).ConfigureAwait(false);
    }

    private static async Task<Document> ApplyAsync(Document document, IEnumerable<TextChange> changes, CancellationToken cancellation)
    {
        SourceText text = await document.GetTextAsync(cancellation).ConfigureAwait(false);
        return document.WithText(text.WithChanges(changes.OrderBy(static change => change.Span.Start)));
    }

    private static bool Collide(TextChange a, TextChange b) => a.Span.OverlapsWith(b.Span) || a.Span.Start == b.Span.Start;
}
