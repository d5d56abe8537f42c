namespace MeanFieldDsl.Benchmarks.Compare;

/// <summary>
/// Compares updates (θ₁ − θ₀) / step after one step from the same particles. Two right implementations differ by rounding alone: the
/// sums over rows, particles and inputs in another order, some u √(n + m + d) of the largest update (u the unit roundoff, signs at random),
/// and the rounding of θ₁ itself, u max|θ| / step. 64 times that is allowed, which a left-out term exceeds by orders.
/// </summary>
internal static class Agreement
{
    private const double Slack = 64;

    /// <summary>The update that a participant makes.</summary>
    public static double[] Update(IParticipant participant, Workload workload)
    {
        _ = participant.Run(1);
        double[] particles = participant.Particles();
        return particles.Length == workload.Start.Length
            ? [.. particles.Zip(workload.Start, (after, before) => (after - before) / workload.Step)]
            : throw new PeerException($"{particles.Length} numbers came back instead of {workload.Start.Length}.");
    }

    /// <summary>The largest difference of two updates, relative to the largest number of the first.</summary>
    public static double Difference(double[] expected, double[] actual) =>
        expected.Zip(actual, static (e, a) => double.IsFinite(a) ? Math.Abs(e - a) : double.PositiveInfinity).Max() / expected.Max(Math.Abs);

    /// <summary>The largest difference that rounding explains.</summary>
    public static double Tolerance(Workload workload, Precision precision, double[] expected)
    {
        double roundoff = precision == Precision.Double ? Math.ScaleB(1, -53) : Math.ScaleB(1, -24);
        double terms = workload.Rows + workload.Particles + workload.InputCount;
        return Slack * roundoff * (Math.Sqrt(terms) + (workload.Start.Max(Math.Abs) / (workload.Step * expected.Max(Math.Abs))));
    }
}
