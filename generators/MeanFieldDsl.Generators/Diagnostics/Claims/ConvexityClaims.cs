using MeanFieldDsl.Generators.Analysis;
using MeanFieldDsl.Generators.Formulas;
using MeanFieldDsl.Generators.FrontEnd;
using Microsoft.CodeAnalysis;

namespace MeanFieldDsl.Generators.Diagnostics;

/// <summary>
/// Holds claims of convexity against the analysis: proved is silent, refuted is an error with the witness, undecided a
/// warning. A kink of a loss is noted, and so is a regularizer that cannot be shown to be semiconvex.
/// </summary>
internal static class ConvexityClaims
{
    public static IEnumerable<Diagnostic> Check(ParsedDeclaration declaration) => declaration.Spec switch
    {
        { Formula: null } => [],
        { Kind: DeclarationKind.Loss } => Loss(declaration, declaration.Spec.Formula!),
        { Kind: DeclarationKind.Regularizer } => Regularizer(declaration, declaration.Spec.Formula!),
        { Kind: DeclarationKind.Potential, Claims.Convex: true } => InTheParticle(declaration, declaration.Spec.Formula!, "Potential"),
        _ => [],
    };

    private static IEnumerable<Diagnostic> Loss(ParsedDeclaration declaration, Formula formula)
    {
        string name = declaration.Spec.Type.Name;
        int prediction = Convexity.Prediction(formula);
        if (declaration.Spec.Claims.Convex && prediction >= 0
            && Claim(declaration, formula, Convexity.OfLoss(formula), $"Loss '{name}'", $"loss '{name}'", formula.Parameters[prediction].Name) is Diagnostic claim)
        {
            yield return claim;
        }

        // What is differentiable has no kink, and the constant is for the model to ask.
        bool[] predictions = [.. formula.Parameters.Select(static p => p.Role == ParameterRole.Prediction)];
        if (!Differentiability.Of(formula, predictions).IsProved && Smoothness.OfLoss(formula).Finding is { IsRefuted: true, Rule: "kink" } kink)
        {
            yield return Diagnostic.Create(Descriptors.NotSmooth, declaration.Location, name, kink.Reason);
        }
    }

    private static IEnumerable<Diagnostic> Regularizer(ParsedDeclaration declaration, Formula formula)
    {
        if (declaration.Spec.Claims.Convex)
        {
            foreach (Diagnostic claim in InTheParticle(declaration, formula, "Regularizer"))
            {
                yield return claim;
            }

            yield break;
        }

        // A missing domain alone is no reason to warn someone who claims nothing; the ledger says what is open.
        RegularizerFacts facts = Regularity.OfRegularizer(formula);
        if (!facts.Semiconvex.IsProved && declaration.Spec.Claims.Reason(Property.Semiconvex) is null && declaration.Spec.Claims.Reason(Property.Convex) is null && facts.Semiconvex.Rule != Regularity.NeedsDomain)
        {
            int node = facts.Semiconvex.Node < 0 ? formula.Root : facts.Semiconvex.Node;
            yield return Diagnostic.Create(Descriptors.NotSemiconvex, UserText.Place(declaration, node), declaration.Spec.Type.Name, UserText.Of(declaration, node), facts.Semiconvex.Reason);
        }
    }

    private static IEnumerable<Diagnostic> InTheParticle(ParsedDeclaration declaration, Formula formula, string kind)
    {
        bool[] particle = Homogeneity.ParticleGroup(formula);
        string name = declaration.Spec.Type.Name, names = string.Join(", ", formula.Parameters.Where(p => p.IsParticle).Select(p => p.Name));
        if (Claim(declaration, formula, Convexity.Of(formula, particle), $"{kind} '{name}'", $"{kind.ToLowerInvariant()} '{name}'", names) is Diagnostic claim)
        {
            yield return claim;
        }
    }

    private static Diagnostic? Claim(ParsedDeclaration declaration, Formula formula, Finding convex, string subject, string inside, string variable)
    {
        // The author's word settles what nothing refutes.
        if (convex.IsProved || (!convex.IsRefuted && declaration.Spec.Claims.Reason(Property.Convex) is not null))
        {
            return null;
        }

        // Of a primitive nothing but its values is known, so the claim stands on its author's word.
        int node = convex.Node < 0 ? formula.Root : convex.Node;
        return !convex.IsRefuted && formula.Nodes.Any(n => n.Op == Op.Primitive)
            ? Diagnostic.Create(Descriptors.ConvexityAssumed, declaration.Location, declaration.Spec.Type.Name)
            : convex.IsRefuted
            ? Diagnostic.Create(Descriptors.NotConvex, UserText.Place(declaration, node), subject, variable, convex.Reason)
            : Diagnostic.Create(Descriptors.ConvexityUndecided, UserText.Place(declaration, node), inside, variable, UserText.Of(declaration, node), convex.Reason);
    }
}
