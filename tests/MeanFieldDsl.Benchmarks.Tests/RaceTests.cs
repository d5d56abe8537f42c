using MeanFieldDsl.Benchmarks.Compare;

namespace MeanFieldDsl.Benchmarks.Tests;

/// <summary>How times become medians and ratios.</summary>
public sealed class RaceTests
{
    [Fact]
    public void A_ratio_is_formed_within_a_round()
    {
        // Everybody slows down alike from call to call, as on a machine that others use: the ratio does not notice.
        double load = 1;
        Race race = new([new Clock(() => 0.04 * load), new Clock(() => 0.08 * (load *= 1.01))]);
        Assert.InRange(race.Ratio(1, 0).Median, 1.9, 2.1);
        Assert.InRange(race.Seconds(1) / race.Seconds(0), 1.9, 2.1);
    }

    [Fact]
    public void Short_steps_are_timed_many_at_a_time()
    {
        Clock clock = new(static () => 1e-5);
        Race race = new([clock]);
        Assert.Equal(1e-5, race.Seconds(0), 12);
        Assert.InRange(clock.LastSteps, 2999, 3000);
    }

    [Fact]
    public void Long_steps_are_timed_in_fewer_rounds()
    {
        Clock slow = new(static () => 5);
        Clock fast = new(static () => 1);
        Race race = new([fast, slow]);
        Assert.Equal(5, race.Ratio(1, 0).Median, 12);
        Assert.Equal((1 + 15, 1 + 4), (fast.Runs, slow.Runs));
    }

    private sealed class Clock(Func<double> secondsOfAStep) : IParticipant
    {
        public int Runs { get; private set; }

        public int LastSteps { get; private set; }

        public double Run(int steps)
        {
            Runs++;
            LastSteps = steps;
            return steps * secondsOfAStep();
        }

        public double[] Particles() => [];
    }
}
