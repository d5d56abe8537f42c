using System.Globalization;

namespace MeanFieldDsl.Kernels;

/// <summary>
/// Proximal maps prox_γV(u) = argmin_x V(x) + ‖x − u‖²/(2γ) and minimal-norm velocities v − proj(v on ∂V(x)) in
/// closed form. Results may overwrite the points they are computed from.
/// </summary>
public static class ProximalMaps
{
    /// <summary>Checks a step γ.</summary>
    /// <param name="gamma">γ.</param>
    /// <exception cref="ArgumentOutOfRangeException">γ is not positive and finite.</exception>
    public static void CheckStep(double gamma) => CheckStep(gamma, 0);

    /// <summary>Checks that V + ‖·‖²/(2γ) has a minimiser: γ is positive and finite, and 1 + γq positive.</summary>
    /// <param name="gamma">γ.</param>
    /// <param name="curvature">q, the smallest curvature of V, negative where V bends down.</param>
    /// <exception cref="ArgumentOutOfRangeException">γ is out of range; the message says which γ would do.</exception>
    public static void CheckStep(double gamma, double curvature)
    {
        if (!(gamma > 0) || !double.IsFinite(gamma))
        {
            throw new ArgumentOutOfRangeException(nameof(gamma), gamma, Text($"The step γ = {gamma} of a proximal map must be positive and finite; pass a number like 0.1."));
        }

        if (!(1 + (gamma * curvature) > 0))
        {
            throw new ArgumentOutOfRangeException(nameof(gamma), gamma, Text($"The step γ = {gamma} is too large for a regularizer of curvature {curvature}: the proximal map has no minimiser; pass a step below {-1 / curvature}."));
        }
    }

    /// <summary>What a regularizer without a proximal map throws.</summary>
    /// <param name="reason">Why there is none.</param>
    public static InvalidOperationException Missing(string reason) =>
        new($"The regularizer has no proximal map in closed form: {reason}. Ask HasProximal first, and use a gradient flow where it is false.");

    /// <summary>Changes the sign of each number.</summary>
    /// <param name="x">The numbers.</param>
    public static void Negate(Span<double> x)
    {
        foreach (ref double value in x)
        {
            value = -value;
        }
    }

    /// <summary>sign(u) max(|u| − t, 0), the proximal map of t |·|.</summary>
    /// <param name="u">The point.</param>
    /// <param name="threshold">t, at least 0.</param>
    public static double SoftThreshold(double u, double threshold) =>
        Math.Abs(u) <= threshold ? 0 : u - Math.CopySign(threshold, u);

    /// <summary>The proximal map of a term plus Σ_k λ_k |x − c_k|: the root of a strictly increasing, piecewise linear function.</summary>
    /// <param name="u">The point.</param>
    /// <param name="gamma">γ, with 1 + γq positive.</param>
    /// <param name="term">½ q x² + b x + ι; its own kink is ignored.</param>
    /// <param name="weights">λ_k, at least 0.</param>
    /// <param name="positions">c_k, in any order.</param>
    public static double Kinks(double u, double gamma, in ScalarTerm term, ReadOnlySpan<double> weights, ReadOnlySpan<double> positions)
    {
        double slope = u - (gamma * term.Slope);
        double modulus = 1 + (gamma * term.Curvature);
        for (int k = 0; k < positions.Length; k++)
        {
            (double lower, double upper) = Slopes(positions[k], weights, positions);
            double z = slope - (modulus * positions[k]);
            if (z >= gamma * lower && z <= gamma * upper)
            {
                return Math.Max(term.Low, Math.Min(term.High, positions[k]));
            }
        }

        // No kink is the root; as the slope is monotone, its sign at each kink says on which side of it the root lies.
        double x = slope;
        for (int k = 0; k < positions.Length; k++)
        {
            (double _, double upper) = Slopes(positions[k], weights, positions);
            bool isAbove = slope - (modulus * positions[k]) > gamma * upper;
            x -= gamma * (isAbove ? weights[k] : -weights[k]);
        }

        return Math.Max(term.Low, Math.Min(term.High, x / modulus));
    }

