using System.Collections.Concurrent;
using System.Text.Json.Nodes;
using MeanFieldDsl.Gallery;

namespace MeanFieldDsl.Samples.Tests;

/// <summary>What a call of the gallery, as a user makes it, left in its folder.</summary>
internal sealed class GalleryRun
{
    private static readonly ConcurrentDictionary<string, Lazy<GalleryRun>> Whole = new();

    /// <param name="folder">Where to write.</param>
    /// <param name="name">The experiment.</param>
    /// <param name="output">Receives the answers, or null.</param>
    /// <param name="error">Receives progress and complaints, or null.</param>
    /// <param name="cancellation">Ctrl+C.</param>
    /// <param name="options">Further words of the command line.</param>
    public GalleryRun(string folder, string name, TextWriter? output = null, TextWriter? error = null, CancellationToken cancellation = default, params string[] options)
    {
        string json = Path.Combine(folder, "numbers", "result.json");
        ExitCode = GalleryCommand.Run(
            ["run", name, "--quick", "--seed", "1", "--out", folder, "--json", json, .. options], new(output ?? TextWriter.Null, error ?? TextWriter.Null, Rewrites: true), cancellation);
        Json = JsonNode.Parse(File.ReadAllText(json))!;
        string report = Path.Combine(folder, "report.html");
        Html = File.Exists(report) ? File.ReadAllText(report) : "";
        Figures = [.. Directory.EnumerateFiles(folder, "*.svg").Order().Select(File.ReadAllText)];
    }

    public int ExitCode { get; }

    public JsonNode Json { get; }

    public string Html { get; }

    public IReadOnlyList<string> Figures { get; }

    /// <summary>The numbers as text without those of the clock.</summary>
    public string Numbers
    {
        get
        {
            JsonNode json = Json.DeepClone();
            _ = json.AsObject().Remove("seconds");
            foreach (JsonNode? run in json["runs"]!.AsArray())
            {
                _ = run!.AsObject().Remove("seconds");
            }

            return json.ToJsonString();
        }
    }

    /// <summary>An experiment run to its end, once for all tests.</summary>
    public static GalleryRun Of(string name) => Whole.GetOrAdd(name, static name => new(() =>
    {
        using TemporaryFolder folder = new();
        return new(folder.Path, name);
    })).Value;

    public IReadOnlyList<JsonNode> Runs(string method, int? m = null) =>
        [.. Json["runs"]!.AsArray().Select(run => run!).Where(run => (string)run["method"]! == method && (m is null || (int)run["m"]! == m))];
}
