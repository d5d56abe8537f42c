using MeanFieldDsl.Generators.Formulas;

namespace MeanFieldDsl.Generators.Tests.Formulas;

/// <summary>Intervals against exact arithmetic on their ends and on members between them.</summary>
public sealed class IntervalTests
{
    private static readonly double[] Ends =
    [
        double.NegativeInfinity, -double.MaxValue, -3, -0.1, 0, double.Epsilon, 1, 1e200, double.PositiveInfinity,
    ];

    private static readonly Interval[] Pool = [.. All()];

    [Fact]
    public void Holds_its_ends_and_what_lies_between_but_not_an_excluded_zero()
    {
        foreach (Interval a in Pool)
        {
            foreach (double x in Ends.Concat([-2, 0.05, 1.5]))
            {
                Assert.Equal(x.CompareTo(a.Low) >= 0 && x.CompareTo(a.High) <= 0 && (x != 0 || !a.ExcludesZero), a.Contains(x));
            }

            Assert.False(a.Contains(double.NaN));
        }
    }

    [Fact]
    public void Its_sign_is_the_sign_of_all_its_members()
    {
        foreach (Interval a in Pool)
        {
            double[] members = Members(a);
            Assert.Equal(members.All(x => x >= 0), a.IsNonNegative);
            Assert.Equal(members.All(x => x <= 0), a.IsNonPositive);
            Assert.Equal(members.All(x => x > 0), a.IsPositive);
            Assert.Equal(members.All(x => x < 0), a.IsNegative);
            Assert.Equal(members.All(x => x != 0), a.IsZeroFree);
            Assert.Equal(a.Low.Equals(a.High), a.IsPoint);
            Assert.Equal(double.IsFinite(a.Low) && double.IsFinite(a.High), a.IsBounded);
            Assert.Equal(members.Append(a.Low).Append(a.High).Max(Math.Abs), a.Magnitude);
        }
    }

    [Fact]
    public void A_number_is_a_point_and_what_is_none_may_be_anything()
    {
        Assert.Equal(new(2, 2, true), Interval.Of(2));
        Assert.Equal(new(0, 0), Interval.Of(0));
        Assert.Equal(Interval.All, Interval.Of(double.NaN));
        Assert.Equal(new(double.NegativeInfinity, double.PositiveInfinity), Interval.All);
        Assert.Equal(new(0, 1), Interval.Unit);
        Assert.True(Interval.Positive.IsPositive);
        Assert.True(Interval.NonNegative is { IsNonNegative: true, IsZeroFree: false, IsBounded: false });
    }

    [Fact]
    public void Sums_and_products_hold_the_exact_results_and_little_more()
    {
        foreach ((Interval a, Interval b) in Pairs())
        {
            Check(a + b, a, b, static (x, y) => x + y, static (x, y) => x + y, 1);
            Check(a - b, a, b, static (x, y) => x - y, static (x, y) => x - y, 1);
            Check(a * b, a, b, static (x, y) => x * y, static (x, y) => Exact.IsZero(x) || Exact.IsZero(y) ? Exact.Of(0) : x * y, 1);
            Assert.Equal(a.IsZeroFree && b.IsZeroFree, (a * b).ExcludesZero);
            AssertZeroFree(a + b, a, b);
            AssertZeroFree(a - b, a, -b);
        }
    }

    [Fact]
    public void Sums_without_rounding_and_products_by_one_are_exact()
    {
        Assert.Equal(new(1.25, 7, true), new Interval(1, 3) + new Interval(0.25, 4));
        Assert.Equal(new(-7, -1.25, true), new Interval(-3, -1) + new Interval(-4, -0.25));
        Assert.Equal(new(-3, 0.1), new Interval(-0.1, 3) * Interval.Of(-1));
        Assert.Equal(new(-0.1, 3), Interval.Of(1) * new Interval(-0.1, 3));
        Assert.Equal(new(-0.1, 3), new Interval(-0.1, 3) * Interval.Of(1));
        Assert.Equal(new(-3, 0.1), Interval.Of(-1) * new Interval(-0.1, 3));
    }

    [Fact]
    public void A_sum_of_opposite_infinities_may_be_anything()
    {
        Interval top = new(double.PositiveInfinity, double.PositiveInfinity), bottom = -top;
        Assert.Equal(Interval.All, top + bottom);
        Assert.Equal(Interval.All, Interval.NonNegative + bottom);
        Assert.Equal(Interval.All, bottom + Interval.NonNegative);
        Assert.Equal(Interval.All, top + -Interval.NonNegative);
    }