    /// <summary>The minimal-norm velocity of a term plus Σ_k λ_k |x − c_k|.</summary>
    /// <param name="x">The point.</param>
    /// <param name="v">The velocity without V.</param>
    /// <param name="term">½ q x² + b x + ι; its own kink is ignored.</param>
    /// <param name="weights">λ_k, at least 0.</param>
    /// <param name="positions">c_k.</param>
    public static double KinksVelocity(double x, double v, in ScalarTerm term, ReadOnlySpan<double> weights, ReadOnlySpan<double> positions)
    {
        (double lower, double upper) = Slopes(x, weights, positions);
        double half = 0.5 * (upper - lower);
        return (term with { Slope = term.Slope + lower + half, KinkWeight = half, KinkPosition = x }).MinimalNormVelocity(x, v);
    }

    /// <summary>
    /// The proximal map of Σ_k t(x_k) + μ ‖x − c 1‖ for a term t whose kink and ends lie at c: that of Σ t, then
    /// x ↦ c + (x − c) max(1 − γμ/((1 + γq)‖x − c‖), 0). The composition is exact because t without its curvature is
    /// positively homogeneous about c, so that its subdifferential does not change under the second map
    /// (Yu 2013, On decomposing the proximal map; the sparse group lasso is the case t = λ|x|).
    /// </summary>
    /// <param name="u">The point.</param>
    /// <param name="gamma">γ, with 1 + γq positive.</param>
    /// <param name="term">t.</param>
    /// <param name="weight">μ, at least 0.</param>
    /// <param name="centre">c.</param>
    /// <param name="result">Receives the map; may be <paramref name="u"/>.</param>
    public static void Group(ReadOnlySpan<double> u, double gamma, in ScalarTerm term, double weight, double centre, Span<double> result)
    {
        for (int k = 0; k < u.Length; k++)
        {
            result[k] = term.Proximal(u[k], gamma) - centre;
        }

        // Adding ½ q ‖x‖² divides the step by 1 + γq.
        Shrink(result[..u.Length], gamma * weight / (1 + (gamma * term.Curvature)));
        if (centre != 0)
        {
            for (int k = 0; k < u.Length; k++)
            {
                result[k] += centre;
            }
        }
    }

    /// <summary>The minimal-norm velocity of Σ_k t(x_k) + μ ‖x − c 1‖; at x = c 1 the subdifferential is a box plus a ball of radius μ.</summary>
    /// <param name="x">The point.</param>
    /// <param name="term">t.</param>
    /// <param name="weight">μ, at least 0.</param>
    /// <param name="centre">c.</param>
    /// <param name="velocity">The velocity without V on entry.</param>
    public static void GroupVelocity(ReadOnlySpan<double> x, in ScalarTerm term, double weight, double centre, Span<double> velocity)
    {
        double norm = Norm(x, centre);
        for (int k = 0; k < x.Length; k++)
        {
            double outward = norm > 0 ? weight * ((x[k] - centre) / norm) : 0;
            velocity[k] = term.MinimalNormVelocity(x[k], velocity[k] - outward);
        }

        if (norm == 0)
        {
            Shrink(velocity[..x.Length], weight);
        }
    }

    /// <summary>
    /// The proximal map of V(a, w) = λ ‖a‖ ‖w‖ + ½ q ‖a‖² + ½ r ‖w‖². Directions stay; with A = ‖a‖, W = ‖w‖, s = γλ,
    /// p = 1 + γq and t = 1 + γr the moduli become, where s² &lt; pt,
    /// ((tA − sW)/(pt − s²), (pW − sA)/(pt − s²)) if both are positive, (0, W/t) if the first is not and (A/p, 0) if the
    /// second is not. Where s² ≥ pt one block is dropped, the one that lowers V + ‖·‖²/(2γ) less when kept; at a tie both
    /// choices are minimisers, and the first block is kept.
    /// </summary>
    /// <param name="a">The first block.</param>
    /// <param name="w">The second block.</param>
    /// <param name="gamma">γ, with p and t positive.</param>
    /// <param name="weight">λ, at least 0.</param>
    /// <param name="first">q.</param>
    /// <param name="second">r.</param>
    /// <param name="resultA">Receives the first block of the map; may be <paramref name="a"/>.</param>
    /// <param name="resultW">Receives the second block of the map; may be <paramref name="w"/>.</param>
    public static void Product(
        ReadOnlySpan<double> a, ReadOnlySpan<double> w, double gamma, double weight, double first, double second, Span<double> resultA, Span<double> resultW)
    {
        double normA = Norm(a, 0), normW = Norm(w, 0);
        double s = gamma * weight, p = 1 + (gamma * first), t = 1 + (gamma * second);
        double alone = normA / p, other = normW / t;
        double newA = (t * normA) - (s * normW), newW = (p * normW) - (s * normA), determinant = (p * t) - (s * s);
        bool isConvex = determinant > 0;
        (double modulusA, double modulusW) =
            isConvex && newA > 0 && newW > 0 ? (newA / determinant, newW / determinant)
            : (isConvex ? newA > 0 : p * alone * alone >= t * other * other) ? (alone, 0)
            : (0, other);
        Rescale(a, normA, modulusA, resultA);
        Rescale(w, normW, modulusW, resultW);
    }

