using System.Globalization;
using System.Text;

namespace MeanFieldDsl.Generators.Formulas;

/// <summary>Writes a formula as one line of text and reads it back, so that it can travel in the metadata of an assembly.</summary>
internal static class FormulaCodec
{
    /// <summary>Raised whenever a number in <see cref="Op"/> changes its meaning.</summary>
    public const int Version = 1;

    public static string Write(Formula formula)
    {
        StringBuilder text = new();
        _ = text.Append(formula.Name).Append(';').Append(Int(formula.Root)).Append(';');
        foreach (FormulaParameter p in formula.Parameters)
        {
            _ = text.Append(string.Join(",", p.Name, p.Role, p.Type, Int(p.Dimension.Size), p.Dimension.Symbol, p.Period.ToString("R", CultureInfo.InvariantCulture))).Append('|');
        }

        _ = text.Append(';');
        foreach (HyperParameter h in formula.HyperParameters)
        {
            _ = text.Append(h.Name).Append(',').Append(h.Type).Append('|');
        }

        _ = text.Append(';');
        foreach (Node n in formula.Nodes)
        {
            _ = text.Append(string.Join(",", Int((int)n.Op), Int(n.A), Int(n.B), Int(n.C), n.Bits.ToString("x", CultureInfo.InvariantCulture))).Append('|');
        }

        return text.ToString();
    }

    /// <summary>Reads a formula; false when the text is not one that this version wrote.</summary>
    public static bool TryRead(int version, string text, out Formula? formula)
    {
        formula = null;
        string[] parts = text.Split(';');
        if (version != Version || parts.Length != 5)
        {
            return false;
        }

        try
        {
            Formula read = new(
                parts[0],
                new(Items(parts[4]).Select(n => new Node((Op)Number(n[0]), Number(n[1]), Number(n[2]), Number(n[3]), long.Parse(n[4], NumberStyles.HexNumber, CultureInfo.InvariantCulture)))),
                Number(parts[1]),
                new(Items(parts[2]).Select(p => new FormulaParameter(
                    p[0],
                    (ParameterRole)Enum.Parse(typeof(ParameterRole), p[1]),
                    (ValueType)Enum.Parse(typeof(ValueType), p[2]),
                    new(Number(p[3]), p[4]),
                    double.Parse(p[5], CultureInfo.InvariantCulture)))),
                new(Items(parts[3]).Select(h => new HyperParameter(h[0], (ValueType)Enum.Parse(typeof(ValueType), h[1])))));
            formula = IsWellFormed(read) ? read : null;
        }
        catch (Exception e) when (e is FormatException or OverflowException or ArgumentException or IndexOutOfRangeException)
        {
            formula = null;
        }

        return formula is not null;
    }

    // Every reference points backwards and into its table, so no later pass can run off the end.
    private static bool IsWellFormed(Formula formula)
    {
        for (int i = 0; i < formula.Nodes.Count; i++)
        {
            Node node = formula.Nodes[i];
            if (node.Op > Op.Select)
            {
                return false;
            }

            bool backwards = true;
            FormulaGraph.ForEachChild(node, child => backwards &= child >= 0 && child < i);
            bool table = node.Op switch
            {
                Op.Parameter or Op.Length or Op.BoundElement or Op.Element => node.A >= 0 && node.A < formula.Parameters.Count,
                Op.HyperParameter => node.A >= 0 && node.A < formula.HyperParameters.Count,
                _ => !node.IsReduction || node.LoopParameter < formula.Parameters.Count,
            };
            if (!backwards || !table)
            {
                return false;
            }
        }

        return formula.Root >= 0 && formula.Root < formula.Nodes.Count;
    }

    private static IEnumerable<string[]> Items(string part) =>
        part.Split(['|'], StringSplitOptions.RemoveEmptyEntries).Select(item => item.Split(','));

    private static int Number(string text) => int.Parse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture);

    private static string Int(int value) => value.ToString(CultureInfo.InvariantCulture);
}
