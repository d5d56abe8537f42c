using MeanFieldDsl.Library;
using MeanFieldDsl.Tests.Kernels.Ridge;

namespace MeanFieldDsl.Tests.Flows;

/// <summary>A flow in single precision goes where that in double goes, as far as its rounding lets it, and says when it does not.</summary>
public sealed class SinglePrecisionTests
{
    private static readonly SquaredL2 Decay = new() { Lambda = 0.001 };

    private static readonly FlowOptions Options = new() { ParticleCount = 50, Seed = 1, RandomProbes = 0, Tolerance = 1e-3 };

    [Fact]
    public void It_ends_close_to_double_precision()
    {
        FlowResult<SigmoidNeuron.Particle> twice = GradientFlow.Run(new SigmoidRidge(Decay).On(Data()), Options), once = GradientFlow.Run(new SigmoidSingle(Decay).On(Data()), Options);
        Assert.Equal((FlowStatus.Converged, FlowStatus.Converged), (twice.Status, once.Status));
        Assert.Equal(twice.Objective, once.Objective, 0.01 * twice.Objective);
        Assert.NotEqual(twice.Objective, once.Objective);
    }

    [Fact]
    public void It_never_rises_above_its_rounding()
    {
        FlowResult<SigmoidNeuron.Particle> run = GradientFlow.Run(new SigmoidSingle(Decay).On(Data()), Options);
        double lowest = double.PositiveInfinity;
        foreach (FlowReport line in run.History)
        {
            Assert.True(line.Objective <= lowest * (1 + (4 * 1.1920928955078125e-7)), $"{line.Objective:R} after {lowest:R}");
            lowest = Math.Min(lowest, line.Objective);
        }
    }

    [Fact]
    public void A_tolerance_below_its_rounding_stalls_and_the_advice_names_the_way_out()
    {
        FlowResult<SigmoidNeuron.Particle> run = GradientFlow.Run(new SigmoidSingle(Decay).On(Data()), Options with { Tolerance = 1e-12, MaxIterations = 200_000 });
        Assert.Equal(FlowStatus.Stalled, run.Status);
        Assert.Contains("Single precision gives no more: raise Tolerance, or continue in a model of Precision.Double", run.Advice, StringComparison.Ordinal);
        FlowResult<SigmoidNeuron.Particle> on = GradientFlow.Run(new SigmoidRidge(Decay).On(Data()), Options with { InitialParticles = run.Particles.Values.ToArray() });
        Assert.True(on.Objective <= run.Objective * (1 + 1e-6), $"{on.Objective:R} from {run.Objective:R}");
    }

    private static DataSet Data()
    {
        Random random = new(3);
        double[][] rows = [.. Enumerable.Range(0, 100).Select(_ => new[] { (2 * random.NextDouble()) - 1, (2 * random.NextDouble()) - 1, (2 * random.NextDouble()) - 1 })];
        return DataSet.From(rows, [.. rows.Select(static x => Math.Sin(3 * x[0]) + (x[1] * x[2]))]);
    }
}
