namespace MeanFieldDsl.CodeFixes;

/// <summary>MFD0106: gives a parameter a role, of the author's choice.</summary>
[ExportCodeFixProvider(LanguageNames.CSharp), Shared]
public sealed class AddRoleFix() : OneFix<ParameterSyntax>("MFD0106")
{
    private protected override IEnumerable<Fix> Fixes(FixTarget target, ParameterSyntax parameter)
    {
        if (target.Model.GetDeclaredSymbol(parameter, target.Cancellation) is not IParameterSymbol symbol)
        {
            yield break;
        }

        // Particles move continuously, so an index or a flag can only come from the data, which only a feature sees.
        bool isDiscrete = symbol.Type.SpecialType is SpecialType.System_Int32 or SpecialType.System_Boolean;
        bool isOfFeature = symbol.ContainingType?.GetAttributes().Any(static a => a.AttributeClass?.Name == "FeatureAttribute") == true;
        foreach (string role in ParameterRoles.All.Where(role => role == "Input" ? isOfFeature : !isDiscrete))
        {
            yield return new("Add [" + role + "]", "MFD0106." + role, Edits.First(parameter, target.AttributeName(role)));
        }
    }
}
