using MeanFieldDsl.Generators.Analysis.Algebra;
using MeanFieldDsl.Generators.Formulas;

namespace MeanFieldDsl.Generators.Analysis;

/// <summary>
/// A number that bounds a function of one variable on a piece, where algebra finds none because what it is made of moves together:
/// interval arithmetic on ever smaller parts of the line, and far out the values of terms that only fall from there. A
/// positive hyper-parameter that is the unit of the variable drops out.
/// </summary>
internal sealed class LineBound
{
    private const int MostParts = 400;
    private const int Patience = 60;
    private const double Slack = 1e-3;
    private static readonly IReadOnlyList<double> Reaches = [8, 32, 128];
    private readonly Enclosure _enclosure;
    private readonly Fraction _function;
    private readonly double _low;
    private readonly double _high;
    private readonly bool _onlyBelow;

    private LineBound(Atoms atoms, Fraction function, double low, double high, bool onlyBelow) =>
        (_enclosure, _function, _low, _high, _onlyBelow) = (new(atoms), function, low, high, onlyBelow);

    /// <summary>A number that |node| does not exceed; with <paramref name="onlyBelow"/> one that −node does not. Null when none is found.</summary>
    public static double? Of(Pieces pieces, Piece piece, int node, bool onlyBelow = false)
    {
        FormulaBuilder builder = pieces.Builder;
        bool[] needed = FormulaGraph.Reachable(builder.Nodes, node);
        int[] units = [.. Enumerable.Range(0, node + 1).Where(i => needed[i] && builder[i].Op == Op.HyperParameter && pieces.Formula.HyperParameters[builder[i].A].Range.IsPositive)];
        try
        {
            foreach (int unit in units.Append(builder.Constant(1)))
            {
                Fraction function = pieces.Algebra.Of(pieces.Substitute(node, builder.Multiply(pieces.Variable, unit)));
                if (Ends(pieces, piece, unit) is (double low, double high) && new LineBound(pieces.Algebra.Atoms, function, low, high, onlyBelow).Least() is double bound)
                {
                    return bound;
                }
            }
        }
        catch (UndecidedException)
        {
            // Outside the algebra: no bound.
        }

        return null;
    }

    // The ends of the piece in the unit, when they are numbers.
    private static (double Low, double High)? Ends(Pieces pieces, Piece piece, int unit)
    {
        (double low, double high) = (double.NegativeInfinity, double.PositiveInfinity);
        foreach (Bound bound in piece.Bounds)
        {
            Fraction at = pieces.Algebra.Of(pieces.Builder.Divide(bound.Point, unit));
            if (!at.IsPolynomial || !at.Numerator.IsNumber(out BigRational number))
            {
                return null;
            }

            Interval end = Enclosure.Of(number);
            (low, high) = bound.Side == Side.Above ? (Math.Max(low, end.Low), high) : (low, Math.Min(high, end.High));
        }

        return (low, high);
    }

    private double? Least()
    {
        if (_enclosure.IsOpen(_function))
        {
            return null;
        }

        double ends = Math.Max(double.IsInfinity(_low) ? 0 : Math.Abs(_low), double.IsInfinity(_high) ? 0 : Math.Abs(_high));
        foreach (double reach in Reaches)
        {
            double far = reach + (2 * ends);
            double tails = Math.Max(double.IsInfinity(_high) ? Tail(far, 1) : 0, double.IsInfinity(_low) ? Tail(far, -1) : 0);
            if (double.IsInfinity(tails) || double.IsNaN(tails))
            {
                return null;
            }

            (double seen, double between) = Between(Math.Max(_low, -far), Math.Min(_high, far));
            if (tails <= between)
            {
                return between <= 1.5 * seen ? between : null;
            }
        }

        return null;
    }

    // The largest value seen, and a bound: the part with the largest bound is halved until that is near what was seen.
    private (double Seen, double Bound) Between(double low, double high)
    {
        SortedSet<(double Bound, double Low, double High)> parts = [];
        double seen = 0;
        void Add(double from, double to)
        {
            _ = parts.Add((Magnitude(new(from, to)), from, to));
            double middle = Magnitude(Interval.Of((from / 2) + (to / 2)));
            seen = double.IsInfinity(middle) ? seen : Math.Max(seen, middle);
        }

        Add(low, low < 0 && high > 0 ? 0 : (low / 2) + (high / 2));
        Add(low < 0 && high > 0 ? 0 : (low / 2) + (high / 2), high);
        for (int steps = 0; parts.Max.Bound > seen * (1 + Slack) && steps < MostParts; steps++)
        {
            (double bound, double from, double to) = parts.Max;
            if (steps > Patience && double.IsInfinity(bound))
            {
                break;
            }

            _ = parts.Remove(parts.Max);
            Add(from, (from / 2) + (to / 2));
            Add((from / 2) + (to / 2), to);
        }

        return (seen, parts.Max.Bound);
    }

    private double Magnitude(Interval part)
    {
        Interval value = _enclosure.At(part).Of(_function);
        double magnitude = _onlyBelow ? Math.Max(0, -value.Low) : value.Magnitude;
        return double.IsNaN(magnitude) ? double.PositiveInfinity : magnitude;
    }

    // A bound beyond ±from, where every term has its largest value at that end; ∞ when that is not known.
    private double Tail(double from, int side)
    {
        _ = _enclosure.At(side > 0 ? new(from, double.PositiveInfinity) : new(double.NegativeInfinity, -from));
        Interval sum = Interval.Of(0);
        foreach (KeyValuePair<Monomial, BigRational> term in _function.Numerator.Terms)
        {
            if (_enclosure.Falling(term.Key, from, side) is not double largest)
            {
                return double.PositiveInfinity;
            }

            sum += new Interval(0, largest) * Enclosure.Of(term.Value).Absolute();
        }

        foreach (KeyValuePair<Polynomial, int> factor in _function.Factors)
        {
            Interval below = _enclosure.Of(factor.Key).Absolute();
            sum = Enumerable.Range(0, factor.Value).Aggregate(sum, (quotient, _) => quotient / below);
        }

        return sum.High;
    }
}
