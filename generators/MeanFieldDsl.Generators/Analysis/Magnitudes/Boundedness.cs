using MeanFieldDsl.Generators.Analysis.Magnitudes;
using MeanFieldDsl.Generators.Formulas;
using MeanFieldDsl.Generators.Transform;

namespace MeanFieldDsl.Generators.Analysis;

/// <summary>What is bounded over all positions, for weights within ±1 and inputs held fixed.</summary>
/// <param name="Value">Whether the feature is.</param>
/// <param name="Differential">Whether its derivatives in the positions are.</param>
/// <param name="Second">Whether its second derivatives are, so that the first are Lipschitz; never refuted.</param>
internal sealed record BoundednessFacts(Finding Value, Finding Differential, Finding Second);

/// <summary>
/// Whether a feature with unit weights, and its differential, are bounded over the positions (Chizat and Bach 2018,
/// arXiv 1805.09545, assumption 3.4): proved by rates of growth, refuted by values that grow along a ray.
/// </summary>
internal static class Boundedness
{
    // A free label for the element of the first derivative while the second is taken.
    private const int FirstLabel = Formula.FieldLabel - 1;

    private static readonly Once<BoundednessFacts> Known = new(Analyze);

    public static BoundednessFacts OfFeature(Formula feature) => Known.Of(feature);

    private static BoundednessFacts Analyze(Formula feature)
    {
        bool[] weights = Homogeneity.WeightGroup(feature);
        if (weights.Contains(true) && !Homogeneity.Analyze(feature, weights).Proves(1))
        {
            Finding open = Finding.Undecided("weights", "it is not 1-homogeneous in its weights", feature.Root);
            return new(open, open, open);
        }

        int[] positions = [.. Enumerable.Range(0, feature.Parameters.Count).Where(p => feature.Parameters[p].IsParticle && !weights[p])];
        Gradient gradient = Differentiator.Differentiate(feature, positions).WithUnitCotangent();
        int[] roots = [.. gradient.Parameters.SelectMany(p => new[] { p.Scalar, p.Field }.Concat(p.Points.Select(q => q.Value))).Where(n => n >= 0)];
        MagnitudePass pass = new(feature, gradient.Nodes, p => feature.Parameters[p].IsParticle);
        Finding value = Decide(feature, gradient, pass, [gradient.Value], positions, "φ");
        Finding differential = Decide(feature, gradient, pass, roots, positions, "a derivative");
        return new(value, differential, differential.IsProved ? Second(feature, gradient, positions) : differential with { Status = HypothesisStatus.Undecided });
    }

    private static Finding Decide(Formula feature, Gradient gradient, MagnitudePass pass, int[] roots, int[] positions, string what)
    {
        int[] open = [.. roots.Where(r => !pass.Of(r).IsBounded)];
        if (open.Length == 0)
        {
            return Finding.Proved("growth", "no term outgrows the others as the positions grow");
        }

        foreach (int root in open)
        {
            if (RayWitness.Find(feature, gradient.Nodes, root, positions) is RayWitness witness)
            {
                return Finding.Refuted("ray", $"{what} {witness}");
            }
        }

        string text = FormulaPrinter.Print(gradient.Nodes, open[0], feature);
        return Finding.Undecided("growth", "no bound was derived for " + (text.Length > 80 ? what : text), -1);
    }

    private static Finding Second(Formula feature, Gradient gradient, int[] positions)
    {
        if (!Differentiability.Of(feature, [.. feature.Parameters.Select((_, p) => positions.Contains(p))]).IsProved)
        {
            return Finding.Undecided("growth", "its derivative may jump");
        }

        foreach (int root in gradient.Parameters.SelectMany(p => new[] { p.Scalar, p.Field }.Concat(p.Points.Select(q => q.Value))).Where(n => n >= 0))
        {
            FormulaBuilder builder = new(gradient.Nodes);
            Formula first = builder.Build(feature.Name, builder.Rename(root, Formula.FieldLabel, FirstLabel), feature.Parameters, feature.HyperParameters) with { Primitives = feature.Primitives };
            Gradient second = Differentiator.Differentiate(first, positions).WithUnitCotangent();
            MagnitudePass pass = new(feature, second.Nodes, p => feature.Parameters[p].IsParticle);
            if (second.Parameters.SelectMany(p => new[] { p.Scalar, p.Field }.Concat(p.Points.Select(q => q.Value))).Any(n => n >= 0 && !pass.Of(n).IsBounded))
            {
                return Finding.Undecided("growth", "no bound was derived for its second derivatives");
            }
        }

        return Finding.Proved("growth", "its second derivatives are bounded");
    }
}
