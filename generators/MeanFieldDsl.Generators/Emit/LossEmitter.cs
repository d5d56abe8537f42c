using MeanFieldDsl.Generators.Formulas;
using MeanFieldDsl.Generators.FrontEnd;
using MeanFieldDsl.Generators.Transform;

namespace MeanFieldDsl.Generators.Emit;

/// <summary>Writes the generated part of a loss: its value and its derivative in the prediction.</summary>
internal static class LossEmitter
{
    private const string Kernels = "global::MeanFieldDsl.Kernels.";

    public static GeneratedFile Emit(DeclarationSpec spec, Gradient scaled, ConjugateOutcome conjugate)
    {
        Gradient gradient = scaled.WithUnitCotangent();
        Formula formula = gradient.Formula;
        LeafNames leaves = new(formula);
        int derivative = gradient.Parameters[0].Scalar;
        return FileFrame.Write(spec.Type, "Loss", DeclarationDocs.Remarks("ℓ", gradient, facts: null), writer =>
        {
            _ = writer
                .Line("/// <summary>The loss and its derivative, compiled anew for each SIMD width.</summary>")
                .Line(FeatureEmitter.Hidden)
                .Open($"public readonly struct Kernel : {Kernels}ILossKernel");
            HyperParameters.Fields(writer, formula, leaves);
            _ = writer
                .Line()
                .Line("/// <summary>Binds the loss to its hyper-parameters.</summary>")
                .Line("/// <param name=\"declaration\">The loss.</param>")
                .Open($"public Kernel({spec.Type.QualifiedName} declaration)");
            HyperParameters.Assign(writer, spec.Type.Name, formula, leaves);
            PrimitiveStructs.Check(writer, formula);
            _ = writer.Close().Line();
            Method(writer, "Value", formula.Nodes, formula.Root, formula, leaves);
            _ = writer.Line();
            Method(writer, "Derivative", gradient.Nodes, derivative, formula, leaves);
            _ = writer.Line();
            Targets(writer, formula.Parameters.FirstOrDefault(p => p.Role == ParameterRole.Target)?.Domain);
            _ = writer.Line();
            ConjugateEmitter.Emit(writer, formula, conjugate);
            PrimitiveStructs.Write(writer, formula);
            _ = writer.Close();
        }, formula);
    }

    private static void Targets(SourceWriter writer, ValueDomain? stated)
    {
        string words = stated is null ? "null"
            : stated.Labels.Count > 0 ? "\"" + string.Join(", ", stated.Labels.Select(NumberText.Short)) + "\""
            : $"\"the numbers from {NumberText.Short(stated.Minimum)}{Excluded(stated.MinimumExcluded)} to {NumberText.Short(stated.Maximum)}{Excluded(stated.MaximumExcluded)}\"";
        string accepted = stated is null ? "true"
            : stated.Labels.Count > 0 ? "target is " + string.Join(" or ", stated.Labels.Select(NumberText.Of))
            : $"target {(stated.MinimumExcluded ? ">" : ">=")} {NumberText.Of(stated.Minimum)} && target {(stated.MaximumExcluded ? "<" : "<=")} {NumberText.Of(stated.Maximum)}";
        _ = writer
            .Line("/// <inheritdoc/>")
            .Line($"public string? StatedTargets => {words};")
            .Line()
            .Line("/// <inheritdoc/>")
            .Line($"public bool Accepts(double target) => {accepted};");
    }

    private static string Excluded(bool isExcluded) => isExcluded ? " (excluded)" : "";

    private static void Method(SourceWriter writer, string name, IReadOnlyList<Node> nodes, int root, Formula formula, LeafNames leaves)
    {
        _ = writer
            .Line("/// <inheritdoc/>")
            .Line($"public TLanes {name}<TLanes>(TLanes prediction, TLanes target)")
            .Open($"    where TLanes : unmanaged, {Kernels}ILanes<TLanes>");
        if (root < 0)
        {
            _ = writer.Line("return TLanes.Zero;");
        }
        else
        {
            Schedule schedule = Schedule.Of(nodes, formula.Parameters, [root]);
            CodePrinter printer = new(writer, nodes, leaves, schedule, [root]);
            printer.Statements(schedule.Uniform);
            printer.Statements(schedule.Row, root);
            _ = writer.Line($"return {printer.Lanes(root)};");
        }

        _ = writer.Close();
    }
}
