namespace MeanFieldDsl.Package.Tests;

/// <summary>A fenced block of a Markdown page.</summary>
/// <param name="Info">What stands after the opening fence, for example <c>csharp</c>.</param>
/// <param name="Line">The line of the block's first line in the page, from 1.</param>
/// <param name="Code">The text between the fences.</param>
internal sealed record CodeBlock(string Info, int Line, string Code)
{
    public static IReadOnlyList<CodeBlock> In(string page)
    {
        List<CodeBlock> blocks = [];
        string[] lines = page.Split('\n');
        for (int i = 0; i < lines.Length; i++)
        {
            if (!lines[i].StartsWith("```", StringComparison.Ordinal))
            {
                continue;
            }

            int end = Array.FindIndex(lines, i + 1, line => line.TrimEnd() == "```");
            Assert.True(end > 0, $"The block that opens on line {i + 1} is not closed.");
            blocks.Add(new(lines[i][3..].Trim(), i + 2, string.Join('\n', lines[(i + 1)..end])));
            i = end;
        }

        return blocks;
    }
}
