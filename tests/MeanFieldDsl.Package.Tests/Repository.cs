namespace MeanFieldDsl.Package.Tests;

/// <summary>The files of the working tree.</summary>
internal static class Repository
{
    public static string Root { get; } = Find();

    /// <summary>README.md and the pages under docs, save those of the diagnostics, which have tests of their own.</summary>
    public static IEnumerable<string> Pages =>
        Directory.EnumerateFiles(Path.Combine(Root, "docs"), "*.md", SearchOption.AllDirectories)
            .Select(path => Path.GetRelativePath(Root, path).Replace('\\', '/'))
            .Where(path => !path.StartsWith("docs/diagnostics/", StringComparison.Ordinal))
            .Append("README.md")
            .Order(StringComparer.Ordinal);

    public static string Read(string path) => File.ReadAllText(Path.Combine(Root, path));

    private static string Find()
    {
        for (DirectoryInfo? folder = new(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            if (File.Exists(Path.Combine(folder.FullName, "MeanFieldDsl.sln")))
            {
                return folder.FullName;
            }
        }

        throw new InvalidOperationException($"No folder above {AppContext.BaseDirectory} holds MeanFieldDsl.sln.");
    }
}
