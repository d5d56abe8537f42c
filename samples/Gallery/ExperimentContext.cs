using System.Globalization;
using MeanFieldDsl.Reporting;

namespace MeanFieldDsl.Gallery;

/// <summary>Runs flows for an experiment with a live display and collects what it finds.</summary>
internal sealed class ExperimentContext(bool quick, ulong seed, Terminal terminal, CancellationToken cancellation)
{
    /// <summary>Whether to take seconds rather than all the time the experiment needs.</summary>
    public bool Quick { get; } = quick;

    public ulong Seed { get; } = seed;

    public ExperimentResult Result { get; } = new();

    /// <summary>Runs a flow and records it.</summary>
    /// <param name="problem">The model bound to its data.</param>
    /// <param name="method">The name of the run among those of as many particles.</param>
    /// <param name="options">The settings, save the seed.</param>
    /// <param name="optimum">The known optimum or infimum of F, for the excess, or null.</param>
    /// <exception cref="OperationCanceledException">An earlier run was cancelled.</exception>
    public FlowResult<TParticle> Run<TParticle>(MeanFieldProblem<TParticle> problem, string method, FlowOptions options, double? optimum)
        where TParticle : IParticle<TParticle>, allows ref struct
    {
        FlowResult<TParticle> flow = Follow(problem, options, optimum);
        double? excess = flow.Objective - optimum;
        bool bounded = flow.Gap is { } gap && double.IsFinite(gap.LowerBound);
        RunRecord run = new(
            flow.Particles.Count, method, flow.Objective, bounded ? flow.Gap!.LowerBound : null, bounded ? flow.Gap!.RelativeGap : null, bounded && flow.Gap!.IsRigorous,
            excess, excess / (Zero(problem) - optimum), flow.Elapsed.TotalSeconds, flow.Iterations, flow.Status);
        Result.Runs.Add(run);
        terminal.Out.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"m = {run.M,-6} {run.Method,-34} F = {run.Objective,-14:G11} excess {run.RelativeExcess?.ToString("0.0e+00", CultureInfo.InvariantCulture) ?? "-",-9} gap {run.RelativeGap?.ToString("0.0e+00", CultureInfo.InvariantCulture) ?? "-",-9} {run.Iterations,6:N0} steps {run.Seconds,7:F3} s  {run.Status}"));
        return flow;
    }

    /// <summary>Runs a flow for a figure without recording it.</summary>
    /// <exception cref="OperationCanceledException">An earlier run was cancelled.</exception>
    public FlowResult<TParticle> Follow<TParticle>(MeanFieldProblem<TParticle> problem, FlowOptions options, double? optimum)
        where TParticle : IParticle<TParticle>, allows ref struct
    {
        cancellation.ThrowIfCancellationRequested();
        using ProgressLine progress = new(terminal.Error, terminal.Rewrites) { Steps = options.MaxIterations, LowerBound = optimum };
        return GradientFlow.Run(problem, options with { Seed = Seed }, progress, cancellation);
    }

    public void Parameter(string name, string value) => Result.Parameters.Add((name, value));

    /// <summary>Sets what the source says beside what was found.</summary>
    public void Compare(string claim, string expected, FormattableString found, bool matches)
    {
        Comparison comparison = new(claim, expected, found.ToString(CultureInfo.InvariantCulture), matches);
        Result.Comparisons.Add(comparison);
        terminal.Out.WriteLine($"{(matches ? "matches" : "DIFFERS")}: {claim}: expected {expected}, found {comparison.Found}");
    }

    public void Draw(string name, string caption, params IEnumerable<SvgFigure> figures) => Result.Drawings.Add(new(name, caption, new SvgPage("", figures)));

    /// <summary>F of the measure 0, from which the sources count the excess.</summary>
    private static double Zero<TParticle>(MeanFieldProblem<TParticle> problem)
        where TParticle : IParticle<TParticle>, allows ref struct
    {
        using Evaluator evaluator = problem.CreateEvaluator(1);
        return evaluator.Objective(new double[problem.Layout.Dimension]);
    }
}
