using static System.Math;
using static MeanFieldDsl.Ops;

namespace MeanFieldDsl.Library;

/// <summary>a max(⟨w, x⟩ + b, 0): a neuron with rectifier and bias.</summary>
[Feature, Homogeneous(2)]
public sealed partial class ReluNeuron
{
    /// <summary>a max(⟨w, x⟩ + b, 0).</summary>
    /// <param name="a">The output weight.</param>
    /// <param name="w">The input weights.</param>
    /// <param name="b">The bias.</param>
    /// <param name="x">The input.</param>
    [Formula]
    public static double Phi([Weight] double a, [Position] Vec w, [Position] double b, [Input] Vec x) => a * Relu(Dot(w, x) + b);
}

/// <summary>a max(⟨w, x⟩, 0): a neuron with rectifier, without bias.</summary>
[Feature, Homogeneous(2)]
public sealed partial class ReluNeuronWithoutBias
{
    /// <summary>a max(⟨w, x⟩, 0).</summary>
    /// <param name="a">The output weight.</param>
    /// <param name="w">The input weights.</param>
    /// <param name="x">The input.</param>
    [Formula]
    public static double Phi([Weight] double a, [Position] Vec w, [Input] Vec x) => a * Relu(Dot(w, x));
}

/// <summary>A neuron with leaky rectifier and bias.</summary>
[Feature, Homogeneous(2)]
public sealed partial class LeakyReluNeuron
{
    /// <summary>The slope for negative arguments; 0.01 by default.</summary>
    public double Slope { get; init; } = 0.01;

    /// <summary>a z for z = ⟨w, x⟩ + b &gt; 0, and a Slope z otherwise.</summary>
    /// <param name="a">The output weight.</param>
    /// <param name="w">The input weights.</param>
    /// <param name="b">The bias.</param>
    /// <param name="x">The input.</param>
    [Formula]
    public double Phi([Weight] double a, [Position] Vec w, [Position] double b, [Input] Vec x) => a * LeakyRelu(Dot(w, x) + b, Slope);
}

/// <summary>a σ(⟨w, x⟩ + b) with the logistic sigmoid.</summary>
[Feature, PartiallyHomogeneous(1)]
public sealed partial class SigmoidNeuron
{
    /// <summary>a σ(⟨w, x⟩ + b).</summary>
    /// <param name="a">The output weight.</param>
    /// <param name="w">The input weights.</param>
    /// <param name="b">The bias.</param>
    /// <param name="x">The input.</param>
    [Formula]
    public static double Phi([Weight] double a, [Position] Vec w, [Position] double b, [Input] Vec x) => a * Sigmoid(Dot(w, x) + b);
}

/// <summary>a tanh(⟨w, x⟩ + b).</summary>
[Feature, PartiallyHomogeneous(1)]
public sealed partial class TanhNeuron
{
    /// <summary>a tanh(⟨w, x⟩ + b).</summary>
    /// <param name="a">The output weight.</param>
    /// <param name="w">The input weights.</param>
    /// <param name="b">The bias.</param>
    /// <param name="x">The input.</param>
    [Formula]
    public static double Phi([Weight] double a, [Position] Vec w, [Position] double b, [Input] Vec x) => a * Tanh(Dot(w, x) + b);
}

/// <summary>a erf(⟨w, x⟩ + b).</summary>
[Feature, PartiallyHomogeneous(1)]
public sealed partial class ErfNeuron
{
    /// <summary>a erf(⟨w, x⟩ + b).</summary>
    /// <param name="a">The output weight.</param>
    /// <param name="w">The input weights.</param>
    /// <param name="b">The bias.</param>
    /// <param name="x">The input.</param>
    [Formula]
    public static double Phi([Weight] double a, [Position] Vec w, [Position] double b, [Input] Vec x) => a * Erf(Dot(w, x) + b);
}

/// <summary>a GELU(⟨w, x⟩ + b), with GELU(z) = z Φ(z).</summary>
[Feature, PartiallyHomogeneous(1)]
public sealed partial class GeluNeuron
{
    /// <summary>a z Φ(z) with z = ⟨w, x⟩ + b.</summary>
    /// <param name="a">The output weight.</param>
    /// <param name="w">The input weights.</param>
    /// <param name="b">The bias.</param>
    /// <param name="x">The input.</param>
    [Formula]
    public static double Phi([Weight] double a, [Position] Vec w, [Position] double b, [Input] Vec x) => a * Gelu(Dot(w, x) + b);
}

