using MeanFieldDsl.Benchmarks.Compare;

namespace MeanFieldDsl.Benchmarks.Scaling;

/// <summary>What a pair of a particle and a row costs at several sizes, in nanoseconds.</summary>
/// <param name="Name">The network.</param>
/// <param name="Precision">What is computed for each pair.</param>
/// <param name="InParticles">By the number of particles, with the fewest rows.</param>
/// <param name="InRows">By the number of rows, with the fewest particles.</param>
internal sealed record ScalingTimes(string Name, Precision Precision, IReadOnlyDictionary<int, double> InParticles, IReadOnlyDictionary<int, double> InRows)
{
    private const int Rounds = 7;
    private const double RoundSeconds = 0.15;

    /// <summary>The largest cost of a pair by that at the smallest size.</summary>
    public double Worst => InParticles.Values.Concat(InRows.Values).Max() / InParticles[InParticles.Keys.Min()];

    /// <summary>Measures a network.</summary>
    /// <param name="family">Its activation.</param>
    /// <param name="dimension">The dimension of its inputs.</param>
    /// <param name="precision">What is computed for each pair.</param>
    /// <param name="sizes">The sizes, the smallest first.</param>
    public static ScalingTimes Measure(Family family, int dimension, Precision precision, IReadOnlyList<int> sizes)
    {
        Dictionary<int, double> inParticles = sizes.ToDictionary(static m => m, m => Pair(family, sizes[0], m, dimension, precision));
        Dictionary<int, double> inRows = sizes.ToDictionary(static n => n, n => n == sizes[0] ? inParticles[n] : Pair(family, n, sizes[0], dimension, precision));
        return new($"{(family == Family.Relu ? "relu" : "sigmoid")}-d{dimension}", precision, inParticles, inRows);
    }

    // The median over rounds of a step's time by the number of pairs.
    private static double Pair(Family family, int rows, int particles, int dimension, Precision precision)
    {
        using Ours ours = Ours.Start(Workloads.Network(family, rows, particles, dimension), precision, threads: 1);
        _ = ours.Run(1);
        int steps = (int)Math.Clamp(RoundSeconds / ours.Run(1), 1, 10_000);
        _ = ours.Run(steps);
        steps = (int)Math.Clamp(RoundSeconds * steps / ours.Run(steps), 1, 10_000);
        double[] times = [.. Enumerable.Range(0, Rounds).Select(_ => ours.Run(steps) / steps)];
        return 1e9 * times.Order().ElementAt(Rounds / 2) / ((double)rows * particles);
    }
}
