using MeanFieldDsl.Kernels;

namespace MeanFieldDsl;

/// <summary>
/// Looks for the lowest first variation from many places by the generated gradient: the lowest places that have no lower one near them (Rinnooy Kan and Timmer 1987, Math. Program. 39) descend a little side by side, and the
/// best of where they arrive to the end.
/// </summary>
internal sealed class ProbeDescent(Evaluator evaluator, ProbeObjective objective, CancellationToken cancellation)
{
    // A gradient costs as much as so many values.
    public const int CostOfGradient = 3;

    private const int MostWalks = 32;
    private const int MostStepsOfAWalk = 16;
    private const int MostPolished = 4;
    private const int MostPolishingSteps = 200;
    private const double Together = 1e-4;

    private readonly PriorityQueue<double[], double> _particles = new();
    private readonly PriorityQueue<double[], double> _others = new();

    /// <summary>How many gradients were computed.</summary>
    public long Gradients { get; private set; }

    /// <summary>Gives a place to start from.</summary>
    public void Add(ReadOnlySpan<double> theta, double value, bool isParticle)
    {
        if (double.IsFinite(value))
        {
            (isParticle ? _particles : _others).Enqueue(theta.ToArray(), value);
        }
    }

    /// <summary>Descends with so many gradients.</summary>
    /// <param name="gradients">The number of gradients.</param>
    /// <param name="found">Receives where the walks arrive.</param>
    public void Run(long gradients, Action<double[]> found)
    {
        // In few dimensions a walk is short, and there can be more of them.
        int count = (int)Math.Min(MostWalks, gradients / Math.Min(MostStepsOfAWalk, 4 + (4 * objective.FreeDimension)));
        if (count < 1)
        {
            return;
        }

        List<double[]> starts = [];
        int ofOthers = _others.Count;
        Choose(_particles, ofOthers == 0 ? count : (count + 1) / 2, starts);
        Choose(_others, count, starts);
        if (starts.Count == 0)
        {
            return;
        }

        (ProbeWalk Walk, double Held)[] walks = [.. starts.Select(start => objective.Coordinates(start)).Select(start => (new ProbeWalk(start), objective.HeldNorm(start)))];
        Descend(walks, (int)(gradients * 3 / 5 / walks.Length));
        List<(ProbeWalk Walk, double Held)> best = [];
        foreach ((ProbeWalk walk, double held) in walks.Where(static w => !double.IsNaN(w.Walk.Value)).OrderBy(static w => w.Walk.Value))
        {
            if (best.Count < MostPolished && best.TrueForAll(other => objective.Distance(other.Walk.Place, walk.Place) > Together))
            {
                best.Add((walk, held));
            }
        }

        Descend([.. best.Where(static w => !w.Walk.IsDone)], (int)Math.Min(MostPolishingSteps, (gradients - Gradients) / Math.Max(1, best.Count)));
        double[] theta = new double[evaluator.Layout.Dimension];
        foreach ((ProbeWalk walk, double held) in walks)
        {
            objective.Place(walk.Place, held, theta);
            found(theta);
        }
    }

    // Those first that are the lowest; not those with a lower one so near that it is likely of the same valley.
    private void Choose(PriorityQueue<double[], double> places, int count, List<double[]> chosen)
    {
        double near = places.Count > 1 ? 2 * ScalarMath.Pow(ScalarMath.Log(places.Count) / places.Count, 1.0 / objective.FreeDimension) : 0;
        near = Math.Min(near, 0.25);
        while (chosen.Count < count && places.TryDequeue(out double[]? place, out _))
        {
            double[] coordinates = objective.Coordinates(place);
            if (chosen.TrueForAll(other => objective.Distance(objective.Coordinates(other), coordinates) > near))
            {
                chosen.Add(place);
            }
        }
    }

    private void Descend((ProbeWalk Walk, double Held)[] walks, int steps)
    {
        if (walks.Length == 0 || steps < 1)
        {
            return;
        }

        int dimension = evaluator.Layout.Dimension;
        double[] places = new double[walks.Length * dimension], gradients = new double[places.Length];
        using ProbeGradients probes = evaluator.MakesProbes!(walks.Length);
        probes.Load(evaluator);
        for (int step = 0; step < steps && !cancellation.IsCancellationRequested && Array.Exists(walks, static w => !w.Walk.IsDone); step++)
        {
            for (int i = 0; i < walks.Length; i++)
            {
                (ProbeWalk walk, double held) = walks[i];
                objective.Place(walk.IsDone ? walk.Place : walk.Trial, held, places.AsSpan(i * dimension, dimension));
            }

            probes.Evaluate(places, gradients);
            Gradients += walks.Length;
            for (int i = 0; i < walks.Length; i++)
            {
                if (!walks[i].Walk.IsDone)
                {
                    Span<double> gradient = gradients.AsSpan(i * dimension, dimension);
                    double value = objective.Value(walks[i].Walk.Trial, places.AsSpan(i * dimension, dimension), gradient, out double amplitude);
                    walks[i].Walk.Take(value, gradient, amplitude);
                }
            }
        }
    }
}
