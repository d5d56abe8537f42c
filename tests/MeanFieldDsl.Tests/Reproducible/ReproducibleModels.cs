using MeanFieldDsl.Library;
using MeanFieldDsl.Tests.Kernels.Interaction;
using MeanFieldDsl.Tests.Kernels.Population;
using MeanFieldDsl.Tests.Kernels.Ridge;
using MeanFieldDsl.Tests.Kernels.Separable;
using static System.Math;
using static MeanFieldDsl.Ops;

namespace MeanFieldDsl.Tests.Reproducible;

// The theory of the regularizers is not what is tested.
#pragma warning disable MFD0702

/// <summary>A feature of no inner product, with functions of the particle alone, of the row alone and of both.</summary>
[Feature]
internal sealed partial class Bumps
{
    public required double Scale { get; init; }

    [Formula]
    public double Phi([Weight] double a, [Position] Vec w, [Position] double b, [Input] Vec x) =>
        a * Exp(-Scale * Sq(b)) * Sum(w, x, (wi, xi) => Log1p(Sq(wi * xi)) + (Sin(xi) * Cbrt(wi - xi)));
}

/// <summary>A regularizer whose functions are scalar code.</summary>
[Regularizer]
internal sealed partial class Wells
{
    public required double Lambda { get; init; }

    [Formula]
    public double Value(Vec theta) => Lambda * Sum(theta, t => Exp(-Sq(t)) + Pow(1 + Sq(t), 0.3) + (0.1 * Cos(3 * t)));
}

[MeanFieldModel<SigmoidNeuron, SquareLoss, Wells>]
internal sealed partial class SigmoidInWells;

[MeanFieldModel<Bumps, SquareLoss, Wells>]
internal sealed partial class BumpsInWells;

[MeanFieldModel<RankOneTensor, SquareLoss, SquaredL2>]
internal sealed partial class TensorByPairs;

[MeanFieldModel<RankOneTensor, SquareLoss, SquaredL2>(Precision = Precision.Single)]
internal sealed partial class TensorInSingle;

/// <summary>The problems whose bits are compared: every path of evaluation, in both precisions.</summary>
internal static class ReproducibleModels
{
    private const int Rows = 67;

    // More than a panel of the path for short inner products; it has no functions and so costs little.
    private const int Several = 233;
    private static readonly SquaredL2 Decay = new() { Lambda = 0.125 };
    private static readonly GaussianSpike Spike = new() { Width = 0.125 };

