using MeanFieldDsl.Generators.Formulas;
using MeanFieldDsl.Generators.FrontEnd;

namespace MeanFieldDsl.Generators.Emit;

/// <summary>Writes the adapter that carries a regularizer's parameters from where they lie in the particle.</summary>
internal static class RegularizationEmitter
{
    private const string Root = "global::MeanFieldDsl.";
    private const string Kernels = Root + "Kernels.";
    private const string Span = "global::System.Span<double>";
    private const string ReadOnlySpan = "global::System.ReadOnlySpan<double>";

    public static void Emit(SourceWriter writer, ModelSpec model, DeclarationSpec regularizer)
    {
        EquatableArray<FormulaParameter> parameters = regularizer.Formula!.Parameters;
        _ = writer
            .Line("/// <summary>The regularizer bound to the particles of the feature.</summary>")
            .Open($"private readonly struct Regularization : {Kernels}IRegularizerKernel");
        Constructor(writer, model, regularizer, parameters);
        string Arguments(string span, string scalarPrefix) => string.Join(", ", parameters.Select((p, i) => p.Type == FormulaType.Vector
            ? $"{span}.Slice(_offset{NumberText.Of(i)}, _length{NumberText.Of(i)})"
            : $"{scalarPrefix}{span}[_offset{NumberText.Of(i)}]"));
        _ = writer
            .Line()
            .Line($"public double Value({ReadOnlySpan} theta) => _kernel.Value({Arguments("theta", "")});")
            .Line()
            .Line($"public void AccumulateGradient({ReadOnlySpan} theta, {Span} gradient) =>")
            .Line($"    _kernel.AddGradient({Arguments("theta", "")}, {Arguments("gradient", "ref ")});")
            .Line();
        if (Overlap(model.Binding))
        {
            // Two of V's parameters are the same numbers of the particle: what was derived for separate ones does not hold.
            _ = writer
                .Line("public bool HasProximal => false;")
                .Line()
                .Line("public bool HasPartialProximal => false;")
                .Line()
                .Line("public double WeakConvexity => double.PositiveInfinity;")
                .Line()
                .Line("public bool HasMinimalNormVelocity => _kernel.IsDifferentiable;")
                .Line()
                .Line($"public void Proximal({ReadOnlySpan} theta, double gamma, {Span} result) =>")
                .Line($"    throw {Kernels}ProximalMaps.Missing(\"two of its parameters are bound to the same numbers of the particle\");")
                .Line()
                .Line($"public void AccumulateHeldGradient({ReadOnlySpan} theta, {Span} gradient)")
                .Open()
                .Close()
                .Line()
                .Open($"public void MinimalNormVelocity({ReadOnlySpan} theta, {Span} velocity)")
                .Line($"{Kernels}ProximalMaps.Negate(velocity);")
                .Line("AccumulateGradient(theta, velocity);")
                .Line($"{Kernels}ProximalMaps.Negate(velocity);")
                .Close()
                .Close();
            return;
        }

        _ = writer
            .Line("public bool HasProximal => _kernel.HasProximal;")
            .Line()
            .Line("public bool HasPartialProximal => _kernel.HasPartialProximal;")
            .Line()
            .Line("public double WeakConvexity => _kernel.WeakConvexity;")
            .Line()
            .Line("public bool HasMinimalNormVelocity => _kernel.HasMinimalNormVelocity;")
            .Line()
            .Open($"public void Proximal({ReadOnlySpan} theta, double gamma, {Span} result)")
            .Line("theta.CopyTo(result);")
            .Line($"_kernel.Proximal(gamma, {Arguments("theta", "")}, {Arguments("result", "ref ")});")
            .Close()
            .Line()
            .Line($"public void AccumulateHeldGradient({ReadOnlySpan} theta, {Span} gradient) =>")
            .Line($"    _kernel.AddHeldGradient({Arguments("theta", "")}, {Arguments("gradient", "ref ")});")
            .Line()
            .Line($"public void MinimalNormVelocity({ReadOnlySpan} theta, {Span} velocity) =>")
            .Line($"    _kernel.MinimalNormVelocity({Arguments("theta", "")}, {Arguments("velocity", "ref ")});")
            .Close();
    }

    private static void Constructor(SourceWriter writer, ModelSpec model, DeclarationSpec regularizer, EquatableArray<FormulaParameter> parameters)
    {
        _ = writer.Line($"private readonly {regularizer.Type.QualifiedName}.Kernel _kernel;");
        for (int i = 0; i < parameters.Count; i++)
        {
            _ = writer.Line($"private readonly int _offset{NumberText.Of(i)};");
            if (parameters[i].Type == FormulaType.Vector)
            {
                _ = writer.Line($"private readonly int _length{NumberText.Of(i)};");
            }
        }

        _ = writer.Line().Open($"public Regularization({regularizer.Type.QualifiedName} regularizer, {Root}BoundShape shape)").Line("_kernel = new(regularizer);");
        for (int i = 0; i < parameters.Count; i++)
        {
            int bound = model.Binding[i];
            _ = writer.Line($"_offset{NumberText.Of(i)} = {(bound < 0 ? "0" : $"shape.Offset({NumberText.Of(bound)})")};");
            if (parameters[i].Type == FormulaType.Vector)
            {
                _ = writer.Line($"_length{NumberText.Of(i)} = {(bound < 0 ? "shape.Layout.Dimension" : $"shape.Length({NumberText.Of(bound)})")};");
            }
        }

        _ = writer.Close();
    }

    private static bool Overlap(EquatableArray<int> binding) =>
        binding.Count > 1 && (binding.Any(static b => b < 0) || binding.Distinct().Count() < binding.Count);
}
