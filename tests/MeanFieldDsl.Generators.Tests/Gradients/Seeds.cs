using System.Globalization;

namespace MeanFieldDsl.Generators.Tests.Gradients;

/// <summary>Random tests draw anew in every run; a failure prints the seed that MFD_SEED brings back.</summary>
internal static class Seeds
{
    public static int First { get; } = Environment.GetEnvironmentVariable("MFD_SEED") is string text
        ? int.Parse(text, CultureInfo.InvariantCulture)
        : Random.Shared.Next(1 << 29);
}
