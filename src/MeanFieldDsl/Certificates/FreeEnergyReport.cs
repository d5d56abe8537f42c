using System.Globalization;

namespace MeanFieldDsl;

/// <summary>
/// The free energy 𝓕(μ) = F(μ) + ½ λ ∫ ‖θ‖² dμ − τ Ent(μ) that Langevin dynamics at temperature τ descends, and how far the particles are from its minimiser, the
/// Gibbs measure μ ∝ exp(−(F'(μ) + ½ λ ‖θ‖²)/τ) (Mei, Montanari and Nguyen 2018, arXiv 1804.06561, section 4; the factors are those of
/// <see cref="FlowScheme.Langevin"/>).
/// </summary>
/// <remarks>
/// The entropy −∫ μ log μ is estimated from the distances to the third nearest neighbours (Kozachenko and Leonenko 1987); its error falls slowly with m in many dimensions,
/// and it is −∞ where particles coincide. The fixed-point residual needs no density: it is the kernel Stein discrepancy between the particles and the Gibbs measure of their own
/// first variation, whose score is v/τ (Liu, Lee and Jordan 2016; Gorham and Mackey 2017, inverse multiquadric kernel of power −½ and the particles' own scale). It
/// is 0 in the limit exactly where the particles are distributed by that measure; for m particles that are, it is about <see cref="StationaryResidual"/>.
/// </remarks>
/// <param name="Temperature">τ.</param>
/// <param name="Energy">F(μ) + ½ λ ∫ ‖θ‖² dμ.</param>
/// <param name="Entropy">−∫ μ log μ, estimated.</param>
/// <param name="GibbsResidual">The Stein discrepancy, in units of one over a length.</param>
/// <param name="StationaryResidual">What the discrepancy would be for as many independent particles of the Gibbs measure.</param>
public sealed record FreeEnergyReport(double Temperature, double Energy, double Entropy, double GibbsResidual, double StationaryResidual)
{
    private const int Neighbour = 3;

    /// <summary>Energy − τ · entropy.</summary>
    public double FreeEnergy => Energy - (Temperature * Entropy);

    /// <summary>Measures particles; costs of the order of m² D.</summary>
    /// <typeparam name="TParticle">The typed view of a particle.</typeparam>
    /// <param name="problem">The model bound to its data.</param>
    /// <param name="particles">The measure; at least five particles.</param>
    /// <param name="temperature">τ, positive and finite.</param>
    /// <param name="weightDecay">λ, at least 0.</param>
    /// <exception cref="ArgumentOutOfRangeException">A number is out of range, or there are fewer than five particles.</exception>
    public static FreeEnergyReport Of<TParticle>(MeanFieldProblem<TParticle> problem, ParticleMeasure<TParticle> particles, double temperature, double weightDecay = 0)
        where TParticle : IParticle<TParticle>, allows ref struct
    {
        ArgumentNullException.ThrowIfNull(problem);
        ArgumentNullException.ThrowIfNull(particles);
        Check(temperature > 0 && double.IsFinite(temperature), temperature, nameof(temperature), "must be positive and finite");
        Check(weightDecay >= 0 && double.IsFinite(weightDecay), weightDecay, nameof(weightDecay), "must be finite and at least 0");
        Check(particles.Count > Neighbour + 1, particles.Count, nameof(particles), "are too few to say anything of their distribution; give at least five");
        using Evaluator evaluator = problem.CreateEvaluator(particles.Count);
        double energy = evaluator.Objective(particles.Values);
        double[] scores = new double[particles.Values.Length];
        _ = evaluator.Velocity(particles.Values, scores);
        for (int k = 0; k < scores.Length; k++)
        {
            double theta = particles.Values[k];
            energy += 0.5 * weightDecay * theta * theta / particles.Count;
            scores[k] = (scores[k] - (weightDecay * theta)) / temperature;
        }

        int dimension = particles.Layout.Dimension;
        double[] distances = Distances(particles.Values, dimension, out double scale);
        (double residual, double stationary) = Stein(particles.Values, scores, dimension, scale);
        return new(temperature, energy, EntropyOf(distances, dimension), residual, stationary);
    }

