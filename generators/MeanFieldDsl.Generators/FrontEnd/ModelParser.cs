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
        InputLaw inputs = ModelAttribute(_model) is { } declared ? Inputs(declared) : InputLaw.Data;
        GeneratedNames.CheckModel(_model, inputs != InputLaw.Data, _sink, _cancellation);
        if (!TypeChecks.IsOneThing(_model, !DeclarationParser.Kinds(_model).Any(), _sink) || ModelAttribute(_model) is not { AttributeClass: { } attributeClass } attribute)
        {
            return new(TypeNames.Of(_model), null, null, null, HasErrors: true, EquatableArray<int>.Empty);
        }

        ModelParts parts = new(attribute, "a mean-field model", _compilation, _receiver, _sink, _cancellation);
        bool isRegularized = attributeClass.Arity > 2;
        DeclarationSpec? feature = parts.Part(0, DeclarationKind.Feature);
        DeclarationSpec? loss = parts.Part(1, DeclarationKind.Loss);
        DeclarationSpec? regularizer = isRegularized ? parts.Part(2, DeclarationKind.Regularizer) : null;
        int[] binding = [];
        if (feature?.Formula is not null && regularizer?.Formula is not null)
        {
            binding = RegularizerBinder.Bind(regularizer, feature, _sink, parts.Argument(2));
        }

        if (inputs != InputLaw.Data && feature?.Formula is not null && loss?.Formula is not null && PopulationRisk.Obstacle(inputs, feature, loss) is string obstacle)
        {
            _sink.Report(Descriptors.NoClosedForm, NamedArgument(attribute, "Inputs"), [], _model.Name, "InputLaw." + inputs, obstacle);
        }

        bool isComplete = feature?.Formula is not null && loss?.Formula is not null && (!isRegularized || regularizer?.Formula is not null);
        ModelSpec model = new(TypeNames.Of(_model), feature, loss, regularizer, _sink.HasErrors || !isComplete, new(binding), IsSingle(attribute), inputs);
        if (_receiver is not null && !model.HasErrors && DegreeMatch.Of(model) is { Status: HypothesisStatus.Refuted } mismatch)
        {
            _sink.Report(
                Descriptors.DegreesDiffer, parts.Argument(2), [],
                regularizer!.Type.Name, mismatch.Regularizer!, feature!.Type.Name, mismatch.Feature!, mismatch.Theory, mismatch.Source, mismatch.Remedy);
        }

        if (_receiver is not null && !model.HasErrors)
        {
            ReportUnheldWeights(model, parts.Argument(2));
        }

        return model;
    }

    // The value of the enum Precision.
    private static bool IsSingle(AttributeData attribute) =>
        attribute.NamedArguments.Any(static a => a.Key == "Precision" && a.Value.Value is 1);

    // The value of the enum InputLaw; one that it has not is as good as none.
    private static InputLaw Inputs(AttributeData attribute) =>
        attribute.NamedArguments.FirstOrDefault(static a => a.Key == "Inputs").Value.Value is int and > 0 and <= (int)InputLaw.UnitSphere and int value ? (InputLaw)value : InputLaw.Data;

    private Location? NamedArgument(AttributeData attribute, string name)
    {
        AttributeSyntax? syntax = attribute.ApplicationSyntaxReference?.GetSyntax(_cancellation) as AttributeSyntax;
        return (syntax?.ArgumentList?.Arguments.FirstOrDefault(a => a.NameEquals?.Name.Identifier.ValueText == name) as SyntaxNode ?? syntax)?.GetLocation();
    }

    // To declare no regularizer is common and meant; to declare one that misses a weight may be a slip.
    private void ReportUnheldWeights(ModelSpec model, Location? at)
    {
        DiagnosticSeverity severity = model.Regularizer is null ? DiagnosticSeverity.Info : DiagnosticSeverity.Warning;
        foreach ((string weight, string reason) in WeightGrowth.Unheld(model))
        {
            _receiver!(Diagnostic.Create(Descriptors.NotCoercive, at, severity, [], ImmutableDictionary<string, string?>.Empty, weight, reason));
        }
    }
}
