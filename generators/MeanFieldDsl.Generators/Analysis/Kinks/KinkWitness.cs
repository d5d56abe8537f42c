using MeanFieldDsl.Generators.Formulas;

namespace MeanFieldDsl.Generators.Analysis;

/// <summary>A point at which the value, or the derivative, jumps along one coordinate.</summary>
/// <param name="Point">The point, as it was evaluated.</param>
/// <param name="Coordinate">The coordinate.</param>
/// <param name="What">What jumps.</param>
/// <param name="Left">It just below.</param>
/// <param name="Right">It just above.</param>
internal sealed record KinkWitness(string Point, string Coordinate, string What, double Left, double Right)
{
    /// <summary>How a witness begins, before the place.</summary>
    public const string Not = "not at ";

    private const int Attempts = 12;
    private const int Cells = 40;
    private const double Extent = 4;
    private const double ClearJump = 1e-3;
    private static readonly IReadOnlyList<double> Distances = [1e-3, 1e-6, 1e-9];

    /// <summary>
    /// Looks along the coordinates for a jump of the derivative, halves the interval it is in, and accepts it when
    /// the slopes at distances 10⁻³, 10⁻⁶ and 10⁻⁹ of the point agree on each side but not across it.
    /// </summary>
    public static KinkWitness? Find(Formula formula, bool[] wanted, int attempts = Attempts)
    {
        if (formula.Nodes.Any(n => n.Op == Op.Primitive))
        {
            return null;
        }

        Interpreter interpreter = new(formula.Nodes);
        for (int attempt = 0; attempt < attempts; attempt++)
        {
            Binding point = Start(formula, wanted, attempt);
            for (int p = 0; p < wanted.Length; p++)
            {
                for (int e = 0; wanted[p] && formula.Parameters[p].Type is FormulaType.Real or FormulaType.Vector && e < point.Parameters[p].Length; e++)
                {
                    KinkWitness? witness = Along(formula, interpreter, point, p, e, "derivative") ?? Along(formula, interpreter, point, p, e, "value");
                    if (witness is not null)
                    {
                        return witness;
                    }
                }
            }
        }

        return null;
    }

    /// <summary>Whether the derivative falls, as it does at no kink of a convex function.</summary>
    public bool IsFalling => What == "derivative" && Right < Left;

    public override string ToString() => $"{Not}{Point}, where the {What} in {Coordinate} jumps from {ConvexityWitness.Number(Left)} to {ConvexityWitness.Number(Right)}";

    // First with all positions zero, and inputs too, where norms have their kink, then drawn points.
    private static Binding Start(Formula formula, bool[] wanted, int attempt)
    {
        Binding drawn = ConvexityWitness.InDomains(formula, wanted, attempt);
        return attempt > 2 ? drawn : new([.. drawn.Parameters.Select((v, p) => !wanted[p] && attempt < 2 ? v
            : formula.Parameters[p].Role == ParameterRole.Weight && attempt != 1 ? v.Select(_ => 1.0).ToArray()
            : new double[v.Length])], drawn.HyperParameters);
    }

    private static KinkWitness? Along(Formula formula, Interpreter interpreter, Binding point, int parameter, int element, string what)
    {
        double[] values = point.Parameters[parameter];
        double original = values[element];
        double Slope(double x)
        {
            values[element] = x;
            Jet jet = interpreter.Derivative(formula.Root, point, parameter, element);
            return what == "value" ? jet.Value : jet.Slope;
        }

        // Cells whose ends are no decimals, so that a kink at one lies inside.
        double[] at = [.. Enumerable.Range(0, Cells + 1).Select(i => Extent * ((2 * (i + 0.4142) / (Cells + 1)) - 1))];
        double[] slopes = [.. at.Select(Slope)];
        KinkWitness? found = null;
        foreach (int i in Enumerable.Range(0, Cells).OrderByDescending(i => Jump(slopes[i], slopes[i + 1])).Take(3))
        {
            if (found is null && Jump(slopes[i], slopes[i + 1]) > ClearJump)
            {
                (double low, double high) = Halve(Slope, at[i], at[i + 1]);
                double middle = Math.Round((low + high) / 2, 9);
                double[] left = [.. Distances.Select(h => Slope(middle - h))];
                double[] right = [.. Distances.Select(h => Slope(middle + h))];
                double jump = Math.Abs(right[2] - left[2]), size = Math.Abs(right[2]) + Math.Abs(left[2]);
                bool isClear = jump > ClearJump * Math.Max(1e-3, size) && jump > ClearJump * 1e-2
                    && Math.Abs(left[2] - left[1]) < 0.001 * jump && Math.Abs(right[2] - right[1]) < 0.001 * jump
                    && Math.Abs(left[1] - left[0]) < 0.3 * jump && Math.Abs(right[1] - right[0]) < 0.3 * jump;
                bool isEndless = new[] { left, right }.Any(s => Math.Abs(s[2]) > 8 * Math.Abs(s[1]) && Math.Abs(s[1]) > 8 * Math.Abs(s[0]) && Math.Abs(s[2]) > 1000 && !double.IsInfinity(s[2]));
                if (isClear || isEndless)
                {
                    values[element] = middle;
                    FormulaParameter p = formula.Parameters[parameter];
                    found = new(WitnessPoints.Print(formula, point, Homogeneity.ParticleGroup(formula)), p.Type == FormulaType.Vector ? $"{p.Name}[{element}]" : p.Name, what, left[2], right[2]);
                }
            }
        }

        values[element] = original;
        return found;
    }

    private static (double Low, double High) Halve(Func<double, double> slope, double low, double high)
    {
        double atLow = slope(low), atHigh = slope(high);
        for (int step = 0; step < 60; step++)
        {
            double middle = (low + high) / 2, value = slope(middle);
            bool isLower = Jump(atLow, value) >= Jump(value, atHigh);
            (low, high, atLow, atHigh) = isLower ? (low, middle, atLow, value) : (middle, high, value, atHigh);
        }

        return (low, high);
    }

    private static double Jump(double a, double b) => Math.Abs(b - a) is var jump && double.IsNaN(jump) || double.IsInfinity(jump) ? 0 : jump;
}
