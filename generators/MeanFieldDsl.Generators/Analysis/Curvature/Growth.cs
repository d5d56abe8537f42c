using MeanFieldDsl.Generators.Analysis.Algebra;
using MeanFieldDsl.Generators.Formulas;

namespace MeanFieldDsl.Generators.Analysis;

/// <summary>
/// The growth condition |∂ℓ/∂f| ≤ C1 ℓ + C2, under which the derivative is bounded on sublevel sets (Chizat and Bach
/// 2018, arXiv 1805.09545, assumption 2.1).
/// </summary>
internal static class Growth
{
    private static readonly Once<Finding> Known = new(Analyze);
    private static readonly IReadOnlyList<(double C1, double C2)> Candidates = [(0, 0.5), (0, 1), (1, 0), (0, 2), (1, 1), (2, 0), (2, 2)];

    public static Finding OfLoss(Formula loss) => Known.Of(loss);

    private static Finding Analyze(Formula loss)
    {
        SmoothnessFinding smooth = Smoothness.OfLoss(loss);
        int prediction = Convexity.Prediction(loss);
        if (prediction < 0)
        {
            return Finding.Undecided("growth", "has no prediction");
        }

        IReadOnlyList<Formula> cases = LossCases.Of(loss, prediction);
        Pieces?[] pieces = [.. cases.Select(one => Split(one, prediction))];
        foreach ((double c1, double c2) in Candidates)
        {
            if (pieces.All(p => p is not null && Holds(p, c1, c2)))
            {
                return Finding.Proved("growth", $"C1 = {ConvexityWitness.Number(c1)}, C2 = {ConvexityWitness.Number(c2)}");
            }
        }

        // For ℓ ≥ 0 with an L-Lipschitz derivative: ℓ'² ≤ 2Lℓ, and √(2Lℓ) ≤ ℓ + L/2.
        bool[] variables = [.. loss.Parameters.Select((_, p) => p == prediction)];
        bool IsNonNegative(Formula one, Pieces? split) =>
            CurvaturePass.Analyze(one, variables).Root.Range.IsNonNegative || (split is not null && OnPieces(split, static root => [root]));
        return smooth.Finding.IsProved && smooth.Expression.Length > 0 && cases.Zip(pieces, IsNonNegative).All(static holds => holds)
            ? Finding.Proved("growth", $"C1 = 1, C2 = {(smooth.Constant is double l ? ConvexityWitness.Number(l / 2) : "½ (" + smooth.Expression + ")")}, as ℓ ≥ 0 and ℓ'² ≤ 2Lℓ")
            : Finding.Undecided("growth", "no constants were found", loss.Root);
    }

    private static bool Holds(Pieces pieces, double c1, double c2) => OnPieces(pieces, root =>
    {
        FormulaBuilder builder = pieces.Builder;
        int slope = pieces.Derivative(root);
        int bound = builder.Add(builder.Multiply(builder.Constant(c1), root), builder.Constant(c2));
        return [builder.Subtract(bound, slope), builder.Add(bound, slope)];
    });

    // Whether terms made from each smooth piece are all at least 0 on it.
    private static bool OnPieces(Pieces pieces, Func<int, int[]> terms)
    {
        try
        {
            return pieces.All.Where(p => !p.IsPoint).All(piece =>
                terms(piece.Root).All(term => pieces.IsNonNegative(term, piece)));
        }
        catch (UndecidedException)
        {
            return false;
        }
    }

    // Null when it has no pieces that are all defined.
    private static Pieces? Split(Formula loss, int prediction)
    {
        try
        {
            Pieces pieces = Pieces.Split(loss, prediction);
            return pieces.All.Where(p => !p.IsPoint).All(piece => Convexity.IsDefined(pieces, piece)) ? pieces : null;
        }
        catch (UndecidedException)
        {
            return null;
        }
    }
}
