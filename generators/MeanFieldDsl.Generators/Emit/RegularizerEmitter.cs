using MeanFieldDsl.Generators.Analysis;
using MeanFieldDsl.Generators.Formulas;
using MeanFieldDsl.Generators.FrontEnd;
using MeanFieldDsl.Generators.Transform;

namespace MeanFieldDsl.Generators.Emit;

/// <summary>Writes the generated part of a regularizer: its value and gradient for one particle, in plain doubles.</summary>
internal static class RegularizerEmitter
{
    private const string Root = "global::MeanFieldDsl.";

    public static GeneratedFile Emit(DeclarationSpec spec, Gradient gradient, HomogeneityFacts facts, ProximalOutcome proximal)
    {
        Action<SourceWriter> body = writer => Kernel(writer, spec, gradient, proximal, "regularizer", "the particles of a feature", facts);
        return FileFrame.Write(spec.Type, "Regularizer", DeclarationDocs.Remarks("V", gradient, facts), body, gradient.Formula);
    }

    /// <summary>Writes the struct with the code of a function of a particle.</summary>
    /// <param name="writer">Where to.</param>
    /// <param name="spec">The declaration.</param>
    /// <param name="gradient">The function and its gradient.</param>
    /// <param name="proximal">Its proximal map.</param>
    /// <param name="noun">What the declaration is, in words.</param>
    /// <param name="particles">What particles it is bound to, in words.</param>
    /// <param name="facts">Its degrees of homogeneity, or null where no bounds are to be proved.</param>
    public static void Kernel(SourceWriter writer, DeclarationSpec spec, Gradient gradient, ProximalOutcome proximal, string noun, string particles, HomogeneityFacts? facts = null)
    {
        Formula formula = gradient.Formula;
        LeafNames leaves = new(formula);
        ProximalEmitter maps = new(formula, leaves, proximal);
        EnclosureEmitter? enclosure = facts is null ? null : EnclosureEmitter.Of(formula);
        _ = writer
            .Line($"/// <summary>The {noun} and its gradient, bound to {particles}.</summary>")
            .Line(FeatureEmitter.Hidden)
            .Open($"public readonly struct Kernel : {Root}Kernels.IRegularizerKernel{(enclosure is null ? "" : $", {Root}Kernels.IEnclosedRegularizer")}");
        Fields(writer, formula, leaves, maps);
        Constructor(writer, spec, formula, leaves, maps, noun);
        Value(writer, formula, leaves);
        _ = writer.Line();
        Gradients(writer, gradient, leaves, "AccumulateGradient", _ => true);
        _ = writer.Line();
        EquatableArray<int> held = proximal.Plan?.Held ?? EquatableArray<int>.Empty;
        Gradients(writer, gradient, leaves, "AccumulateHeldGradient", held.Contains);
        _ = writer.Line();
        maps.Emit(writer);
        enclosure?.Regularizer(writer, facts!);
        _ = writer.Close();
    }

    private static void Fields(SourceWriter writer, Formula formula, LeafNames leaves, ProximalEmitter maps)
    {
        for (int p = 0; p < formula.Parameters.Count; p++)
        {
            _ = writer.Line($"private readonly int {leaves.Offset(p)};");
            if (formula.Parameters[p].Type == FormulaType.Vector)
            {
                _ = writer.Line($"private readonly int {leaves.LengthField(p)};");
            }
        }

        if (maps.NeedsSeparateParts)
        {
            _ = writer.Line($"private readonly bool {ProximalEmitter.AreSeparate};");
        }

        HyperParameters.Fields(writer, formula, leaves);
        _ = writer.Line();
    }

    private static void Constructor(SourceWriter writer, DeclarationSpec spec, Formula formula, LeafNames leaves, ProximalEmitter maps, string noun)
    {
        _ = writer
            .Line($"/// <summary>Binds the {noun} to its hyper-parameters and to particles.</summary>")
            .Line($"/// <param name=\"declaration\">The {noun}.</param>");
        string[] parts = [.. Enumerable.Range(0, formula.Parameters.Count).Select(p => "part_" + leaves.Name(p))];
        for (int p = 0; p < parts.Length; p++)
        {
            _ = writer.Line($"/// <param name=\"{parts[p]}\">Where {leaves.Name(p)} lies in the particle.</param>");
        }

        _ = writer.Open($"public Kernel({spec.Type.QualifiedName} declaration, {string.Join(", ", parts.Select(p => $"{Root}ParticlePart {p}"))})");
        for (int p = 0; p < parts.Length; p++)
        {
            _ = writer.Line($"{leaves.Offset(p)} = {parts[p]}.Offset;");
            if (formula.Parameters[p].Type == FormulaType.Vector)
            {
                _ = writer.Line($"{leaves.LengthField(p)} = {parts[p]}.Length;");
            }
        }

        if (maps.NeedsSeparateParts)
        {
            _ = writer.Line($"{ProximalEmitter.AreSeparate} = {string.Join(" && ", parts.SelectMany((p, i) => parts.Skip(i + 1).Select(q => $"!{p}.Overlaps({q})")))};");
        }

        HyperParameters.Assign(writer, spec.Type.Name, formula, leaves);
        PrimitiveStructs.Check(writer, formula);
        _ = writer.Close().Line();
    }

