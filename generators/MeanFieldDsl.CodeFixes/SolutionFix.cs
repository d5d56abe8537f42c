using System.Collections.Immutable;
using Microsoft.CodeAnalysis.CodeActions;

namespace MeanFieldDsl.CodeFixes;

/// <summary>A fix for one diagnostic whose edit may lie in another document.</summary>
public abstract class SolutionFix(string id) : CodeFixProvider
{
    /// <inheritdoc/>
    public sealed override ImmutableArray<string> FixableDiagnosticIds => [id];

    /// <inheritdoc/>
    public sealed override async Task RegisterCodeFixesAsync(CodeFixContext context)
    {
        foreach (Diagnostic diagnostic in context.Diagnostics)
        {
            if (await FixTarget.OfAsync(context.Document, diagnostic, context.CancellationToken).ConfigureAwait(false) is FixTarget target
                && await FixAsync(target, context.Document.Project.Solution).ConfigureAwait(false) is CodeAction action)
            {
                context.RegisterCodeFix(action, diagnostic);
            }
        }
    }

    private protected abstract Task<CodeAction?> FixAsync(FixTarget target, Solution solution);
}
