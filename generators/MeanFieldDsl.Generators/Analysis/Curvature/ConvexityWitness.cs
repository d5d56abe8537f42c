using System.Globalization;
using MeanFieldDsl.Generators.Formulas;

namespace MeanFieldDsl.Generators.Analysis;

/// <summary>Two points whose midpoint has a value above the chord.</summary>
/// <param name="From">The first point.</param>
/// <param name="To">The second point.</param>
/// <param name="Middle">The value in the middle.</param>
/// <param name="Chord">The mean of the values at the ends.</param>
/// <param name="With">The other parameters, or empty.</param>
internal sealed record ConvexityWitness(string From, string To, double Middle, double Chord, string With)
{
    private const int Attempts = 60;
    private const double ClearExcess = 1e-9;
    private static readonly IReadOnlyList<double> Predictions = [-30, -10, -5, -3, -2, -1.5, -1, -0.75, -0.5, -0.25, -0.1, 0, 0.1, 0.25, 0.5, 0.75, 1, 1.5, 2, 3, 5, 10, 30];
    private static readonly IReadOnlyList<double> OtherValues = [1, 0, -1, 2, 0.5, 3, -2, 0.25];

    /// <summary>
    /// Looks for a witness, at the same points in every run. A point counts only when the excess is far above the
    /// rounding errors, so a convex function is never refuted; that none is found proves nothing.
    /// </summary>
    public static ConvexityWitness? Find(Formula formula, bool[] variables)
    {
        Interpreter interpreter = new(formula.Nodes);
        int scalar = variables.Count(v => v) == 1 ? Array.IndexOf(variables, true) : -1;
        bool isScalar = scalar >= 0 && formula.Parameters[scalar].Type != FormulaType.Vector;
        HashSet<string> seen = [];
        ConvexityWitness? best = null;
        double most = 0;
        for (int attempt = 0; attempt < Attempts && most < 0.05; attempt++)
        {
            Binding point = InDomains(formula, variables, attempt);
            if (isScalar && !seen.Add(Others(formula, point, scalar)))
            {
                continue;
            }

            foreach ((double[][] p, double[][] q, Jet a, Jet m, Jet b) in isScalar ? OnGrid(interpreter, formula.Root, point, scalar) : Drawn(interpreter, formula, variables, point, attempt))
            {
                double chord = (a.Value + b.Value) / 2, excess = Excess(a, m, b);
                if (excess > ClearExcess && excess > most)
                {
                    most = excess;
                    best = new(Print(formula, point.HyperParameters, p, variables, ofVariables: true), Print(formula, point.HyperParameters, q, variables, ofVariables: true), m.Value, chord, Print(formula, point.HyperParameters, p, variables, ofVariables: false));
                }
            }
        }

        return best;
    }

    public override string ToString() => $"between {From} and {To} the midpoint value {Number(Middle)} exceeds the chord {Number(Chord)}{(With.Length == 0 ? "" : " with " + With)}";

    public static string Number(double value) => value.ToString("G6", CultureInfo.InvariantCulture);

    // All pairs of the grid; two of them often share a midpoint.
    private static IEnumerable<(double[][], double[][], Jet, Jet, Jet)> OnGrid(Interpreter interpreter, int root, Binding point, int variable)
    {
        Dictionary<double, Jet> values = [];
        foreach (double p in Predictions)
        {
            foreach (double q in Predictions.Where(q => q > p))
            {
                yield return (With(p), With(q), At(p), At((p + q) / 2), At(q));
            }
        }

        double[][] With(double value) => [.. point.Parameters.Select((v, i) => i == variable ? new[] { value } : v)];

        Jet At(double value)
        {
            if (!values.TryGetValue(value, out Jet jet))
            {
                jet = interpreter.ValueWithCondition(root, new(With(value), point.HyperParameters));
                values.Add(value, jet);
            }

            return jet;
        }
    }

