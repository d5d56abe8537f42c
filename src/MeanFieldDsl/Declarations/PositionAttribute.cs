namespace MeanFieldDsl;

/// <summary>Marks a parameter of a feature that places it (the inner coordinate of the particle), or such a parameter of the particles of a potential or an interaction.</summary>
[AttributeUsage(AttributeTargets.Parameter, Inherited = false)]
public sealed class PositionAttribute : Attribute
{
    /// <summary>
    /// The period of the position when it lives on a circle or, for a vector, on a torus with the same period in
    /// every coordinate; in the units of the position. 0, the default, means the whole real line.
    /// </summary>
    public double Period { get; init; }
}
