using MeanFieldDsl.Generators.Formulas;

namespace MeanFieldDsl.Generators.Analysis;

/// <summary>A slope of a formula that grows without bound on the way to a point.</summary>
/// <param name="Slope">The slope seen closest to the point.</param>
/// <param name="Distance">How close that was, in the step of a parameter.</param>
/// <param name="Point">The point.</param>
internal sealed record SteepWitness(double Slope, double Distance, string Point);

/// <summary>
/// Looks for places where a root, a power or a logarithm makes the derivative of a formula unbounded: on lines into a
/// zero of the argument, the slope of the operation and that of the formula must both grow by the same kind of steps
/// over many orders of magnitude. An argument that is proved positive has no such place.
/// </summary>
internal sealed class SteepSearch
{
    private const int Attempts = 24;
    private readonly Formula _formula;
    private readonly bool[] _variables;
    private readonly bool[] _varies;
    private readonly ValueShape[] _shapes;
    private readonly FormulaBuilder _builder;

    public SteepSearch(Formula formula, bool[] variables)
    {
        (_formula, _variables, _builder) = (formula, variables, new(formula.Nodes));
        (_varies, _shapes) = (Switch.Varying(formula, variables), CurvaturePass.Shapes(formula, variables));
    }

    /// <summary>The operations whose derivative is infinite where an argument that varies is 0 (for log(1 + a), −1).</summary>
    public IEnumerable<int> Candidates()
    {
        bool[] needed = FormulaGraph.Reachable(_formula.Nodes, _formula.Root);
        return Enumerable.Range(0, _formula.Root + 1).Where(i => needed[i]
            && _formula.Nodes[i] is { Op: Op.Sqrt or Op.Cbrt or Op.Log or Op.Log1p or Op.Pow } n
            && _varies[n.A]
            && (n.Op == Op.Log1p ? _shapes[n.A].Range.Low <= -1 : !_shapes[n.A].Range.IsPositive && !_shapes[n.A].Range.IsNegative));
    }

    public SteepWitness? Find(int node)
    {
        int[] labels = FormulaGraph.FreeLabels(_formula.Nodes, node);
        if (labels.Length > 1)
        {
            return null;
        }

        int own = labels.Length == 0 ? node : _builder.Rename(node, labels[0], Formula.FieldLabel);
        Node n = _formula.Nodes[node];
        int argument = n.Op == Op.Log1p ? _builder.Add(n.A, _builder.Constant(1)) : n.A;
        int[] terms = labels.Length > 0 ? [] : [argument, .. Below(n.A)];
        Interpreter interpreter = new(_builder.Nodes);
        bool[] moved = Mentioned(n.A);
        for (int attempt = 0; attempt < Attempts; attempt++)
        {
            Binding point = ConvexityWitness.InDomains(_formula, _variables, attempt);
            if (IntoOrigin(interpreter, point, moved, own) is SteepWitness atOrigin)
            {
                return atOrigin;
            }

            Binding other = WitnessPoints.Draw(_formula, (attempt + 7) % Attempts);
            VariableLine line = new(interpreter, point, Direction(point, moved, (p, k) => other.Parameters[p][k] - point.Parameters[p][k]));
            foreach (int term in terms)
            {
                if (line.SignChange((l, t) => l.Value(term, t).Value) is double zero
                    && Math.Abs(line.Value(argument, zero).Value) < 1e-12
                    && IntoZero(line, zero, own, moved) is SteepWitness found)
                {
                    return found;
                }
            }
        }

        return null;
    }

    private static double[][] Direction(Binding point, bool[] moved, Func<int, int, double> value) =>
        [.. point.Parameters.Select((v, p) => v.Select((_, k) => moved[p] ? value(p, k) : 0).ToArray())];

    // Towards 0 in all parameters of the argument: there distances can be as small as numbers are.
    private SteepWitness? IntoOrigin(Interpreter interpreter, Binding point, bool[] moved, int own)
    {
        Binding origin = new([.. point.Parameters.Select((v, p) => moved[p] ? new double[v.Length] : v)], point.HyperParameters);
        VariableLine line = new(interpreter, origin, Direction(point, moved, (p, k) => point.Parameters[p][k]));
        double[] distances = [.. Enumerable.Range(1, 20).Select(k => Math.Pow(10, -4 * k))];
        return Grows(line, distances, own, 1.05, 1e6) && Grows(line, distances, _formula.Root, 1.05, 1e6)
            ? Seen(line, distances, distances, WitnessPoints.Print(_formula, origin, moved))
            : null;
    }

    private SteepWitness? IntoZero(VariableLine line, double zero, int own, bool[] moved)
    {
        foreach (double side in new[] { 1.0, -1.0 })
        {
            double[] ways = [.. Enumerable.Range(1, 6).Select(k => side * Math.Pow(10, -2 * k))];
            double[] places = [.. ways.Select(w => zero + w)];
            if (Grows(line, places, own, 3, 1e4) && Grows(line, places, _formula.Root, 3, 1e4))
            {
                return Seen(line, places, ways, WitnessPoints.Print(_formula, line.At(zero), moved));
            }
        }

        return null;
    }

    // The first slope that speaks for itself, or the last.
    private SteepWitness Seen(VariableLine line, double[] places, double[] ways, string point)
    {
        int i = 0;
        while (i < places.Length - 1 && Math.Abs(line.Slope(_formula.Root, places[i]).Value) < 1e6)
        {
            i++;
        }

        return new(Math.Abs(line.Slope(_formula.Root, places[i]).Value), Math.Abs(ways[i]), point);
    }

    private static bool Grows(VariableLine line, double[] places, int node, double least, double total)
    {
        double first = 0, last = 0;
        foreach (double place in places)
        {
            double slope = Math.Abs(line.Slope(node, place).Value);
            if (double.IsNaN(slope) || double.IsInfinity(slope) || !(slope >= least * last))
            {
                return false;
            }

            first = first == 0 ? slope : first;
            last = slope;
        }

        return first > 0 && last >= total * first;
    }

    private bool[] Mentioned(int node)
    {
        bool[] mentioned = new bool[_variables.Length];
        bool[] needed = FormulaGraph.Reachable(_formula.Nodes, node);
        for (int i = 0; i <= node; i++)
        {
            if (needed[i] && _formula.Nodes[i].Op is Op.Parameter or Op.BoundElement or Op.Element)
            {
                mentioned[_formula.Nodes[i].A] = _variables[_formula.Nodes[i].A];
            }
        }

        return mentioned;
    }

    private IEnumerable<int> Below(int node)
    {
        bool[] needed = FormulaGraph.Reachable(_formula.Nodes, node);
        return Enumerable.Range(0, node).Where(i => needed[i] && _varies[i] && FormulaGraph.FreeLabels(_formula.Nodes, i).Length == 0);
    }
}
