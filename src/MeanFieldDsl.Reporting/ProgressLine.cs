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
            $"step {value.Iteration,7:N0}   F {value.Objective,-12:G8} residual {value.Residual,-7:0.0e+00}  {value.Elapsed.TotalSeconds:F1} s");
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
}
