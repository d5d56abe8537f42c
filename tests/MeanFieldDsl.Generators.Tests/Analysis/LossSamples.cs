using System.Globalization;
using System.Text.RegularExpressions;
using MeanFieldDsl.Generators.Formulas;

namespace MeanFieldDsl.Generators.Tests.Analysis;

/// <summary>Values and slopes of one loss at random points, which contradict what is false about it.</summary>
internal sealed partial class LossSamples(Formula loss, int seed)
{
    private const int Draws = 6;
    private const int Points = 16;
    private readonly Interpreter _interpreter = new(loss.Nodes);

    /// <summary>How many midpoints and second differences could be compared so far.</summary>
    public int Triples { get; private set; }

    /// <summary>How many pairs of slopes could be compared so far.</summary>
    public int Pairs { get; private set; }

    /// <summary>A midpoint above its chord, or a second difference that is negative.</summary>
    public string? Bends()
    {
        Random random = new(seed);
        for (int i = 0; i < 24; i++)
        {
            Binding at = Draw(random);
            double scale = Scale(i);
            double p = Symmetric(random) * scale, q = Symmetric(random) * scale;

            // Chords of any length, then second differences of three steps.
            double step = i % 2 == 0 ? 0 : Math.Pow(10, -1 - (i % 3));
            string? found = step == 0 ? Bend(at, p, (p + q) / 2, q) : Bend(at, p - step, p, p + step);
            if (found is not null)
            {
                return found;
            }
        }

        return null;
    }

    /// <summary>Two points between which the slope changes faster than the constant allows.</summary>
    public string? Steeper(double constant)
    {
        Random random = new(seed);
        for (int i = 0; i < Draws; i++)
        {
            Binding at = Draw(random);
            Sample[] samples = [.. Enumerable.Range(0, Points)
                .Select(k => Slope(at, Symmetric(random) * Scale(k)))
                .Where(s => double.IsFinite(s.Slope) && double.IsFinite(s.SlopeCondition))];
            for (int a = 0; a < samples.Length; a++)
            {
                for (int b = 0; b < a; b++)
                {
                    (Sample p, Sample q) = (samples[a], samples[b]);
                    Pairs++;
                    double change = Math.Abs(q.Slope - p.Slope), distance = Math.Abs(q.At - p.At);
                    if (change > (constant * (1 + 1e-9) * distance) + (1e-12 * (p.SlopeCondition + q.SlopeCondition)))
                    {
                        return $"the slope changes by {change:R} between {p.At:R} and {q.At:R}" + With(at);
                    }
                }
            }
        }

        return null;
    }

    /// <summary>A slope above what C1 and C2 allow.</summary>
    public string? Outgrows(string constants)
    {
        double[] c = [.. constants.Split(", as")[0].Split(", ").Select(part => double.Parse(part.Split(" = ")[1], CultureInfo.InvariantCulture))];
        Random random = new(seed);
        for (int i = 0; i < 24; i++)
        {
            Binding at = Draw(random);
            Sample s = Slope(at, Symmetric(random) * Scale(i));
            if (double.IsFinite(s.Value) && double.IsFinite(s.Slope) && double.IsFinite(s.SlopeCondition) && double.IsFinite(s.ValueCondition)
                && Math.Abs(s.Slope) > ((c[0] * s.Value) + c[1]) * (1 + 1e-5) + 1e-9 + (1e-12 * (s.SlopeCondition + s.ValueCondition)))
            {
                return $"the slope is {s.Slope:R} at the value {s.Value:R}, at {s.At:R}" + With(at);
            }
        }

        return null;
    }

