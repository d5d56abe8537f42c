using MeanFieldDsl.Generators.Formulas;

namespace MeanFieldDsl.Generators.Analysis.Numerics;

/// <summary>What goes wrong in floating-point arithmetic.</summary>
internal enum NumericFault
{
    None,

    /// <summary>An intermediate value or the gradient overflows although the value is finite.</summary>
    Overflow,

    /// <summary>Nearly equal numbers are subtracted.</summary>
    Cancellation,

    /// <summary>Digits are lost that an intrinsic keeps.</summary>
    Accuracy,

    /// <summary>0/0 where the limit exists: a division by zero with a way out.</summary>
    Removable,
}

/// <summary>An expression that loses digits or overflows, and one with the same value that does not.</summary>
/// <param name="Fault">What goes wrong.</param>
/// <param name="Expression">The expression.</param>
/// <param name="Better">What to write instead.</param>
/// <param name="At">Values of the holes at which it goes wrong.</param>
internal sealed record NumericRule(NumericFault Fault, Pattern Expression, Pattern Better, params double[] At)
{
    /// <summary>For an overflow: what must be large for it; it happens where this exceeds <see cref="OverflowsAt"/>.</summary>
    public Pattern Large { get; init; } = Pattern.U;

    /// <summary>e^u and cosh u overflow beyond 709.78.</summary>
    public double OverflowsAt { get; init; } = 709;

    /// <summary>What goes wrong where <see cref="Large"/> cannot be so large.</summary>
    public NumericFault Otherwise { get; init; }

    /// <summary>Digits are lost only where the first hole comes near these values.</summary>
    public Interval Near { get; init; } = Interval.All;

    /// <summary>Only for elements of a vector of the particle, whose gradient matters.</summary>
    public bool IsForParticles { get; init; }

    /// <summary>What goes wrong where the holes take values in these intervals.</summary>
    public NumericFault In(Func<int, Interval> ranges)
    {
        if (Fault == NumericFault.Overflow)
        {
            Interval range = Large.Op == Op.Negate ? -ranges(Large.Arguments[0].Hole) : ranges(Large.Hole);
            return range.High > OverflowsAt ? Fault : Otherwise == NumericFault.None ? Otherwise : Meets(ranges(0)) ? Otherwise : NumericFault.None;
        }

        return Meets(ranges(0)) ? Fault : NumericFault.None;
    }

    private bool Meets(Interval range) => range.Low <= Near.High && range.High >= Near.Low;
}
