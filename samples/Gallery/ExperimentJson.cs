using System.Text.Json.Nodes;

namespace MeanFieldDsl.Gallery;

/// <summary>The numbers of an experiment for other programs.</summary>
internal static class ExperimentJson
{
    public static JsonObject Of(IExperiment experiment, Arguments arguments, ExperimentResult result) => new()
    {
        ["experiment"] = experiment.Name,
        ["seed"] = arguments.Seed,
        ["quick"] = arguments.Quick,
        ["canceled"] = result.Canceled,
        ["seconds"] = result.Seconds,
        ["runs"] = new JsonArray([.. result.Runs.Select(Run)]),
        ["comparisons"] = new JsonArray([.. result.Comparisons.Select(Comparison)]),
    };

    private static JsonObject Run(RunRecord run) => new()
    {
        ["m"] = run.M,
        ["method"] = run.Method,
        ["objective"] = Finite(run.Objective),
        ["lowerBound"] = Finite(run.LowerBound),
        ["relativeGap"] = Finite(run.RelativeGap),
        ["gapIsRigorous"] = run.GapIsRigorous,
        ["excess"] = Finite(run.Excess),
        ["relativeExcess"] = Finite(run.RelativeExcess),
        ["seconds"] = run.Seconds,
        ["iterations"] = run.Iterations,
        ["status"] = run.Status.ToString(),
    };

    private static JsonObject Comparison(Comparison comparison) => new()
    {
        ["claim"] = comparison.Claim,
        ["expected"] = comparison.Expected,
        ["found"] = comparison.Found,
        ["matches"] = comparison.Matches,
    };

    // JSON has no infinity.
    private static double? Finite(double? value) => value is { } number && double.IsFinite(number) ? number : null;
}
