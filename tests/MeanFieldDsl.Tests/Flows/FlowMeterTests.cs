using System.Collections.Concurrent;
using System.Diagnostics.Metrics;
using System.Diagnostics.Tracing;

namespace MeanFieldDsl.Tests;

public class FlowMeterTests
{
    [Fact]
    public void A_run_shows_in_the_meter_and_in_the_event_source()
    {
        ConcurrentQueue<(string Name, double Value)> measured = [];
        using MeterListener listener = new();
        listener.InstrumentPublished = static (instrument, l) =>
        {
            if (instrument.Meter.Name == "MeanFieldDsl")
            {
                l.EnableMeasurementEvents(instrument);
            }
        };
        listener.SetMeasurementEventCallback<long>((instrument, value, _, _) => measured.Enqueue((instrument.Name, value)));
        listener.SetMeasurementEventCallback<int>((instrument, value, _, _) => measured.Enqueue((instrument.Name, value)));
        listener.SetMeasurementEventCallback<double>((instrument, value, _, _) => measured.Enqueue((instrument.Name, value)));
        listener.Start();
        using Events events = new();
        FlowResult<RawParticle> run = GradientFlow.Run(new Meters(), new() { ParticleCount = 3, RandomProbes = 0 });

        // Other tests run flows at the same time.
        Assert.True(measured.Where(static m => m.Name == "meanfield.steps").Sum(static m => m.Value) >= run.Iterations);
        Assert.Contains(measured, static m => m == ("meanfield.flows.ended", 1));
        Assert.Contains(measured, static m => m == ("meanfield.flows.running", 1));
        Assert.Contains(measured, static m => m.Name == "meanfield.flow.duration" && m.Value > 0);
        Assert.Contains($"Meters descent 3", events.Lines);
        Assert.Contains($"Meters Converged {run.Iterations}", events.Lines);
    }

    private sealed class Events : EventListener
    {
        public ConcurrentQueue<string> Lines { get; } = [];

        protected override void OnEventSourceCreated(EventSource eventSource)
        {
            if (eventSource.Name == "MeanFieldDsl")
            {
                EnableEvents(eventSource, EventLevel.Verbose);
            }
        }

        protected override void OnEventWritten(EventWrittenEventArgs eventData) => Lines?.Enqueue(string.Join(' ', eventData.Payload!));
    }

    /// <summary>½ ‖u‖², under a name of its own.</summary>
    private sealed class Meters() : NaiveModel(2, 0)
    {
        public override double Feature(ReadOnlySpan<double> u, int row) => 0;

        public override void AddGradient(ReadOnlySpan<double> u, int row, double factor, Span<double> gradient)
        {
        }

        public override double Loss(double prediction, int row) => 0;

        public override double LossDerivative(double prediction, int row) => 0;

        public override double Penalty(ReadOnlySpan<double> u) => 0.5 * ((u[0] * u[0]) + (3 * u[1] * u[1]));

        public override void AddPenaltyGradient(ReadOnlySpan<double> u, Span<double> gradient)
        {
            gradient[0] += u[0];
            gradient[1] += 3 * u[1];
        }
    }
}
