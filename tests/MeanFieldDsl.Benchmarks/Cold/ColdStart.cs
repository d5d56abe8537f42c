using System.Diagnostics;
using System.Globalization;
using System.Text.Json;

namespace MeanFieldDsl.Benchmarks.Cold;

/// <summary>
/// The subcommand <c>cold</c>: what a program waits for before its first step and its second. Each time is the median over processes
/// that have just started.
/// </summary>
internal static class ColdStart
{
    private const int Processes = 9;
    private const string Child = "--child";

    private static readonly string[] Names = ["relu-d2", "sigmoid-d20", "gauss-1d"];
    private static readonly JsonSerializerOptions Format = new() { PropertyNamingPolicy = JsonNamingPolicy.CamelCase, WriteIndented = true };

    public static int Run(string[] arguments)
    {
        switch (arguments)
        {
            case [Child, { } name, { } start]:
                Console.WriteLine(JsonSerializer.Serialize(ColdTimes.Measure(name, new(long.Parse(start, CultureInfo.InvariantCulture), DateTimeKind.Utc)), Format));
                return 0;
            case [] or ["--json", _]:
                Dictionary<string, ColdTimes> table = Names.ToDictionary(static name => name, static name => Median(name, Processes));
                Print(table);
                if (arguments is [_, { } file])
                {
                    File.WriteAllText(file, JsonSerializer.Serialize(table, Format));
                }

                return 0;
            default:
                Console.Error.WriteLine("cold understands --json FILE only: where to write the figures");
                return 2;
        }
    }

    /// <summary>The medians over some processes.</summary>
    public static ColdTimes Median(string name, int processes)
    {
        ColdTimes[] all = [.. Enumerable.Range(0, processes).Select(_ => Start(name))];
        double Middle(Func<ColdTimes, double> time) => all.Select(time).Order().ElementAt(all.Length / 2);
        return new(Middle(static t => t.Main), Middle(static t => t.First), Middle(static t => t.Second), Middle(static t => t.Steady));
    }

    private static ColdTimes Start(string name)
    {
        ProcessStartInfo start = new("dotnet", ["exec", typeof(ColdStart).Assembly.Location, "cold", Child, name]) { RedirectStandardOutput = true };
        start.ArgumentList.Add(DateTime.UtcNow.Ticks.ToString(CultureInfo.InvariantCulture));
        using Process process = Process.Start(start)!;
        string output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        return process.ExitCode == 0
            ? JsonSerializer.Deserialize<ColdTimes>(output, Format)!
            : throw new InvalidOperationException($"The process of {name} ended with {process.ExitCode}.");
    }

    private static void Print(Dictionary<string, ColdTimes> table)
    {
        Console.WriteLine("| workload | process start to Main, ms | Main to the end of the first step | of the second | a step later |\n|---|---|---|---|---|");
        foreach ((string name, ColdTimes times) in table)
        {
            Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"| {name} | {times.Main:0} | {times.First:0} | {times.Second:0} | {times.Steady:0.00} |"));
        }
    }
}