    [Fact]
    public void Quotients_hold_the_exact_results_and_little_more()
    {
        foreach ((Interval a, Interval b) in Pairs())
        {
            Interval quotient = a / b;
            if (!b.IsPositive && !b.IsNegative)
            {
                Assert.Equal(Interval.All, quotient);
                continue;
            }

            // The inverse of a divisor that comes near 0 or ∞ is a limit, and so is 0·∞.
            Exact[] inverses = [Inverse(b.Low, b), Inverse(b.High, b)];
            Exact[] corners = [.. from x in new[] { a.Low, a.High } from y in inverses select Exact.IsZero(Exact.Of(x)) || Exact.IsZero(y) ? Exact.Of(0) : Exact.Of(x) * y];
            if (new[] { b.Low, b.High }.All(y => y == 0 || Math.Abs(y) > double.Epsilon))
            {
                AssertNear(quotient, corners.Min(), corners.Max(), 16);
            }

            Assert.Equal(a.IsZeroFree, quotient.ExcludesZero);
            foreach (double x in Members(a).Where(double.IsFinite))
            {
                foreach (double y in Members(b).Where(double.IsFinite))
                {
                    AssertHolds(quotient, Exact.Of(x) * Inverse(y, b));
                }
            }
        }
    }

    [Fact]
    public void The_hull_the_larger_and_the_smaller_of_two_hold_no_more_than_they_must()
    {
        foreach ((Interval a, Interval b) in Pairs())
        {
            Assert.Equal(new(Math.Min(a.Low, b.Low), Math.Max(a.High, b.High), a.IsZeroFree && b.IsZeroFree), a | b);
            Assert.Equal((Math.Max(a.Low, b.Low), Math.Max(a.High, b.High)), (a.Max(b).Low, a.Max(b).High));
            Assert.Equal((Math.Min(a.Low, b.Low), Math.Min(a.High, b.High)), (a.Min(b).Low, a.Min(b).High));
            Assert.Equal(a.IsPositive || b.IsPositive || (a.IsNegative && b.IsNegative), a.Max(b).IsZeroFree);
            Assert.Equal(a.IsNegative || b.IsNegative || (a.IsPositive && b.IsPositive), a.Min(b).IsZeroFree);
        }
    }

    [Fact]
    public void Magnitudes_and_squares_are_those_of_the_members()
    {
        foreach (Interval a in Pool)
        {
            double[] ends = a.Low <= 0 && a.High >= 0 ? [a.Low, 0, a.High] : [a.Low, a.High];
            Assert.Equal((ends.Min(Math.Abs), ends.Max(Math.Abs)), (a.Absolute().Low, a.Absolute().High));
            Assert.Equal(a.IsZeroFree, a.Absolute().IsZeroFree);
            Assert.Equal((-a.High, -a.Low, a.ExcludesZero), ((-a).Low, (-a).High, (-a).ExcludesZero));

            Interval square = a.Square();
            Exact[] squares = [.. ends.Select(x => Exact.Of(x) * Exact.Of(x))];
            AssertNear(square, squares.Min(), squares.Max(), 1);
            Assert.True(square.Low >= 0);
            Assert.Equal(a.IsZeroFree, square.ExcludesZero);
            Assert.All(Members(a), x => AssertHolds(square, Exact.Of(x) * Exact.Of(x)));
        }
    }

    [Fact]
    public void An_increasing_function_maps_ends_to_ends()
    {
        (Func<double, double> Function, Interval Range)[] functions =
        [
            (Math.Exp, Interval.Positive), (Math.Sqrt, Interval.NonNegative), (Math.Tanh, new(-1, 1)), (Math.Cbrt, Interval.All), (Math.Log, Interval.All), (Math.Asin, new(-2, 2)),
        ];
        foreach ((Func<double, double> function, Interval range) in functions)
        {
            foreach (Interval a in Pool)
            {
                Interval image = a.Rising(function, range);
                Assert.True(image.Low >= range.Low && image.High <= range.High && image.Low <= image.High);
                Assert.Equal(range.ExcludesZero, image.ExcludesZero);
                double low = function(a.Low), high = function(a.High);
                Assert.True(double.IsNaN(low) ? image.Low == range.Low : image.Low == Math.Max(Down(low, 4), range.Low));
                Assert.True(double.IsNaN(high) ? image.High == range.High : image.High == Math.Min(-Down(-high, 4), range.High));
            }
        }
    }

    [Fact]
    public void A_function_that_leaves_its_range_may_be_anywhere_in_it()
    {
        Assert.Equal(Interval.Positive, new Interval(-3, -2).Rising(static x => x, Interval.Positive));
        Assert.Equal(new(Down(1, 4), Down(1, 4)), Interval.Of(1).Rising(static x => x, new(-1, Down(1, 4))));
    }

