namespace MeanFieldDsl.Tests.Kernels.Interaction;

/// <summary>An interaction model beside its energy as plain loops over the author's own methods.</summary>
/// <param name="Name">What a failure prints.</param>
/// <param name="Dimension">The numbers of a particle.</param>
/// <param name="Create">Makes an evaluator for a number of particles and threads.</param>
/// <param name="Constant">c.</param>
/// <param name="V">The potential of a particle.</param>
/// <param name="U">The interaction of two.</param>
internal sealed record EnergyCase(string Name, int Dimension, Func<int, int, Evaluator> Create, double Constant, Func<double[], double> V, Func<double[], double[], double> U)
{
    private static readonly Well Well = new() { Stiffness = 0.75 };
    private static readonly Repulsion Repulsion = new() { Width = 0.6 };
    private static readonly Bowl Bowl = new() { Depth = 0.5 };
    private static readonly Springs Springs = new() { Stiffness = 1.25 };
    private static readonly Screened Screened = new() { Length = 1.5 };

    public static EnergyCase[] All { get; } =
    [
        new("gas", 1, static (m, t) => new Gas(Well, Repulsion).Problem().CreateEvaluator(m, t), 1, static x => Well.V(x[0]), static (x, y) => Repulsion.U(x[0], y[0])),
        new("race", 1, static (m, t) => new Race(Well).Problem().CreateEvaluator(m, t), 0, static x => Well.V(x[0]), static (x, y) => Overtaking.U(x[0], y[0])),
        new("queue", 1, static (m, t) => new Queue(Well).Problem().CreateEvaluator(m, t), 0, static x => Well.V(x[0]), static (x, y) => Later.U(x[0], y[0])),
        new("cluster", 3, static (m, t) => new Cluster(Bowl, Springs).Problem(3).CreateEvaluator(m, t), -2, static x => Bowl.V(x), static (x, y) => Springs.U(x, y)),
        new("rotors", 1, static (m, t) => new Rotors().Problem().CreateEvaluator(m, t), 0, static x => Free.V(x[0]), static (x, y) => Phases.U(x[0], y[0])),
        new("plasma", 3, static (m, t) => new Plasma(interaction: Screened).Problem(d: 2).CreateEvaluator(m, t), 0.5, static x => Cage.V(x[0], x.AsSpan(1)), static (x, y) => Screened.U(x[0], x.AsSpan(1), y[0], y.AsSpan(1))),
    ];

    public static EnergyCase Of(string name) => All.Single(c => c.Name == name);

    /// <summary>Particles in no order, none at the same place as another.</summary>
    public double[] Draw(int m, int seed)
    {
        Random random = new(seed);
        return [.. Enumerable.Range(0, m * Dimension).Select(_ => (2 * random.NextDouble()) - 1)];
    }

    /// <summary>c + (2/m) Σ_i V(θ_i) + (1/m²) Σ_ij U(θ_i, θ_j).</summary>
    public double Energy(double[] theta)
    {
        double[][] particles = [.. theta.Chunk(Dimension)];
        int m = particles.Length;
        return Constant + (2 * particles.Sum(V) / m) + (particles.Sum(x => particles.Sum(y => U(x, y))) / m / m);
    }

    /// <summary>2 V(θ) + (1/m) Σ_j (U(θ, θ_j) + U(θ_j, θ)).</summary>
    public double FirstVariation(double[] theta, double[] at) =>
        (2 * V(at)) + theta.Chunk(Dimension).Average(y => U(at, y) + U(y, at));

    /// <summary>−m ∂F_m by central differences of fourth order.</summary>
    public double Velocity(double[] theta, int index)
    {
        const double Step = 1e-3;
        double At(double steps)
        {
            double[] moved = [.. theta];
            moved[index] += steps * Step;
            return Energy(moved);
        }

        double slope = ((8 * (At(1) - At(-1))) - (At(2) - At(-2))) / (12 * Step);
        return -(theta.Length / Dimension) * slope;
    }
}
