namespace MeanFieldDsl.Samples.Tests;

/// <summary>A folder that is deleted.</summary>
internal sealed class TemporaryFolder : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("gallery-");

    public string Path => _folder.FullName;

    public void Dispose() => _folder.Delete(recursive: true);
}
