using MeanFieldDsl.Library;

namespace MeanFieldDsl.Benchmarks.Compare;

/// <summary>A network of ReLU neurons with biases.</summary>
[MeanFieldModel<ReluNeuron, SquareLoss, SquaredL2>]
internal sealed partial class ReluNetwork;

/// <summary>A network of sigmoid neurons with biases.</summary>
[MeanFieldModel<SigmoidNeuron, SquareLoss, SquaredL2>]
internal sealed partial class SigmoidNetwork;

/// <summary>The networks of the workloads; there are models in double precision only.</summary>
internal static class NetworkModels
{
    public static Ours? Start(Workload workload, Precision precision, int threads)
    {
        if (precision == Precision.Single)
        {
            return null;
        }

        DataSet data = DataSet.From(workload.Inputs, workload.InputCount, workload.Targets);
        SquaredL2 decay = new() { Lambda = workload.Decay };
        return workload.Family == Family.Relu
            ? Ours.Of(new ReluNetwork(decay).On(data), workload, threads)
            : Ours.Of(new SigmoidNetwork(decay).On(data), workload, threads);
    }
}
