namespace MeanFieldDsl.Generators.Analysis.Algebra;

/// <summary>A quotient of polynomials; the denominator is kept in factors, none of which is ever zero.</summary>
internal sealed class Fraction
{
    private readonly Dictionary<Polynomial, int> _factors;

    private Fraction(Polynomial numerator, Dictionary<Polynomial, int> factors) => (Numerator, _factors) = (numerator, numerator.IsZero ? [] : factors);

    public Polynomial Numerator { get; }

    public IEnumerable<KeyValuePair<Polynomial, int>> Factors => _factors;

    public bool IsPolynomial => _factors.Count == 0;

    public Polynomial Denominator => _factors.Aggregate(Polynomial.Number(1), (product, f) => product * f.Key.Power(f.Value));

    public static Fraction Of(Polynomial numerator) => new(numerator, []);

    public static Fraction Number(long value) => Of(Polynomial.Number(value));

    public static Fraction operator +(Fraction a, Fraction b)
    {
        if (a.Numerator.IsZero || b.Numerator.IsZero)
        {
            return a.Numerator.IsZero ? b : a;
        }

        Dictionary<Polynomial, int> common = new(a._factors);
        foreach (KeyValuePair<Polynomial, int> f in b._factors)
        {
            common[f.Key] = common.TryGetValue(f.Key, out int power) ? Math.Max(power, f.Value) : f.Value;
        }

        return new(Lift(a, common) + Lift(b, common), common);
    }

    public static Fraction operator -(Fraction a, Fraction b) => a + b.Scaled(-1);

    public static Fraction operator *(Fraction a, Fraction b)
    {
        Dictionary<Polynomial, int> factors = new(a._factors);
        foreach (KeyValuePair<Polynomial, int> f in b._factors)
        {
            factors[f.Key] = factors.TryGetValue(f.Key, out int power) ? power + f.Value : f.Value;
        }

        Polynomial x = a.Numerator, y = b.Numerator;
        Cancel(ref x, factors);
        Cancel(ref y, factors);
        return new(x * y, factors);
    }

    public Fraction Scaled(long factor) => new(Numerator.Scaled(BigRational.Of(factor)), _factors);

    /// <summary>1 over a polynomial that the caller knows is never zero.</summary>
    public static Fraction Inverse(Polynomial denominator) => new(Polynomial.Number(1), new() { [denominator] = 1 });

    public Fraction Power(int exponent)
    {
        Fraction result = Number(1);
        for (int i = 0; i < exponent; i++)
        {
            result *= this;
        }

        return result;
    }

    // A numerator that is itself a factor below the line.
    private static void Cancel(ref Polynomial numerator, Dictionary<Polynomial, int> factors)
    {
        if (factors.TryGetValue(numerator, out int power))
        {
            _ = factors.Remove(numerator);
            if (power > 1)
            {
                factors.Add(numerator, power - 1);
            }

            numerator = Polynomial.Number(1);
        }
    }

    private static Polynomial Lift(Fraction fraction, Dictionary<Polynomial, int> common)
    {
        Polynomial result = fraction.Numerator;
        foreach (KeyValuePair<Polynomial, int> f in common)
        {
            int missing = f.Value - (fraction._factors.TryGetValue(f.Key, out int own) ? own : 0);
            for (int i = 0; i < missing; i++)
            {
                result *= f.Key;
            }
        }

        return result;
    }
}
