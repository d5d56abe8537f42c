using MeanFieldDsl.Library;
using MeanFieldDsl.Reporting;
using static System.Math;
using static MeanFieldDsl.Ops;

namespace MeanFieldDsl.Gallery;

// The model: spikes on the circle seen through an ideal low-pass filter of norm 1, the square loss, and the mass of the spikes.
[Feature, PartiallyHomogeneous(1)]
internal sealed partial class LowPassSpike
{
    [Formula]
    public static double Phi([Weight] double w, [Position(Period = 1)] double t, [Input] double x) =>
        w * (1 + (2 * Sum(1, 7, k => Cos(2 * PI * k * (x - t))))) / Sqrt(15);
}

[MeanFieldModel<LowPassSpike, SquareLoss, TotalVariation>]
internal sealed partial class RandomSpikes;

/// <summary>The excess against the number of particles (Chizat and Bach 2018, section 4 and poster): the flow against the convex problem on a grid of positions.</summary>
internal sealed class SpikesAndParticles : IExperiment
{
    private const int SpikeCount = 5;

    // The authors' is not published.
    private const double Lambda = 0.2;

    private const double LeastDrawn = 1e-9;

    private static readonly int[] Counts = [1, 2, 3, 4, 5, 6, 7, 9, 11, 14, 17, 20, 25, 30, 37, 45, 55, 67, 82];

    // Read from the vector graphics of the authors' figure; from m = 20 on the flow lies on the lower edge.
    private static readonly double[] AuthorsFlow = [0.981, 0.850, 0.643, 0.533, 0.190, 0.0481, 0.00518, 1.7e-5, 1.3e-5, 1.2e-5, 1.0e-5];

    private static readonly double[] AuthorsConvex =
        [1.09, 1.05, 0.914, 0.876, 0.776, 0.757, 0.699, 0.475, 0.399, 0.178, 0.0933, 0.0640, 0.0361, 0.0241, 0.0157, 0.0097, 0.0061, 0.0043, 0.0028];

    public string Name => "spikes-complexity";

    public string Description => "Excess against the number of particles for random spikes: the flow against the convex problem on a grid.";

    public string SourceFile => "SpikesAndParticles.cs";

    public ModelCard Card => RandomSpikes.Card;

    public void Run(ExperimentContext context)
    {
        int repetitions = context.Quick ? 20 : 100;
        context.Parameter("problems", $"{repetitions} of 5 spikes: signs ±1, sizes uniform on (0.5, 1.5), at least 0.1 apart, no noise");
        context.Parameter("filter", "Dirichlet kernel of order 7 by √15, 15 points, on which all integrals are exact");
        context.Parameter("lambda", "0.2");
        context.Parameter("start", "weights 0, positions (i + 1/2)/m");
        context.Parameter("flow", "accelerated forward–backward, tolerance 1e-4, at most 10,000 steps");
        context.Parameter("baseline", "weights alone on the positions of the start (a lasso), the same tolerance");
        context.Parameter("F*", "sliding conditional gradient");
        IReadOnlyList<double[]> numbers = context.Repeat("random spikes", repetitions, (k, cancellation) => Solve(context.Seed, k, cancellation));
        Problem[] problems = [.. numbers.Select(Problem.Of)];

        double[][] flow = Excesses(problems, p => p.Flow), convex = Excesses(problems, p => p.Convex);
        for (int g = 0; g < Counts.Length; g++)
        {
            Record(context, problems, g, "flow", p => p.Flow[g]);
            Record(context, problems, g, "weights only", p => p.Convex[g]);
        }

        double few = Counts.Zip(flow).Where(p => p.First <= SpikeCount).Min(p => Quantiles.Of(p.Second, 0.5));
        double many = Counts.Zip(flow).Where(p => p.First >= 9).Max(p => Quantiles.Of(p.Second, 0.5));
        double grid = Quantiles.Of(convex[Array.IndexOf(Counts, 30)], 0.5);
        context.Compare("flow: at most as many particles as spikes fail: smallest median excess for m ≤ 5", "above 0.1", $"{few:0.00}", few > 0.1);
        context.Compare("flow: more find the optimum: largest median excess for m ≥ 9", "below 1e-4", $"{many:0.0e+00}", many < 1e-4);
        context.Compare("weights only: median excess for m = 30", "above 1e-2", $"{grid:0.0e+00}", grid > 1e-2);
        double[] ratios = [.. Enumerable.Range(0, Counts.Length).Select(g => convex[g].Average() / AuthorsConvex[g])];
        context.Compare("weights only: mean excess by the authors', all m", "1", $"{ratios.Min():F2} to {ratios.Max():F2}", ratios.Min() > 0.5 && ratios.Max() < 2);
        double mean = flow[Array.IndexOf(Counts, 7)].Average();
        context.Compare("flow: mean excess for m = 7 of the authors, whose laws of signs, sizes and positions are not published", "5.2e-3", $"{mean:0.0e+00}", mean is > 2e-3 and < 1e-2);
        double gap = problems.Max(p => (p.Best - p.LowerBound) / p.Best);
        context.Compare("F*: the largest relative duality gap", "below 1e-6", $"{gap:0.0e+00}", gap < 1e-6);
        context.Draw("complexity", "Excess (F − F*)/(F(0) − F*): median, 10 to 90 % of the problems, and the means of the authors' figure (excesses below 1e-9 are drawn there)", Figure(flow, convex));
    }

