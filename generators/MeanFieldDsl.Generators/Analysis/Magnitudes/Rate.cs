namespace MeanFieldDsl.Generators.Analysis.Magnitudes;

/// <summary>
/// A product of powers of the sizes of other terms: how fast something grows with them, up to a constant. A size is
/// 1 + max(u, 0), 1 + max(−u, 0), or 1 + the largest |u| over the elements of a vector; an exact size is |u| itself,
/// which may be near 0. The power <see cref="Fast"/> is below all others, as of e^−u; ∞ is not bounded by any power, and −∞
/// says that the value is 0 where the size is large.
/// </summary>
internal sealed class Rate
{
    /// <summary>A fall faster than all powers.</summary>
    private const double Fast = -1e300;

    private readonly SortedDictionary<int, double> _powers;

    private Rate(SortedDictionary<int, double> powers) => _powers = powers;

    /// <summary>A constant.</summary>
    public static Rate One { get; } = new([]);

    public IEnumerable<KeyValuePair<int, double>> Powers => _powers;

    public bool IsBounded => _powers.All(p => p.Value == 0 || (p.Value < 0 && !IsExact(p.Key)));

    public double this[int size] => _powers.TryGetValue(size, out double power) ? power : 0;

    public static Rate Of(IEnumerable<KeyValuePair<int, double>> powers)
    {
        SortedDictionary<int, double> kept = [];
        foreach (KeyValuePair<int, double> p in powers)
        {
            double power = Sum(kept.TryGetValue(p.Key, out double known) ? known : 0, p.Value);
            _ = kept.Remove(p.Key);
            if (power != 0)
            {
                kept.Add(p.Key, power);
            }
        }

        return new(kept);
    }

    public Rate Times(Rate other) => _powers.Count == 0 ? other : other._powers.Count == 0 ? this : Of(_powers.Concat(other._powers));

    /// <summary>The larger of both, or more; null when no power of an exact size bounds both of its powers.</summary>
    public Rate? Max(Rate other)
    {
        int[] unequal = [.. _powers.Keys.Union(other._powers.Keys).Where(k => IsExact(k) && this[k] != other[k])];
        return unequal.Any(k => this[k] < 0 || other[k] < 0) ? null
            : unequal.Length > 0 ? Loosened(unequal).Max(other.Loosened(unequal))
            : Of(_powers.Keys.Union(other._powers.Keys).Select(k => new KeyValuePair<int, double>(k, Math.Max(this[k], other[k]))));
    }

    public Rate Power(double exponent) => Of(_powers.Select(p => new KeyValuePair<int, double>(p.Key, double.IsPositiveInfinity(p.Value) && exponent < 0 ? Fast : p.Value * exponent)));

    /// <summary>Faster than all powers of what it holds with a positive power.</summary>
    public Rate Vanishing() => Of(_powers.Where(p => p.Value > 0).Select(p => new KeyValuePair<int, double>(p.Key, Fast)));

    /// <summary>0 where what this vanishes with is large.</summary>
    public Rate Confining() => Of(_powers.Where(p => p.Value < 0).Select(p => new KeyValuePair<int, double>(p.Key, double.NegativeInfinity)));

    public bool IsAtMost(Rate other) => _powers.Keys.Union(other._powers.Keys).All(k => IsExact(k) ? this[k] == other[k] : this[k] <= other[k]);

    // 1 + u in place of the exact size u.
    private Rate Loosened(int[] exact) => Of(_powers.Select(p => exact.Contains(p.Key) ? new(p.Key & ~3, p.Value) : p));

    private static bool IsExact(int size) => (size & 3) == 3;

    private static double Sum(double a, double b) => double.IsNegativeInfinity(a) || double.IsNegativeInfinity(b) ? double.NegativeInfinity : a + b;
}
