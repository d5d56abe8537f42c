using System.Globalization;
using System.Text.RegularExpressions;

namespace MeanFieldDsl.Package.Tests;

/// <summary>What README.md and docs show is true: their C# runs, their messages are the compiler's, their links lead somewhere.</summary>
public sealed partial class PageTests : IDisposable
{
    private readonly string _before = Environment.CurrentDirectory;
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("pages-");

    public PageTests()
    {
        // A page reads the sample's data by the path that a reader in the root of the repository would use.
        string data = Path.Combine(_folder.FullName, "samples", "data");
        _ = Directory.CreateDirectory(data);
        foreach (string file in Directory.EnumerateFiles(Path.Combine(Repository.Root, "samples", "data")))
        {
            File.Copy(file, Path.Combine(data, Path.GetFileName(file)));
        }

        Environment.CurrentDirectory = _folder.FullName;
    }

    public static TheoryData<string> Pages => [.. Repository.Pages];

    public void Dispose()
    {
        Environment.CurrentDirectory = _before;
        _folder.Delete(recursive: true);
    }

    [Theory]
    [MemberData(nameof(Pages))]
    public void The_blocks_of_a_page_compile_without_a_warning_and_run(string page)
    {
        PageProgram program = new(page, CodeBlock.In(Repository.Read(page)).Where(b => b.Info == "csharp"));
        Assert.Empty(program.Diagnostics);
        _ = program.Run();
    }

    [Theory]
    [MemberData(nameof(Pages))]
    public void A_block_that_shows_a_mistake_is_followed_by_the_message(string page)
    {
        IReadOnlyList<CodeBlock> blocks = CodeBlock.In(Repository.Read(page));
        CodeBlock[] right = [.. blocks.Where(b => b.Info == "csharp")];
        List<string> wrong = [];
        for (int i = 0; i < blocks.Count; i++)
        {
            if (blocks[i].Info != "csharp error")
            {
                continue;
            }

            // 'Not generated' repeats that there was an error.
            PageProgram program = new(page, [.. right, blocks[i]]);
            string messages = string.Join('\n', program.Diagnostics
                .Where(d => d.Id != "MFD0001")
                .Select(d => $"{d.Severity.ToString().ToLowerInvariant()} {d.Id}: {d.GetMessage(CultureInfo.InvariantCulture)}"));
            if (i + 1 == blocks.Count || blocks[i + 1].Code != messages)
            {
                wrong.Add($"{page}, block on line {blocks[i].Line}, has the messages\n{messages}");
            }
        }

        Assert.True(wrong.Count == 0, string.Join("\n", wrong));
    }

    [Theory]
    [MemberData(nameof(Pages))]
    public void A_block_is_of_a_known_kind(string page) =>
        Assert.All(CodeBlock.In(Repository.Read(page)), b => Assert.Contains(b.Info, (string[])["csharp", "csharp error", "bash", "text", "xml"]));

    [Theory]
    [MemberData(nameof(Pages))]
    public void Every_link_to_a_file_leads_to_one(string page)
    {
        foreach (Match link in Link().Matches(Repository.Read(page)))
        {
            string target = link.Groups[1].Value;
            string path = Path.Combine(Repository.Root, Path.GetDirectoryName(page)!, target);
            Assert.True(target.Contains("://", StringComparison.Ordinal) || Path.Exists(path), $"{page} links to {target}, which does not exist.");
        }
    }

    [Fact]
    public void The_model_of_the_readme_is_that_of_the_quick_start_and_has_fewer_than_15_lines()
    {
        CodeBlock first = CodeBlock.In(Repository.Read("README.md")).First(b => b.Info == "csharp");
        Assert.Contains(first.Code, Repository.Read("samples/quickstart.cs"), StringComparison.Ordinal);
        Assert.InRange(first.Code.Split('\n').Count(line => line.Length > 0), 1, 14);
    }

    [Theory]
    [InlineData("dotnet run samples/quickstart.cs")]
    [InlineData("dotnet test MeanFieldDsl.sln")]
    public void The_readme_has_the_two_commands_that_the_build_runs(string command)
    {
        Assert.Contains(CodeBlock.In(Repository.Read("README.md")), b => b.Info == "bash" && b.Code.Split('\n').Contains(command));
        Assert.Contains(command, Repository.Read(".ci/run"), StringComparison.Ordinal);
    }

    [GeneratedRegex(@"\]\(([^)#\s]+)(?:#[^)]*)?\)")]
    private static partial Regex Link();
}
