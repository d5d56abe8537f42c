using System.Diagnostics;
using MeanFieldDsl.Benchmarks.Compare;

namespace MeanFieldDsl.Benchmarks.Cold;

/// <summary>The times of one process, in milliseconds. The making of the data, which a program would read, is left out.</summary>
/// <param name="Main">From the start of the process to <c>Main</c>.</param>
/// <param name="First">From there to the end of the first step: the model is bound, the evaluator made and its code compiled.</param>
/// <param name="Second">From <c>Main</c> to the end of the second step.</param>
/// <param name="Steady">A step when many have been made.</param>
internal sealed record ColdTimes(double Main, double First, double Second, double Steady)
{
    private const double SteadySeconds = 0.25;

    /// <summary>The times of this process, which must have done nothing yet.</summary>
    /// <param name="name">The workload.</param>
    /// <param name="start">When the process was started, in universal time.</param>
    public static ColdTimes Measure(string name, DateTime start)
    {
        double main = (DateTime.UtcNow - start).TotalMilliseconds;
        Workload workload = Workloads.Full(name);
        Stopwatch watch = Stopwatch.StartNew();
        using Ours ours = Ours.Start(workload, Precision.Double, threads: 1);
        _ = ours.Run(1);
        double first = watch.Elapsed.TotalMilliseconds;
        _ = ours.Run(1);
        double second = watch.Elapsed.TotalMilliseconds;
        double step = ours.Run(1);
        step = ours.Run((int)Math.Clamp(SteadySeconds / step, 1, 10_000));
        step = ours.Run((int)Math.Clamp(SteadySeconds / step, 1, 10_000));
        return new(main, first, second, 1e3 * step);
    }
}
