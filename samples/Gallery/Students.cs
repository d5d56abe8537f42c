namespace MeanFieldDsl.Gallery;

/// <summary>
/// Students of more and more neurons against one law of teachers in 100 dimensions, x ~ N(0, I): what the particle flow, and the convex problem over fixed features, leave of the exact population risk.
/// </summary>
/// <param name="name">The name of the law of the teachers, after that of the method.</param>
/// <param name="bind">The problem with the teacher of these numbers.</param>
internal sealed class Students<TParticle>(string name, Func<double[], PopulationProblem<TParticle>> bind)
    where TParticle : IParticle<TParticle>, allows ref struct
{
    private const int Inputs = 100;

    private static readonly int[] QuickCounts = [3, 10, 18, 25, 33, 61, 199];

    /// <summary>The weight of neuron j of the teacher, given a normal number.</summary>
    public required Func<int, double, double> Weight { get; init; }

    /// <summary>The norm of the input weights of each neuron of the teacher, whose directions are uniform.</summary>
    public required double Norm { get; init; }

    public required Initialisation Start { get; init; }

    /// <summary>Whether the weights alone keep their signs, so that each fixed feature is given with both.</summary>
    public required bool KeepsSigns { get; init; }

    /// <summary>Runs and records both methods for every m and every repetition; m is the number of distinct features for fixed ones.</summary>
    public LearningCurves Learn(ExperimentContext context)
    {
        int repetitions = context.Quick ? 3 : LearningCurves.Repetitions;
        int[] counts = context.Quick ? QuickCounts : LearningCurves.Counts;

        // The largest of each repetition first, so that the cores end together.
        IReadOnlyList<double[]> numbers = context.Repeat(
            $"students, {name}", repetitions * counts.Length,
            (index, cancellation) => Solve(context.Seed, index / counts.Length, counts[^(1 + (index % counts.Length))], cancellation));
        LearningCurves curves = new(name, [.. numbers], numbers.Count == repetitions * counts.Length);
        curves.Record(context);
        return curves;
    }

    /// <summary>The problem of a repetition, with E f*² = 1.</summary>
    public PopulationProblem<TParticle> Problem(ulong seed, int repetition)
    {
        CounterRandom random = new(seed, (ulong)repetition);
        double[] teacher = new double[LearningCurves.TeacherSize * (Inputs + 1)];
        for (int j = 0; j < LearningCurves.TeacherSize; j++)
        {
            Span<double> neuron = teacher.AsSpan(j * (Inputs + 1), Inputs + 1);
            double squares = 0;
            foreach (ref double number in neuron[1..])
            {
                number = random.NextGaussian();
                squares += number * number;
            }

            foreach (ref double number in neuron[1..])
            {
                number *= Norm / Math.Sqrt(squares);
            }

            neuron[0] = Weight(j, random.NextGaussian());
        }

        double size = Math.Sqrt(bind(teacher).TeacherMeanSquare);
        for (int j = 0; j < teacher.Length; j += Inputs + 1)
        {
            teacher[j] /= size;
        }

        return bind(teacher);
    }

    /// <summary>m and the repetition, then the relative risk, R, seconds, steps and status of both methods.</summary>
    private double[] Solve(ulong seed, int repetition, int m, CancellationToken cancellation)
    {
        PopulationProblem<TParticle> problem = Problem(seed, repetition);
        double[] start = Start.Create<TParticle>(problem.Layout, m, CounterRandom.At(seed, 1, (ulong)repetition)).Values.ToArray();
        double enough = LearningCurves.Enough * problem.TeacherMeanSquare / 2;
        FlowOptions single = new() { Threads = 1, Seed = seed, RandomProbes = 0 };
        FlowOptions flow = single with
        {
            InitialParticles = start,
            Scheme = FlowScheme.ForwardBackward(),
            MaxIterations = LearningCurves.MaxSteps,
            Tolerance = 1e-9,
            StopWhen = report => report.Objective < enough,
        };
        FlowOptions convex = single with { InitialParticles = KeepsSigns ? WithBothSigns(start) : start, Scheme = FlowScheme.MassesOnly };
        List<double> numbers = [m, repetition];
        foreach (FlowOptions options in (FlowOptions[])[flow, convex])
        {
            FlowResult<TParticle> run = GradientFlow.Run(problem, options, cancellation: cancellation);
            cancellation.ThrowIfCancellationRequested();
            numbers.AddRange([problem.RelativeError(run.Particles), run.Objective, run.Elapsed.TotalSeconds, run.Iterations, (double)run.Status]);
        }

        return [.. numbers];
    }

    private static double[] WithBothSigns(double[] features)
    {
        double[] both = [.. features, .. features];
        for (int i = 0; i < both.Length; i += Inputs + 1)
        {
            both[i] = i < features.Length ? 1 : -1;
        }

        return both;
    }
}