    /// <summary>One problem: F(0), F* and its lower bound, then for each m what both methods reach.</summary>
    private static double[] Solve(ulong seed, int k, CancellationToken cancellation)
    {
        MeanFieldProblem<LowPassSpike.Particle> problem = new RandomSpikes(new TotalVariation { Lambda = Lambda }).On(Observe(new CounterRandom(seed, (ulong)k)));
        FlowOptions single = new() { Threads = 1, Seed = seed };
        FlowResult<LowPassSpike.Particle> best = ConditionalGradient.Run(problem, single with { GapTolerance = 1e-8, Tolerance = 1e-10, MaxIterations = 50 }, cancellation: cancellation);
        cancellation.ThrowIfCancellationRequested();
        using Evaluator evaluator = problem.CreateEvaluator(1, threads: 1);
        List<double> numbers = [evaluator.Objective([0, 0]), best.Objective, best.Gap!.LowerBound, best.Gap.IsRigorous ? 1 : 0];
        single = single with { Tolerance = 1e-4, RandomProbes = 0 };
        foreach (int m in Counts)
        {
            double[] start = [.. Enumerable.Range(0, m).SelectMany(i => new[] { 0, (i + 0.5) / m })];
            foreach (FlowScheme scheme in (FlowScheme[])[FlowScheme.ForwardBackward(), FlowScheme.MassesOnly])
            {
                FlowResult<LowPassSpike.Particle> run = GradientFlow.Run(problem, single with { InitialParticles = start, Scheme = scheme }, cancellation: cancellation);
                cancellation.ThrowIfCancellationRequested();
                numbers.AddRange([run.Objective, run.Elapsed.TotalSeconds, run.Iterations, (double)run.Status]);
            }
        }

        return [.. numbers];
    }

    private static DataSet Observe(CounterRandom random)
    {
        double[] places = new double[SpikeCount];
        do
        {
            for (int i = 0; i < places.Length; i++)
            {
                places[i] = random.NextDouble();
            }

            Array.Sort(places);
        }
        while (places.Select((t, i) => i == 0 ? 1 + t - places[^1] : t - places[i - 1]).Min() < 0.1);

        double[] masses = new double[SpikeCount];
        for (int i = 0; i < masses.Length; i++)
        {
            masses[i] = (random.NextDouble() < 0.5 ? -1 : 1) * (0.5 + random.NextDouble());
        }

        double[][] rows = [.. Enumerable.Range(0, 15).Select(r => new[] { r / 15.0 })];
        return DataSet.From(rows, [.. rows.Select(x => places.Zip(masses, (t, c) => LowPassSpike.Phi(c, t, x[0])).Sum())]);
    }

    private static void Record(ExperimentContext context, Problem[] problems, int g, string method, Func<Problem, End> end)
    {
        double[] excesses = [.. problems.Select(p => p.Relative(end(p).Objective))];
        context.Record(new(
            Counts[g], method, Median(p => end(p).Objective), Median(p => p.LowerBound), Median(p => (end(p).Objective - p.LowerBound) / end(p).Objective), problems.All(p => p.IsRigorous),
            Median(p => end(p).Objective - p.Best), Quantiles.Of(excesses, 0.5), problems.Sum(p => end(p).Seconds), (int)Median(p => end(p).Iterations),
            problems.GroupBy(p => end(p).Status).MaxBy(group => group.Count())!.Key)
        {
            More = [("repetitions", problems.Length), ("relativeExcessMean", excesses.Average()), ("relativeExcess10", Quantiles.Of(excesses, 0.1)), ("relativeExcess90", Quantiles.Of(excesses, 0.9))],
        });

        double Median(Func<Problem, double> value) => Quantiles.Of([.. problems.Select(value)], 0.5);
    }

    private static SvgFigure Figure(double[][] flow, double[][] convex)
    {
        double[] m = [.. Counts.Select(count => (double)count)];
        SvgFigure figure = new("Five random spikes", "particles m", "excess") { XScale = AxisScale.Log, YScale = AxisScale.Log, Width = 760, Height = 480 };
        foreach ((double[][] excesses, string label, string colour) in ((double[][], string, string)[])[(flow, "flow", "#0072b2"), (convex, "weights only", "#d55e00")])
        {
            _ = figure.Band(m, At(0.1), At(0.9), null, colour).Line(m, At(0.5), label, colour);

            double[] At(double level) => [.. excesses.Select(e => Max(LeastDrawn, Quantiles.Of(e, level)))];
        }

        return figure
            .Scatter(m.AsSpan(0, AuthorsFlow.Length), AuthorsFlow, "authors, flow", "#56b4e9").Scatter(m, AuthorsConvex, "authors, weights only", "#e69f00")
            .DottedLine([SpikeCount, SpikeCount], [LeastDrawn, 1], "5 spikes", "#222222");
    }

    private static double[][] Excesses(Problem[] problems, Func<Problem, End[]> ends) =>
        [.. Counts.Select((_, g) => (double[])[.. problems.Select(p => p.Relative(ends(p)[g].Objective))])];

    private sealed record End(double Objective, double Seconds, int Iterations, FlowStatus Status);

    private sealed record Problem(double Zero, double Best, double LowerBound, bool IsRigorous, End[] Flow, End[] Convex)
    {
        public static Problem Of(double[] numbers)
        {
            End[] ends = [.. numbers.Skip(4).Chunk(4).Select(end => new End(end[0], end[1], (int)end[2], (FlowStatus)end[3]))];
            return new(numbers[0], numbers[1], numbers[2], numbers[3] == 1, [.. ends.Where((_, i) => i % 2 == 0)], [.. ends.Where((_, i) => i % 2 == 1)]);
        }

        public double Relative(double objective) => (objective - Best) / (Zero - Best);
    }
}
