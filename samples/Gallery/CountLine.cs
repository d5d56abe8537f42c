using System.Diagnostics;
using System.Globalization;

namespace MeanFieldDsl.Gallery;

/// <summary>Shows how many of many independent runs are done, from any thread.</summary>
internal sealed class CountLine(Terminal terminal, string name, int count) : IDisposable
{
    private const int Width = 20;

    private readonly Lock _lock = new();
    private readonly long _start = Stopwatch.GetTimestamp();
    private int _computed;
    private int _done;
    private int _written;

    /// <summary>Counts one more.</summary>
    /// <param name="isKept">Whether an earlier call had computed it, so that it says nothing about the time.</param>
    public void Add(bool isKept)
    {
        lock (_lock)
        {
            _done++;
            _computed += isKept ? 0 : 1;
            double seconds = Stopwatch.GetElapsedTime(_start).TotalSeconds;
            string left = _computed > 0 ? string.Create(CultureInfo.InvariantCulture, $", about {seconds * (count - _done) / _computed:F0} s left") : "";
            int full = Width * _done / count;
            string text = string.Create(CultureInfo.InvariantCulture, $"[{new string('#', full)}{new string('.', Width - full)}] {name}: {_done} of {count}  {seconds:F1} s{left}");
            if (terminal.Rewrites)
            {
                terminal.Error.Write('\r' + text.PadRight(_written));
                _written = text.Length;
            }
            else if (10 * _done / count > 10 * (_done - 1) / count)
            {
                // A log needs ten lines, not hundreds.
                terminal.Error.WriteLine(text);
            }
        }
    }

    /// <summary>Clears a line that was rewritten.</summary>
    public void Dispose()
    {
        if (_written > 0)
        {
            terminal.Error.Write('\r' + new string(' ', _written) + '\r');
        }
    }
}
