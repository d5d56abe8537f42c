namespace MeanFieldDsl.Generators.Analysis.Algebra;

/// <summary>A product of powers of atoms, in the order of the atoms and without zero exponents.</summary>
internal sealed class Monomial : IEquatable<Monomial>
{
    private readonly (int Atom, BigRational Power)[] _factors;
    private readonly int _hash;

    private Monomial((int Atom, BigRational Power)[] factors)
    {
        _factors = factors;
        foreach ((int atom, BigRational power) in factors)
        {
            _hash = unchecked((_hash * 31) + (atom * 17) + power.GetHashCode());
        }
    }

    public IReadOnlyList<(int Atom, BigRational Power)> Factors => _factors;

    public bool IsOne => _factors.Length == 0;

    public static Monomial One() => new([]);

    public static Monomial Of(int atom, BigRational power) => power.IsZero ? One() : new([(atom, power)]);

    public BigRational Power(int atom)
    {
        foreach ((int a, BigRational power) in _factors)
        {
            if (a == atom)
            {
                return power;
            }
        }

        return BigRational.Zero;
    }

    public Monomial Times(Monomial other)
    {
        List<(int, BigRational)> product = [];
        int i = 0, j = 0;
        while (i < _factors.Length || j < other._factors.Length)
        {
            if (j == other._factors.Length || (i < _factors.Length && _factors[i].Atom < other._factors[j].Atom))
            {
                product.Add(_factors[i++]);
            }
            else if (i == _factors.Length || other._factors[j].Atom < _factors[i].Atom)
            {
                product.Add(other._factors[j++]);
            }
            else
            {
                BigRational sum = _factors[i].Power + other._factors[j].Power;
                if (!sum.IsZero)
                {
                    product.Add((_factors[i].Atom, sum));
                }

                i++;
                j++;
            }
        }

        return new([.. product]);
    }

    public Monomial Raised(BigRational exponent) => exponent.IsZero ? One() : new([.. _factors.Select(f => (f.Atom, f.Power * exponent))]);

    public Monomial Without(int atom) => new([.. _factors.Where(f => f.Atom != atom)]);

    public bool Equals(Monomial? other) => other is not null && _hash == other._hash && _factors.SequenceEqual(other._factors);

    public override bool Equals(object obj) => Equals(obj as Monomial);

    public override int GetHashCode() => _hash;
}
