using MeanFieldDsl.Gallery;

namespace MeanFieldDsl.Samples.Tests;

public class ResumeTests
{
    private const string ARun = "m = ";
    private const string AStep = "\r[";

    [Theory]
    [InlineData("limits", ARun, 1)]
    [InlineData("limits", ARun, 4)]
    [InlineData("limits", ARun, 5)]
    [InlineData("low-rank", ARun, 3)]
    [InlineData("spikes-2d", ARun, 7)]
    [InlineData("spikes-2d", AStep, 1)]
    [InlineData("spikes-2d", AStep, 12)]
    public void What_was_cancelled_goes_on_and_gives_the_numbers_and_figures_of_a_run_to_the_end(string name, string beginning, int count)
    {
        using TemporaryFolder folder = new();
        using CancellationTokenSource stop = new();
        using CancelingWriter writer = new(stop, beginning, count);
        GalleryRun cancelled = beginning == ARun
            ? new(folder.Path, name, output: writer, cancellation: stop.Token)
            : new(folder.Path, name, error: writer, cancellation: stop.Token);
        Assert.Equal(130, cancelled.ExitCode);
        Assert.True((bool)cancelled.Json["canceled"]!);
        Assert.Contains("Cancelled before the end", cancelled.Html, StringComparison.Ordinal);
        Assert.NotEmpty(cancelled.Json["runs"]!.AsArray());
        if (beginning == ARun)
        {
            Assert.Equal(count, cancelled.Json["runs"]!.AsArray().Count);
        }
        else if (count == 1)
        {
            // The first text comes before the first step; where later ones come is a matter of time.
            Assert.Equal("Canceled", (string)cancelled.Json["runs"]!.AsArray()[^1]!["status"]!);
        }

        using StringWriter output = new();
        GalleryRun resumed = new(folder.Path, name, output);
        Assert.Contains("goes on where an earlier call stopped", output.ToString(), StringComparison.Ordinal);
        GalleryRun whole = GalleryRun.Of(name);
        Assert.Equal(0, resumed.ExitCode);
        Assert.Equal(whole.Numbers, resumed.Numbers);
        Assert.Equal(whole.Figures, resumed.Figures);
    }

    [Fact]
    public void What_is_finished_is_not_computed_again_unless_asked_for()
    {
        using TemporaryFolder folder = new();
        GalleryRun first = new(folder.Path, "limits");
        GalleryRun again = new(folder.Path, "limits");
        GalleryRun fresh = new(folder.Path, "limits", options: "--fresh");
        string seconds = Seconds(first);
        Assert.Equal(seconds, Seconds(again));
        Assert.NotEqual(seconds, Seconds(fresh));
        Assert.Equal(first.Numbers, again.Numbers);
        Assert.Equal(first.Numbers, fresh.Numbers);

        static string Seconds(GalleryRun run) => string.Join(" ", run.Json["runs"]!.AsArray().Select(r => r!["seconds"]!.ToJsonString()));
    }

    [Theory]
    [InlineData("no JSON", "is damaged")]
    [InlineData("{}", "is damaged: its digest does not fit.")]
    [InlineData(null, "is damaged: its digest does not fit.")]
    public void A_damaged_file_of_finished_runs_is_named_and_computed_again(string? content, string message)
    {
        using TemporaryFolder folder = new();
        GalleryRun first = new(folder.Path, "limits");
        string file = Path.Combine(folder.Path, "resume", "finished.json");
        File.WriteAllText(file, content ?? File.ReadAllText(file).Replace("\"m\":10,", "\"m\":11,", StringComparison.Ordinal));
        Again(folder.Path, first, $"{file} {message}", "Everything is computed anew.");
    }

    [Fact]
    public void A_damaged_checkpoint_is_named_and_its_flow_starts_anew()
    {
        using TemporaryFolder folder = new();
        GalleryRun first = new(folder.Path, "limits");
        string file = Path.Combine(folder.Path, "resume", "flow-002.npz");
        File.WriteAllText(file, "no archive");
        Again(folder.Path, first, file, "This run starts anew.");
    }

    [Fact]
    public void Other_arguments_are_computed_anew()
    {
        using TemporaryFolder folder = new();
        _ = new GalleryRun(folder.Path, "limits");
        using StringWriter error = new();
        GalleryRun other = new(folder.Path, "limits", error: error, options: ["--seed", "2"]);
        Assert.Contains("is of other arguments or of another build", error.ToString(), StringComparison.Ordinal);
        Assert.Equal(2UL, (ulong)other.Json["seed"]!);
    }

    [Fact]
    public void Of_many_runs_those_that_are_finished_are_kept()
    {
        using TemporaryFolder folder = new();
        using CancellationTokenSource stop = new();
        int computed = 0;
        IReadOnlyList<double[]> some = Context(stop.Token).Repeat("squares", 20, (k, cancellation) =>
        {
            cancellation.ThrowIfCancellationRequested();
            if (Interlocked.Increment(ref computed) == 7)
            {
                stop.Cancel();
            }

            return [k, k * k];
        });
        Assert.InRange(some.Count, 7, 19);
        Assert.Throws<OperationCanceledException>(() => Context(stop.Token).Repeat("squares", 20, (_, _) => []));
        int before = computed;
        IReadOnlyList<double[]> all = Context(default).Repeat("squares", 20, (k, _) =>
        {
            Interlocked.Increment(ref computed);
            return [k, k * k];
        });
        Assert.Equal(20, computed);
        Assert.Equal(before, some.Count);
        Assert.Equal(Enumerable.Range(0, 20).Select(k => new double[] { k, k * k }), all);

        ExperimentContext Context(CancellationToken cancellation) => ResumeTests.Context(folder.Path, cancellation);
    }

    [Fact]
    public void What_goes_wrong_in_one_of_many_runs_is_said_as_it_is()
    {
        using TemporaryFolder folder = new();
        ExperimentContext context = Context(folder.Path, default);
        Assert.Throws<DataException>(() => context.Repeat("faults", 4, (_, _) => throw new DataException("as it is")));
        Assert.ThrowsAny<IOException>(() => context.Repeat("lost", 1, (_, _) =>
        {
            Directory.Delete(Path.Combine(folder.Path, "resume"), recursive: true);
            return [1];
        }));
    }

    private static ExperimentContext Context(string folder, CancellationToken cancellation)
    {
        Terminal silent = new(TextWriter.Null, TextWriter.Null, Rewrites: true);
        Arguments arguments = new([], IsAll: false, Quick: true, Fresh: false, folder, null, 0);
        return new(quick: true, 0, silent, RunStore.Open(folder, new OrderOfLimits(), arguments, TextWriter.Null), cancellation);
    }

    private static void Again(string folder, GalleryRun first, params string[] messages)
    {
        using StringWriter error = new();
        GalleryRun again = new(folder, "limits", error: error);
        Assert.All(messages, message => Assert.Contains(message, error.ToString(), StringComparison.Ordinal));
        Assert.Equal(first.Numbers, again.Numbers);
        Assert.Equal(first.Figures, again.Figures);
    }
}
