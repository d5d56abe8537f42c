using MeanFieldDsl.Generators.Analysis;
using MeanFieldDsl.Generators.Formulas;
using MeanFieldDsl.Generators.FrontEnd;

namespace MeanFieldDsl.Generators.Emit;

/// <summary>Writes the generated part of a model: its constructor, its assumptions and its binding to data.</summary>
internal static class ModelEmitter
{
    private const string Root = "global::MeanFieldDsl.";
    private const string Kernels = Root + "Kernels.";

    public static GeneratedFile Emit(ModelCardFacts facts)
    {
        ModelSpec model = facts.Model;
        DeclarationSpec feature = model.Feature!;
        DeclarationSpec loss = model.Loss!;
        DeclarationSpec? regularizer = model.Regularizer;
        return FileFrame.Write(model.Type, "Model", Remarks(feature, loss, regularizer), writer =>
        {
            ModelPart[] parts = Parts(feature, loss, regularizer);
            PartsEmitter.Emit(writer, model.Type, parts);
            LedgerEmitter.Emit(writer, facts.Hypotheses, facts.Theorems, CardEquations.Write(facts));
            On(writer, model, PartsEmitter.Accessibility(model.Type, parts));
        });
    }

    private static ModelPart[] Parts(DeclarationSpec feature, DeclarationSpec loss, DeclarationSpec? regularizer)
    {
        List<ModelPart> parts = [new("Feature", "feature φ", feature), new("Loss", "loss ℓ", loss)];
        if (regularizer is not null)
        {
            parts.Add(new("Regularizer", "regularizer V", regularizer));
        }

        return [.. parts];
    }

    private static IEnumerable<string> Remarks(DeclarationSpec feature, DeclarationSpec loss, DeclarationSpec? regularizer)
    {
        yield return "<remarks>";
        yield return "<para>F(μ) = (1/n) Σ_r ℓ(∫ φ(θ; x_r) dμ(θ), y_r)" + (regularizer is null ? "" : " + ∫ V(θ) dμ(θ)") + "</para>";
        yield return $"<para>φ = {FileFrame.Xml(FormulaPrinter.Print(feature.Formula!))}</para>";
        yield return $"<para>ℓ = {FileFrame.Xml(FormulaPrinter.Print(loss.Formula!))}</para>";
        if (regularizer is not null)
        {
            yield return $"<para>V = {FileFrame.Xml(FormulaPrinter.Print(regularizer.Formula!))}</para>";
        }

        yield return "</remarks>";
    }

    private static void On(SourceWriter writer, ModelSpec model, string accessibility)
    {
        string feature = model.Feature!.Type.QualifiedName;
        string[] symbols =
        [
            .. model.Feature.Formula!.Parameters
                .Where(p => p.Type == FormulaType.Vector && !p.Dimension.IsKnown)
                .Select(p => p.Dimension.Symbol)
                .Distinct(),
        ];
        string result = $"{Root}MeanFieldProblem<{feature}.Particle>";
        string regularizer = model.Regularizer is null ? Kernels + "NoRegularizer" : model.Regularizer.Type.QualifiedName + ".Kernel";
        string parts = string.Concat(model.Binding.Select(b => b < 0 ? ", shape.Whole" : $", shape.Part({NumberText.Of(b)})"));
        _ = writer
            .Line("/// <summary>Binds the model to data: dimensions are fixed, the data checked and packed.</summary>")
            .Line("/// <param name=\"data\">One row for each observation; its columns are the feature's inputs in order.</param>");
        foreach (string symbol in symbols)
        {
            _ = writer.Line($"/// <param name=\"{ParameterFor(symbol)}\">The dimension {symbol}, or 0 to infer it from the columns of the data.</param>");
        }

        string sizes = string.Concat(symbols.Select(s => $", int {FileFrame.Identifier(ParameterFor(s))} = 0"));
        string bindings = string.Concat(symbols.Select(s => $", (\"{s}\", {FileFrame.Identifier(ParameterFor(s))})"));
        _ = writer
            .Line($"/// <exception cref=\"{Root}DataException\">The data do not fit the model; the message names the value, its place and the remedy.</exception>")
            .Line("/// <exception cref=\"global::System.ArgumentException\">A dimension is missing, negative, or too small for an index of the formula.</exception>")
            .Open($"{accessibility} {result} On({Root}DataSet data{sizes})")
            .Line("global::System.ArgumentNullException.ThrowIfNull(data);")
            .Line($"{Root}BoundShape shape = {feature}.Shape.Bind(data.InputCount{bindings});")
            .Line($"return new {Kernels}PairProblem<{feature}.Particle, {feature}.Kernel, {model.Loss!.Type.QualifiedName}.Kernel, {regularizer}>(")
            .Line($"    \"{model.Type.Name}\",")
            .Line($"    s_meanFieldFacts,")
            .Line("    shape,")
            .Line($"    new {feature}.Kernel(this.Feature, shape),")
            .Line($"    new {model.Loss.Type.QualifiedName}.Kernel(this.Loss),")
            .Line(model.Regularizer is null ? "    default," : $"    new {regularizer}(this.Regularizer{parts}),")
            .Line(model.IsSingle ? $"    data, {Root}Precision.Single);" : "    data);")
            .Close();
    }

    // The names that the method has already.
    private static string ParameterFor(string symbol) => symbol is "data" or "shape" ? symbol + "Size" : symbol;
}
