using System.Collections.Immutable;
using MeanFieldDsl.Generators.Analysis;
using MeanFieldDsl.Generators.Diagnostics;
using MeanFieldDsl.Generators.Formulas;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace MeanFieldDsl.Generators.FrontEnd;

/// <summary>
/// Turns a type with [MeanFieldModel] into a model. Mistakes inside a declaration are reported where it stands, not
/// here: the model then only knows that it has errors.
/// </summary>
internal sealed class ModelParser
{
    private readonly INamedTypeSymbol _model;
    private readonly Compilation _compilation;
    private readonly Action<Diagnostic>? _receiver;
    private readonly DiagnosticSink _sink;
    private readonly CancellationToken _cancellation;

    private ModelParser(INamedTypeSymbol model, Compilation compilation, Action<Diagnostic>? receiver, CancellationToken cancellation)
    {
        _model = model;
        _compilation = compilation;
        _receiver = receiver;
        _sink = new(receiver);
        _cancellation = cancellation;
    }

    /// <summary>The attribute that makes a type a model, or null.</summary>
    public static AttributeData? ModelAttribute(INamedTypeSymbol type) =>
        KnownTypes.Attribute(type, "MeanFieldModelAttribute", 2) ?? KnownTypes.Attribute(type, "MeanFieldModelAttribute", 3);

    public static ModelSpec Parse(INamedTypeSymbol model, Compilation compilation, Action<Diagnostic>? receiver, CancellationToken cancellation) =>
        new ModelParser(model, compilation, receiver, cancellation).Parse();

    private ModelSpec Parse()
    {
        TypeChecks.Check(_model, "[MeanFieldModel] types", _sink, _cancellation);
        GeneratedNames.CheckModel(_model, _sink, _cancellation);
        if (!TypeChecks.IsOneThing(_model, !DeclarationParser.Kinds(_model).Any(), _sink) || ModelAttribute(_model) is not { AttributeClass: { } attributeClass } attribute)
        {
            return new(TypeNames.Of(_model), null, null, null, HasErrors: true, EquatableArray<int>.Empty);
        }

        ImmutableArray<ITypeSymbol> types = attributeClass.TypeArguments;
        DeclarationSpec? feature = Part(types[0], DeclarationKind.Feature, attribute, 0);
        DeclarationSpec? loss = Part(types[1], DeclarationKind.Loss, attribute, 1);
        DeclarationSpec? regularizer = types.Length > 2 ? Part(types[2], DeclarationKind.Regularizer, attribute, 2) : null;
        int[] binding = [];
        if (feature?.Formula is not null && regularizer?.Formula is not null)
        {
            binding = RegularizerBinder.Bind(regularizer, feature, _sink, Argument(attribute, 2));
        }

        bool isComplete = feature?.Formula is not null && loss?.Formula is not null && (types.Length < 3 || regularizer?.Formula is not null);
        ModelSpec model = new(TypeNames.Of(_model), feature, loss, regularizer, _sink.HasErrors || !isComplete, new(binding), IsSingle(attribute));
        if (_receiver is not null && !model.HasErrors && DegreeMatch.Of(model) is { Status: HypothesisStatus.Refuted } mismatch)
        {
            _sink.Report(
                Descriptors.DegreesDiffer, Argument(attribute, 2), [],
                regularizer!.Type.Name, mismatch.Regularizer!, feature!.Type.Name, mismatch.Feature!, mismatch.Theory, mismatch.Source, mismatch.Remedy);
        }

        if (_receiver is not null && !model.HasErrors)
        {
            ReportUnheldWeights(model, attribute);
        }

        return model;
    }

    // The value of the enum Precision.
    private static bool IsSingle(AttributeData attribute) =>
        attribute.NamedArguments.Any(static a => a.Key == "Precision" && a.Value.Value is 1);

    // To declare no regularizer is common and meant; to declare one that misses a weight may be a slip.
    private void ReportUnheldWeights(ModelSpec model, AttributeData attribute)
    {
        DiagnosticSeverity severity = model.Regularizer is null ? DiagnosticSeverity.Info : DiagnosticSeverity.Warning;
        foreach ((string weight, string reason) in WeightGrowth.Unheld(model))
        {
            _receiver!(Diagnostic.Create(Descriptors.NotCoercive, Argument(attribute, 2), severity, [], ImmutableDictionary<string, string?>.Empty, weight, reason));
        }
    }

    private DeclarationSpec? Part(ITypeSymbol type, DeclarationKind kind, AttributeData attribute, int position)
    {
        if (type.TypeKind == TypeKind.Error)
        {
            _sink.Fail();
            return null;
        }

        Location? at = Argument(attribute, position);
        if (type is not INamedTypeSymbol named || !DeclarationParser.Kinds(named).Contains(kind))
        {
            string name = type.ToDisplayString(SymbolDisplayFormat.MinimallyQualifiedFormat);
            _sink.Report(Descriptors.WrongKind, at, [], name, kind.ToString(), kind.ToString().ToLowerInvariant());
            return null;
        }

        // Whoever owns the source hears about mistakes in it; for a formula in metadata that is this model.
        bool isForeign = !SymbolEqualityComparer.Default.Equals(named.ContainingAssembly, _compilation.Assembly);
        return DeclarationParser.Parse(named, kind, _compilation, isForeign ? _receiver : null, _cancellation, at).Spec;
    }

    private Location? Argument(AttributeData attribute, int position)
    {
        AttributeSyntax? syntax = attribute.ApplicationSyntaxReference?.GetSyntax(_cancellation) as AttributeSyntax;
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
