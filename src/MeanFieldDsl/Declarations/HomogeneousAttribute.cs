namespace MeanFieldDsl;

/// <summary>
/// Claims that the formula is positively homogeneous in all particle parameters together:
/// φ(cθ; x) = c^p φ(θ; x) for every c &gt; 0. The claim is proved at compile time or it is an error.
/// </summary>
/// <remarks>Source: Chizat and Bach 2018, arXiv 1805.09545, assumption of the 2-homogeneous case.</remarks>
/// <param name="degree">The degree p.</param>
[AttributeUsage(AttributeTargets.Class, Inherited = false)]
public sealed class HomogeneousAttribute(double degree) : Attribute
{
    /// <summary>The claimed degree p.</summary>
    public double Degree { get; } = degree;
}
