using static System.Math;
using static MeanFieldDsl.Ops;

namespace MeanFieldDsl.Library;

/// <summary>λ |w|: the total variation of the measure Σ w_i δ_{θ_i}; binds to the feature's weight.</summary>
[Regularizer]
public sealed partial class TotalVariation
{
    /// <summary>λ, at least 0.</summary>
    [Domain(0, double.PositiveInfinity)]
    public required double Lambda { get; init; }

    /// <summary>λ |w|.</summary>
    /// <param name="w">The weight.</param>
    [Formula]
    public double Value([Weight] double w) => Lambda * Abs(w);
}

/// <summary>½ λ ‖θ‖² of the whole particle: weight decay, and of degree 2 as ReLU neurons are.</summary>
[Regularizer]
public sealed partial class SquaredL2
{
    /// <summary>λ, at least 0.</summary>
    [Domain(0, double.PositiveInfinity)]
    public required double Lambda { get; init; }

    /// <summary>½ λ ‖θ‖².</summary>
    /// <param name="theta">The particle.</param>
    [Formula]
    public double Value(Vec theta) => 0.5 * Lambda * SquaredNorm(theta);
}

/// <summary>λ ‖θ‖₁ of the whole particle.</summary>
[Regularizer]
public sealed partial class L1
{
    /// <summary>λ, at least 0.</summary>
    [Domain(0, double.PositiveInfinity)]
    public required double Lambda { get; init; }

    /// <summary>λ Σ |θ_k|.</summary>
    /// <param name="theta">The particle.</param>
    [Formula]
    public double Value(Vec theta) => Lambda * Sum(theta, t => Abs(t));
}

/// <summary>λ ‖θ‖₂ of the whole particle: the group lasso with particles as groups.</summary>
[Regularizer]
public sealed partial class GroupNorm
{
    /// <summary>λ, at least 0.</summary>
    [Domain(0, double.PositiveInfinity)]
    public required double Lambda { get; init; }

    /// <summary>λ ‖θ‖.</summary>
    /// <param name="theta">The particle.</param>
    [Formula]
    public double Value(Vec theta) => Lambda * Norm(theta);
}

/// <summary>λ |a| ‖w‖: the path norm of a neuron, of degree 2; binds to the feature's weight and position vector.</summary>
[Regularizer]
public sealed partial class PathNorm
{
    /// <summary>λ, at least 0.</summary>
    [Domain(0, double.PositiveInfinity)]
    public required double Lambda { get; init; }

    /// <summary>λ |a| ‖w‖.</summary>
    /// <param name="a">The weight.</param>
    /// <param name="w">The position.</param>
    [Formula]
    public double Value([Weight] double a, [Position] Vec w) => Lambda * Abs(a) * Norm(w);
}

/// <summary>λ |w| + ½ μ w²: the elastic net on the feature's weight.</summary>
[Regularizer]
public sealed partial class ElasticNet
{
    /// <summary>λ of |w|, at least 0.</summary>
    [Domain(0, double.PositiveInfinity)]
    public required double Lambda { get; init; }

    /// <summary>μ of ½ w², at least 0.</summary>
    [Domain(0, double.PositiveInfinity)]
    public required double Mu { get; init; }

    /// <summary>λ |w| + ½ μ w².</summary>
    /// <param name="w">The weight.</param>
    [Formula]
    public double Value([Weight] double w) => (Lambda * Abs(w)) + (0.5 * Mu * Sq(w));
}

/// <summary>λ ‖θ‖₁ + μ ‖θ‖₂ of the whole particle: the sparse group lasso with particles as groups (Simon et al. 2013).</summary>
[Regularizer]
public sealed partial class SparseGroup
{
    /// <summary>λ of ‖θ‖₁, at least 0.</summary>
    [Domain(0, double.PositiveInfinity)]
    public required double Lambda { get; init; }

    /// <summary>μ of ‖θ‖₂, at least 0.</summary>
    [Domain(0, double.PositiveInfinity)]
    public required double Mu { get; init; }

    /// <summary>λ Σ |θ_k| + μ ‖θ‖.</summary>
    /// <param name="theta">The particle.</param>
    [Formula]
    public double Value(Vec theta) => (Lambda * Sum(theta, t => Abs(t))) + (Mu * Norm(theta));
}

/// <summary>λ w for weights w ≥ 0 and +∞ for others: measures without a negative part; binds to the feature's weight.</summary>
[Regularizer]
public sealed partial class NonNegative
{
    /// <summary>λ, the price of a unit of mass; 0 by default.</summary>
    public double Lambda { get; init; }

    /// <summary>λ w where w ≥ 0, +∞ elsewhere.</summary>
    /// <param name="w">The weight.</param>
    [Formula]
    public double Value([Weight] double w) => w >= 0 ? Lambda * w : double.PositiveInfinity;
}

/// <summary>0 for particles with all numbers between Low and High and +∞ for others.</summary>
[Regularizer]
public sealed partial class Box
{
    /// <summary>The smallest number allowed.</summary>
    public required double Low { get; init; }

    /// <summary>The largest number allowed, at least <see cref="Low"/>.</summary>
    public required double High { get; init; }

    /// <summary>0 where Low ≤ θ_k ≤ High for all k, +∞ elsewhere.</summary>
    /// <param name="theta">The particle.</param>
    [Formula]
    public double Value(Vec theta) => Sum(theta, t => t >= Low && t <= High ? 0 : double.PositiveInfinity);
}
