using MeanFieldDsl.Generators.Formulas;

namespace MeanFieldDsl.Generators.Emit;

/// <summary>Writes the shape of a declaration with particles: its parameters before their dimensions are known.</summary>
internal static class ShapeEmitter
{
    private const string Root = "global::MeanFieldDsl.";

    /// <summary>Writes the property.</summary>
    /// <param name="writer">Where to.</param>
    /// <param name="name">The name of the declaration.</param>
    /// <param name="formula">Its formula; what is no particle is an input.</param>
    /// <param name="degree">The proved degree, as code.</param>
    /// <param name="weightDegree">The proved degree in the weights alone, as code, or null.</param>
    public static void Emit(SourceWriter writer, string name, Formula formula, string degree = "double.NaN", string? weightDegree = null)
    {
        _ = writer
            .Line("/// <summary>The parameters of the formula, before their dimensions are known.</summary>")
            .Line(FeatureEmitter.Hidden)
            .Line($"public static {Root}FeatureShape Shape {{ get; }} = new(")
            .Line($"    \"{name}\",")
            .Line($"    {degree},")
            .Line("    [");
        foreach (FormulaParameter p in formula.Parameters)
        {
            string role = p.IsParticle ? $"{Root}ParticleRole.{p.Role}" : "null";
            string size = p.Type != FormulaType.Vector ? "" : p.Dimension.IsKnown ? $", Size: {NumberText.Of(p.Dimension.Size)}" : $", Symbol: \"{p.Dimension.Symbol}\"";
            string period = p.Period == 0 ? "" : $", Period: {NumberText.Of(p.Period)}";
            _ = writer.Line($"        new(\"{p.Name}\", {role}, {Root}ParameterKind.{p.Type}{size}{period}),");
        }

        string uses = string.Join(", ", IndexUses(formula).Select(u => $"new({NumberText.Of(u.Index)}, {NumberText.Of(u.Vector)})"));
        _ = writer.Line("    ],").Line($"    [{uses}]{(weightDegree is null ? "" : $", weightDegree: {weightDegree}")});");
    }

    // Integer inputs that stand, alone, as an index.
    private static IEnumerable<(int Index, int Vector)> IndexUses(Formula formula) => formula.Nodes
        .Where(n => n.Op == Op.Element && formula.Nodes[n.B].Op == Op.Parameter)
        .Select(n => (formula.Nodes[n.B].A, n.A))
        .Distinct();
}
