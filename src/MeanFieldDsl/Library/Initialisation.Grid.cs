namespace MeanFieldDsl;

/// <content>Grids on the torus.</content>
public abstract partial class Initialisation
{
    /// <summary>
    /// Positions on the even grid of the torus, (k + 1/2)/q of the period along each of d axes for q^d particles, whatever the seed; all weights the same. In the
    /// limit the support is {weight} × Θ, which separates as Theorem 3.5 asks. All positions must be periodic.
    /// </summary>
    /// <param name="weight">The weights: 0 by default; conic descent needs others. Finite, at most 1e150 in absolute value.</param>
    /// <exception cref="ArgumentOutOfRangeException">The weight is out of range.</exception>
    public static Initialisation TorusGrid(double weight = 0) => Math.Abs(weight) <= LargestScale
        ? new GridInitialisation(weight)
        : throw new ArgumentOutOfRangeException(nameof(weight), $"The weight is {DataException.Show(weight)}; give a number of at most 1e150 in absolute value.");

    private sealed class GridInitialisation(double weight) : Initialisation
    {
        public override void Fill(ParticleLayout layout, int particleCount, ulong seed, Span<double> particles)
        {
            CheckFill(layout, particleCount, particles);
            ParticleParameter[] positions = [.. layout.Parameters.Where(p => p.Role == ParticleRole.Position)];
            int axes = positions.Sum(p => p.Length);
            if (axes == 0 || positions.Any(p => !(p.Period > 0)))
            {
                throw new ArgumentException($"'{layout.Feature}' {(axes == 0 ? "has no position" : "has a position without period")}, so there is no even grid of its positions; use Initialisation.ZeroWeights.", nameof(layout));
            }

            int side = (int)Math.Round(Math.Pow(particleCount, 1.0 / axes));
            if (Power(side, axes) != particleCount)
            {
                side = Power(side, axes) > particleCount ? side - 1 : side;
                throw new ArgumentException($"{particleCount} particles do not fill an even grid of {axes} axes; take {Power(side, axes)} or {Power(side + 1, axes)}.", nameof(particleCount));
            }

            for (int i = 0; i < particleCount; i++)
            {
                Span<double> theta = particles.Slice(i * layout.Dimension, layout.Dimension);
                theta.Fill(weight);
                int rest = i;
                foreach (ParticleParameter position in positions)
                {
                    foreach (ref double value in theta.Slice(position.Offset, position.Length))
                    {
                        value = ((rest % side) + 0.5) / side * position.Period;
                        rest /= side;
                    }
                }
            }
        }

        private static long Power(int side, int axes)
        {
            long power = 1;
            for (int k = 0; k < axes && power <= Array.MaxLength; k++)
            {
                power *= side;
            }

            return power;
        }
    }
}