    [Fact]
    public void Below_goes_down_double_by_double()
    {
        foreach (double end in Ends.Append(3 * double.Epsilon))
        {
            for (int ulps = 0; ulps < 5; ulps++)
            {
                // Beyond the last finite number there is only −∞.
                if (end != -double.MaxValue || ulps < 2)
                {
                    Assert.Equal(BitConverter.DoubleToInt64Bits(Down(end, ulps)), BitConverter.DoubleToInt64Bits(Interval.Below(end, ulps)));
                }
            }
        }

        Assert.Equal(-double.Epsilon, Interval.Below(-0.0, 1));
        Assert.True(double.IsNaN(Interval.Below(double.NaN, 1)));
    }

    private static double Down(double value, int ulps)
    {
        for (int i = 0; i < ulps; i++)
        {
            value = Math.BitDecrement(value);
        }

        return value;
    }

    private static void Check(Interval result, Interval a, Interval b, Func<Exact, Exact, Exact> operation, Func<Exact, Exact, Exact> limit, int ulps)
    {
        Exact[] corners = [.. from x in new[] { a.Low, a.High } from y in new[] { b.Low, b.High } where !IsIndefinite(operation, x, y) select limit(Exact.Of(x), Exact.Of(y))];
        AssertNear(result, corners.Min(), corners.Max(), ulps);
        foreach (double x in Members(a).Where(double.IsFinite))
        {
            foreach (double y in Members(b).Where(double.IsFinite))
            {
                AssertHolds(result, operation(Exact.Of(x), Exact.Of(y)));
            }
        }
    }

    // An end +∞ and an end −∞ never make an end of the sum.
    private static bool IsIndefinite(Func<Exact, Exact, Exact> operation, double x, double y) =>
        double.IsInfinity(x) && double.IsInfinity(y) && operation(Exact.Of(x), Exact.Of(y)).Infinite == 0;

    private static void AssertHolds(Interval a, Exact value)
    {
        bool holds = value.CompareTo(Exact.Of(a.Low)) >= 0 && value.CompareTo(Exact.Of(a.High)) <= 0 && !(Exact.IsZero(value) && a.ExcludesZero);
        Assert.True(holds, holds ? "" : $"{a} does not hold {value}");
    }

    private static void AssertNear(Interval a, Exact low, Exact high, int ulps)
    {
        AssertHolds(a with { ExcludesZero = false }, low);
        AssertHolds(a with { ExcludesZero = false }, high);
        bool isNear = (low.Infinite != 0 || Exact.Of(-Down(-a.Low, ulps + 1)).CompareTo(low) > 0) && (high.Infinite != 0 || Exact.Of(Down(a.High, ulps + 1)).CompareTo(high) < 0);
        Assert.True(isNear, isNear ? "" : $"{a} is much larger than {low} … {high}");
    }

    // A sum can be 0 when some member of one is minus a member of the other.
    private static void AssertZeroFree(Interval sum, Interval a, Interval b)
    {
        double low = Math.Max(a.Low, -b.High), high = Math.Min(a.High, -b.Low);
        bool canBeZero = low < high || (low == high && double.IsFinite(low) && (low != 0 || (!a.ExcludesZero && !b.ExcludesZero)));
        bool isEitherSign = (a.Low < 0 && a.High > 0) || (b.Low < 0 && b.High > 0);
        Assert.True(canBeZero ? !sum.IsZeroFree : sum.IsZeroFree || isEitherSign);
    }

    private static Exact Inverse(double end, Interval b) => end == 0 ? new(b.IsPositive ? 1 : -1, 0, 1)
        : double.IsInfinity(end) ? Exact.Of(0)
        : Exact.Of(end).Inverse();

    private static double[] Members(Interval a) =>
    [
        .. Ends.Concat([-1, -1e-300, 1e-300, 1.5, 1e150, Math.BitIncrement(a.Low), Math.BitDecrement(a.High)]).Where(a.Contains),
    ];

    private static IEnumerable<(Interval, Interval)> Pairs() => from a in Pool from b in Pool select (a, b);

    private static IEnumerable<Interval> All()
    {
        for (int i = 0; i < Ends.Length; i++)
        {
            for (int j = i; j < Ends.Length; j++)
            {
                (double low, double high) = (Ends[i], Ends[j]);
                if (low == high && double.IsInfinity(low))
                {
                    continue;
                }

                yield return new(low, high);
                if (low <= 0 && high >= 0 && low < high)
                {
                    yield return new(low, high, true);
                }
            }
        }
    }
}
