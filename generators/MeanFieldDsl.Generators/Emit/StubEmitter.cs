using MeanFieldDsl.Generators.FrontEnd;

namespace MeanFieldDsl.Generators.Emit;

/// <summary>
/// Writes what a declaration with errors still offers, so that its own error is the only one: the types and members
/// exist, and the message stands in their place.
/// </summary>
internal static class StubEmitter
{
    private const string Root = "global::MeanFieldDsl.";

    public static GeneratedFile Emit(TypeName type, string suffix) => FileFrame.Write(type, suffix, [], writer =>
    {
        string message = $"'{type.Name}' was not generated because its declaration has errors.";
        _ = writer
            .Line("/// <summary>A particle of a declaration that has errors.</summary>")
            .Open($"public readonly ref struct Particle : {Root}IParticle<Particle>")
            .Line("/// <inheritdoc/>")
            .Line($"static Particle {Root}IParticle<Particle>.View(global::System.ReadOnlySpan<double> theta, {Root}ParticleLayout layout) =>")
            .Line($"    throw new global::System.InvalidOperationException(\"{message}\");")
            .Close();
        (string parameter, string description, string method) = suffix switch
        {
            "Model" => ("data", "The data", $"On({Root}DataSet data)"),
            "InteractionModel" => ("sizes", "The dimensions", "Problem(params int[] sizes)"),
            _ => ("", "", ""),
        };
        if (method.Length > 0)
        {
            _ = writer
                .Line()
                .Line("/// <summary>The declaration has errors.</summary>")
                .Line($"/// <param name=\"{parameter}\">{description}.</param>")
                .Line($"public {Root}MeanFieldProblem<Particle> {method} =>")
                .Line($"    throw new global::System.InvalidOperationException(\"{message}\");");
        }
    });
}
