using MeanFieldDsl.Library;

namespace MeanFieldDsl.Benchmarks.Compare;

/// <summary>A sum of rank-one tensors, observed entry by entry.</summary>
[MeanFieldModel<RankOneTensor, SquareLoss, SquaredL2>]
internal sealed partial class TensorCompletion;

/// <summary>The same in single precision.</summary>
[MeanFieldModel<RankOneTensor, SquareLoss, SquaredL2>(Precision = Precision.Single)]
internal sealed partial class TensorCompletionInSingle;

/// <summary>The model of the tensor workload.</summary>
internal static class TensorModel
{
    public static Ours Start(Workload workload, Precision precision, int threads)
    {
        DataSet data = DataSet.From(workload.Inputs, workload.InputCount, workload.Targets);
        int size = workload.ParticleLength / 3;
        SquaredL2 decay = new() { Lambda = workload.Decay };
        return precision == Precision.Single
            ? Ours.Of(new TensorCompletionInSingle(decay).On(data, n1: size, n2: size, n3: size), workload, threads)
            : Ours.Of(new TensorCompletion(decay).On(data, n1: size, n2: size, n3: size), workload, threads);
    }
}
