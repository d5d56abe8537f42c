using System.Text.Json.Nodes;
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
    [InlineData("'run' needs the name of an experiment after it: {names}.", "run")]
    [InlineData("There is no experiment 'spikes'; there are {names}.", "run", "spikes")]
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
        Assert.StartsWith(message.Replace("{names}", Experiments.Names, StringComparison.Ordinal) + "\nUsage: ", error, StringComparison.Ordinal);
    }

    [Fact]
    public void A_folder_that_cannot_be_made_is_named_and_ends_with_2()
    {
        using TemporaryFolder folder = new();
        string file = Path.Combine(folder.Path, "file");
        File.WriteAllText(file, "");
        (int code, _, string error) = Run("run", "limits", "--quick", "--out", Path.Combine(file, "results"));
        Assert.Equal(2, code);
        Assert.StartsWith("The results cannot be written: ", error, StringComparison.Ordinal);
        Assert.Contains(file, error, StringComparison.Ordinal);
    }

    [Fact]
    public void All_experiments_go_into_folders_of_their_own_until_one_is_cancelled()
    {
        using TemporaryFolder folder = new();
        using CancellationTokenSource stop = new();
        using CancelingWriter output = new(stop, "m = ", 1);
        GalleryRun run = new(folder.Path, "all", output, cancellation: stop.Token);
        Assert.Equal(130, run.ExitCode);
        Assert.True((bool)run.Json["canceled"]!);
        JsonNode first = Assert.Single(run.Json["experiments"]!.AsArray())!;
        Assert.Equal(Experiments.All[0].Name, (string)first["experiment"]!);
        Assert.Single(first["runs"]!.AsArray());
        Assert.True(File.Exists(Path.Combine(folder.Path, Experiments.All[0].Name, "report.html")));
    }

    private static (int Code, string Output, string Error) Run(params string[] words)
    {
        using StringWriter output = new() { NewLine = "\n" };
        using StringWriter error = new() { NewLine = "\n" };
        int code = GalleryCommand.Run(words, new(output, error, Rewrites: false), CancellationToken.None);
        return (code, output.ToString(), error.ToString());
    }
}
