namespace MeanFieldDsl.Generators.Analysis.Algebra;

/// <summary>A sum of monomials with exact coefficients. Exponents may be negative or fractions on positive atoms.</summary>
internal sealed class Polynomial : IEquatable<Polynomial>
{
    private const int MostTerms = 120;
    private readonly Dictionary<Monomial, BigRational> _terms;

    private Polynomial(Dictionary<Monomial, BigRational> terms) => _terms = terms;

    public IReadOnlyDictionary<Monomial, BigRational> Terms => _terms;

    public bool IsZero => _terms.Count == 0;

    public bool IsOne => IsNumber(out BigRational value) && value.IsOne;

    public IEnumerable<int> Atoms => _terms.Keys.SelectMany(m => m.Factors.Select(f => f.Atom)).Distinct().OrderBy(a => a);

    public static Polynomial Number(BigRational value) => Term(Monomial.One(), value);

    public static Polynomial Number(long value) => Number(BigRational.Of(value));

    public static Polynomial Atom(int atom) => Term(Monomial.Of(atom, BigRational.One), BigRational.One);

    public static Polynomial Term(Monomial monomial, BigRational coefficient) =>
        new(coefficient.IsZero ? [] : new() { [monomial] = coefficient });

    public static Polynomial operator +(Polynomial a, Polynomial b)
    {
        Dictionary<Monomial, BigRational> sum = new(a._terms);
        foreach (KeyValuePair<Monomial, BigRational> term in b._terms)
        {
            Accumulate(sum, term.Key, term.Value);
        }

        return new(sum);
    }

    public static Polynomial operator -(Polynomial a, Polynomial b) => a + b.Scaled(BigRational.Of(-1));

    public static Polynomial operator *(Polynomial a, Polynomial b)
    {
        Dictionary<Monomial, BigRational> product = [];
        foreach (KeyValuePair<Monomial, BigRational> x in a._terms)
        {
            foreach (KeyValuePair<Monomial, BigRational> y in b._terms)
            {
                Accumulate(product, x.Key.Times(y.Key), x.Value * y.Value);
            }

            if (product.Count > MostTerms)
            {
                throw new UndecidedException("has a normal form of too many terms");
            }
        }

        return new(product);
    }

    public bool IsNumber(out BigRational value)
    {
        value = BigRational.Zero;
        return _terms.Count == 0 || (_terms.Count == 1 && _terms.TryGetValue(Monomial.One(), out value));
    }

    public Polynomial Scaled(BigRational factor) => factor.IsZero ? Number(0) : new(_terms.ToDictionary(t => t.Key, t => t.Value * factor));

    public Polynomial Times(Monomial monomial) => new(_terms.ToDictionary(t => t.Key.Times(monomial), t => t.Value));

    public Polynomial Power(int exponent)
    {
        Polynomial result = Number(1);
        for (int i = 0; i < exponent; i++)
        {
            result *= this;
        }

        return result;
    }

    /// <summary>The coefficients by the power of one atom.</summary>
    public Dictionary<BigRational, Polynomial> Collect(int atom)
    {
        Dictionary<BigRational, Polynomial> result = [];
        foreach (KeyValuePair<Monomial, BigRational> term in _terms)
        {
            BigRational power = term.Key.Power(atom);
            Polynomial part = Term(term.Key.Without(atom), term.Value);
            result[power] = result.TryGetValue(power, out Polynomial? sum) ? sum + part : part;
        }

        return result;
    }

    public bool Equals(Polynomial? other) =>
        other is not null && _terms.Count == other._terms.Count && _terms.All(t => other._terms.TryGetValue(t.Key, out BigRational value) && value.Equals(t.Value));

    public override bool Equals(object obj) => Equals(obj as Polynomial);

    public override int GetHashCode()
    {
        int hash = 0;
        foreach (KeyValuePair<Monomial, BigRational> term in _terms)
        {
            hash ^= unchecked((term.Key.GetHashCode() * 397) + term.Value.GetHashCode());
        }

        return hash;
    }

    private static void Accumulate(Dictionary<Monomial, BigRational> terms, Monomial monomial, BigRational value)
    {
        if (terms.TryGetValue(monomial, out BigRational old))
        {
            value = old + value;
        }

        if (value.IsZero)
        {
            _ = terms.Remove(monomial);
        }
        else
        {
            terms[monomial] = value;
        }
    }
}
