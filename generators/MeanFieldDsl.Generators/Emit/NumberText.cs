using System.Globalization;

namespace MeanFieldDsl.Generators.Emit;

/// <summary>C# literals that read back to the same bits, in any culture.</summary>
internal static class NumberText
{
    public static string Of(double value)
    {
        if (double.IsNaN(value))
        {
            return "double.NaN";
        }

        if (double.IsInfinity(value))
        {
            return value > 0 ? "double.PositiveInfinity" : "double.NegativeInfinity";
        }

        if (value == 0)
        {
            return BitConverter.DoubleToInt64Bits(value) < 0 ? "-0.0" : "0.0";
        }

        // The shortest of the two round-trip formats; "R" alone loses a bit on old hosts.
        string text = value.ToString("G15", CultureInfo.InvariantCulture);
        if (double.Parse(text, CultureInfo.InvariantCulture) != value)
        {
            text = value.ToString("G17", CultureInfo.InvariantCulture);
        }

        return text.IndexOfAny(['.', 'E']) < 0 ? text + ".0" : text;
    }

    /// <summary>As people write it, for messages.</summary>
    public static string Short(double value) => double.IsInfinity(value)
        ? value > 0 ? "∞" : "−∞"
        : value.ToString("R", CultureInfo.InvariantCulture).Replace('-', '−');

    public static string Of(int value) => value.ToString(CultureInfo.InvariantCulture);
}
