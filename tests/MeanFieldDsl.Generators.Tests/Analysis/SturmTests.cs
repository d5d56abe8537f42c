using MeanFieldDsl.Generators.Analysis.Algebra;

namespace MeanFieldDsl.Generators.Tests.Analysis;

/// <summary>Polynomials made from their roots, whose signs between the roots are known, on all kinds of intervals.</summary>
public sealed class SturmTests
{
    private static readonly BigRational[] Roots = [BigRational.Of(-2), BigRational.Of(-1, 3), BigRational.Zero, BigRational.Of(1, 2), BigRational.Of(1), BigRational.Of(3)];

    private static readonly BigRational?[] Ends = [null, .. Roots.Select(r => (BigRational?)r), BigRational.Of(-3), BigRational.Of(-1), BigRational.Of(1, 4), BigRational.Of(2), BigRational.Of(5)];

    [Fact]
    public void The_sign_on_an_interval_is_that_between_the_roots()
    {
        Random random = new(1);
        int nonNegative = 0, positive = 0;
        for (int i = 0; i < 120; i++)
        {
            BigRational[] p = [BigRational.Of(random.Next(2) == 0 ? 1 : -1, random.Next(1, 4))];
            HashSet<BigRational> roots = [];
            foreach (BigRational root in Roots.Where(_ => random.Next(3) == 0))
            {
                for (int multiplicity = random.Next(1, 4); multiplicity > 0; multiplicity--)
                {
                    p = Times(p, [-root, BigRational.One]);
                    _ = roots.Add(root);
                }
            }

            // A factor without real roots, at times a double one.
            for (int quadratics = random.Next(3); quadratics > 0; quadratics--)
            {
                p = Times(p, [BigRational.Of(2), BigRational.Of(random.Next(2)), BigRational.One]);
            }

            // Coefficients of 0 may stand before the leading one.
            p = random.Next(4) == 0 ? [.. p, BigRational.Zero, BigRational.Zero] : p;
            for (int j = 0; j < 12; j++)
            {
                BigRational? low = Ends[random.Next(Ends.Length)], high = Ends[random.Next(Ends.Length)];
                if (low is BigRational l && high is BigRational h && l > h)
                {
                    (low, high) = (high, low);
                }

                bool openLow = random.Next(2) == 0, openHigh = random.Next(2) == 0;
                BigRational[] inside = Samples(roots, low, high);
                bool expected = inside.All(x => At(p, x).Sign >= 0);
                Assert.True(expected == Sturm.IsNonNegative(p, low, high), Text(p, low, high) + " ≥ 0");
                nonNegative += expected ? 1 : 0;

                bool isPoint = low is BigRational only && high.Equals(only);
                expected = inside.All(x => At(p, x).Sign > 0)
                    && (isPoint || openLow || low is not BigRational first || At(p, first).Sign > 0)
                    && (isPoint || openHigh || high is not BigRational last || At(p, last).Sign > 0);
                Assert.True(expected == Sturm.IsPositive(p, low, high, openLow, openHigh), Text(p, low, high) + " > 0 " + openLow + openHigh);
                positive += expected ? 1 : 0;
            }
        }

        Assert.InRange(nonNegative, 240, 1200);
        Assert.InRange(positive, 100, 1200);
    }

    [Fact]
    public void A_polynomial_that_is_zero_is_non_negative_and_not_positive()
    {
        Assert.True(Sturm.IsNonNegative([BigRational.Zero], null, null));
        Assert.False(Sturm.IsPositive([BigRational.Zero], null, null, true, true));
        Assert.True(Sturm.IsNonNegative([], BigRational.Zero, BigRational.One));
    }

    [Fact]
    public void Roots_that_are_no_fractions_are_counted()
    {
        // x² − 2 and x⁴ − 4 x² + 4 = (x² − 2)².
        BigRational[] once = [BigRational.Of(-2), BigRational.Zero, BigRational.One];
        BigRational[] twice = Times(once, once);
        Assert.False(Sturm.IsNonNegative(once, null, null));
        Assert.False(Sturm.IsNonNegative(once, BigRational.Of(1), null));
        Assert.True(Sturm.IsPositive(once, BigRational.Of(3, 2), null, false, true));
        Assert.True(Sturm.IsPositive(once, null, BigRational.Of(-3, 2), true, false));
        Assert.True(Sturm.IsNonNegative(twice, null, null));
        Assert.False(Sturm.IsPositive(twice, null, null, true, true));
        Assert.True(Sturm.IsPositive(twice, BigRational.Of(-7, 5), BigRational.Of(7, 5), false, false));
        Assert.False(Sturm.IsPositive(twice, BigRational.Of(-7, 5), BigRational.Of(3, 2), false, false));
    }

    // The points that lie between neighbouring roots and ends, and the roots inside.
    private static BigRational[] Samples(HashSet<BigRational> roots, BigRational? low, BigRational? high)
    {
        if (low is BigRational only && high.Equals(only))
        {
            return [only];
        }

        BigRational first = low ?? BigRational.Of(-100), last = high ?? BigRational.Of(100);
        BigRational[] cuts = [first, .. roots.Where(r => r > first && r < last).Order(), last];
        return [.. cuts.Zip(cuts.Skip(1), (a, b) => (a + b) * BigRational.Of(1, 2)), .. cuts.Skip(1).SkipLast(1)];
    }

    private static BigRational At(BigRational[] p, BigRational x) => p.Select((c, i) => c * x.Power(i)).Aggregate(BigRational.Zero, (a, b) => a + b);

    private static BigRational[] Times(BigRational[] a, BigRational[] b) =>
        [.. Enumerable.Range(0, a.Length + b.Length - 1).Select(k => Enumerable.Range(0, a.Length).Where(i => k - i >= 0 && k - i < b.Length).Aggregate(BigRational.Zero, (sum, i) => sum + (a[i] * b[k - i])))];

    private static string Text(BigRational[] p, BigRational? low, BigRational? high) => $"{string.Join(", ", p)} on {low} … {high}";
}
