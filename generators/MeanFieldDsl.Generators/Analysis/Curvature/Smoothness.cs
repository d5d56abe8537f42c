using MeanFieldDsl.Generators.Analysis.Algebra;
using MeanFieldDsl.Generators.Formulas;

namespace MeanFieldDsl.Generators.Analysis;

/// <summary>Whether the derivative of a loss in its prediction is Lipschitz.</summary>
/// <param name="Finding">Proved with a bound on the second derivative, refuted by a kink or by growth, or undecided.</param>
/// <param name="Constant">The constant where it is a number.</param>
/// <param name="Expression">The constant as people read it, in the hyper-parameters and the target; empty when there is none.</param>
internal sealed record SmoothnessFinding(Finding Finding, double? Constant, string Expression);

/// <summary>
/// Bounds the second derivative of a loss between its switching points and compares the first derivatives at them.
/// Candidates for the bound come from samples; what is reported is proved exactly.
/// </summary>
internal static class Smoothness
{
    private const string Rule = "second derivative";
    private const double ClearJump = 1e-6;
    private static readonly Once<SmoothnessFinding> Known = new(Analyze);
    private static readonly IReadOnlyList<double> Samples = [-30, -10, -5, -3, -2, -1.5, -1, -0.75, -0.5, -0.3, -0.1, 0, 0.1, 0.3, 0.5, 0.75, 1, 1.5, 2, 3, 5, 10, 30];

    public static SmoothnessFinding OfLoss(Formula loss) => Known.Of(loss);

    private static SmoothnessFinding Analyze(Formula loss)
    {
        int prediction = Convexity.Prediction(loss);
        SmoothnessFinding found = ByPieces(loss, prediction);
        if (prediction < 0 || found.Finding.Status != HypothesisStatus.Undecided)
        {
            return found;
        }

        Finding bounded = SecondDerivative.IsBounded(loss, prediction);
        return bounded.Status == HypothesisStatus.Undecided ? found : new(bounded, null, "");
    }

    /// <summary>What the algebra of the second derivative says, with the constant.</summary>
    public static SmoothnessFinding ByPieces(Formula loss, int prediction)
    {
        List<string> expressions = [];
        double? constant = 0;
        foreach (Formula one in prediction < 0 ? [] : LossCases.Of(loss, prediction))
        {
            try
            {
                SmoothnessFinding found = OfCase(one, prediction);
                if (!found.Finding.IsProved)
                {
                    return found;
                }

                constant = constant is double c && found.Constant is double d ? Math.Max(c, d) : null;
                expressions.Add(found.Expression);
            }
            catch (UndecidedException e)
            {
                return Undecided(e.Message);
            }
        }

        string[] distinct = [.. expressions.Distinct()];
        return distinct.Length == 0 ? Undecided("has no prediction")
            : constant is double number ? new(Finding.Proved(Rule, "at most " + ConvexityWitness.Number(number)), number, ConvexityWitness.Number(number))
            : new(Finding.Proved(Rule, "at most " + Largest(distinct)), null, Largest(distinct));
    }

    private static string Largest(string[] expressions) => expressions.Length == 1 ? expressions[0] : "max(" + string.Join(", ", expressions) + ")";

    private static SmoothnessFinding Undecided(string reason) => new(Finding.Undecided(Rule, reason), null, "");

    private static SmoothnessFinding OfCase(Formula loss, int prediction)
    {
        Pieces pieces = Pieces.Split(loss, prediction);
        if (Kink(pieces, loss, prediction) is { } kink)
        {
            return kink;
        }

        double? constant = 0;
        List<string> expressions = [];
        foreach (Piece piece in pieces.All.Where(p => !p.IsPoint))
        {
            if (!Convexity.IsDefined(pieces, piece))
            {
                return Undecided("may be undefined or not smooth somewhere");
            }

            int second = pieces.Derivative(pieces.Derivative(piece.Root));
            if (IsUnbounded(pieces, piece, second))
            {
                return new(Finding.Refuted("growth", "its second derivative " + FormulaPrinter.Print(pieces.Builder.Nodes, second, pieces.Formula) + " is unbounded"), null, "");
            }

            if (Bound(pieces, piece, second) is not int bound)
            {
                return Undecided("has a second derivative " + FormulaPrinter.Print(pieces.Builder.Nodes, second, pieces.Formula) + " without a bound that could be proved");
            }

            bool isNumber = pieces.Builder.IsConstant(bound, out double value);
            constant = isNumber && constant is double c ? Math.Max(c, value) : isNumber && value == 0 ? constant : null;
            if (!isNumber || value != 0)
            {
                expressions.Add(FormulaPrinter.Print(pieces.Builder.Nodes, bound, pieces.Formula));
            }
        }

        return new(Finding.Proved(Rule), constant, expressions.Count == 0 ? "0" : Largest([.. expressions.Distinct()]));
    }

