using MeanFieldDsl.Benchmarks.Compare;
using MeanFieldDsl.Benchmarks.Scaling;

namespace MeanFieldDsl.Benchmarks.Tests;

/// <summary>The cost of a pair at several sizes.</summary>
public sealed class ScalingTests
{
    [Fact]
    public void The_worst_cost_is_compared_with_that_of_the_smallest_size()
    {
        ScalingTimes times = new("any", Precision.Double, new Dictionary<int, double> { [10] = 2, [100] = 3 }, new Dictionary<int, double> { [10] = 2, [100] = 5 });
        Assert.Equal(2.5, times.Worst);
    }

    [Fact]
    public void Every_size_is_measured()
    {
        ScalingTimes times = ScalingTimes.Measure(Family.Relu, 5, Precision.Single, [10, 20]);
        Assert.Equal([10, 20], times.InParticles.Keys);
        Assert.Equal([10, 20], times.InRows.Keys);
        Assert.All(times.InParticles.Values.Concat(times.InRows.Values), static cost => Assert.InRange(cost, 1e-3, 1e6));
    }

    [Fact]
    public void What_it_does_not_know_is_said() => Assert.Equal(2, ScalingReport.Run(["--no-such"]));
}
