using System.Globalization;

namespace MeanFieldDsl;

/// <summary>Finds the particle and the term that are not finite: one particle at a time, with an evaluator of its own.</summary>
internal static class FlowDiagnosis
{
    /// <summary>The first culprit in words, or null when each particle alone is finite (then it is their sum that overflows).</summary>
    public static string? Find<TParticle>(MeanFieldProblem<TParticle> problem, ReadOnlySpan<double> particles)
        where TParticle : IParticle<TParticle>, allows ref struct
    {
        if (!problem.TakesAnyCount)
        {
            return null;
        }

        ParticleLayout layout = problem.Layout;
        using Evaluator evaluator = problem.CreateEvaluator(1, threads: 1);
        double[] velocity = new double[layout.Dimension];
        for (int i = 0; i * layout.Dimension < particles.Length; i++)
        {
            ReadOnlySpan<double> theta = particles.Slice(i * layout.Dimension, layout.Dimension);
            if (Name(evaluator, theta, velocity) is { } term)
            {
                return string.Create(CultureInfo.InvariantCulture, $"{term} of particle {i} ({Describe(layout, theta)})");
            }
        }

        return null;
    }

    /// <summary>Where the flow still wants to go: the fastest number of all particles, and whether V or the rest drives it.</summary>
    public static string Fastest(Evaluator evaluator, ReadOnlySpan<double> particles)
    {
        ParticleLayout layout = evaluator.Layout;
        double[] velocity = new double[particles.Length], moved = particles.ToArray();
        _ = evaluator.Objective(particles);
        _ = evaluator.Velocity(particles, velocity);
        int fastest = 0;
        for (int k = 1; k < velocity.Length; k++)
        {
            fastest = Math.Abs(velocity[k]) > Math.Abs(velocity[fastest]) ? k : fastest;
        }

        int particle = fastest / layout.Dimension, number = fastest % layout.Dimension;
        string place = $"'{layout.NameOf(number)}' of particle {particle}";
        double step = 1e-6 * Math.Max(1, Math.Abs(particles[fastest]));
        double? slope = null;
        try
        {
            moved[fastest] = particles[fastest] + step;
            double above = evaluator.Penalty(moved);
            moved[fastest] = particles[fastest] - step;
            slope = (above - evaluator.Penalty(moved)) / (2 * step) * evaluator.ParticleCount;
        }
        catch (InvalidOperationException)
        {
            // The evaluator does not know V apart from the rest.
        }

        string term = slope is not { } v ? "" : Math.Abs(v) > Math.Abs(velocity[fastest] + v) ? ", driven by the regularizer" : ", driven by the loss";
        return string.Create(CultureInfo.InvariantCulture, $"{place} = {particles[fastest]:G4} with speed {Math.Abs(velocity[fastest]):G3}{term}");
    }

    private static string? Name(Evaluator evaluator, ReadOnlySpan<double> theta, double[] velocity)
    {
        foreach (double number in theta)
        {
            if (!double.IsFinite(number))
            {
                return "a parameter";
            }
        }

        double objective = evaluator.Objective(theta);
        for (int r = 0; r < evaluator.Predictions.Length; r++)
        {
            if (!double.IsFinite(evaluator.Predictions[r]))
            {
                return $"the feature in data row {r}";
            }
        }

        if (!double.IsFinite(objective))
        {
            return "the regularizer, or the loss at the prediction,";
        }

        _ = evaluator.Velocity(theta, velocity);
        int bad = Array.FindIndex(velocity, static v => !double.IsFinite(v));
        return bad < 0 ? null : $"the derivative in '{evaluator.Layout.NameOf(bad)}'";
    }

    private static string Describe(ParticleLayout layout, ReadOnlySpan<double> theta)
    {
        const int most = 6;
        List<string> parts = [];
        for (int k = 0; k < Math.Min(most, theta.Length); k++)
        {
            parts.Add(string.Create(CultureInfo.InvariantCulture, $"{layout.NameOf(k)} = {theta[k]:G4}"));
        }

        return string.Join(", ", parts) + (theta.Length > most ? ", …" : "");
    }
}
