using System.Numerics;
using MeanFieldDsl.Generators.Analysis.Algebra;
using MeanFieldDsl.Generators.Formulas;

namespace MeanFieldDsl.Generators.Analysis;

/// <summary>Intervals that hold the atoms of an algebra, and what is made of them, while the variable is in a part of the line.</summary>
internal sealed class Enclosure(Atoms atoms)
{
    private readonly Dictionary<int, Interval> _known = [];
    private Interval _variable = Interval.All;

    /// <summary>The same with the variable in another part of the line.</summary>
    public Enclosure At(Interval variable)
    {
        _known.Clear();
        _variable = variable;
        return this;
    }

    public static Interval Of(BigRational number)
    {
        double near = number.ToDouble();
        return BigRational.FromDouble(near).Equals(number) ? Interval.Of(near) : new(Interval.Below(near, 4), -Interval.Below(-near, 4), true);
    }

    /// <summary>Whether something that is not the variable has no bounds, so that no number can come of it.</summary>
    public bool IsOpen(Fraction fraction) => IsOpen(fraction.Numerator) || fraction.Factors.Any(f => IsOpen(f.Key));

    public Interval Of(Fraction fraction) => fraction.Factors.Aggregate(
        Of(fraction.Numerator), (quotient, f) => quotient / Power(Of(f.Key), BigRational.Of(f.Value)));

    public Interval Of(Polynomial polynomial) => polynomial.Terms.Aggregate(
        Interval.Of(0), (sum, term) => sum + (Of(term.Value) * Of(term.Key)));

    /// <summary>
    /// What |x|^k e^(a x^j + …), times what is bounded, is at most where ±x is at least <paramref name="from"/>: its value there, when the
    /// derivative of its logarithm is nowhere positive beyond. Null when that is not so.
    /// </summary>
    public double? Falling(Monomial monomial, double from, int side)
    {
        Interval end = Interval.Of(side * from), rest = Interval.Of(1), exponent = Interval.Of(0);
        SortedDictionary<int, BigRational> slope = [];
        void Slopes(int degree, BigRational value) => slope[degree] = slope.TryGetValue(degree, out BigRational old) ? old + value : value;
        foreach ((int atom, BigRational power) in monomial.Factors)
        {
            if (IsVariable(atom) && power.IsInteger)
            {
                Slopes(0, -power);
                rest *= Power(end.Absolute(), power);
            }
            else if (atoms[atom].Exponent is { Factors.Count: 1 } m && IsVariable(m.Factors[0].Atom) && m.Factors[0].Power is { IsInteger: true, Sign: > 0 } degree && degree < BigRational.Of(9))
            {
                int j = (int)degree.Numerator;
                Slopes(j, -(power * BigRational.Of(j * (side < 0 && j % 2 == 1 ? -1 : 1))));
                exponent += Of(power) * Power(end, degree);
            }
            else
            {
                rest *= Power(Of(atom), power).Absolute();
            }
        }

        BigRational[] minus = [.. Enumerable.Range(0, slope.Count == 0 ? 0 : slope.Keys.Max() + 1).Select(j => slope.TryGetValue(j, out BigRational value) ? value : BigRational.Zero)];
        double bound = (rest * OperationTable.Get(Op.Exp).Range(exponent, default, default)).High;
        return (minus.All(c => c.IsZero) || Sturm.IsNonNegative(minus, BigRational.FromDouble(from), null)) && !double.IsInfinity(bound) ? bound : null;
    }

    private bool IsVariable(int atom) => atoms[atom] is { Op: Op.Parameter, Varies: true };

    private bool IsOpen(Polynomial polynomial) => polynomial.Atoms.Any(IsOpen);

    private bool IsOpen(int atom) => atoms[atom] switch
    {
        { Exponent: { } exponent } => exponent.Factors.Any(f => IsOpen(f.Atom)),
        { Base: { } polynomial } => IsOpen(polynomial),
        { Argument: { } argument } => IsOpen(argument),
        { Varies: true } => false,
        Atom leaf => !leaf.Range.IsBounded,
    };

    private Interval Of(Monomial monomial) => monomial.Factors.Aggregate(Interval.Of(1), (product, f) => product * Power(Of(f.Atom), f.Power));

    private Interval Of(int index)
    {
        if (!_known.TryGetValue(index, out Interval known))
        {
            Atom atom = atoms[index];
            known = atom switch
            {
                { Exponent: { } exponent } => OperationTable.Get(Op.Exp).Range(Of(exponent), default, default),
                { Base: { } polynomial } => Within(Of(polynomial), atom.Range),
                { Op: Op.Divide, Argument: { } whole } => Within(Of(whole), atom.Range),
                { Argument: { } argument } => Within(OperationTable.Get(atom.Op).Range(Of(argument), Interval.All, Interval.All), atom.Range),
                { Varies: true } => _variable,
                _ => atom.Range,
            };
            _known.Add(index, known);
        }

        return known;
    }

    private static Interval Within(Interval a, Interval range) =>
        new(Math.Max(a.Low, range.Low), Math.Max(Math.Max(a.Low, range.Low), Math.Min(a.High, range.High)), range.ExcludesZero);

    private static Interval Power(Interval a, BigRational power)
    {
        if (power.Sign < 0)
        {
            return Interval.Of(1) / Power(a, -power);
        }

        if (!power.IsInteger)
        {
            // Only positive atoms have fractional powers.
            Interval floor = a.Low >= 0 ? a : new(0, Math.Max(0, a.High), a.ExcludesZero);
            return power.Equals(BigRational.Of(1, 2))
                ? OperationTable.Get(Op.Sqrt).Range(floor, default, default)
                : OperationTable.Get(Op.Pow).Range(floor, Of(power), default);
        }

        // By squaring: where an exponent has many digits, the power of its atom has them too.
        BigInteger whole = power.Numerator;
        Interval square = a.Absolute() * a.Absolute(), even = Interval.Of(1);
        for (BigInteger half = whole / 2; !half.IsZero; half /= 2)
        {
            even = half.IsEven ? even : even * square;
            square *= square;
        }

        return whole.IsEven ? even : even * a;
    }
}