    /// <summary>Writes the method that computes a function of a particle.</summary>
    internal static void Value(SourceWriter writer, Formula formula, LeafNames leaves)
    {
        Schedule schedule = Schedule.Of(formula.Nodes, formula.Parameters, [formula.Root]);
        CodePrinter printer = new(writer, formula.Nodes, leaves, schedule, [formula.Root]);
        _ = writer.Line("/// <inheritdoc/>").Open($"public double Value({ParticleLocals.ReadOnlySpan} theta)");
        ParticleLocals.Points(writer, formula, leaves, ParticleLocals.Used(formula.Nodes, [formula.Root]));
        printer.Statements(schedule.Uniform, formula.Root);
        _ = writer.Line($"return {printer.Scalar(formula.Root)};").Close();
    }

    /// <summary>Writes a method that adds its gradient in some of the parameters.</summary>
    internal static void Gradients(SourceWriter writer, Gradient gradient, LeafNames leaves, string method, Func<int, bool> isWanted)
    {
        Formula formula = gradient.Formula;
        _ = writer.Line("/// <inheritdoc/>").Open($"public void {method}({ParticleLocals.ReadOnlySpan} theta, {ParticleLocals.Span} gradient)");

        // The cotangent is 1: V enters the objective as it stands.
        Gradient unit = gradient.WithUnitCotangent();
        ParameterGradient[] wanted = [.. unit.Parameters.Where(p => isWanted(p.Parameter))];
        int[] values = [.. wanted.SelectMany(p => p.Scalar >= 0 ? [p.Scalar] : p.Points.SelectMany(q => new[] { q.Index, q.Value }))];
        int[] fields = [.. wanted.Select(p => p.Field).Where(f => f >= 0)];
        IEnumerable<int> looped = wanted.Where(p => p.Field >= 0).Select(p => p.Parameter);
        ParticleLocals.Points(writer, formula, leaves, ParticleLocals.Used(unit.Nodes, [.. values, .. fields]).Union(looped));
        ParticleLocals.Targets(writer, formula, leaves, wanted.Where(p => p.Field >= 0 || p.Points.Count > 0).Select(p => p.Parameter), "gradient", "g_");
        Schedule schedule = Schedule.Of(unit.Nodes, formula.Parameters, values);
        CodePrinter printer = new(writer, unit.Nodes, leaves, schedule, values);
        printer.Statements(schedule.Uniform, values);
        foreach (ParameterGradient parameter in wanted)
        {
            string name = leaves.Name(parameter.Parameter);
            if (parameter.Scalar >= 0)
            {
                _ = writer.Line($"gradient[{leaves.Offset(parameter.Parameter)}] += {printer.Scalar(parameter.Scalar)};");
            }

            foreach (PointGradient point in parameter.Points)
            {
                _ = writer.Line($"g_{name}[{printer.Integer(point.Index)}] += {printer.Scalar(point.Value)};");
            }

            if (parameter.Field >= 0)
            {
                Field(writer, unit, leaves, parameter);
            }
        }

        _ = writer.Close();
    }

    private static void Field(SourceWriter writer, Gradient gradient, LeafNames leaves, ParameterGradient parameter)
    {
        // The block keeps its locals from those of other fields, the prefix from those outside.
        FormulaBuilder builder = new(gradient.Nodes);
        int loop = builder.Intern(new(Op.SumOver, parameter.Field, Bits: Node.LoopBits(Formula.FieldLabel, parameter.Parameter)));
        (List<Node> nodes, int[] map) = FormulaGraph.Compact(builder.Nodes, loop);
        Schedule schedule = Schedule.Of(nodes, gradient.Formula.Parameters, [map[loop]]);
        ReductionLoop body = schedule.Uniform.OfType<ReductionLoop>().Single(l => l.Reductions[0] == map[loop]);
        CodePrinter printer = new(writer, nodes, leaves, schedule, [map[parameter.Field]], prefix: "e");
        string index = LeafNames.Loop(Formula.FieldLabel);
        _ = writer.Open();
        printer.Statements([.. schedule.Uniform.Where(s => s != body)]);
        _ = writer.Open($"for (int {index} = 0; {index} < {leaves.Length(parameter.Parameter)}; {index}++)");
        printer.Statements(body.Body, map[parameter.Field]);
        _ = writer
            .Line($"g_{leaves.Name(parameter.Parameter)}[{index}] += {printer.Scalar(map[parameter.Field])};")
            .Close()
            .Close();
    }
}
