using MeanFieldDsl.Generators.Formulas;

namespace MeanFieldDsl.Generators.Emit;

/// <summary>Writes the typed view of a feature's particle: one property for each parameter.</summary>
internal static class ParticleEmitter
{
    private static readonly string[] Taken = ["Particle", "Equals", "GetHashCode", "GetType", "ToString", "ReferenceEquals", "MemberwiseClone", "Finalize", "_theta", "_layout"];

    public static void Emit(SourceWriter writer, Formula formula)
    {
        const string Root = "global::MeanFieldDsl.";
        _ = writer
            .Line("/// <summary>One particle, its numbers by name.</summary>")
            .Open($"public readonly ref struct Particle : {Root}IParticle<Particle>")
            .Line("private readonly global::System.ReadOnlySpan<double> _theta;")
            .Line($"private readonly {Root}ParticleLayout _layout;")
            .Line()
            .Open($"private Particle(global::System.ReadOnlySpan<double> theta, {Root}ParticleLayout layout)")
            .Line("_theta = theta;")
            .Line("_layout = layout;")
            .Close();
        HashSet<string> names = [.. Taken];
        int position = 0;
        foreach (FormulaParameter parameter in formula.Parameters.Where(p => p.IsParticle))
        {
            string name = PropertyName(parameter.Name, names);
            string index = NumberText.Of(position++);
            _ = writer.Line().Line($"/// <summary>The {parameter.Role.ToString().ToLowerInvariant()} {parameter.Name}.</summary>");
            _ = parameter.Type == FormulaType.Vector
                ? writer.Line($"public global::System.ReadOnlySpan<double> {name} => _theta.Slice(_layout.Offset({index}), _layout.Length({index}));")
                : writer.Line($"public double {name} => _theta[_layout.Offset({index})];");
        }

        _ = writer
            .Line()
            .Line("/// <inheritdoc/>")
            .Line($"static Particle {Root}IParticle<Particle>.View(global::System.ReadOnlySpan<double> theta, {Root}ParticleLayout layout) => new(theta, layout);")
            .Close();
    }

    // Parameters that differ in case only, or collide with a member every type has, keep distinct names.
    private static string PropertyName(string parameter, HashSet<string> names)
    {
        string name = char.ToUpperInvariant(parameter[0]) + parameter.Substring(1);
        if (names.Contains(name) && !names.Contains(parameter))
        {
            name = parameter;
        }

        while (!names.Add(name))
        {
            name += "Value";
        }

        return FileFrame.Identifier(name);
    }
}
