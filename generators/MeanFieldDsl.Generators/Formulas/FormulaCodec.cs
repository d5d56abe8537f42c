using System.Globalization;
using System.Text;

namespace MeanFieldDsl.Generators.Formulas;

/// <summary>Writes a formula as one line of text and reads it back, so that it can travel in the metadata of an assembly.</summary>
internal static class FormulaCodec
{
    /// <summary>Raised whenever a number in <see cref="Op"/> changes its meaning or the form of the text changes.</summary>
    public const int Version = 3;

    public static string Write(Formula formula)
    {
        StringBuilder text = new();
        _ = text.Append(formula.Name).Append(';').Append(Int(formula.Root)).Append(';');
        foreach (FormulaParameter p in formula.Parameters)
        {
            _ = text.Append(string.Join(",", p.Name, p.Role, p.Type, Int(p.Dimension.Size), p.Dimension.Symbol, Real(p.Period), Domain(p.Domain))).Append('|');
        }

        _ = text.Append(';');
        foreach (HyperParameter h in formula.HyperParameters)
        {
            _ = text.Append(string.Join(",", h.Name, h.Type, Domain(h.Domain))).Append('|');
        }

        _ = text.Append(';');
        foreach (Node n in formula.Nodes)
        {
            _ = text.Append(string.Join(",", Int((int)n.Op), Int(n.A), Int(n.B), Int(n.C), n.Bits.ToString("x", CultureInfo.InvariantCulture))).Append('|');
        }

        // Only a formula that calls functions of the user's has a sixth part.
        if (formula.Primitives.Count > 0)
        {
            _ = text.Append(';');
            foreach (PrimitiveFunction p in formula.Primitives)
            {
                _ = text.Append(p.Method).Append(',').Append(Int(p.Derivative)).Append('|');
            }
        }

        return text.ToString();
    }

    /// <summary>Reads a formula; false when the text is not one that this version wrote.</summary>
    public static bool TryRead(int version, string text, out Formula? formula)
    {
        formula = null;
        string[] parts = text.Split(';');
        if (version != Version || parts.Length is not (5 or 6))
        {
            return false;
        }

        try
        {
            Formula read = new(
                parts[0],
                new(Items(parts[4], 5).Select(n => new Node(Operation(n[0]), Number(n[1]), Number(n[2]), Number(n[3]), long.Parse(n[4], NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture)))),
                Number(parts[1]),
                new(Items(parts[2], 7).Select(p => new FormulaParameter(
                    p[0],
                    Named<ParameterRole>(p[1]),
                    Named<FormulaType>(p[2]),
                    new(Number(p[3]), p[4]),
                    Real(p[5]),
                    Domain(p[6])))),
                new(Items(parts[3], 3).Select(h => new HyperParameter(h[0], Named<FormulaType>(h[1]), Domain(h[2])))))
            {
                Primitives = new(parts.Length == 6 ? Items(parts[5], 2).Select(p => new PrimitiveFunction(p[0], Number(p[1]))) : []),
            };
            formula = FormulaCheck.IsWellFormed(read) ? read : null;
        }
        catch (Exception e) when (e is FormatException or OverflowException or ArgumentException)
        {
            formula = null;
        }

        return formula is not null;
    }

    private static string Domain(ValueDomain? domain) => domain is null
        ? ""
        : string.Join("/", new[] { Real(domain.Minimum), Real(domain.Maximum), domain.MinimumExcluded ? "x" : "", domain.MaximumExcluded ? "x" : "" }.Concat(domain.Labels.Select(Real)));

    private static ValueDomain? Domain(string text)
    {
        if (text.Length == 0)
        {
            return null;
        }

        string[] parts = text.Split('/');
        return parts.Length < 4
            ? throw new FormatException()
            : new(Real(parts[0]), Real(parts[1]), parts[2] == "x", parts[3] == "x", new(parts.Skip(4).Select(Real)));
    }

    private static string Real(double value) => value.ToString("R", CultureInfo.InvariantCulture);

    private static double Real(string text) => double.Parse(text, NumberStyles.Float, CultureInfo.InvariantCulture);

    private static IEnumerable<string[]> Items(string part, int fields) => part
        .Split(['|'], StringSplitOptions.RemoveEmptyEntries)
        .Select(item => item.Split(','))
        .Select(item => item.Length == fields ? item : throw new FormatException());

    private static T Named<T>(string text)
        where T : struct, Enum => Enum.IsDefined(typeof(T), text) ? (T)Enum.Parse(typeof(T), text) : throw new FormatException();

    private static Op Operation(string text) => Number(text) is int op and >= 0 and <= (int)Op.Primitive ? (Op)op : throw new FormatException();

    private static int Number(string text) => int.Parse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture);

    private static string Int(int value) => value.ToString(CultureInfo.InvariantCulture);
}
