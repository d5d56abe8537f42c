using MeanFieldDsl.Generators.Formulas;

namespace MeanFieldDsl.Generators.Analysis.Numerics;

/// <summary>
/// Looks for parameters at which an operation has no value: along each coordinate from a few points, and where a
/// divisor changes its sign by bisection. A point counts only when the operation takes part in the result there.
/// That none is found proves nothing.
/// </summary>
internal sealed class WitnessSearch(Formula formula, Interval[] ranges, Specimens values)
{
    private const int Halvings = 60;

    // A function that changes its sign without becoming small jumps.
    private const double SmallBesideEnds = 1e-9;

    private readonly SearchPoints _points = new(formula);
    private readonly Node[] _nodes = [.. formula.Nodes];

    /// <summary>A point where the condition fails, or null.</summary>
    public Binding? Find(DomainCondition condition)
    {
        if (condition.HoldsIn(ranges) || IsMatterOfConfiguration(condition.Argument))
        {
            return null;
        }

        bool Fails(Binding point) => condition.FailsAt(values, point)
            && (!condition.IsForbiddenAtZero || values.Value(condition.Argument, point).Value != 0 || IsTrueZero(condition.Argument, point))
            && values.Live(point)[condition.Node];

        if (OnLines(condition.Argument, Fails) is Binding witness)
        {
            return witness;
        }

        return !condition.IsForbiddenAtZero ? null : Factors(condition.Argument)
            .Where(factor => !ranges[factor].IsZeroFree)
            .Select(factor => BetweenSigns(factor, point => values.Live(point)[condition.Node]))
            .FirstOrDefault(static point => point is not null);
    }

    // Hyper-parameters alone, of which the author says nothing.
    private bool IsMatterOfConfiguration(int node)
    {
        Formula part = values.Alone(node);
        return !part.Nodes.Any(static n => n.Op is Op.Parameter or Op.BoundElement or Op.Element)
            && part.Nodes.Any(n => n.Op == Op.HyperParameter && formula.HyperParameters[n.A].Domain is null);
    }

    private Binding? OnLines(int node, Func<Binding, bool> fails)
    {
        Formula part = values.Alone(node);
        return (from at in _points.Bases()
                from point in SearchPoints.Coordinates(part, at).SelectMany(c => _points.Values(c).Select(x => c.With(at, x))).Prepend(at)
                where fails(point)
                select point).FirstOrDefault();
    }

    private Binding? BetweenSigns(int node, Func<Binding, bool> counts)
    {
        Formula part = values.Alone(node);
        return (from at in _points.Bases()
                from c in SearchPoints.Coordinates(part, at)
                where _points.IsContinuous(c)
                let line = _points.Values(c).OrderBy(static x => x).ToArray()
                from k in Enumerable.Range(0, Math.Max(0, line.Length - 1))
                let point = Bisect(node, at, c, line[k], line[k + 1])
                where point is not null && counts(point)
                select point).FirstOrDefault();
    }

    private Binding? Bisect(int node, Binding at, Coordinate coordinate, double low, double high)
    {
        int lowSign = Sign(node, coordinate.With(at, low), out double lowSize), highSign = Sign(node, coordinate.With(at, high), out double highSize);
        if (lowSign * highSign >= 0)
        {
            return null;
        }

        Binding middle = at;
        for (int k = 0; k < Halvings; k++)
        {
            double half = (low / 2) + (high / 2);
            middle = coordinate.With(at, half);
            double value = values.Value(node, middle).Value;
            if (value == 0)
            {
                break;
            }

            (low, high) = Math.Sign(value) == lowSign ? (half, high) : (low, half);
        }

        return Math.Abs(values.Value(node, middle).Value) <= SmallBesideEnds * Math.Max(lowSize, highSize) ? middle : null;
    }

    private int Sign(int node, Binding point, out double size)
    {
        Jet value = values.Value(node, point);
        size = Math.Abs(value.Value);
        return double.IsNaN(value.Value) || double.IsInfinity(value.Value) || size <= 1e-14 * value.ValueCondition ? 0 : Math.Sign(value.Value);
    }

    // The parts one of which is 0 where the node is.
    private IEnumerable<int> Factors(int node) => _nodes[node] switch
    {
        { Op: Op.Multiply } n => Factors(n.A).Concat(n.A == n.B ? [] : Factors(n.B)),
        { Op: Op.Divide or Op.Abs or Op.Negate or Op.Sqrt or Op.NormRoot or Op.Cbrt or Op.Pow } n => Factors(n.A),
        _ => [node],
    };

    // Whether a value that is computed as 0 is 0, and not a positive number too small to be written.
    private bool IsTrueZero(int node, Binding point)
    {
        Node n = _nodes[node];
        if (ranges[node].IsZeroFree || values.Value(node, point).Value != 0)
        {
            return false;
        }

        return n.Op switch
        {
            Op.Multiply => IsTrueZero(n.A, point) || IsTrueZero(n.B, point),
            Op.Divide or Op.Pow or Op.Negate or Op.Abs or Op.Sqrt or Op.NormRoot or Op.Cbrt or Op.Sinh or Op.Tanh or Op.Expm1 or Op.Log1p => IsTrueZero(n.A, point),
            Op.Add when ranges[n.A].IsNonNegative && ranges[n.B].IsNonNegative => IsTrueZero(n.A, point) && IsTrueZero(n.B, point),
            Op.SumOver when ranges[n.A].IsNonNegative => IsTrueZero(n.A, point),
            Op.ProductOver => !ranges[n.A].IsZeroFree,
            Op.Select => IsTrueZero(values.Value(n.A, point).Value != 0 ? n.B : n.C, point),
            _ => true,
        };
    }
}
