namespace MeanFieldDsl.CodeFixes;

/// <summary>MFD0116: keeps one of the attributes that say what a type is, of the author's choice.</summary>
[ExportCodeFixProvider(LanguageNames.CSharp), Shared]
public sealed class KeepOneKindFix() : OneFix<TypeDeclarationSyntax>("MFD0116")
{
    private static readonly string[] Kinds = ["Feature", "Loss", "Regularizer", "Potential", "Interaction", "MeanFieldModel", "InteractionModel"];

    private protected override IEnumerable<Fix> Fixes(FixTarget target, TypeDeclarationSyntax type)
    {
        (string Kind, AttributeSyntax Attribute)[] found =
        [
            .. type.AttributeLists
                .SelectMany(static list => list.Attributes)
                .Select(a => (Kind: Kinds.FirstOrDefault(k => target.Model.GetTypeInfo(a, target.Cancellation).Type?.Name == k + "Attribute"), a))
                .Where(static a => a.Kind is not null)
                .Select(static a => (a.Kind!, a.a)),
        ];
        foreach ((string kind, AttributeSyntax kept) in found)
        {
            AttributeSyntax[] others = [.. found.Select(static f => f.Attribute).Where(attribute => attribute != kept)];
            yield return new("Keep [" + kind + "]", "MFD0116." + kind, Edits.Remove(others, target.Text));
        }
    }
}
