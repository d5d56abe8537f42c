namespace MeanFieldDsl.Reporting.Tests;

public class AxisTests
{
    private static string Labels(AxisScale scale, params double[] values) =>
        string.Join(" ", Axis.Fit(scale, values, withZero: false).Ticks(6).Select(t => t.Label));

    [Fact]
    public void Linear_ticks_are_round_numbers()
    {
        Assert.Equal("0 2 4 6 8 10", Labels(AxisScale.Linear, 0, 10));
        Assert.Equal("-0.2 0.0 0.2 0.4 0.6 0.8", Labels(AxisScale.Linear, -0.2, 0.8));
        Assert.Equal("1000 1500 2000 2500 3000", Labels(AxisScale.Linear, 1000, 3000));
    }

    [Fact]
    public void Log_ticks_are_powers_of_ten_and_between_them_where_there_is_room()
    {
        Assert.Equal("0.01 0.1 1 10 100", Labels(AxisScale.Log, 0.01, 100));
        Assert.Equal("10⁻⁸ 10⁻⁶ 10⁻⁴ 0.01 1", Labels(AxisScale.Log, 1e-8, 1));
        Assert.Equal("0.1 0.2 0.5 1", Labels(AxisScale.Log, 0.1, 1));
        Assert.Equal("10¹⁰⁰ 10¹⁵⁰ 10²⁰⁰ 10²⁵⁰", Labels(AxisScale.Log, 1e80, 1e250));
    }

    [Theory]
    [InlineData(AxisScale.Linear, 0.3, 0.30001)]
    [InlineData(AxisScale.Linear, -1e300, 1e300)]
    [InlineData(AxisScale.Linear, 1e15, 1.00000001e15)]
    [InlineData(AxisScale.Log, 0.3, 0.31)]
    [InlineData(AxisScale.Log, 5e-324, 1e300)]
    [InlineData(AxisScale.Log, 1e-9, 1.01e-9)]
    public void Every_axis_has_between_two_and_ten_ticks_in_order_within_its_range(AxisScale scale, double low, double high)
    {
        Axis axis = Axis.Fit(scale, [low, high], withZero: false);
        IReadOnlyList<Tick> ticks = axis.Ticks(6);
        Assert.InRange(ticks.Count, 2, 10);
        Assert.All(ticks, t => Assert.InRange(axis.Place(t.Value), 0, 1));
        Assert.Equal(ticks.Select(t => t.Value).Order(), ticks.Select(t => t.Value));
    }

    [Fact]
    public void A_place_grows_with_the_value_from_0_to_1()
    {
        foreach (AxisScale scale in Enum.GetValues<AxisScale>())
        {
            Axis axis = Axis.Fit(scale, [1, 100], withZero: false);
            Assert.Equal(0, axis.Place(axis.Low), 1e-12);
            Assert.Equal(1, axis.Place(axis.High), 1e-12);
            Assert.Equal(scale == AxisScale.Log ? 0.5 : 9.0 / 99, axis.Place(10), 0.05);
        }
    }

    [Fact]
    public void The_axis_of_bars_starts_at_0()
    {
        Assert.Equal(0, Axis.Fit(AxisScale.Linear, [3, 4], withZero: true).Low);
        Assert.Equal(0, Axis.Fit(AxisScale.Linear, [-3, -4], withZero: true).High);
    }
}
