using MeanFieldDsl.Library;
using static System.Math;
using static MeanFieldDsl.Ops;

namespace MeanFieldDsl.Tests;

/// <summary>A spike shape of the reader's own gets positions, weights and a certificate without any setting.</summary>
public class OwnSpikeTests
{
    private static readonly (double W, double S, double T)[] Spikes = [(1, 0.25, 0.3), (-0.8, 0.7, 0.65), (0.6, 0.35, 0.8)];

    [Fact]
    public void Of_a_core_with_a_halo_in_the_plane_the_spikes_are_found_and_the_gap_is_proved()
    {
        FlowResult<CoreAndHalo.Particle> result = ConditionalGradient.Run(Image());
        Assert.Equal(FlowStatus.GapReached, result.Status);
        Assert.True(result.Gap is { IsRigorous: true, RelativeGap: >= 0 and < 2e-6 }, result.Gap!.ToString());
        AssertFound(result.Particles);
    }

    [Fact]
    public void The_flow_alone_finds_them_too()
    {
        MeanFieldProblem<CoreAndHalo.Particle> problem = Image();
        FlowResult<CoreAndHalo.Particle> result = GradientFlow.Run(problem);
        Assert.True(result.Gap is { IsRigorous: true, RelativeGap: >= 0 and < 1e-3 }, result.Gap!.ToString());
        AssertFound(ParticleReduction.Reduce(problem, result.Particles));
    }

    private static MeanFieldProblem<CoreAndHalo.Particle> Image()
    {
        double[][] pixels = [.. from i in Enumerable.Range(0, 16) from j in Enumerable.Range(0, 16) select new[] { i / 15.0, j / 15.0 }];
        DataSet image = DataSet.From(pixels, [.. pixels.Select(x => Spikes.Sum(p => CoreAndHalo.Phi(p.W, new Vec([p.S, p.T]), new Vec(x))))]);
        return new Imaging(new TotalVariation { Lambda = 1e-3 }).On(image);
    }

    private static void AssertFound(ParticleMeasure<CoreAndHalo.Particle> particles)
    {
        Assert.Equal(Spikes.Length, particles.Count);
        foreach (CoreAndHalo.Particle found in particles)
        {
            (double S, double T) place = (found.T[0], found.T[1]);
            (double w, double s, double t) = Spikes.MinBy(p => Abs(p.S - place.S) + Abs(p.T - place.T));
            Assert.InRange(Abs(s - place.S) + Abs(t - place.T), 0, 0.01);
            Assert.InRange(found.W / particles.Count / w, 0.9, 1);
        }
    }
}

/// <summary>A point spread function with a core and a halo: two Gaussians.</summary>
[Feature, PartiallyHomogeneous(1)]
internal sealed partial class CoreAndHalo
{
    [Formula]
    public static double Phi([Weight] double w, [Position] Vec t, [Input] Vec x) => w * (Blur(x, t, 0.08) + (0.3 * Blur(x, t, 0.2)));

    private static double Blur(Vec x, Vec t, double s) => Exp(-Sum(x, t, (xi, ti) => Sq(xi - ti)) / (2 * Sq(s)));
}

[MeanFieldModel<CoreAndHalo, SquareLoss, TotalVariation>]
internal sealed partial class Imaging;
