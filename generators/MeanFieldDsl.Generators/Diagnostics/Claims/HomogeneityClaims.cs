using System.Collections.Immutable;
using System.Globalization;
using MeanFieldDsl.Generators.Analysis;
using MeanFieldDsl.Generators.Formulas;
using MeanFieldDsl.Generators.FrontEnd;
using Microsoft.CodeAnalysis;

namespace MeanFieldDsl.Generators.Diagnostics;

/// <summary>
/// Holds claims of homogeneity against the analysis: proved is silent, proved otherwise or refuted by a witness is an
/// error, and what is neither is a warning.
/// </summary>
internal static class HomogeneityClaims
{
    public static IEnumerable<Diagnostic> Check(ParsedDeclaration declaration)
    {
        Claims claims = declaration.Spec.Claims;
        if (declaration.Spec.Formula is not Formula formula)
        {
            yield break;
        }

        bool isFeature = declaration.Spec.Kind == DeclarationKind.Feature;
        if (claims.Homogeneous is double joint)
        {
            // Chizat and Bach 2018, assumptions 3.2 and 3.4: 2-homogeneous jointly, or 1-homogeneous in the weights.
            foreach (Diagnostic d in Check(declaration, formula, new("Homogeneous", joint, Homogeneity.ParticleGroup(formula), "particle", isFeature ? 2 : null)))
            {
                yield return d;
            }
        }

        if (claims.PartiallyHomogeneous is double partial)
        {
            foreach (Diagnostic d in Check(declaration, formula, new("PartiallyHomogeneous", partial, Homogeneity.WeightGroup(formula), "[Weight]", isFeature ? 1 : null)))
            {
                yield return d;
            }
        }
    }

    private static IEnumerable<Diagnostic> Check(ParsedDeclaration declaration, Formula formula, Claim claim)
    {
        string name = declaration.Spec.Type.Name;
        if (!claim.Scaled.Contains(true))
        {
            yield return Diagnostic.Create(Descriptors.NoParameterToScale, declaration.Location, claim.Properties, name, claim, claim.Kind);
            yield break;
        }

        HomogeneityOutcome outcome = Homogeneity.Analyze(formula, claim.Scaled);
        if (outcome.Proves(claim.Degree))
        {
            yield return Diagnostic.Create(Descriptors.HomogeneityProved, declaration.Location, name, Number(claim.Degree), claim.Parameters(formula));
            if (claim.Covered is double covered && claim.Degree != covered)
            {
                yield return Diagnostic.Create(
                    Descriptors.DegreeNotCovered,
                    declaration.Location,
                    name,
                    Number(claim.Degree) + " in (" + claim.Parameters(formula) + ")",
                    "degree " + Number(covered));
            }

            yield break;
        }

        HomogeneityWitness? witness = HomogeneityWitness.Find(formula, claim.Scaled, claim.Degree);
        if (outcome.Degree is { IsNumber: false, IsAny: false } symbolic && (witness is null || !symbolic.Terms.Any(t => t.IsDimension)))
        {
            // Right for some values of the hyper-parameters and wrong for others; a dimension is no choice of the model's.
            string symbols = string.Join(", ", symbolic.Terms.Select(t => t.Symbol));
            yield return Diagnostic.Create(
                Descriptors.HomogeneityUndecided, UserText.Place(declaration, formula.Root), name, UserText.Of(declaration, formula.Root), $"has degree {symbolic}, which depends on {symbols}");
            yield break;
        }

        if (outcome.Degree is Degree degree)
        {
            // Another degree is proved, so the claim is false unless the feature is zero everywhere: an error without a witness too.
            yield return Diagnostic.Create(
                Descriptors.AnotherDegree,
                UserText.Place(declaration, formula.Root, formula.Root),
                degree.IsNumber ? claim.Properties.Add(FixProperties.Degree, Number(degree.Value.ToDouble())) : claim.Properties,
                name,
                claim,
                degree,
                claim.Parameters(formula),
                Tail(witness));
            yield break;
        }

        if (outcome.Failure is not RuleFailure<Degree, HomogeneityRule> failure)
        {
            yield break;
        }

        // The author's word settles what nothing refutes.
        if (witness is null && declaration.Spec.Claims.Reason(Property.Homogeneous) is not null)
        {
            yield break;
        }

        Location place = UserText.Place(declaration, failure.Node, failure.Culprit);
        string text = UserText.Of(declaration, failure.Node);
        string culprit = UserText.Of(declaration, failure.Culprit);
        Location[] also = declaration.Origins.TryGetValue(failure.Culprit, out SyntaxNode? syntax) ? [syntax.GetLocation()] : [];
        yield return witness is null
            ? Diagnostic.Create(Descriptors.HomogeneityUndecided, place, also, name, text, failure.Reason)
            : failure.Rule == HomogeneityRule.NotInvariant
                ? Diagnostic.Create(Descriptors.NotScaleInvariant, place, also, claim.Properties, name, claim, text, culprit, failure.Found, Tail(witness))
                : Diagnostic.Create(Descriptors.UnequalDegrees, place, also, claim.Properties, name, claim, text, failure.Reason, Tail(witness), Remedy(declaration, formula, failure.Node, claim.Scaled));
    }

    // A term that stays as it is while the rest scales is most often a bias that was meant to be trained.
    private static string Remedy(ParsedDeclaration declaration, Formula formula, int sum, bool[] scaled)
    {
        Node node = formula.Nodes[sum];
        int still = node.Op is Op.Add or Op.Subtract ? Array.Find([node.A, node.B], term => !Scales(term)) : 0;
        return still > 0
            ? $"make '{UserText.Of(declaration, still)}' a trained parameter, which scales with the others,"
            : "give the terms equal degrees";

        bool Scales(int term)
        {
            bool[] reached = FormulaGraph.Reachable(formula.Nodes, term);
            return Enumerable.Range(0, term + 1).Any(i => reached[i] && formula.Nodes[i].Op is Op.Parameter or Op.BoundElement or Op.Element && scaled[formula.Nodes[i].A]);
        }
    }

    private static string Tail(HomogeneityWitness? witness) => witness is null ? "" : "; " + witness;

    private static string Number(double value) => value.ToString("R", CultureInfo.InvariantCulture);

    /// <summary>A claimed degree and the parameters it is claimed for; <paramref name="Covered"/> is the degree the theorems ask for.</summary>
    private sealed record Claim(string Attribute, double Degree, bool[] Scaled, string Kind, double? Covered)
    {
        public ImmutableDictionary<string, string?> Properties => ImmutableDictionary<string, string?>.Empty.Add(FixProperties.Claim, Attribute);

        public string Parameters(Formula formula) => string.Join(", ", formula.Parameters.Where((_, p) => Scaled[p]).Select(p => p.Name));

        public override string ToString() => Attribute + "(" + Number(Degree) + ")";
    }
}
