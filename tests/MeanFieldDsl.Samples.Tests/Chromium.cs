using System.Diagnostics;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace MeanFieldDsl.Samples.Tests;

/// <summary>Opens a page in the browser Chromium without a window.</summary>
internal static class Chromium
{
    public const string NoBrowser = "There is no Chromium on this machine (Debian: apt-get install chromium).";

    // Writes what it sees into the page, once the animations have begun: for each figure the size on the page and of the drawing, and how many of its circles have moved after three seconds.
    private const string Look =
        """
        <script>addEventListener("load", () => setTimeout(() => document.body.dataset.figures = JSON.stringify([...document.querySelectorAll("figure > svg")].map(svg => {
          const place = svg.getBoundingClientRect(), drawing = svg.getBBox();
          svg.setCurrentTime(3);
          const moved = [...svg.querySelectorAll("circle")].filter(circle => circle.cx.animVal.value !== circle.cx.baseVal.value).length;
          return [place.width, place.height, drawing.width, drawing.height, svg.querySelectorAll("polyline, circle, polygon, rect").length, moved];
        })), 200))</script></body>
        """;

    private static readonly TimeSpan Limit = TimeSpan.FromMinutes(2);

    private static readonly string? Program = ((string?)Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator)
        .SelectMany(folder => new[] { "chromium", "chromium-browser", "google-chrome" }.Select(name => Path.Combine(folder, name))).FirstOrDefault(File.Exists);

    public static bool IsPresent => Program is not null;

    /// <summary>What the browser says of a page: its figures, and all that it wrote to its console.</summary>
    public static (IReadOnlyList<BrowserFigure> Figures, IReadOnlyList<string> Console) Open(string html)
    {
        using TemporaryFolder folder = new();
        string page = Path.Combine(folder.Path, "page.html");
        int end = html.LastIndexOf("</body>", StringComparison.Ordinal);
        File.WriteAllText(page, html[..end] + Look + html[(end + "</body>".Length)..]);
        ProcessStartInfo start = new(
            Program!,
            ["--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--disable-dev-shm-usage", "--no-first-run", "--disable-background-networking", "--disable-component-update", "--disable-sync",
                $"--user-data-dir={Path.Combine(folder.Path, "profile")}", "--enable-logging=stderr", "--v=0", "--window-size=1280,1000", "--virtual-time-budget=5000", "--dump-dom", new Uri(page).AbsoluteUri])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        using Process process = Process.Start(start)!;
        Task<string> output = process.StandardOutput.ReadToEndAsync();
        Task<string> error = process.StandardError.ReadToEndAsync();
        if (!process.WaitForExit(Limit))
        {
            process.Kill(entireProcessTree: true);
            Assert.Fail($"{Program} did not end within {Limit}.");
        }

        string dom = output.GetAwaiter().GetResult(), log = error.GetAwaiter().GetResult();
        Match found = Regex.Match(dom, "<body data-figures=\"([^\"]*)\"");
        Assert.True(found.Success, $"{Program} ended with {process.ExitCode} and showed no page:\n{log}");
        BrowserFigure[] figures =
            [.. JsonNode.Parse(found.Groups[1].Value)!.AsArray().Select(f => f!.AsArray()).Select(f => new BrowserFigure((double)f[0]!, (double)f[1]!, (double)f[2]!, (double)f[3]!, (int)f[4]!, (int)f[5]!))];
        return (figures, [.. log.Split('\n').Where(line => Regex.IsMatch(line, ":CONSOLE[:(]"))]);
    }
}
