using MeanFieldDsl.Library;

namespace MeanFieldDsl.Benchmarks.Compare;

/// <summary>Gaussian spikes on the line.</summary>
[MeanFieldModel<GaussianSpike, SquareLoss, SquaredL2>]
internal sealed partial class GaussianSpikes;

/// <summary>The model of the Gaussian workload; there is one in double precision only.</summary>
internal static class GaussModel
{
    public static Ours? Start(Workload workload, Precision precision, int threads) => precision == Precision.Single
        ? null
        : Ours.Of(
            new GaussianSpikes(new GaussianSpike { Width = workload.Width }, new SquaredL2 { Lambda = workload.Decay })
                .On(DataSet.From(workload.Inputs, workload.InputCount, workload.Targets)),
            workload,
            threads);
}
