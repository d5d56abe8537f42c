using MeanFieldDsl.Generators.Analysis;

namespace MeanFieldDsl.Generators.Tests.Analysis;

/// <summary>One question about one entry of a catalogue.</summary>
/// <param name="Family">The question.</param>
/// <param name="Name">The entry.</param>
/// <param name="Status">What the analysis says.</param>
/// <param name="Answer">The same in its words.</param>
/// <param name="IsRight">Whether that is true; undecided is never wrong.</param>
internal sealed record CatalogueAnswer(string Family, string Name, HypothesisStatus Status, string Answer, bool IsRight);

/// <summary>Asks the analyses everything that is known about the entries of the catalogues.</summary>
internal static class Catalogue
{
    public static IReadOnlyList<CatalogueAnswer> Answers { get; } = [.. Features(), .. Losses(), .. Regularizers()];

    private static IEnumerable<CatalogueAnswer> Features()
    {
        foreach (TextbookFeature f in TextbookFeatures.All)
        {
            HomogeneityFacts degrees = Homogeneity.Infer(f.Formula);
            yield return Degree("degree in the particle", f.Name, f.Joint, degrees.Joint, () => HomogeneityWitness.Find(f.Formula, Homogeneity.ParticleGroup(f.Formula), 2));
            yield return Degree("degree in the weights", f.Name, f.Weights, degrees.Weights, () => HomogeneityWitness.Find(f.Formula, Homogeneity.WeightGroup(f.Formula), 1));
            BoundednessFacts bounds = Boundedness.OfFeature(f.Formula);
            (string, bool?, Finding)[] asked =
            [
                ("feature differentiable", f.IsDifferentiable, Differentiability.Of(f.Formula, Homogeneity.ParticleGroup(f.Formula))),
                ("feature bounded", f.IsBounded, bounds.Value),
                ("differential bounded", f.HasBoundedDifferential, bounds.Differential),
            ];
            foreach ((string family, bool? truth, Finding found) in asked.Where(a => a.Item2 is not null))
            {
                yield return Answer(family, f.Name, truth!.Value, found);
            }
        }
    }

    private static IEnumerable<CatalogueAnswer> Losses()
    {
        foreach (TextbookLoss l in TextbookLosses.All())
        {
            yield return Answer("loss convex", l.Name, l.IsConvex, Convexity.OfLoss(l.Formula));
            yield return Answer("Lipschitz derivative of a loss", l.Name, !double.IsPositiveInfinity(l.Lipschitz), Smoothness.OfLoss(l.Formula).Finding);
        }
    }

    private static IEnumerable<CatalogueAnswer> Regularizers()
    {
        foreach (TextbookRegularizer r in TextbookRegularizers.All)
        {
            RegularizerFacts facts = Regularity.OfRegularizer(r.Formula);
            bool[] particle = Homogeneity.ParticleGroup(r.Formula);
            yield return Degree("degree of a regularizer", r.Name, r.Degree, Homogeneity.Infer(r.Formula).Joint, () => HomogeneityWitness.Find(r.Formula, particle, 1) ?? HomogeneityWitness.Find(r.Formula, particle, 2));
            yield return Answer("regularizer convex", r.Name, r.IsConvex, facts.Convex);
            yield return Answer("regularizer semiconvex", r.Name, r.IsSemiconvex, facts.Semiconvex);
            yield return Answer("regularizer coercive", r.Name, r.IsCoercive, facts.Coercive);
            yield return Answer("regularizer non-negative", r.Name, r.IsNonNegative, facts.NonNegative);
            yield return Answer("regularizer differentiable", r.Name, r.IsDifferentiable, Differentiability.Of(r.Formula, particle));
        }
    }

    private static CatalogueAnswer Answer(string family, string name, bool truth, Finding found) =>
        new(family, name, found.Status, found.ToString(), found.Status == HypothesisStatus.Undecided || found.IsProved == truth);

    // A formula without a degree is decided by a point at which the claim fails.
    private static CatalogueAnswer Degree(string family, string name, string truth, HomogeneityOutcome? outcome, Func<HomogeneityWitness?> witness)
    {
        string? found = outcome is null ? "" : outcome.Degree?.ToString();
        return found is not null ? new(family, name, HypothesisStatus.Proved, found, found == truth)
            : witness() is HomogeneityWitness w ? new(family, name, HypothesisStatus.Refuted, w.ToString(), truth == "-")
            : new(family, name, HypothesisStatus.Undecided, outcome!.Failure!.Reason, true);
    }
}