    /// <summary>Each name with what makes its fingerprint of a mode and a number of threads.</summary>
    public static IReadOnlyList<(string Name, Func<bool, int, string> Fingerprint)> All { get; } =
    [
        ("relu, d = 5", static (r, t) => Fingerprint.Of(new ReluRidge(Decay).On(Cloud(5)), Cloud(5), r, t)),
        ("relu, d = 5, single", static (r, t) => Fingerprint.Of(new ReluSingle(Decay).On(Cloud(5)), Cloud(5), r, t)),
        ("leaky, d = 7", static (r, t) => Fingerprint.Of(new LeakyRidge(Decay, new LeakyReluNeuron { Slope = 0.25 }).On(Cloud(7)), Cloud(7), r, t, Several)),
        ("relu, d = 2", static (r, t) => Fingerprint.Of(new ReluRidge(Decay).On(Cloud(2)), Cloud(2), r, t, Several)),
        ("relu, d = 2, single", static (r, t) => Fingerprint.Of(new ReluSingle(Decay).On(Cloud(2)), Cloud(2), r, t, Several)),
        ("sigmoid", static (r, t) => Fingerprint.Of(new SigmoidInWells(new Wells { Lambda = 1 }).On(Cloud(5)), Cloud(5), r, t)),
        ("sigmoid, single", static (r, t) => Fingerprint.Of(new SigmoidSingle(Decay).On(Cloud(5)), Cloud(5), r, t)),
        ("gated, single", static (r, t) => Fingerprint.Of(new GatedSingle(Decay).On(Cloud(3)), Cloud(3), r, t)),
        ("spikes on a grid", static (r, t) => Fingerprint.Of(new SpikeOnGrid(Spike, Decay).On(Line()), Line(), r, t)),
        ("spikes on a grid, single", static (r, t) => Fingerprint.Of(new SpikeInSingle(Spike, Decay).On(Line()), Line(), r, t)),
        ("two widths on a grid", static (r, t) => Fingerprint.Of(new TwoWidthsOnGrid(new TwoWidths { Width = 0.125 }, Decay).On(Line()), Line(), r, t)),
        ("waves in the plane", static (r, t) => Fingerprint.Of(new DirichletInPlane(new DirichletSpike { CutOff = 3 }, Decay).On(Plane()), Plane(), r, t)),
        ("tensor, scattered", static (r, t) => Fingerprint.Of(new TensorByPairs(Decay).On(Entries(9), 36, 45, 54), Entries(9), r, t)),
        ("tensor", static (r, t) => Fingerprint.Of(new TensorByPairs(Decay).On(Entries(), 4, 5, 6), Entries(), r, t)),
        ("tensor, single", static (r, t) => Fingerprint.Of(new TensorInSingle(Decay).On(Entries(), 4, 5, 6), Entries(), r, t)),
        ("relu, linearised", static (r, t) => Fingerprint.Of(Linearised(), Cloud(5), r, t)),
        ("pairs", static (r, t) => Fingerprint.Of(new BumpsInWells(new Bumps { Scale = 0.5 }, new Wells { Lambda = 1 }).On(Cloud(3)), Cloud(3), r, t)),
        ("interaction", static (r, t) => Fingerprint.Of(new Plasma().Problem(2), null, r, t)),
        ("population, relu", static (r, t) => Fingerprint.Of(new Student().Against(Initialisation.Gaussian().Create<ReluNeuronWithoutBias.Particle>(Student.Layout(13), 9, 1)), Cloud(13), r, t)),
        ("population, erf", static (r, t) => Fingerprint.Of(new Smooth().Against(Initialisation.Gaussian().Create<SmoothNeuron.Particle>(Smooth.Layout(3), 5, 1)), Cloud(3), r, t)),
        ("functions of one number", static (_, _) => Fingerprint.OfFunctions()),
    ];

    private static DataSet Cloud(int dimension)
    {
        CounterRandom random = new(11, 0);
        double[][] inputs = [.. Enumerable.Range(0, Rows).Select(_ => Enumerable.Range(0, dimension).Select(_ => random.NextGaussian()).ToArray())];
        return DataSet.From(inputs, [.. inputs.Select(static x => x[0] * x[^1])]);
    }

    private static DataSet Line()
    {
        double[][] inputs = [.. Enumerable.Range(0, Rows).Select(static r => new[] { r * 0.01 })];
        return DataSet.From(inputs, [.. inputs.Select(static x => x[0] * (1 - x[0]))]);
    }

    private static DataSet Plane()
    {
        double[][] inputs = [.. Enumerable.Range(0, Rows).Select(static r => new[] { r / 9 * 0.1, r % 9 * 0.13 })];
        return DataSet.From(inputs, [.. inputs.Select(static x => x[0] * (1 - x[1]))]);
    }

    private static DataSet Entries(int scale = 1)
    {
        CounterRandom random = new(12, 0);
        double[][] inputs = [.. Enumerable.Range(0, Rows).Select(_ => new double[] { random.NextInt(4 * scale), random.NextInt(5 * scale), random.NextInt(6 * scale) })];
        return DataSet.From(inputs, [.. inputs.Select(static x => (x[0] - x[1]) * 0.1)]);
    }

    private static MeanFieldProblem<ReluNeuron.Particle> Linearised()
    {
        MeanFieldProblem<ReluNeuron.Particle> problem = new ReluRidge(Decay).On(Cloud(5));
        return problem.Linearise(Initialisation.Sphere().Create<ReluNeuron.Particle>(problem.Layout, 61, 3));
    }
}