    // Null when value and derivative match at every switching point.
    private static SmoothnessFinding? Kink(Pieces pieces, Formula loss, int prediction)
    {
        bool matches = true;
        foreach ((Piece lower, Piece upper, int point) in pieces.Neighbours())
        {
            int gap = pieces.Builder.Subtract(pieces.AtPoint(upper.Root, point), pieces.AtPoint(lower.Root, point));
            bool continuous = pieces.IsZero(gap);
            int left = -1, right = -1;
            bool smooth = continuous;
            if (!lower.IsPoint && !upper.IsPoint)
            {
                left = pieces.AtPoint(pieces.Derivative(lower.Root), point);
                right = pieces.AtPoint(pieces.Derivative(upper.Root), point);
                smooth &= pieces.IsZero(pieces.Builder.Subtract(right, left));
            }

            if (smooth)
            {
                continue;
            }

            matches = false;
            for (int attempt = 0; attempt < 8; attempt++)
            {
                Binding binding = ConvexityWitness.InDomains(pieces.Formula, [.. pieces.Formula.Parameters.Select((_, p) => p == prediction)], attempt);
                Interpreter values = new(pieces.Builder.Nodes);
                double at = values.Value(point, binding);
                bool isThere = lower.Bounds.Concat(upper.Bounds).All(b => b.Point == point || Math.Abs(values.Value(b.Point, binding) - at) < 1e-9 || b.Allows(at, values.Value(b.Point, binding)));
                string? jump = !isThere ? null
                    : Math.Abs(values.Value(gap, binding)) > ClearJump ? "its value jumps"
                    : left >= 0 && Math.Abs(values.Value(right, binding) - values.Value(left, binding)) is var difference && difference > ClearJump && !double.IsInfinity(difference)
                        ? $"its derivative jumps from {ConvexityWitness.Number(values.Value(left, binding))} to {ConvexityWitness.Number(values.Value(right, binding))}"
                        : null;
                if (jump is not null)
                {
                    string name = loss.Parameters[prediction].Name;
                    return new(Finding.Refuted("kink", $"{name} = {FormulaPrinter.Print(pieces.Builder.Nodes, point, pieces.Formula)}, where {jump}"), null, "");
                }
            }
        }

        return matches ? null : Undecided("switches at a point where its derivative may jump");
    }

    /// <summary>A node that bounds the modulus of <paramref name="node"/> on a piece, proved; or null.</summary>
    private static int? Bound(Pieces pieces, Piece piece, int node)
    {
        FormulaBuilder builder = pieces.Builder;
        int negated = builder.Negate(node);
        foreach (int candidate in Candidates(pieces, piece, node))
        {
            bool Holds(int term) => pieces.IsNonNegative(builder.Subtract(candidate, term), piece);
            if (Holds(node) && Holds(negated))
            {
                return candidate;
            }
        }

        return LineBound.Of(pieces, piece, node) is double number ? builder.Constant(number) : null;
    }

