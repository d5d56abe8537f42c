using MeanFieldDsl.Generators.Formulas;

namespace MeanFieldDsl.Generators.Analysis.Algebra;

/// <summary>
/// Proves signs of polynomials over atoms of known ranges: by the signs of all terms, by Sturm's theorem where one
/// atom is left, by the ends of an atom that enters linearly, and by the discriminant of a quadratic. Atoms count as
/// independent, which can only make a proof fail. A sample with the wrong sign ends an attempt early.
/// </summary>
internal sealed class SignProver(Atoms atoms)
{
    private const int Deepest = 5;
    private const int LargestDegree = 16;
    private const int MostSteps = 100;
    private readonly SamplePoints _samples = new(atoms);
    private int _steps;

    public bool IsZero(Fraction fraction) => atoms.Reduce(fraction.Numerator).IsZero;

    public bool IsNonNegative(Fraction fraction) => Denominator(fraction) is int sign && sign != 0 && NonNegative(Signed(fraction, sign), 0);

    public bool IsPositive(Fraction fraction) => Denominator(fraction) is int sign && sign != 0 && Positive(Signed(fraction, sign), 0);

    public bool IsNegative(Fraction fraction) => IsPositive(fraction.Scaled(-1));

    public bool IsPositive(Polynomial polynomial) => Positive(polynomial, 0);

    /// <summary>1 or −1 where the sign is known and strict, else 0.</summary>
    public int StrictSign(Polynomial polynomial) =>
        Positive(polynomial, 0) ? 1 : Positive(polynomial.Scaled(BigRational.Of(-1)), 0) ? -1 : 0;

    private static Polynomial Signed(Fraction fraction, int sign) => fraction.Numerator.Scaled(BigRational.Of(sign));

    private int Denominator(Fraction fraction)
    {
        int sign = 1;
        foreach (KeyValuePair<Polynomial, int> factor in fraction.Factors)
        {
            sign *= factor.Value % 2 == 0 ? 1 : StrictSign(factor.Key);
        }

        return sign;
    }

    private bool NonNegative(Polynomial polynomial, int depth)
    {
        if (IsExhausted(depth))
        {
            return false;
        }

        Polynomial p = atoms.Reduce(polynomial);
        if (p.Terms.All(t => TermSign(t.Key, t.Value, out _) > 0))
        {
            return true;
        }

        if (_samples.AnyNegative(p))
        {
            return false;
        }

        int[] all = [.. p.Atoms];
        if (all.Length == 1 && Univariate(p, all[0]) is { } u)
        {
            return Sturm.IsNonNegative(u.Coefficients, u.Low, u.High);
        }

        return depth < Deepest && (all.Any(a => AtEnds(p, a, q => NonNegative(q, depth + 1)))
            || all.Any(a => Quadratic(p, a, NonNegative, NonNegative, depth + 1))
            || all.Any(a => Radical(p, a, NonNegative, depth + 1)));
    }

    private bool Positive(Polynomial polynomial, int depth)
    {
        if (IsExhausted(depth))
        {
            return false;
        }

        Polynomial p = atoms.Reduce(polynomial);
        bool allNonNegative = true, anyPositive = false;
        foreach (KeyValuePair<Monomial, BigRational> term in p.Terms)
        {
            allNonNegative &= TermSign(term.Key, term.Value, out bool strict) > 0;
            anyPositive |= strict;
        }

        if (allNonNegative && anyPositive)
        {
            return true;
        }

        if (_samples.AnyNegative(p))
        {
            return false;
        }

        int[] all = [.. p.Atoms];
        if (all.Length == 1 && Univariate(p, all[0]) is { } u)
        {
            return Sturm.IsPositive(u.Coefficients, u.Low, u.High, u.OpenLow, u.OpenHigh);
        }

        return depth < Deepest && all.Length > 0 && (all.Any(a => AtEnds(p, a, q => Positive(q, depth + 1)))
            || all.Any(a => Quadratic(p, a, Positive, Positive, depth + 1))
            || all.Any(a => Radical(p, a, Positive, depth + 1)));
    }

    // A search among the atoms grows as a power of their number; a proof that is found is found in few steps.
    private bool IsExhausted(int depth)
    {
        _steps = depth == 0 ? 0 : _steps + 1;
        return _steps > MostSteps;
    }

    // 1 where the term is at least 0, else −1 or 0; strict where it is never 0.
    private int TermSign(Monomial monomial, BigRational coefficient, out bool strict)
    {
        int sign = coefficient.Sign;
        strict = true;
        foreach ((int atom, BigRational power) in monomial.Factors)
        {
            Interval range = atoms[atom].Range;
            strict &= range.IsZeroFree;
            bool isEven = power.IsInteger && power.Numerator.IsEven;
            sign = isEven || range.IsNonNegative ? sign : power.IsInteger && range.IsNonPositive ? -sign : 0;
        }

        strict &= sign > 0;
        return sign;
    }

