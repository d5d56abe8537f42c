using MeanFieldDsl.Generators.Formulas;

namespace MeanFieldDsl.Generators.Analysis.Numerics;

/// <summary>A number that a search may move: an element of a parameter, or a hyper-parameter.</summary>
/// <param name="Index">The parameter or hyper-parameter.</param>
/// <param name="Element">The element, or −1 for a hyper-parameter.</param>
internal readonly record struct Coordinate(int Index, int Element)
{
    public bool IsHyper => Element < 0;

    public double Of(Binding point) => IsHyper ? point.HyperParameters[Index] : point.Parameters[Index][Element];

    public Binding With(Binding point, double value)
    {
        Coordinate self = this;
        return IsHyper
            ? new(point.Parameters, [.. point.HyperParameters.Select((h, i) => i == self.Index ? value : h)])
            : new([.. point.Parameters.Select((p, i) => i == self.Index ? p.Select((x, e) => e == self.Element ? value : x).ToArray() : p)], point.HyperParameters);
    }
}

/// <summary>
/// The points of a search, the same in every run: short numbers inside the declared domains. A hyper-parameter without
/// a domain is positive, and fixed: a model that is set up wrongly is no mistake of the formula.
/// </summary>
internal sealed class SearchPoints(Formula formula)
{
    private const int Draws = 3;

    // The plain ones first: the first hit is what a message prints.
    private static readonly double[] Grid = [0, 1, -1, 2, -2, 0.5, -0.5, 3, -3, 10, -10, 100, -100];

    /// <summary>Points to start from.</summary>
    public IEnumerable<Binding> Bases()
    {
        yield return Constant(1);
        yield return Constant(0);
        for (int k = 0; k < Draws; k++)
        {
            Binding drawn = WitnessPoints.Draw(formula, 2 * k);
            yield return new(
                [.. drawn.Parameters.Select((p, i) => p.Select(x => Fit(i, x)).ToArray())],
                [.. drawn.HyperParameters.Select((h, i) => FitHyper(i, h))]);
        }
    }

    /// <summary>The numbers that may be moved in a formula of the same parameters.</summary>
    public static IEnumerable<Coordinate> Coordinates(Formula part, Binding at)
    {
        for (int p = 0; p < part.Parameters.Count; p++)
        {
            if (part.Nodes.Any(n => n.Op is Op.Parameter or Op.BoundElement or Op.Element && n.A == p))
            {
                for (int e = 0; e < at.Parameters[p].Length; e++)
                {
                    yield return new(p, e);
                }
            }
        }

        for (int h = 0; h < part.HyperParameters.Count; h++)
        {
            if (part.HyperParameters[h].Domain is not null && part.Nodes.Any(n => n.Op == Op.HyperParameter && n.A == h))
            {
                yield return new(h, -1);
            }
        }
    }

    /// <summary>The values to try for a coordinate.</summary>
    public IEnumerable<double> Values(Coordinate coordinate) => Ends(coordinate)
        .Concat(Grid.Select(x => coordinate.IsHyper ? FitHyper(coordinate.Index, x) : Fit(coordinate.Index, x)))
        .Distinct();

    /// <summary>Whether all numbers between two values of a coordinate are values too.</summary>
    public bool IsContinuous(Coordinate coordinate) => coordinate.IsHyper
        ? formula.HyperParameters[coordinate.Index] is { Type: FormulaType.Real, Domain.Labels.Count: 0 }
        : formula.Parameters[coordinate.Index] is { Type: FormulaType.Real or FormulaType.Vector } parameter && parameter.Domain is null or { Labels.Count: 0 };

    private Binding Constant(double value) => new(
        [.. formula.Parameters.Select((p, i) => Enumerable.Repeat(Fit(i, value), p.Dimension.IsKnown ? p.Dimension.Size : 2).ToArray())],
        [.. formula.HyperParameters.Select((h, i) => FitHyper(i, h.Type == FormulaType.Integer ? 2 : 1))]);

    private IEnumerable<double> Ends(Coordinate coordinate)
    {
        ValueDomain? domain = coordinate.IsHyper ? formula.HyperParameters[coordinate.Index].Domain : formula.Parameters[coordinate.Index].Domain;
        return domain is null ? [] : domain.Labels.Count > 0 ? domain.Labels : new[] { domain.Minimum, domain.Maximum }.Where(x => domain.Contains(x) && !double.IsInfinity(x));
    }

    private double Fit(int index, double value)
    {
        FormulaParameter parameter = formula.Parameters[index];
        return parameter.Type switch
        {
            FormulaType.Boolean => value > 0 ? 1 : 0,
            FormulaType.Integer => value >= 0 && value <= 3 ? Math.Floor(value) : 0,
            _ => Inside(parameter.Domain, parameter.Period > 0 ? value - (parameter.Period * Math.Floor(value / parameter.Period)) : value),
        };
    }

    private double FitHyper(int index, double value)
    {
        HyperParameter hyper = formula.HyperParameters[index];
        return hyper.Type switch
        {
            FormulaType.Boolean => value > 0 ? 1 : 0,
            FormulaType.Integer => Inside(hyper.Domain, hyper.Domain is null ? Math.Max(1, Math.Floor(Math.Abs(value))) : Math.Floor(value)),
            _ => Inside(hyper.Domain, value),
        };
    }

    private static double Inside(ValueDomain? domain, double value)
    {
        if (domain is null || domain.Contains(value))
        {
            return value;
        }

        if (domain.Labels.Count > 0)
        {
            return domain.Labels.OrderBy(l => Math.Abs(l - value)).First();
        }

        // A point near the end that is closer, but not the end itself, which may be excluded.
        double width = double.IsInfinity(domain.Maximum - domain.Minimum) ? 2 : domain.Maximum - domain.Minimum;
        return value <= domain.Minimum ? domain.Minimum + (width / 8) : domain.Maximum - (width / 8);
    }
}
