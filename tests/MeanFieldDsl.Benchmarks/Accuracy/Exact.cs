namespace MeanFieldDsl.Benchmarks.Accuracy;

/// <summary>A reference value, with an exponent apart because the result itself may be too large or too small for a double; or NaN.</summary>
internal readonly record struct Exact(DoubleDouble Value, int Exponent)
{
    public static readonly Exact NaN = new(double.NaN, 0);

    public bool IsNaN => double.IsNaN(Value.High);

    public static implicit operator Exact(DoubleDouble value) => new(value, 0);

    public static implicit operator Exact(double value) => new(value, 0);

    /// <summary>How far <paramref name="computed"/> is from this value, in units of the last place of this value.</summary>
    public double Error(double computed, Format format) => ErrorInUnits(computed, format, LeadingExponent);

    /// <summary>How far it is in units of the last place of a number with the exponent <paramref name="leading"/>.</summary>
    public double ErrorInUnits(double computed, Format format, int leading)
    {
        if (IsNaN || double.IsNaN(computed))
        {
            return IsNaN && double.IsNaN(computed) ? 0 : double.PositiveInfinity;
        }

        // Infinity stands for the number that follows the largest, and is right for all that round to it.
        int unit = Math.Clamp(leading, format.LeastExponent, format.GreatestExponent) - format.FractionBits;
        double limit = Math.ScaleB(1, format.GreatestExponent + 1 - unit);
        double high = Math.ScaleB(Value.High, Exponent - unit);
        if (double.IsInfinity(computed))
        {
            return computed > 0 == Value.High > 0 ? Math.Max(limit - Math.Abs(high) - 0.5, 0) : double.PositiveInfinity;
        }

        return Math.Abs((Math.ScaleB(computed, -unit) - high) - Math.ScaleB(Value.Low, Exponent - unit));
    }

    private int LeadingExponent
    {
        get
        {
            if (Value.High == 0)
            {
                return int.MinValue / 2;
            }

            int exponent = Math.ILogB(Value.High);
            bool isBelow = Math.Abs(Value.High) == Math.ScaleB(1, exponent) && Value.Low != 0 && Value.Low > 0 != Value.High > 0;
            return Exponent + (isBelow ? exponent - 1 : exponent);
        }
    }
}
