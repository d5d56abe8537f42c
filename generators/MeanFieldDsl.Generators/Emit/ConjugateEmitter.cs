using MeanFieldDsl.Generators.Formulas;
using MeanFieldDsl.Generators.Transform;

namespace MeanFieldDsl.Generators.Emit;

/// <summary>Writes the conjugate of a loss from the plan derived for it.</summary>
internal static class ConjugateEmitter
{
    private const string Kernels = "global::MeanFieldDsl.Kernels.";

    public static void Emit(SourceWriter writer, Formula formula, ConjugateOutcome outcome)
    {
        // The target of one observation is as uniform as a particle's parameter.
        Formula scalar = formula with { Parameters = new(formula.Parameters.Select(p => p with { Role = ParameterRole.Unbound })) };
        LeafNames leaves = new(scalar);
        if (outcome.Plan is not ConjugatePlan plan)
        {
            _ = writer
                .Line($"/// <summary>No conjugate was derived: {FileFrame.Xml(outcome.Reason)}.</summary>")
                .Line("public bool HasConjugate => false;")
                .Line()
                .Line("/// <inheritdoc/>")
                .Line("public double Conjugate(double dual, double target) => double.NaN;");
            return;
        }

        _ = writer.Line("/// <inheritdoc/>").Line("public bool HasConjugate").Open().Open("get");
        CodePrinter printer = Printer(writer, scalar, leaves, plan, plan.NonNegative);
        string conditions = string.Join(" && ", plan.NonNegative.Select(n => $"({printer.Scalar(n)}) >= 0.0"));
        _ = writer
            .Line($"return {(conditions.Length == 0 ? "true" : conditions)};")
            .Close()
            .Close()
            .Line()
            .Line("/// <inheritdoc/>")
            .Open("public double Conjugate(double dual, double target)");
        if (conditions.Length > 0)
        {
            _ = writer.Open("if (!HasConjugate)").Line("return double.NaN;").Close().Line();
        }

        _ = writer.Line($"double {leaves.ParticleScalar(1)} = target;");
        printer = Printer(writer, scalar, leaves, plan, plan.Numbers);
        string[] numbers = [.. plan.Numbers.Select(printer.Scalar)];
        string arguments = plan.Form is ConjugateForm.Quadratic or ConjugateForm.MaxAffine
            ? string.Join(", ", numbers)
            : $"new {Kernels}AffineAtom({string.Join(", ", numbers.Take(5))}){string.Concat(numbers.Skip(5).Select(n => ", " + n))}";
        _ = writer.Line($"return {Kernels}Conjugates.{plan.Form}(dual, {arguments});").Close();
    }

    private static CodePrinter Printer(SourceWriter writer, Formula formula, LeafNames leaves, ConjugatePlan plan, IEnumerable<int> nodes)
    {
        int[] roots = [.. nodes.Distinct()];
        Schedule schedule = Schedule.Of(plan.Nodes, formula.Parameters, roots);
        CodePrinter printer = new(writer, plan.Nodes, leaves, schedule, roots);
        printer.Statements(schedule.Uniform);
        return printer;
    }
}
