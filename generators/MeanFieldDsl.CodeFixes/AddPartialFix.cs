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
                .. Places(target)
                    .SelectMany(static place => place.AncestorsAndSelf())
                    .OfType<TypeDeclarationSyntax>()
                    .Distinct()
                    .Where(static type => !type.Modifiers.Any(SyntaxKind.PartialKeyword))
                    .Select(static type => Edits.Insert(type.Keyword.SpanStart, "partial ")),
            ]);
    }

    // The diagnostic stands at one of the types; the declaration that asks for it is an additional location.
    private static IEnumerable<SyntaxNode> Places(FixTarget target) => target.Diagnostic.AdditionalLocations
        .Where(location => location.SourceTree == target.Node.SyntaxTree)
        .Select(location => target.Node.SyntaxTree.GetRoot(target.Cancellation).FindNode(location.SourceSpan))
        .Prepend(target.Node);
}
