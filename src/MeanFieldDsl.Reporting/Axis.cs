using System.Globalization;

namespace MeanFieldDsl.Reporting;

/// <summary>A tick: where it stands and what is written beside it.</summary>
internal readonly record struct Tick(double Value, string Label);

/// <summary>The range of an axis, the place of a value on it and its ticks.</summary>
internal sealed class Axis
{
    private readonly AxisScale _scale;

    private Axis(AxisScale scale, double low, double high)
    {
        _scale = scale;
        Low = low;
        High = high;
    }

    public double Low { get; }

    public double High { get; }

    /// <summary>An axis that holds all values with a margin; one that measures bars holds 0 too.</summary>
    public static Axis Fit(AxisScale scale, IEnumerable<double> values, bool withZero)
    {
        double low = withZero && scale == AxisScale.Linear ? 0 : double.PositiveInfinity;
        double high = withZero && scale == AxisScale.Linear ? 0 : double.NegativeInfinity;
        foreach (double value in values)
        {
            low = Math.Min(low, value);
            high = Math.Max(high, value);
        }

        if (scale == AxisScale.Log)
        {
            // At least a factor of 2, so that a constant series has an axis too.
            double decades = Math.Log10(high) - Math.Log10(low);
            double factor = decades < 0.1 ? Math.Sqrt(2) : Math.Pow(10, 0.04 * decades);
            return new(scale, Math.Max(low / factor, double.Epsilon), Math.Min(high * factor, double.MaxValue));
        }

        double margin = high - low > 1e-9 * Math.Max(Math.Abs(low), Math.Abs(high)) && high - low > 1e-290
            ? 0.05 * (high - low)
            : Math.Max(0.5 * Math.Abs(high), 0.5);
        return new(scale, withZero && low == 0 ? 0 : low - margin, withZero && high == 0 && low < 0 ? 0 : high + margin);
    }

    /// <summary>The place of a value: 0 at the low end, 1 at the high end.</summary>
    public double Place(double value) => _scale == AxisScale.Log
        ? (Math.Log(value) - Math.Log(Low)) / (Math.Log(High) - Math.Log(Low))
        : (value - Low) / (High - Low);

    public IReadOnlyList<Tick> Ticks(int most) => _scale == AxisScale.Log ? LogTicks(most) : LinearTicks(most);

    private List<Tick> LinearTicks(int most)
    {
        double step = RoundUp((High - Low) / most);
        int decimals = Math.Max(0, -(int)Math.Floor(Math.Log10(step * 1.0001)));
        double largest = Math.Max(Math.Abs(Low), Math.Abs(High));
        string format = largest < 1e6 && decimals <= 5 ? $"F{decimals}" : "G4";
        List<Tick> ticks = [];
        for (double k = Math.Ceiling(Low / step); k * step <= High; k++)
        {
            // Adding 0 turns -0 into 0.
            ticks.Add(new((k * step) + 0.0, ((k * step) + 0.0).ToString(format, CultureInfo.InvariantCulture)));
        }

        return ticks;
    }

    private List<Tick> LogTicks(int most)
    {
        double[] wide = [1];
        double[] narrow = [1, 2, 5];
        double decades = Math.Log10(High) - Math.Log10(Low);
        int stride = Math.Max(1, (int)RoundUp(decades / most));
        List<Tick> ticks = [];
        int first = (int)Math.Floor(Math.Log10(Low));
        for (int exponent = first; exponent <= Math.Log10(High); exponent++)
        {
            foreach (double mantissa in decades < 2.5 ? narrow : wide)
            {
                double value = mantissa * Math.Pow(10, exponent);
                if (value >= Low && value <= High && exponent % stride == 0)
                {
                    ticks.Add(new(value, LogLabel(mantissa, exponent)));
                }
            }
        }

        // Less than a factor of 2 or so may hold none of 1, 2 and 5.
        return ticks.Count >= 2 ? ticks : LinearTicks(Math.Min(most, 4));
    }

    // The next of 1, 2, 5, 10, … times a power of ten.
    private static double RoundUp(double value)
    {
        double power = Math.Pow(10, Math.Floor(Math.Log10(value)));
        double mantissa = value / power;
        return power * (mantissa <= 1 ? 1 : mantissa <= 2 ? 2 : mantissa <= 5 ? 5 : 10);
    }

    private static string LogLabel(double mantissa, int exponent)
    {
        if (exponent is >= -3 and <= 4)
        {
            return (mantissa * Math.Pow(10, exponent)).ToString("#,0.#####", CultureInfo.InvariantCulture);
        }

        const string Superscripts = "⁰¹²³⁴⁵⁶⁷⁸⁹";
        string digits = string.Concat(Math.Abs(exponent).ToString(CultureInfo.InvariantCulture).Select(d => Superscripts[d - '0']));
        string factor = mantissa == 1 ? "" : mantissa.ToString(CultureInfo.InvariantCulture) + "·";
        return $"{factor}10{(exponent < 0 ? "⁻" : "")}{digits}";
    }
}
