using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace MeanFieldDsl.Generators.FrontEnd;

/// <summary>Describes where a type stands, as text that generated code can repeat.</summary>
internal static class TypeNames
{
    public static TypeName Of(INamedTypeSymbol type)
    {
        List<string> layers = [];
        bool isPublic = true;
        for (INamedTypeSymbol? layer = type; layer is not null; layer = layer.ContainingType)
        {
            layers.Insert(0, Opening(layer));
            isPublic &= layer.DeclaredAccessibility == Accessibility.Public;
        }

        string space = type.ContainingNamespace is { IsGlobalNamespace: false } named
            ? named.ToDisplayString(SymbolDisplayFormat.FullyQualifiedFormat.WithGlobalNamespaceStyle(SymbolDisplayGlobalNamespaceStyle.Omitted))
            : "";
        return new(
            space,
            new(layers),
            type.Name,
            type.ToDisplayString(SymbolDisplayFormat.FullyQualifiedFormat),
            isPublic ? "public" : "internal");
    }

    private static string Opening(INamedTypeSymbol type)
    {
        string keyword = type switch
        {
            { TypeKind: TypeKind.Interface } => "interface",
            { TypeKind: TypeKind.Struct, IsRecord: true } => "record struct",
            { TypeKind: TypeKind.Struct } => "struct",
            { IsRecord: true } => "record",
            _ => "class",
        };
        bool isKeyword = SyntaxFacts.GetKeywordKind(type.Name) != SyntaxKind.None || SyntaxFacts.GetContextualKeywordKind(type.Name) != SyntaxKind.None;
        return "partial " + keyword + " " + (isKeyword ? "@" : "") + type.Name;
    }
}
