using System.Diagnostics.CodeAnalysis;
using System.Diagnostics.Metrics;
using System.Diagnostics.Tracing;

namespace MeanFieldDsl;

/// <summary>
/// What a running process shows of its flows: a <see cref="Meter"/> and an <see cref="EventSource"/>, both named MeanFieldDsl, for dotnet-counters,
/// dotnet-trace and OpenTelemetry. Nothing is allocated for them in the steps.
/// </summary>
internal static class FlowMeter
{
    private const string Name = "MeanFieldDsl";

    private static readonly Meter s_meter = new(Name);
    private static readonly UpDownCounter<int> s_running = s_meter.CreateUpDownCounter<int>("meanfield.flows.running", "{flow}", "Flows that are running.");
    private static readonly Counter<long> s_runs = s_meter.CreateCounter<long>("meanfield.flows.ended", "{flow}", "Flows that have ended.");
    private static readonly Counter<long> s_steps = s_meter.CreateCounter<long>("meanfield.steps", "{step}", "Accepted steps, counted every ReportEvery steps.");
    private static readonly Histogram<double> s_seconds = s_meter.CreateHistogram<double>("meanfield.flow.duration", "s", "Wall-clock time of a flow.");

    public static void Begin(string model, string scheme, int particles)
    {
        s_running.Add(1);
        if (FlowEventSource.Log.IsEnabled())
        {
            FlowEventSource.Log.FlowStarted(model, scheme, particles);
        }
    }

    public static void Count(long steps, double objective)
    {
        if (steps <= 0)
        {
            return;
        }

        s_steps.Add(steps);
        if (FlowEventSource.Log.IsEnabled(EventLevel.Verbose, EventKeywords.All))
        {
            FlowEventSource.Log.FlowProgressed(steps, objective);
        }
    }

    public static void End(string model, FlowStatus status, int steps, TimeSpan elapsed)
    {
        s_running.Add(-1);
        s_runs.Add(1);
        s_seconds.Record(elapsed.TotalSeconds);
        if (FlowEventSource.Log.IsEnabled())
        {
            FlowEventSource.Log.FlowEnded(model, status.ToString(), steps);
        }
    }

    [EventSource(Name = FlowMeter.Name)]
    private sealed class FlowEventSource : EventSource
    {
        public static readonly FlowEventSource Log = new();

        [Event(1, Level = EventLevel.Informational, Message = "{0}: {2} particles, {1}")]
        public void FlowStarted(string model, string scheme, int particles) => WriteEvent(1, model, scheme, particles);

        [Event(2, Level = EventLevel.Verbose, Message = "{0} steps, F = {1}")]
        public void FlowProgressed(long steps, double objective) => WriteProgress(steps, objective);

        [Event(3, Level = EventLevel.Informational, Message = "{0}: {1} after {2} steps")]
        public void FlowEnded(string model, string status, int steps) => WriteEvent(3, model, status, steps);

        [NonEvent]
        [UnconditionalSuppressMessage("Trimming", "IL2026", Justification = "Numbers and strings alone are written.")]
        private unsafe void WriteProgress(long steps, double objective)
        {
            EventData* data = stackalloc EventData[2];
            data[0] = new EventData { DataPointer = (nint)(&steps), Size = sizeof(long) };
            data[1] = new EventData { DataPointer = (nint)(&objective), Size = sizeof(double) };
            WriteEventCore(2, 2, data);
        }

        [NonEvent]
        [UnconditionalSuppressMessage("Trimming", "IL2026", Justification = "Numbers and strings alone are written.")]
        private unsafe void WriteEvent(int id, string first, string second, int number)
        {
            fixed (char* one = first, two = second)
            {
                EventData* data = stackalloc EventData[3];
                data[0] = new EventData { DataPointer = (nint)one, Size = (first.Length + 1) * sizeof(char) };
                data[1] = new EventData { DataPointer = (nint)two, Size = (second.Length + 1) * sizeof(char) };
                data[2] = new EventData { DataPointer = (nint)(&number), Size = sizeof(int) };
                WriteEventCore(id, 3, data);
            }
        }
    }
}
