using System.Runtime.InteropServices;
using System.Security.Cryptography;
using MeanFieldDsl.Library;

namespace MeanFieldDsl.Tests;

// Every feature, loss and regularizer of the library; whether the theory covers a pair is not what is tested.
#pragma warning disable MFD0702, MFD0703

[MeanFieldModel<ReluNeuron, LogisticLoss, SquaredL2>]
internal sealed partial class ReluLogistic;

[MeanFieldModel<ReluNeuronWithoutBias, SquareLoss, PathNorm>]
internal sealed partial class ReluSquarePath;

[MeanFieldModel<LeakyReluNeuron, HuberLoss, GroupNorm>]
internal sealed partial class LeakyHuberGroup;

[MeanFieldModel<SigmoidNeuron, LogCoshLoss, TotalVariation>]
internal sealed partial class SigmoidLogCoshVariation;

[MeanFieldModel<TanhNeuron, SquaredHingeLoss, L1>]
internal sealed partial class TanhSquaredHingeL1;

[MeanFieldModel<ErfNeuron, QuantileLoss, ElasticNet>]
internal sealed partial class ErfQuantileElastic;

[MeanFieldModel<GeluNeuron, HingeLoss, SparseGroup>]
internal sealed partial class GeluHingeSparse;

[MeanFieldModel<CosineNeuron, SquareLoss, NonNegative>]
internal sealed partial class CosineSquareNonNegative;

[MeanFieldModel<GaussianSpike, SquareLoss, TotalVariation>]
internal sealed partial class GaussianSquareVariation;

[MeanFieldModel<DirichletSpike, SquareLoss, TotalVariation>]
internal sealed partial class DirichletSquareVariation;

[MeanFieldModel<RankOneMatrix, SquareLoss, SquaredL2>]
internal sealed partial class MatrixSquareDecay;

[MeanFieldModel<RankOneTensor, SquareLoss, Box>]
internal sealed partial class TensorSquareBox;

[MeanFieldModel<Monomial, ExponentialLoss, SquaredL2>]
internal sealed partial class MonomialExponential;

[MeanFieldModel<TanhNeuron, PoissonLoss, TotalVariation>]
internal sealed partial class TanhPoissonVariation;

[MeanFieldModel<ReluNeuron, SquareLoss>(Precision = Precision.Single)]
internal sealed partial class ReluSquareSingle;

/// <summary>Runs models of every declaration of the library, whatever their particles.</summary>
internal static class LibraryFlows
{
    private const int Rows = 40;

    public static IReadOnlyDictionary<string, Func<FlowOptions, LibraryRun>> All { get; } = new Dictionary<string, Func<FlowOptions, LibraryRun>>
    {
        ["relu logistic"] = o => Run(new ReluLogistic(new SquaredL2 { Lambda = 1e-2 }).On(Cloud(3, signs: true)), o),
        ["relu square path"] = o => Run(new ReluSquarePath(new PathNorm { Lambda = 1e-2 }).On(Cloud(3)), o),
        ["leaky huber group"] = o => Run(new LeakyHuberGroup(new GroupNorm { Lambda = 1e-2 }, new LeakyReluNeuron { Slope = 0.1 }, new HuberLoss { Delta = 0.5 }).On(Cloud(2)), o),
        ["sigmoid logcosh variation"] = o => Run(new SigmoidLogCoshVariation(new TotalVariation { Lambda = 1e-2 }).On(Cloud(2)), o),
        ["tanh squared hinge l1"] = o => Run(new TanhSquaredHingeL1(new L1 { Lambda = 1e-3 }).On(Cloud(3, signs: true)), o),
        ["erf quantile elastic"] = o => Run(new ErfQuantileElastic(new ElasticNet { Lambda = 1e-2, Mu = 1e-2 }, loss: new QuantileLoss { Level = 0.3 }).On(Cloud(2)), o),
        ["gelu hinge sparse"] = o => Run(new GeluHingeSparse(new SparseGroup { Lambda = 1e-3, Mu = 1e-3 }).On(Cloud(2, signs: true)), o),
        ["cosine square non-negative"] = o => Run(new CosineSquareNonNegative(regularizer: new NonNegative { Lambda = 1e-2 }).On(Cloud(2)), Positive(o, 4)),
        ["gaussian square variation"] = o => Run(new GaussianSquareVariation(new GaussianSpike { Width = 0.5 }, new TotalVariation { Lambda = 1e-2 }).On(Cloud(1)), o),
        ["dirichlet square variation"] = o => Run(new DirichletSquareVariation(new DirichletSpike { CutOff = 3 }, new TotalVariation { Lambda = 1e-2 }).On(Cloud(2)), o),
        ["matrix square decay"] = o => Run(new MatrixSquareDecay(new SquaredL2 { Lambda = 1e-2 }).On(Entries(2), n1: 4, n2: 5), o),
        ["tensor square box"] = o => Run(new TensorSquareBox(new Box { Low = -2, High = 2 }).On(Entries(3), n1: 4, n2: 5, n3: 6), o),
        ["monomial exponential"] = o => Run(new MonomialExponential(new SquaredL2 { Lambda = 1e-1 }, new Monomial { Degree = 2 }).On(Cloud(2, signs: true)), o),
        ["tanh poisson variation"] = o => Run(new TanhPoissonVariation(new TotalVariation { Lambda = 1e-2 }).On(Counts(2)), o),
        ["relu square single"] = o => Run(new ReluSquareSingle().On(Cloud(6)), o),
    };

