using System.Composition;
using MeanFieldDsl.Generators.Diagnostics;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace MeanFieldDsl.CodeFixes;

/// <summary>MFD0302: names the dimension of a vector; vectors that must be equally long get the same name.</summary>
[ExportCodeFixProvider(LanguageNames.CSharp), Shared]
public sealed class AddDimensionFix() : DocumentFix("MFD0302")
{
    private protected override IEnumerable<Fix> Fixes(FixTarget target)
    {
        if (target.Parameter is ParameterSyntax parameter && target.Property(FixProperties.Dimension) is string name)
        {
            yield return new("Name the dimension [Dim(\"" + name + "\")]", "MFD0302", Edits.Last(parameter, target.AttributeName("Dim") + "(\"" + name + "\")"));
        }
    }
}
