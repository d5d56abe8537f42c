using System.Diagnostics;

namespace MeanFieldDsl;

/// <summary>What can end a flow in the middle of a step: the caller and the clock.</summary>
/// <param name="timeLimit">The wall-clock limit, or null.</param>
/// <param name="cancellation">The caller's wish.</param>
internal sealed class FlowLimits(TimeSpan? timeLimit, CancellationToken cancellation)
{
    private readonly long _start = Stopwatch.GetTimestamp();

    /// <summary>The time of earlier runs that this one continues; it does not count for the limit.</summary>
    public TimeSpan Before { get; set; }

    public TimeSpan Elapsed => Before + Stopwatch.GetElapsedTime(_start);

    /// <summary>Why to end now, or null.</summary>
    public FlowStatus? Interrupted() =>
        cancellation.IsCancellationRequested ? FlowStatus.Canceled
        : timeLimit is { } limit && Stopwatch.GetElapsedTime(_start) >= limit ? FlowStatus.TimeLimit
        : null;
}
