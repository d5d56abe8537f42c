namespace MeanFieldDsl.Samples.Tests;

/// <summary>Presses Ctrl+C at the n-th text that begins in a given way.</summary>
internal sealed class CancelingWriter(CancellationTokenSource stop, string beginning, int count) : StringWriter
{
    private int _left = count;

    public override void Write(string? value) => Look(value);

    public override void WriteLine(string? value) => Look(value);

    private void Look(string? value)
    {
        if (value?.StartsWith(beginning, StringComparison.Ordinal) == true && --_left == 0)
        {
            stop.Cancel();
        }
    }
}
