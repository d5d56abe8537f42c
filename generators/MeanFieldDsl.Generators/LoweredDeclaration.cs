using MeanFieldDsl.Generators.Analysis;
using MeanFieldDsl.Generators.Emit;
using MeanFieldDsl.Generators.Formulas;
using MeanFieldDsl.Generators.FrontEnd;
using MeanFieldDsl.Generators.Transform;

namespace MeanFieldDsl.Generators;

/// <summary>A declaration after analysis and differentiation: all that emission needs, and nothing with a location.</summary>
internal sealed record LoweredDeclaration(DeclarationSpec Spec, Gradient? Gradient, HomogeneityFacts? Facts, GradientCheck.Failure? Disagreement, ProximalOutcome? Proximal = null, ConjugateOutcome? Conjugate = null)
{
    public static LoweredDeclaration Of(DeclarationSpec spec)
    {
        if (spec.Formula is not Formula formula)
        {
            return new(spec, null, null, null);
        }

        IEnumerable<int> parameters = spec.Kind == DeclarationKind.Loss
            ? [0]
            : Enumerable.Range(0, formula.Parameters.Count).Where(p => formula.Parameters[p].IsParticle);
        Gradient gradient = Differentiator.Differentiate(formula, parameters);
        bool isLoss = spec.Kind == DeclarationKind.Loss;
        return new(
            spec,
            gradient,
            isLoss ? null : Homogeneity.Infer(formula),
            GradientCheck.Run(gradient),
            spec.Kind == DeclarationKind.Regularizer ? ProximalDeriver.Derive(formula) : null,
            isLoss ? ConjugateDeriver.Derive(formula) : null);
    }

    /// <summary>The generated file; a stub when the declaration has errors or its gradient failed the check.</summary>
    public GeneratedFile Emit() => Gradient is not Gradient gradient || Disagreement is not null
        ? StubEmitter.Emit(Spec.Type, Spec.Kind.ToString(), isModel: false)
        : Spec.Kind switch
        {
            DeclarationKind.Feature => FeatureEmitter.Emit(Spec, gradient, Facts!),
            DeclarationKind.Loss => LossEmitter.Emit(Spec, gradient, Conjugate!),
            _ => RegularizerEmitter.Emit(Spec, gradient, Facts!, Proximal!),
        };
}
