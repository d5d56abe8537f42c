using MeanFieldDsl.Generators.Formulas;

namespace MeanFieldDsl.Generators.Analysis.Algebra;

/// <summary>A quantity that polynomials are written in.</summary>
/// <param name="Op">What makes it: a leaf, <see cref="Op.Exp"/> of a monomial, <see cref="Op.Pow"/> of a polynomial, or another function.</param>
/// <param name="Index">The parameter or hyper-parameter of a leaf.</param>
/// <param name="Range">An interval that holds it.</param>
/// <param name="Varies">Whether it depends on the variable.</param>
internal sealed record Atom(Op Op, int Index, Interval Range, bool Varies)
{
    /// <summary>For <see cref="Op.Exp"/>: the monomial in the exponent; an atom stands for e to that monomial.</summary>
    public Monomial? Exponent { get; init; }

    /// <summary>For <see cref="Op.Pow"/>: the positive polynomial whose fractional powers are powers of the atom.</summary>
    public Polynomial? Base { get; init; }

    /// <summary>For other functions: the argument.</summary>
    public Fraction? Argument { get; init; }
}

/// <summary>The atoms of one analysis; equal quantities are one atom.</summary>
internal sealed class Atoms
{
    private readonly List<Atom> _atoms = [];

    public Atom this[int atom] => _atoms[atom];

    public int Leaf(Op op, int index, Interval range, bool varies) =>
        Find(a => a.Op == op && a.Index == index, () => new(op, index, range, varies));

    public int Exponential(Monomial exponent) =>
        Find(a => a.Op == Op.Exp && exponent.Equals(a.Exponent), () => new(Op.Exp, -1, Interval.Positive, Varies(exponent)) { Exponent = exponent });

    public int Root(Polynomial polynomial) =>
        Find(a => a.Op == Op.Pow && polynomial.Equals(a.Base), () => new(Op.Pow, -1, Interval.Positive, Varies(polynomial)) { Base = polynomial });

    public int Function(Op op, Fraction argument, Interval range) => Find(
        a => a.Op == op && a.Argument is Fraction other && (argument - other).Numerator.IsZero,
        () => new(op, -1, range, Varies(argument)) { Argument = argument });

    public bool Varies(Monomial monomial) => monomial.Factors.Any(f => _atoms[f.Atom].Varies);

    public bool Varies(Polynomial polynomial) => polynomial.Terms.Keys.Any(Varies);

    public bool Varies(Fraction fraction) => Varies(fraction.Numerator) || fraction.Factors.Any(f => Varies(f.Key));

    /// <summary>
    /// Divides by a positive monomial and writes whole powers of roots out, so that a polynomial that is zero becomes
    /// empty and positive atoms have no negative exponents. The sign is unchanged.
    /// </summary>
    public Polynomial Reduce(Polynomial polynomial)
    {
        // From the newest atom down: the base of a root only holds older ones.
        int next = int.MaxValue;
        while (!polynomial.IsZero)
        {
            int[] rest = [.. polynomial.Atoms.Where(a => a < next && _atoms[a].Range.IsPositive)];
            if (rest.Length == 0)
            {
                break;
            }

            next = rest[rest.Length - 1];
            polynomial = Reduce(polynomial, next);
        }

        return polynomial;
    }

    private Polynomial Reduce(Polynomial polynomial, int atom)
    {
        BigRational least = polynomial.Terms.Keys.Select(m => m.Power(atom)).Min();
        Polynomial shifted = polynomial.Times(Monomial.Of(atom, -least));
        if (_atoms[atom].Base is not Polynomial root)
        {
            return shifted;
        }

        Polynomial sum = Polynomial.Number(0);
        foreach (KeyValuePair<BigRational, Polynomial> part in shifted.Collect(atom))
        {
            int whole = (int)part.Key.Floor();
            if (whole > 12)
            {
                throw new UndecidedException("has a power that is too high");
            }

            BigRational remainder = part.Key - BigRational.Of(whole);
            sum += part.Value * root.Power(whole) * Polynomial.Term(Monomial.Of(atom, remainder), BigRational.One);
        }

        return sum;
    }

    private int Find(Func<Atom, bool> same, Func<Atom> make)
    {
        int found = _atoms.FindIndex(a => same(a));
        if (found < 0)
        {
            found = _atoms.Count;
            _atoms.Add(make());
        }

        return found;
    }
}
