using MeanFieldDsl.Library;
using static System.Math;

namespace MeanFieldDsl.Tests;

/// <summary>Lower bounds of F that are proved by branch and bound.</summary>
public class DualityGapProofTests
{
    private const double Optimum = 4.6082570604;

    [Theory]
    [InlineData(10, 50_000)]
    [InlineData(20, 50_000)]
    [InlineData(10, 30)]
    [InlineData(10, 300)]
    [InlineData(6, 50_000)]
    public void On_the_line_the_bound_of_any_measure_is_proved_and_that_of_the_optimum_is_sharp(int count, int steps)
    {
        FlowOptions options = new() { ParticleCount = count, Initialisation = Initialisation.ZeroWeights(), MaxIterations = steps, Tolerance = 1e-9 };
        FlowResult<LowPassSpike.Particle> run = GradientFlow.Run(SpikeInstances.Reference(), options);
        DualityGapReport gap = run.Gap!;
        Assert.True(gap.IsRigorous, gap.ToString());
        Assert.Equal(gap.ProvedLowerBound, gap.LowerBound);
        Assert.True(gap.LowerBound <= Optimum + 1e-10, $"{gap.LowerBound:R} is above the optimum");
        Assert.Contains("proved", gap.ToString(), StringComparison.Ordinal);
        if (run.Objective < Optimum + 1e-9)
        {
            Assert.True(gap.RelativeGap is >= 0 and < 1e-6, gap.ToString());
        }
    }

    [Fact]
    public void On_the_torus_with_squared_weights_it_is_sharp_too()
    {
        FlowOptions options = new() { ParticleCount = 25, Scheme = FlowScheme.Conic(), MaxIterations = 20_000, Tolerance = 1e-11 };
        FlowResult<TorusSpike.Particle> run = GradientFlow.Run(SpikeInstances.Torus(0.04), options);
        Assert.True(run.Gap is { IsRigorous: true, RelativeGap: >= 0 and < 1e-6 }, $"{run.Gap} after {run.Gap!.Boxes} boxes, proved {run.Gap.ProvedLowerBound:R}");
    }

    [Fact]
    public void In_the_plane_nothing_is_left_out_however_far()
    {
        MeanFieldProblem<GaussianSpike.Particle> problem = Plane();
        FlowResult<GaussianSpike.Particle> run = ConditionalGradient.Run(problem, new() { ParticleCount = 25, Initialisation = Initialisation.ZeroWeights(), GapTolerance = 1e-8 });
        DualityGapReport gap = run.Gap!;
        Assert.True(gap is { IsRigorous: true, RelativeGap: >= 0 and < 1e-6 }, $"{gap} after {gap.Boxes} boxes, proved {gap.ProvedLowerBound:R}");
    }

    [Fact]
    public void Of_neurons_on_the_circle_the_bound_is_that_of_the_kinks()
    {
        // F'/V is largest at a direction orthogonal to an input or at a stationary point between two of them: looked at closely, and independently.
        double[][] inputs = [.. Enumerable.Range(0, 24).Select(static r => new[] { Cos(0.7 * r * r), Sin(0.3 + (1.1 * r)) * 1.3 })];
        double[] targets = [.. inputs.Select(static x => Max(x[0], 0) - (0.5 * Max(x[1] - x[0], 0)) + (0.2 * Sin(5 * x[0])))];
        MeanFieldProblem<ReluNeuronWithoutBias.Particle> problem = new PathNeurons(new PathNorm { Lambda = 0.05 }).On(DataSet.From(inputs, targets));
        foreach (int steps in new[] { 10, 100, 3_000 })
        {
            FlowResult<ReluNeuronWithoutBias.Particle> run = GradientFlow.Run(problem, new() { ParticleCount = 30, MaxIterations = steps, Tolerance = 1e-12 });
            DualityGapReport gap = run.Gap!;
            Assert.True(gap.IsRigorous, $"{gap} after {gap.Boxes} boxes");
            using Evaluator evaluator = problem.CreateEvaluator(30);
            _ = evaluator.Objective(run.Particles.Values);
            double largest = 0;
            for (int k = 0; k < 200_000; k++)
            {
                double angle = 2 * PI * k / 200_000;
                largest = Max(largest, Max(1 - (evaluator.FirstVariation([1, Cos(angle), Sin(angle)]) / 0.05), 1 - (evaluator.FirstVariation([-1, Cos(angle), Sin(angle)]) / 0.05)));
            }

            double proved = 1 / gap.Scale;
            Assert.True(proved >= largest * (1 - 1e-9), $"{proved} is proved and {largest} was met");
            Assert.True(proved <= Max(1, largest) * 1.02, $"{proved} is far above {largest}");
        }
    }

