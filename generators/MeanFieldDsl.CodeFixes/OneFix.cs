namespace MeanFieldDsl.CodeFixes;

/// <summary>A fix for one diagnostic, which changes the innermost <typeparamref name="T"/> around its place.</summary>
public abstract class OneFix<T>(string id) : DocumentFix(id)
    where T : SyntaxNode
{
    private protected sealed override IEnumerable<Fix> Fixes(FixTarget target) =>
        target.Node.FirstAncestorOrSelf<T>() is T syntax ? Fixes(target, syntax) : [];

    private protected abstract IEnumerable<Fix> Fixes(FixTarget target, T syntax);
}
