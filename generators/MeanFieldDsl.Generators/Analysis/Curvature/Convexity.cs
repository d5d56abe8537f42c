using MeanFieldDsl.Generators.Analysis.Algebra;
using MeanFieldDsl.Generators.Formulas;

namespace MeanFieldDsl.Generators.Analysis;

/// <summary>
/// Decides whether a formula is convex in a scalar parameter or jointly in several: by the composition rules, else
/// by the sign of the second derivative between switching points and of the jump of the first at them, else by a
/// numeric counterexample.
/// </summary>
internal static class Convexity
{
    private const string Composition = "composition rules";
    private const string SecondDerivative = "second derivative";
    private static readonly Once<Finding> Known = new(Analyze);

    /// <summary>The parameter that is the prediction, or −1.</summary>
    public static int Prediction(Formula loss) =>
        Array.FindIndex(loss.Parameters.ToArray(), p => p.Role == ParameterRole.Prediction);

    /// <summary>Convexity of a loss in its prediction.</summary>
    public static Finding OfLoss(Formula loss) => Known.Of(loss);

    private static Finding Analyze(Formula loss)
    {
        int prediction = Prediction(loss);
        if (prediction < 0)
        {
            return Finding.Undecided(Composition, "has no prediction", loss.Root);
        }

        bool[] variables = [.. loss.Parameters.Select((_, p) => p == prediction)];
        Finding proof = Prove(loss, variables);
        if (proof.IsProved)
        {
            return proof;
        }

        if (ConvexityWitness.Find(loss, variables) is ConvexityWitness witness)
        {
            return Finding.Refuted("midpoint", witness.ToString());
        }

        return Remedy(loss, f => Prove(f, variables)) is string remedy ? proof with { Reason = proof.Reason + "; it is convex " + remedy } : proof;
    }

    /// <summary>Joint convexity of a formula in the chosen parameters.</summary>
    public static Finding Of(Formula formula, bool[] variables)
    {
        Finding proof = Prove(formula, variables);
        return proof.IsProved || ConvexityWitness.Find(formula, variables) is not ConvexityWitness witness
            ? proof
            : Finding.Refuted("midpoint", witness.ToString());
    }

    /// <summary>A proof, or where it stopped; never a refutation.</summary>
    public static Finding Prove(Formula formula, bool[] variables)
    {
        (ValueShape root, RuleFailure<ValueShape, CurvatureRule>? failure) = CurvaturePass.Analyze(formula, variables);
        if (root.IsConvex)
        {
            return Finding.Proved(Composition, FormulaPrinter.Print(formula) + " is " + root.Word);
        }

        Finding stopped = Finding.Undecided(failure?.Rule.ToString() ?? Composition, failure?.Reason ?? "is of unknown curvature", failure?.Node ?? formula.Root);
        int variable = Array.IndexOf(variables, true);
        if (variables.Count(v => v) != 1 || formula.Parameters[variable].Type != FormulaType.Real)
        {
            return stopped;
        }

        List<string> derivations = [];
        foreach (Formula one in LossCases.Of(formula, variable))
        {
            if (CurvaturePass.Analyze(one, variables).Root.IsConvex)
            {
                derivations.Add(FormulaPrinter.Print(one) + " is convex");
            }
            else if (ByPieces(one, variable) is string derivation)
            {
                derivations.Add(derivation);
            }
            else
            {
                return stopped;
            }
        }

        return Finding.Proved(SecondDerivative, string.Join("; ", derivations.Distinct()));
    }

    // The derivation, or null.
    private static string? ByPieces(Formula formula, int variable)
    {
        try
        {
            Pieces pieces = Pieces.Split(formula, variable);
            List<string> seconds = [];
            foreach (Piece piece in pieces.All.Where(p => !p.IsPoint))
            {
                int second = pieces.Derivative(pieces.Derivative(piece.Root));
                if (!IsDefined(pieces, piece) || !pieces.IsNonNegative(second, piece))
                {
                    return null;
                }

                seconds.Add(FormulaPrinter.Print(pieces.Builder.Nodes, second, pieces.Formula));
            }

            foreach ((Piece lower, Piece upper, int point) in pieces.Neighbours())
            {
                int gap = pieces.Builder.Subtract(pieces.AtPoint(upper.Root, point), pieces.AtPoint(lower.Root, point));
                if (!pieces.IsZero(gap))
                {
                    return null;
                }

                if (!lower.IsPoint && !upper.IsPoint
                    && !pieces.IsNonNegative(pieces.Builder.Subtract(pieces.AtPoint(pieces.Derivative(upper.Root), point), pieces.AtPoint(pieces.Derivative(lower.Root), point))))
                {
                    return null;
                }
            }

            string derivation = "second derivative ≥ 0: " + string.Join(", ", seconds.Distinct());
            return pieces.All.Count > 1 ? derivation + ", continuous and with a derivative that does not fall where it switches" : derivation;
        }
        catch (UndecidedException)
        {
            return null;
        }
    }

    /// <summary>Whether a piece has a value, and is smooth, at all points between its bounds.</summary>
    public static bool IsDefined(Pieces pieces, Piece piece) => pieces.FromBounds(piece.Root, piece).Any(root => pieces.Try(root, static (_, _) => true));

    // A domain under which the proof succeeds: what to declare.
    private static string? Remedy(Formula formula, Func<Formula, Finding> prove)
    {
        if (formula.HyperParameters.Any(h => h.Type == FormulaType.Real && h.Domain is null))
        {
            Formula positive = WithPositiveHypers(formula);
            if (prove(positive).IsProved)
            {
                string names = string.Join(", ", formula.HyperParameters.Where(h => h.Type == FormulaType.Real && h.Domain is null).Select(h => h.Name));
                return "where " + names + " > 0, which [Domain(0, double.PositiveInfinity, MinimumExcluded = true)] states";
            }
        }

        Formula labelled = formula with
        {
            Parameters = new(formula.Parameters.Select(p => p.Role == ParameterRole.Target && p.Domain is null ? p with { Domain = ValueDomain.OfLabels(-1, 1) } : p)),
        };
        return prove(labelled).IsProved ? "for the labels −1 and 1, which [Labels(-1, 1)] states" : null;
    }

    public static Formula WithPositiveHypers(Formula formula) => formula with
    {
        HyperParameters = new(formula.HyperParameters.Select(h => h.Type == FormulaType.Real && h.Domain is null
            ? h with { Domain = ValueDomain.Between(0, double.PositiveInfinity, minimumExcluded: true) }
            : h)),
    };
}
