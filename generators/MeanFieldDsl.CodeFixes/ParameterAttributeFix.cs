namespace MeanFieldDsl.CodeFixes;

/// <summary>MFD0114: removes a parameter attribute that says nothing valid, or the period of a [Position].</summary>
[ExportCodeFixProvider(LanguageNames.CSharp), Shared]
public sealed class ParameterAttributeFix() : OneFix<AttributeSyntax>("MFD0114")
{
    private protected override IEnumerable<Fix> Fixes(FixTarget target, AttributeSyntax attribute)
    {
        if (target.Model.GetTypeInfo(attribute).Type is not { } type)
        {
            yield break;
        }

        // The period is all that can be wrong with a position, and without it the position is still one.
        yield return type.Name == "PositionAttribute" && attribute.ArgumentList is { } arguments
            ? new("Remove the period", "MFD0114.Period", Edits.Replace(arguments, ""))
            : new("Remove [" + attribute.Name + "]", "MFD0114", Edits.Remove([attribute], target.Text));
    }
}
