using MeanFieldDsl.Library;

namespace MeanFieldDsl.Benchmarks.Compare;

/// <summary>Gaussian spikes on the line.</summary>
[MeanFieldModel<GaussianSpike, SquareLoss, SquaredL2>]
internal sealed partial class GaussianSpikes;

/// <summary>The same in single precision.</summary>
[MeanFieldModel<GaussianSpike, SquareLoss, SquaredL2>(Precision = Precision.Single)]
internal sealed partial class GaussianSpikesInSingle;

/// <summary>The model of the Gaussian workload.</summary>
internal static class GaussModel
{
    public static Ours Start(Workload workload, Precision precision, int threads)
    {
        DataSet data = DataSet.From(workload.Inputs, workload.InputCount, workload.Targets);
        GaussianSpike spike = new() { Width = workload.Width };
        SquaredL2 decay = new() { Lambda = workload.Decay };
        return precision == Precision.Single
            ? Ours.Of(new GaussianSpikesInSingle(spike, decay).On(data), workload, threads)
            : Ours.Of(new GaussianSpikes(spike, decay).On(data), workload, threads);
    }
}
