using MeanFieldDsl.Generators.Formulas;

namespace MeanFieldDsl.Generators.Analysis;

/// <summary>A multiple of a hyper-parameter or of a dimension that has only a name, in a degree.</summary>
internal readonly record struct DegreeTerm(string Symbol, bool IsDimension, Rational Factor);

/// <summary>
/// A degree of positive homogeneity: f(λθ) = λ^p f(θ) for all λ &gt; 0. It is a number plus multiples of
/// hyper-parameters and of dimensions, as for |w|^P. The zero function has every degree, which is why
/// <c>max(u, 0)</c> keeps the degree of u.
/// </summary>
internal readonly record struct Degree
{
    private Degree(bool isAny, Rational value, EquatableArray<DegreeTerm> terms) => (IsAny, Value, Terms) = (isAny, value, terms);

    public static Degree Any => new(true, Rational.Zero, EquatableArray<DegreeTerm>.Empty);

    public static Degree Zero => Of(Rational.Zero);

    public bool IsAny { get; }

    /// <summary>The number in it; all of it when there are no terms.</summary>
    public Rational Value { get; }

    /// <summary>The terms, by name; none has the factor 0.</summary>
    public EquatableArray<DegreeTerm> Terms { get; }

    /// <summary>Whether it is a number known at compile time.</summary>
    public bool IsNumber => !IsAny && Terms.Count == 0;

    /// <summary>Whether scaling leaves the value as it is.</summary>
    public bool IsInvariant => IsAny || (Terms.Count == 0 && Value.IsZero);

    public static Degree Of(Rational value) => new(false, value, EquatableArray<DegreeTerm>.Empty);

    public static Degree Of(string symbol, bool isDimension) => new(false, Rational.Zero, new([new DegreeTerm(symbol, isDimension, Rational.One)]));

    /// <summary>The sum of two degrees of which neither is any; null when a fraction does not fit.</summary>
    public Degree? Plus(Degree other)
    {
        Rational? value = Value.Plus(other.Value);
        List<DegreeTerm> terms = [];
        foreach (IGrouping<(string, bool), DegreeTerm> group in Terms.Concat(other.Terms).GroupBy(t => (t.Symbol, t.IsDimension)))
        {
            Rational? factor = group.Skip(1).Aggregate((Rational?)group.First().Factor, (sum, t) => sum?.Plus(t.Factor));
            value = factor is null ? null : value;
            if (factor is Rational f && !f.IsZero)
            {
                terms.Add(new(group.Key.Item1, group.Key.Item2, f));
            }
        }

        return value is Rational v ? Made(v, terms) : null;
    }

    public Degree? Times(Rational factor)
    {
        Rational? value = Value.Times(factor);
        List<DegreeTerm> terms = [];
        foreach (DegreeTerm term in factor.IsZero ? [] : Terms)
        {
            Rational? product = term.Factor.Times(factor);
            value = product is null ? null : value;
            terms.Add(term with { Factor = product ?? Rational.Zero });
        }

        return value is Rational v ? Made(v, terms) : null;
    }

    /// <summary>The product of two degrees; null when it is not linear in the symbols.</summary>
    public Degree? Times(Degree other) => other.IsNumber ? Times(other.Value) : IsNumber ? other.Times(Value) : null;

    public Degree? Minus(Degree other) => other.Times(new Rational(-1)) is Degree negated ? Plus(negated) : null;

    /// <summary>Its value where the symbols have values.</summary>
    public double ToDouble(Func<DegreeTerm, double> valueOf) => Value.ToDouble() + Terms.Sum(t => t.Factor.ToDouble() * valueOf(t));

    public override string ToString()
    {
        if (IsAny || Terms.Count == 0)
        {
            return IsAny ? "any" : Value.ToString();
        }

        string text = Value.IsZero ? "" : Value.ToString();
        foreach (DegreeTerm term in Terms)
        {
            bool isNegative = term.Factor.Numerator < 0;
            string size = (isNegative ? term.Factor.Times(new Rational(-1))! : term.Factor).ToString()!;
            text += (text.Length == 0 ? (isNegative ? "-" : "") : isNegative ? " - " : " + ") + (size == "1" ? "" : size + " ") + term.Symbol;
        }

        return text;
    }

    private static Degree Made(Rational value, List<DegreeTerm> terms) =>
        new(false, value, new(terms.OrderBy(t => t.Symbol, StringComparer.Ordinal).ThenBy(t => t.IsDimension)));
}
