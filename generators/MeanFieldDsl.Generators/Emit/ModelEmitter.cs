using MeanFieldDsl.Generators.Analysis;
using MeanFieldDsl.Generators.Formulas;
using MeanFieldDsl.Generators.FrontEnd;
using MeanFieldDsl.Generators.Transform;

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
            if (model.Inputs != InputLaw.Data)
            {
                string accessibility = PartsEmitter.Accessibility(model.Type, parts);
                Layout(writer.Line(), model, accessibility);
                Against(writer.Line(), model, accessibility);
            }
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
        string[] symbols = Symbols(model);
        string result = $"{Root}MeanFieldProblem<{feature}.Particle>";
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
            .Line($"return new {Kernels}PairProblem<{feature}.Particle, {feature}.Kernel, {model.Loss!.Type.QualifiedName}.Kernel, {RegularizerType(model)}>(")
            .Line($"    \"{model.Type.Name}\",")
            .Line($"    s_meanFieldFacts,")
            .Line("    shape,")
            .Line($"    new {feature}.Kernel(this.Feature, shape),")
            .Line($"    new {model.Loss.Type.QualifiedName}.Kernel(this.Loss),")
            .Line($"    {Regularizer(model)},")
            .Line(model.IsSingle ? $"    data, {Root}Precision.Single);" : "    data);")
            .Close();
    }

    private static string[] Symbols(ModelSpec model) =>
    [
        .. model.Feature!.Formula!.Parameters
            .Where(p => p.Type == FormulaType.Vector && !p.Dimension.IsKnown)
            .Select(p => p.Dimension.Symbol)
            .Distinct(),
    ];

    // For teachers and initial particles, which come before there is a problem.
    private static void Layout(SourceWriter writer, ModelSpec model, string accessibility)
    {
        string[] symbols = Symbols(model);
        Dimension inputs = model.Feature!.Formula!.Parameters.Single(static p => !p.IsParticle).Dimension;
        _ = writer.Line("/// <summary>How the numbers of a particle are arranged, for making a teacher.</summary>");
        foreach (string symbol in symbols)
        {
            _ = writer.Line($"/// <param name=\"{symbol}\">The dimension {symbol}.</param>");
        }

        _ = writer
            .Line("/// <exception cref=\"global::System.ArgumentException\">A dimension is not positive.</exception>")
            .Open($"{accessibility} static {Root}ParticleLayout Layout({string.Join(", ", symbols.Select(static s => "int " + FileFrame.Identifier(s)))})")
            .Line($"return {model.Feature.Type.QualifiedName}.Shape.Bind({(inputs.IsKnown ? NumberText.Of(inputs.Size) : FileFrame.Identifier(inputs.Symbol))}{string.Concat(symbols.Select(static s => $", (\"{s}\", {FileFrame.Identifier(s)})"))}).Layout;")
            .Close();
    }

    private static void Against(SourceWriter writer, ModelSpec model, string accessibility)
    {
        string feature = model.Feature!.Type.QualifiedName;
        FormulaParameter[] parameters = [.. model.Feature.Formula!.Parameters];
        int direction = ExpectedFeature.Read(model.Feature.Formula, out _)!.Direction;
        int Place(int parameter) => parameters.Take(parameter).Count(static p => p.IsParticle);
        IEnumerable<string> sizes = parameters
            .Select(static (p, i) => (p, i))
            .Where(static p => p.p is { IsParticle: true, Type: FormulaType.Vector, Dimension.IsKnown: false })
            .GroupBy(static p => p.p.Dimension.Symbol)
            .Select(g => $", (\"{g.Key}\", teacher.Layout.Length({NumberText.Of(Place(g.First().i))}))");
        string law = model.Inputs == InputLaw.UnitSphere ? "uniform on the unit sphere" : "with the law N(0, I)";
        _ = writer
            .Line($"/// <summary>Binds the model to inputs {law} and to a teacher f*: R(f) = E ℓ(f(x), f*(x)) in closed form, without data.</summary>")
            .Line("/// <param name=\"teacher\">The measure whose function is the target; it fixes the dimensions.</param>")
            .Line("/// <exception cref=\"global::System.ArgumentException\">The feature is not finite at a particle of the teacher.</exception>")
            .Open($"{accessibility} {Root}PopulationProblem<{feature}.Particle> Against({Root}ParticleMeasure<{feature}.Particle> teacher)")
            .Line("global::System.ArgumentNullException.ThrowIfNull(teacher);")
            .Line($"{Root}BoundShape shape = {feature}.Shape.Bind(teacher.Layout.Length({NumberText.Of(Place(direction))}){string.Concat(sizes)});")
            .Line($"return new {Kernels}ExpectationProblem<{feature}.Particle, {feature}.Kernel, {feature}.Expectation, {model.Loss!.Type.QualifiedName}.Kernel, {RegularizerType(model)}>(")
            .Line($"    \"{model.Type.Name}\",")
            .Line($"    s_meanFieldFacts,")
            .Line("    shape,")
            .Line($"    new {feature}.Kernel(this.Feature, shape),")
            .Line($"    new {feature}.Expectation(this.Feature, shape),")
            .Line($"    new {model.Loss.Type.QualifiedName}.Kernel(this.Loss),")
            .Line($"    {Regularizer(model)},")
            .Line($"    {Root}InputLaw.{model.Inputs},")
            .Line(model.IsSingle ? $"    teacher, {Root}Precision.Single);" : "    teacher);")
            .Close();
    }

    private static string RegularizerType(ModelSpec model) => model.Regularizer is null ? Kernels + "NoRegularizer" : model.Regularizer.Type.QualifiedName + ".Kernel";

    private static string Regularizer(ModelSpec model) => model.Regularizer is null
        ? "default"
        : $"new {RegularizerType(model)}(this.Regularizer{string.Concat(model.Binding.Select(b => b < 0 ? ", shape.Whole" : $", shape.Part({NumberText.Of(b)})"))})";

    // The names that the method has already.
    private static string ParameterFor(string symbol) => symbol is "data" or "shape" ? symbol + "Size" : symbol;
}
