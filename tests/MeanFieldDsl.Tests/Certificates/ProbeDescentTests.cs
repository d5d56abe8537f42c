using MeanFieldDsl.Kernels;
using MeanFieldDsl.Library;

namespace MeanFieldDsl.Tests;

public class ProbeDescentTests
{
    [Fact]
    public void The_gradients_of_the_probes_are_those_of_the_first_variation_on_every_path()
    {
        Check(SpikeInstances.Reference(), 1);
        Check(SpikeInstances.Torus(1), 2);
        Check(MatrixInstance.Problem(), 3);
        Check(new ReluLogistic(new SquaredL2 { Lambda = 0.05 }).On(DataSet.From([[1, 0], [0, 1], [-1, 0.3], [0.4, -1]], [1, -1, 1, -1])).WithOutputScale(3), 4);
        Check(new GaussianSpikes(new GaussianSpike { Width = 0.1 }, new TotalVariation { Lambda = 0.01 }).On(Line(300)), 5);
    }

    [Theory]
    [InlineData(0.003)]
    [InlineData(0.02)]
    public void A_narrow_peak_far_from_all_particles_is_found_to_rounding(double width)
    {
        // The residual is a bump at 0.6180 of that width on 2,000 rows; the particles stand elsewhere, in the hundreds.
        const int rows = 2000;
        double[][] inputs = [.. Enumerable.Range(0, rows).Select(static r => new[] { (r + 0.5) / rows })];
        double[] targets = [.. inputs.Select(x => Math.Exp(-0.5 * Math.Pow((x[0] - 0.6180) / width, 2)))];
        MeanFieldProblem<GaussianSpike.Particle> problem = new GaussianSpikes(new GaussianSpike { Width = width }, new TotalVariation { Lambda = 1e-4 }).On(DataSet.From(inputs, targets));
        double[] particles = [.. Enumerable.Range(0, 300).SelectMany(static i => new[] { 0, i < 200 ? 0.5 * i / 200 : 1 - (0.3 * (i - 200) / 100) })];
        double expected = Enumerable.Range(-100, 201).Max(k => Correlation(inputs, targets, 0.6180 + (1e-7 * k), width)) / 1e-4;
        DualityGapReport gap = DualityGapReport.Of(problem, new ParticleMeasure<GaussianSpike.Particle>(problem.Layout, particles), boxes: 0);
        Assert.Equal(0.6180, gap.Worst[1], 1e-6);
        Assert.Equal(1, gap.Scale * expected, 1e-10);
        using Evaluator evaluator = problem.CreateEvaluator(300);
        FirstVariationReport report = FirstVariationReport.Search(evaluator, particles);
        Assert.Equal(1e-4 * (1 - expected), report.Lowest, 1e-10 * 1e-4 * expected);
    }

    [Theory]
    [InlineData(3)]
    [InlineData(8)]
    [InlineData(30)]
    public void The_largest_singular_value_is_found_in_any_dimension(int size)
    {
        // At the zero measure the certificate of Y = diag(1, …, 1, 1.01) is its largest singular value by λ.
        double[][] rows = [.. Enumerable.Range(0, size * size).Select(e => new double[] { e / size, e % size })];
        double[] targets = [.. rows.Select(r => r[0] != r[1] ? 0 : r[0] == size - 1 ? 1.5 : 1)];
        double lambda = 0.1 / (size * size);
        MeanFieldProblem<RankOneMatrix.Particle> problem = new MatrixSquareDecay(new SquaredL2 { Lambda = lambda }).On(DataSet.From(rows, targets), n1: size, n2: size);
        DualityGapReport gap = DualityGapReport.Of(problem, new ParticleMeasure<RankOneMatrix.Particle>(problem.Layout, new double[2 * size]));
        Assert.Equal(0.1 / 1.5, gap.Scale, 1e-10);
        Assert.Equal(0, gap.Worst[0], 1e-4);
    }

