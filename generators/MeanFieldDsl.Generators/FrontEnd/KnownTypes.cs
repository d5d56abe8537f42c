using Microsoft.CodeAnalysis;

namespace MeanFieldDsl.Generators.FrontEnd;

/// <summary>Recognises the types and attributes of the run-time library by name, wherever they are compiled.</summary>
internal static class KnownTypes
{
    private const string RuntimeNamespace = "MeanFieldDsl";

    public static bool Is(ITypeSymbol? type, string name, int arity = 0) =>
        type is INamedTypeSymbol named
        && named.Arity == arity
        && named.Name == name
        && named.ContainingType is null
        && named.ContainingNamespace is { Name: RuntimeNamespace, ContainingNamespace.IsGlobalNamespace: true };

    public static bool IsVec(ITypeSymbol? type) => Is(type, "Vec");

    public static bool IsScalar(ITypeSymbol? type) =>
        type?.SpecialType is SpecialType.System_Double or SpecialType.System_Int32 or SpecialType.System_Boolean;

    public static bool IsNumber(ITypeSymbol? type) => type?.SpecialType is SpecialType.System_Double or SpecialType.System_Int32;

    public static bool IsMath(INamedTypeSymbol? type) =>
        type is { SpecialType: SpecialType.System_Double }
        or { Name: "Math", ContainingType: null, ContainingNamespace: { Name: "System", ContainingNamespace.IsGlobalNamespace: true } };

    public static AttributeData? Attribute(ISymbol symbol, string name, int arity = 0) =>
        symbol.GetAttributes().FirstOrDefault(attribute => Is(attribute.AttributeClass, name, arity));

    /// <summary>The number a constructor argument of type double or int holds, or null when the code is broken.</summary>
    public static double? Number(AttributeData? attribute) =>
        attribute is { ConstructorArguments.Length: > 0 } && attribute.ConstructorArguments[0] is { Kind: TypedConstantKind.Primitive, Value: { } value }
            ? value switch { double number => number, int number => number, _ => null }
            : null;

    public static string? Text(AttributeData? attribute) =>
        attribute is { ConstructorArguments.Length: > 0 } && attribute.ConstructorArguments[0] is { Kind: TypedConstantKind.Primitive, Value: string text }
            ? text
            : null;
}
