using MeanFieldDsl.Library;
using MeanFieldDsl.Reporting;
using static System.Math;
using static MeanFieldDsl.Ops;

namespace MeanFieldDsl.Gallery;

// The model: spikes of mass r|r| on the torus, each seen through its Fourier coefficients; λ is the price of mass.
[Feature, PartiallyHomogeneous(2)]
internal sealed partial class TorusSpike
{
    [Formula]
    public static double Phi([Weight] double r, [Position(Period = 2 * PI)] double s, [Position(Period = 2 * PI)] double t, [Input] double k, [Input] double l, [Input] double c, [Input] double d) =>
        r * Abs(r) * ((c * Cos((k * s) + (l * t))) + (d * Sin((k * s) + (l * t))));
}

[Regularizer]
internal sealed partial class SpikeMass
{
    [Domain(0, double.PositiveInfinity)]
    public required double Lambda { get; init; }

    [Formula]
    public double Value([Weight] double r) => Lambda * Sq(r);
}

[MeanFieldModel<TorusSpike, SquareLoss, SpikeMass>]
internal sealed partial class TorusSpikes;

/// <summary>Conic descent on the torus (Chizat 2019, arXiv 1907.10300): the deterministic instance of the author's code.</summary>
internal sealed class SpikesOnTheTorus : IExperiment
{
    private const double Step = 0.01;

    private static readonly (double S, double T, double R)[] Observed = [(PI, PI, 1.1), (PI + 1.7, PI - 0.3, 0.8), (PI + 0.7, PI + 1.3, 1)];

    public string Name => "spikes-2d";

    public string Description => "Conic descent for three spikes on the torus: 3, 4, 25 and 100 particles reach one optimum.";

    public string SourceFile => "SpikesOnTheTorus.cs";

    public ModelCard Card => TorusSpikes.Card;

    public void Run(ExperimentContext context)
    {
        context.Parameter("spikes", "masses 1.21, 0.64, 1 at π + (0, 0), (1.7, −0.3), (0.7, 1.3)");
        context.Parameter("kernel", "D(s) D(t) with D(x) = 1 + 2 cos x + 2 cos 2x, as 25 Fourier coefficients");
        context.Parameter("steps", "3000 of α = β = 0.01, roots of mass r = 1/2 at the start");
        context.Parameter("start", "the author's for m = 3 and 4, grids of 5 × 5 and 10 × 10");
        foreach (ConicRetraction retraction in (ConicRetraction[])[ConicRetraction.Mirror, ConicRetraction.Canonical])
        {
            string name = retraction.ToString().ToLowerInvariant();
            List<SvgFigure> figures = [];
            foreach (double lambda in (double[])[0, 1, 4])
            {
                figures.Add(Objectives(context, retraction, name, lambda));
            }

            context.Draw(name, $"Objective above the lowest one met, {name} retraction, for λ = 0, 1 and 4", figures);
        }

        context.Draw("paths", "Where the particles go for λ = 1 (mirror retraction); black, the spikes that were observed; grey, particles whose mass goes to 0", Paths(context, 4), Paths(context, 25));
    }

