using MeanFieldDsl.Library;
using MeanFieldDsl.Reporting;
using static System.Math;
using static MeanFieldDsl.Ops;

namespace MeanFieldDsl.Gallery;

// The model: a neuron with sigmoid and no bias, the square loss, no penalty.
[Feature, PartiallyHomogeneous(1)]
internal sealed partial class SigmoidUnit
{
    [Formula]
    public static double Phi([Weight] double a, [Position] Vec w, [Input] Vec x) => a * Sigmoid(Dot(w, x));
}

[MeanFieldModel<SigmoidUnit, SquareLoss>]
internal sealed partial class SigmoidNetwork;

/// <summary>Two neurons in the plane are learnt by many (Chizat and Bach, the animation of their web page).</summary>
internal sealed class SigmoidsInThePlane : IExperiment
{
    private const double End = 10_000;
    private const int Frames = 60;

    private static readonly double[][] Teacher = [[2, 2], [-2, 1]];

    public string Name => "sigmoid-2d";

    public string Description => "Two neurons with sigmoid in the plane, learnt by 2 to 100: an animation.";

    public string SourceFile => "SigmoidsInThePlane.cs";

    public ModelCard Card => SigmoidNetwork.Card;

    public void Run(ExperimentContext context)
    {
        context.Parameter("teacher", "two neurons at (2, 2) and (−2, 1), both of weight 1, no bias");
        context.Parameter("data", "1,000 inputs from the normal law in the plane, no noise, so that the infimum of F is 0");
        context.Parameter("start", "weights 0, places from the normal law in the plane");
        context.Parameter("flow", "Dormand–Prince with tolerance 1e-4, to time 10,000");
        MeanFieldProblem<SigmoidUnit.Particle> problem = new SigmoidNetwork().On(Observe(context.Seed));

        // Half the frames show what happens before time 30.
        double[] times = [0, .. Enumerable.Range(1, Frames - 1).Select(k => 0.1 * Pow(End / 0.1, k / (Frames - 1.0)))];
        times[^1] = End;
        SvgFigure descent = new("F along the flow", "time", "F") { XScale = AxisScale.Log, YScale = AxisScale.Log, Height = 420 };
        foreach (int m in (int[])[2, 5, 20, 100])
        {
            FlowOptions options = new()
            {
                InitialParticles = Start(m, context.Seed),
                Scheme = FlowScheme.Adaptive(tolerance: 1e-4),
                MaxFlowTime = End,
                MaxIterations = 100_000,
                SaveAt = times,
                Tolerance = 1e-12,
                Threads = 1,
            };
            FlowResult<SigmoidUnit.Particle> run = context.Run(problem, "Dormand-Prince", options, 0);
            FlowReport[] lines = [.. run.History.Where(line => line.FlowTime > 0)];
            _ = descent.Line([.. lines.Select(line => line.FlowTime)], [.. lines.Select(line => line.Objective)], $"m = {m}");

            // As many particles as neurons, or few more, have no guarantee.
            if (m >= 20 && run.Snapshots.Count == Frames)
            {
                double excess = context.Result.Runs[^1].RelativeExcess!.Value;
                context.Compare($"{m} particles learn the teacher: relative excess", "0", $"{excess:0.0e+00}", excess < 1e-4);
                double[] masses = [.. Teacher.Select((_, k) => Enumerable.Range(0, m).Where(i => Nearest(run.Particles[i].W[0], run.Particles[i].W[1]) == k).Sum(i => run.Particles[i].A / m))];
                context.Compare($"{m} particles: the weight around each neuron of the teacher", "1, 1", $"{masses[0]:F3}, {masses[1]:F3}", masses.All(mass => Abs(mass - 1) < 0.1));
                context.Draw($"neurons-{m}", $"{m} particles on their way to the two neurons (black): the area is the size of the weight, orange above 0 and blue below at the end; an animation in equal steps of log time", Animation(run, m));
            }
        }

        context.Draw("descent", "F along the flow for several numbers of particles", descent);
    }

    private static DataSet Observe(ulong seed)
    {
        CounterRandom random = new(seed, 0);
        double[][] rows = [.. Enumerable.Range(0, 1_000).Select(_ => new[] { random.NextGaussian(), random.NextGaussian() })];
        return DataSet.From(rows, [.. rows.Select(x => Teacher.Sum(w => Sigmoid((w[0] * x[0]) + (w[1] * x[1]))))]);
    }

    private static double[] Start(int m, ulong seed) => [.. Enumerable.Range(1, m).SelectMany(i =>
    {
        CounterRandom random = new(seed, (ulong)i);
        return new[] { 0, random.NextGaussian(), random.NextGaussian() };
    })];

    private static int Nearest(double x, double y) =>
        Enumerable.Range(0, Teacher.Length).MinBy(k => Sq(x - Teacher[k][0]) + Sq(y - Teacher[k][1]));

    private static SvgFigure Animation(FlowResult<SigmoidUnit.Particle> run, int m)
    {
        // The end stands for a while before the animation begins again.
        int[] frames = [.. Enumerable.Range(0, Frames), .. Enumerable.Repeat(Frames - 1, 15)];
        SvgFigure figure = new($"m = {m}", "first weight of the input", "second weight of the input") { Width = 560, Height = 520, Seconds = 12 };
        for (int i = 0; i < m; i++)
        {
            _ = figure.Line([.. run.Snapshots.Select(s => s.Particles[i].W[0])], [.. run.Snapshots.Select(s => s.Particles[i].W[1])], null, "#dddddd");
        }

        foreach ((bool isPositive, string colour) in ((bool, string)[])[(true, "#d55e00"), (false, "#0072b2")])
        {
            int[] some = [.. Enumerable.Range(0, m).Where(i => run.Particles[i].A > 0 == isPositive)];
            if (some.Length > 0)
            {
                _ = figure.MovingBubbles(
                    [.. frames.Select(k => some.Select(i => run.Snapshots[k].Particles[i].W[0]).ToArray())], [.. frames.Select(k => some.Select(i => run.Snapshots[k].Particles[i].W[1]).ToArray())],
                    [.. frames.Select(k => some.Select(i => Abs(run.Snapshots[k].Particles[i].A)).ToArray())], isPositive ? "weight above 0" : "below 0", colour);
            }
        }

        return figure.Scatter([.. Teacher.Select(w => w[0])], [.. Teacher.Select(w => w[1])], "teacher", "#222222");
    }
}