    /// <summary>
    /// The minimal-norm velocity of V(a, w) = λ ‖a‖ ‖w‖ + ½ q ‖a‖² + ½ r ‖w‖². Where a = 0 and w ≠ 0 the subdifferential
    /// is a ball of radius λ‖w‖ times 0, and where both are 0 it is 0.
    /// </summary>
    /// <param name="a">The first block.</param>
    /// <param name="w">The second block.</param>
    /// <param name="weight">λ, at least 0.</param>
    /// <param name="first">q.</param>
    /// <param name="second">r.</param>
    /// <param name="velocityA">The velocity of the first block without V on entry.</param>
    /// <param name="velocityW">The velocity of the second block without V on entry.</param>
    public static void ProductVelocity(
        ReadOnlySpan<double> a, ReadOnlySpan<double> w, double weight, double first, double second, Span<double> velocityA, Span<double> velocityW)
    {
        double normA = Norm(a, 0), normW = Norm(w, 0);
        Descend(a, normA, weight * normW, first, velocityA);
        Descend(w, normW, weight * normA, second, velocityW);
    }

    /// <summary>The weak-convexity modulus of λ ‖a‖ ‖w‖ + ½ q ‖a‖² + ½ r ‖w‖²: minus the smaller eigenvalue of the matrix with q, r and λ, and at least 0.</summary>
    /// <param name="weight">λ.</param>
    /// <param name="first">q.</param>
    /// <param name="second">r.</param>
    public static double ProductWeakConvexity(double weight, double first, double second)
    {
        double half = 0.5 * (first - second);
        return Math.Max(0, Math.Sqrt((half * half) + (weight * weight)) - (0.5 * (first + second)));
    }

    // The one-sided derivatives of Σ_k λ_k |x − c_k|.
    private static (double Lower, double Upper) Slopes(double x, ReadOnlySpan<double> weights, ReadOnlySpan<double> positions)
    {
        double lower = 0, upper = 0;
        for (int k = 0; k < positions.Length; k++)
        {
            lower += x > positions[k] ? weights[k] : -weights[k];
            upper += x >= positions[k] ? weights[k] : -weights[k];
        }

        return (lower, upper);
    }

    private static void Descend(ReadOnlySpan<double> x, double norm, double weight, double curvature, Span<double> velocity)
    {
        for (int k = 0; k < x.Length; k++)
        {
            velocity[k] -= (curvature * x[k]) + (norm > 0 ? weight * (x[k] / norm) : 0);
        }

        if (norm == 0)
        {
            Shrink(velocity[..x.Length], weight);
        }
    }

    private static void Rescale(ReadOnlySpan<double> x, double from, double to, Span<double> result)
    {
        double factor = from > 0 ? to / from : 0;
        for (int k = 0; k < x.Length; k++)
        {
            result[k] = to == from ? x[k] : x[k] * factor;
        }
    }

    private static void Shrink(Span<double> x, double threshold)
    {
        double norm = Norm(x, 0);
        double factor = norm <= threshold ? 0 : 1 - (threshold / norm);
        foreach (ref double value in x)
        {
            value = factor == 1 ? value : value * factor;
        }
    }

    // ‖x − c 1‖, by the largest number first where the squares would overflow or vanish.
    private static double Norm(ReadOnlySpan<double> x, double centre)
    {
        double squares = 0, largest = 0;
        foreach (double value in x)
        {
            double distance = value - centre;
            squares += distance * distance;
            largest = Math.Max(largest, Math.Abs(distance));
        }

        if (x.Length == 1 || largest == 0 || !double.IsFinite(largest))
        {
            return largest;
        }

        if (squares is > 1e-280 and < 1e300)
        {
            return Math.Sqrt(squares);
        }

        squares = 0;
        foreach (double value in x)
        {
            double ratio = (value - centre) / largest;
            squares += ratio * ratio;
        }

        return largest * Math.Sqrt(squares);
    }

    private static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
