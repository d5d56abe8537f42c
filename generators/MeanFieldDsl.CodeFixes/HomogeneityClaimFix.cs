using MeanFieldDsl.Generators.Diagnostics;

namespace MeanFieldDsl.CodeFixes;

/// <summary>
/// MFD0501, MFD0502, MFD0503, MFD0506 and MFD0507: claims the degree that is proved, gives the formula the degree that is claimed,
/// vouches for it, or removes the claim.
/// </summary>
[ExportCodeFixProvider(LanguageNames.CSharp), Shared]
public sealed class HomogeneityClaimFix() : DocumentFix("MFD0501", "MFD0502", "MFD0503", "MFD0506", "MFD0507")
{
    private protected override IEnumerable<Fix> Fixes(FixTarget target)
    {
        IEnumerable<Fix> others = target.Diagnostic.Id == "MFD0506" ? StateAssumption.Of(target, "Homogeneous").Concat(LiftFeature.Of(target)) : LiftFeature.Of(target).Concat(TrainBias.Of(target));
        foreach (Fix fix in others)
        {
            yield return fix;
        }

        if (target.Property(FixProperties.Claim) is not string claim || Claim(target, claim) is not AttributeSyntax attribute)
        {
            yield break;
        }

        if (target.Property(FixProperties.Degree) is string degree && attribute.ArgumentList?.Arguments is { Count: 1 } arguments)
        {
            yield return new("Claim " + claim + "(" + degree + ")", "Homogeneity.Correct", Edits.Replace(arguments[0].Expression, degree));
        }

        yield return new("Remove the claim " + claim, "Homogeneity.Remove." + claim, Edits.Remove([attribute], target.Text));
    }

    // A mistake in a helper of another type is reported there, and the claim is out of reach.
    private static AttributeSyntax? Claim(FixTarget target, string claim) => target.Node.FirstAncestorOrSelf<TypeDeclarationSyntax>()?.AttributeLists
        .SelectMany(static list => list.Attributes)
        .FirstOrDefault(attribute => target.Model.GetTypeInfo(attribute, target.Cancellation).Type?.Name == claim + "Attribute");
}
