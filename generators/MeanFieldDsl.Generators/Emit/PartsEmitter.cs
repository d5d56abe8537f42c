using MeanFieldDsl.Generators.FrontEnd;

namespace MeanFieldDsl.Generators.Emit;

/// <summary>A part of a model: the property that holds it, what it is in words, and its declaration.</summary>
internal sealed record ModelPart(string Name, string Role, DeclarationSpec Spec);

/// <summary>Writes the constructor of a model and the properties that hold its parts.</summary>
internal static class PartsEmitter
{
    /// <summary>What a member that mentions all parts can be seen by.</summary>
    public static string Accessibility(TypeName model, ModelPart[] parts) =>
        parts.Select(static p => p.Spec.Type).Append(model).All(static t => t.Accessibility == "public") ? "public" : "internal";

    public static void Emit(SourceWriter writer, TypeName model, ModelPart[] parts)
    {
        // Parts that cannot be made by new() come first and must be given.
        ModelPart[] ordered = [.. parts.OrderBy(static p => p.Spec.IsConstructibleByDefault)];
        string accessibility = Accessibility(model, parts);
        _ = writer.Line("/// <summary>Creates the model from its parts; those without required hyper-parameters may be left out.</summary>");
        foreach ((string name, string role, _) in ordered)
        {
            _ = writer.Line($"/// <param name=\"{name.ToLowerInvariant()}\">The {role}.</param>");
        }

        string signature = string.Join(", ", ordered.Select(p => p.Spec.Type.QualifiedName
            + (p.Spec.IsConstructibleByDefault ? "? " : " ") + p.Name.ToLowerInvariant()
            + (p.Spec.IsConstructibleByDefault ? " = null" : "")));
        _ = writer.Open($"{accessibility} {FileFrame.Identifier(model.Name)}({signature})");
        foreach ((string name, _, DeclarationSpec spec) in parts)
        {
            string argument = name.ToLowerInvariant();
            _ = writer.Line(spec.IsConstructibleByDefault
                ? $"{name} = {argument} ?? new();"
                : $"{name} = {argument} ?? throw new global::System.ArgumentNullException(nameof({argument}));");
        }

        _ = writer.Close();
        foreach ((string name, string role, DeclarationSpec spec) in parts)
        {
            _ = writer
                .Line()
                .Line($"/// <summary>The {role}.</summary>")
                .Line($"{accessibility} {spec.Type.QualifiedName} {name} {{ get; }}");
        }

        _ = writer.Line();
    }
}
