using MeanFieldDsl.Generators.Formulas;
using MeanFieldDsl.Generators.FrontEnd;
using MeanFieldDsl.Generators.Transform;

namespace MeanFieldDsl.Generators.Analysis;

/// <summary>All that the card of an interaction model says, computed before anything is written.</summary>
/// <param name="Model">The model.</param>
/// <param name="Potential">V and its gradient.</param>
/// <param name="Interaction">The symmetric part of U and its gradient in the first particle.</param>
/// <param name="Symmetry">Whether that is U itself.</param>
/// <param name="Hypotheses">What is known about the parts.</param>
/// <param name="ForwardCost">The operations of U for one pair.</param>
/// <param name="BackwardCost">The operations of its gradient for one pair.</param>
internal sealed record InteractionFacts(
    InteractionModelSpec Model,
    Gradient Potential,
    Gradient Interaction,
    Symmetry Symmetry,
    EquatableArray<Hypothesis> Hypotheses,
    string ForwardCost,
    string BackwardCost)
{
    /// <summary>What theory says of the flow.</summary>
    public TheoremFacts Limit => new(
        "MeanFieldLimit",
        "As the number of particles grows, their flow follows that of the measure on every bounded interval of time.",
        "Mei, Montanari and Nguyen 2018, noiseless dynamics",
        new(Hypotheses.Where(static h => h.Statement.EndsWith(InteractionHypotheses.BoundedAndLipschitz, StringComparison.Ordinal))));

    public static InteractionFacts Of(InteractionModelSpec model)
    {
        Symmetry symmetry = Symmetry.Of(model.Interaction!.Formula!);
        int half = model.Dimensions.Count;
        Formula part = symmetry.Part;

        // The dimensions by the names that the potential has for them.
        Gradient interaction = Particle(part with { Parameters = new(part.Parameters.Select((p, i) => p with { Dimension = model.Dimensions[i % half] })) });
        return new(
            model,
            Particle(model.Potential!.Formula!).WithUnitCotangent(),
            interaction.WithUnitCotangent(),
            symmetry,
            new(InteractionHypotheses.Of(model, symmetry)),
            StepCost.Forward(interaction.Formula),
            StepCost.Backward(interaction));
    }

    private static Gradient Particle(Formula formula) =>
        Differentiator.Differentiate(formula, Enumerable.Range(0, formula.Parameters.Count).Where(p => formula.Parameters[p].IsParticle));
}
