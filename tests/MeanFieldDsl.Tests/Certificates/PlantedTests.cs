using Xunit.Abstractions;

namespace MeanFieldDsl.Tests;

/// <summary>
/// The reported lower bound of problems whose optimum is known is never above it, but for rounding and, where it rests on a search of a certificate with kinks, 1e-6: 1,000 problems, each at its minimiser, near it,
/// after a few steps and anywhere. All are searched; of each it is tried to prove a bound at the minimiser with few boxes, and of one in fifty at all measures with as many as by default.
/// </summary>
public class PlantedTests(ITestOutputHelper output)
{
    private const double Rounding = 1e-12;

    // The maximum of a certificate with kinks may be at one, which a search comes close to and does not meet: 7e-10 at worst here.
    private const double Kinks = 1e-6;

    private double _worst = double.NegativeInfinity;
    private double _worstGap = double.PositiveInfinity;
    private double _largestGapAtOptimum;

    [Fact]
    public void Of_spikes_on_the_circle()
    {
        for (int k = 0; k < 300; k++)
        {
            CounterRandom random = new(6, (ulong)k);
            Judge(PlantedProblems.Spikes(ref random), k, ref random);
        }

        Report();
    }

    [Fact]
    public void Of_matrices()
    {
        for (int k = 0; k < 400; k++)
        {
            CounterRandom random = new(7, (ulong)k);
            Judge(PlantedProblems.Matrix(ref random), k, ref random);
        }

        Report();
    }

    [Fact]
    public void Of_neurons_with_two_inputs()
    {
        for (int k = 0; k < 300; k++)
        {
            CounterRandom random = new(8, (ulong)k);
            Judge(PlantedProblems.Neurons(ref random), k, ref random, Kinks);
        }

        Report();
    }

    private void Judge<TParticle>(Planted<TParticle> planted, int number, ref CounterRandom random, double searched = Rounding)
        where TParticle : IParticle<TParticle>, allows ref struct
    {
        ParticleLayout layout = planted.Problem.Layout;
        const int few = 200;
        int? boxes = number % 50 == 0 ? null : 0;
        DualityGapReport atOptimum = Bound(planted.Atoms, "at the minimiser", 0);
        _ = Bound(planted.Atoms, "at the minimiser, with a proof", number % 50 == 0 ? null : few);
        Assert.True(Math.Abs(atOptimum.Objective - planted.Optimum) <= 1e-11 * planted.Optimum, $"{number}: F = {atOptimum.Objective:R} at the minimiser, F* = {planted.Optimum:R}; {planted.Words}");
        _largestGapAtOptimum = Math.Max(_largestGapAtOptimum, atOptimum.RelativeGap);
        foreach (double distance in (double[])[number % 2 == 0 ? 1e-8 : 1e-5, 1e-2])
        {
            double[] near = [.. planted.Atoms];
            for (int i = 0; i < near.Length; i++)
            {
                near[i] += distance * random.NextGaussian() * Math.Max(1e-3, Math.Abs(near[i]));
            }

            _ = Bound(near, $"{distance} from it", boxes);
        }

        double[] anywhere = new double[4 * layout.Dimension];
        Initialisation.Gaussian().Fill(layout, 4, (ulong)number, anywhere);
        _ = Bound(anywhere, "anywhere", boxes);
        FlowOptions options = new() { ParticleCount = 6, MaxIterations = 10, Seed = (ulong)number, RandomProbes = 400, ProofBoxes = boxes, Threads = 1 };
        Check(GradientFlow.Run(planted.Problem, options).Gap!, "after 10 steps");

        DualityGapReport Bound(double[] particles, string where, int? boxes)
        {
            DualityGapReport gap = DualityGapReport.Of(planted.Problem, new ParticleMeasure<TParticle>(layout, particles), probes: 400, seed: (ulong)number, boxes);
            Check(gap, where);
            return gap;
        }

        void Check(DualityGapReport gap, string where)
        {
            double excess = (gap.LowerBound - planted.Optimum) / planted.Optimum;
            (_worst, _worstGap) = (Math.Max(_worst, excess), Math.Min(_worstGap, gap.RelativeGap));
            Assert.True(excess <= (gap.IsRigorous ? Rounding : searched), $"{number} {where}: the bound {gap.LowerBound:R} is above F* = {planted.Optimum:R} by {excess:E2}; {planted.Words}; {gap}");
            double proved = (gap.ProvedLowerBound - planted.Optimum) / planted.Optimum;
            Assert.True(proved <= Rounding, $"{number} {where}: proved is {gap.ProvedLowerBound:R}, above F* = {planted.Optimum:R} by {proved:E2}; {planted.Words}; {gap}");
            Assert.True(gap.RelativeGap >= -Rounding, $"{number} {where}: gap {gap.RelativeGap:E2}; {planted.Words}");
        }
    }

    private void Report() => output.WriteLine($"worst (bound − F*)/F* = {_worst:E2}, least relative gap {_worstGap:E2}, largest relative gap at a minimiser {_largestGapAtOptimum:E2}");
}
