using MeanFieldDsl.Library;
using static MeanFieldDsl.Ops;

namespace MeanFieldDsl.Tests.Flows;

// The theory has no theorem for these; they are test problems.
#pragma warning disable MFD0702, MFD0703

/// <summary>h(w) = (w² − Start²) x, which is 0 at w = Start (mathematics 4.1).</summary>
[Feature]
internal sealed partial class ShiftedSquare
{
    public required double Start { get; init; }

    [Formula]
    public double Phi([Weight] double w, [Input] double x) => (Sq(w) - Sq(Start)) * x;
}

[MeanFieldModel<ShiftedSquare, SquareLoss>]
internal sealed partial class SquareModel;

[MeanFieldModel<TanhNeuron, SquareLoss>]
internal sealed partial class SmoothNetwork;

[MeanFieldModel<ReluNeuron, SquareLoss>]
internal sealed partial class RectifierNetwork;

[MeanFieldModel<TanhNeuron, LogisticLoss, SquaredL2>]
internal sealed partial class DecayingClassifier;

[MeanFieldModel<DirichletSpike, HuberLoss, TotalVariation>]
internal sealed partial class SparseSpikes;

[MeanFieldModel<RankOneTensor, SquareLoss>]
internal sealed partial class SmallTensor;

[MeanFieldModel<GaussianSpike, PoissonLoss>]
internal sealed partial class SpikeRates;

/// <summary>Data for the models above.</summary>
internal static class LazyData
{
    public static DataSet Cloud(int rows, int dimension, bool signs = false)
    {
        CounterRandom random = new(41, (ulong)dimension);
        double[][] inputs = new double[rows][];
        for (int r = 0; r < rows; r++)
        {
            inputs[r] = new double[dimension];
            for (int k = 0; k < dimension; k++)
            {
                inputs[r][k] = random.NextGaussian();
            }
        }

        return DataSet.From(inputs, [.. inputs.Select(x => signs ? (Math.Sin(3 * x[0]) > 0 ? 1.0 : -1) : Math.Sin(2 * x[0]))]);
    }

    public static DataSet Entries() => DataSet.From(
        [.. Enumerable.Range(0, 40).Select(r => new double[] { r % 4, r / 4 % 5, r * 7 % 6 })], [.. Enumerable.Range(0, 40).Select(r => Math.Cos(r))]);
}