    [Fact]
    public void With_weight_decay_neurons_are_taken_from_the_surface_of_a_cube()
    {
        double[][] inputs = [.. Enumerable.Range(0, 30).Select(static r => new[] { Cos(1.7 * r), Sin(2.3 * r) })];
        double[] targets = [.. inputs.Select(static x => Max(x[0] + (0.4 * x[1]), 0) - Max(-x[0], 0))];
        MeanFieldProblem<ReluNeuronWithoutBias.Particle> problem = new DecayNeurons(new SquaredL2 { Lambda = 0.02 }).On(DataSet.From(inputs, targets));
        FlowResult<ReluNeuronWithoutBias.Particle> run = GradientFlow.Run(problem, new() { ParticleCount = 50, MaxIterations = 20_000, Tolerance = 1e-9 });
        Assert.True(run.Gap!.IsRigorous, $"{run.Gap} after {run.Gap.Boxes} boxes, proved {run.Gap.ProvedLowerBound:R}");

        // The same penalty at its best split of each neuron into a and w.
        FlowResult<ReluNeuronWithoutBias.Particle> path = GradientFlow.Run(new PathNeurons(new PathNorm { Lambda = 0.02 }).On(DataSet.From(inputs, targets)), new() { ParticleCount = 50, MaxIterations = 20_000, Tolerance = 1e-9 });
        Assert.True(path.Gap!.IsRigorous, path.Gap.ToString());
        Assert.True(run.Gap.LowerBound <= path.Objective * (1 + 1e-9) && path.Gap.LowerBound <= run.Objective * (1 + 1e-9));
    }

    [Fact]
    public void Of_a_matrix_of_two_by_two_the_bound_is_the_closed_form()
    {
        double[][] rows = [.. Enumerable.Range(0, 4).Select(static e => new double[] { e / 2, e % 2 })];
        MeanFieldProblem<RankOneMatrix.Particle> problem = new MatrixSquareDecay(new SquaredL2 { Lambda = 0.25 }).On(DataSet.From(rows, [3, 0, 0, 2]), n1: 2, n2: 2);
        const double optimum = (2.5 + 1.5) / 4;
        FlowResult<RankOneMatrix.Particle> run = GradientFlow.Run(problem, new() { ParticleCount = 8, Tolerance = 1e-10, ProofBoxes = 200_000 });
        Assert.Equal(optimum, run.Objective, 1e-9);
        Assert.True(run.Gap!.ProvedLowerBound <= optimum + 1e-12 && run.Gap.ProvedLowerBound > 0.9 * optimum, $"{run.Gap} after {run.Gap.Boxes} boxes, proved {run.Gap.ProvedLowerBound:R}");
    }

    [Fact]
    public void A_peak_that_the_search_misses_is_found_by_the_proof()
    {
        // At the measure 0, η has a low wide hump near 0 and a high narrow one at 50.
        double[][] rows = [.. Enumerable.Range(0, 1001).Select(static r => new[] { r / 10.0 })];
        double[] targets = [.. rows.Select(static x => Exp(-x[0] * x[0] / 50) + (3 * Exp(-Pow(x[0] - 50.03, 2) / 0.02)))];
        MeanFieldProblem<GaussianSpike.Particle> problem = new PlaneSpikes(new GaussianSpike { Width = 0.1 }, new TotalVariation { Lambda = 1e-3 }).On(DataSet.From(rows, targets));
        ParticleMeasure<GaussianSpike.Particle> zero = new(problem.Layout, [0, 0.5]);
        DualityGapReport searched = DualityGapReport.Of(problem, zero, probes: 2, boxes: 0), proved = DualityGapReport.Of(problem, zero, probes: 2, boxes: 20_000);
        Assert.False(searched.IsRigorous);
        Assert.True(proved.IsRigorous, $"{proved} after {proved.Boxes} boxes");
        Assert.InRange(Abs(proved.Worst[1] - 50.03), 0, 0.05);
        Assert.True(proved.Scale < searched.Scale);
    }

    [Fact]
    public void Of_a_feature_that_grows_without_end_no_bound_is_proved()
    {
        // |w log(1 + t²) x| beside |w|: the quotient has no supremum, and it is met nowhere in a bounded part of the line alone.
        MeanFieldProblem<Growth.Particle> problem = new Growths(new TotalVariation { Lambda = 10 }).On(DataSet.From([[1], [2]], [1, 1.5]));
        DualityGapReport gap = DualityGapReport.Of(problem, new ParticleMeasure<Growth.Particle>(problem.Layout, [0, 1]), probes: 0, boxes: 2_000);
        Assert.False(gap.IsRigorous);
        Assert.True(double.IsNegativeInfinity(gap.ProvedLowerBound) || gap.ProvedLowerBound <= 0, $"{gap.ProvedLowerBound}");
    }

