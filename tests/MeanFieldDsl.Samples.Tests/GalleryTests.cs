using System.Text.Json.Nodes;
using System.Xml;
using System.Xml.Linq;
using MeanFieldDsl.Gallery;

namespace MeanFieldDsl.Samples.Tests;

public class GalleryTests
{
    // What the gallery shows and the source does not; docs/gallery.md says why.
    private static readonly string[] KnownToDiffer = ["flow: mean excess for m = 7 of the authors, whose laws of signs, sizes and positions are not published"];

    public static TheoryData<string> Names => [.. Experiments.All.Select(e => e.Name)];

    [Theory]
    [MemberData(nameof(Names))]
    public void An_experiment_matches_its_source_and_writes_all_its_files(string name)
    {
        GalleryRun run = GalleryRun.Of(name);
        Assert.Equal(0, run.ExitCode);
        Assert.Equal(name, (string)run.Json["experiment"]!);
        Assert.Equal(1UL, (ulong)run.Json["seed"]!);
        Assert.All(run.Json["comparisons"]!.AsArray(), c => Assert.True((bool)c!["matches"]! != KnownToDiffer.Contains((string)c["claim"]!), c.ToJsonString()));
        Assert.All(run.Json["runs"]!.AsArray(), r => Assert.True((double)r!["seconds"]! >= 0 && (int)r["m"]! > 0));
        Assert.True((double)run.Json["seconds"]! > 0);

        // One file without anything from elsewhere, and well-formed.
        Assert.DoesNotContain("http", run.Html, StringComparison.OrdinalIgnoreCase);
        Assert.DoesNotContain("src=", run.Html, StringComparison.Ordinal);
        using StringReader text = new(run.Html);
        using XmlReader reader = XmlReader.Create(text, new() { DtdProcessing = DtdProcessing.Ignore });
        XDocument page = XDocument.Load(reader);
        Assert.NotEmpty(run.Figures);
        Assert.Equal(run.Figures.Count, page.Descendants("figure").Count());
        Assert.Equal(run.Figures.Count, page.Descendants("ol").Single().Elements().Count());
        Assert.All(run.Figures, figure => Assert.Equal("svg", XDocument.Parse(figure).Root!.Name.LocalName));
        IExperiment experiment = Experiments.All.Single(e => e.Name == name);
        Assert.Equal([experiment.Card.Markdown.ReplaceLineEndings("\n")], page.Descendants("pre").Skip(1).Select(p => p.Value));
        Assert.Contains("[MeanFieldModel<", page.Descendants("pre").First().Value, StringComparison.Ordinal);
    }

    [Fact]
    public void Ten_particles_find_the_spikes_on_the_line_and_six_do_not()
    {
        GalleryRun run = GalleryRun.Of("spikes-1d");
        foreach (int m in new[] { 10, 20 })
        {
            Assert.Equal(4.6082570604, (double)Assert.Single(run.Runs("forward-backward", m))["objective"]!, 1e-9);
        }

        Assert.Equal(3.94e-2, (double)Assert.Single(run.Runs("forward-backward", 6))["relativeExcess"]!, 5e-5);
    }

    [Fact]
    public void More_particles_than_spikes_find_the_optimum_and_weights_on_a_grid_do_not()
    {
        GalleryRun run = GalleryRun.Of("spikes-complexity");
        IReadOnlyList<JsonNode> flow = run.Runs("flow"), convex = run.Runs("weights only");
        Assert.Equal(19, flow.Count);
        Assert.Equal(19, convex.Count);
        Assert.All(flow, r => Assert.Equal(20, (int)r["repetitions"]!));
        Assert.All(flow.Where(r => (int)r["m"]! >= 9), r => Assert.True((double)r["relativeExcess"]! < 1e-4));
        Assert.All(flow.Where(r => (int)r["m"]! <= 5), r => Assert.True((double)r["relativeExcess"]! > 0.1));
        Assert.True((double)convex.Single(r => (int)r["m"]! == 30)["relativeExcess"]! > 1e-2);
        Assert.All(flow.Concat(convex), r => Assert.InRange((double)r["relativeExcess"]!, (double)r["relativeExcess10"]!, (double)r["relativeExcess90"]!));

        // On a grid the excess falls like 1/m².
        double slope = Math.Log((double)convex[^1]["relativeExcess"]! / (double)convex[11]["relativeExcess"]!) / Math.Log(82.0 / 20);
        Assert.InRange(slope, -2.7, -1.6);
    }

