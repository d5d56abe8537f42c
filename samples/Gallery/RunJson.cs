using System.Text.Json.Nodes;

namespace MeanFieldDsl.Gallery;

/// <summary>One run as JSON, to be read by other programs and, when an experiment goes on, by this one.</summary>
internal static class RunJson
{
    public static JsonObject Write(RunRecord run)
    {
        JsonObject json = new()
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
        foreach ((string name, double value) in run.More)
        {
            json[name] = Finite(value);
        }

        return json;
    }

    /// <summary>The run that was written; an objective that was not finite is NaN.</summary>
    public static RunRecord Read(JsonNode json) => new(
        (int)json["m"]!, (string)json["method"]!, (double?)json["objective"] ?? double.NaN, (double?)json["lowerBound"], (double?)json["relativeGap"], (bool)json["gapIsRigorous"]!,
        (double?)json["excess"], (double?)json["relativeExcess"], (double)json["seconds"]!, (int)json["iterations"]!, Enum.Parse<FlowStatus>((string)json["status"]!));

    // JSON has no infinity.
    private static double? Finite(double? value) => value is { } number && double.IsFinite(number) ? number : null;
}
