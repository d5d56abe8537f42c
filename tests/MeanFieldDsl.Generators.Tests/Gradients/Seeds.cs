using System.Globalization;

namespace MeanFieldDsl.Generators.Tests.Gradients;

/// <summary>
/// The seed of the random tests: the same in every run, so that a change that fails is the change that broke, or the
/// number in MFD_SEED, or a new one each time with MFD_SEED=random. A failure prints the seed that brings it back.
/// </summary>
internal static class Seeds
{
    private const int Usual = 20_261_121;

    public static int First { get; } = Environment.GetEnvironmentVariable("MFD_SEED") switch
    {
        null or "" => Usual,
        "random" => Random.Shared.Next(1 << 29),
        string text => int.Parse(text, CultureInfo.InvariantCulture),
    };
}
