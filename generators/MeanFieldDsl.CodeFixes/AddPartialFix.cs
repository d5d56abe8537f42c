using System.Composition;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace MeanFieldDsl.CodeFixes;

/// <summary>MFD0101: makes a type and the types around it partial.</summary>
[ExportCodeFixProvider(LanguageNames.CSharp), Shared]
public sealed class AddPartialFix() : DocumentFix("MFD0101")
{
    private protected override IEnumerable<Fix> Fixes(FixTarget target)
    {
        // The modifier goes last: C# wants it directly before the keyword.
        yield return new(
            "Add 'partial'",
            "MFD0101",
            [
                .. target.Node.AncestorsAndSelf().OfType<TypeDeclarationSyntax>()
                    .Where(static type => !type.Modifiers.Any(SyntaxKind.PartialKeyword))
                    .Select(static type => Edits.Insert(type.Keyword.SpanStart, "partial ")),
            ]);
    }
}
