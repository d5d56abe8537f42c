using MeanFieldDsl.Generators.Formulas;

namespace MeanFieldDsl.Generators.Analysis.Magnitudes;

/// <summary>How large a node can be as the positions range over all their values, with everything else held fixed.</summary>
/// <param name="Range">An interval that holds its values, whatever the rest is.</param>
/// <param name="Varies">Whether it depends on the positions.</param>
/// <param name="Below">Whether it has a lower bound for each value of the rest.</param>
/// <param name="Above">Whether it has an upper bound.</param>
/// <param name="IsAway">Whether its modulus has a positive lower bound.</param>
/// <param name="Upper">Rates that bound its modulus, each up to a constant.</param>
/// <param name="Lower">Rates that 1 + its modulus bounds, each up to a constant.</param>
internal sealed record Magnitude(Interval Range, bool Varies, bool Below, bool Above, bool IsAway, IReadOnlyList<Rate> Upper, IReadOnlyList<Rate> Lower)
{
    private const int MostRates = 24;

    public static readonly IReadOnlyList<Rate> Constant = [Rate.One];
    public static readonly IReadOnlyList<Rate> Unknown = [];

    public bool IsBounded => Below && Above;

    public bool IsNonNegative => Range.IsNonNegative;

    public bool IsNonPositive => Range.IsNonPositive;

    /// <summary>A number that the positions do not enter.</summary>
    public static Magnitude Fixed(Interval range) => new(range, false, true, true, range.IsZeroFree, Constant, Constant);

    /// <summary>What is bounded by <paramref name="range"/> or <paramref name="upper"/>.</summary>
    public static Magnitude Of(Interval range, IEnumerable<Rate> upper, IEnumerable<Rate> lower, bool below = false, bool above = false, bool isAway = false)
    {
        IReadOnlyList<Rate> least = Pruned(upper, (a, b) => a.IsAtMost(b));
        bool isBounded = least.Any(r => r.IsBounded);
        bool hasFloor = below || isBounded || range.Low > double.NegativeInfinity;
        bool hasCeiling = above || isBounded || range.High < double.PositiveInfinity;
        return new(
            range,
            true,
            hasFloor,
            hasCeiling,
            isAway || range.Low > 0 || range.High < 0,
            hasFloor && hasCeiling && !isBounded ? [.. least, Rate.One] : least,
            Pruned(lower, (a, b) => b.IsAtMost(a)));
    }

    public Magnitude Negated() => this with { Range = -Range, Below = Above, Above = Below };

    /// <summary>The rate at which e^−|a| falls: faster than all powers of everything that |a| grows with.</summary>
    public Rate Decay() => Lower.Aggregate(Rate.One, (sum, rate) => Rate.Of(sum.Powers.Concat(rate.Vanishing().Powers)));

    /// <summary>The rates of 1/|a|; none where it can be near 0.</summary>
    public IEnumerable<Rate> Inverse(double power = 1) => IsAway ? Lower.Select(r => r.Power(-power)).Append(Rate.One) : Unknown;

    // Without those that another one makes superfluous, and not too many.
    private static Rate[] Pruned(IEnumerable<Rate> rates, Func<Rate, Rate, bool> isBetter)
    {
        List<Rate> kept = [];
        foreach (Rate rate in rates)
        {
            if (!kept.Any(k => isBetter(k, rate)))
            {
                _ = kept.RemoveAll(k => isBetter(rate, k));
                kept.Add(rate);
            }
        }

        return [.. kept.OrderBy(r => r.Powers.Count(p => p.Value > 0)).ThenBy(r => r.Powers.Sum(p => Math.Max(0, Math.Min(p.Value, MostRates)))).Take(MostRates)];
    }
}
