using MeanFieldDsl.Generators.Diagnostics;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace MeanFieldDsl.Generators.FrontEnd;

/// <summary>Reads the parts of a model, which are the type arguments of its attribute.</summary>
internal sealed class ModelParts(AttributeData attribute, string model, Compilation compilation, Action<Diagnostic>? receiver, DiagnosticSink sink, CancellationToken cancellation)
{
    /// <summary>The part at a position; null when it is not of that kind.</summary>
    public DeclarationSpec? Part(int position, DeclarationKind kind)
    {
        ITypeSymbol type = attribute.AttributeClass!.TypeArguments[position];
        if (type.TypeKind == TypeKind.Error)
        {
            sink.Fail();
            return null;
        }

        Location? at = Argument(position);
        if (type is not INamedTypeSymbol named || !DeclarationParser.Kinds(named).Contains(kind))
        {
            string name = type.ToDisplayString(SymbolDisplayFormat.MinimallyQualifiedFormat);
            sink.Report(Descriptors.WrongKind, at, [], name, kind.ToString(), kind.ToString().ToLowerInvariant(), model);
            return null;
        }

        // Whoever owns the source hears about mistakes in it; for a formula in metadata that is this model.
        bool isForeign = !SymbolEqualityComparer.Default.Equals(named.ContainingAssembly, compilation.Assembly);
        return DeclarationParser.Parse(named, kind, compilation, isForeign ? receiver : null, cancellation, at).Spec;
    }

    /// <summary>Where a type argument stands; the attribute where there is none.</summary>
    public Location? Argument(int position)
    {
        AttributeSyntax? syntax = attribute.ApplicationSyntaxReference?.GetSyntax(cancellation) as AttributeSyntax;
        GenericNameSyntax? name = syntax?.Name switch
        {
            GenericNameSyntax generic => generic,
            QualifiedNameSyntax { Right: GenericNameSyntax generic } => generic,
            AliasQualifiedNameSyntax { Name: GenericNameSyntax generic } => generic,
            _ => null,
        };
        return name is not null && position < name.TypeArgumentList.Arguments.Count
            ? name.TypeArgumentList.Arguments[position].GetLocation()
            : syntax?.GetLocation();
    }
}
