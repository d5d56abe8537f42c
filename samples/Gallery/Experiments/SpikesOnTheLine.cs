using MeanFieldDsl.Library;
using MeanFieldDsl.Reporting;
using static System.Math;
using static MeanFieldDsl.Ops;

namespace MeanFieldDsl.Gallery;

// The model: spikes on the circle seen through an ideal low-pass filter, the square loss, and the mass of the spikes.
[Feature, PartiallyHomogeneous(1)]
internal sealed partial class FilteredSpike
{
    [Formula]
    public static double Phi([Weight] double w, [Position(Period = 1)] double t, [Input] double x) =>
        w * (1 + (2 * Sum(1, 7, k => Cos(2 * PI * k * (x - t)))));
}

[MeanFieldModel<FilteredSpike, SquareLoss, TotalVariation>]
internal sealed partial class Spikes;

/// <summary>Sparse deconvolution (Chizat and Bach 2018, section 4 and poster): more particles than spikes find the spikes.</summary>
internal sealed class SpikesOnTheLine : IExperiment
{
    // Computed independently to 11 digits for the positions of the authors' figure and these masses.
    private const double Optimum = 4.6082570604;

    private static readonly double[] Positions = [0.1299, 0.2670, 0.6934, 0.7697, 0.9501];

    private static readonly double[] Masses = [1.0, 1.2, -1.1, -0.6, 0.9];

    public string Name => "spikes-1d";

    public string Description => "Five spikes on the circle from a low-pass signal: 6 particles fail, 10 and more find the optimum.";

    public string SourceFile => "SpikesOnTheLine.cs";

    public ModelCard Card => Spikes.Card;

    public void Run(ExperimentContext context)
    {
        context.Parameter("spikes", string.Join(", ", Positions.Zip(Masses, (t, c) => FormattableString.Invariant($"{c} at {t}"))));
        context.Parameter("filter", "Dirichlet kernel of order 7, 15 points, on which all integrals are exact");
        context.Parameter("lambda", "1");
        context.Parameter("start of forward-backward", "weights 0, positions (i + 1/2)/m");
        context.Parameter("start of conic descent", "a weight of 1/2 and one of -1/2 at each position of an even grid of m/2");
        MeanFieldProblem<FilteredSpike.Particle> problem = new Spikes(new TotalVariation { Lambda = 1 }).On(Observe());

        FlowResult<FilteredSpike.Particle>? found = null;
        foreach (int m in (int[])[6, 10, 20, 100])
        {
            FlowResult<FilteredSpike.Particle> run = context.Run(problem, "forward-backward", ForwardBackward(m), Optimum);
            double excess = run.Objective - Optimum;
            if (m == 6)
            {
                double relative = context.Result.Runs[^1].RelativeExcess!.Value;
                context.Compare("six particles fail: relative excess (F − F*)/(F(0) − F*)", "3.94e-2", $"{relative:0.00e+00}", relative > 1e-2);
            }
            else
            {
                context.Compare($"J* with {m} particles", "4.6082570604", $"{run.Objective:F10}", Abs(excess) < 1e-9);
            }

            found = m == 20 ? run : found;
        }

        ParticleMeasure<FilteredSpike.Particle> optimum = ParticleReduction.Reduce(problem, found!.Particles);
        context.Compare("spikes of the optimum", "5", $"{optimum.Count}", optimum.Count == 5);
        Certify(context, problem, optimum);
        int[] shown = [6, 10, 100];
        context.Draw("forward-backward", "Forward–backward: the particles in the plane of position and mass; dotted, the optimum, of which many particles share a spike (grey: weight 0 at the end)", Trajectories(context, problem, optimum, shown, ForwardBackward));

        foreach (int m in shown)
        {
            FlowResult<FilteredSpike.Particle> run = context.Run(problem, "conic", Conic(m, context.Quick), Optimum);
            if (m > 6)
            {
                context.Compare($"conic descent with {m} particles reaches J*", "4.6082570604", $"{run.Objective:F10}", Abs(run.Objective - Optimum) < 1e-6);
            }
        }

        context.Draw("conic", "Conic descent: weights keep their sign; dotted, the optimum", Trajectories(context, problem, optimum, shown, m => Conic(m, context.Quick)));
    }

