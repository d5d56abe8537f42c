namespace MeanFieldDsl;

/// <content>Starts in which weights of both signs balance.</content>
public abstract partial class Initialisation
{
    /// <summary>
    /// Pairs of particles that differ in the sign of their weights alone: 2i is particle i of <paramref name="inner"/>, 2i + 1 its mirror image. A feature that is odd in its
    /// weights then predicts 0 up to rounding, as lazy training asks (Chizat, Oyallon and Bach 2019, arXiv 1812.07956, section 2.1). A feature of degree 1 in its weights that
    /// is linear in them is odd; of others look at <see cref="Evaluator.Predictions"/>. Takes an even number of particles.
    /// </summary>
    /// <param name="inner">The law of one particle of each pair; its weights must not be 0, or both of a pair are the same.</param>
    public static Initialisation Symmetrised(Initialisation inner)
    {
        ArgumentNullException.ThrowIfNull(inner);
        return new SymmetrisedInitialisation(inner);
    }

    /// <summary>
    /// Positions uniform on a sphere, and weights ±‖position‖ with signs that alternate, so that a neuron of degree 2 is balanced: a² − ‖w‖² = 0 at the start, and along the flow without
    /// regularizer. For targets of both signs it is more reliable than <see cref="Sphere"/>, whose weights are small in high dimension.
    /// </summary>
    /// <param name="radius">The norm of a whole particle, positive and at most 1e150; weight and position have norm radius/√2 each.</param>
    /// <exception cref="ArgumentOutOfRangeException">The radius is out of range.</exception>
    public static Initialisation BalancedSigns(double radius = 1) => new BalancedInitialisation(CheckScale(radius, nameof(radius)));

    private sealed class SymmetrisedInitialisation(Initialisation inner) : Initialisation
    {
        public override void Fill(ParticleLayout layout, int particleCount, ulong seed, Span<double> particles)
        {
            CheckFill(layout, particleCount, particles);
            if (particleCount % 2 != 0)
            {
                throw new ArgumentException($"{particleCount} particles do not make pairs; Initialisation.Symmetrised takes an even number, for example {particleCount + 1}.", nameof(particleCount));
            }

            ParticleParameter[] weights = [.. layout.Parameters.Where(p => p.Role == ParticleRole.Weight)];
            if (weights.Length == 0)
            {
                throw new ArgumentException($"'{layout.Feature}' has no weight whose sign could be turned, so that Initialisation.Symmetrised has no pairs to make; use Initialisation.Sphere.", nameof(layout));
            }

            int dimension = layout.Dimension;
            double[] half = new double[particles.Length / 2];
            inner.Fill(layout, particleCount / 2, seed, half);
            for (int i = 0; i < particleCount / 2; i++)
            {
                ReadOnlySpan<double> theta = half.AsSpan(i * dimension, dimension);
                Span<double> mirror = particles.Slice(((2 * i) + 1) * dimension, dimension);
                theta.CopyTo(particles.Slice(2 * i * dimension, dimension));
                theta.CopyTo(mirror);
                foreach (ParticleParameter weight in weights)
                {
                    foreach (ref double value in mirror.Slice(weight.Offset, weight.Length))
                    {
                        value = 0 - value;
                    }
                }
            }
        }
    }

    private sealed class BalancedInitialisation(double radius) : Initialisation
    {
        public override void Fill(ParticleLayout layout, int particleCount, ulong seed, Span<double> particles)
        {
            CheckFill(layout, particleCount, particles);
            ParticleParameter[] weights = [.. layout.Parameters.Where(p => p.Role == ParticleRole.Weight)];
            if (weights is not [{ Length: 1 } weight] || layout.Dimension == 1 || layout.Parameters.Any(p => p.Period > 0))
            {
                throw new ArgumentException($"Initialisation.BalancedSigns needs one weight that is a number and positions without period; '{layout.Feature}' has others. Use Initialisation.Sphere or Initialisation.Automatic.", nameof(layout));
            }

            int dimension = layout.Dimension;
            double part = radius / Math.Sqrt(2);
            for (int i = 0; i < particleCount; i++)
            {
                Span<double> theta = particles.Slice(i * dimension, dimension);
                CounterRandom random = new(seed, (ulong)i);
                double squares = 0;
                for (int k = 0; k < dimension; k++)
                {
                    theta[k] = k == weight.Offset ? 0 : random.NextGaussian();
                    squares += theta[k] * theta[k];
                }

                double norm = Math.Sqrt(squares);
                foreach (ref double value in theta)
                {
                    value = value / norm * part;
                }

                theta[weight.Offset] = i % 2 == 0 ? part : -part;
            }
        }
    }
}
