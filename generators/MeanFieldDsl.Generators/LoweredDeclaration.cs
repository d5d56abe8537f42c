using MeanFieldDsl.Generators.Analysis;
using MeanFieldDsl.Generators.Emit;
using MeanFieldDsl.Generators.Formulas;
using MeanFieldDsl.Generators.FrontEnd;
using MeanFieldDsl.Generators.Transform;

namespace MeanFieldDsl.Generators;

/// <summary>A declaration after analysis and differentiation: all that emission needs, and nothing with a location.</summary>
internal sealed record LoweredDeclaration(DeclarationSpec Spec, LoweredFormula? Lowered)
{
    public GradientCheck.Failure? Disagreement => Lowered?.Disagreement;

    public static LoweredDeclaration Of(DeclarationSpec spec) => new(spec, spec.Formula is Formula formula ? LoweredFormula.Of(spec.Kind, formula) : null);

    /// <summary>The generated file; a stub when the declaration has errors or its gradient failed the check.</summary>
    public GeneratedFile Emit() => Lowered is not { Disagreement: null } lowered
        ? StubEmitter.Emit(Spec.Type, Spec.Kind.ToString())
        : Spec.Kind switch
        {
            DeclarationKind.Feature => FeatureEmitter.Emit(Spec, lowered.Gradient, lowered.Facts!),
            DeclarationKind.Loss => LossEmitter.Emit(Spec, lowered.Gradient, lowered.Conjugate!),
            DeclarationKind.Potential => PotentialEmitter.Emit(Spec, lowered.Gradient, lowered.Facts!, lowered.Proximal!),
            DeclarationKind.Interaction => InteractionEmitter.Emit(Spec, lowered.Gradient, Symmetry.Of(Spec.Formula!)),
            _ => RegularizerEmitter.Emit(Spec, lowered.Gradient, lowered.Facts!, lowered.Proximal!),
        };
}

/// <summary>What follows from a formula and the kind of its declaration alone.</summary>
internal sealed record LoweredFormula(Gradient Gradient, HomogeneityFacts? Facts, GradientCheck.Failure? Disagreement, ProximalOutcome? Proximal, ConjugateOutcome? Conjugate)
{
    // A model asks for its parts again, after the declarations have.
    private static readonly Once<LoweredFormula> Features = new(static f => Lower(f, DeclarationKind.Feature));
    private static readonly Once<LoweredFormula> Losses = new(static f => Lower(f, DeclarationKind.Loss));
    private static readonly Once<LoweredFormula> Penalties = new(static f => Lower(f, DeclarationKind.Regularizer));
    private static readonly Once<LoweredFormula> Interactions = new(static f => Lower(Symmetry.Of(f).Part, DeclarationKind.Interaction));

    public static LoweredFormula Of(DeclarationKind kind, Formula formula) => kind switch
    {
        DeclarationKind.Feature => Features.Of(formula),
        DeclarationKind.Loss => Losses.Of(formula),
        DeclarationKind.Interaction => Interactions.Of(formula),
        _ => Penalties.Of(formula),
    };

    private static LoweredFormula Lower(Formula formula, DeclarationKind kind)
    {
        bool isLoss = kind == DeclarationKind.Loss;
        IEnumerable<int> parameters = isLoss ? [0] : Enumerable.Range(0, formula.Parameters.Count).Where(p => formula.Parameters[p].IsParticle);
        Gradient gradient = Differentiator.Differentiate(formula, parameters);
        return new(
            gradient,
            isLoss || kind == DeclarationKind.Interaction ? null : Homogeneity.Infer(formula),
            GradientCheck.Run(gradient),
            kind == DeclarationKind.Regularizer ? ProximalDeriver.Derive(formula) : null,
            isLoss ? ConjugateDeriver.Derive(formula) : null);
    }
}
