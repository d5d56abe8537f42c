using System.Text.Json.Nodes;
using MeanFieldDsl.Gallery;

namespace MeanFieldDsl.Samples.Tests;

/// <summary>The gallery as a user starts it, with its files in a folder that is deleted.</summary>
internal sealed class GalleryRun : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("gallery-");

    public GalleryRun(string name, TextWriter? output = null, TextWriter? error = null, CancellationToken cancellation = default)
    {
        string json = Path.Combine(_folder.FullName, "numbers", "result.json");
        ExitCode = GalleryCommand.Run(
            ["run", name, "--quick", "--seed", "1", "--out", _folder.FullName, "--json", json], new(output ?? TextWriter.Null, error ?? TextWriter.Null, Rewrites: true), cancellation);
        Json = JsonNode.Parse(File.ReadAllText(json))!;
        Html = File.ReadAllText(Path.Combine(_folder.FullName, "report.html"));
        Figures = [.. Directory.EnumerateFiles(_folder.FullName, "*.svg").Select(File.ReadAllText)];
    }

    public int ExitCode { get; }

    public JsonNode Json { get; }

    public string Html { get; }

    public IReadOnlyList<string> Figures { get; }

    public IReadOnlyList<JsonNode> Runs(string method, int? m = null) =>
        [.. Json["runs"]!.AsArray().Select(run => run!).Where(run => (string)run["method"]! == method && (m is null || (int)run["m"]! == m))];

    public void Dispose() => _folder.Delete(recursive: true);
}