    /// <summary>One line with all numbers.</summary>
    public override string ToString() => string.Create(
        CultureInfo.InvariantCulture,
        $"Free energy {FreeEnergy:G6} = {Energy:G6} - {Temperature:G3} * entropy {Entropy:G4}; Gibbs residual {GibbsResidual:G3}, {StationaryResidual:G3} for independent particles of the Gibbs measure.");

    private static void Check(bool isFine, double value, string name, string rule)
    {
        if (!isFine)
        {
            throw new ArgumentOutOfRangeException(name, value, string.Create(CultureInfo.InvariantCulture, $"{name} = {value} {rule}."));
        }
    }

    // The distance of each particle to its third nearest neighbour; the scale is the root mean square distance of two particles.
    private static double[] Distances(ReadOnlySpan<double> particles, int dimension, out double scale)
    {
        int count = particles.Length / dimension;
        double[] result = new double[count];
        Span<double> nearest = stackalloc double[Neighbour];
        double sum = 0;
        for (int i = 0; i < count; i++)
        {
            nearest.Fill(double.PositiveInfinity);
            for (int j = 0; j < count; j++)
            {
                double square = i == j ? double.PositiveInfinity : Square(particles, i, j, dimension);
                sum += i == j ? 0 : square;
                for (int k = 0; k < Neighbour; k++)
                {
                    if (square < nearest[k])
                    {
                        (square, nearest[k]) = (nearest[k], square);
                    }
                }
            }

            result[i] = Math.Sqrt(nearest[^1]);
        }

        scale = Math.Sqrt(sum / count / (count - 1));
        return result;
    }

    private static double Square(ReadOnlySpan<double> particles, int i, int j, int dimension)
    {
        double sum = 0;
        for (int k = 0; k < dimension; k++)
        {
            double difference = particles[(i * dimension) + k] - particles[(j * dimension) + k];
            sum += difference * difference;
        }

        return sum;
    }

    // ψ(m) − ψ(k) + log of the volume of the unit ball + D times the mean logarithm of the distances.
    private static double EntropyOf(double[] distances, int dimension)
    {
        double harmonic = 0;
        for (int j = Neighbour; j < distances.Length; j++)
        {
            harmonic += 1.0 / j;
        }

        // V₀ = 1, V₁ = 2, V_D = V_{D−2} 2π/D.
        double volume = dimension % 2 == 0 ? 0 : Math.Log(2);
        for (int d = dimension % 2 == 0 ? 2 : 3; d <= dimension; d += 2)
        {
            volume += Math.Log(2 * Math.PI / d);
        }

        double logarithms = 0;
        foreach (double distance in distances)
        {
            logarithms += Math.Log(distance);
        }

        return harmonic + volume + (dimension * logarithms / distances.Length);
    }

    private static (double Residual, double Stationary) Stein(ReadOnlySpan<double> particles, double[] scores, int dimension, double scale)
    {
        int count = particles.Length / dimension;
        double all = 0, diagonal = 0, base2 = scale > 0 ? scale * scale : 1;
        for (int i = 0; i < count; i++)
        {
            for (int j = 0; j <= i; j++)
            {
                double square = 0, product = 0, mixed = 0;
                for (int k = 0; k < dimension; k++)
                {
                    double difference = particles[(i * dimension) + k] - particles[(j * dimension) + k];
                    double first = scores[(i * dimension) + k], second = scores[(j * dimension) + k];
                    square += difference * difference;
                    product += first * second;
                    mixed += (first - second) * difference;
                }

                // k = (c² + r²)^(−½), ∇_x k = −(x − y) k³, ∇_x · ∇_y k = D k³ − 3 r² k⁵.
                double kernel = 1 / Math.Sqrt(base2 + square), cube = kernel * kernel * kernel;
                double value = (product * kernel) + (mixed * cube) + (dimension * cube) - (3 * square * cube * kernel * kernel);
                all += i == j ? value : 2 * value;
                diagonal += i == j ? value : 0;
            }
        }

        // The mean over independent particles of the measure is that of the diagonal alone.
        return (Math.Sqrt(Math.Max(0, all)) / count, Math.Sqrt(Math.Max(0, diagonal)) / count);
    }
}
