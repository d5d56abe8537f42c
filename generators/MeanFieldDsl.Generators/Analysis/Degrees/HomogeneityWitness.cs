using System.Globalization;
using MeanFieldDsl.Generators.Formulas;

namespace MeanFieldDsl.Generators.Analysis;

/// <summary>A point at which doubling the scaled parameters does not multiply the value by the claimed factor.</summary>
/// <param name="Ratio">φ(2θ)/φ(θ).</param>
/// <param name="Expected">2^p for the claimed degree p.</param>
/// <param name="Point">The point, exactly as it was evaluated.</param>
internal sealed record HomogeneityWitness(double Ratio, double Expected, string Point)
{
    private const int Attempts = 96;
    private const double ClearDeviation = 1e-6;
    private const double PlainDeviation = 1e-2;
    private const double MostWork = 2e5;

    /// <summary>
    /// Looks for a witness against degree <paramref name="claimed"/>. The points are the same in every run. A point
    /// counts only when the deviation is far above the rounding error of both values, so a true claim is never
    /// refuted; that none is found proves nothing.
    /// </summary>
    public static HomogeneityWitness? Find(Formula formula, bool[] scaled, double claimed)
    {
        if (IsTooLargeToTry(formula))
        {
            return null;
        }

        double expected = Math.Pow(2, claimed);
        Interpreter interpreter = new(formula.Nodes);
        HomogeneityWitness? best = null;
        double bestDeviation = 0;
        for (int attempt = 0; attempt < Attempts && bestDeviation < PlainDeviation; attempt++)
        {
            Binding point = WitnessPoints.Draw(formula, attempt);
            double deviation = Deviation(interpreter, formula.Root, point, Doubled(point, scaled), expected, out double ratio);
            if (deviation > ClearDeviation && deviation > bestDeviation)
            {
                bestDeviation = deviation;
                best = new(ratio, expected, WitnessPoints.Print(formula, point, scaled));
            }
        }

        return best;
    }

    /// <summary>Whether evaluating the formula many times would keep the compiler busy.</summary>
    public static bool IsTooLargeToTry(Formula formula) => DeepestLoop(formula) * formula.Nodes.Count > MostWork;

    public override string ToString() =>
        "φ(2θ)/φ(θ) = " + Distinct(Ratio, Expected) + " instead of " + Expected.ToString("G4", CultureInfo.InvariantCulture) + " at " + Point;

    private static double Deviation(Interpreter interpreter, int root, Binding point, Binding doubled, double expected, out double ratio)
    {
        ratio = double.NaN;
        try
        {
            Jet at = interpreter.ValueWithCondition(root, point);
            Jet far = interpreter.ValueWithCondition(root, doubled);
            ratio = far.Value / at.Value;
            double difference = Math.Abs(far.Value - (expected * at.Value));
            double size = Math.Max(Math.Abs(far.Value), Math.Abs(expected * at.Value));
            double rounding = 1e4 * 2.3e-16 * (far.ValueCondition + (expected * at.ValueCondition));
            bool counts = at.Value != 0 && difference > rounding && !double.IsNaN(ratio) && !double.IsInfinity(ratio);
            return counts ? difference / size : 0;
        }
        catch (IndexOutOfRangeException)
        {
            // An index that this draw put outside its vector: no value, and so no witness.
            return 0;
        }
    }

    private static Binding Doubled(Binding point, bool[] scaled) =>
        new(point.Parameters.Select((values, p) => scaled[p] ? values.Select(v => 2 * v).ToArray() : values).ToArray(), point.HyperParameters);

    // How many times the innermost body runs: a formula too large to try at compile time gets no witness.
    private static double DeepestLoop(Formula formula)
    {
        double[] turns = new double[formula.Nodes.Count];
        for (int i = 0; i < turns.Length; i++)
        {
            Node node = formula.Nodes[i];
            double most = 1;
            FormulaGraph.ForEachChild(node, child => most = Math.Max(most, turns[child]));
            turns[i] = node.IsReduction ? Math.Max(most, turns[node.A] * Turns(formula, node)) : most;
        }

        return turns[formula.Root];
    }

    private static double Turns(Formula formula, Node node) =>
        node.LoopParameter >= 0 ? Math.Max(formula.Parameters[node.LoopParameter].Dimension.Size, WitnessPoints.LargestDimension)
        : formula.Nodes[node.C].Op == Op.Constant ? Math.Max(1, Math.Abs(formula.Nodes[node.C].Value))
        : WitnessPoints.LargestDimension;

    // As many digits as it takes to tell the ratio from the expected value.
    private static string Distinct(double ratio, double expected)
    {
        for (int digits = 4; digits < 16; digits++)
        {
            string text = ratio.ToString("G" + digits, CultureInfo.InvariantCulture);
            if (text != expected.ToString("G" + digits, CultureInfo.InvariantCulture))
            {
                return text;
            }
        }

        return ratio.ToString("R", CultureInfo.InvariantCulture);
    }
}
