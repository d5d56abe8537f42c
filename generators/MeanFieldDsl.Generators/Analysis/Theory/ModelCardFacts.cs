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
    /// <summary>Whether the loss is quadratic in the prediction, so that the objective is one of pairs of particles.</summary>
    public bool IsQuadratic => PolynomialDegree.Of(Loss.Formula.Nodes, Loss.Formula.Root, 0) == 2;

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
