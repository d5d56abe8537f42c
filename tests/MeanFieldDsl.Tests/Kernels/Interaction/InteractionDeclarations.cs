using static System.Math;
using static MeanFieldDsl.Ops;

namespace MeanFieldDsl.Tests.Kernels.Interaction;

[Potential]
internal sealed partial class Well
{
    public double Stiffness { get; init; } = 1;

    [Formula]
    public double V([Position] double x) => 0.5 * Stiffness * x * x;
}

[Interaction]
internal sealed partial class Repulsion
{
    public double Width { get; init; } = 0.5;

    [Formula]
    public double U([Position] double x, [Position] double y) => Exp(-Sq((x - y) / Width) / 2);
}

/// <summary>A gas in a well.</summary>
[InteractionModel<Well, Repulsion>(Constant = 1)]
internal sealed partial class Gas;

/// <summary>Not symmetric, with a tie at x = y: where a particle meets itself, the derivatives in both arguments count.</summary>
[Interaction]
internal sealed partial class Overtaking
{
    [Formula]
    public static double U([Position] double x, [Position] double y) => Max(x, y) + (0.25 * x * y * y);
}

[InteractionModel<Well, Overtaking>]
internal sealed partial class Race;

/// <summary>Symmetric in its values, but at a tie the derivative is that of one argument.</summary>
[Interaction]
internal sealed partial class Later
{
    [Formula]
    public static double U([Position] double x, [Position] double y) => Max(x, y);
}

[InteractionModel<Well, Later>]
internal sealed partial class Queue;

[Potential]
internal sealed partial class Bowl
{
    public required double Depth { get; init; }

    [Formula]
    public double V([Position, Dim("d")] Vec x) => 0.5 * Depth * SquaredNorm(x);
}

[Interaction]
internal sealed partial class Springs
{
    public required double Stiffness { get; init; }

    [Formula]
    public double U([Position] Vec x, [Position] Vec y) => 0.5 * Stiffness * Sum(x, y, (xi, yi) => Sq(xi - yi));
}

/// <summary>Springs between all particles in a bowl: everything about it is known in closed form.</summary>
[InteractionModel<Bowl, Springs>(Constant = -2)]
internal sealed partial class Cluster;

[Potential]
internal sealed partial class Free
{
    [Formula]
    public static double V([Position(Period = 1)] double x) => 0;
}

[Interaction]
internal sealed partial class Phases
{
    [Formula]
    public static double U([Position(Period = 1)] double x, [Position(Period = 1)] double y) => Cos(2 * PI * (x - y));
}

/// <summary>Rotors on a circle: the energy is |∫ e^(2πix) dμ|².</summary>
[InteractionModel<Free, Phases>]
internal sealed partial class Rotors;

[Potential]
internal sealed partial class Cage
{
    [Formula]
    public static double V([Weight] double charge, [Position, Dim("d")] Vec at) => (0.25 * SquaredNorm(at) * SquaredNorm(at)) + Softplus(charge);
}

[Interaction]
internal sealed partial class Screened
{
    public double Length { get; init; } = 1;

    [Formula]
    public double U([Weight] double a, [Position] Vec s, [Weight] double b, [Position] Vec t) => a * Tanh(b) * Exp(-Sum(s, t, (p, q) => Sq(p - q)) / Sq(Length));
}

/// <summary>Weights and vectors, and an interaction that is not symmetric.</summary>
[InteractionModel<Cage, Screened>(Constant = 0.5)]
internal sealed partial class Plasma;

/// <summary>A potential with a kink, so that its proximal map is no gradient step.</summary>
[Potential]
internal sealed partial class Pull
{
    public required double Strength { get; init; }

    [Formula]
    public double V([Position] double x) => Strength * Abs(x);
}
