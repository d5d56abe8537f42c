using MeanFieldDsl.Generators.Formulas;

namespace MeanFieldDsl.Generators.Tests.Formulas;

/// <summary>Ends that are not attained, on intervals whose arithmetic is exact.</summary>
public sealed class IntervalEndTests
{
    private static readonly double[] Ends = [-2, -1, 0, 1, 3];

    private static readonly Interval[] Pool =
    [
        .. from low in Ends
           from high in Ends
           where low <= high
           from isLowOpen in new[] { false, true }
           from isHighOpen in new[] { false, true }
           where low < high || !(isLowOpen || isHighOpen)
           select new Interval(low, high).WithOpenEnds(isLowOpen, isHighOpen),
    ];

    [Fact]
    public void An_end_that_is_not_attained_decides_a_sign()
    {
        Interval between = ValueDomain.Between(1, 2, minimumExcluded: true, maximumExcluded: true).Range;
        Assert.True((Interval.Of(2) - between).IsPositive);
        Assert.True((Interval.Of(1) - between).IsNegative);
        Assert.True((Interval.Of(1) - (Interval.Of(0.5) * between)).IsPositive);
        Assert.True((Interval.Of(2) + (Interval.Of(-2) * between)).IsNegative);
        Assert.False((Interval.Of(2) - ValueDomain.Between(1, 2, minimumExcluded: true).Range).IsPositive);
        Assert.False((between - between).IsZeroFree);
    }

    [Fact]
    public void Only_an_end_that_is_attained_is_held()
    {
        foreach (Interval a in Pool)
        {
            Assert.Equal(!a.OpenLow, a.Contains(a.Low));
            Assert.Equal(!a.OpenHigh, a.Contains(a.High));
            Assert.Equal(a.Low < a.High, a.Contains((a.Low + a.High + 0.25) / 2));
        }
    }

    [Fact]
    public void No_result_leaves_out_what_members_make()
    {
        foreach ((Interval a, Interval b) in from a in Pool from b in Pool select (a, b))
        {
            foreach ((double x, double y) in from x in Members(a) from y in Members(b) select (x, y))
            {
                Assert.True((a + b).Contains(x + y), $"{x} + {y} in {a} + {b}");
                Assert.True((a - b).Contains(x - y), $"{x} - {y} in {a} - {b}");
                Assert.True((a * b).Contains(x * y), $"{x} * {y} in {a} * {b}");
            }
        }
    }

    [Fact]
    public void Sums_differences_and_multiples_know_which_ends_they_attain()
    {
        foreach ((Interval a, Interval b) in from a in Pool from b in Pool select (a, b))
        {
            Assert.Equal((a.OpenLow || b.OpenLow, a.OpenHigh || b.OpenHigh), ((a + b).OpenLow, (a + b).OpenHigh));
            Assert.Equal((a.OpenLow || b.OpenHigh, a.OpenHigh || b.OpenLow), ((a - b).OpenLow, (a - b).OpenHigh));
            if (a.IsPoint && a.Low != 0)
            {
                (bool, bool) expected = a.Low > 0 ? (b.OpenLow, b.OpenHigh) : (b.OpenHigh, b.OpenLow);
                Assert.Equal(expected, ((a * b).OpenLow, (a * b).OpenHigh));
                Assert.Equal(expected, ((b * a).OpenLow, (b * a).OpenHigh));
            }
        }
    }

    [Fact]
    public void Products_by_powers_of_two_are_exact_and_by_minus_one_also_where_numbers_are_tiny()
    {
        Assert.Equal(new(0.2, 6, true), new Interval(0.1, 3) * Interval.Of(2));
        Assert.Equal(new(-1.5, -0.05, true), Interval.Of(-0.5) * new Interval(0.1, 3));
        Assert.Equal(new(-3, -1e-300, true), new Interval(1e-300, 3) * Interval.Of(-1));
        Assert.Equal(new(-3, -1e-300, true), Interval.Of(-1) * new Interval(1e-300, 3));
        Assert.Equal(new(-1e-300, 3), Interval.Of(-1) * new Interval(-3, 1e-300));
    }

    private static IEnumerable<double> Members(Interval a) => Ends.Concat([-1.5, -0.5, 0.5, 2]).Where(a.Contains);
}
