using System.Composition;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace MeanFieldDsl.CodeFixes;

/// <summary>MFD0114: removes a parameter attribute that says nothing valid, or the period of a [Position].</summary>
[ExportCodeFixProvider(LanguageNames.CSharp), Shared]
public sealed class ParameterAttributeFix() : DocumentFix("MFD0114")
{
    private protected override IEnumerable<Fix> Fixes(FixTarget target)
    {
        if (target.Node.FirstAncestorOrSelf<AttributeSyntax>() is not { } attribute || target.Model.GetTypeInfo(attribute).Type is not { } type)
        {
            yield break;
        }

        // The period is all that can be wrong with a position, and without it the position is still one.
        yield return type.Name == "PositionAttribute" && attribute.ArgumentList is { } arguments
            ? new("Remove the period", "MFD0114.Period", Edits.Replace(arguments, ""))
            : new("Remove [" + attribute.Name + "]", "MFD0114", Edits.Remove([attribute], target.Text));
    }
}
