using MeanFieldDsl.Generators.Formulas;
using MeanFieldDsl.Generators.FrontEnd;
using MeanFieldDsl.Generators.Transform;

namespace MeanFieldDsl.Generators.Emit;

/// <summary>Writes what a feature g(θ) σ(⟨w, x⟩) with known means of products has for a risk under a law of the inputs: g and the numbers of σ.</summary>
internal static class ExpectationEmitter
{
    private const string Root = "global::MeanFieldDsl.";
    private const string Kernels = Root + "Kernels.";

    public static void Emit(SourceWriter writer, DeclarationSpec spec, ExpectedFeature feature)
    {
        Formula formula = feature.Amplitude;
        Gradient gradient = Differentiator.Differentiate(formula, Enumerable.Range(0, formula.Parameters.Count).Where(p => formula.Parameters[p].IsParticle));
        LeafNames leaves = new(formula);
        int[] used = [.. ParticleLocals.Used(formula.Nodes, [formula.Root]).Append(feature.Direction).Distinct().OrderBy(static p => p)];
        _ = writer
            .Line("/// <summary>The feature as g(θ) σ(⟨w, x⟩), for means over the law of the inputs.</summary>")
            .Line(FeatureEmitter.Hidden)
            .Open($"public readonly struct Expectation : {Kernels}IExpectationKernel");
        foreach (int p in used)
        {
            _ = writer.Line($"private readonly int {leaves.Offset(p)};");
            if (formula.Parameters[p].Type == FormulaType.Vector)
            {
                _ = writer.Line($"private readonly int {leaves.LengthField(p)};");
            }
        }

        HyperParameters.Fields(writer, formula, leaves);
        _ = writer
            .Line()
            .Line("/// <summary>Binds the feature to its hyper-parameters and dimensions.</summary>")
            .Line("/// <param name=\"declaration\">The feature.</param>")
            .Line("/// <param name=\"shape\">Its parameters with their dimensions.</param>")
            .Open($"public Expectation({spec.Type.QualifiedName} declaration, {Root}BoundShape shape)");
        foreach (int p in used)
        {
            _ = writer.Line($"{leaves.Offset(p)} = shape.Offset({NumberText.Of(p)});");
            if (formula.Parameters[p].Type == FormulaType.Vector)
            {
                _ = writer.Line($"{leaves.LengthField(p)} = shape.Length({NumberText.Of(p)});");
            }
        }

        HyperParameters.Assign(writer, spec.Type.Name, formula, leaves);
        _ = writer
            .Close()
            .Line()
            .Line("/// <inheritdoc/>")
            .Line($"public {Root}ParticlePart Direction => new({leaves.Offset(feature.Direction)}, {leaves.LengthField(feature.Direction)});")
            .Line();
        Activation(writer, feature.Activation);
        _ = writer.Line();
        RegularizerEmitter.Value(writer, formula, leaves);
        _ = writer.Line();
        RegularizerEmitter.Gradients(writer, gradient, leaves, "AccumulateGradient", static _ => true);
        _ = writer.Close();
    }

    private static void Activation(SourceWriter writer, ExpectedActivation activation)
    {
        Formula numbers = activation.Numbers;
        int[] roots = activation.IsRectifier ? [activation.First, activation.Second] : [activation.First, activation.Second, activation.Rate];
        Schedule schedule = Schedule.Of(numbers.Nodes, numbers.Parameters, roots);
        CodePrinter printer = new(writer, numbers.Nodes, new LeafNames(numbers), schedule, roots);
        _ = writer.Line("/// <inheritdoc/>").Open($"public {Kernels}ExpectedActivation Activation").Open("get");
        printer.Statements(schedule.Uniform, roots);
        _ = writer
            .Line($"return {Kernels}ExpectedActivation.{(activation.IsRectifier ? "Rectifier" : "ErrorFunction")}({string.Join(", ", roots.Select(printer.Scalar))});")
            .Close()
            .Close();
    }
}
