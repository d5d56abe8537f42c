using MeanFieldDsl.Generators.Formulas;

namespace MeanFieldDsl.Generators.Analysis.Algebra;

/// <summary>
/// Values of all atoms at a few points of their leaves, so that attempts to prove what is false end before they cost
/// anything. It only ever ends attempts; what it says is approximate.
/// </summary>
internal sealed class SamplePoints(Atoms atoms)
{
    private const int Count = 10;
    private const double Clear = 1e-7;
    private static readonly IReadOnlyList<double> Values = [1, -1, 0.5, -2, 0, 2, -0.3, 0.1, -5, 7, -0.1, 0.9, 20];
    private readonly List<double>[] _points = [.. Enumerable.Range(0, Count).Select(_ => new List<double>())];

    /// <summary>Whether the polynomial is clearly negative at one of the points.</summary>
    public bool AnyNegative(Polynomial polynomial)
    {
        for (int point = 0; point < Count; point++)
        {
            (double value, double size) = Evaluate(polynomial, point);
            if (value < -Clear * size && !double.IsInfinity(size))
            {
                return true;
            }
        }

        return false;
    }

    private (double Value, double Size) Evaluate(Polynomial polynomial, int point)
    {
        double sum = 0, size = 0;
        foreach (KeyValuePair<Monomial, BigRational> term in polynomial.Terms)
        {
            double value = term.Value.ToDouble() * Evaluate(term.Key, point);
            sum += value;
            size += Math.Abs(value);
        }

        return (sum, size);
    }

    private double Evaluate(Monomial monomial, int point)
    {
        double product = 1;
        foreach ((int atom, BigRational power) in monomial.Factors)
        {
            double value = Value(atom, point);
            product *= power.IsOne ? value : Math.Pow(value, power.ToDouble());
        }

        return product;
    }

    private double Evaluate(Fraction fraction, int point) =>
        fraction.Factors.Aggregate(Evaluate(fraction.Numerator, point).Value, (quotient, f) => quotient / Math.Pow(Evaluate(f.Key, point).Value, f.Value));

    // An atom only stands on older ones.
    private double Value(int atom, int point)
    {
        List<double> known = _points[point];
        while (known.Count <= atom)
        {
            known.Add(Compute(known.Count, point));
        }

        return known[atom];
    }

    private double Compute(int index, int point)
    {
        Atom atom = atoms[index];
        return atom switch
        {
            { Exponent: { } exponent } => Math.Exp(Evaluate(exponent, point)),
            { Base: { } polynomial } => Evaluate(polynomial, point).Value is > 0 and double value ? value : double.NaN,
            { Op: Op.Divide, Argument: { } whole } => Evaluate(whole, point),
            { Argument: { } argument } => OperationTable.Get(atom.Op).Value(Evaluate(argument, point), 0, 0),
            _ => Inside(atom.Range, point + (3 * index)),
        };
    }

    private static double Inside(Interval range, int start)
    {
        for (int k = 0; k < Values.Count; k++)
        {
            double value = Values[(start + k) % Values.Count];
            if (range.Contains(value))
            {
                return value;
            }
        }

        return range.IsBounded ? (range.Low / 2) + (range.High / 2) : double.IsInfinity(range.Low) ? range.High - 1 : range.Low + 1;
    }
}
