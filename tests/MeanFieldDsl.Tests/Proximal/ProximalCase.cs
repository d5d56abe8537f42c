using MeanFieldDsl.Kernels;
using MeanFieldDsl.Library;

namespace MeanFieldDsl.Tests.Proximal;

/// <summary>A regularizer's generated code with its subdifferential written by hand.</summary>
/// <param name="Name">What it is.</param>
/// <param name="Lengths">How many numbers each parameter has.</param>
/// <param name="Bind">Binds the generated code to where the parameters lie.</param>
/// <param name="Distance">The distance of g to ∂V(x), by hand.</param>
/// <param name="Modulus">The modulus of weak convexity, by hand.</param>
internal sealed record ProximalCase(
    string Name,
    int[] Lengths,
    Func<ParticlePart[], IRegularizerKernel> Bind,
    Func<double[], double[], double> Distance,
    double Modulus = 0)
{
    /// <summary>The generated code for particles that consist of the parameters in their order.</summary>
    public IRegularizerKernel Kernel { get; } = Bind([.. Lengths.Select((length, i) => new ParticlePart(Lengths[..i].Sum(), length))]);

    public int Dimension => Lengths.Sum();

    public override string ToString() => Name;

    public static ProximalCase[] All { get; } = [.. Scalars(), .. Vectors(), .. Products()];

    private static IEnumerable<ProximalCase> Scalars()
    {
        yield return Scalar("λ|w|", p => new TotalVariation.Kernel(new TotalVariation { Lambda = 0.7 }, p[0]),
            x => x == 0 ? (-0.7, 0.7) : Both(0.7 * Math.Sign(x)));
        yield return Scalar("λ|w| + ½μw²", p => new ElasticNet.Kernel(new ElasticNet { Lambda = 0.7, Mu = 0.4 }, p[0]),
            x => x == 0 ? (-0.7, 0.7) : Both((0.7 * Math.Sign(x)) + (0.4 * x)));
        yield return Scalar("λw + ι(w ≥ 0)", p => new NonNegative.Kernel(new NonNegative { Lambda = 0.3 }, p[0]),
            x => (x == 0 ? double.NegativeInfinity : 0.3, 0.3));
        yield return Scalar("0.8|2w − 1| + ½μ(w + 1)² − 0.3w", p => new ShiftedElastic.Kernel(new ShiftedElastic(), p[0]),
            x => Spread((0.7 * (x + 1)) - 0.3, 1.6, x - 0.5));
        yield return Scalar("|w| + λ|w − 1| + ¼w²", p => new TwoKinks.Kernel(new TwoKinks(), p[0]),
            x => Add(Spread(0.5 * x, 1, x), Spread(0, 1.5, x - 1)));
        yield return Scalar("max(2w, −½w) − min(0, w)", p => new OneSided.Kernel(new OneSided(), p[0]),
            x => x > 0 ? Both(2) : x < 0 ? Both(-1.5) : (-1.5, 2));
        yield return Scalar("½w + ι(|w − 1| ≤ 2)", p => new WeightBox.Kernel(new WeightBox(), p[0]),
            x => (x == -1 ? double.NegativeInfinity : 0.5, x == 3 ? double.PositiveInfinity : 0.5));
        yield return Scalar("|w| − ½κw²", p => new Hill.Kernel(new Hill(), p[0]),
            x => Spread(-0.5 * x, 1, x), 0.5);
    }

    private static IEnumerable<ProximalCase> Vectors()
    {
        yield return new("½λ‖θ‖²", [3], p => new SquaredL2.Kernel(new SquaredL2 { Lambda = 0.8 }, p[0]),
            (x, g) => Norm([.. x.Zip(g, (a, b) => b - (0.8 * a))]));
        yield return new("λ‖θ‖₁", [3], p => new L1.Kernel(new L1 { Lambda = 0.8 }, p[0]),
            (x, g) => Separable(x, g, t => Spread(0, 0.8, t)));
        yield return new("ι(low ≤ θ ≤ high)", [3], p => new Box.Kernel(new Box { Low = -0.5, High = 1.25 }, p[0]),
            (x, g) => Separable(x, g, t => (t == -0.5 ? double.NegativeInfinity : 0, t == 1.25 ? double.PositiveInfinity : 0)));
        yield return new("λ‖θ‖", [3], p => new GroupNorm.Kernel(new GroupNorm { Lambda = 0.8 }, p[0]),
            (x, g) => Grouped(x, g, 0.8, 0, t => Both(0)));
        yield return new("λ‖θ‖₁ + μ‖θ‖", [3], p => new SparseGroup.Kernel(new SparseGroup { Lambda = 0.5, Mu = 0.6 }, p[0]),
            (x, g) => Grouped(x, g, 0.6, 0, t => Spread(0, 0.5, t)));
        yield return new("0.9‖θ − c‖ + 0.4‖θ − c‖₁ + 0.1Σθ", [3], p => new ShiftedGroup.Kernel(new ShiftedGroup(), p[0]),
            (x, g) => Grouped(x, g, 0.9, 0.5, t => Spread(0.1, 0.4, t - 0.5)));
        yield return new("0.3Σθ + ι(θ ≥ 0) + 0.6‖θ‖ + ¼‖θ‖²", [3], p => new NonNegativeGroup.Kernel(new NonNegativeGroup(), p[0]),
            (x, g) => Grouped(x, g, 0.6, 0, t => (t == 0 ? double.NegativeInfinity : 0.3 + (0.5 * t), 0.3 + (0.5 * t))));
    }

    private static IEnumerable<ProximalCase> Products()
    {
        yield return new("λ|a|‖w‖", [1, 2], p => new PathNorm.Kernel(new PathNorm { Lambda = 0.8 }, p[0], p[1]),
            (x, g) => Product(x, g, 0.8, 0, 0), 0.8);
        yield return new("1.2|a|‖w‖ + ½qa² + ½r‖w‖²", [1, 2], p => new ElasticPath.Kernel(new ElasticPath(), p[0], p[1]),
            (x, g) => Product(x, g, 1.2, 0.6, 0.2), Math.Sqrt(0.04 + 1.44) - 0.4);
        yield return new("|3ab|", [1, 1], p => new AbsoluteProduct.Kernel(new AbsoluteProduct(), p[0], p[1]),
            (x, g) => Product(x, g, 3, 0, 0), 3);
    }

    private static ProximalCase Scalar(string name, Func<ParticlePart[], IRegularizerKernel> bind, Func<double, (double, double)> slopes, double modulus = 0) =>
        new(name, [1], bind, (x, g) => Separable(x, g, slopes), modulus);

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
