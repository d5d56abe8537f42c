namespace MeanFieldDsl.Tests;

public class FirstVariationReportTests
{
    [Fact]
    public void The_values_on_the_support_are_the_exact_ones()
    {
        // φ(u) = u², F = (f − 1)² at u = 1 and 2: f = 2.5 and F'(u) = 2 (f − 1) u² = 3 u².
        using Evaluator evaluator = new SquareFeature().CreateEvaluator(2);
        FirstVariationReport report = FirstVariationReport.Search(evaluator, [1.0, 2.0], randomProbes: 10);
        Assert.True(report.Homogeneous);
        Assert.Equal(7.5, report.SupportMean);
        Assert.Equal(7.5, report.SupportMeanAbsolute);
        Assert.Equal(12.0, report.SupportMaxAbsolute);
        Assert.Equal(3.0, report.Lowest);
        Assert.Equal(1.0, Math.Abs(Assert.Single(report.Minimiser)));
        Assert.Equal(12, report.Directions);
        Assert.False(report.FoundDescent);
    }

    [Fact]
    public void A_model_without_proved_degree_is_compared_with_its_mean()
    {
        // Both particles stand at the second-best well of a double well: stationary, and mass elsewhere would lower F.
        Potential well = new(u => ((u * u) - 1) * ((u * u) - 1) + (0.2 * u), u => (4 * u * ((u * u) - 1)) + 0.2);
        FlowResult<RawParticle> result = GradientFlow.Run(well, new FlowOptions { InitialParticles = new[] { 0.9, 1.1 } });
        FirstVariationReport report = result.FirstVariation!;
        Assert.Equal(FlowStatus.Converged, result.Status);
        Assert.False(report.Homogeneous);
        Assert.Equal(report.SupportMean, report.Reference);
        Assert.True(report.FoundDescent);
        Assert.Equal(-1.02411, report.Minimiser[0], 1e-2);
        Assert.Contains("not a global minimum", result.Advice, StringComparison.Ordinal);
    }

    [Fact]
    public void A_dead_particle_shows_the_direction_in_which_it_should_grow()
    {
        // At 1e-200 all squares underflow: the particle is as good as frozen, its direction is not.
        FlowResult<RawParticle> result = GradientFlow.Run(new SquareFeature(), new FlowOptions { InitialParticles = new[] { 1e-200 }, RandomProbes = 0, MaxIterations = 0 });
        Assert.True(result.FirstVariation!.FoundDescent);
        Assert.Equal(-2.0, result.FirstVariation.Lowest);
        Assert.Equal(1, result.FirstVariation.Directions);
    }

    [Fact]
    public void The_seed_decides_the_probes()
    {
        ReluNetwork network = new(4, 30, 3, 1);
        using Evaluator evaluator = network.CreateEvaluator(1);
        double[] particle = [0, 0, 0, 0, 0];
        FirstVariationReport first = FirstVariationReport.Search(evaluator, particle, 200, seed: 1);
        FirstVariationReport same = FirstVariationReport.Search(evaluator, particle, 200, seed: 1);
        FirstVariationReport other = FirstVariationReport.Search(evaluator, particle, 200, seed: 2);
        Assert.Equal(first.Minimiser, same.Minimiser);
        Assert.NotEqual(first.Minimiser, other.Minimiser);
        Assert.Equal(1, Math.Sqrt(first.Minimiser.Sum(value => value * value)), 1e-12);
        Assert.Equal(evaluator.FirstVariation([.. first.Minimiser]), first.Lowest);
        Assert.True(first.FoundDescent);
        Assert.Equal(200, first.Directions);
    }

    [Fact]
    public void Nonsense_is_refused()
    {
        using Evaluator evaluator = new SquareFeature().CreateEvaluator(2);
        Assert.Throws<ArgumentNullException>(() => FirstVariationReport.Search(null!, [1.0]));
        Assert.Throws<ArgumentException>(() => FirstVariationReport.Search(evaluator, [1.0]));
        Assert.Throws<ArgumentOutOfRangeException>(() => FirstVariationReport.Search(evaluator, [1.0, 2.0], -1));
    }
}
