namespace MeanFieldDsl.Reporting.Tests;

public class ProgressTests
{
    private static FlowReport Line(int iteration, double seconds, double objective = 0.5) =>
        new(iteration, objective, 1e-3, 0.25, 1, iteration, 0, TimeSpan.FromSeconds(seconds));

    [Fact]
    public void On_a_terminal_one_line_is_rewritten_and_cleared()
    {
        using StringWriter writer = new();
        using (ProgressLine progress = new(writer, rewrites: true))
        {
            progress.Report(Line(0, 0, -0.123456789));
            progress.Report(Line(1, 0.05));
            progress.Report(Line(2, 0.2));
        }

        string[] parts = writer.ToString().Split('\r');
        Assert.DoesNotContain('\n', writer.ToString());
        Assert.Equal(5, parts.Length);
        Assert.StartsWith("step       0   F -0.12345679", parts[1], StringComparison.Ordinal);
        Assert.StartsWith("step       2", parts[2], StringComparison.Ordinal);
        Assert.Equal("", parts[3].Trim());
        Assert.Equal("", parts[4]);
    }

    [Fact]
    public void With_a_last_step_and_a_bound_the_line_has_a_bar_a_gap_and_the_time_left()
    {
        using StringWriter writer = new() { NewLine = "\n" };
        using (ProgressLine progress = new(writer, rewrites: false) { Steps = 400, LowerBound = 0.25 })
        {
            progress.Report(Line(0, 0));
            progress.Report(Line(100, 5));
        }

        string[] lines = writer.ToString().Split('\n');
        Assert.Equal("[....................] step       0   F 0.5          gap 2.5e-01  residual 1.0e-03  0.0 s", lines[0]);
        Assert.Equal("[#####...............] step     100   F 0.5          gap 2.5e-01  residual 1.0e-03  5.0 s, at most 15 s left", lines[1]);
    }

    [Fact]
    public void Elsewhere_plain_lines_appear_now_and_then()
    {
        using StringWriter writer = new() { NewLine = "\n" };
        using (ProgressLine progress = new(writer, rewrites: false))
        {
            for (int i = 0; i <= 100; i++)
            {
                progress.Report(Line(i, 0.1 * i));
            }
        }

        Assert.DoesNotContain('\r', writer.ToString());
        Assert.Equal(6, writer.ToString().Split('\n', StringSplitOptions.RemoveEmptyEntries).Length);
    }

    [Fact]
    public void The_table_shows_1_2_5_10_and_the_last()
    {
        string[] lines = FlowTable.Format([.. Enumerable.Range(0, 38).Select(i => Line(i, i))]).Split('\n', StringSplitOptions.RemoveEmptyEntries);
        Assert.Equal(["iteration", "0", "1", "2", "5", "10", "20", "37"], lines.Select(l => l.Split(' ', StringSplitOptions.RemoveEmptyEntries)[0]));
        Assert.Single(lines.Select(l => l.Length).Distinct());
        Assert.Single(FlowTable.Format([]).Split('\n', StringSplitOptions.RemoveEmptyEntries));
    }

    [Fact]
    public void A_thinned_history_shows_the_next_line_it_has()
    {
        string[] lines = FlowTable.Format([.. Enumerable.Range(0, 20).Select(i => Line(4 * i, i))]).Split('\n', StringSplitOptions.RemoveEmptyEntries);
        Assert.Equal(["iteration", "0", "4", "8", "12", "20", "52", "76"], lines.Select(l => l.Split(' ', StringSplitOptions.RemoveEmptyEntries)[0]));
    }
}
