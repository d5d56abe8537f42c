using static System.Math;
using static MeanFieldDsl.Ops;

// Some of these are meant to be what the analysis cannot vouch for.
#pragma warning disable MFD0606

namespace MeanFieldDsl.Tests.Proximal;

[Regularizer]
public sealed partial class KinkOfAnySign
{
    public required double Lambda { get; init; }

    [Formula]
    public double Value([Weight] double w) => Lambda * Abs(w);
}

[Regularizer]
public sealed partial class ShiftedElastic
{
    public double Mu { get; init; } = 0.7;

    [Formula]
    public double Value([Weight] double w) => (0.8 * Abs((2 * w) - 1)) + (0.5 * Mu * Sq(w + 1)) - (0.3 * w);
}

[Regularizer]
public sealed partial class TwoKinks
{
    public double Lambda { get; init; } = 1.5;

    [Formula]
    public double Value([Weight] double w) => Abs(w) + (Lambda * Abs(w - 1)) + (0.25 * w * w);
}

[Regularizer]
public sealed partial class OneSided
{
    [Formula]
    public static double Value([Weight] double w) => Max(2 * w, -0.5 * w) - Min(0, w);
}

[Regularizer]
public sealed partial class ShiftedGroup
{
    public double Centre { get; init; } = 0.5;

    [Formula]
    public double Value(Vec theta) => (0.9 * Sqrt(Sum(theta, t => Sq(t - Centre)))) + (0.4 * Sum(theta, t => Abs(t - Centre))) + (0.1 * Sum(theta, t => t));
}

[Regularizer]
public sealed partial class NonNegativeGroup
{
    [Formula]
    public static double Value(Vec theta) => Sum(theta, t => t < 0 ? double.PositiveInfinity : 0.3 * t) + (0.6 * Norm(theta)) + (0.25 * SquaredNorm(theta));
}

[Regularizer]
public sealed partial class Hill
{
    public double Kappa { get; init; } = 0.5;

    [Formula]
    public double Value([Weight] double w) => Abs(w) - (0.5 * Kappa * w * w);
}

[Regularizer]
public sealed partial class ElasticPath
{
    public double Q { get; init; } = 0.6;

    public double R { get; init; } = 0.2;

    [Formula]
    public double Value([Weight] double a, [Position] Vec w) => (1.2 * Abs(a) * Norm(w)) + (0.5 * Q * a * a) + (0.5 * R * SquaredNorm(w));
}

[Regularizer]
public sealed partial class AbsoluteProduct
{
    [Formula]
    public static double Value([Weight] double a, [Position] double b) => Abs(3 * a * b);
}

[Regularizer]
public sealed partial class Gated
{
    public double Lambda { get; init; } = 0.5;

    [Formula]
    public double Value([Weight] double w, [Position] double t) => Lambda * Abs(w) * Sqrt(1 + (t * t));
}

[Regularizer]
public sealed partial class WeightBox
{
    [Formula]
    public static double Value([Weight] double w) => Abs(w - 1) <= 2 ? 0.5 * w : double.PositiveInfinity;
}

[Regularizer]
public sealed partial class OpenHalfLine
{
    [Formula]
    public static double Value([Weight] double w) => w > 0 ? 0 : double.PositiveInfinity;
}

[Regularizer]
public sealed partial class CubicNorm
{
    [Formula]
    public static double Value([Weight] double w) => Abs(w) * w * w;
}

[Regularizer]
public sealed partial class Ripple
{
    [Formula]
    public static double Value([Weight] double w) => Abs(w) + Cos(w);
}

[Regularizer]
public sealed partial class SmoothOnly
{
    [Formula]
    public static double Value([Weight] double w, Vec t) => Softplus(w) + Exp(0.5 * SquaredNorm(t));
}

[Regularizer]
public sealed partial class WeightAndWhole
{
    [Formula]
    public static double Value([Weight] double a, Vec theta) => Abs(a) + Norm(theta);
}