/// <summary>a cos(⟨w, x⟩ + b): a random Fourier feature whose frequency is learnt.</summary>
[Feature, PartiallyHomogeneous(1)]
public sealed partial class CosineNeuron
{
    /// <summary>a cos(⟨w, x⟩ + b).</summary>
    /// <param name="a">The amplitude.</param>
    /// <param name="w">The frequency, in radians for a unit of x.</param>
    /// <param name="b">The phase, in radians.</param>
    /// <param name="x">The input.</param>
    [Formula]
    public static double Phi([Weight] double a, [Position] Vec w, [Position] double b, [Input] Vec x) => a * Cos(Dot(w, x) + b);
}

/// <summary>w exp(−‖x − t‖² / (2 Width²)): a Gaussian spike in any dimension.</summary>
[Feature, PartiallyHomogeneous(1)]
public sealed partial class GaussianSpike
{
    /// <summary>The standard deviation of the spike, in units of x; positive.</summary>
    public required double Width { get; init; }

    /// <summary>w exp(−‖x − t‖² / (2 Width²)).</summary>
    /// <param name="w">The mass.</param>
    /// <param name="t">The centre.</param>
    /// <param name="x">The point of observation.</param>
    [Formula]
    public double Phi([Weight] double w, [Position] Vec t, [Input] Vec x) => w * Exp(-Sum(x, t, (xi, ti) => Sq(xi - ti)) / (2 * Sq(Width)));
}

/// <summary>w times a product of Dirichlet kernels: a spike on the torus [0, 1)^d seen by an ideal low-pass filter.</summary>
/// <remarks>Normalised to 1 at its centre. Chizat and Bach 2018 (arXiv 1805.09545), section 4.1.</remarks>
[Feature, PartiallyHomogeneous(1)]
public sealed partial class DirichletSpike
{
    /// <summary>The largest frequency that passes, at least 0.</summary>
    public required int CutOff { get; init; }

    /// <summary>w Π_i D(x_i − t_i), with D(u) = (1 + 2 Σ_k cos(2π k u)) / (2 CutOff + 1) and k from 1 to CutOff.</summary>
    /// <param name="w">The mass.</param>
    /// <param name="t">The centre.</param>
    /// <param name="x">The point of observation.</param>
    [Formula]
    public double Phi([Weight] double w, [Position(Period = 1)] Vec t, [Input] Vec x) => w * Prod(x, t, (xi, ti) => Dirichlet(xi - ti));

    private double Dirichlet(double u) => (1 + (2 * Sum(1, CutOff, k => Cos(2 * PI * k * u)))) / ((2 * CutOff) + 1);
}

/// <summary>u[i] v[j]: a rank-one matrix observed entry by entry.</summary>
[Feature, Homogeneous(2)]
public sealed partial class RankOneMatrix
{
    /// <summary>u[i] v[j].</summary>
    /// <param name="u">The left factor.</param>
    /// <param name="v">The right factor.</param>
    /// <param name="i">The row, from 0.</param>
    /// <param name="j">The column, from 0.</param>
    [Formula]
    public static double Phi([Position, Dim("n1")] Vec u, [Position, Dim("n2")] Vec v, [Input] int i, [Input] int j) => u[i] * v[j];
}

/// <summary>a[i] b[j] c[k]: a rank-one tensor of order three observed entry by entry.</summary>
[Feature, Homogeneous(3)]
public sealed partial class RankOneTensor
{
    /// <summary>a[i] b[j] c[k].</summary>
    /// <param name="a">The first factor.</param>
    /// <param name="b">The second factor.</param>
    /// <param name="c">The third factor.</param>
    /// <param name="i">The first index, from 0.</param>
    /// <param name="j">The second index, from 0.</param>
    /// <param name="k">The third index, from 0.</param>
    [Formula]
    public static double Phi(
        [Position, Dim("n1")] Vec a, [Position, Dim("n2")] Vec b, [Position, Dim("n3")] Vec c, [Input] int i, [Input] int j, [Input] int k) =>
        a[i] * b[j] * c[k];
}

/// <summary>a ⟨w, x⟩^Degree: a monomial of a linear form, for polynomial regression.</summary>
[Feature, PartiallyHomogeneous(1)]
public sealed partial class Monomial
{
    /// <summary>The degree of the monomial, at least 1; 2 by default.</summary>
    public int Degree { get; init; } = 2;

    /// <summary>a ⟨w, x⟩^Degree.</summary>
    /// <param name="a">The coefficient.</param>
    /// <param name="w">The linear form.</param>
    /// <param name="x">The input.</param>
    [Formula]
    public double Phi([Weight] double a, [Position] Vec w, [Input] Vec x) => a * Pow(Dot(w, x), Degree);
}
