using System.Numerics;
using MeanFieldDsl.Generators.Analysis;

namespace MeanFieldDsl.Generators.Tests.Analysis;

/// <summary>Small fractions against integers of any size.</summary>
public sealed class RationalTests
{
    private static readonly long[] Integers =
    [
        0, 1, -1, 2, -2, 3, 6, -9, 10, 1000, 46341, -65536, 65537, int.MaxValue - 1, int.MaxValue, -int.MaxValue, int.MaxValue + 1L, int.MinValue, 3L * int.MaxValue, long.MaxValue, -long.MaxValue,
    ];

    [Fact]
    public void A_fraction_is_in_lowest_terms_with_a_positive_denominator_or_does_not_fit()
    {
        foreach (long numerator in Integers)
        {
            foreach (long denominator in Integers.Where(d => d != 0))
            {
                AssertIs(numerator, denominator, Rational.Fraction(numerator, denominator));
            }
        }
    }

    [Fact]
    public void What_has_no_value_or_no_negative_is_no_fraction()
    {
        Assert.Null(Rational.Fraction(1, 0));
        Assert.Null(Rational.Fraction(0, 0));
        Assert.Null(Rational.Fraction(long.MinValue, 2));
        Assert.Null(Rational.Fraction(long.MinValue, long.MinValue));
        Assert.Null(Rational.Fraction(2, long.MinValue));
    }

    [Fact]
    public void Sums_differences_and_products_are_exact_or_do_not_fit()
    {
        Rational[] all = [.. from n in Integers from d in new long[] { 1, 2, 3, 6, 35, 65537, int.MaxValue } let r = Rational.Fraction(n, d) where r is not null select r.Value];
        foreach (Rational a in all)
        {
            foreach (Rational b in all)
            {
                BigInteger n = a.Numerator, d = a.Denominator;
                AssertIs((n * b.Denominator) + (b.Numerator * d), d * b.Denominator, a.Plus(b));
                AssertIs((n * b.Denominator) - (b.Numerator * d), d * b.Denominator, a.Minus(b));
                AssertIs(n * b.Numerator, d * b.Denominator, a.Times(b));
            }
        }
    }

    [Fact]
    public void A_double_is_the_multiple_of_a_power_of_two_that_it_is()
    {
        Random random = new(1);
        for (int shift = 0; shift <= 20; shift++)
        {
            foreach (int k in new[] { 0, 1, -1, 3, -7, 1001, int.MaxValue, -int.MaxValue }.Concat(Enumerable.Range(0, 20).Select(_ => random.Next(-5000, 5000))))
            {
                AssertIs(k, 1L << shift, Rational.FromDouble((double)k / (1L << shift)));
            }
        }
    }

    [Fact]
    public void A_double_next_to_a_fraction_with_a_small_denominator_is_that_fraction()
    {
        Random random = new(1);
        for (int n = 1; n <= 1000; n++)
        {
            foreach (int k in new[] { 1, -1, n - 1, n + 1, random.Next(-100 * n, 100 * n) })
            {
                AssertIs(k, n, Rational.FromDouble((double)k / n));
            }
        }
    }

    [Theory]
    [InlineData(1.0 / 1001)]
    [InlineData(Math.PI)]
    [InlineData(-Math.E)]
    [InlineData(1.0 / (1 << 21))]
    [InlineData(double.Epsilon)]
    [InlineData(0.33333333333333337)]
    [InlineData(1 + double.Epsilon + (1e-15))]
    [InlineData(2147483648.0)]
    [InlineData(-2147483648.0)]
    [InlineData(2147483647.5)]
    [InlineData(1073741824.5)]
    [InlineData(1e300)]
    [InlineData(double.NaN)]
    [InlineData(double.PositiveInfinity)]
    [InlineData(double.NegativeInfinity)]
    public void Another_double_is_no_fraction(double value) => Assert.Null(Rational.FromDouble(value));

    [Fact]
    public void Reads_as_it_is_written_on_paper()
    {
        Assert.Equal("3", new Rational(3).ToString());
        Assert.Equal("-1/2", Rational.Fraction(2, -4).ToString());
        Assert.Equal(-0.5, Rational.Fraction(2, -4)!.Value.ToDouble());
        Assert.Equal((0, 1, true), (Rational.Zero.Numerator, Rational.Zero.Denominator, Rational.Zero.IsZero));
        Assert.Equal((1, 1, false), (Rational.One.Numerator, Rational.One.Denominator, Rational.One.IsZero));
    }

    private static void AssertIs(BigInteger numerator, BigInteger denominator, Rational? actual)
    {
        BigInteger divisor = BigInteger.GreatestCommonDivisor(numerator, denominator) * denominator.Sign;
        (numerator, denominator) = (numerator / divisor, denominator / divisor);
        if (BigInteger.Abs(numerator) > int.MaxValue || denominator > int.MaxValue)
        {
            Assert.Null(actual);
            return;
        }

        Assert.Equal((numerator, denominator), (actual!.Value.Numerator, actual.Value.Denominator));
    }
}
