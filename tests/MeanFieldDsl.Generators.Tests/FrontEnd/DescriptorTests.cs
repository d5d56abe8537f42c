using System.Globalization;
using System.Runtime.CompilerServices;
using System.Text.RegularExpressions;
using MeanFieldDsl.Generators.Diagnostics;
using Microsoft.CodeAnalysis;

namespace MeanFieldDsl.Generators.Tests.FrontEnd;

/// <summary>Descriptors, release notes, pages and tests hold each other.</summary>
public partial class DescriptorTests
{
    private static readonly string Root = Path.GetFullPath(Path.Combine(Here(), "..", "..", ".."));

    private static readonly Dictionary<string, string> Families = new(StringComparer.Ordinal)
    {
        ["00"] = "MeanFieldDsl.General",
        ["01"] = "MeanFieldDsl.Declaration",
        ["02"] = "MeanFieldDsl.Language",
        ["03"] = "MeanFieldDsl.Shape",
        ["04"] = "MeanFieldDsl.Differentiability",
        ["05"] = "MeanFieldDsl.Homogeneity",
        ["06"] = "MeanFieldDsl.Convexity",
        ["07"] = "MeanFieldDsl.Model",
        ["08"] = "MeanFieldDsl.Numerics",
    };

    public static TheoryData<string> Ids => [.. Descriptors.All().Select(static d => d.Id)];

    [Fact]
    public void Ids_are_unique() => Assert.Equal(Descriptors.All().Length, Descriptors.All().Select(static d => d.Id).Distinct().Count());

    [Theory]
    [MemberData(nameof(Ids))]
    public void A_descriptor_has_a_page_with_its_title_and_message(string id)
    {
        DiagnosticDescriptor descriptor = Find(id);
        Assert.Equal("docs/diagnostics/" + id + ".md", descriptor.HelpLinkUri);
        string page = File.ReadAllText(Path.Combine(Root, descriptor.HelpLinkUri));
        Assert.StartsWith("# " + id + ": " + descriptor.Title.ToString(CultureInfo.InvariantCulture) + "\n", page, StringComparison.Ordinal);
        Assert.Contains(descriptor.MessageFormat.ToString(CultureInfo.InvariantCulture), page, StringComparison.Ordinal);
        foreach (string section in new[] { "## What is wrong", "## Why", "## Wrong", "## Right" })
        {
            Assert.Contains(section, page, StringComparison.Ordinal);
        }
    }

    [Theory]
    [MemberData(nameof(Ids))]
    public void A_descriptor_has_a_release_entry(string id)
    {
        DiagnosticDescriptor descriptor = Find(id);
        string releases = string.Concat(
            new[] { "Shipped", "Unshipped" }.Select(static kind => File.ReadAllText(Path.Combine(Root, "generators", "MeanFieldDsl.Generators", "AnalyzerReleases." + kind + ".md"))));
        string severity = descriptor.DefaultSeverity.ToString();
        Assert.Matches(new Regex("^" + id + @"\s*\|\s*" + Regex.Escape(descriptor.Category) + @"\s*\|\s*" + severity + @"\s*\|", RegexOptions.Multiline), releases);
    }

    [Theory]
    [MemberData(nameof(Ids))]
    public void A_descriptor_is_covered_by_a_test(string id)
    {
        IEnumerable<string> sources = Directory.EnumerateFiles(Path.Combine(Root, "tests"), "*.cs", SearchOption.AllDirectories)
            .Where(static path => !path.Contains(Path.DirectorySeparatorChar + "obj" + Path.DirectorySeparatorChar, StringComparison.Ordinal) && !path.EndsWith("DescriptorTests.cs", StringComparison.Ordinal));
        Assert.True(ReportedByTheGeneratorOnly.Contains(id) || sources.Any(path => File.ReadAllText(path).Contains(id, StringComparison.Ordinal)), id + " is not mentioned by any test");
    }

    [Theory]
    [MemberData(nameof(Ids))]
    public void A_descriptor_is_of_its_family_and_fits_one_line(string id)
    {
        DiagnosticDescriptor descriptor = Find(id);
        Assert.Matches(Id(), id);
        Assert.Equal(Families[id.Substring(3, 2)], descriptor.Category);
        string message = descriptor.MessageFormat.ToString(CultureInfo.InvariantCulture);
        Assert.DoesNotContain('\n', message);
        Assert.DoesNotContain('.', message[^1..]);
    }

    [Fact]
    public void A_page_has_a_descriptor()
    {
        HashSet<string> known = [.. Descriptors.All().Select(static d => d.Id)];
        Assert.All(
            Directory.EnumerateFiles(Path.Combine(Root, "docs", "diagnostics"), "MFD*.md"),
            path => Assert.Contains(Path.GetFileNameWithoutExtension(path), known));
    }

    // Covered where the generator itself is tested.
    private static HashSet<string> ReportedByTheGeneratorOnly { get; } = ["MFD0001", "MFD0003"];

    private static DiagnosticDescriptor Find(string id) => Descriptors.All().Single(d => d.Id == id);

    private static string Here([CallerFilePath] string path = "") => Path.GetDirectoryName(path)!;

    [GeneratedRegex(@"^MFD\d{4}$")]
    private static partial Regex Id();
}
