using MeanFieldDsl.Reporting;
using static System.Math;
using static MeanFieldDsl.Ops;

namespace MeanFieldDsl.Gallery;

// The model: φ(u) = u², no penalty, and the loss (f − 1)².
[Feature, Homogeneous(2)]
internal sealed partial class Square
{
    [Formula]
    public static double Phi([Weight] double u, [Input] double x) => x * Sq(u);
}

[Loss, Convex]
internal sealed partial class DistanceSquared
{
    [Formula]
    public static double Value(double prediction, double target) => Sq(prediction - target);
}

[MeanFieldModel<Square, DistanceSquared>]
internal sealed partial class SquareModel;

/// <summary>Many particles and long time do not commute: the measure δ₀ never moves, and m particles at 1/m reach the optimum.</summary>
internal sealed class OrderOfLimits : IExperiment
{
    public string Name => "limits";

    public string Description => "Many particles and long time do not commute: a start at 1/m against its limit at 0.";

    public string SourceFile => "OrderOfLimits.cs";

    public ModelCard Card => SquareModel.Card;

    public void Run(ExperimentContext context)
    {
        double[] times = [.. Enumerable.Range(0, 101).Select(k => 0.05 * k)];
        context.Parameter("start", "m particles at 1/m, and their limit at 0");
        context.Parameter("time", "0 to 5, Dormand–Prince with tolerance 1e-10");
        MeanFieldProblem<Square.Particle> problem = new SquareModel().On(DataSet.From([[1.0]], [1.0]));
        SvgFigure figure = new("F along the flow", "time", "F") { Width = 700 };
        double worst = 0, early = 0, late = 1;
        foreach (int m in (int[])[10, 100, 1_000, 10_000])
        {
            FlowResult<Square.Particle> run = context.Run(problem, "Dormand-Prince", Options(m, 1.0 / m, times), 0);
            double[] objectives = [.. run.Snapshots.Select(s => Sq(Sq(s.Particles[0].U) - 1))];
            for (int k = 0; k < objectives.Length; k++)
            {
                worst = Max(worst, Abs(objectives[k] - Exact(1.0 / m, times[k])));
            }

            if (objectives.Length == times.Length)
            {
                (early, late) = (objectives[20], objectives[^1]);
                _ = figure.Line(times, objectives, $"m = {m}");
            }
        }

        FlowResult<Square.Particle> limit = context.Run(problem, "Dormand-Prince from the limit", Options(1, 0, times), 0);
        _ = figure.DottedLine([0, times[^1]], [1, 1], "the limit δ(0)", "#222222");
        context.Draw("limits", "The more particles, the later F falls; their limit never falls", figure);
        context.Compare("u² = v/(v + (1 − v) e^(−8t)) with v = 1/m²", "exact", $"largest error of F {worst:0.0e+00}", worst < 1e-6);
        context.Compare("first m to infinity, then t: F stays 1", "1", $"{early:F6} at t = 1 for m = 10,000, {limit.Objective:F6} in the limit", early > 0.999 && limit.Objective == 1);
        context.Compare("first t to infinity, then m: F goes to 0", "0", $"{late:0.0e+00} at t = 5 for m = 10,000", late < 1e-6);
    }

    private static FlowOptions Options(int m, double start, double[] times) => new()
    {
        ParticleCount = m,
        InitialParticles = Enumerable.Repeat(start, m).ToArray(),
        Scheme = FlowScheme.Adaptive(tolerance: 1e-10),
        MaxFlowTime = times[^1],
        Tolerance = 1e-15,
        SaveAt = times,
    };

    private static double Exact(double start, double time)
    {
        double v = Sq(start);
        return Sq((v / (v + ((1 - v) * Exp(-8 * time)))) - 1);
    }
}
