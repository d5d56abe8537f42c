namespace MeanFieldDsl.Kernels;

/// <summary>
/// A function of one real number that has a closed-form proximal map:
/// V(x) = ½ q x² + b x + λ |x − c| + ι(low ≤ x ≤ high), where ι is 0 on the interval and +∞ off it.
/// </summary>
/// <remarks>Create it with <c>new()</c>: <c>default</c> would be the indicator of 0.</remarks>
public readonly record struct ScalarTerm
{
    /// <summary>V = 0.</summary>
    public ScalarTerm()
    {
    }

    /// <summary>q, in units of V over x²; negative where V bends down, and then V is (−q)-weakly convex.</summary>
    public double Curvature { get; init; }

    /// <summary>b, in units of V over x.</summary>
    public double Slope { get; init; }

    /// <summary>λ, at least 0, in units of V over x.</summary>
    public double KinkWeight { get; init; }

    /// <summary>c, in units of x.</summary>
    public double KinkPosition { get; init; }

    /// <summary>The smallest number allowed; −∞ by default.</summary>
    public double Low { get; init; } = double.NegativeInfinity;

    /// <summary>The largest number allowed; +∞ by default.</summary>
    public double High { get; init; } = double.PositiveInfinity;

    /// <summary>
    /// The minimiser of V(x) + (x − u)²/(2γ): with m = 1 + γq and z = u − γb − mc it is c where |z| ≤ γλ and
    /// (u − γb − sign(z) γλ)/m elsewhere (soft thresholding; Parikh and Boyd 2014, Proximal algorithms, 6.5.2), then
    /// projected on the interval, which is exact for a strongly convex function of one variable.
    /// </summary>
    /// <param name="u">The point.</param>
    /// <param name="gamma">γ, positive and with 1 + γq positive; see <see cref="ProximalMaps.CheckStep(double, double)"/>.</param>
    public double Proximal(double u, double gamma)
    {
        double modulus = 1 + (gamma * Curvature);
        double shifted = u - (gamma * Slope);
        double threshold = gamma * KinkWeight;
        double z = shifted - (modulus * KinkPosition);
        double x = Math.Abs(z) <= threshold && threshold > 0 ? KinkPosition : (shifted - Math.CopySign(threshold, z)) / modulus;
        return Math.Max(Low, Math.Min(High, x));
    }

    /// <summary>v − proj(v) on the subdifferential ∂V(x) = [q x + b − λ, q x + b + λ] at x = c, and unbounded outward at the ends.</summary>
    /// <param name="x">The point; beyond an end it counts as that end.</param>
    /// <param name="v">The velocity without V.</param>
    public double MinimalNormVelocity(double x, double v)
    {
        double residual = v - ((Curvature * x) + Slope);
        residual = x == KinkPosition ? ProximalMaps.SoftThreshold(residual, KinkWeight) : residual - Math.CopySign(KinkWeight, x - KinkPosition);
        return x <= Low && x >= High ? 0 : x <= Low ? Math.Max(residual, 0) : x >= High ? Math.Min(residual, 0) : residual;
    }
}
