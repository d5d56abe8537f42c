using System.Numerics;

namespace MeanFieldDsl.Benchmarks.Compare;

/// <summary>The plain C# port of each family in each precision.</summary>
internal static class NaivePorts
{
    public static IParticipant Start(Workload workload, Precision precision) =>
        precision == Precision.Double ? Start<double>(workload) : Start<float>(workload);

    private static NaivePort<T> Start<T>(Workload workload)
        where T : struct, IFloatingPointIeee754<T> => workload.Family switch
        {
            Family.Relu or Family.Sigmoid => new NaiveNetwork<T>(workload),
            Family.Gauss => new NaiveGauss<T>(workload),
            Family.Torus => new NaiveTorus<T>(workload),
            _ => new NaiveTensor<T>(workload),
        };
}
