namespace MeanFieldDsl.Samples.Tests;

/// <summary>A test that needs a browser; it is skipped where there is none.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class ChromiumFactAttribute : FactAttribute
{
    public ChromiumFactAttribute() => Skip = Chromium.IsPresent ? null : Chromium.NoBrowser;
}