    private static IEnumerable<(double[][], double[][], Jet, Jet, Jet)> Drawn(Interpreter interpreter, Formula formula, bool[] variables, Binding point, int attempt)
    {
        Binding other = WitnessPoints.Draw(formula, attempt);
        for (int k = 1; k <= 6; k++)
        {
            Binding drawn = WitnessPoints.Draw(formula, attempt + (k * Attempts));
            if (drawn.Parameters.Select(v => v.Length).SequenceEqual(point.Parameters.Select(v => v.Length)))
            {
                double[][] p = Mixed(other), q = Mixed(drawn);
                yield return (p, q, At(p), At([.. p.Select((v, i) => v.Select((x, e) => (x + q[i][e]) / 2).ToArray())]), At(q));
            }
        }

        double[][] Mixed(Binding from) => [.. point.Parameters.Select((v, i) => variables[i] ? from.Parameters[i] : v)];

        Jet At(double[][] values) => interpreter.ValueWithCondition(formula.Root, new(values, point.HyperParameters));
    }

    // What the formula uses besides the variable: the values repeat from attempt to attempt.
    private static string Others(Formula formula, Binding point, int variable)
    {
        IEnumerable<double> parameters = point.Parameters.Where((_, p) => p != variable && Uses(formula, Op.Parameter, p)).SelectMany(v => v);
        IEnumerable<double> hypers = point.HyperParameters.Where((_, h) => formula.Nodes.Any(n => n.Op == Op.HyperParameter && n.A == h));
        return string.Join(" ", parameters.Concat(hypers).Select(Number));
    }

    // The parameters that are not variables, at values inside their declared domains.
    internal static Binding InDomains(Formula formula, bool[] variables, int attempt)
    {
        Binding drawn = WitnessPoints.Draw(formula, attempt);
        double[][] parameters = [.. formula.Parameters.Select((p, i) => p.Type != FormulaType.Real || variables[i] ? drawn.Parameters[i] : [Inside(p.Domain, attempt, false)])];
        double[] hypers = [.. formula.HyperParameters.Select((h, i) => h.Type == FormulaType.Real ? Inside(h.Domain, attempt / 2, true) : drawn.HyperParameters[i])];
        return new(parameters, hypers);
    }

    // Without a domain only positive hyper-parameters refute a claim: a proof asks for the domain then.
    private static double Inside(ValueDomain? domain, int attempt, bool positive)
    {
        if (domain is { Labels.Count: > 0 })
        {
            return domain.Labels[attempt % domain.Labels.Count];
        }

        for (int k = 0; k < OtherValues.Count; k++)
        {
            double value = OtherValues[(attempt + k) % OtherValues.Count];
            if (domain is null ? !positive || value > 0 : domain.Contains(value))
            {
                return value;
            }
        }

        Interval range = domain!.Range;
        return range.IsBounded ? (range.Low / 2) + (range.High / 2) : double.IsInfinity(range.Low) ? range.High - 1 : range.Low + 1;
    }

    private static double Excess(Jet a, Jet m, Jet b)
    {
        double middle = m.Value, chord = (a.Value + b.Value) / 2, excess = middle - chord;
        double rounding = 1e4 * 2.3e-16 * (a.ValueCondition + b.ValueCondition + m.ValueCondition);

        // A value of ∞ in the middle refutes too; a value that is missing does not.
        return double.IsNaN(excess) || double.IsInfinity(a.Value) || double.IsInfinity(b.Value) || double.IsInfinity(middle) || !(excess > rounding)
            ? 0
            : excess / Math.Max(Math.Abs(middle), Math.Max(Math.Abs(chord), 1e-9));
    }

    private static string Print(Formula formula, double[] hypers, double[][] values, bool[] variables, bool ofVariables)
    {
        bool one = ofVariables && variables.Count(v => v) == 1;
        IEnumerable<string> named = formula.Parameters.Select((p, i) => (p, i))
            .Where(x => variables[x.i] == ofVariables && Uses(formula, Op.Parameter, x.i))
            .Select(x => (one ? "" : x.p.Name + " = ") + (x.p.Type == FormulaType.Vector ? "(" + string.Join(", ", values[x.i].Select(Number)) + ")" : Number(values[x.i][0])));
        IEnumerable<string> others = formula.HyperParameters.Select((h, i) => h.Name + " = " + Number(hypers[i]));
        return string.Join(", ", ofVariables ? named : named.Concat(others));
    }

    private static bool Uses(Formula formula, Op op, int parameter) =>
        formula.Nodes.Any(n => (n.Op == op || n.Op is Op.BoundElement or Op.Element) && n.A == parameter);
}
