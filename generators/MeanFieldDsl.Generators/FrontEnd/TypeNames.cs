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
            isPublic ? "public" : "internal",
            HasTwin(type));
    }

    // The names of files are compared without case, those of types are not.
    private static bool HasTwin(INamedTypeSymbol type)
    {
        for (INamespaceOrTypeSymbol layer = type; layer.ContainingSymbol is INamespaceOrTypeSymbol container; layer = container)
        {
            if (container.GetMembers().Any(m => m is INamespaceOrTypeSymbol && m.Name != layer.Name && string.Equals(m.Name, layer.Name, StringComparison.OrdinalIgnoreCase)))
            {
                return true;
            }
        }

        return false;
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
