using System.Globalization;
using MeanFieldDsl.Generators.Formulas;
using MeanFieldDsl.Generators.FrontEnd;

namespace MeanFieldDsl.Generators.Analysis;

/// <summary>How far a hypothesis is settled; the names are those of the runtime's AssumptionStatus.</summary>
internal enum HypothesisStatus
{
    Proved,
    Refuted,
    Assumed,
    Undecided,
    AtRunTime,
    NotCheckable,
}

/// <summary>One hypothesis of the theory about a part of a model.</summary>
internal sealed record Hypothesis(string Subject, string Statement, HypothesisStatus Status, string Reason);

/// <summary>What can be said at compile time about the hypotheses of Chizat and Bach 2018 (arXiv 1805.09545), section 3.</summary>
internal static class Hypotheses
{
    public static IEnumerable<Hypothesis> Of(ModelSpec model)
    {
        DeclarationSpec feature = model.Feature!;
        HomogeneityFacts facts = Homogeneity.Infer(feature.Formula!);
        yield return Degree(feature, facts.Joint, feature.Claims.Homogeneous, p => p.IsParticle);
        if (facts.Weights is not null)
        {
            yield return Degree(feature, facts.Weights, feature.Claims.PartiallyHomogeneous, p => p.Role == ParameterRole.Weight);
        }

        if (model.Regularizer is { } regularizer)
        {
            yield return RegularizerDegree(feature, regularizer, DegreeMatch.Of(model)!);
        }

        yield return Convexity(model);
        foreach (Hypothesis entry in LossRegularity(model.Loss!).Concat(model.Regularizer is { } penalty ? RegularizerRegularity(penalty) : []))
        {
            yield return entry;
        }

        Finding differentiable = Differentiability.Of(feature.Formula!, Homogeneity.ParticleGroup(feature.Formula!));
        yield return new Hypothesis(feature.Type.Name, "differentiable", differentiable.Status, differentiable.Reason).AssumedBy(feature, Property.Differentiable);
        foreach (Hypothesis entry in PopulationRisk.Hypotheses(model))
        {
            yield return entry;
        }
    }

    /// <summary>Whether the loss is convex in the prediction.</summary>
    public static Hypothesis Convexity(ModelSpec model)
    {
        Finding found = Analysis.Convexity.OfLoss(model.Loss!.Formula!);
        Hypothesis convex = found.Status == HypothesisStatus.Undecided && model.Loss.Claims.Convex
            ? new(model.Loss.Type.Name, "convex in the prediction", HypothesisStatus.Assumed, "claimed by [Convex], not proved: " + found.Reason)
            : new(model.Loss.Type.Name, "convex in the prediction", found.Status, found.ToString());
        return convex.AssumedBy(model.Loss, Property.Convex);
    }

    private static IEnumerable<Hypothesis> LossRegularity(DeclarationSpec loss)
    {
        SmoothnessFinding smooth = Smoothness.OfLoss(loss.Formula!);
        Finding growth = Growth.OfLoss(loss.Formula!);
        yield return new Hypothesis(loss.Type.Name, "differentiable with a Lipschitz derivative", smooth.Finding.Status, smooth.Finding.ToString()).AssumedBy(loss, Property.LipschitzDerivative);
        yield return new Hypothesis(loss.Type.Name, "|ℓ'| ≤ C1 ℓ + C2", growth.Status, growth.Reason).AssumedBy(loss, Property.Growth);
    }

    private static IEnumerable<Hypothesis> RegularizerRegularity(DeclarationSpec regularizer)
    {
        RegularizerFacts facts = Regularity.OfRegularizer(regularizer.Formula!);
        yield return new Hypothesis(regularizer.Type.Name, "non-negative", facts.NonNegative.Status, facts.NonNegative.ToString()).AssumedBy(regularizer, Property.NonNegative);
        yield return facts.Convex.IsProved
            ? new(regularizer.Type.Name, "convex", facts.Convex.Status, facts.Convex.ToString())
            : new Hypothesis(regularizer.Type.Name, "semiconvex", facts.Semiconvex.Status, (facts.Modulus.Length > 0 ? "modulus " + facts.Modulus + ", " : "") + facts.Semiconvex)
                .AssumedBy(regularizer, Property.Semiconvex).AssumedBy(regularizer, Property.Convex);
        yield return new Hypothesis(regularizer.Type.Name, "coercive", facts.Coercive.Status, facts.Coercive.ToString()).AssumedBy(regularizer, Property.Coercive);
    }

    private static Hypothesis Degree(DeclarationSpec spec, HomogeneityOutcome? outcome, double? claimed, Func<FormulaParameter, bool> which)
    {
        string names = string.Join(", ", spec.Formula!.Parameters.Where(which).Select(p => p.Name));
        return outcome?.Degree is Degree degree
            ? new(spec.Type.Name, $"positively {degree}-homogeneous in ({names})", HypothesisStatus.Proved, outcome.Steps.Count == 0 ? "a parameter" : outcome.Steps[outcome.Steps.Count - 1].ToString())
            : claimed is double assumed && spec.Claims.Reason(Property.Homogeneous) is not null
            ? new Hypothesis(spec.Type.Name, $"positively {assumed.ToString("R", CultureInfo.InvariantCulture)}-homogeneous in ({names})", HypothesisStatus.Undecided, "").AssumedBy(spec, Property.Homogeneous)
            : new(spec.Type.Name, $"positively homogeneous in ({names})", HypothesisStatus.Undecided, "no degree could be derived");
    }

    private static Hypothesis RegularizerDegree(DeclarationSpec feature, DeclarationSpec regularizer, DegreeMatch match) => new(
        regularizer.Type.Name,
        $"same degree as '{feature.Type.Name}', for the {match.Theory} theory",
        match.Status,
        match.Status switch
        {
            HypothesisStatus.Proved => $"both have degree {match.Feature}",
            HypothesisStatus.Refuted => $"degree {match.Regularizer} against {match.Feature} ({match.Source})",
            _ => "a degree could not be derived",
        });
}
