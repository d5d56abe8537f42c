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

// A tensor as a mean of products a ⊗ b ⊗ c, of degree 3; the product of norms is its nuclear norm.
[Regularizer<RankOneTensor>]
[Assume(Property.Semiconvex, "as a supremum of trilinear forms on every ball, with a modulus in proportion to its radius; the flow keeps ‖a‖² − ‖b‖² and ‖b‖² − ‖c‖², so that its particles stay in one")]
internal sealed partial class ProductOfThreeNorms
{
    [Domain(0, double.PositiveInfinity)]
    public required double Lambda { get; init; }

    [Formula]
    public double Value(Vec a, Vec b, Vec c) => Lambda * Norm(a) * Norm(b) * Norm(c);
}

[MeanFieldModel<RankOneTensor, SquareLoss, ProductOfThreeNorms>]
internal sealed partial class TensorModel;

/// <summary>A matrix from all its entries, a matrix from some of them and a tensor, all with an optimum in closed form (Haeffele and Vidal 2015).</summary>
internal sealed class LowRank : IExperiment
{
    private const double Lambda = 1;

    private static readonly double[] Values = [3, 2, 0.5, 0.1];

    private static readonly double[][] Left = [[0.5, 0.5, 0.5, 0.5], [0.5, -0.5, 0.5, -0.5], [0.5, 0.5, -0.5, -0.5], [0.5, -0.5, -0.5, 0.5]];

    private static readonly double[][] Right = [[0.6, 0.8, 0, 0], [-0.8, 0.6, 0, 0], [0, 0, 0.28, 0.96], [0, 0, -0.96, 0.28]];

    private static readonly double[][] Third = [[0.6, 0, 0.8, 0], [0, 0.6, 0, 0.8], [-0.8, 0, 0.6, 0], [0, -0.8, 0, 0.6]];

    public string Name => "low-rank";

    public string Description => "Matrix factorisation, matrix completion and a tensor with the nuclear norm against the optimum in closed form.";

    public string SourceFile => "LowRank.cs";

    public ModelCard Card => LowRankModel.Card;

    public void Run(ExperimentContext context)
    {
        context.Parameter("matrix", "4 × 4 with singular values 3, 2, 0.5, 0.1, all entries observed; lambda 1, by 16 as the loss is the mean over 16 entries");
        context.Parameter("completion", "7 × 7 of rank 2 with singular values 5 and 3, 28 of the 49 entries observed; lambda 1, by 28");
        context.Parameter("tensor", "4 × 4 × 4, the sum of 3, 2, 1, 0.2 times products of orthonormal vectors, all entries observed; lambda 0.5, by 64");
        context.Parameter("start", "uniform on the unit sphere; for the tensor the three factors of a particle are then scaled to one norm");
        Matrix(context);
        Completion(context);
        Tensor(context);
    }

