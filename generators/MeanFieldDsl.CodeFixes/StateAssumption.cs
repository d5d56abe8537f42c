namespace MeanFieldDsl.CodeFixes;

/// <summary>Vouches for a property that the compiler cannot decide; the reason is left for the author to write.</summary>
internal static class StateAssumption
{
    private static readonly string[] Kinds = ["FeatureAttribute", "LossAttribute", "RegularizerAttribute"];

    public static IEnumerable<Fix> Of(FixTarget target, string property)
    {
        // A mistake in a helper of another type is reported there, and the declaration is out of reach.
        AttributeSyntax? kind = target.Node.FirstAncestorOrSelf<TypeDeclarationSyntax>()?.AttributeLists
            .SelectMany(static list => list.Attributes)
            .FirstOrDefault(attribute => Kinds.Contains(target.Model.GetTypeInfo(attribute, target.Cancellation).Type?.Name));
        if (kind?.Parent is AttributeListSyntax list)
        {
            string attribute = $"{target.AttributeName("Assume")}({target.TypeName("Property")}.{property}, \"why it holds\")";
            yield return new("State [Assume]", "Assume." + property, Edits.Insert(list.Attributes.Last().Span.End, ", " + attribute));
        }
    }
}
