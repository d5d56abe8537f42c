using MeanFieldDsl.Gallery;

namespace MeanFieldDsl.Samples.Tests;

public class GalleryCommandTests
{
    [Fact]
    public void Without_arguments_the_experiments_are_listed()
    {
        (int code, string output, string error) = Run();
        Assert.Equal(0, code);
        Assert.Equal("", error);
        Assert.All(Experiments.All, e => Assert.Contains($"{e.Name} ", output, StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("There is no command 'start'.", "start", "limits")]
    [InlineData("'run' needs the name of an experiment after it: spikes-1d, spikes-2d, limits, low-rank, relu-2d.", "run")]
    [InlineData("There is no experiment 'spikes'; there are spikes-1d, spikes-2d, limits, low-rank, relu-2d.", "run", "spikes")]
    [InlineData("There is no option '--fast'.", "run", "limits", "--fast")]
    [InlineData("--out needs a folder after it.", "run", "limits", "--out")]
    [InlineData("--json needs a file after it.", "run", "limits", "--quick", "--json")]
    [InlineData("--seed needs a number after it.", "run", "limits", "--seed")]
    [InlineData("--seed -1: give a whole number from 0 to 18446744073709551615.", "run", "limits", "--seed", "-1")]
    public void Wrong_arguments_are_named_and_end_with_2(string message, params string[] words)
    {
        (int code, string output, string error) = Run(words);
        Assert.Equal(2, code);
        Assert.Equal("", output);
        Assert.StartsWith(message + "\nUsage: ", error, StringComparison.Ordinal);
    }

    [Fact]
    public void What_was_computed_before_a_cancellation_is_kept()
    {
        using CancellationTokenSource stop = new();
        using CancelingWriter output = new(stop);
        using GalleryRun run = new("spikes-2d", output: output, cancellation: stop.Token);
        Assert.Equal(130, run.ExitCode);
        Assert.True((bool)run.Json["canceled"]!);
        Assert.Equal("IterationLimit", (string)Assert.Single(run.Json["runs"]!.AsArray())!["status"]!);
        Assert.Contains("Cancelled before the end", run.Html, StringComparison.Ordinal);
    }

    [Fact]
    public void A_run_that_is_cancelled_keeps_its_steps()
    {
        using CancellationTokenSource stop = new();
        using CancelingWriter error = new(stop);
        using GalleryRun run = new("spikes-2d", error: error, cancellation: stop.Token);
        Assert.Equal("Canceled", (string)Assert.Single(run.Json["runs"]!.AsArray())!["status"]!);
    }

    private static (int Code, string Output, string Error) Run(params string[] words)
    {
        using StringWriter output = new() { NewLine = "\n" };
        using StringWriter error = new() { NewLine = "\n" };
        int code = GalleryCommand.Run(words, new(output, error, Rewrites: false), CancellationToken.None);
        return (code, output.ToString(), error.ToString());
    }

    // Presses Ctrl+C at the first word.
    private sealed class CancelingWriter(CancellationTokenSource stop) : StringWriter
    {
        public override void Write(string? value) => stop.Cancel();

        public override void WriteLine(string? value) => stop.Cancel();
    }
}
