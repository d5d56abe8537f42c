using System.Diagnostics;
using System.Numerics;

namespace MeanFieldDsl.Benchmarks.Compare;

/// <summary>
/// The textbook formulas in plain C# loops, without the library: what a reader of the paper would write first. It is timed, and it is
/// the independent implementation that the others are checked against in the tests.
/// </summary>
/// <typeparam name="T">The type of the numbers.</typeparam>
internal abstract class NaivePort<T> : IParticipant
    where T : struct, IFloatingPointIeee754<T>
{
    protected NaivePort(Workload workload)
    {
        Workload = workload;
        Theta = new T[workload.Particles][];
        Rate = T.CreateChecked(workload.Step);
        Decay = T.CreateChecked(workload.Decay);
    }

    protected Workload Workload { get; }

    /// <summary>The particles, one array each.</summary>
    protected T[][] Theta { get; }

    protected T Rate { get; }

    protected T Decay { get; }

    public double Run(int steps)
    {
        for (int i = 0; i < Theta.Length; i++)
        {
            Theta[i] = Numbers(Workload.Start.AsSpan(i * Workload.ParticleLength, Workload.ParticleLength));
        }

        long begin = Stopwatch.GetTimestamp();
        for (int k = 0; k < steps; k++)
        {
            Step();
        }

        return Stopwatch.GetElapsedTime(begin).TotalSeconds;
    }

    public double[] Particles() => [.. Theta.SelectMany(static theta => theta).Select(double.CreateChecked)];

    protected abstract void Step();

    protected static T[] Numbers(ReadOnlySpan<double> values)
    {
        T[] numbers = new T[values.Length];
        for (int k = 0; k < numbers.Length; k++)
        {
            numbers[k] = T.CreateChecked(values[k]);
        }

        return numbers;
    }

    /// <summary>The rows of the inputs, one array each.</summary>
    protected T[][] Rows() =>
        [.. Enumerable.Range(0, Workload.Rows).Select(r => Numbers(Workload.Inputs.AsSpan(r * Workload.InputCount, Workload.InputCount)))];
}