    /// <summary>y = Σ masses ψ(x − positions) on 15 points of the circle.</summary>
    private static DataSet Observe()
    {
        double[][] rows = [.. Enumerable.Range(0, 15).Select(r => new[] { r / 15.0 })];
        return DataSet.From(rows, [.. rows.Select(x => Positions.Zip(Masses, (t, c) => FilteredSpike.Phi(c, t, x[0])).Sum())]);
    }

    private static FlowOptions ForwardBackward(int m) =>
        new() { ParticleCount = m, Initialisation = Initialisation.ZeroWeights(), MaxIterations = 100_000, Tolerance = 1e-9 };

    private static FlowOptions Conic(int m, bool quick)
    {
        double[] start = [.. Enumerable.Range(0, m).SelectMany(i => new[] { i % 2 == 0 ? 0.5 : -0.5, ((i / 2) + 0.5) / (m / 2) })];
        return new() { ParticleCount = m, InitialParticles = start, Scheme = FlowScheme.Conic(), MaxIterations = quick ? 5_000 : 50_000, Tolerance = 1e-9 };
    }

    /// <summary>η(x) = 1 − F'(μ)(1, x): the optimum is where |η| ≤ 1 on the circle, and ±1 at the spikes.</summary>
    private static void Certify(ExperimentContext context, MeanFieldProblem<FilteredSpike.Particle> problem, ParticleMeasure<FilteredSpike.Particle> optimum)
    {
        using Evaluator evaluator = problem.CreateEvaluator(optimum.Count);
        _ = evaluator.Objective(optimum.Values);
        double[] x = [.. Enumerable.Range(0, 1001).Select(i => i / 1000.0)];
        double[] eta = [.. x.Select(t => 1 - evaluator.FirstVariation([1, t]))];
        List<double> places = [], values = [];
        foreach (FilteredSpike.Particle spike in optimum)
        {
            places.Add(Periodic.Wrap(spike.T, 1));
            values.Add(1 - evaluator.FirstVariation([1, spike.T]));
        }

        double largest = eta.Concat(values).Max(Abs);
        context.Compare("|η| ≤ 1 on the circle: the optimum is certified", "1", $"largest |η| {largest:F9} on 1,001 points", largest < 1 + 1e-6);
        context.Draw("certificate", "The certificate η of the optimum with the spikes where it is ±1", new SvgFigure("Certificate", "x", "η(x)") { Width = 700 }
            .Line(x, eta, "η").DottedLine([0, 1], [1, 1], "±1", "#888888").DottedLine([0, 1], [-1, -1], null, "#888888").Scatter([.. places], [.. values], "spikes", "#d55e00"));
    }

    private static List<SvgFigure> Trajectories(
        ExperimentContext context, MeanFieldProblem<FilteredSpike.Particle> problem, ParticleMeasure<FilteredSpike.Particle> optimum, int[] counts, Func<int, FlowOptions> options)
    {
        List<SvgFigure> figures = [];
        foreach (int m in counts)
        {
            // The flow once more, with the particles kept on the way, at more times in its fast beginning.
            const int kept = 120;
            FlowOptions path = options(m) with { RandomProbes = 0 };
            double end = context.Follow(problem, path, Optimum).FlowTime;
            double[] times = [0, .. Enumerable.Range(0, kept).Select(k => end * Pow(10, 5.0 * (k - kept + 1) / kept))];
            FlowResult<FilteredSpike.Particle> run = context.Follow(problem, path with { SaveAt = times }, Optimum);
            SvgFigure figure = new($"m = {m}", "position", "mass w/m");
            for (int i = 0; i < m; i++)
            {
                double last = run.Particles[i].W;
                string colour = last > 0 ? "#d55e00" : last < 0 ? "#0072b2" : "#999999";
                double[] positions = [.. run.Snapshots.Select(s => Periodic.Wrap(s.Particles[i].T, 1)), Periodic.Wrap(run.Particles[i].T, 1)];
                Periodic.Line(figure, positions, 1, [.. run.Snapshots.Select(s => s.Particles[i].W / m), last / m], double.PositiveInfinity, colour);
            }

            foreach (FilteredSpike.Particle spike in optimum)
            {
                double t = Periodic.Wrap(spike.T, 1);
                _ = figure.DottedLine([t, t], [0, spike.W / optimum.Count], null, "#222222").Scatter([t], [spike.W / optimum.Count], null, "#222222");
            }

            figures.Add(figure);
        }

        return figures;
    }
}
