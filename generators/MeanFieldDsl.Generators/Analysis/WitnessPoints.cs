using System.Globalization;
using MeanFieldDsl.Generators.Formulas;

namespace MeanFieldDsl.Generators.Analysis;

/// <summary>
/// The points at which claims are tried: the same ones in every run, with at most three significant digits, so that
/// what a message prints is exactly what was evaluated.
/// </summary>
internal static class WitnessPoints
{
    public const int LargestDimension = 4;
    private const int MostPrinted = 4;

    public static Binding Draw(Formula formula, int attempt)
    {
        CounterHash hash = new((ulong)attempt);

        // Small vectors first, for short messages; three magnitudes; every other point positive, for domains.
        int dimension = attempt < 24 ? 2 : 2 + (int)hash.Next(LargestDimension - 1);
        double unit = (attempt / 2 % 3) switch { 0 => 100, 1 => 10, _ => 1000 };
        bool positive = attempt % 2 == 1;
        int smallest = formula.Parameters.Where(p => p.Type == FormulaType.Vector).Select(p => Size(p, dimension)).DefaultIfEmpty(3).Min();
        double[][] parameters = formula.Parameters.Select(p => Enumerable.Range(0, Size(p, dimension)).Select(_ => p.Type switch
        {
            FormulaType.Integer => (int)hash.Next(Math.Max(1, smallest)),
            FormulaType.Boolean => (int)hash.Next(2),
            _ => hash.Decimal(positive) / unit,
        }).ToArray()).ToArray();
        double[] hypers = formula.HyperParameters.Select(h => h.Type switch
        {
            FormulaType.Integer => 1 + (int)hash.Next(4),
            FormulaType.Boolean => (int)hash.Next(2),
            _ => hash.Decimal(positive: true) / 100,
        }).ToArray();
        return new(parameters, hypers);
    }

    /// <summary>The scaled parameters, then "with" the others that the formula uses.</summary>
    public static string Print(Formula formula, Binding point, bool[] scaled)
    {
        bool[] used = new bool[formula.Parameters.Count];
        bool[] usedHypers = new bool[formula.HyperParameters.Count];
        foreach (Node node in formula.Nodes)
        {
            if (node.Op is Op.Parameter or Op.BoundElement or Op.Element or Op.Length)
            {
                used[node.A] = true;
            }
            else if (node.Op == Op.HyperParameter)
            {
                usedHypers[node.A] = true;
            }
        }

        IEnumerable<string> Named(bool ofScaled) => Enumerable.Range(0, used.Length)
            .Where(p => used[p] && scaled[p] == ofScaled)
            .Select(p => formula.Parameters[p].Name + " = " + Print(formula.Parameters[p], point.Parameters[p]));
        string theta = string.Join(", ", Named(true));
        string others = string.Join(", ", Named(false).Concat(Enumerable.Range(0, usedHypers.Length)
            .Where(h => usedHypers[h])
            .Select(h => formula.HyperParameters[h].Name + " = " + Print(point.HyperParameters[h]))));
        return others.Length == 0 ? theta : theta + " with " + others;
    }

    private static int Size(FormulaParameter parameter, int dimension) => parameter.Dimension.IsKnown ? parameter.Dimension.Size : dimension;

    private static string Print(FormulaParameter parameter, double[] values) =>
        parameter.Type != FormulaType.Vector ? Print(values[0])
        : "(" + string.Join(", ", values.Take(MostPrinted).Select(Print)) + (values.Length > MostPrinted ? ", …)" : ")");

    private static string Print(double value) => value.ToString("G6", CultureInfo.InvariantCulture);

    /// <summary>Numbers made from a counter (the finaliser of SplitMix64): no state outlives a draw.</summary>
    private sealed class CounterHash(ulong stream)
    {
        private ulong _counter = stream << 32;

        public uint Next(int below)
        {
            ulong z = unchecked(++_counter * 0x9E3779B97F4A7C15UL);
            z = unchecked((z ^ (z >> 30)) * 0xBF58476D1CE4E5B9UL);
            z = unchecked((z ^ (z >> 27)) * 0x94D049BB133111EBUL);
            return (uint)((z ^ (z >> 31)) % (ulong)below);
        }

        /// <summary>An integer of up to three digits, 10 to 199, negative or not.</summary>
        public double Decimal(bool positive)
        {
            double value = 10 + Next(190);
            return positive || Next(2) == 0 ? value : -value;
        }
    }
}