    [Fact]
    public void Where_the_proof_does_not_come_to_an_end_the_report_says_what_is_searched()
    {
        // σ(w x + b) comes near its supremum only at infinity, in a whole fan of directions.
        MeanFieldProblem<SigmoidNeuron.Particle> problem = new Sigmoids(new TotalVariation { Lambda = 0.05 }).On(DataSet.From([[-1], [0], [1], [2]], [1, -1, 1, 0.5]));
        FlowResult<SigmoidNeuron.Particle> run = GradientFlow.Run(problem, new() { ParticleCount = 20, MaxIterations = 500, ProofBoxes = 300 });
        Assert.False(run.Gap!.IsRigorous);
        Assert.True(run.Gap.Boxes is > 0 and <= 400);
        Assert.True(run.Gap.ProvedLowerBound <= run.Gap.LowerBound);
        DualityGapReport patient = DualityGapReport.Of(problem, run.Particles, probes: 100, boxes: 1_000_000);
        Assert.True(!patient.IsRigorous && patient.Boxes < 20_000, $"{patient.Boxes} boxes were looked at");
        Assert.Contains("not a proof", run.Gap.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void Without_boxes_or_with_many_numbers_there_is_no_proof()
    {
        FlowOptions options = new() { ParticleCount = 10, Initialisation = Initialisation.ZeroWeights(), MaxIterations = 300 };
        Assert.False(GradientFlow.Run(SpikeInstances.Reference(), options with { ProofBoxes = 0 }).Gap!.IsRigorous);
        FlowResult<ReluNeuronWithoutBias.Particle> wide = GradientFlow.Run(
            new PathNeurons(new PathNorm { Lambda = 0.05 }).On(DataSet.From([[1, 2, 3, 4, 5, 6], [1, 0, 0, 2, 0, 1]], [1, -1])), new() { ParticleCount = 4, MaxIterations = 20 });
        Assert.Equal(0, wide.Gap!.Boxes);
        Assert.True(double.IsNegativeInfinity(wide.Gap.ProvedLowerBound));
        ArgumentOutOfRangeException refused = Assert.Throws<ArgumentOutOfRangeException>(() => options with { ProofBoxes = -1 });
        Assert.Contains("ProofBoxes = -1", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void The_bound_has_the_same_bits_for_any_number_of_threads()
    {
        FlowOptions options = new() { ParticleCount = 10, Initialisation = Initialisation.ZeroWeights(), MaxIterations = 300, Threads = 1 };
        double one = GradientFlow.Run(SpikeInstances.Reference(), options).Gap!.LowerBound;
        Assert.Equal(one, GradientFlow.Run(SpikeInstances.Reference(), options with { Threads = 3 }).Gap!.LowerBound);
    }

    private static MeanFieldProblem<GaussianSpike.Particle> Plane()
    {
        double[][] rows = [.. from i in Enumerable.Range(0, 12) from j in Enumerable.Range(0, 12) select new[] { i / 11.0, j / 11.0 }];
        (double Mass, double S, double T)[] spikes = [(1, 0.2, 0.3), (-0.7, 0.75, 0.6), (1.2, 0.4, 0.85)];
        double[] targets = [.. rows.Select(x => spikes.Sum(p => p.Mass * Exp(-(((x[0] - p.S) * (x[0] - p.S)) + ((x[1] - p.T) * (x[1] - p.T))) / (2 * 0.1 * 0.1))))];
        return new PlaneSpikes(new GaussianSpike { Width = 0.1 }, new TotalVariation { Lambda = 1e-3 }).On(DataSet.From(rows, targets));
    }
}

/// <summary>w log(1 + t²) x.</summary>
[Feature, PartiallyHomogeneous(1)]
internal sealed partial class Growth
{
    [Formula]
    public static double Phi([Weight] double w, [Position] double t, [Input] double x) => w * Ops.Log1p(t * t) * x;
}

[MeanFieldModel<Growth, SquareLoss, TotalVariation>]
internal sealed partial class Growths;

[MeanFieldModel<GaussianSpike, SquareLoss, TotalVariation>]
internal sealed partial class PlaneSpikes;

[MeanFieldModel<ReluNeuronWithoutBias, SquareLoss, PathNorm>]
internal sealed partial class PathNeurons;

[MeanFieldModel<ReluNeuronWithoutBias, SquareLoss, SquaredL2>]
internal sealed partial class DecayNeurons;

[MeanFieldModel<SigmoidNeuron, SquareLoss, TotalVariation>]
internal sealed partial class Sigmoids;
