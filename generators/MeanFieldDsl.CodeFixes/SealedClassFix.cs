namespace MeanFieldDsl.CodeFixes;

/// <summary>MFD0117: makes a static class one that can have instances.</summary>
[ExportCodeFixProvider(LanguageNames.CSharp), Shared]
public sealed class SealedClassFix() : OneFix<ClassDeclarationSyntax>("MFD0117")
{
    private protected override IEnumerable<Fix> Fixes(FixTarget target, ClassDeclarationSyntax type)
    {
        SyntaxToken modifier = type.Modifiers.FirstOrDefault(static m => m.IsKind(SyntaxKind.StaticKeyword));
        if (modifier.IsKind(SyntaxKind.StaticKeyword))
        {
            yield return new("Make the class sealed", "MFD0117", new TextChange(modifier.Span, "sealed"));
        }
    }
}
