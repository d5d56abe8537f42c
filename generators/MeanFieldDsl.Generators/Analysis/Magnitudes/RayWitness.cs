using MeanFieldDsl.Generators.Formulas;

namespace MeanFieldDsl.Generators.Analysis;

/// <summary>A ray of positions along which a value grows without an end in sight.</summary>
/// <param name="Point">The point that is scaled.</param>
/// <param name="Values">The factors and the values there.</param>
internal sealed record RayWitness(string Point, IReadOnlyList<(double Factor, double Value)> Values)
{
    private const int Attempts = 36;
    private const int Doublings = 60;
    private const int LeastValues = 24;
    private const double Negligible = 1e-4;

    /// <summary>
    /// Looks for a ray, outwards and then towards zero, on which the modulus keeps growing over 60 doublings: at least
    /// by what a logarithm would, each increment as large as the one before, and far above the rounding errors.
    /// </summary>
    public static RayWitness? Find(Formula formula, IReadOnlyList<Node> nodes, int root, int[] positions, int attempts = Attempts)
    {
        if (positions.Length == 0 || nodes.Any(n => n.Op == Op.Primitive))
        {
            return null;
        }

        Interpreter interpreter = new(nodes);
        for (int attempt = 0; attempt < attempts; attempt++)
        {
            Binding start = Start(formula, positions, attempt / 2);
            int elements = formula.Parameters.Any(p => p.Type == FormulaType.Vector) ? 2 : 1;
            int[] moved = attempt % 3 < 2 ? positions : [positions[attempt / 3 % positions.Length]];
            for (int element = 0; element < elements; element++)
            {
                if (Along(formula, interpreter, root, start, moved, element, attempt % 2 == 0 ? 2 : 0.5) is RayWitness witness)
                {
                    return witness;
                }
            }
        }

        return null;
    }

    public override string ToString() =>
        "grows along a ray: " + string.Join(", ", Values.Select(v => ConvexityWitness.Number(v.Value) + " at " + ConvexityWitness.Number(v.Factor))) + " times " + Point;

    private static Binding Start(Formula formula, int[] positions, int attempt)
    {
        Binding drawn = ConvexityWitness.InDomains(formula, [.. formula.Parameters.Select((_, p) => positions.Contains(p))], attempt);
        return new([.. drawn.Parameters.Select((v, p) => formula.Parameters[p].Role == ParameterRole.Weight ? v.Select(_ => 1.0).ToArray() : v)], drawn.HyperParameters);
    }

    private static RayWitness? Along(Formula formula, Interpreter interpreter, int root, Binding start, int[] moved, int element, double factor)
    {
        List<(double Factor, double Value)> values = [];
        double scale = 1;
        for (int k = 0; k <= Doublings; k++, scale *= factor)
        {
            Binding point = new([.. start.Parameters.Select((v, p) => moved.Contains(p) && formula.Parameters[p].Period == 0 ? v.Select(e => e * scale).ToArray() : v)], start.HyperParameters);
            bool isInside = moved.All(p => formula.Parameters[p].Domain is not { } domain || point.Parameters[p].All(domain.Contains));
            Jet jet;
            try
            {
                jet = interpreter.ValueWithCondition(root, point, element);
            }
            catch (IndexOutOfRangeException)
            {
                return null;
            }

            if (!isInside || double.IsNaN(jet.Value))
            {
                return null;
            }

            double value = Math.Abs(jet.Value);
            if (double.IsInfinity(value))
            {
                // Past what doubles hold: the values before must show it.
                return values.Count > 4 && values[values.Count - 1].Value > 1e100 ? Made(formula, start, moved, values) : null;
            }

            if (jet.ValueCondition * 2.3e-16 > Negligible * value)
            {
                break;
            }

            values.Add((scale, value));
        }

        return Creeps(values) || Climbs(values) ? Made(formula, start, moved, values) : null;
    }

    // Each increment as large as the one before: a logarithm at least.
    private static bool Creeps(List<(double Factor, double Value)> values)
    {
        double previous = 0;
        for (int k = Math.Max(1, values.Count - 50); k < values.Count; k++)
        {
            double increment = values[k].Value - values[k - 1].Value;
            if (!(increment > 1e-3) || !(increment >= 0.98 * previous))
            {
                return false;
            }

            previous = increment;
        }

        return values.Count > Doublings;
    }

    // The largest value so far keeps growing by powers, whatever happens in between.
    private static bool Climbs(List<(double Factor, double Value)> values)
    {
        double[] most = [.. Enumerable.Range(0, 4).Select(q => values.Skip(q * values.Count / 4).Take(values.Count / 4).Select(v => v.Value).DefaultIfEmpty(0).Max())];
        return values.Count >= LeastValues && Enumerable.Range(1, 3).All(q => most[q] > 4 * most[q - 1]) && most[3] > 1000;
    }

    private static RayWitness Made(Formula formula, Binding start, int[] positions, List<(double Factor, double Value)> values)
    {
        bool[] scaled = [.. formula.Parameters.Select((_, p) => positions.Contains(p))];
        int last = Math.Min(values.Count - 1, 20);
        return new(WitnessPoints.Print(formula, start, scaled), [values[0], values[last / 2], values[last]]);
    }
}
