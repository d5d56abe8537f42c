using System.Globalization;

namespace MeanFieldDsl;

/// <summary>
/// Fewer particles for the same measure: particles without mass are dropped and those that meet are merged, as long as F does not rise. The particles that stay take over the
/// mass, by the degree of homogeneity that the compiler proved.
/// </summary>
/// <remarks>
/// With a joint degree p, the mass of a particle is ‖θ‖^p and its place the direction θ/‖θ‖; with a degree p in the weight alone, the mass is |w|^p and the place the positions together with
/// the sign of w. Two particles merge to the sum of their masses at the mean of their places, weighted by mass. A merger is kept when F at the result is not above F at the start by more than
/// 4 ε |F|; so is the whole reduction.
/// </remarks>
public static class ParticleReduction
{
    /// <summary>Drops and merges particles.</summary>
    /// <typeparam name="TParticle">The typed view of a particle.</typeparam>
    /// <param name="problem">The model bound to its data.</param>
    /// <param name="particles">The measure.</param>
    /// <param name="distance">
    /// Up to which distance of their places two particles may merge: of directions on the unit sphere with a joint degree, of positions otherwise, as a fraction of the period where there is one, and of the
    /// root mean square of the positions elsewhere. At least 0; 0.05 by default. F decides in any case.
    /// </param>
    /// <returns>The measure with fewer particles, or the same one where none can be spared.</returns>
    /// <exception cref="ArgumentException">The feature has no proved positive degree that would say how mass is taken over.</exception>
    /// <exception cref="ArgumentOutOfRangeException">The distance is negative or not finite.</exception>
    public static ParticleMeasure<TParticle> Reduce<TParticle>(MeanFieldProblem<TParticle> problem, ParticleMeasure<TParticle> particles, double distance = 0.05)
        where TParticle : IParticle<TParticle>, allows ref struct
    {
        ArgumentNullException.ThrowIfNull(problem);
        ArgumentNullException.ThrowIfNull(particles);
        if (!(distance >= 0 && double.IsFinite(distance)))
        {
            throw new ArgumentOutOfRangeException(nameof(distance), distance, string.Create(CultureInfo.InvariantCulture, $"distance = {distance}: it must be finite and at least 0; 0.05 is the default, and 0 merges none but those at one place."));
        }

        ParticleMasses masses = new(problem.Layout);
        double[] values = particles.Values.ToArray();
        double objective, slack;
        int merged;
        using (Evaluator evaluator = problem.CreateEvaluator(particles.Count))
        {
            objective = evaluator.Objective(values);
            slack = 4 * evaluator.MachineEpsilon * Math.Abs(objective);
            if (!double.IsFinite(objective))
            {
                return particles;
            }

            merged = Drop(evaluator, masses, values, objective + slack);
            merged += Merge(evaluator, masses, values, objective + slack, distance);
        }

        int count = particles.Count - merged;
        if (merged == 0 || count == 0)
        {
            return particles;
        }

        double[] rest = masses.Compact(values, count, (double)count / particles.Count);
        using Evaluator fewer = problem.CreateEvaluator(count);
        return fewer.Objective(rest) <= objective + slack ? new ParticleMeasure<TParticle>(particles.Layout, rest) : particles;
    }

    // Particles of mass 0, and of so little that F does not see it.
    private static int Drop(Evaluator evaluator, ParticleMasses masses, double[] values, double limit)
    {
        int dropped = 0, dimension = evaluator.Layout.Dimension;
        double total = 0;
        for (int i = 0; i < evaluator.ParticleCount; i++)
        {
            total += masses.MassOf(values.AsSpan(i * dimension, dimension));
        }

        double[] kept = new double[dimension];
        for (int i = 0; i < evaluator.ParticleCount; i++)
        {
            Span<double> theta = values.AsSpan(i * dimension, dimension);
            double mass = masses.MassOf(theta);
            if (mass > 1e-9 * total)
            {
                continue;
            }

            theta.CopyTo(kept);
            masses.Clear(theta);
            if (mass == 0 || evaluator.Objective(values) <= limit)
            {
                dropped++;
            }
            else
            {
                kept.CopyTo(theta);
            }
        }

        return dropped;
    }

    // The nearest pair first, for as long as there is one that may merge.
    private static int Merge(Evaluator evaluator, ParticleMasses masses, double[] values, double limit, double distance)
    {
        int merged = 0, dimension = evaluator.Layout.Dimension, count = evaluator.ParticleCount;
        double[] scales = masses.Scales(values);
        List<(double Distance, int First, int Second)> pairs = [];
        for (int i = 0; i < count; i++)
        {
            for (int j = 0; j < i; j++)
            {
                double apart = masses.Distance(values.AsSpan(i * dimension, dimension), values.AsSpan(j * dimension, dimension), scales);
                if (apart <= distance)
                {
                    pairs.Add((apart, j, i));
                }
            }
        }

        pairs.Sort();
        double[] first = new double[dimension], second = new double[dimension];
        foreach ((_, int i, int j) in pairs)
        {
            Span<double> one = values.AsSpan(i * dimension, dimension), other = values.AsSpan(j * dimension, dimension);
            if (!(masses.Distance(one, other, scales) <= distance))
            {
                continue;
            }

            one.CopyTo(first);
            other.CopyTo(second);
            masses.Merge(one, other);
            if (evaluator.Objective(values) <= limit)
            {
                merged++;
            }
            else
            {
                first.CopyTo(one);
                second.CopyTo(other);
            }
        }

        return merged;
    }
}
