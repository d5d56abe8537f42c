namespace MeanFieldDsl;

/// <summary>Puts one particle more into a measure, with about the mass that lowers F most.</summary>
internal static class ParticleInsertion
{
    private const int MostDoublings = 60;

    /// <summary>Searches the mass by halving until F falls, then by doubling as long as it does.</summary>
    /// <param name="evaluator">Evaluates as many particles as there are and one more.</param>
    /// <param name="masses">Takes particles apart.</param>
    /// <param name="others">The particles that are there, with their masses already scaled to the new mean.</param>
    /// <param name="place">Where the new one goes.</param>
    /// <param name="objective">F of the measure as it is.</param>
    /// <param name="evaluations">How often F was evaluated.</param>
    /// <returns>All particles, and F; it may not have fallen.</returns>
    public static (double[] Particles, double Objective) Insert(Evaluator evaluator, ParticleMasses masses, ReadOnlySpan<double> others, ReadOnlySpan<double> place, double objective, out int evaluations)
    {
        int count = 0, at = others.Length, dimension = place.Length;
        double[] trial = [.. others, .. place], unit = place.ToArray();
        masses.Normalise(unit);
        double total = 0;
        for (int i = 0; i < at; i += dimension)
        {
            total += masses.MassOf(others.Slice(i, dimension));
        }

        double mass = total == 0 ? 1 : total * dimension / at;
        double best = Put(mass);
        for (int k = 0; k < MostDoublings && !(best < objective); k++)
        {
            mass *= 0.5;
            best = Put(mass);
        }

        for (int k = 0; k < MostDoublings && best < objective; k++)
        {
            double next = Put(2 * mass);
            if (!(next < best))
            {
                break;
            }

            (mass, best) = (2 * mass, next);
        }

        best = Put(mass);
        evaluations = count;
        return (trial, best);

        double Put(double value)
        {
            unit.CopyTo(trial, at);
            masses.Scale(trial.AsSpan(at), value);
            count++;
            return evaluator.Objective(trial);
        }
    }
}
