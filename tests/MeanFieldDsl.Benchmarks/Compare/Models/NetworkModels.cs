using MeanFieldDsl.Library;

namespace MeanFieldDsl.Benchmarks.Compare;

/// <summary>A network of ReLU neurons with biases.</summary>
[MeanFieldModel<ReluNeuron, SquareLoss, SquaredL2>]
internal sealed partial class ReluNetwork;

/// <summary>The same in single precision.</summary>
[MeanFieldModel<ReluNeuron, SquareLoss, SquaredL2>(Precision = Precision.Single)]
internal sealed partial class ReluNetworkInSingle;

/// <summary>A network of sigmoid neurons with biases.</summary>
[MeanFieldModel<SigmoidNeuron, SquareLoss, SquaredL2>]
internal sealed partial class SigmoidNetwork;

/// <summary>The same in single precision.</summary>
[MeanFieldModel<SigmoidNeuron, SquareLoss, SquaredL2>(Precision = Precision.Single)]
internal sealed partial class SigmoidNetworkInSingle;

/// <summary>The networks of the workloads.</summary>
internal static class NetworkModels
{
    public static Ours Start(Workload workload, Precision precision, int threads)
    {
        DataSet data = DataSet.From(workload.Inputs, workload.InputCount, workload.Targets);
        SquaredL2 decay = new() { Lambda = workload.Decay };
        return (workload.Family, precision) switch
        {
            (Family.Relu, Precision.Single) => Ours.Of(new ReluNetworkInSingle(decay).On(data), workload, threads),
            (Family.Relu, _) => Ours.Of(new ReluNetwork(decay).On(data), workload, threads),
            (_, Precision.Single) => Ours.Of(new SigmoidNetworkInSingle(decay).On(data), workload, threads),
            _ => Ours.Of(new SigmoidNetwork(decay).On(data), workload, threads),
        };
    }
}
