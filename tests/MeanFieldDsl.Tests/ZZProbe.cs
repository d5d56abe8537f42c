using System.Diagnostics;
namespace MeanFieldDsl.Tests;
public class ZZProbe
{
    [Fact]
    public void Go()
    {
        MeanFieldProblem<LowPassSpike.Particle> problem = SpikeInstances.Reference();
        foreach ((int count, int steps) in new[] { (10, 50_000), (20,50000), (10, 30), (10, 300), (6, 50_000), (20, 1000) })
        {
            FlowOptions options = new() { ParticleCount = count, Initialisation = Initialisation.ZeroWeights(), MaxIterations = steps, Tolerance = 1e-9, ProofBoxes = 0 };
            FlowResult<LowPassSpike.Particle> run = GradientFlow.Run(problem, options);
            Stopwatch w = Stopwatch.StartNew();
            DualityGapReport gap = DualityGapReport.Of(problem, run.Particles, 1000, 0, 0);
            double t0 = w.Elapsed.TotalSeconds;
            w.Restart();
            DualityGapReport gap2 = DualityGapReport.Of(problem, run.Particles, 1000, 0, 20000);
            Console.WriteLine($"m {count} F {run.Objective:R} search {gap.LowerBound:R} rel {gap.RelativeGap:g3} {t0:f3}s | {gap2} proved {gap2.ProvedLowerBound:R} boxes {gap2.Boxes} {gap2.IsRigorous} {w.Elapsed.TotalSeconds - t0:f3} s");
        }
    }
}
