using MeanFieldDsl.Library;
using MeanFieldDsl.Reporting;
using static System.Math;
using static MeanFieldDsl.Ops;

namespace MeanFieldDsl.Gallery;

// The model: a matrix as a mean of products u vᵀ; the product of norms is the nuclear norm of the matrix.
[Feature, Homogeneous(2)]
internal sealed partial class RankOne
{
    [Formula]
    public static double Phi([Position, Dim("rows")] Vec u, [Position, Dim("columns")] Vec v, [Input] int i, [Input] int j) => u[i] * v[j];
}

[Regularizer<RankOne>]
internal sealed partial class ProductOfNorms
{
    [Domain(0, double.PositiveInfinity)]
    public required double Lambda { get; init; }

    [Formula]
    public double Value(Vec u, Vec v) => Lambda * Norm(u) * Norm(v);
}

[MeanFieldModel<RankOne, SquareLoss, ProductOfNorms>]
internal sealed partial class LowRankModel;

/// <summary>A matrix of known singular values from all its entries: the optimum is in closed form (Haeffele and Vidal 2015).</summary>
internal sealed class LowRank : IExperiment
{
    private const double Lambda = 1;

    private static readonly double[] Values = [3, 2, 0.5, 0.1];

    private static readonly double[][] Left = [[0.5, 0.5, 0.5, 0.5], [0.5, -0.5, 0.5, -0.5], [0.5, 0.5, -0.5, -0.5], [0.5, -0.5, -0.5, 0.5]];

    private static readonly double[][] Right = [[0.6, 0.8, 0, 0], [-0.8, 0.6, 0, 0], [0, 0, 0.28, 0.96], [0, 0, -0.96, 0.28]];

    public string Name => "low-rank";

    public string Description => "Matrix factorisation with the nuclear norm against the optimum in closed form.";

    public string SourceFile => "LowRank.cs";

    public ModelCard Card => LowRankModel.Card;

    public void Run(ExperimentContext context)
    {
        context.Parameter("matrix", "4 × 4 with singular values 3, 2, 0.5, 0.1, all entries observed");
        context.Parameter("lambda", "1, by 16 as the loss is the mean over 16 entries");
        context.Parameter("start", "uniform on the unit sphere");
        DataSet data = Observe();
        MeanFieldProblem<RankOne.Particle> problem = new LowRankModel(new ProductOfNorms { Lambda = Lambda / 16 }).On(data, rows: 4, columns: 4);
        double optimum = Values.Sum(s => s > Lambda ? (Lambda * s) - (0.5 * Lambda * Lambda) : 0.5 * s * s) / 16;
        SvgFigure descent = new("Objective above the optimum", "iteration", "F − F*") { YScale = AxisScale.Log };
        double[] found = [];
        foreach (int m in (int[])[1, 2, 4, 6, 12])
        {
            FlowResult<RankOne.Particle> run = context.Run(problem, "forward-backward", new() { ParticleCount = m, MaxIterations = 100_000, Tolerance = 1e-9 }, optimum);
            double excess = run.Objective - optimum;
            FlowReport[] lines = [.. run.History.Where(line => line.Iteration <= 1_000 && line.Objective - optimum > 1e-14)];
            _ = descent.Line([.. lines.Select(line => (double)line.Iteration)], [.. lines.Select(line => line.Objective - optimum)], $"m = {m}");
            if (m == 1)
            {
                context.Compare("one particle is a matrix of rank one, too few for the optimum of rank two", "fails", $"relative excess {context.Result.Runs[^1].RelativeExcess:0.0e+00}", excess > 0.01 * optimum);
            }

            // Two particles can be caught in a local minimum: the criterion of Haeffele and Vidal asks for one that is to spare.
            if (m <= 2)
            {
                continue;
            }

            context.Compare($"F* with {m} particles", FormattableString.Invariant($"{optimum:F10}"), $"{run.Objective:F10}", Abs(excess) < 1e-9);
            double[] matrix = problem.Predict(run.Particles, data);
            found = [.. Enumerable.Range(0, 4).Select(k => Enumerable.Range(0, 16).Sum(e => matrix[e] * Left[k][e / 4] * Right[k][e % 4]))];
        }

        double largest = Values.Select((s, k) => Abs(s - found[k])).Max();
        context.Compare("singular values of the optimum, lowered by λ", "2, 1, 0, 0", $"{string.Join(", ", found.Select(s => FormattableString.Invariant($"{s + 0.0:F5}")))}", found.Select((s, k) => Abs(s - Max(0, Values[k] - Lambda))).Max() < 1e-4);
        context.Compare("certificate: the largest singular value of Y − X is at most λ", "1", $"{largest:F6}", largest < Lambda + 1e-4);
        double[] ranks = [1, 2, 3, 4];
        SvgFigure spectrum = new SvgFigure("Singular values", "number", "value").Bars([.. ranks.Select(k => k - 0.2)], Values, "observed").Bars([.. ranks.Select(k => k + 0.2)], found, "found");
        context.Draw("low-rank", "The descent for several numbers of particles, and the singular values", descent, spectrum);
    }

    private static DataSet Observe()
    {
        double[][] rows = [.. Enumerable.Range(0, 16).Select(e => new double[] { e / 4, e % 4 })];
        return DataSet.From(rows, [.. Enumerable.Range(0, 16).Select(e => Enumerable.Range(0, 4).Sum(k => Values[k] * Left[k][e / 4] * Right[k][e % 4]))]);
    }
}
