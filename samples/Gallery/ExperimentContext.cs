using System.Collections.Concurrent;
using System.Globalization;
using System.Runtime.ExceptionServices;
using System.Text.Json.Nodes;
using MeanFieldDsl.Reporting;

namespace MeanFieldDsl.Gallery;

/// <summary>Runs flows for an experiment with a live display and collects what it finds. What an earlier call finished is not computed again.</summary>
internal sealed class ExperimentContext(bool quick, ulong seed, Terminal terminal, RunStore store, CancellationToken cancellation)
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
        (FlowResult<TParticle> flow, string key, FlowStatus status) = Flow(problem, options, optimum);
        if (store.Find(key)?["record"] is { } kept)
        {
            Record(RunJson.Read(kept));
            return flow;
        }

        double? excess = flow.Objective - optimum;
        bool bounded = flow.Gap is { } gap && double.IsFinite(gap.LowerBound);
        RunRecord run = new(
            flow.Particles.Count, method, flow.Objective, bounded ? flow.Gap!.LowerBound : null, bounded ? flow.Gap!.RelativeGap : null, bounded && flow.Gap!.IsRigorous,
            excess, excess / (Zero(problem) - optimum), flow.Elapsed.TotalSeconds, flow.Iterations, status);
        if (!cancellation.IsCancellationRequested)
        {
            JsonObject end = End(flow, status);
            end["record"] = RunJson.Write(run);
            store.Keep(key, end);
        }

        Record(run);
        return flow;
    }

    /// <summary>Runs a flow for a figure without recording it.</summary>
    /// <exception cref="OperationCanceledException">An earlier run was cancelled.</exception>
    public FlowResult<TParticle> Follow<TParticle>(MeanFieldProblem<TParticle> problem, FlowOptions options, double? optimum)
        where TParticle : IParticle<TParticle>, allows ref struct => Flow(problem, options, optimum).Flow;

    /// <summary>Computes independent numbers on all cores and keeps each; after a cancellation those that were finished.</summary>
    /// <param name="name">What is computed; the key of what is kept.</param>
    /// <param name="count">How many.</param>
    /// <param name="compute">The numbers of one, all finite, a function of its index alone; throws where it is cancelled.</param>
    /// <returns>The numbers of those that are finished, in the order of their indices: of all unless the run was cancelled.</returns>
    /// <exception cref="OperationCanceledException">An earlier run was cancelled, or this one before anything was finished.</exception>
    public IReadOnlyList<double[]> Repeat(string name, int count, Func<int, CancellationToken, double[]> compute)
    {
        cancellation.ThrowIfCancellationRequested();
        double[]?[] found = new double[count][];
        using (CountLine progress = new(terminal, name, count))
        {
            try
            {
                // One after the other, so that after a cancellation the first are there.
                ParallelOptions cores = new() { MaxDegreeOfParallelism = Environment.ProcessorCount, CancellationToken = cancellation };
                _ = Parallel.ForEach(Partitioner.Create(Enumerable.Range(0, count), EnumerablePartitionerOptions.NoBuffering), cores, k =>
                {
                    string key = string.Create(CultureInfo.InvariantCulture, $"{name} {k}");
                    JsonNode? kept = store.Find(key);
                    found[k] = kept is not null ? [.. kept.AsArray().Select(number => (double)number!)] : compute(k, cancellation);
                    if (kept is null)
                    {
                        store.Keep(key, new JsonArray([.. found[k]!.Select(number => (JsonNode)number)]));
                    }

                    progress.Add(kept is not null);
                });
            }
            catch (OperationCanceledException) when (found.Any(numbers => numbers is not null))
            {
                // Those that are there say something already.
            }
            catch (AggregateException several)
            {
                ExceptionDispatchInfo.Throw(several.InnerException!);
            }
        }

        return [.. found.OfType<double[]>()];
    }

    /// <summary>Records a run and prints it.</summary>
    public void Record(RunRecord run)
    {
        Result.Runs.Add(run);
        string more = string.Concat(run.More.Select(number => string.Create(CultureInfo.InvariantCulture, $" {number.Name} {number.Value:G4}")));
        terminal.Out.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"m = {run.M,-6} {run.Method,-34} F = {run.Objective,-14:G11} excess {run.RelativeExcess?.ToString("0.0e+00", CultureInfo.InvariantCulture) ?? "-",-9} gap {run.RelativeGap?.ToString("0.0e+00", CultureInfo.InvariantCulture) ?? "-",-9} {run.Iterations,6:N0} steps {run.Seconds,7:F3} s  {run.Status}{more}"));
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

    /// <summary>Follows a flow, or takes it up where an earlier call left it.</summary>
    private (FlowResult<TParticle> Flow, string Key, FlowStatus Status) Flow<TParticle>(MeanFieldProblem<TParticle> problem, FlowOptions options, double? optimum)
        where TParticle : IParticle<TParticle>, allows ref struct
    {
        cancellation.ThrowIfCancellationRequested();
        string key = store.NextFlow();
        JsonNode? end = store.Find(key);
        using ProgressLine progress = new(terminal.Error, terminal.Rewrites) { Steps = options.MaxIterations, LowerBound = optimum };
        FlowOptions kept = options with
        {
            Seed = Seed,

            // Somebody watches; where nobody does, the searches would only be counted with the run's time.
            ReportGap = optimum is null && terminal.Rewrites,
            Checkpoint = new(store.Checkpoint(key)) { Interval = TimeSpan.FromSeconds(5) },

            // A flow that had ended ends there again.
            MaxIterations = (int?)end?["iterations"] ?? options.MaxIterations,
        };
        FlowResult<TParticle> flow;
        try
        {
            flow = GradientFlow.Run(problem, kept, progress, cancellation);
        }
        catch (CheckpointException damaged) when (File.Exists(store.Checkpoint(key)) && damaged.Kind is not (CheckpointError.NoSpace or CheckpointError.Unwritable))
        {
            terminal.Error.WriteLine($"{damaged.Message} This run starts anew.");
            flow = GradientFlow.Run(problem, kept with { Checkpoint = kept.Checkpoint with { Resume = false } }, progress, cancellation);
        }

        FlowStatus status = end is null ? flow.Status : Enum.Parse<FlowStatus>((string)end["status"]!);
        if (end is null && status != FlowStatus.Canceled)
        {
            store.Keep(key, End(flow, status));
        }

        return (flow, key, status);
    }

    private static JsonObject End<TParticle>(FlowResult<TParticle> flow, FlowStatus status)
        where TParticle : IParticle<TParticle>, allows ref struct => new() { ["iterations"] = flow.Iterations, ["status"] = status.ToString() };

    /// <summary>F of the measure 0, from which the sources count the excess.</summary>
    private static double Zero<TParticle>(MeanFieldProblem<TParticle> problem)
        where TParticle : IParticle<TParticle>, allows ref struct
    {
        using Evaluator evaluator = problem.CreateEvaluator(1);
        return evaluator.Objective(new double[problem.Layout.Dimension]);
    }
}
