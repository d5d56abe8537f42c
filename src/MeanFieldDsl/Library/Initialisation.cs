namespace MeanFieldDsl;

/// <summary>How the particles are placed at time 0.</summary>
/// <remarks>
/// Global convergence asks for an initial measure whose support separates (Chizat and Bach 2018, arXiv 1805.09545):
/// for jointly 2-homogeneous problems, Theorem 3.3, the support lies in a ball and separates the sphere of a small
/// radius from one of a larger radius; for partially 1-homogeneous problems, Theorem 3.5, it lies in
/// [−r₀, r₀] × Θ and separates {−r₀} × Θ from {r₀} × Θ. Both theorems speak of the limit of many particles and assume
/// that the flow converges; with m particles only the coverage of such a support is what one gets, and <see cref="Inspect"/> measures it.
/// </remarks>
public abstract partial class Initialisation
{
    // Beyond this the square of a coordinate, which norms and objectives are made of, is infinite.
    private const double LargestScale = 1e150;

    /// <summary>
    /// Each whole particle θ uniform on the sphere ‖θ‖ = <paramref name="radius"/> of R^D. In the limit the support is
    /// the sphere, which separates as Theorem 3.3 asks. The radius decides between feature learning (small) and a
    /// nearly linear regime (large).
    /// </summary>
    /// <param name="radius">The radius, positive and at most 1e150.</param>
    /// <exception cref="ArgumentOutOfRangeException">The radius is out of range.</exception>
    public static Initialisation Sphere(double radius = 1) => new SphereInitialisation(CheckScale(radius, nameof(radius)));

    /// <summary>
    /// Each number of each particle independent and normal with mean 0. In the limit the support is all of R^D, which
    /// separates, but does not lie in a ball as Theorem 3.3 asks.
    /// </summary>
    /// <param name="standardDeviation">The standard deviation of each number, positive and at most 1e150.</param>
    /// <exception cref="ArgumentOutOfRangeException">The standard deviation is out of range.</exception>
    public static Initialisation Gaussian(double standardDeviation = 1) =>
        new GaussianInitialisation(CheckScale(standardDeviation, nameof(standardDeviation)));

    /// <summary>
    /// Weights 0 and positions spread out: uniform on the period, or normal with mean 0 and variance 1 where there is
    /// none. In the limit the support is {0} × Θ, which separates as Theorem 3.5 asks. A single periodic position of one number
    /// stands on the even grid (i + 1/2) / m · period, whatever the seed.
    /// </summary>
    public static Initialisation ZeroWeights() => new ZeroWeightsInitialisation();

    /// <summary>What m particles cover of the support that the theorem for this feature asks for.</summary>
    /// <param name="layout">How the D numbers of one particle are arranged, with the degrees that were proved.</param>
    /// <param name="particles">m × D finite numbers, row-major, m at least 1.</param>
    /// <exception cref="ArgumentException">The length is not a positive multiple of D, or a number is not finite.</exception>
    public static InitialisationReport Inspect(ParticleLayout layout, ReadOnlySpan<double> particles) => InitialisationReport.Of(layout, particles);

    /// <summary>The particles of an array, for a start of one's own or from an earlier result.</summary>
    /// <param name="particles">m × D finite numbers, row-major; copied.</param>
    /// <exception cref="ArgumentException">The array is empty or a value is not finite.</exception>
    public static Initialisation Explicit(params ReadOnlySpan<double> particles)
    {
        for (int k = 0; k < particles.Length; k++)
        {
            if (!double.IsFinite(particles[k]))
            {
                throw new ArgumentException(
                    $"Value {DataException.Show(particles[k])} at index {k} is not finite; give finite particles.",
                    nameof(particles));
            }
        }

        return particles.IsEmpty
            ? throw new ArgumentException("No particles were given; give m × D numbers.", nameof(particles))
            : new ExplicitInitialisation(particles.ToArray());
    }

    /// <summary>
    /// Places the particles. Particle i draws from stream i of the seed, so the first m particles are the same for any
    /// larger m (the even grid of <see cref="ZeroWeights"/> excepted).
    /// </summary>
    /// <param name="layout">How the D numbers of one particle are arranged.</param>
    /// <param name="particleCount">The number m of particles, at least 1.</param>
    /// <param name="seed">The seed.</param>
    /// <param name="particles">Receives m × D numbers, row-major.</param>
    /// <exception cref="ArgumentOutOfRangeException">The count is less than 1, or too large for one array.</exception>
    /// <exception cref="ArgumentException">The span has another length, or the layout does not suit the method.</exception>
    public abstract void Fill(ParticleLayout layout, int particleCount, ulong seed, Span<double> particles);

    /// <summary>Places the particles and makes a measure of them.</summary>
    /// <typeparam name="TParticle">The typed view of a particle.</typeparam>
    /// <param name="layout">How the D numbers of one particle are arranged.</param>
    /// <param name="particleCount">The number m of particles, at least 1.</param>
    /// <param name="seed">The seed.</param>
    /// <exception cref="ArgumentOutOfRangeException">The count is less than 1, or too large for one array.</exception>
    /// <exception cref="ArgumentException">The layout does not suit the method.</exception>
    public ParticleMeasure<TParticle> Create<TParticle>(ParticleLayout layout, int particleCount, ulong seed)
        where TParticle : IParticle<TParticle>, allows ref struct
    {
        double[] particles = new double[CheckSize(layout, particleCount)];
        Fill(layout, particleCount, seed, particles);
        return new ParticleMeasure<TParticle>(layout, particles);
    }