    /// <summary>What is wrong with a witness against convexity, read from its text and evaluated again.</summary>
    public string? Denies(string witness)
    {
        Match match = WitnessText().Match(witness);
        if (!match.Success)
        {
            return "its witness cannot be read";
        }

        double Number(string group) => double.Parse(match.Groups[group].Value, CultureInfo.InvariantCulture);
        Dictionary<string, double> others = match.Groups["with"].Value.Split(", ", StringSplitOptions.RemoveEmptyEntries)
            .Select(part => part.Split(" = ")).ToDictionary(part => part[0], part => double.Parse(part[1], CultureInfo.InvariantCulture));
        Binding at = new(
            [.. loss.Parameters.Select(p => new[] { others.GetValueOrDefault(p.Name) })],
            [.. loss.HyperParameters.Select(h => others.GetValueOrDefault(h.Name, double.NaN))]);
        bool isInside = loss.Parameters.Zip(at.Parameters).All(p => p.First.Domain?.Contains(p.Second[0]) != false || !others.ContainsKey(p.First.Name))
            && loss.HyperParameters.Zip(at.HyperParameters).All(h => h.First.Domain?.Contains(h.Second) != false);
        (double from, double to) = (Number("p"), Number("q"));
        (Jet p, Jet m, Jet q) = (Value(at, from), Value(at, (from + to) / 2), Value(at, to));
        double chord = (p.Value + q.Value) / 2;
        return !isInside ? "its witness is outside the domains"
            : Differ(m.Value, Number("middle"), m.ValueCondition) || Differ(chord, Number("chord"), p.ValueCondition + q.ValueCondition) ? $"the values are {m.Value:R} and {chord:R}"
            : m.Value - chord <= Error(p, m, q) ? $"the midpoint {m.Value:R} does not exceed the chord {chord:R}"
            : null;
    }

    // Printed to six digits.
    private static bool Differ(double value, double printed, double condition) => !(Math.Abs(value - printed) <= (1e-5 * Math.Abs(value)) + (1e-13 * condition));

    private string? Bend(Binding at, double left, double middle, double right)
    {
        (Jet p, Jet m, Jet q) = (Value(at, left), Value(at, middle), Value(at, right));
        double error = Error(p, m, q);
        if (!double.IsFinite(p.Value) || !double.IsFinite(m.Value) || !double.IsFinite(q.Value) || !double.IsFinite(error))
        {
            return null;
        }

        // The middle is not exactly in the middle: the chord is taken at the point that was evaluated.
        Triples++;
        double t = (middle - left) / (right - left), chord = p.Value + (t * (q.Value - p.Value));
        return m.Value - chord > error ? $"the value {m.Value:R} at {middle:R} exceeds the chord {chord:R} from {left:R} to {right:R}" + With(at) : null;
    }

    private static double Error(Jet p, Jet m, Jet q) =>
        1e-13 * (p.ValueCondition + m.ValueCondition + q.ValueCondition + Math.Abs(p.Value) + Math.Abs(q.Value));

    private Binding Draw(Random random)
    {
        double[] hypers = [.. loss.HyperParameters.Select(h => h.Domain is { } d ? Inside(random, d) : random.NextDouble() - 0.5)];
        double target = loss.Parameters[1].Domain is { Labels.Count: > 0 } l ? l.Labels[random.Next(l.Labels.Count)] : Symmetric(random) * 2;
        return new([[0], [target]], hypers);
    }

    private static double Inside(Random random, ValueDomain domain) =>
        double.IsInfinity(domain.Maximum) ? domain.Minimum + 0.05 + (2 * random.NextDouble()) : domain.Minimum + ((domain.Maximum - domain.Minimum) * random.NextDouble());

    private static double Symmetric(Random random) => (random.NextDouble() * 2) - 1;

    private static double Scale(int i) => (i % 3) switch { 0 => 20, 1 => 4, _ => 0.5 };

    private Jet Value(Binding at, double prediction)
    {
        at.Parameters[0][0] = prediction;
        return _interpreter.ValueWithCondition(loss.Root, at);
    }

    private Sample Slope(Binding at, double prediction)
    {
        at.Parameters[0][0] = prediction;
        Jet jet = _interpreter.Derivative(loss.Root, at, 0, 0);
        return new(prediction, jet.Value, jet.Slope, jet.ValueCondition, jet.SlopeCondition);
    }

    private static string With(Binding at) => $" with target {at.Parameters[1][0]:R} and ({string.Join(", ", at.HyperParameters)})";

    [GeneratedRegex(@"^between (?<p>\S+) and (?<q>\S+) the midpoint value (?<middle>\S+) exceeds the chord (?<chord>\S+)( with (?<with>.+))?$")]
    private static partial Regex WitnessText();

    private readonly record struct Sample(double At, double Value, double Slope, double ValueCondition, double SlopeCondition);
}
