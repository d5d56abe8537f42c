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
        yield return Degree(feature, facts.Joint, p => p.IsParticle);
        if (facts.Weights is not null)
        {
            yield return Degree(feature, facts.Weights, p => p.Role == ParameterRole.Weight);
        }

        if (model.Regularizer is { } regularizer)
        {
            yield return RegularizerDegree(model, regularizer, facts);
        }

        yield return new(
            model.Loss!.Type.Name,
            "convex in the prediction",
            model.Loss.Claims.Convex ? HypothesisStatus.Assumed : HypothesisStatus.Undecided,
            model.Loss.Claims.Convex ? "claimed by [Convex], not proved" : "neither claimed nor proved");
        foreach (Operation kink in feature.Formula!.Nodes.Select(n => OperationTable.Get(n.Op)).Where(o => o.Kinks.Length > 0).Distinct())
        {
            yield return new(feature.Type.Name, "differentiable", HypothesisStatus.Undecided, $"not where {kink.Name} has a kink; the derivative {kink.Kinks}");
        }
    }

    private static Hypothesis Degree(DeclarationSpec spec, HomogeneityOutcome? outcome, Func<FormulaParameter, bool> which)
    {
        string names = string.Join(", ", spec.Formula!.Parameters.Where(which).Select(p => p.Name));
        return outcome?.Degree is Degree degree
            ? new(spec.Type.Name, $"positively {degree}-homogeneous in ({names})", HypothesisStatus.Proved, outcome.Steps.Count == 0 ? "a parameter" : outcome.Steps[outcome.Steps.Count - 1].ToString())
            : new(spec.Type.Name, $"positively homogeneous in ({names})", HypothesisStatus.Undecided, "no degree could be derived");
    }

    // The theory needs V to have the degree of φ on the block that φ is homogeneous in.
    private static Hypothesis RegularizerDegree(ModelSpec model, DeclarationSpec regularizer, HomogeneityFacts feature)
    {
        HomogeneityOutcome? own = Homogeneity.Infer(regularizer.Formula!).Joint;
        bool onWeights = model.Binding.All(b => b >= 0 && model.Feature!.Formula!.Parameters[b].Role == ParameterRole.Weight);
        HomogeneityOutcome? other = onWeights ? feature.Weights : feature.Joint;
        string statement = $"same degree as '{model.Feature!.Type.Name}' in {(onWeights ? "the weights" : "the whole particle")}";
        return own?.Degree is Degree mine && other?.Degree is Degree theirs
            ? mine.IsAny || theirs.IsAny || mine.Value.Equals(theirs.Value)
                ? new(regularizer.Type.Name, statement, HypothesisStatus.Proved, $"both have degree {theirs}")
                : new(regularizer.Type.Name, statement, HypothesisStatus.Refuted, $"degree {mine} against {theirs}")
            : new(regularizer.Type.Name, statement, HypothesisStatus.Undecided, "a degree could not be derived");
    }
}