    /// <summary>Checks the arguments of <see cref="Fill"/>, with messages that name the value and the remedy.</summary>
    /// <param name="layout">How the D numbers of one particle are arranged.</param>
    /// <param name="particleCount">The number m of particles.</param>
    /// <param name="particles">Must have m × D numbers.</param>
    /// <exception cref="ArgumentOutOfRangeException">The count is less than 1, or too large for one array.</exception>
    /// <exception cref="ArgumentException">The span has another length, or a particle has no numbers.</exception>
    protected static void CheckFill(ParticleLayout layout, int particleCount, ReadOnlySpan<double> particles)
    {
        int size = CheckSize(layout, particleCount);
        if (particles.Length != size)
        {
            throw new ArgumentException(
                $"The span holds {particles.Length} numbers; {particleCount} particles of {layout.Dimension} numbers each need {size}.",
                nameof(particles));
        }
    }

    private static int CheckSize(ParticleLayout layout, int particleCount)
    {
        ArgumentNullException.ThrowIfNull(layout);
        if (layout.Dimension == 0)
        {
            throw new ArgumentException(
                $"A particle of '{layout.Feature}' has no numbers; give the feature a weight or a position.", nameof(layout));
        }

        int largest = Array.MaxLength / layout.Dimension;
        return particleCount >= 1 && particleCount <= largest
            ? particleCount * layout.Dimension
            : throw new ArgumentOutOfRangeException(
                nameof(particleCount),
                $"{particleCount} particles were asked for; give 1 to {largest} particles of {layout.Dimension} numbers each.");
    }

    private static double CheckScale(double value, string name) => value > 0 && value <= LargestScale
        ? value
        : throw new ArgumentOutOfRangeException(
            name, $"The value is {DataException.Show(value)}; give a positive number of at most 1e150.");

    private sealed class SphereInitialisation(double radius) : Initialisation
    {
        public override void Fill(ParticleLayout layout, int particleCount, ulong seed, Span<double> particles)
        {
            CheckFill(layout, particleCount, particles);
            int dimension = layout.Dimension;
            for (int i = 0; i < particleCount; i++)
            {
                // A normal vector has a uniform direction; no draw is 0, so there is one.
                Span<double> theta = particles.Slice(i * dimension, dimension);
                CounterRandom random = new(seed, (ulong)i);
                double squares = 0;
                foreach (ref double value in theta)
                {
                    value = random.NextGaussian();
                    squares += value * value;
                }

                double norm = Math.Sqrt(squares);
                foreach (ref double value in theta)
                {
                    value = value / norm * radius;
                }
            }
        }
    }

    private sealed class GaussianInitialisation(double standardDeviation) : Initialisation
    {
        public override void Fill(ParticleLayout layout, int particleCount, ulong seed, Span<double> particles)
        {
            CheckFill(layout, particleCount, particles);
            int dimension = layout.Dimension;
            for (int i = 0; i < particleCount; i++)
            {
                CounterRandom random = new(seed, (ulong)i);
                foreach (ref double value in particles.Slice(i * dimension, dimension))
                {
                    value = standardDeviation * random.NextGaussian();
                }
            }
        }
    }

    private sealed class ExplicitInitialisation(double[] values) : Initialisation
    {
        public override void Fill(ParticleLayout layout, int particleCount, ulong seed, Span<double> particles)
        {
            CheckFill(layout, particleCount, particles);
            if (values.Length != particles.Length)
            {
                throw new ArgumentException(
                    $"{values.Length} numbers were given explicitly; {particleCount} particles of '{layout.Feature}' of {layout.Dimension} numbers each need {particles.Length}.",
                    nameof(particleCount));
            }

            values.CopyTo(particles);
        }
    }

    private sealed class ZeroWeightsInitialisation : Initialisation
    {
        public override void Fill(ParticleLayout layout, int particleCount, ulong seed, Span<double> particles)
        {
            CheckFill(layout, particleCount, particles);
            ParticleParameter[] positions = [.. layout.Parameters.Where(p => p.Role == ParticleRole.Position)];
            if (positions.Length == layout.Parameters.Count)
            {
                throw new ArgumentException(
                    $"'{layout.Feature}' has no weight that could start at 0; use Initialisation.Sphere or Initialisation.Gaussian.",
                    nameof(layout));
            }

            bool grid = positions is [{ Length: 1, Period: > 0 }];
            particles.Clear();
            for (int i = 0; i < particleCount; i++)
            {
                Span<double> theta = particles.Slice(i * layout.Dimension, layout.Dimension);
                CounterRandom random = new(seed, (ulong)i);
                foreach (ParticleParameter position in positions)
                {
                    foreach (ref double value in theta.Slice(position.Offset, position.Length))
                    {
                        value = grid ? (i + 0.5) / particleCount * position.Period
                            : position.Period > 0 ? random.NextDouble() * position.Period
                            : random.NextGaussian();
                    }
                }
            }
        }
    }
}
