using MeanFieldDsl.Library;
using MeanFieldDsl.Reporting;
using static System.Math;

namespace MeanFieldDsl.Gallery;

// The model: a layer of rectifiers on normal inputs, without data and without a penalty.
[MeanFieldModel<ReluNeuronWithoutBias, SquareLoss>(Inputs = InputLaw.StandardNormal)]
internal sealed partial class ReluStudent;

/// <summary>Five neurons in the plane are learnt by 5, 10 and 100 (Chizat and Bach 2018, figure 1 on the right): the flow of the exact population risk.</summary>
internal sealed class Relu2D : IExperiment
{
    private const double End = 2_000;
    private const int Saved = 80;

    // The directions are those of the rays in the published figure; their norms and signs are not stated.
    private static readonly double[][] Rays = [[0.209, -3.244], [2.402, 3.198], [3.675, 1.578], [-3.116, 2.508], [3.390, -2.123]];

    private static readonly double[] Signs = [1, 1, -1, -1, -1];

    public string Name => "relu-2d";

    public string Description => "Five neurons with rectifier in the plane, learnt by 5, 10 and 100 particles on the exact population risk.";

    public string SourceFile => "Relu2D.cs";

    public ModelCard Card => ReluStudent.Card;

    public void Run(ExperimentContext context)
    {
        context.Parameter("teacher", "five neurons with the directions of the published figure; f* = r₁ + r₂ − r₃ − r₄ − r₅ of unit norms, which is a choice");
        context.Parameter("inputs", "normal in the plane; the risk is their mean in closed form");
        context.Parameter("start", "(w, θ) uniform on the sphere of radius 0.1 in three dimensions");
        context.Parameter("flow", "Dormand–Prince with tolerance 1e-5, to time 2,000");
        PopulationProblem<ReluNeuronWithoutBias.Particle> problem = new ReluStudent().Against(Teacher());
        double[] times = [0, .. Enumerable.Range(1, Saved - 1).Select(k => Pow(End, k / (Saved - 1.0)))];
        times[^1] = End;
        SvgFigure descent = new("R along the flow", "time", "R/R(0)") { XScale = AxisScale.Log, YScale = AxisScale.Log };
        List<SvgFigure> figures = [];
        foreach (int m in (int[])[5, 10, 100])
        {
            FlowOptions options = Options(m) with { Scheme = FlowScheme.Adaptive(tolerance: 1e-5), MaxFlowTime = End, MaxIterations = 200_000, SaveAt = times, Tolerance = 1e-12 };
            FlowResult<ReluNeuronWithoutBias.Particle> run = context.Run(problem, "Dormand-Prince", options, 0);
            FlowReport[] lines = [.. run.History.Where(line => line.FlowTime > 0.1)];
            _ = descent.Line([.. lines.Select(line => line.FlowTime)], [.. lines.Select(line => 2 * line.Objective / problem.TeacherMeanSquare)], $"m = {m}");
            figures.Add(Trajectories(run, m));
            double error = problem.RelativeError(run.Particles);
            if (m == 100)
            {
                context.Compare("100 particles learn the teacher: E (f − f*)²/E f*²", "0", $"{error:0.0e+00}", error < 1e-3);

                // relu(z) − relu(−z) is linear: a neuron on the opposite ray has the same kink, and the rest is a linear function.
                double[][] ends = [.. run.Particles.Values.ToArray().Chunk(3)];
                double share = ends.Where(t => AngleToLine(t) < 10).Sum(Mass) / ends.Sum(Mass);
                context.Compare("share of Σ |w| ‖θ‖ within 10 degrees of the line of a ray of its sign", "near 1", $"{share:F3}", share > 0.9);
            }
        }

        FlowResult<ReluNeuronWithoutBias.Particle> online = context.Follow(problem, Options(100) with { Scheme = FlowScheme.StochasticGradient(64, new StepSchedule(0.05)), MaxIterations = context.Quick ? 20_000 : 100_000 }, null);
        double online100 = problem.RelativeError(online.Particles);
        context.Compare("100 particles by stochastic gradients on fresh rows: E (f − f*)²/E f*², exact", "near 0", $"{online100:0.0e+00}", online100 < 0.05);
        context.Draw("trajectories", "|w| θ of each particle on its way, orange for w > 0 and blue for w < 0, its end a dot; dotted, the rays of the teacher, and in grey their opposites, where a neuron has the same kink", figures);
        context.Draw("descent", "The exact population risk along the flow", descent);
    }

    private static FlowOptions Options(int m) => new() { ParticleCount = m, Initialisation = Initialisation.Sphere(0.1), Threads = 1 };

    private static ParticleMeasure<ReluNeuronWithoutBias.Particle> Teacher() =>
        new(ReluStudent.Layout(2), [.. Rays.SelectMany((ray, j) => new[] { 5 * Signs[j], ray[0] / Norm(ray), ray[1] / Norm(ray) })]);

    private static double Norm(double[] ray) => double.Hypot(ray[0], ray[1]);

    private static double Mass(double[] theta) => Abs(theta[0]) * double.Hypot(theta[1], theta[2]);

    // The angle from a particle to the nearest line of a ray of its sign, in degrees.
    private static double AngleToLine(double[] theta) => Rays
        .Where((_, j) => Signs[j] * theta[0] > 0)
        .Min(ray => Asin(Min(1, Abs((theta[1] * ray[1]) - (theta[2] * ray[0])) / (double.Hypot(theta[1], theta[2]) * Norm(ray))))) * 180 / PI;

    private static SvgFigure Trajectories(FlowResult<ReluNeuronWithoutBias.Particle> run, int m)
    {
        SvgFigure figure = new($"m = {m}", "|w| θ₁", "|w| θ₂") { Width = 420, Height = 400 };
        double[][] ends = [.. run.Particles.Values.ToArray().Chunk(3)];
        double reach = ends.Max(Mass);
        for (int j = 0; j < Rays.Length; j++)
        {
            double scale = reach / Norm(Rays[j]);
            _ = figure.DottedLine([0, -scale * Rays[j][0]], [0, -scale * Rays[j][1]], null, "#cccccc");
            _ = figure.DottedLine([0, scale * Rays[j][0]], [0, scale * Rays[j][1]], null, Signs[j] > 0 ? "#d55e00" : "#0072b2");
        }

        for (int i = 0; i < m; i++)
        {
            double[][] path = [.. run.Snapshots.Select(s => s.Particles.Theta(i).ToArray())];
            _ = figure.Line([.. path.Select(t => Abs(t[0]) * t[1])], [.. path.Select(t => Abs(t[0]) * t[2])], null, ends[i][0] > 0 ? "#e8b48a" : "#8ab4d8");
        }

        foreach ((bool isPositive, string colour) in ((bool, string)[])[(true, "#d55e00"), (false, "#0072b2")])
        {
            double[][] some = [.. ends.Where(t => t[0] > 0 == isPositive)];
            if (some.Length > 0)
            {
                _ = figure.Scatter([.. some.Select(t => Abs(t[0]) * t[1])], [.. some.Select(t => Abs(t[0]) * t[2])], isPositive ? "w > 0" : "w < 0", colour);
            }
        }

        return figure;
    }
}
