using MeanFieldDsl.Library;

namespace MeanFieldDsl.Tests;

/// <summary>
/// Y = diag(3, 2, 0.5) with weight decay λ = 1 on both factors, which is the nuclear norm: F* = Σ λ s − λ²/2 for s > λ, otherwise s²/2, all by 9 for the
/// mean over the entries (mathematics 7).
/// </summary>
internal static class MatrixInstance
{
    private const double Lambda = 1;
    private static readonly double[] s_values = [3, 2, 0.5];

    public static double Optimum { get; } = s_values.Sum(static s => s > Lambda ? (Lambda * s) - (0.5 * Lambda * Lambda) : 0.5 * s * s) / 9;

    public static MeanFieldProblem<RankOneMatrix.Particle> Problem()
    {
        double[][] rows = [.. Enumerable.Range(0, 9).Select(static e => new double[] { e / 3, e % 3 })];
        double[] targets = [.. Enumerable.Range(0, 9).Select(static e => e / 3 == e % 3 ? s_values[e / 3] : 0)];
        return new MatrixSquareDecay(new SquaredL2 { Lambda = Lambda / 9 }).On(DataSet.From(rows, targets), n1: 3, n2: 3);
    }
}
