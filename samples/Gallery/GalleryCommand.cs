using System.Diagnostics;

namespace MeanFieldDsl.Gallery;

/// <summary>The gallery as a command: lists the experiments or runs one and writes its files.</summary>
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

        if (arguments.Experiment is not { } experiment)
        {
            foreach (IExperiment each in Experiments.All)
            {
                terminal.Out.WriteLine($"{each.Name,-12} {each.Description}");
            }

            terminal.Out.WriteLine($"\n{Arguments.Usage}");
            return 0;
        }

        string folder = arguments.Folder ?? Path.Combine("samples", "out", experiment.Name);
        ExperimentContext context = new(arguments.Quick, arguments.Seed, terminal, cancellation);
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
        try
        {
            Write(experiment, arguments, result, folder);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            terminal.Error.WriteLine($"The results cannot be written: {error.Message}");
            return WrongArguments;
        }

        terminal.Out.WriteLine($"{(result.Canceled ? "Cancelled; what was computed is in" : "Report:")} {Path.Combine(folder, "report.html")}");
        return result.Canceled ? Interrupted : 0;
    }

    private static void Write(IExperiment experiment, Arguments arguments, ExperimentResult result, string folder)
    {
        foreach (Drawing drawing in result.Drawings)
        {
            drawing.Page.Save(Path.Combine(folder, $"{drawing.Name}.svg"));
        }

        ExperimentReport.Of(experiment, arguments, result).Save(Path.Combine(folder, "report.html"));
        if (arguments.Json is { } file)
        {
            _ = Directory.CreateDirectory(Path.GetDirectoryName(Path.GetFullPath(file))!);
            File.WriteAllText(file, ExperimentJson.Of(experiment, arguments, result) + "\n");
        }
    }
}
