using MeanFieldDsl.Generators.Formulas;
using MeanFieldDsl.Generators.FrontEnd;

namespace MeanFieldDsl.Generators.Analysis;

/// <summary>What can be said at compile time about an energy c + 2 ∫ V dμ + ∬ U dμ dμ.</summary>
internal static class InteractionHypotheses
{
    /// <summary>The end of the statements that the mean-field limit rests on.</summary>
    public const string BoundedAndLipschitz = "is bounded and Lipschitz";

    public static IEnumerable<Hypothesis> Of(InteractionModelSpec model, Symmetry symmetry)
    {
        DeclarationSpec potential = model.Potential!, interaction = model.Interaction!;
        string name = interaction.Type.Name;
        yield return new(
            name,
            "U(θ, θ′) = U(θ′, θ)",
            symmetry.Finding.Status,
            symmetry.Finding.Reason + (symmetry.IsAlone ? "" : "; the model computes ½ (U(θ, θ′) + U(θ′, θ)), which has the same energy"));
        yield return Convexity(interaction).AssumedBy(interaction, Property.Convex);
        yield return Differentiable(potential, "V").AssumedBy(potential, Property.Differentiable);
        yield return Differentiable(interaction, "U").AssumedBy(interaction, Property.Differentiable);
        yield return Bounded(potential, "V", isInTheFirst: false);
        yield return Bounded(interaction, "U", Displacement.IsAll(interaction.Formula!));
    }

    // Then a stationary measure that no mass lowers is a global minimum, as in Chizat and Bach 2018, Proposition 3.1.
    private static Hypothesis Convexity(DeclarationSpec interaction)
    {
        const string Statement = "F is convex in μ: ∬ U dν dν ≥ 0 for every ν of total mass 0";
        return ExchangeWitness.Concavity(interaction.Formula!) is string witness
            ? new(interaction.Type.Name, Statement, HypothesisStatus.Refuted, witness)
            : new(interaction.Type.Name, Statement, HypothesisStatus.Undecided, "no two particles were found that refute it, which proves nothing");
    }

    private static Hypothesis Differentiable(DeclarationSpec part, string symbol)
    {
        Finding found = Differentiability.Of(part.Formula!, Homogeneity.ParticleGroup(part.Formula!));
        return new(part.Type.Name, symbol + " is differentiable with a locally Lipschitz derivative", found.Status, found.Reason);
    }

    // Weights are not bounded here, so they count as positions. What depends on a difference alone needs to be followed in one particle only.
    private static Hypothesis Bounded(DeclarationSpec part, string symbol, bool isInTheFirst)
    {
        Formula formula = part.Formula!;
        int half = formula.Parameters.Count / 2;
        BoundednessFacts facts = Boundedness.OfFeature(FormulaPool.Canonical(
            formula with { Parameters = new(formula.Parameters.Select((p, i) => p with { Role = isInTheFirst && i >= half ? ParameterRole.Input : ParameterRole.Position })) }));
        Finding finding = facts.Differential.IsProved ? facts.Second : facts.Differential;
        string proof = (isInTheFirst ? "it depends on the difference of the particles alone, and " : "") + "its first and second derivatives are bounded";
        return new Hypothesis(part.Type.Name, $"∇{symbol} {BoundedAndLipschitz}", finding.Status, finding.IsProved ? proof : finding.Reason)
            .AssumedBy(part, Property.Bounded);
    }
}
