namespace MeanFieldDsl;

/// <summary>
/// States which numbers a hyper-parameter, or the target of a loss, can be. Proofs of convexity and signs rest on it;
/// a model refuses a hyper-parameter outside it when it is created.
/// </summary>
/// <param name="minimum">The smallest number, in the units of the parameter; may be <see cref="double.NegativeInfinity"/>.</param>
/// <param name="maximum">The largest number, not below <paramref name="minimum"/>; may be <see cref="double.PositiveInfinity"/>.</param>
[AttributeUsage(AttributeTargets.Property | AttributeTargets.Field | AttributeTargets.Parameter, Inherited = false)]
public sealed class DomainAttribute(double minimum, double maximum) : Attribute
{
    /// <summary>The smallest number.</summary>
    public double Minimum { get; } = minimum;

    /// <summary>The largest number.</summary>
    public double Maximum { get; } = maximum;

    /// <summary>Whether the minimum itself is outside: <c>[Domain(0, double.PositiveInfinity, MinimumExcluded = true)]</c> is positive.</summary>
    public bool MinimumExcluded { get; init; }

    /// <summary>Whether the maximum itself is outside.</summary>
    public bool MaximumExcluded { get; init; }
}