    [Theory]
    [InlineData("mirror")]
    [InlineData("canonical")]
    public void On_the_torus_all_numbers_of_particles_reach_one_optimum(string retraction)
    {
        GalleryRun run = GalleryRun.Of("spikes-2d");
        IReadOnlyList<JsonNode> runs = run.Runs($"{retraction}, lambda 1");
        double[] objectives = [.. runs.Select(r => (double)r["objective"]!)];
        Assert.Equal([3, 4, 25, 100], runs.Select(r => (int)r["m"]!));
        Assert.True(objectives.Max() - objectives.Min() < 1e-8);
        Assert.All(runs, r => Assert.True((double)r["relativeGap"]! < 1e-8));

        // A wide bound: some tenths of a second on one busy core.
        Assert.True(runs.Skip(2).Sum(r => (double)r["seconds"]!) < 5);
    }

    [Fact]
    public void Networks_read_digits_better_than_a_linear_classifier()
    {
        GalleryRun run = GalleryRun.Of("digits");
        Assert.Equal([1, 5, 20, 100], run.Runs("network").Select(r => (int)r["m"]!));
        double linear = (double)Assert.Single(run.Runs("linear"))["accuracy"]!;
        double largest = (double)Assert.Single(run.Runs("network", 100))["accuracy"]!;
        Assert.InRange(linear, 0.945, 0.975);
        Assert.InRange(largest, 0.975, 0.995);
        Assert.True((double)Assert.Single(run.Runs("network", 1))["accuracy"]! < linear && linear < largest);
        Assert.All(run.Runs("network"), r => Assert.True((double)r["lowerBound"]! < (double)r["objective"]! && (double)r["trainingAccuracy"]! > (double)r["accuracy"]!));
    }

    [Fact]
    public void Many_sigmoids_learn_two_and_are_animated_on_their_way()
    {
        GalleryRun run = GalleryRun.Of("sigmoid-2d");
        Assert.All(new[] { 20, 100 }, m => Assert.InRange((double)Assert.Single(run.Runs("Dormand-Prince", m))["relativeExcess"]!, 0, 1e-4));
        XNamespace svg = "http://www.w3.org/2000/svg";
        int[] moving = [.. run.Figures.Select(figure => XDocument.Parse(figure).Descendants(svg + "circle").Count(circle => circle.Elements(svg + "animate").Count() == 3))];
        Assert.Equal([0, 20, 100], moving.Order());
    }

    [Fact]
    public void The_closed_form_of_the_nuclear_norm_is_reached()
    {
        // Σ λ s − λ²/2 for s > λ, otherwise s²/2, over 16 entries, with the singular values 3, 2, 0.5, 0.1 and λ = 1.
        const double expected = (2.5 + 1.5 + 0.125 + 0.005) / 16;
        GalleryRun run = GalleryRun.Of("low-rank");
        Assert.All(new[] { 4, 6, 12 }, m => Assert.Equal(expected, (double)Assert.Single(run.Runs("forward-backward", m))["objective"]!, 1e-9));
    }

    [Fact]
    public void A_matrix_is_completed_from_four_entries_in_seven()
    {
        // ½ ‖λQ‖² + λ (5 + 3) over 28 entries, with Q orthogonal of order 7 and λ = 1.
        const double expected = (3.5 + 8) / 28;
        GalleryRun run = GalleryRun.Of("low-rank");
        Assert.All(new[] { 4, 8, 16 }, m => Assert.Equal(expected, (double)Assert.Single(run.Runs("completion, forward-backward", m))["objective"]!, 1e-9));
        Assert.True((double)Assert.Single(run.Runs("completion, forward-backward", 1))["relativeExcess"]! > 0.1);
        Assert.Equal(3, run.Json["comparisons"]!.AsArray().Count(c => ((string)c!["claim"]!).Contains("missing entries", StringComparison.Ordinal)));
    }

