using MeanFieldDsl.Library;
using static System.Math;

namespace MeanFieldDsl.Benchmarks.Compare;

/// <summary>A spike of mass r|r| on the torus, seen in Fourier space: each row selects one wave of each coordinate.</summary>
[Feature, PartiallyHomogeneous(2)]
internal sealed partial class TorusSpike
{
    /// <summary>r|r| times a wave of θ₁ times a wave of θ₂.</summary>
    /// <param name="r">The signed root of the mass.</param>
    /// <param name="t">The angles θ₁ and θ₂.</param>
    /// <param name="u">The factors of 1, √2 cos, √2 cos 2, √2 sin and √2 sin 2 of the first angle.</param>
    /// <param name="v">The same of the second.</param>
    [Formula]
    public static double Phi([Weight] double r, [Position(Period = 2 * PI), Dim(2)] Vec t, [Input, Dim(5)] Vec u, [Input, Dim(5)] Vec v)
    {
        double first = u[0] + (Sqrt(2) * ((u[1] * Cos(t[0])) + (u[2] * Cos(2 * t[0])) + (u[3] * Sin(t[0])) + (u[4] * Sin(2 * t[0]))));
        double second = v[0] + (Sqrt(2) * ((v[1] * Cos(t[1])) + (v[2] * Cos(2 * t[1])) + (v[3] * Sin(t[1])) + (v[4] * Sin(2 * t[1]))));
        return r * Abs(r) * first * second;
    }
}

/// <summary>λ r²: λ times the mass of a spike.</summary>
[Regularizer]
internal sealed partial class SpikeMass
{
    /// <summary>λ, at least 0.</summary>
    [Domain(0, double.PositiveInfinity)]
    public required double Lambda { get; init; }

    /// <summary>λ r².</summary>
    /// <param name="r">The signed root of the mass.</param>
    [Formula]
    public double Value([Weight] double r) => Lambda * r * r;
}

/// <summary>Spikes on the torus.</summary>
[MeanFieldModel<TorusSpike, SquareLoss, SpikeMass>]
internal sealed partial class TorusSpikes;

/// <summary>The same in single precision.</summary>
[MeanFieldModel<TorusSpike, SquareLoss, SpikeMass>(Precision = Precision.Single)]
internal sealed partial class TorusSpikesInSingle;

/// <summary>The model of the torus workloads.</summary>
internal static class TorusModel
{
    public static Ours Start(Workload workload, Precision precision, int threads)
    {
        DataSet data = DataSet.From(workload.Inputs, workload.InputCount, workload.Targets);
        SpikeMass mass = new() { Lambda = workload.Decay };
        return precision == Precision.Single
            ? Ours.Of(new TorusSpikesInSingle(mass).On(data), workload, threads)
            : Ours.Of(new TorusSpikes(mass).On(data), workload, threads);
    }
}
