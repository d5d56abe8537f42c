using MeanFieldDsl.Library;

namespace MeanFieldDsl.Benchmarks.Compare;

/// <summary>A sum of rank-one tensors, observed entry by entry.</summary>
[MeanFieldModel<RankOneTensor, SquareLoss, SquaredL2>]
internal sealed partial class TensorCompletion;

/// <summary>The model of the tensor workload; there is one in double precision only.</summary>
internal static class TensorModel
{
    public static Ours? Start(Workload workload, Precision precision, int threads)
    {
        if (precision == Precision.Single)
        {
            return null;
        }

        DataSet data = DataSet.From(workload.Inputs, workload.InputCount, workload.Targets);
        int size = workload.ParticleLength / 3;
        return Ours.Of(new TensorCompletion(new SquaredL2 { Lambda = workload.Decay }).On(data, n1: size, n2: size, n3: size), workload, threads);
    }
}
