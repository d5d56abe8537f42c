using System.Globalization;

namespace MeanFieldDsl.Reporting;

/// <summary>
/// Shows the progress of a flow as text: on a terminal one line that is rewritten, elsewhere (a file, a build log) a plain line now
/// and then. Dispose it after the run, so that what follows starts on a line of its own.
/// </summary>
public sealed class ProgressLine : IProgress<FlowReport>, IDisposable
{
    private readonly TextWriter _writer;
    private readonly bool _rewrites;
    private readonly TimeSpan _pause;
    private TimeSpan? _last;
    private int _written;

    /// <summary>Creates a display.</summary>
    /// <param name="writer">Where to write; it is not disposed.</param>
    /// <param name="rewrites">Whether the line can be rewritten, as on a terminal: <c>!Console.IsErrorRedirected</c> for the error output.</param>
    public ProgressLine(TextWriter writer, bool rewrites)
    {
        ArgumentNullException.ThrowIfNull(writer);
        _writer = writer;
        _rewrites = rewrites;

        // The eye follows ten changes a second; a log needs fewer lines.
        _pause = TimeSpan.FromSeconds(rewrites ? 0.1 : 2);
    }

    /// <summary>The largest number of steps: the line then starts with a bar and ends with the time that is left at most. Null, the default, where it is not known.</summary>
    public int? Steps { get; init; }

    /// <summary>A lower bound of F, such as a known optimum: the line then has the gap above it. Null, the default, takes that of the reports, where they have one (<see cref="FlowOptions.ReportGap"/>).</summary>
    public double? LowerBound { get; init; }

    /// <inheritdoc/>
    public void Report(FlowReport value)
    {
        if (_last is { } last && value.Elapsed < last + _pause)
        {
            return;
        }

        _last = value.Elapsed;
        string text = string.Create(
            CultureInfo.InvariantCulture,
            $"{Bar(value)}step {value.Iteration,7:N0}   F {value.Objective,-12:G8} {Gap(value)}residual {value.Residual,-7:0.0e+00}  {value.Elapsed.TotalSeconds:F1} s{Left(value)}");
        if (_rewrites)
        {
            // Blanks hide what a longer line left behind.
            _writer.Write('\r' + text.PadRight(_written));
            _written = text.Length;
        }
        else
        {
            _writer.WriteLine(text);
        }
    }

    /// <summary>Clears a line that was rewritten.</summary>
    public void Dispose()
    {
        if (_rewrites && _written > 0)
        {
            _writer.Write('\r' + new string(' ', _written) + '\r');
            _written = 0;
        }

        _writer.Flush();
    }

    private string Bar(FlowReport value)
    {
        const int width = 20;
        int full = (int)(width * Part(value));
        return Steps is null ? "" : $"[{new string('#', full)}{new string('.', width - full)}] ";
    }

    private string Gap(FlowReport value) =>
        LowerBound is { } bound ? string.Create(CultureInfo.InvariantCulture, $"gap {value.Objective - bound,-8:0.0e+00} ")
        : double.IsFinite(value.LowerBound) ? string.Create(CultureInfo.InvariantCulture, $"D {value.LowerBound,-12:G8} gap {value.Gap,-8:0.0e+00} relative {value.RelativeGap,-8:0.0e+00} ")
        : "";

    // Most flows converge before their last step, so this is the longest it can take.
    private string Left(FlowReport value) => Steps is not null && value.Iteration > 0
        ? string.Create(CultureInfo.InvariantCulture, $", at most {value.Elapsed.TotalSeconds * (1 - Part(value)) / Part(value):F0} s left")
        : "";

    private double Part(FlowReport value) => Math.Clamp(value.Iteration / (double)Math.Max(1, Steps ?? 1), 0, 1);
}
