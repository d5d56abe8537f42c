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
        ["runs"] = new JsonArray([.. result.Runs.Select(RunJson.Write)]),
        ["comparisons"] = new JsonArray([.. result.Comparisons.Select(Comparison)]),
    };

    private static JsonObject Comparison(Comparison comparison) => new()
    {
        ["claim"] = comparison.Claim,
        ["expected"] = comparison.Expected,
        ["found"] = comparison.Found,
        ["matches"] = comparison.Matches,
    };
}
