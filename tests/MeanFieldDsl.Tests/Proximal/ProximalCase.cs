using MeanFieldDsl.Library;

namespace MeanFieldDsl.Tests.Proximal;

/// <summary>A regularizer's generated code with its subdifferential written by hand.</summary>
/// <param name="Name">What it is.</param>
/// <param name="Dimension">How many numbers a particle has.</param>
/// <param name="Value">V, generated.</param>
/// <param name="Proximal">The proximal map, generated.</param>
/// <param name="Velocity">The minimal-norm velocity, generated.</param>
/// <param name="Distance">The distance of g to ∂V(x), by hand.</param>
/// <param name="WeakConvexity">The modulus, generated.</param>
/// <param name="Modulus">The modulus, by hand.</param>
internal sealed record ProximalCase(
    string Name,
    int Dimension,
    Func<double[], double> Value,
    Action<double[], double, double[]> Proximal,
    Action<double[], double[]> Velocity,
    Func<double[], double[], double> Distance,
    double WeakConvexity,
    double Modulus = 0)
{
    public override string ToString() => Name;

    public static ProximalCase[] All { get; } = [.. Scalars(), .. Vectors(), .. Products()];

    private static IEnumerable<ProximalCase> Scalars()
    {
        TotalVariation.Kernel variation = new(new TotalVariation { Lambda = 0.7 });
        yield return Scalar("λ|w|", variation.Value, variation.Proximal, variation.MinimalNormVelocity, x => x == 0 ? (-0.7, 0.7) : Both(0.7 * Math.Sign(x)), variation.WeakConvexity);
        ElasticNet.Kernel net = new(new ElasticNet { Lambda = 0.7, Mu = 0.4 });
        yield return Scalar("λ|w| + ½μw²", net.Value, net.Proximal, net.MinimalNormVelocity, x => x == 0 ? (-0.7, 0.7) : Both((0.7 * Math.Sign(x)) + (0.4 * x)), net.WeakConvexity);
        NonNegative.Kernel positive = new(new NonNegative { Lambda = 0.3 });
        yield return Scalar("λw + ι(w ≥ 0)", positive.Value, positive.Proximal, positive.MinimalNormVelocity, x => (x == 0 ? double.NegativeInfinity : 0.3, 0.3), positive.WeakConvexity);
        ShiftedElastic.Kernel shifted = new(new ShiftedElastic());
        yield return Scalar("0.8|2w − 1| + ½μ(w + 1)² − 0.3w", shifted.Value, shifted.Proximal, shifted.MinimalNormVelocity,
            x => Spread((0.7 * (x + 1)) - 0.3, 1.6, x - 0.5), shifted.WeakConvexity);
        TwoKinks.Kernel kinks = new(new TwoKinks());
        yield return Scalar("|w| + λ|w − 1| + ¼w²", kinks.Value, kinks.Proximal, kinks.MinimalNormVelocity,
            x => Add(Spread(0.5 * x, 1, x), Spread(0, 1.5, x - 1)), kinks.WeakConvexity);
        OneSided.Kernel sided = new(new OneSided());
        yield return Scalar("max(2w, −½w) − min(0, w)", sided.Value, sided.Proximal, sided.MinimalNormVelocity, x => x > 0 ? Both(2) : x < 0 ? Both(-1.5) : (-1.5, 2), sided.WeakConvexity);
        WeightBox.Kernel box = new(new WeightBox());
        yield return Scalar("½w + ι(|w − 1| ≤ 2)", box.Value, box.Proximal, box.MinimalNormVelocity,
            x => (x == -1 ? double.NegativeInfinity : 0.5, x == 3 ? double.PositiveInfinity : 0.5), box.WeakConvexity);
        Hill.Kernel hill = new(new Hill());
        yield return Scalar("|w| − ½κw²", hill.Value, hill.Proximal, hill.MinimalNormVelocity, x => Spread(-0.5 * x, 1, x), hill.WeakConvexity, 0.5);
    }

    private static IEnumerable<ProximalCase> Vectors()
    {
        SquaredL2.Kernel squared = new(new SquaredL2 { Lambda = 0.8 });
        yield return new("½λ‖θ‖²", 3, x => squared.Value(x), (u, g, r) => squared.Proximal(g, u, r), (x, v) => squared.MinimalNormVelocity(x, v),
            (x, g) => Norm([.. x.Zip(g, (a, b) => b - (0.8 * a))]), squared.WeakConvexity);
        L1.Kernel absolute = new(new L1 { Lambda = 0.8 });
        yield return new("λ‖θ‖₁", 3, x => absolute.Value(x), (u, g, r) => absolute.Proximal(g, u, r), (x, v) => absolute.MinimalNormVelocity(x, v),
            (x, g) => Separable(x, g, t => Spread(0, 0.8, t)), absolute.WeakConvexity);
        Box.Kernel box = new(new Box { Low = -0.5, High = 1.25 });
        yield return new("ι(low ≤ θ ≤ high)", 3, x => box.Value(x), (u, g, r) => box.Proximal(g, u, r), (x, v) => box.MinimalNormVelocity(x, v),
            (x, g) => Separable(x, g, t => (t == -0.5 ? double.NegativeInfinity : 0, t == 1.25 ? double.PositiveInfinity : 0)), box.WeakConvexity);
        GroupNorm.Kernel group = new(new GroupNorm { Lambda = 0.8 });
        yield return new("λ‖θ‖", 3, x => group.Value(x), (u, g, r) => group.Proximal(g, u, r), (x, v) => group.MinimalNormVelocity(x, v),
            (x, g) => Grouped(x, g, 0.8, 0, t => Both(0)), group.WeakConvexity);
        SparseGroup.Kernel sparse = new(new SparseGroup { Lambda = 0.5, Mu = 0.6 });
        yield return new("λ‖θ‖₁ + μ‖θ‖", 3, x => sparse.Value(x), (u, g, r) => sparse.Proximal(g, u, r), (x, v) => sparse.MinimalNormVelocity(x, v),
            (x, g) => Grouped(x, g, 0.6, 0, t => Spread(0, 0.5, t)), sparse.WeakConvexity);
        ShiftedGroup.Kernel shifted = new(new ShiftedGroup());
        yield return new("0.9‖θ − c‖ + 0.4‖θ − c‖₁ + 0.1Σθ", 3, x => shifted.Value(x), (u, g, r) => shifted.Proximal(g, u, r), (x, v) => shifted.MinimalNormVelocity(x, v),
            (x, g) => Grouped(x, g, 0.9, 0.5, t => Spread(0.1, 0.4, t - 0.5)), shifted.WeakConvexity);
        NonNegativeGroup.Kernel positive = new(new NonNegativeGroup());
        yield return new("0.3Σθ + ι(θ ≥ 0) + 0.6‖θ‖ + ¼‖θ‖²", 3, x => positive.Value(x), (u, g, r) => positive.Proximal(g, u, r), (x, v) => positive.MinimalNormVelocity(x, v),
            (x, g) => Grouped(x, g, 0.6, 0, t => (t == 0 ? double.NegativeInfinity : 0.3 + (0.5 * t), 0.3 + (0.5 * t))), positive.WeakConvexity);
    }

    private static IEnumerable<ProximalCase> Products()
    {
        PathNorm.Kernel path = new(new PathNorm { Lambda = 0.8 });
        yield return new("λ|a|‖w‖", 3, x => path.Value(x[0], x.AsSpan(1)), (u, g, r) => path.Proximal(g, u[0], u.AsSpan(1), ref r[0], r.AsSpan(1)),
            (x, v) => path.MinimalNormVelocity(x[0], x.AsSpan(1), ref v[0], v.AsSpan(1)), (x, g) => Product(x, g, 0.8, 0, 0), path.WeakConvexity, 0.8);
        ElasticPath.Kernel elastic = new(new ElasticPath());
        yield return new("1.2|a|‖w‖ + ½qa² + ½r‖w‖²", 3, x => elastic.Value(x[0], x.AsSpan(1)), (u, g, r) => elastic.Proximal(g, u[0], u.AsSpan(1), ref r[0], r.AsSpan(1)),
            (x, v) => elastic.MinimalNormVelocity(x[0], x.AsSpan(1), ref v[0], v.AsSpan(1)), (x, g) => Product(x, g, 1.2, 0.6, 0.2), elastic.WeakConvexity, Math.Sqrt(0.04 + 1.44) - 0.4);
        AbsoluteProduct.Kernel pair = new(new AbsoluteProduct());
        yield return new("|3ab|", 2, x => pair.Value(x[0], x[1]), (u, g, r) => pair.Proximal(g, u[0], u[1], ref r[0], ref r[1]),
            (x, v) => pair.MinimalNormVelocity(x[0], x[1], ref v[0], ref v[1]), (x, g) => Product(x, g, 3, 0, 0), pair.WeakConvexity, 3);
    }

    private delegate void ScalarMap(double gamma, double u, ref double result);

    private delegate void ScalarVelocity(double x, ref double velocity);

    private static ProximalCase Scalar(
        string name, Func<double, double> value, ScalarMap map, ScalarVelocity velocity, Func<double, (double, double)> slopes, double weak, double modulus = 0) => new(
            name, 1, x => value(x[0]), (u, g, r) => map(g, u[0], ref r[0]), (x, v) => velocity(x[0], ref v[0]), (x, g) => Separable(x, g, slopes), weak, modulus);

    private static (double, double) Both(double slope) => (slope, slope);

    private static (double, double) Spread(double slope, double weight, double distance) =>
        distance == 0 ? (slope - weight, slope + weight) : Both(slope + (weight * Math.Sign(distance)));

    private static (double, double) Add((double Low, double High) a, (double Low, double High) b) => (a.Low + b.Low, a.High + b.High);

    private static double Separable(double[] x, double[] g, Func<double, (double, double)> slopes) => Norm(Outside(x, g, slopes));

    private static double[] Outside(double[] x, double[] g, Func<double, (double, double)> slopes) =>
        [.. x.Zip(g, (t, s) => slopes(t) is var (low, high) && s < low ? s - low : s > high ? s - high : 0)];

    private static double Grouped(double[] x, double[] g, double weight, double centre, Func<double, (double, double)> slopes)
    {
        double norm = Norm([.. x.Select(t => t - centre)]);
        return norm > 0
            ? Norm(Outside(x, [.. x.Zip(g, (t, s) => s - (weight * (t - centre) / norm))], slopes))
            : Math.Max(0, Norm(Outside(x, g, slopes)) - weight);
    }

    private static double Product(double[] x, double[] g, double weight, double q, double r)
    {
        double[] w = x[1..];
        double a = Math.Abs(x[0]), norm = Norm(w);
        double[] gw = [.. w.Zip(g[1..], (t, s) => s - (r * t) - (norm > 0 ? weight * a * t / norm : 0))];
        double ga = g[0] - (q * x[0]) - (weight * norm * Math.Sign(x[0]));
        double first = a > 0 ? Math.Abs(ga) : Math.Max(0, Math.Abs(ga) - (weight * norm));
        double second = norm > 0 ? Norm(gw) : Math.Max(0, Norm(gw) - (weight * a));
        return Math.Sqrt((first * first) + (second * second));
    }

    internal static double Norm(double[] x) => Math.Sqrt(x.Sum(t => t * t));
}
