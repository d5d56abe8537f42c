using MeanFieldDsl.Generators.Transform;

namespace MeanFieldDsl.Generators.Emit;

internal sealed partial class ProximalEmitter
{
    private void Velocity()
    {
        _ = _writer.Line("/// <inheritdoc/>").Open($"public void MinimalNormVelocity({ParticleLocals.ReadOnlySpan} theta, {ParticleLocals.Span} velocity)");
        if (_outcome.IsSmooth || _plan is null)
        {
            Descend("AccumulateGradient");
            _ = _writer.Close();
            return;
        }

        if (IsConditional)
        {
            _ = _writer.Open("if (!IsAdmissible)");
            Descend("AccumulateGradient");
            _ = _writer.Line("return;").Close().Line();
        }

        ParticleLocals.Points(_writer, _formula, _leaves, Read);
        ParticleLocals.Targets(_writer, _formula, _leaves, Moved, "velocity", "v_");
        CodePrinter printer = Printer(_plan.Blocks.SelectMany(Numbers));
        foreach (ProximalBlock block in _plan.Blocks)
        {
            Descend(block, printer);
        }

        if (_plan.Held.Count > 0)
        {
            Descend("AccumulateHeldGradient");
        }

        _ = _writer.Close();
    }

    private void Descend(ProximalBlock block, CodePrinter printer)
    {
        switch (block)
        {
            case SeparableBlock separable when !IsZero(separable.Profile):
                Term(separable.Parameter, separable.Profile, printer);
                Each(separable.Parameter, "velocity", "v_", (point, target) => separable.Profile.Kinks.Count > 1
                    ? $"{target} = {Maps}KinksVelocity({point}, {target}, {TermArguments(separable.Parameter)});"
                    : $"{target} = term_{_leaves.Name(separable.Parameter)}.MinimalNormVelocity({point}, {target});");
                break;
            case GroupBlock group:
                Term(group.Parameter, group.Profile, printer);
                string name = _leaves.Name(group.Parameter);
                _ = _writer.Line($"{Maps}GroupVelocity({_leaves.ParticleScalar(group.Parameter)}, term_{name}, {printer.Scalar(group.Weight)}, {printer.Scalar(group.Centre)}, v_{name});");
                break;
            case ProductBlock product:
                _ = _writer.Line($"{Maps}ProductVelocity({AsSpan(product.First)}, {AsSpan(product.Second)}, {ProductNumbers(product, printer)}, {AsTarget(product.First, "velocity", "v_")}, {AsTarget(product.Second, "velocity", "v_")});");
                break;
        }
    }

    // v − ∇V as −(−v + ∇V), so that no vector needs a second buffer.
    private void Descend(string gradient) => _ = _writer
        .Line($"{Maps}Negate(velocity);")
        .Line($"{gradient}(theta, velocity);")
        .Line($"{Maps}Negate(velocity);");
}
