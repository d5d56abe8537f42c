using MeanFieldDsl.Generators.Diagnostics;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace MeanFieldDsl.Generators.FrontEnd;

/// <summary>What a type must be so that a part of it can be generated.</summary>
internal static class TypeChecks
{
    public static void Check(INamedTypeSymbol type, string what, DiagnosticSink sink, CancellationToken cancellation)
    {
        for (INamedTypeSymbol? layer = type; layer is not null; layer = layer.ContainingType)
        {
            foreach (SyntaxReference reference in layer.DeclaringSyntaxReferences)
            {
                if (reference.GetSyntax(cancellation) is TypeDeclarationSyntax syntax && !syntax.Modifiers.Any(SyntaxKind.PartialKeyword))
                {
                    sink.Report(Descriptors.NotPartial, syntax.Identifier.GetLocation(), type.Locations, type.Name);
                }
            }

            if (layer.Arity > 0)
            {
                sink.Report(Descriptors.Generic, layer.Locations.FirstOrDefault(), [], layer.Name, what);
            }
        }
    }

    /// <summary>Whether the type is an ordinary class with one attribute that makes it something; what is wrong is reported once.</summary>
    public static bool IsOneThing(INamedTypeSymbol type, bool isFirst, DiagnosticSink sink)
    {
        string[] kinds =
        [
            .. DeclarationParser.Kinds(type).Select(static k => "[" + k + "]"),
            .. ModelParser.ModelAttribute(type) is null ? Array.Empty<string>() : ["[MeanFieldModel]"],
            .. InteractionModelParser.ModelAttribute(type) is null ? Array.Empty<string>() : ["[InteractionModel]"],
        ];
        string? form = type switch
        {
            { IsStatic: true } => "a static class",
            { TypeKind: TypeKind.Struct, IsRecord: true } => "a record struct",
            { TypeKind: TypeKind.Struct } => "a struct",
            { TypeKind: TypeKind.Interface } => "an interface",
            _ => null,
        };
        if (kinds.Length < 2 && form is null)
        {
            return true;
        }

        sink.Fail();
        if (isFirst && kinds.Length > 1)
        {
            sink.Report(Descriptors.SeveralKinds, ParameterParser.Identifier(type), [], type.Name, string.Join(" and ", kinds));
        }

        if (isFirst && form is not null)
        {
            sink.Report(Descriptors.NotAClass, ParameterParser.Identifier(type), [], type.Name, form);
        }

        return false;
    }

    /// <summary>Whether <c>new()</c> is enough to make an instance.</summary>
    public static bool IsConstructibleByDefault(INamedTypeSymbol type)
    {
        if (type.IsAbstract || type.IsStatic)
        {
            return false;
        }

        IMethodSymbol? constructor = type.InstanceConstructors.FirstOrDefault(static c => c.Parameters.Length == 0);
        return constructor is not null && (KnownSetsRequired(constructor) || !RequiresMembers(type));
    }

    private static bool KnownSetsRequired(IMethodSymbol constructor) =>
        constructor.GetAttributes().Any(static a => a.AttributeClass?.Name == "SetsRequiredMembersAttribute");

    private static bool RequiresMembers(INamedTypeSymbol type)
    {
        for (INamedTypeSymbol? layer = type; layer is not null; layer = layer.BaseType)
        {
            if (layer.GetMembers().Any(static m => m is IPropertySymbol { IsRequired: true } or IFieldSymbol { IsRequired: true }))
            {
                return true;
            }
        }

        return false;
    }
}
