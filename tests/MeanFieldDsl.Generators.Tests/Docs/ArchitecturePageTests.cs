using System.Runtime.CompilerServices;
using System.Text.RegularExpressions;

namespace MeanFieldDsl.Generators.Tests.Docs;

/// <summary>The generator's rooms use each other as docs/architecture.md says, and only some know symbols and syntax.</summary>
public sealed partial class ArchitecturePageTests
{
    private const string Roslyn = "symbols and syntax";

    private static readonly string Root = Path.GetFullPath(Path.Combine(Here(), "..", "..", ".."));
    private static readonly string Generator = Path.Combine(Root, "generators", "MeanFieldDsl.Generators");

    // "| Analysis | Formulas, Transform, specs |" in the table of rooms.
    private static readonly Dictionary<string, string[]> Page = Row().Matches(File.ReadAllText(Path.Combine(Root, "docs", "architecture.md")))
        .ToDictionary(static m => m.Groups[1].Value, static m => m.Groups[2].Value.Split(", "));

    public static TheoryData<string> Rooms => [.. Directory.EnumerateDirectories(Generator).Select(static d => Path.GetFileName(d)).Where(static d => d is not ("bin" or "obj" or "Polyfills"))];

    [Theory]
    [MemberData(nameof(Rooms))]
    public void A_room_uses_what_the_page_says(string room) =>
        Assert.Equal(Page[room].Where(static r => r != "–").Order(StringComparer.Ordinal), Files(room).SelectMany(file => Used(room, file)).Distinct().Order(StringComparer.Ordinal));

    private static IEnumerable<string> Files(string room) => Directory.EnumerateFiles(Path.Combine(Generator, room), "*.cs", SearchOption.AllDirectories);

    // Another room by its namespace, in a directive or before a name.
    private static IEnumerable<string> Used(string room, string file)
    {
        string code = Comment().Replace(File.ReadAllText(file), "");
        if (code.Contains("Microsoft.CodeAnalysis", StringComparison.Ordinal))
        {
            yield return Roslyn;
        }

        foreach (string other in Page.Keys.Where(other => other != room && Regex.IsMatch(code, $@"\b{other}(;|\.[A-Z])")))
        {
            // The specs are plain values; the parsers are not for those behind them.
            yield return other == "FrontEnd" && !Files(other).Any(f => Parses(f) && Regex.IsMatch(code, $@"\b{Path.GetFileNameWithoutExtension(f)}\b")) ? "specs" : other;
        }
    }

    private static bool Parses(string file) => File.ReadAllText(file).Contains("Microsoft.CodeAnalysis", StringComparison.Ordinal);

    private static string Here([CallerFilePath] string path = "") => Path.GetDirectoryName(path)!;

    [GeneratedRegex(@"^\| (\w+) \| ([^|\r\n]+) \|\r?$", RegexOptions.Multiline)]
    private static partial Regex Row();

    [GeneratedRegex("//.*")]
    private static partial Regex Comment();
}
