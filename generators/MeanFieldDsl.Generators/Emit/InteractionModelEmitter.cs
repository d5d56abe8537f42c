using MeanFieldDsl.Generators.Analysis;
using MeanFieldDsl.Generators.Formulas;
using MeanFieldDsl.Generators.FrontEnd;

namespace MeanFieldDsl.Generators.Emit;

/// <summary>Writes the generated part of an interaction model: its constructor, its assumptions and the problem it makes.</summary>
internal static class InteractionModelEmitter
{
    private const string Root = "global::MeanFieldDsl.";
    private const string Kernels = Root + "Kernels.";

    public static GeneratedFile Emit(InteractionFacts facts)
    {
        InteractionModelSpec model = facts.Model;
        ModelPart[] parts = [new("Potential", "potential V", model.Potential!), new("Interaction", "interaction U", model.Interaction!)];
        return FileFrame.Write(model.Type, "InteractionModel", Remarks(model), writer =>
        {
            PartsEmitter.Emit(writer, model.Type, parts);
            LedgerEmitter.Emit(writer, facts.Hypotheses, [facts.Limit], InteractionCard.Write(facts));
            Problem(writer, model, PartsEmitter.Accessibility(model.Type, parts));
        });
    }

    private static IEnumerable<string> Remarks(InteractionModelSpec model)
    {
        yield return "<remarks>";
        yield return $"<para>F(μ) = {InteractionCard.Constant(model)}2 ∫ V(θ) dμ(θ) + ∬ U(θ, θ′) dμ(θ) dμ(θ′)</para>";
        yield return $"<para>V = {FileFrame.Xml(FormulaPrinter.Print(model.Potential!.Formula!))}</para>";
        yield return $"<para>U = {FileFrame.Xml(FormulaPrinter.Print(model.Interaction!.Formula!))}</para>";
        yield return "</remarks>";
    }

    private static void Problem(SourceWriter writer, InteractionModelSpec model, string accessibility)
    {
        FormulaParameter[] particle = [.. model.Potential!.Formula!.Parameters];
        FormulaParameter[] pair = [.. model.Interaction!.Formula!.Parameters.Take(particle.Length)];
        string potential = model.Potential.Type.QualifiedName, interaction = model.Interaction.Type.QualifiedName;
        string[] open = [.. model.Dimensions.Where(static d => !d.IsKnown).Select(static d => d.Symbol).Distinct()];
        _ = writer.Line("/// <summary>The energy of particles, for <see cref=\"global::MeanFieldDsl.GradientFlow\"/> to run.</summary>");
        foreach (string symbol in open)
        {
            _ = writer.Line($"/// <param name=\"{ParameterFor(symbol)}\">The dimension {symbol}, at least 1.</param>");
        }

        string exception = open.Length > 0 ? "A dimension is not positive, a" : "A";
        _ = writer
            .Line($"/// <exception cref=\"global::System.ArgumentOutOfRangeException\">{exception} hyper-parameter is outside its domain, or an index of a formula is outside its vector.</exception>")
            .Open($"{accessibility} {Root}MeanFieldProblem<{potential}.Particle> Problem({string.Join(", ", open.Select(s => "int " + Argument(s)))})");
        foreach (string symbol in open)
        {
            _ = writer.Line($"global::System.ArgumentOutOfRangeException.ThrowIfNegativeOrZero({Argument(symbol)}, nameof({Argument(symbol)}));");
        }

        string parts = string.Concat(particle.Select((_, i) => $", shape.Part({NumberText.Of(i)})"));
        _ = writer
            .Line($"{Root}BoundShape shape = {potential}.Shape.Bind(0{Sizes(particle, i => model.Dimensions[i].IsKnown ? NumberText.Of(model.Dimensions[i].Size) : Argument(model.Dimensions[i].Symbol))});")
            .Line($"{Root}BoundShape pair = {interaction}.Shape.Bind(shape.Layout.Dimension{Sizes(pair, static i => $"shape.Length({NumberText.Of(i)})")});")
            .Line($"return new {Kernels}InteractionProblem<{potential}.Particle, {potential}.Kernel, {interaction}.Kernel>(")
            .Line($"    \"{model.Type.Name}\",")
            .Line("    s_meanFieldFacts,")
            .Line("    shape.Layout,")
            .Line($"    new {potential}.Kernel(this.Potential{parts}),")
            .Line($"    new {interaction}.Kernel(this.Interaction, pair),")
            .Line($"    {NumberText.Of(model.Constant)});")
            .Close();
    }

    // Each name of a dimension with the size of the first vector that has it.
    private static string Sizes(FormulaParameter[] parameters, Func<int, string> size) => string.Concat(Enumerable.Range(0, parameters.Length)
        .Where(i => !parameters[i].Dimension.IsKnown)
        .GroupBy(i => parameters[i].Dimension.Symbol)
        .Select(g => $", (\"{g.Key}\", {size(g.First())})"));

    // The names that the method has already.
    private static string ParameterFor(string symbol) => symbol is "shape" or "pair" ? symbol + "Size" : symbol;

    private static string Argument(string symbol) => FileFrame.Identifier(ParameterFor(symbol));
}