    [Fact]
    public void The_search_costs_no_more_than_one_at_random_would_and_depends_on_its_seed_alone()
    {
        MeanFieldProblem<LowPassSpike.Particle> problem = SpikeInstances.Reference();
        ParticleMeasure<LowPassSpike.Particle> particles = new(problem.Layout, [1, 0.1, -0.5, 0.4, 0.3, 0.8]);
        DualityGapReport first = DualityGapReport.Of(problem, particles, probes: 300, seed: 4);
        DualityGapReport again = DualityGapReport.Of(problem, particles, probes: 300, seed: 4);
        Assert.Equal((first.LowerBound, first.Places), (again.LowerBound, again.Places));
        Assert.Equal(first.Worst, again.Worst);

        // The particles with both signs, half the probes, a fifth at the end, at most three fifths as many gradients, and where the walks end.
        Assert.InRange(first.Places, 6 + 150 + 60 + 10, 6 + 150 + 60 + 180 + 32);
        Assert.Equal(6, DualityGapReport.Of(problem, particles, probes: 0).Places);
    }

    [Fact]
    public void A_walk_goes_to_the_minimum_of_a_badly_conditioned_function_and_refuses_what_is_not_finite()
    {
        ProbeWalk walk = new([-1.2, 1]);
        int count = 0;
        for (; !walk.IsDone && count < 300; count++)
        {
            (double x, double y) = (walk.Trial[0], walk.Trial[1]);
            double valley = y - (x * x);
            double value = x > 1.5 ? double.NaN : (100 * valley * valley) + ((1 - x) * (1 - x));
            walk.Take(value, [(-400 * x * valley) - (2 * (1 - x)), 200 * valley], Math.Abs(value));
        }

        Assert.True(walk.IsDone && count < 200, $"{count} evaluations");
        Assert.Equal(0, walk.Value, 1e-14);
        Assert.Equal(1, walk.Place[0], 1e-6);
    }

    private static double Correlation(double[][] inputs, double[] targets, double place, double width)
    {
        double sum = 0;
        for (int r = 0; r < targets.Length; r++)
        {
            sum += targets[r] * Math.Exp(-0.5 * Math.Pow((inputs[r][0] - place) / width, 2));
        }

        return sum / targets.Length;
    }

    private static DataSet Line(int rows) => DataSet.From(
        [.. Enumerable.Range(0, rows).Select(r => new[] { (r + 0.5) / rows })], [.. Enumerable.Range(0, rows).Select(r => Math.Sin(7.0 * r / rows))]);

    private static void Check<TParticle>(MeanFieldProblem<TParticle> problem, ulong seed)
        where TParticle : IParticle<TParticle>, allows ref struct
    {
        const int count = 3;
        int dimension = problem.Layout.Dimension;
        double[] particles = new double[5 * dimension], places = new double[count * dimension], gradients = new double[places.Length];
        Initialisation.Gaussian().Fill(problem.Layout, 5, seed, particles);
        Initialisation.Gaussian().Fill(problem.Layout, count, seed + 1, places);
        using Evaluator evaluator = problem.CreateEvaluator(5, threads: 2);
        _ = evaluator.Objective(particles);
        using ProbeGradients probes = evaluator.MakesProbes!(count);
        probes.Load(evaluator);
        probes.Evaluate(places, gradients);
        for (int k = 0; k < places.Length; k++)
        {
            double[] theta = places[(k / dimension * dimension)..((k / dimension * dimension) + dimension)];
            double slope = (At(1e-6) - At(-1e-6)) / 2e-6;
            Assert.Equal(slope, gradients[k], 1e-6 * (1 + Math.Abs(slope)));

            double At(double move)
            {
                double[] moved = [.. theta];
                moved[k % dimension] += move;
                return evaluator.FirstVariation(moved) - evaluator.PenaltyAt(moved);
            }
        }

        using Evaluator one = problem.CreateEvaluator(5, threads: 1);
        _ = one.Objective(particles);
        using ProbeGradients alone = one.MakesProbes!(count);
        alone.Load(one);
        double[] same = new double[gradients.Length];
        alone.Evaluate(places, same);
        Assert.Equal(gradients, same);
    }
}

[MeanFieldModel<GaussianSpike, SquareLoss, TotalVariation>]
internal sealed partial class GaussianSpikes;