    private (BigRational[] Coefficients, BigRational? Low, BigRational? High, bool OpenLow, bool OpenHigh)? Univariate(Polynomial p, int atom)
    {
        Interval range = atoms[atom].Range;
        Dictionary<BigRational, Polynomial> parts = p.Collect(atom);

        // With fractional exponents the variable is a root of the atom; they only stand on positive atoms.
        int root = parts.Keys.Aggregate(1, (product, e) => e.IsInteger ? product : (int)System.Numerics.BigInteger.Min(1000, product * e.Denominator));
        BigRational[] scaled = [.. parts.Keys.Select(e => e * BigRational.Of(root))];
        if (scaled.Any(e => !e.IsInteger || e.Sign < 0 || e > BigRational.Of(LargestDegree)) || (root > 1 && !range.IsNonNegative))
        {
            return null;
        }

        BigRational[] coefficients = new BigRational[(int)scaled.Max().Numerator + 1];
        foreach (KeyValuePair<BigRational, Polynomial> part in parts)
        {
            _ = part.Value.IsNumber(out coefficients[(int)(part.Key * BigRational.Of(root)).Numerator]);
        }

        bool isWhole = root == 1;
        BigRational? low = isWhole ? End(range.Low) : BigRational.Zero;
        BigRational? high = isWhole ? End(range.High) : null;
        bool openLow = (isWhole && range.OpenLow) || (range.ExcludesZero && low is { IsZero: true });
        bool openHigh = (isWhole && range.OpenHigh) || (range.ExcludesZero && high is { IsZero: true });
        return (coefficients, low, high, openLow, openHigh);
    }

    private static BigRational? End(double value) => double.IsInfinity(value) ? null : BigRational.FromDouble(value);

    // What is affine in an atom has its extremes at the ends of the atom's range.
    private bool AtEnds(Polynomial p, int atom, Func<Polynomial, bool> holds)
    {
        Interval range = atoms[atom].Range;
        if (!range.IsBounded)
        {
            return false;
        }

        Dictionary<BigRational, Polynomial> parts = p.Collect(atom);
        if (parts.Keys.Any(e => !e.IsZero && !e.IsOne))
        {
            return false;
        }

        return new[] { range.Low, range.High }.All(end => holds(parts.Aggregate(
            Polynomial.Number(0), (sum, part) => sum + (part.Key.IsZero ? part.Value : part.Value.Scaled(BigRational.FromDouble(end))))));
    }

    // a x² + b x + c with a, c and 4ac − b² of the wanted sign; x may be a power of an atom.
    private static bool Quadratic(Polynomial p, int atom, Func<Polynomial, int, bool> outer, Func<Polynomial, int, bool> discriminant, int depth)
    {
        Dictionary<BigRational, Polynomial> parts = p.Collect(atom);
        BigRational top = parts.Keys.Max(), half = top * BigRational.Of(1, 2);
        if (top.Sign <= 0 || parts.Keys.Any(e => !e.IsZero && !e.Equals(half) && !e.Equals(top)))
        {
            return false;
        }

        Polynomial a = parts[top];
        Polynomial b = parts.TryGetValue(half, out Polynomial? middle) ? middle : Polynomial.Number(0);
        Polynomial c = parts.TryGetValue(BigRational.Zero, out Polynomial? last) ? last : Polynomial.Number(0);

        // An odd power of an atom of any sign has no square below it.
        return (half.IsInteger || b.IsZero == false)
            && outer(a, depth) && outer(c, depth) && discriminant((a * c).Scaled(BigRational.Of(4)) - (b * b), depth);
    }

    // a √g + b: where a ≥ 0 it has the sign of a²g − b² if that is positive, and where b ≥ 0 of b² − a²g.
    private bool Radical(Polynomial p, int atom, Func<Polynomial, int, bool> holds, int depth)
    {
        if (atoms[atom].Base is not Polynomial root)
        {
            return false;
        }

        Dictionary<BigRational, Polynomial> parts = p.Collect(atom);
        if (!parts.TryGetValue(BigRational.Of(1, 2), out Polynomial? a) || parts.Keys.Any(e => !e.IsZero && !e.Equals(BigRational.Of(1, 2))))
        {
            return false;
        }

        Polynomial b = parts.TryGetValue(BigRational.Zero, out Polynomial? rest) ? rest : Polynomial.Number(0);
        Polynomial difference = (a * a * root) - (b * b);
        return (NonNegative(a, depth) && holds(difference, depth)) || (NonNegative(b, depth) && holds(difference.Scaled(BigRational.Of(-1)), depth));
    }
}
