namespace MeanFieldDsl.CodeFixes;

/// <summary>MFD0108: passes a parameter by value.</summary>
[ExportCodeFixProvider(LanguageNames.CSharp), Shared]
public sealed class ParameterPassingFix() : OneFix<ParameterSyntax>("MFD0108")
{
    private protected override IEnumerable<Fix> Fixes(FixTarget target, ParameterSyntax parameter)
    {
        TextChange[] changes = Edits.Remove(
            parameter.Modifiers, target.Text, SyntaxKind.RefKeyword, SyntaxKind.ReadOnlyKeyword, SyntaxKind.OutKeyword, SyntaxKind.ParamsKeyword);
        string removed = string.Join(" ", parameter.Modifiers.Where(m => changes.Any(c => c.Span.Start == m.SpanStart)).Select(static m => m.Text));
        yield return new("Remove '" + removed + "'", "MFD0108", changes);
    }
}
