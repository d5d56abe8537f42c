using MeanFieldDsl.Benchmarks.Cold;

namespace MeanFieldDsl.Benchmarks.Tests;

/// <summary>The times of a process that has just started.</summary>
public sealed class ColdStartTests
{
    [Fact]
    public void A_process_makes_steps_in_the_order_of_the_times()
    {
        ColdTimes times = ColdStart.Median("gauss-1d", 1);
        Assert.InRange(times.Main, 1, 1e5);
        Assert.InRange(times.First, times.Steady, times.Second);
        Assert.InRange(times.Second - times.First, 0, times.First);
        Assert.InRange(times.Steady, 1e-3, 1e4);
    }

    [Fact]
    public void What_it_does_not_know_is_said() => Assert.Equal(2, ColdStart.Run(["--no-such"]));
}