    private static LibraryRun Run<TParticle>(MeanFieldProblem<TParticle> problem, FlowOptions options)
        where TParticle : IParticle<TParticle>, allows ref struct
    {
        List<double> objectives = [];
        double epsilon;
        using (Evaluator evaluator = problem.CreateEvaluator(1))
        {
            epsilon = evaluator.MachineEpsilon;
        }

        FlowResult<TParticle> run = GradientFlow.Run(problem, options);
        byte[] hash = SHA256.HashData(MemoryMarshal.AsBytes(run.Particles.Values));
        return new(run.Status, run.Scheme.ToString(), run.Objective, run.Iterations, run.AllocatedBytesPerStep, Convert.ToHexString(hash), run.ToString(), run.History, run.DissipationDefect, epsilon);
    }

    // A start inside the domain of a regularizer that admits weights of one sign.
    private static FlowOptions Positive(FlowOptions options, int dimension)
    {
        if (options.InitialParticles is not null)
        {
            return options;
        }

        CounterRandom random = new(options.Seed, 1);
        double[] particles = new double[options.ParticleCount * dimension];
        for (int k = 0; k < particles.Length; k++)
        {
            particles[k] = k % dimension == 0 ? 0.2 + random.NextDouble() : random.NextGaussian();
        }

        return options with { InitialParticles = particles };
    }

    private static DataSet Cloud(int dimension, bool signs = false)
    {
        CounterRandom random = new(17, (ulong)dimension);
        double[][] inputs = [.. Enumerable.Range(0, Rows).Select(_ => Gaussians(ref random, dimension))];
        return DataSet.From(inputs, [.. inputs.Select(x => signs ? (x[0] + (0.3 * random.NextGaussian()) > 0 ? 1.0 : -1) : Math.Sin(2 * x[0]) + (0.1 * random.NextGaussian()))]);
    }

    private static DataSet Counts(int dimension) => Cloud(dimension).MapTargets(static y => Math.Round(2 + y));

    private static DataSet Entries(int order)
    {
        CounterRandom random = new(18, (ulong)order);
        double[][] inputs = [.. Enumerable.Range(0, Rows).Select(_ => Indices(ref random, order))];
        return DataSet.From(inputs, [.. inputs.Select(static x => Math.Cos(x.Sum()))]);
    }

    private static double[] Gaussians(ref CounterRandom random, int count)
    {
        double[] values = new double[count];
        for (int k = 0; k < count; k++)
        {
            values[k] = random.NextGaussian();
        }

        return values;
    }

    private static double[] Indices(ref CounterRandom random, int order)
    {
        double[] values = new double[order];
        for (int k = 0; k < order; k++)
        {
            values[k] = random.NextInt(4 + k);
        }

        return values;
    }
}

/// <summary>What the tests ask of a run.</summary>
internal sealed record LibraryRun(
    FlowStatus Status, string Scheme, double Objective, int Iterations, double AllocatedBytesPerStep, string Hash, string Text, IReadOnlyList<FlowReport> History, double DissipationDefect, double Epsilon);
