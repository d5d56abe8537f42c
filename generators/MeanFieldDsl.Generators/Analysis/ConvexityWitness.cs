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
    private static readonly IReadOnlyList<double> Others = [1, 0, -1, 2, 0.5, 3, -2, 0.25];

    /// <summary>
    /// Looks for a witness, at the same points in every run. A point counts only when the excess is far above the
    /// rounding errors, so a convex function is never refuted; that none is found proves nothing.
    /// </summary>
    public static ConvexityWitness? Find(Formula formula, bool[] variables)
    {
        Interpreter interpreter = new(formula.Nodes);
        bool isScalar = variables.Count(v => v) == 1 && formula.Parameters[Array.IndexOf(variables, true)].Type != ValueType.Vector;
        ConvexityWitness? best = null;
        double most = 0;
        for (int attempt = 0; attempt < Attempts && most < 0.05; attempt++)
        {
            Binding point = InDomains(formula, variables, attempt);
            foreach ((double[][] p, double[][] q) in isScalar ? OnGrid(point, Array.IndexOf(variables, true)) : Drawn(formula, variables, point, attempt))
            {
                double excess = Excess(interpreter, formula.Root, point, p, q, out double middle, out double chord);
                if (excess > ClearExcess && excess > most)
                {
                    most = excess;
                    best = new(Print(formula, point.HyperParameters, p, variables, ofVariables: true), Print(formula, point.HyperParameters, q, variables, ofVariables: true), middle, chord, Print(formula, point.HyperParameters, p, variables, ofVariables: false));
                }
            }
        }

        return best;
    }

    public override string ToString() => $"between {From} and {To} the midpoint value {Number(Middle)} exceeds the chord {Number(Chord)}{(With.Length == 0 ? "" : " with " + With)}";

    public static string Number(double value) => value.ToString("G6", CultureInfo.InvariantCulture);

    private static IEnumerable<(double[][], double[][])> OnGrid(Binding point, int variable)
    {
        foreach (double p in Predictions)
        {
            foreach (double q in Predictions.Where(q => q > p))
            {
                yield return (With(p), With(q));
            }
        }

        double[][] With(double value) => [.. point.Parameters.Select((v, i) => i == variable ? new[] { value } : v)];
    }

    private static IEnumerable<(double[][], double[][])> Drawn(Formula formula, bool[] variables, Binding point, int attempt)
    {
        Binding other = WitnessPoints.Draw(formula, attempt);
        for (int k = 1; k <= 6; k++)
        {
            Binding drawn = WitnessPoints.Draw(formula, attempt + (k * Attempts));
            if (drawn.Parameters.Select(v => v.Length).SequenceEqual(point.Parameters.Select(v => v.Length)))
            {
                yield return (Mixed(other), Mixed(drawn));
            }
        }

        double[][] Mixed(Binding from) => [.. point.Parameters.Select((v, i) => variables[i] ? from.Parameters[i] : v)];
    }

    // The parameters that are not variables, at values inside their declared domains.
    internal static Binding InDomains(Formula formula, bool[] variables, int attempt)
    {
        Binding drawn = WitnessPoints.Draw(formula, attempt);
        double[][] parameters = [.. formula.Parameters.Select((p, i) => p.Type != ValueType.Real || variables[i] ? drawn.Parameters[i] : [Inside(p.Domain, attempt, false)])];
        double[] hypers = [.. formula.HyperParameters.Select((h, i) => h.Type == ValueType.Real ? Inside(h.Domain, attempt / 2, true) : drawn.HyperParameters[i])];
        return new(parameters, hypers);
    }

    // Without a domain only positive hyper-parameters refute a claim: a proof asks for the domain then.
    private static double Inside(ValueDomain? domain, int attempt, bool positive)
    {
        if (domain is { Labels.Count: > 0 })
        {
            return domain.Labels[attempt % domain.Labels.Count];
        }

        for (int k = 0; k < Others.Count; k++)
        {
            double value = Others[(attempt + k) % Others.Count];
            if (domain is null ? !positive || value > 0 : domain.Contains(value))
            {
                return value;
            }
        }

        Interval range = domain!.Range;
        return range.IsBounded ? (range.Low / 2) + (range.High / 2) : double.IsInfinity(range.Low) ? range.High - 1 : range.Low + 1;
    }

    private static double Excess(Interpreter interpreter, int root, Binding point, double[][] p, double[][] q, out double middle, out double chord)
    {
        double[][] half = [.. p.Select((v, i) => v.Select((x, k) => (x + q[i][k]) / 2).ToArray())];
        Jet a = interpreter.ValueWithCondition(root, new(p, point.HyperParameters));
        Jet b = interpreter.ValueWithCondition(root, new(q, point.HyperParameters));
        Jet m = interpreter.ValueWithCondition(root, new(half, point.HyperParameters));
        (middle, chord) = (m.Value, (a.Value + b.Value) / 2);
        double rounding = 1e4 * 2.3e-16 * (a.ValueCondition + b.ValueCondition + m.ValueCondition);
        double excess = middle - chord;

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
            .Select(x => (one ? "" : x.p.Name + " = ") + (x.p.Type == ValueType.Vector ? "(" + string.Join(", ", values[x.i].Select(Number)) + ")" : Number(values[x.i][0])));
        IEnumerable<string> others = formula.HyperParameters.Select((h, i) => h.Name + " = " + Number(hypers[i]));
        return string.Join(", ", ofVariables ? named : named.Concat(others));
    }

    private static bool Uses(Formula formula, Op op, int parameter) =>
        formula.Nodes.Any(n => (n.Op == op || n.Op is Op.BoundElement or Op.Element) && n.A == parameter);
}
