namespace MeanFieldDsl.Generators.Transform;

/// <summary>How far a derived gradient is from differences of the formula, relative to their size; what is not finite is no number.</summary>
internal readonly record struct GradientError(double Relative) : IFormattable
{
    public bool IsFinite => !double.IsNaN(Relative) && !double.IsInfinity(Relative);

    /// <summary>The words of MFD0003; <paramref name="format"/> is that of the number.</summary>
    public string ToString(string? format, IFormatProvider? formatProvider) => IsFinite
        ? "it differs from finite differences of the formula by a relative error of " + Relative.ToString(format, formatProvider) + "; this is a mistake in MeanFieldDsl, please report it"
        : "it is not finite, though the formula is; look for a root or power of a term that is always 0, or an exponential that overflows";
}
