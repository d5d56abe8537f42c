using System.Composition;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Text;

namespace MeanFieldDsl.CodeFixes;

/// <summary>MFD0117: makes a static class one that can have instances.</summary>
[ExportCodeFixProvider(LanguageNames.CSharp), Shared]
public sealed class SealedClassFix() : DocumentFix("MFD0117")
{
    private protected override IEnumerable<Fix> Fixes(FixTarget target)
    {
        SyntaxToken modifier = target.Node.FirstAncestorOrSelf<ClassDeclarationSyntax>()?.Modifiers.FirstOrDefault(static m => m.IsKind(SyntaxKind.StaticKeyword)) ?? default;
        if (modifier.IsKind(SyntaxKind.StaticKeyword))
        {
            yield return new("Make the class sealed", "MFD0117", new TextChange(modifier.Span, "sealed"));
        }
    }
}
