using MeanFieldDsl.Generators.Analysis;
using MeanFieldDsl.Generators.Formulas;
using MeanFieldDsl.Generators.FrontEnd;
using MeanFieldDsl.Generators.Transform;

namespace MeanFieldDsl.Generators.Emit;

/// <summary>Writes the generated part of a regularizer: its value and gradient for one particle, in plain doubles.</summary>
internal static class RegularizerEmitter
{
    public static GeneratedFile Emit(DeclarationSpec spec, Gradient gradient, HomogeneityFacts facts, ProximalOutcome proximal)
    {
        Formula formula = gradient.Formula;
        LeafNames leaves = new(formula);
        return FileFrame.Write(spec.Type, "Regularizer", DeclarationDocs.Remarks("V", gradient, facts), writer =>
        {
            _ = writer
                .Line("/// <summary>The regularizer and its gradient.</summary>")
                .Line(FeatureEmitter.Hidden)
                .Open("public readonly struct Kernel");
            HyperParameters.Fields(writer, formula, leaves);
            _ = writer
                .Line()
                .Line("/// <summary>Binds the regularizer to its hyper-parameters.</summary>")
                .Line("/// <param name=\"declaration\">The regularizer.</param>")
                .Open($"public Kernel({spec.Type.QualifiedName} declaration)");
            HyperParameters.Assign(writer, spec.Type.Name, formula, leaves);
            PrimitiveStructs.Check(writer, formula);
            _ = writer.Close().Line();
            Value(writer, formula, leaves);
            _ = writer.Line();
            Gradients(writer, gradient, leaves, "AddGradient", "Adds the gradient of V.", _ => true);
            _ = writer.Line();
            EquatableArray<int> held = proximal.Plan?.Held ?? EquatableArray<int>.Empty;
            Gradients(writer, gradient, leaves, "AddHeldGradient", "Adds the gradient of V in the parameters that the proximal map holds.", held.Contains);
            _ = writer.Line();
            ProximalEmitter.Emit(writer, formula, leaves, proximal);
            _ = writer.Close();
        }, formula);
    }

    private static void Value(SourceWriter writer, Formula formula, LeafNames leaves)
    {
        Schedule schedule = Schedule.Of(formula.Nodes, formula.Parameters, [formula.Root]);
        CodePrinter printer = new(writer, formula.Nodes, leaves, schedule, [formula.Root]);
        _ = writer.Line("/// <summary>V(θ).</summary>");
        ParameterDocs(writer, formula, leaves);
        _ = writer.Open($"public double Value({Signature(formula, leaves)})");
        printer.Statements(schedule.Uniform, formula.Root);
        _ = writer.Line($"return {printer.Scalar(formula.Root)};").Close();
    }

    private static void Gradients(SourceWriter writer, Gradient gradient, LeafNames leaves, string method, string summary, Func<int, bool> isWanted)
    {
        Formula formula = gradient.Formula;
        _ = writer.Line($"/// <summary>{summary}</summary>");
        ParameterDocs(writer, formula, leaves);
        for (int p = 0; p < formula.Parameters.Count; p++)
        {
            _ = writer.Line($"/// <param name=\"g_{leaves.Name(p)}\">Receives ∂V/∂{leaves.Name(p)}.</param>");
        }

        string targets = string.Join(", ", Enumerable.Range(0, formula.Parameters.Count).Select(p =>
            (formula.Parameters[p].Type == FormulaType.Vector ? "global::System.Span<double> g_" : "ref double g_") + leaves.Name(p)));
        _ = writer.Open($"public void {method}({Signature(formula, leaves)}, {targets})");

        // The cotangent is 1: V enters the objective as it stands.
        Gradient unit = gradient.WithUnitCotangent();
        ParameterGradient[] wanted = [.. unit.Parameters.Where(p => isWanted(p.Parameter))];
        int[] values = [.. wanted.SelectMany(p => p.Scalar >= 0 ? [p.Scalar] : p.Points.SelectMany(q => new[] { q.Index, q.Value }))];
        Schedule schedule = Schedule.Of(unit.Nodes, formula.Parameters, values);
        CodePrinter printer = new(writer, unit.Nodes, leaves, schedule, values);
        printer.Statements(schedule.Uniform, values);
        foreach (ParameterGradient parameter in wanted)
        {
            string name = leaves.Name(parameter.Parameter);
            if (parameter.Scalar >= 0)
            {
                _ = writer.Line($"g_{name} += {printer.Scalar(parameter.Scalar)};");
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

    private static string Signature(Formula formula, LeafNames leaves) => string.Join(", ", Enumerable.Range(0, formula.Parameters.Count).Select(p =>
        (formula.Parameters[p].Type == FormulaType.Vector ? "global::System.ReadOnlySpan<double> " : "double ") + leaves.ParticleScalar(p)));

    private static void ParameterDocs(SourceWriter writer, Formula formula, LeafNames leaves)
    {
        for (int p = 0; p < formula.Parameters.Count; p++)
        {
            _ = writer.Line($"/// <param name=\"{leaves.ParticleScalar(p)}\">The parameter {leaves.Name(p)}.</param>");
        }
    }
}
