using Microsoft.CodeAnalysis;

namespace MeanFieldDsl.Generators.FrontEnd;

/// <summary>Reads from the attributes of a type what its author claims; those of another assembly are in its metadata.</summary>
internal static class ClaimsParser
{
    public static Claims Of(INamedTypeSymbol type) => new(
        KnownTypes.Number(KnownTypes.Attribute(type, "HomogeneousAttribute")),
        KnownTypes.Number(KnownTypes.Attribute(type, "PartiallyHomogeneousAttribute")),
        KnownTypes.Attribute(type, "ConvexAttribute") is not null)
    {
        Assumptions = new(type.GetAttributes().Where(static a => KnownTypes.Is(a.AttributeClass, "AssumeAttribute")).SelectMany(Assumptions)),
    };

    // A line break would end the message or the card that quotes the reason.
    private static IEnumerable<Assumption> Assumptions(AttributeData attribute) =>
        attribute.ConstructorArguments is { Length: 2 } arguments
        && arguments[0] is { Kind: TypedConstantKind.Enum, Value: int property } && Enum.IsDefined(typeof(Property), property)
        && arguments[1] is { Kind: TypedConstantKind.Primitive, Value: string reason } && !string.IsNullOrWhiteSpace(reason)
            ? [new((Property)property, string.Join(" ", reason.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries)))]
            : [];
}
