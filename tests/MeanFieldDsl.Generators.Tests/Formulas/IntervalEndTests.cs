using MeanFieldDsl.Generators.Formulas;

namespace MeanFieldDsl.Generators.Tests.Formulas;

public sealed class IntervalEndTests
{
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
        Assert.False(between.Contains(2));
        Assert.True(between.Contains(1.5));
    }
}
