namespace MeanFieldDsl.Gallery;

/// <summary>All experiments, in the order of the list.</summary>
internal static class Experiments
{
    public static IReadOnlyList<IExperiment> All { get; } =
    [
        new SpikesOnTheLine(), new SpikesOnTheTorus(), new SpikesAndParticles(), new Relu2D(), new Relu100D(), new Sigmoid100D(), new SigmoidsInThePlane(), new LowRank(), new OrderOfLimits(), new Digits(),
    ];

    public static string Names => string.Join(", ", All.Select(e => e.Name));
}
