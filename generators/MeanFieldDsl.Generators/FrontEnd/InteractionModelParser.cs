using System.Globalization;
using MeanFieldDsl.Generators.Diagnostics;
using MeanFieldDsl.Generators.Formulas;
using Microsoft.CodeAnalysis;

namespace MeanFieldDsl.Generators.FrontEnd;

/// <summary>
/// Turns a type with [InteractionModel] into a model: the particle is the potential's, and the interaction must take two of it.
/// </summary>
internal static class InteractionModelParser
{
    /// <summary>The attribute that makes a type an interaction model, or null.</summary>
    public static AttributeData? ModelAttribute(INamedTypeSymbol type) => KnownTypes.Attribute(type, "InteractionModelAttribute", 2);

    public static InteractionModelSpec Parse(INamedTypeSymbol model, Compilation compilation, Action<Diagnostic>? receiver, CancellationToken cancellation)
    {
        DiagnosticSink sink = new(receiver);
        TypeChecks.Check(model, "[InteractionModel] types", sink, cancellation);
        GeneratedNames.CheckInteractionModel(model, sink, cancellation);
        bool isFirst = !DeclarationParser.Kinds(model).Any() && ModelParser.ModelAttribute(model) is null;
        if (!TypeChecks.IsOneThing(model, isFirst, sink) || ModelAttribute(model) is not { } attribute)
        {
            return new(TypeNames.Of(model), null, null, 0, EquatableArray<Dimension>.Empty, HasErrors: true);
        }

        ModelParts parts = new(attribute, "an interaction model", compilation, receiver, sink, cancellation);
        DeclarationSpec? potential = parts.Part(0, DeclarationKind.Potential);
        DeclarationSpec? interaction = parts.Part(1, DeclarationKind.Interaction);
        bool isComplete = potential?.Formula is not null && interaction?.Formula is not null;
        Dimension[] dimensions = isComplete ? Fit(potential!, interaction!, sink, parts.Argument(1)) : [];
        return new(TypeNames.Of(model), potential, interaction, Constant(attribute), new(dimensions), sink.HasErrors || !isComplete);
    }

    private static double Constant(AttributeData attribute) => attribute.NamedArguments.FirstOrDefault(static a => a.Key == "Constant").Value.Value switch
    {
        double value => value,
        _ => 0,
    };

    // The dimensions of the particle; a mistake is reported once for each parameter.
    private static Dimension[] Fit(DeclarationSpec potential, DeclarationSpec interaction, DiagnosticSink sink, Location? at)
    {
        FormulaParameter[] particle = [.. potential.Formula!.Parameters];
        FormulaParameter[] pair = [.. interaction.Formula!.Parameters];
        if (pair.Length != 2 * particle.Length)
        {
            string number = particle.Length == 1 ? "1 parameter" : particle.Length.ToString(CultureInfo.InvariantCulture) + " parameters";
            Report($"a particle has {number} ({string.Join(", ", particle.Select(static p => p.Name))}), so the interaction of two takes {(2 * particle.Length).ToString(CultureInfo.InvariantCulture)}, not {pair.Length.ToString(CultureInfo.InvariantCulture)}");
            return [];
        }

        Dictionary<string, int> sizes = [], equallyLong = [];
        for (int i = 0; i < particle.Length; i++)
        {
            (FormulaParameter own, FormulaParameter wanted) = (particle[i], pair[i]);
            Dimension known = sizes.TryGetValue(own.Dimension.Symbol, out int size) ? Dimension.Fixed(size) : own.Dimension;
            if (ParticlePairs.IsUnlike(own, wanted))
            {
                Report($"its parameter '{wanted.Name}' is {ParticlePairs.Describe(wanted)}, but '{own.Name}' of the particle is {ParticlePairs.Describe(own)}");
            }
            else if (!wanted.Dimension.IsKnown)
            {
                int first = equallyLong.TryGetValue(wanted.Dimension.Symbol, out int before) ? before : equallyLong[wanted.Dimension.Symbol] = i;
                if (particle[first].Dimension != own.Dimension)
                {
                    Report($"its parameters '{pair[first].Name}' and '{wanted.Name}' are equally long, but '{particle[first].Name}' of the particle has dimension {particle[first].Dimension} and '{own.Name}' has dimension {own.Dimension}");
                }
            }
            else if (known.IsKnown && known != wanted.Dimension)
            {
                Report($"its parameter '{wanted.Name}' has dimension {wanted.Dimension}, but '{own.Name}' of the particle has dimension {known}");
            }
            else if (!known.IsKnown)
            {
                sizes[own.Dimension.Symbol] = wanted.Dimension.Size;
            }
        }

        return [.. particle.Select(p => !p.Dimension.IsKnown && sizes.TryGetValue(p.Dimension.Symbol, out int size) ? Dimension.Fixed(size) : p.Dimension)];

        void Report(string why) => sink.Report(Descriptors.InteractionParticle, at, [], interaction.Type.Name, potential.Type.Name, why);
    }
}
