using MeanFieldDsl.Generators.FrontEnd;

namespace MeanFieldDsl.Generators.Analysis;

/// <summary>Marks the hypotheses that nothing decides and the author of a declaration vouches for by [Assume].</summary>
internal static class Assumptions
{
    /// <summary>The hypothesis, as assumed if it is open and the declaration assumes the property; what is proved or refuted stays.</summary>
    public static Hypothesis AssumedBy(this Hypothesis hypothesis, DeclarationSpec? declaration, Property property) =>
        hypothesis.Status is HypothesisStatus.Undecided or HypothesisStatus.NotCheckable or HypothesisStatus.Assumed
        && declaration?.Claims.Reason(property) is string reason
            ? hypothesis with { Status = HypothesisStatus.Assumed, Reason = "assumed by [Assume]: " + reason }
            : hypothesis;

    /// <summary>The same for a degree: only the one that is claimed can be assumed.</summary>
    public static Hypothesis AssumedBy(this Hypothesis hypothesis, DeclarationSpec? declaration, double? claimed, double wanted) =>
        claimed == wanted ? hypothesis.AssumedBy(declaration, Property.Homogeneous) : hypothesis;
}
