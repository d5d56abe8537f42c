using System.Globalization;
using MeanFieldDsl.Reporting;

namespace MeanFieldDsl.Gallery;

/// <summary>The report of an experiment: figures, comparison with the source, runs, parameters, source and model card.</summary>
internal static class ExperimentReport
{
    public static HtmlReport Of(IExperiment experiment, Arguments arguments, ExperimentResult result)
    {
        HtmlReport report = new HtmlReport($"{experiment.Name}: {experiment.Description}")
            .Paragraph(result.Canceled ? "Cancelled before the end: this is what was computed." : Text($"Computed in {result.Seconds:F1} s."));
        foreach (Drawing drawing in result.Drawings)
        {
            _ = report.Figure(drawing.Page, drawing.Caption);
        }

        return report
            .Heading("What matches the source and what does not")
            .Table(["claim", "expected", "found", ""], result.Comparisons.Select(c => (string[])[c.Claim, c.Expected, c.Found, c.Matches ? "matches" : "differs"]))
            .Heading("Runs")
            .Table(["m", "method", "objective", "relative excess", "relative gap", "gap proved", "steps", "seconds", "status", "further"], result.Runs.Select(Row))
            .Heading("Parameters")
            .Table(["parameter", "value"], [.. result.Parameters.Select(p => (string[])[p.Name, p.Value]), ["seed", Text($"{arguments.Seed}")], ["quick", arguments.Quick ? "yes" : "no"]])
            .Heading("Source")
            .Code(Source(experiment))
            .Heading("Model card")
            .Code(experiment.Card.Markdown);
    }

    private static string[] Row(RunRecord run) =>
    [
        Text($"{run.M}"), run.Method, Text($"{run.Objective:G12}"), Text($"{run.RelativeExcess:0.0e+00}"), Text($"{run.RelativeGap:0.0e+00}"), run.GapIsRigorous ? "yes" : "no",
        Text($"{run.Iterations:N0}"), Text($"{run.Seconds:F3}"), run.Status.ToString(), string.Join(", ", run.More.Select(number => Text($"{number.Name} {number.Value:G4}"))),
    ];

    private static string Source(IExperiment experiment)
    {
        using Stream stream = typeof(ExperimentReport).Assembly.GetManifestResourceStream(experiment.SourceFile)!;
        using StreamReader reader = new(stream);
        return reader.ReadToEnd();
    }

    private static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