    private static IEnumerable<int> Candidates(Pieces pieces, Piece piece, int node)
    {
        FormulaBuilder builder = pieces.Builder;
        bool isFree = !FormulaGraph.Reachable(builder.Nodes, node).Where((needed, i) => needed && builder[i].Op == Op.Parameter).Any();
        if (isFree && pieces.Try(node, static (a, f) => !a.Atoms.Varies(f)))
        {
            yield return node;
            yield return builder.Negate(node);
        }

        double largest = Seen(pieces, piece, node);

        // A number with a small denominator if the supremum is one, else a little more than what was seen.
        double twelfth = Math.Round(largest * 24) / 24;
        double simple = Math.Abs(twelfth - largest) < 1e-4 * Math.Max(1, largest) ? twelfth : largest;
        foreach (double factor in new[] { 1, 1.0001, 1.01, 1.1, 1.5, 2, 4 })
        {
            double number = factor == 1 ? simple : largest * factor;
            yield return builder.Constant(number);
        }

        foreach (int p in Enumerable.Range(0, builder.Count).Where(i => builder[i].Op == Op.HyperParameter || (builder[i].Op == Op.Parameter && pieces.Formula.Parameters[builder[i].A].Role == ParameterRole.Target)).ToArray())
        {
            foreach (double number in new[] { 0.25, 0.5, 1, 2 })
            {
                yield return builder.Multiply(builder.Constant(number), p);
                yield return builder.Multiply(builder.Constant(number), builder.Multiply(p, p));
                yield return builder.Divide(builder.Constant(number), p);
            }
        }
    }

    // The largest value at the samples, and at more and more points around that one.
    private static double Seen(Pieces pieces, Piece piece, int node)
    {
        Interpreter values = new(pieces.Builder.Nodes);
        Binding binding = ConvexityWitness.InDomains(pieces.Formula, new bool[pieces.Formula.Parameters.Count], 0);
        (double at, double largest) = (0, 0);
        void Look(double sample)
        {
            binding.Parameters[pieces.Builder[pieces.Variable].A][0] = sample;
            double value = piece.Bounds.All(b => b.Allows(sample, values.Value(b.Point, binding))) ? Math.Abs(values.Value(node, binding)) : 0;
            (at, largest) = value > largest && !double.IsInfinity(value) ? (sample, value) : (at, largest);
        }

        foreach (double sample in Samples)
        {
            Look(sample);
        }

        for (double width = 0.5; width > 1e-6 && largest > 0; width /= 8)
        {
            double middle = at;
            for (int k = -8; k <= 8; k++)
            {
                Look(middle + (k * width / 8));
            }
        }

        return largest;
    }

    // In one atom, the variable itself or e to a multiple of it: a quotient of unequal degrees at an end it reaches.
    private static bool IsUnbounded(Pieces pieces, Piece piece, int second)
    {
        if (piece.Bounds.Count > 1)
        {
            return false;
        }

        return pieces.Try(second, (algebra, fraction) =>
        {
            Polynomial numerator = fraction.Numerator, denominator = fraction.Denominator;
            int[] varying = [.. numerator.Atoms.Concat(denominator.Atoms).Distinct().Where(a => algebra.Atoms[a].Varies)];
            if (varying.Length != 1 || numerator.IsZero || numerator.Atoms.Concat(denominator.Atoms).Any(a => a != varying[0] && !algebra.Atoms[a].Range.IsPositive))
            {
                return false;
            }

            Atom atom = algebra.Atoms[varying[0]];
            bool isExponential = atom.Exponent is { Factors.Count: 1 } m && algebra.Atoms[m.Factors[0].Atom] is { Op: Op.Parameter } leaf && leaf.Varies && m.Factors[0].Power.IsOne;
            Side? side = piece.Bounds.Count == 0 ? null : piece.Bounds[0].Side;
            BigRational[] above = [.. numerator.Terms.Keys.Select(k => k.Power(varying[0]))], below = [.. denominator.Terms.Keys.Select(k => k.Power(varying[0]))];
            bool grows = above.Max() > below.Max() && Leads(numerator, varying[0], above.Max());
            bool growsBackwards = above.Min() < below.Min() && Leads(numerator, varying[0], above.Min());
            return isExponential ? (grows && side != Side.Below) || (growsBackwards && side != Side.Above) : atom.Op == Op.Parameter && grows;
        });

        // One term of that power, so that it cannot cancel at some parameters.
        static bool Leads(Polynomial p, int atom, BigRational power) => p.Terms.Keys.Count(k => k.Power(atom).Equals(power)) == 1;
    }
}
