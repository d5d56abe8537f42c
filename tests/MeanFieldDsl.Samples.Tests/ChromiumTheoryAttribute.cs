namespace MeanFieldDsl.Samples.Tests;

/// <summary>Tests that need a browser; they are skipped where there is none.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class ChromiumTheoryAttribute : TheoryAttribute
{
    public ChromiumTheoryAttribute() => Skip = Chromium.IsPresent ? null : Chromium.NoBrowser;
}
