namespace MeanFieldDsl.CodeFixes;

/// <summary>MFD0113: keeps one role of several, of the author's choice.</summary>
[ExportCodeFixProvider(LanguageNames.CSharp), Shared]
public sealed class KeepOneRoleFix() : OneFix<ParameterSyntax>("MFD0113")
{
    private protected override IEnumerable<Fix> Fixes(FixTarget target, ParameterSyntax parameter)
    {
        (string Role, AttributeSyntax Attribute)[] roles = ParameterRoles.Of(parameter, target.Model);
        foreach ((string role, AttributeSyntax kept) in roles)
        {
            AttributeSyntax[] others = [.. roles.Select(static r => r.Attribute).Where(attribute => attribute != kept)];
            yield return new("Keep [" + role + "]", "MFD0113." + role, Edits.Remove(others, target.Text));
        }
    }
}
