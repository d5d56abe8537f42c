using MeanFieldDsl.Generators.Formulas;
using MeanFieldDsl.Generators.FrontEnd;
using MeanFieldDsl.Generators.Transform;

namespace MeanFieldDsl.Generators.Analysis;

/// <summary>All that a model card says, computed before anything is written.</summary>
internal sealed record ModelCardFacts(
    ModelSpec Model,
    Gradient Feature,
    Gradient Loss,
    Gradient? Regularizer,
    HomogeneityFacts Degrees,
    EquatableArray<Hypothesis> Hypotheses,
    EquatableArray<TheoremFacts> Theorems,
    string ForwardCost,
    string BackwardCost)
{
    public static ModelCardFacts Of(ModelSpec model)
    {
        Gradient Particle(Formula formula) =>
            Differentiator.Differentiate(formula, Enumerable.Range(0, formula.Parameters.Count).Where(p => formula.Parameters[p].IsParticle));
        Gradient feature = Particle(model.Feature!.Formula!);
        return new(
            model,
            feature.WithUnitCotangent(),
            Differentiator.Differentiate(model.Loss!.Formula!, [0]).WithUnitCotangent(),
            model.Regularizer is { } regularizer ? Particle(regularizer.Formula!).WithUnitCotangent() : null,
            Homogeneity.Infer(model.Feature.Formula!),
            new(Analysis.Hypotheses.Of(model)),
            new(Analysis.Theorems.Of(model)),
            StepCost.Forward(model.Feature.Formula!),
            StepCost.Backward(feature));
    }
}
