using System.Diagnostics;
using System.Globalization;
using System.Text.Json.Nodes;

namespace MeanFieldDsl.Gallery;

/// <summary>The gallery as a command: lists the experiments, or runs one or all and writes their files.</summary>
internal static class GalleryCommand
{
    private const int WrongArguments = 2;

    // What a shell reports of a program that Ctrl+C ended.
    private const int Interrupted = 130;

    public static int Run(string[] words, Terminal terminal, CancellationToken cancellation)
    {
        if (Arguments.Parse(words, out string problem) is not { } arguments)
        {
            terminal.Error.WriteLine($"{problem}\n{Arguments.Usage}");
            return WrongArguments;
        }

        if (arguments.Chosen.Count == 0)
        {
            foreach (IExperiment each in Experiments.All)
            {
                terminal.Out.WriteLine($"{each.Name,-18} {each.Description}");
            }

            terminal.Out.WriteLine($"\n{Arguments.Usage}");
            return 0;
        }

        try
        {
            return Run(arguments, terminal, cancellation);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException or CheckpointException)
        {
            terminal.Error.WriteLine($"The results cannot be written: {error.Message}");
            return WrongArguments;
        }
    }

    private static int Run(Arguments arguments, Terminal terminal, CancellationToken cancellation)
    {
        Stopwatch clock = Stopwatch.StartNew();
        JsonArray all = [];
        foreach (IExperiment experiment in arguments.Chosen)
        {
            JsonObject numbers = Run(experiment, arguments, terminal, cancellation);
            all.Add(numbers);
            if (cancellation.IsCancellationRequested)
            {
                break;
            }
        }

        bool isCanceled = all.Any(numbers => (bool)numbers!["canceled"]!);
        if (arguments.IsAll)
        {
            terminal.Out.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{all.Count} of {arguments.Chosen.Count} experiments in {clock.Elapsed.TotalSeconds:F0} s"));
        }

        if (arguments.Json is { } file)
        {
            JsonNode json = arguments.IsAll
                ? new JsonObject { ["seed"] = arguments.Seed, ["quick"] = arguments.Quick, ["canceled"] = isCanceled, ["seconds"] = clock.Elapsed.TotalSeconds, ["experiments"] = all }
                : all[0]!;
            _ = Directory.CreateDirectory(Path.GetDirectoryName(Path.GetFullPath(file))!);
            File.WriteAllText(file, json + "\n");
        }

        return isCanceled ? Interrupted : 0;
    }

    /// <summary>Runs one experiment, writes its figures and its report, and returns its numbers.</summary>
    private static JsonObject Run(IExperiment experiment, Arguments arguments, Terminal terminal, CancellationToken cancellation)
    {
        string folder = arguments.Folder is { } given && !arguments.IsAll ? given : Path.Combine(arguments.Folder ?? Path.Combine("samples", "out"), experiment.Name);
        RunStore store = RunStore.Open(folder, experiment, arguments, terminal.Error);
        terminal.Out.WriteLine(store.IsResumed ? $"{experiment.Name}: goes on where an earlier call stopped (--fresh starts anew)" : $"{experiment.Name}: {experiment.Description}");
        ExperimentContext context = new(arguments.Quick, arguments.Seed, terminal, store, cancellation);
        ExperimentResult result = context.Result;
        Stopwatch clock = Stopwatch.StartNew();
        try
        {
            experiment.Run(context);
        }
        catch (OperationCanceledException)
        {
            // What the context has is written below.
        }

        result.Canceled = cancellation.IsCancellationRequested;
        result.Seconds = clock.Elapsed.TotalSeconds;
        foreach (Drawing drawing in result.Drawings)
        {
            drawing.Page.Save(Path.Combine(folder, $"{drawing.Name}.svg"));
        }

        ExperimentReport.Of(experiment, arguments, result).Save(Path.Combine(folder, "report.html"));
        terminal.Out.WriteLine($"{(result.Canceled ? "Cancelled; call again to go on. What was computed is in" : "Report:")} {Path.Combine(folder, "report.html")}");
        return ExperimentJson.Of(experiment, arguments, result);
    }
}
