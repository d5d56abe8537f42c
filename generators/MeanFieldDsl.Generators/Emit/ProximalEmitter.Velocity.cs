using MeanFieldDsl.Generators.Transform;

namespace MeanFieldDsl.Generators.Emit;

internal sealed partial class ProximalEmitter
{
    private void Velocity()
    {
        _ = _writer.Line("/// <summary>v − proj(v on ∂V(θ)); v − ∇V(θ) where V is differentiable.</summary>");
        PointDocs();
        for (int p = 0; p < Count; p++)
        {
            _ = _writer.Line($"/// <param name=\"v_{_leaves.Name(p)}\">The velocity of {_leaves.Name(p)} without V on entry, the velocity on return.</param>");
        }

        _ = _writer.Open($"public void MinimalNormVelocity({Points}, {Targets("v_")})");
        if (_outcome.IsSmooth || _plan is null)
        {
            Descend("AddGradient", Enumerable.Range(0, Count));
            _ = _writer.Close();
            return;
        }

        _ = _writer.Open("if (!IsAdmissible)");
        Descend("AddGradient", Enumerable.Range(0, Count));
        _ = _writer.Line("return;").Close().Line();
        CodePrinter printer = Printer(_plan.Blocks.SelectMany(Numbers));
        foreach (ProximalBlock block in _plan.Blocks)
        {
            Descend(block, printer);
        }

        if (_plan.Held.Count > 0)
        {
            Descend("AddHeldGradient", _plan.Held);
        }

        _ = _writer.Close();
    }

    private void Descend(ProximalBlock block, CodePrinter printer)
    {
        switch (block)
        {
            case SeparableBlock separable when !IsZero(separable.Profile):
                Term(separable.Parameter, separable.Profile, printer);
                Each(separable.Parameter, "v_", (point, target) => separable.Profile.Kinks.Count > 1
                    ? $"{target} = {Maps}KinksVelocity({point}, {target}, {TermArguments(separable.Parameter)});"
                    : $"{target} = term_{_leaves.Name(separable.Parameter)}.MinimalNormVelocity({point}, {target});");
                break;
            case GroupBlock group:
                Term(group.Parameter, group.Profile, printer);
                string name = _leaves.Name(group.Parameter);
                _ = _writer.Line($"{Maps}GroupVelocity({_leaves.ParticleScalar(group.Parameter)}, term_{name}, {printer.Scalar(group.Weight)}, {printer.Scalar(group.Centre)}, v_{name});");
                break;
            case ProductBlock product:
                _ = _writer.Line($"{Maps}ProductVelocity({AsSpan(product.First)}, {AsSpan(product.Second)}, {ProductNumbers(product, printer)}, {AsTarget(product.First, "v_")}, {AsTarget(product.Second, "v_")});");
                break;
        }
    }

    // v − ∇V as −(−v + ∇V), so that no vector needs a second buffer.
    private void Descend(string gradient, IEnumerable<int> parameters)
    {
        int[] all = [.. parameters];
        void Negate()
        {
            foreach (int parameter in all)
            {
                string target = "v_" + _leaves.Name(parameter);
                _ = _writer.Line(IsVector(parameter) ? $"{Maps}Negate({target});" : $"{target} = -{target};");
            }
        }

        Negate();
        _ = _writer.Line($"{gradient}({Arguments}, {TargetArguments("v_")});");
        Negate();
    }
}
