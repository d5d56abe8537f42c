using MeanFieldDsl.Library;
using static System.Math;
using static MeanFieldDsl.Ops;

namespace MeanFieldDsl.Tests;

/// <summary>w ψ(x − t) with the Dirichlet kernel ψ of order 7 on the torus, ψ(0) = 15 (mathematics 1.1).</summary>
[Feature, PartiallyHomogeneous(1)]
internal sealed partial class LowPassSpike
{
    [Formula]
    public static double Phi([Weight] double w, [Position(Period = 1)] double t, [Input] double x) =>
        w * (1 + (2 * Sum(1, 7, k => Cos(2 * PI * k * (x - t)))));
}

/// <summary>r|r| seen through Fourier coefficients of the kernel D(Δ₁) D(Δ₂), D(u) = 1 + 2 cos u + 2 cos 2u (mathematics 1.5).</summary>
[Feature, PartiallyHomogeneous(2)]
internal sealed partial class TorusSpike
{
    [Formula]
    public static double Phi([Weight] double r, [Position(Period = 2 * PI)] double s, [Position(Period = 2 * PI)] double t, [Input] double k, [Input] double l, [Input] double c) =>
        r * Abs(r) * ((c * Cos((k * s) + (l * t))) + ((1 - c) * Sin((k * s) + (l * t))));
}

/// <summary>λ r², the mass of a particle of root r.</summary>
[Regularizer]
internal sealed partial class RootMass
{
    public required double Lambda { get; init; }

    [Formula]
    public double Value([Weight] double r) => Lambda * Sq(r);
}

[MeanFieldModel<LowPassSpike, SquareLoss, TotalVariation>]
internal sealed partial class Spikes;

[MeanFieldModel<TorusSpike, SquareLoss, RootMass>]
internal sealed partial class TorusSpikes;

/// <summary>The instances of mathematics 1.4 and 1.5.</summary>
internal static class SpikeInstances
{
    public static readonly double[] Positions = [0.1299, 0.2670, 0.6934, 0.7697, 0.9501];

    public static readonly double[] Masses = [1.0, 1.2, -1.1, -0.6, 0.9];

    /// <summary>y = ψ * Σ masses δ(positions) on 15 points, on which means of products of two spikes are exact.</summary>
    public static DataSet Observe(double[] positions, double[] masses)
    {
        const int points = 15;
        double[][] rows = new double[points][];
        double[] targets = new double[points];
        for (int r = 0; r < points; r++)
        {
            double x = (double)r / points;
            rows[r] = [x];
            for (int j = 0; j < positions.Length; j++)
            {
                targets[r] += LowPassSpike.Phi(masses[j], positions[j], x);
            }
        }

        return DataSet.From(rows, targets);
    }

    public static MeanFieldProblem<LowPassSpike.Particle> Reference(double lambda = 1) => new Spikes(new TotalVariation { Lambda = lambda }).On(Observe(Positions, Masses));

    /// <summary>The torus with its 25 real Fourier coefficients, up to the weights of the frequencies; F is the mean of ½ (f − y)² and λ |ν|.</summary>
    public static MeanFieldProblem<TorusSpike.Particle> Torus(double lambda)
    {
        (double S, double T, double Mass)[] spikes = [(PI, PI, 1.21), (PI + 1.7, PI - 0.3, 0.64), (PI + 0.7, PI + 1.3, 1)];
        List<double[]> rows = [];
        List<double> targets = [];
        for (int k = -2; k <= 2; k++)
        {
            for (int l = -2; l <= 2; l++)
            {
                // Of each pair of opposite frequencies one gives the cosine and one the sine.
                bool isUpper = k > 0 || (k == 0 && l >= 0);
                double c = isUpper ? 1 : 0;
                rows.Add([k, l, c]);
                targets.Add(spikes.Sum(p => TorusSpike.Phi(Sqrt(p.Mass), p.S, p.T, k, l, c)));
            }
        }

        return new TorusSpikes(new RootMass { Lambda = lambda }).On(DataSet.From([.. rows], [.. targets]));
    }
}
