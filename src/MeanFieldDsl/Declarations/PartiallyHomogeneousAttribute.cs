namespace MeanFieldDsl;

/// <summary>
/// Claims that the formula is positively homogeneous in the <c>[Weight]</c> parameters alone:
/// φ(cw, t; x) = c^p φ(w, t; x) for every c &gt; 0. The claim is proved at compile time or it is an error.
/// </summary>
/// <remarks>Source: Chizat and Bach 2018, arXiv 1805.09545, assumption of the partially 1-homogeneous case.</remarks>
/// <param name="degree">The degree p.</param>
[AttributeUsage(AttributeTargets.Class, Inherited = false)]
public sealed class PartiallyHomogeneousAttribute(double degree) : Attribute
{
    /// <summary>The claimed degree p.</summary>
    public double Degree { get; } = degree;
}
