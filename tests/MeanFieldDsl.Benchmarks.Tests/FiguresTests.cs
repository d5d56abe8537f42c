using System.Text.Json.Nodes;
using MeanFieldDsl.Benchmarks.Compare;

namespace MeanFieldDsl.Benchmarks.Tests;

/// <summary>The JSON of <c>compare</c> keeps its shape, because other programs read it.</summary>
public sealed class FiguresTests
{
    private static readonly string[] Keys =
    [
        "workload", "precision", "threads", "oursMs", "peersMs", "ratioToAutograd", "ratioToBestPython", "ratioToC", "fractionOfPeak", "allocatedBytesPerStep",
    ];

    private static readonly Figures Measured = new()
    {
        Workload = "relu-d2",
        Precision = "double",
        Threads = 1,
        OursMs = 0.5,
        PeersMs = new Dictionary<string, double> { ["pytorch-autograd"] = 20, ["c"] = 1 },
        RatioToAutograd = 40,
        RatioToBestPython = 40,
        RatioToC = 2,
        FractionOfPeak = 0.75,
        AllocatedBytesPerStep = 0,
    };

    [Fact]
    public void A_row_has_the_agreed_keys_in_order()
    {
        JsonArray rows = JsonNode.Parse(Comparison.ToJson([Measured]))!.AsArray();
        JsonObject row = Assert.Single(rows)!.AsObject();
        Assert.Equal(Keys, row.Select(static entry => entry.Key));
        Assert.Equal(20, (double)row["peersMs"]!["pytorch-autograd"]!);
        Assert.Equal(0.5, (double)row["oursMs"]!);
    }

    [Fact]
    public void A_ratio_without_its_peer_is_null()
    {
        Figures missing = Measured with { RatioToAutograd = null, RatioToBestPython = null, RatioToC = null, FractionOfPeak = null };
        JsonObject row = JsonNode.Parse(Comparison.ToJson([missing]))![0]!.AsObject();
        Assert.Equal(Keys, row.Select(static entry => entry.Key));
        Assert.All(["ratioToAutograd", "ratioToBestPython", "ratioToC", "fractionOfPeak"], key => Assert.Null(row[key]));
    }

    [Theory]
    [InlineData("--workload", "relu")]
    [InlineData("--threads", "0")]
    [InlineData("--json")]
    [InlineData("--fast", "1")]
    public void A_wrong_argument_is_refused(params string[] arguments) => Assert.Null(Options.Parse(arguments));

    [Fact]
    public void Arguments_choose_a_workload_a_file_and_threads()
    {
        Options options = Options.Parse(["--workload", "torus-2d", "--json", "x.json", "--threads", "2"])!;
        Assert.Equal(["torus-2d"], options.Workloads);
        Assert.Equal(("x.json", 2), (options.Json, options.Threads));
        Assert.Equal(Workloads.Names, Options.Parse([])!.Workloads);
    }
}
