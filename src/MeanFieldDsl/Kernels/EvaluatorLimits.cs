namespace MeanFieldDsl.Kernels;

/// <summary>The counts that an evaluator can be made for.</summary>
internal static class EvaluatorLimits
{
    /// <summary>Refuses the others.</summary>
    /// <param name="particleCount">The number of particles.</param>
    /// <param name="threads">The number of threads, or 0.</param>
    /// <param name="layout">What a particle is.</param>
    /// <exception cref="ArgumentOutOfRangeException">A count is out of range.</exception>
    public static void Check(int particleCount, int threads, ParticleLayout layout)
    {
        if (particleCount < 1)
        {
            throw new ArgumentOutOfRangeException(nameof(particleCount), particleCount, $"A measure of {particleCount} particles was asked for; use at least 1.");
        }

        if (threads < 0)
        {
            throw new ArgumentOutOfRangeException(nameof(threads), threads, $"{threads} threads were asked for; use a positive number, or 0 to let the amount of work choose.");
        }

        long numbers = (long)particleCount * Math.Max(1, layout.Dimension);
        if (numbers > Array.MaxLength)
        {
            throw new ArgumentOutOfRangeException(nameof(particleCount), particleCount, $"{particleCount} particles of {layout.Dimension} numbers exceed the {Array.MaxLength} numbers of an array; use fewer particles.");
        }
    }
}
