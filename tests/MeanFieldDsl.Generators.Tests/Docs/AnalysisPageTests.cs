using System.Runtime.CompilerServices;
using System.Text;
using MeanFieldDsl.Generators.Analysis;
using MeanFieldDsl.Generators.Tests.Analysis;

namespace MeanFieldDsl.Generators.Tests.Docs;

/// <summary>The list of undecided entries at the end of docs/analysis.md is what the analyses say; VERIFY_ACCEPT=1 writes it anew.</summary>
public sealed class AnalysisPageTests
{
    private const string Heading = "## What the catalogues leave open\n";
    private static readonly string Page = Path.GetFullPath(Path.Combine(Here(), "..", "..", "..", "docs", "analysis.md"));

    [Fact]
    public void The_page_lists_what_is_undecided()
    {
        string text = File.ReadAllText(Page).ReplaceLineEndings("\n");
        string rules = text[..text.IndexOf(Heading, StringComparison.Ordinal)];
        string expected = rules + Written();
        if (Environment.GetEnvironmentVariable("VERIFY_ACCEPT") == "1")
        {
            File.WriteAllText(Page, expected);
            return;
        }

        Assert.True(expected == text, "docs/analysis.md does not list what is undecided; run this test with VERIFY_ACCEPT=1 and commit the change.");
    }

    private static string Written()
    {
        StringBuilder page = new(Heading);
        _ = page.Append("\nThe tests hold the analyses to catalogues of features, losses and regularizers of the literature, whose properties are\n")
            .Append("written by hand. Nothing is decided wrongly; these questions are left open.\n\n")
            .Append("| question | entries | undecided |\n|---|---|---|\n");
        foreach (IGrouping<string, CatalogueAnswer> family in Catalogue.Answers.GroupBy(a => a.Family))
        {
            string[] open = [.. family.Where(a => a.Status == HypothesisStatus.Undecided).Select(a => a.Name.Replace("|", "&#124;"))];
            _ = page.Append("| ").Append(family.Key).Append(" | ").Append(family.Count()).Append(" | ").Append(open.Length == 0 ? "none" : string.Join(", ", open)).Append(" |\n");
        }

        return page.ToString();
    }

    private static string Here([CallerFilePath] string path = "") => Path.GetDirectoryName(path)!;
}
