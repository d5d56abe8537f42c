using System.Composition;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace MeanFieldDsl.CodeFixes;

/// <summary>MFD0113: keeps one role of several, of the author's choice.</summary>
[ExportCodeFixProvider(LanguageNames.CSharp), Shared]
public sealed class KeepOneRoleFix() : DocumentFix("MFD0113")
{
    private protected override IEnumerable<Fix> Fixes(FixTarget target)
    {
        if (target.Parameter is not ParameterSyntax parameter)
        {
            yield break;
        }

        (string Role, AttributeSyntax Attribute)[] roles = ParameterRoles.Of(parameter, target.Model);
        foreach ((string role, AttributeSyntax kept) in roles)
        {
            AttributeSyntax[] others = [.. roles.Select(static r => r.Attribute).Where(attribute => attribute != kept)];
            yield return new("Keep [" + role + "]", "MFD0113." + role, Edits.Remove(others, target.Text));
        }
    }
}
