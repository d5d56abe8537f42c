using MeanFieldDsl.Generators.FrontEnd;

namespace MeanFieldDsl.Generators.Analysis;

/// <summary>
/// Whether the regularizer of a model scales as its feature does. The theory of fully homogeneous features needs it in
/// the whole particle, that of partially homogeneous ones in the weights (Chizat and Bach 2018, arXiv 1805.09545,
/// Theorems 3.3 and 3.5); the first is asked for whenever the feature has a joint degree.
/// </summary>
/// <param name="Status">Proved, refuted or undecided.</param>
/// <param name="Feature">The degree of the feature, or null.</param>
/// <param name="Regularizer">The degree of the regularizer, or null.</param>
/// <param name="Theory">Which theory is asked.</param>
/// <param name="Source">Where it stands.</param>
internal sealed record DegreeMatch(HypothesisStatus Status, string? Feature, string? Regularizer, string Theory, string Source)
{
    /// <summary>Which regularizers of the library have the degree that is asked for.</summary>
    public string Remedy => (Theory, Feature) switch
    {
        ("fully homogeneous", "2") => "use one of degree 2 in the whole particle, such as PathNorm (|a| ‖w‖) or SquaredL2",
        ("partially homogeneous", "1") => "use one of degree 1 in the weight, such as TotalVariation (|a|)",
        _ => $"use one of degree {Feature}",
    };

    /// <summary>The match of a model without errors; null when it has no regularizer.</summary>
    public static DegreeMatch? Of(ModelSpec model)
    {
        if (model.Regularizer?.Formula is not { } formula)
        {
            return null;
        }

        HomogeneityFacts feature = Homogeneity.Infer(model.Feature!.Formula!);
        bool joint = feature.Joint?.IsProved == true;
        (string theory, string source) = joint
            ? ("fully homogeneous", "Chizat and Bach 2018, Theorem 3.3")
            : ("partially homogeneous", "Chizat and Bach 2018, Theorem 3.5");
        Degree? mine = (joint ? feature.Joint : feature.Weights)?.Degree;
        Degree? theirs = Homogeneity.Infer(formula).Joint?.Degree;
        HypothesisStatus status = mine is not { } a || theirs is not { } b ? HypothesisStatus.Undecided
            : a.IsAny || b.IsAny || a == b ? HypothesisStatus.Proved
            : a.IsNumber && b.IsNumber ? HypothesisStatus.Refuted
            : HypothesisStatus.Undecided;
        return new(status, mine?.ToString(), theirs?.ToString(), theory, source);
    }
}