    private static void Matrix(ExperimentContext context)
    {
        double[][] rows = [.. Enumerable.Range(0, 16).Select(e => new double[] { e / 4, e % 4 })];
        DataSet data = DataSet.From(rows, [.. Enumerable.Range(0, 16).Select(e => Enumerable.Range(0, 4).Sum(k => Values[k] * Left[k][e / 4] * Right[k][e % 4]))]);
        MeanFieldProblem<RankOne.Particle> problem = new LowRankModel(new ProductOfNorms { Lambda = Lambda / 16 }).On(data, rows: 4, columns: 4);
        double optimum = Thresholded(Values, Lambda) / 16;
        SvgFigure descent = Descent("Objective above the optimum");
        double[] found = [];
        foreach (int m in (int[])[1, 2, 4, 6, 12])
        {
            FlowResult<RankOne.Particle> run = context.Run(problem, "forward-backward", Options(m), optimum);
            double excess = run.Objective - optimum;
            Draw(descent, run.History, optimum, m);
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
        context.Draw("low-rank", "The descent for several numbers of particles, and the singular values", descent, Spectrum("Singular values", Values, "observed", found));
    }

    /// <summary>
    /// Completion with a planted optimum. C is the weighing matrix of order 7 and weight 4: 0 or ±1, 0 where an entry is missing, with CᵀC = 4 I, so that Q = C/2 is orthogonal. For H symmetric without
    /// negative eigenvalues X = QH has the polar factor Q, and λQ is a subgradient of λ‖·‖* at X. With Y = X + λQ on the observed entries the residual is λQ there and 0 on the missing ones, which is
    /// the condition of optimality: F* = (½ ‖λQ‖² + λ tr H)/28 with ‖Q‖² = 7. Another minimiser would have the same observed entries and the same certificate, so that it is X + D with D on the missing entries
    /// and QᵀD symmetric; these 21 linear equations for 21 entries have full rank (by elimination in rational numbers), so D = 0 and X is the only one.
    /// </summary>
    private static void Completion(ExperimentContext context)
    {
        const int n = 7;
        int[] circulant = [-1, 1, 1, 0, 1, 0, 0];
        double[] sizes = [5, 3];
        double[][] axes = [[.. Enumerable.Repeat(1 / Sqrt(7), n)], [.. Enumerable.Range(-3, n).Select(j => j / Sqrt(28))]];
        double Q(int i, int j) => 0.5 * circulant[(j - i + n) % n];
        double[][] turned = [.. axes.Select(axis => Enumerable.Range(0, n).Select(i => Enumerable.Range(0, n).Sum(j => Q(i, j) * axis[j])).ToArray())];
        double X(int i, int j) => sizes.Select((size, k) => size * turned[k][i] * axes[k][j]).Sum();
        double[][] all = [.. Enumerable.Range(0, n * n).Select(e => new double[] { e / n, e % n })];
        double[][] observed = [.. all.Where(e => Q((int)e[0], (int)e[1]) != 0)], missing = [.. all.Where(e => Q((int)e[0], (int)e[1]) == 0)];
        DataSet data = DataSet.From(observed, [.. observed.Select(e => X((int)e[0], (int)e[1]) + (Lambda * Q((int)e[0], (int)e[1])))]);
        DataSet hidden = DataSet.From(missing, [.. missing.Select(e => X((int)e[0], (int)e[1]))]);
        MeanFieldProblem<RankOne.Particle> problem = new LowRankModel(new ProductOfNorms { Lambda = Lambda / observed.Length }).On(data, rows: n, columns: n);
        double optimum = ((0.5 * n * Lambda * Lambda) + (Lambda * sizes.Sum())) / observed.Length;
        SvgFigure descent = Descent("Completion: objective above the optimum");
        double[] found = [];
        foreach (int m in (int[])[1, 2, 4, 8, 16])
        {
            FlowResult<RankOne.Particle> run = context.Run(problem, "completion, forward-backward", Options(m), optimum);
            Draw(descent, run.History, optimum, m);
            if (m == 1)
            {
                context.Compare("completion: one particle is too few for rank two", "fails", $"relative excess {context.Result.Runs[^1].RelativeExcess:0.0e+00}", run.Objective - optimum > 0.01 * optimum);
            }

            if (m <= 2)
            {
                continue;
            }

            found = problem.Predict(run.Particles, hidden);
            double error = found.Zip(hidden.Targets.ToArray(), (a, b) => Abs(a - b)).Max();
            context.Compare($"completion: F* with {m} particles", FormattableString.Invariant($"{optimum:F10}"), $"{run.Objective:F10}", Abs(run.Objective - optimum) < 1e-9);
            context.Compare($"completion: largest error of the 21 missing entries with {m} particles", "0", $"{error:0.0e+00}", error < 1e-4);
        }

        double[] places = [.. Enumerable.Range(1, missing.Length)];
        SvgFigure entries = new SvgFigure("The missing entries", "number", "value").Bars([.. places.Select(k => k - 0.2)], hidden.Targets.ToArray(), "planted").Bars([.. places.Select(k => k + 0.2)], found, "found");
        context.Draw("completion", "Matrix completion: the descent, and the entries that were not observed", descent, entries);
    }

    /// <summary>
    /// T = Σ σ_k a_k ⊗ b_k ⊗ c_k with orthonormal factors. X = Σ (σ_k − λ)₊ a_k ⊗ b_k ⊗ c_k is optimal: T − X has the coefficients min(σ_k, λ), so ⟨T − X, a ⊗ b ⊗ c⟩ ≤ λ for all unit vectors (the inequality of
    /// Cauchy and Schwarz in a and b, with |⟨c, c_k⟩| ≤ 1), with equality where X has mass.
    /// </summary>
    private static void Tensor(ExperimentContext context)
    {
        const double lambda = 0.5;
        double[] sizes = [3, 2, 1, 0.2];
        double Product(int k, int e) => Left[k][e / 16] * Right[k][e / 4 % 4] * Third[k][e % 4];
        double[][] rows = [.. Enumerable.Range(0, 64).Select(e => new double[] { e / 16, e / 4 % 4, e % 4 })];
        DataSet data = DataSet.From(rows, [.. Enumerable.Range(0, 64).Select(e => Enumerable.Range(0, 4).Sum(k => sizes[k] * Product(k, e)))]);
        MeanFieldProblem<RankOneTensor.Particle> problem = new TensorModel(new ProductOfThreeNorms { Lambda = lambda / 64 }).On(data, n1: 4, n2: 4, n3: 4);
        double optimum = Thresholded(sizes, lambda) / 64;
        SvgFigure descent = Descent("Tensor: objective above the optimum");
        double[] found = [];
        foreach (int m in (int[])[2, 5, 10, 20, 50, 100])
        {
            FlowResult<RankOneTensor.Particle> run = context.Run(problem, "tensor", Options(m) with { InitialParticles = Balanced(context.Follow(problem, Options(m) with { MaxIterations = 0 }, optimum).Particles) }, optimum);
            Draw(descent, run.History, optimum, m);
            if (m == 2)
            {
                context.Compare("tensor: two particles are too few for three terms", "fails", $"relative excess {context.Result.Runs[^1].RelativeExcess:0.0e+00}", run.Objective - optimum > 0.01 * optimum);
            }

            // Few particles can be caught in a local minimum.
            if (m < 20)
            {
                continue;
            }

            // Particles that are to spare vanish like a power of the time. The convex problem over the masses takes theirs from them at once, and the rest flows on.
            FlowResult<RankOneTensor.Particle> masses = context.Follow(problem, Options(m) with { InitialParticles = run.Particles.Values.ToArray(), Scheme = FlowScheme.MassesOnly }, optimum);
            double[] left = Balanced(ParticleReduction.Reduce(problem, masses.Particles));
            FlowResult<RankOneTensor.Particle> rest = context.Run(problem, $"tensor, what is left of {m}", Options(m) with { InitialParticles = left }, optimum);
            double[] tensor = problem.Predict(rest.Particles, data);
            found = [.. Enumerable.Range(0, 4).Select(k => Enumerable.Range(0, 64).Sum(e => tensor[e] * Product(k, e)))];
            double error = Enumerable.Range(0, 64).Max(e => Abs(tensor[e] - Enumerable.Range(0, 4).Sum(k => Max(0, sizes[k] - lambda) * Product(k, e))));
            context.Compare($"tensor: F* with {m} particles", FormattableString.Invariant($"{optimum:F10}"), $"{rest.Objective:F10}", Abs(rest.Objective - optimum) < 1e-9);
            context.Compare($"tensor: largest error of an entry with {m} particles", "0", $"{error:0.0e+00}", error < 1e-5);
        }

        context.Compare("tensor: coefficients of the optimum, lowered by λ", "2.5, 1.5, 0.5, 0", $"{string.Join(", ", found.Select(s => FormattableString.Invariant($"{s + 0.0:F5}")))}", found.Select((s, k) => Abs(s - Max(0, sizes[k] - lambda))).Max() < 1e-5);
        context.Draw("tensor", "A tensor: the descent for several numbers of particles, and its coefficients", descent, Spectrum("Coefficients", sizes, "observed", found));
    }

    // The optimal value of ½ ‖Y − X‖² + λ ‖X‖* where X has the values of Y, lowered by λ.
    private static double Thresholded(double[] values, double lambda) => values.Sum(s => s > lambda ? (lambda * s) - (0.5 * lambda * lambda) : 0.5 * s * s);

    private static FlowOptions Options(int m) => new() { ParticleCount = m, MaxIterations = 100_000, Tolerance = 1e-9 };

    // The same measure with ‖a‖ = ‖b‖ = ‖c‖ in each particle: the flow keeps that, and meets no kink of V but 0.
    private static double[] Balanced(ParticleMeasure<RankOneTensor.Particle> particles)
    {
        double[] values = particles.Values.ToArray();
        for (int start = 0; start < values.Length; start += 12)
        {
            double[] norms = [.. Enumerable.Range(0, 3).Select(block => Norm(values.AsSpan(start + (4 * block), 4)))];
            double mean = Cbrt(norms[0] * norms[1] * norms[2]);
            for (int i = 0; i < 12; i++)
            {
                values[start + i] *= mean == 0 ? 0 : mean / norms[i / 4];
            }
        }

        return values;
    }

    private static SvgFigure Descent(string title) => new(title, "iteration", "F − F*") { YScale = AxisScale.Log };

    private static void Draw(SvgFigure descent, IReadOnlyList<FlowReport> history, double optimum, int m)
    {
        FlowReport[] lines = [.. history.Where(line => line.Iteration <= 1_000 && line.Objective - optimum > 1e-14)];
        _ = descent.Line([.. lines.Select(line => (double)line.Iteration)], [.. lines.Select(line => line.Objective - optimum)], $"m = {m}");
    }

    private static SvgFigure Spectrum(string title, double[] given, string name, double[] found)
    {
        double[] ranks = [1, 2, 3, 4];
        return new SvgFigure(title, "number", "value").Bars([.. ranks.Select(k => k - 0.2)], given, name).Bars([.. ranks.Select(k => k + 0.2)], found, "found");
    }
}
