namespace MeanFieldDsl.CodeFixes;

/// <summary>MFD0101: makes a type and the types around it partial.</summary>
[ExportCodeFixProvider(LanguageNames.CSharp), Shared]
public sealed class AddPartialFix() : OneFix<TypeDeclarationSyntax>("MFD0101")
{
    private protected override IEnumerable<Fix> Fixes(FixTarget target, TypeDeclarationSyntax type)
    {
        // The modifier goes last: C# wants it directly before the keyword.
        yield return new(
            "Add 'partial'",
            "MFD0101",
            [
                .. Places(target, type)
                    .SelectMany(static place => place.AncestorsAndSelf())
                    .OfType<TypeDeclarationSyntax>()
                    .Distinct()
                    .Where(static t => !t.Modifiers.Any(SyntaxKind.PartialKeyword))
                    .Select(static t => Edits.Insert(t.Keyword.SpanStart, "partial ")),
            ]);
    }

    // The diagnostic stands at one of the types; the declaration that asks for it is an additional location.
    private static IEnumerable<SyntaxNode> Places(FixTarget target, TypeDeclarationSyntax type) => target.Diagnostic.AdditionalLocations
        .Where(location => location.SourceTree == type.SyntaxTree)
        .Select(location => type.SyntaxTree.GetRoot(target.Cancellation).FindNode(location.SourceSpan))
        .Prepend(type);
}
