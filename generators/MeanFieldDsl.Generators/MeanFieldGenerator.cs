using System.Globalization;
using MeanFieldDsl.Generators.Analysis;
using MeanFieldDsl.Generators.Emit;
using MeanFieldDsl.Generators.FrontEnd;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace MeanFieldDsl.Generators;

/// <summary>
/// Turns declarations into kernels: parse, lower (analyse and differentiate), emit. Each arrow carries equatable
/// values, so an edit that changes no formula re-runs nothing behind the parser. What is wrong with a declaration is
/// said by the analyzers; the generator itself says only that something was not generated.
/// </summary>
[Generator(LanguageNames.CSharp)]
public sealed class MeanFieldGenerator : IIncrementalGenerator
{
    private const string Namespace = "MeanFieldDsl.";

    /// <inheritdoc/>
    public void Initialize(IncrementalGeneratorInitializationContext context)
    {
        Declarations(context, "FeatureAttribute", DeclarationKind.Feature);
        Declarations(context, "LossAttribute", DeclarationKind.Loss);
        Declarations(context, "RegularizerAttribute", DeclarationKind.Regularizer);
        Declarations(context, "RegularizerAttribute`1", DeclarationKind.Regularizer);
        Declarations(context, "PotentialAttribute", DeclarationKind.Potential);
        Declarations(context, "InteractionAttribute", DeclarationKind.Interaction);
        foreach (string attribute in new[] { "MeanFieldModelAttribute`2", "MeanFieldModelAttribute`3" })
        {
            Models(context, attribute, "Model", static (t, c, cancellation) => ModelParser.Parse(t, c, null, cancellation), static s => s.HasErrors, Emit);
        }

        Models(context, "InteractionModelAttribute`2", "InteractionModel", static (t, c, cancellation) => InteractionModelParser.Parse(t, c, null, cancellation), static s => s.HasErrors, Emit);
    }

    private static void Declarations(IncrementalGeneratorInitializationContext context, string attribute, DeclarationKind kind)
    {
        IncrementalValuesProvider<Parsed<DeclarationSpec>> parsed = context.SyntaxProvider
            .ForAttributeWithMetadataName(
                Namespace + attribute,
                static (node, _) => node is TypeDeclarationSyntax,
                (c, cancellation) => Parse(c, type => DeclarationParser.Parse(type, kind, c.SemanticModel.Compilation, null, cancellation).Spec, static s => s.Formula is null))
            .WithTrackingName(TrackingNames.Parse);
        IncrementalValuesProvider<Parsed<LoweredDeclaration>> lowered = parsed
            .Select(static (p, _) => p.Then(LoweredDeclaration.Of))
            .WithTrackingName(TrackingNames.Lower);
        IncrementalValuesProvider<Parsed<GeneratedFile>> emitted = lowered
            .Select(static (l, _) => l.Then(d => d.Emit(), d => d.Disagreement is { } f ? new("MFD0003", new([f.Parameter, f.Point, f.RelativeError.ToString("G2", CultureInfo.InvariantCulture)])) : null))
            .WithTrackingName(TrackingNames.Emit);
        context.RegisterSourceOutput(emitted, (output, file) => Write(output, file, kind.ToString()));
    }

    private static void Models<TSpec>(
        IncrementalGeneratorInitializationContext context,
        string attribute,
        string suffix,
        Func<INamedTypeSymbol, Compilation, CancellationToken, TSpec> parse,
        Func<TSpec, bool> hasErrors,
        Func<TSpec, GeneratedFile> emit)
        where TSpec : class, IEquatable<TSpec>
    {
        IncrementalValuesProvider<Parsed<TSpec>> parsed = context.SyntaxProvider
            .ForAttributeWithMetadataName(
                Namespace + attribute,
                static (node, _) => node is TypeDeclarationSyntax,
                (c, cancellation) => Parse(c, type => parse(type, c.SemanticModel.Compilation, cancellation), hasErrors))
            .WithTrackingName(TrackingNames.Parse);
        IncrementalValuesProvider<Parsed<GeneratedFile>> emitted = parsed
            .Select((p, _) => p.Then(emit))
            .WithTrackingName(TrackingNames.Emit);
        context.RegisterSourceOutput(emitted, (output, file) => Write(output, file, suffix));
    }

    // A part whose gradient failed the check is a stub, and so is then the model: the check's message is the only one.
    private static GeneratedFile Emit(ModelSpec model) => model.HasErrors || Fails(model.Feature, model.Loss, model.Regularizer)
        ? StubEmitter.Emit(model.Type, "Model")
        : ModelEmitter.Emit(ModelCardFacts.Of(model));

    private static GeneratedFile Emit(InteractionModelSpec model) => model.HasErrors || Fails(model.Potential, model.Interaction)
        ? StubEmitter.Emit(model.Type, "InteractionModel")
        : InteractionModelEmitter.Emit(InteractionFacts.Of(model));

    private static bool Fails(params DeclarationSpec?[] parts) => parts.Any(static p => p is not null && LoweredDeclaration.Of(p).Disagreement is not null);

    private static Parsed<T> Parse<T>(GeneratorAttributeSyntaxContext context, Func<INamedTypeSymbol, T> parse, Func<T, bool> hasErrors)
        where T : class, IEquatable<T>
    {
        // An attribute repeated, on a second partial part or with other type arguments, is a mistake; the type is
        // generated once all the same. A type whose name is still to be typed is not generated at all.
        INamedTypeSymbol type = (INamedTypeSymbol)context.TargetSymbol;
        if (type.Name.Length == 0 || !IsFirst(context, type))
        {
            return Parsed<T>.Nothing;
        }

        TypeName name = TypeNames.Of(type);
        try
        {
            T spec = parse(type);
            return new(name, spec, hasErrors(spec) ? Trouble.NotGenerated(LocationInfo.Of(context.TargetNode)) : null);
        }
        catch (Exception e) when (e is not OperationCanceledException)
        {
            return new(name, null, Trouble.Internal(e));
        }
    }

    private static bool IsFirst(GeneratorAttributeSyntaxContext context, INamedTypeSymbol type)
    {
        foreach (AttributeData attribute in type.GetAttributes())
        {
            INamedTypeSymbol? own = context.Attributes[0].AttributeClass;
            if (attribute.AttributeClass?.Name == own?.Name && SymbolEqualityComparer.Default.Equals(attribute.AttributeClass?.ContainingNamespace, own?.ContainingNamespace))
            {
                return attribute.AttributeClass?.Arity == own?.Arity
                    && attribute.ApplicationSyntaxReference is { } syntax
                    && syntax.SyntaxTree == context.TargetNode.SyntaxTree
                    && context.TargetNode.Span.Contains(syntax.Span);
            }
        }

        return true;
    }

    private static void Write(SourceProductionContext output, Parsed<GeneratedFile> file, string suffix)
    {
        if (file.Type is null)
        {
            return;
        }

        if (file.Trouble is { } trouble)
        {
            output.ReportDiagnostic(trouble.ToDiagnostic(file.Type.Name));
        }

        GeneratedFile text = file.Value ?? StubEmitter.Emit(file.Type, suffix);
        output.AddSource(text.HintName, text.Text);
    }
}

/// <summary>The names of the pipeline's steps, for the tests of incrementality.</summary>
internal static class TrackingNames
{
    public const string Parse = nameof(Parse);
    public const string Lower = nameof(Lower);
    public const string Emit = nameof(Emit);
}