    private static SvgFigure Objectives(ExperimentContext context, ConicRetraction retraction, string name, double lambda)
    {
        MeanFieldProblem<TorusSpike.Particle> problem = Problem(lambda);
        List<FlowResult<TorusSpike.Particle>> runs = [];
        foreach (int m in (int[])[3, 4, 25, 100])
        {
            double? infimum = lambda == 0 ? 0 : null;
            runs.Add(context.Run(problem, FormattableString.Invariant($"{name}, lambda {lambda}"), Options(m, retraction), infimum));
        }

        double lowest = runs.Min(r => r.Objective);
        double spread = runs.Max(r => r.Objective) - lowest;
        string claim = FormattableString.Invariant($"λ = {lambda}, {name}: ");
        if (lambda == 0)
        {
            double few = runs[0].Objective, many = runs[^1].Objective;
            context.Compare($"{claim}more particles than spikes are slower", "m > 3 slower", $"F = {few:0.0e+00} for m = 3, {many:0.0e+00} for m = 100", many > few);
        }
        else
        {
            context.Compare($"{claim}all m reach one optimum", "the same", $"F = {lowest:F10}, spread {spread:0.0e+00}", spread < 1e-8);
        }

        SvgFigure figure = new(FormattableString.Invariant($"λ = {lambda}"), "iteration", "F − lowest F") { YScale = AxisScale.Log };
        foreach (FlowResult<TorusSpike.Particle> run in runs)
        {
            // The rounding of F has no place on a logarithmic axis.
            FlowReport[] lines = [.. run.History.Where(line => line.Objective - lowest > 1e-13)];
            _ = figure.Line([.. lines.Select(line => (double)line.Iteration)], [.. lines.Select(line => line.Objective - lowest)], $"m = {run.Particles.Count}");
        }

        return figure;
    }

    private static SvgFigure Paths(ExperimentContext context, int m)
    {
        FlowOptions options = Options(m, ConicRetraction.Mirror) with { SaveAt = [.. Enumerable.Range(0, 120).Select(k => 29 * Pow(k / 119.0, 3))], RandomProbes = 0 };
        FlowResult<TorusSpike.Particle> run = context.Follow(Problem(1), options, null);
        SvgFigure figure = new($"m = {m}", "s", "t") { Width = 420, Height = 420 };
        for (int i = 0; i < m; i++)
        {
            TorusSpike.Particle end = run.Particles[i];
            string colour = Abs(end.R) > 0.1 ? "#d55e00" : "#bbbbbb";
            Periodic.Line(
                figure, [.. run.Snapshots.Select(s => Periodic.Wrap(s.Particles[i].S, 2 * PI))], 2 * PI, [.. run.Snapshots.Select(s => Periodic.Wrap(s.Particles[i].T, 2 * PI))], 2 * PI, colour);
        }

        return figure.Scatter([.. Observed.Select(p => p.S)], [.. Observed.Select(p => p.T)], null, "#222222");
    }

    private static FlowOptions Options(int m, ConicRetraction retraction) => new()
    {
        ParticleCount = m,
        InitialParticles = Start(m),
        Scheme = FlowScheme.Conic(retraction, step: Step),
        MaxIterations = 3000,
        Tolerance = 1e-15,
    };

    private static double[] Start(int m)
    {
        (double S, double T)[] few = [(0.5, -0.5), (2.1, -0.7), (0.3, 1.8), (0.5, 1.5)];
        int side = (int)Sqrt(m);
        return [.. Enumerable.Range(0, m).SelectMany(i => m <= 4
            ? new[] { 0.5, PI + few[i].S, PI + few[i].T }
            : [0.5, 2 * PI * (i % side) / side, 2 * PI * (i / side) / side])];
    }

    /// <summary>F = ½ ‖ψ * (ν − ν_observed)‖² + λ |ν|; opposite frequencies share a row, √2 for both, and √25 turns the mean over the rows into their sum.</summary>
    private static MeanFieldProblem<TorusSpike.Particle> Problem(double lambda)
    {
        List<double[]> rows = [];
        for (int k = -2; k <= 2; k++)
        {
            for (int l = -2; l <= 2; l++)
            {
                bool isUpper = k > 0 || (k == 0 && l >= 0);
                double size = 5 * (k == 0 && l == 0 ? 1 : Sqrt(2));
                rows.Add([k, l, isUpper ? size : 0, isUpper ? 0 : size]);
            }
        }

        double[] targets = [.. rows.Select(x => Observed.Sum(p => TorusSpike.Phi(p.R, p.S, p.T, x[0], x[1], x[2], x[3])))];
        return new TorusSpikes(new SpikeMass { Lambda = lambda }).On(DataSet.From([.. rows], targets));
    }
}
