namespace MeanFieldDsl.Benchmarks.Compare;

/// <summary>
/// Spikes on the two-dimensional torus behind a filter ψ with ψ * ψ = D(θ₁) D(θ₂), D(u) = 1 + 2 cos u + 2 cos 2u: the loss
/// ½ ‖ψ * (ν − ν_obs)‖² with ν = (1/m) Σ r_i |r_i| δ(θ_i), and λ times the mass of |ν|.
/// </summary>
/// <remarks>
/// In feature space: D(u − v) = Σ_k e_k(u) e_k(v) with the waves 1, √2 cos u, √2 cos 2u, √2 sin u, √2 sin 2u, so the loss is that of 25
/// coefficients. As n = 25 rows are averaged, features and targets carry the factor 5.
/// Source: Chizat, Sparse optimization on measures with over-parameterized gradient descent, 2019, arXiv 1907.10300.
/// </remarks>
internal static class TorusProblem
{
    public const int Waves = 5;

    /// <summary>(θ₁, θ₂, mass) of the observed spikes.</summary>
    public static IReadOnlyList<(double First, double Second, double Mass)> Observed { get; } =
    [
        (Math.PI, Math.PI, 1.21),
        (Math.PI + 1.7, Math.PI - 0.3, 0.64),
        (Math.PI + 0.7, Math.PI + 1.3, 1),
    ];

    /// <summary>For each pair of waves a row that selects them: the factors of the first coordinate, then those of the second.</summary>
    public static IEnumerable<double> Inputs()
    {
        for (int row = 0; row < Waves * Waves; row++)
        {
            for (int k = 0; k < Waves; k++)
            {
                yield return row / Waves == k ? Waves : 0;
            }

            for (int k = 0; k < Waves; k++)
            {
                yield return row % Waves == k ? 1 : 0;
            }
        }
    }

    /// <summary>The coefficients of the observed measure, times 5.</summary>
    public static IEnumerable<double> Targets()
    {
        for (int row = 0; row < Waves * Waves; row++)
        {
            yield return Waves * Observed.Sum(spike => spike.Mass * Wave(row / Waves, spike.First) * Wave(row % Waves, spike.Second));
        }
    }

    private static double Wave(int index, double angle) => index switch
    {
        0 => 1,
        1 or 2 => Math.Sqrt(2) * Math.Cos(index * angle),
        _ => Math.Sqrt(2) * Math.Sin((index - 2) * angle),
    };
}