    [Fact]
    public void The_closed_form_of_the_nuclear_norm_of_a_tensor_is_reached()
    {
        // With 3, 2, 1, 0.2 and λ = ½, over 64 entries.
        const double expected = ((0.5 * (3 + 2 + 1)) - (3 * 0.125) + 0.02) / 64;
        GalleryRun run = GalleryRun.Of("low-rank");
        Assert.All(new[] { 20, 50, 100 }, m => Assert.Equal(expected, (double)Assert.Single(run.Runs($"tensor, what is left of {m}"))["objective"]!, 1e-12));
        Assert.True((double)Assert.Single(run.Runs("tensor", 2))["objective"]! > 1.01 * expected);
    }

    [Fact]
    public void A_hundred_rectifiers_learn_five_and_five_do_not()
    {
        GalleryRun run = GalleryRun.Of("relu-2d");
        Assert.True((double)Assert.Single(run.Runs("Dormand-Prince", 100))["relativeExcess"]! < 1e-4);
        Assert.True((double)Assert.Single(run.Runs("Dormand-Prince", 5))["relativeExcess"]! > 1e-2);
    }

    [Theory]
    [InlineData("relu-100d", "both signs")]
    [InlineData("relu-100d", "one sign")]
    [InlineData("sigmoid-100d", "both signs")]
    [InlineData("sigmoid-100d", "normal")]
    public void In_many_dimensions_a_few_neurons_more_than_the_teacher_learn_it_and_weights_alone_do_not(string name, string teachers)
    {
        GalleryRun run = GalleryRun.Of(name);
        IReadOnlyList<JsonNode> flow = run.Runs($"flow, {teachers}"), convex = run.Runs($"weights only, {teachers}");
        int[] counts = [3, 10, 18, 25, 33, 61, 199];
        Assert.Equal(counts, flow.Select(r => (int)r["m"]!));
        Assert.Equal(counts, convex.Select(r => (int)r["m"]!));
        Assert.All(flow.Concat(convex), r =>
        {
            Assert.Equal(3, (int)r["repetitions"]!);
            Assert.InRange((double)r["relativeExcess"]!, (double)r["relativeExcess10"]!, (double)r["relativeExcess90"]!);

            // The teachers have E f*² = 1, and R is half the mean square.
            Assert.Equal((double)r["relativeExcess"]!, 2 * (double)r["objective"]!, 1e-12);
        });

        // Small neurons of a teacher with normal weights are missed at little cost.
        double fewest = teachers switch { "both signs" => 1e-2, "one sign" => 1e-3, _ => 1e-5 };
        Assert.All(flow.Where(r => (int)r["m"]! <= 18), r => Assert.True((double)r["relativeExcess"]! > fewest, r.ToJsonString()));
        Assert.All(flow.Where(r => (int)r["m"]! >= 33), r => Assert.True((double)r["relativeExcess"]! < 1e-6, r.ToJsonString()));
        double[] weights = [.. convex.Select(r => (double)r["relativeExcess"]!)];
        Assert.Equal(weights.OrderDescending(), weights);
        Assert.All(weights, value => Assert.InRange(value, 0, 1));
        Assert.True(weights[^1] > (teachers == "both signs" ? 0.2 : 0.02));
    }

    [Fact]
    public void The_limit_of_the_starts_never_moves()
    {
        GalleryRun run = GalleryRun.Of("limits");
        Assert.Equal(1, (double)Assert.Single(run.Runs("Dormand-Prince from the limit"))["objective"]!);
        Assert.All(run.Runs("Dormand-Prince"), r => Assert.True((double)r["objective"]! < 1e-6));
    }
}
