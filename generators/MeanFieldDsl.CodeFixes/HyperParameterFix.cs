namespace MeanFieldDsl.CodeFixes;

/// <summary>MFD0111: makes a property init-only and a field readonly, or an init-only property where it is required.</summary>
[ExportCodeFixProvider(LanguageNames.CSharp), Shared]
public sealed class HyperParameterFix() : OneFix<MemberDeclarationSyntax>("MFD0111")
{
    private protected override IEnumerable<Fix> Fixes(FixTarget target, MemberDeclarationSyntax member)
    {
        if (member is PropertyDeclarationSyntax property
            && property.AccessorList?.Accessors.FirstOrDefault(static a => a.IsKind(SyntaxKind.SetAccessorDeclaration)) is { } setter)
        {
            yield return new("Make the property init-only", "MFD0111.Property", new TextChange(setter.Keyword.Span, "init"));
        }
        else if (member is FieldDeclarationSyntax field && !field.Modifiers.Any(SyntaxKind.VolatileKeyword))
        {
            if (!field.Modifiers.Any(SyntaxKind.RequiredKeyword))
            {
                yield return new("Make the field readonly", "MFD0111.Field", Edits.Insert(field.Declaration.SpanStart, "readonly "));
            }
            else if (field.Declaration.Variables is { Count: 1 } variables && variables[0].Initializer is null)
            {
                // Nobody could set a required field that is readonly.
                TextSpan rest = TextSpan.FromBounds(variables[0].Identifier.Span.End, field.SemicolonToken.Span.End);
                yield return new("Make the field an init-only property", "MFD0111.Required", new TextChange(rest, " { get; init; }"));
            }
        }
    }
}
