using System.Text;
using System.Text.RegularExpressions;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.Text;

namespace MeanFieldDsl.Generators.Tests.FrontEnd;

/// <summary>Compares the diagnostics of a source, every one of them, with markup such as {|MFD0201:x % 2|}.</summary>
internal static partial class AssertDiagnostics
{
    /// <summary>Fails on any difference in ids, spans or messages and prints the assertion that would hold.</summary>
    /// <param name="markup">Source with a mark around each span.</param>
    /// <param name="messages">The message of each mark, in source order.</param>
    public static void In(string markup, params string[] messages) => In(markup, [], messages);

    public static void In(string markup, MetadataReference[] references, params string[] messages)
    {
        (string source, List<(string Id, TextSpan Span)> marks) = Read(markup);
        CSharpCompilation compilation = TestCompilation.Create(source, references);
        IReadOnlyList<Diagnostic> found = [.. TestCompilation.Analyze(compilation).Where(static d => d.Severity >= DiagnosticSeverity.Warning)];
        bool isSame = found.Count == marks.Count
            && found.Zip(marks, static (d, m) => d.Id == m.Id && d.Location.SourceSpan == m.Span).All(static same => same)
            && found.Select(static d => d.GetMessage(System.Globalization.CultureInfo.InvariantCulture)).SequenceEqual(messages);
        Assert.True(isSame, isSame ? "" : Paste(source, found) + string.Join("\n", TestCompilation.CompilerErrors(compilation)));
    }

    private static (string Source, List<(string Id, TextSpan Span)> Marks) Read(string markup)
    {
        StringBuilder source = new();
        List<(string, TextSpan)> marks = [];
        Stack<(string Id, int Start, int Slot)> open = new();
        int position = 0;
        foreach (Match match in Mark().Matches(markup))
        {
            _ = source.Append(markup, position, match.Index - position);
            position = match.Index + match.Length;
            if (match.Groups[1].Success)
            {
                open.Push((match.Groups[1].Value, source.Length, marks.Count));
                marks.Add(default);
            }
            else
            {
                (string id, int start, int slot) = open.Pop();
                marks[slot] = (id, TextSpan.FromBounds(start, source.Length));
            }
        }

        _ = source.Append(markup, position, markup.Length - position);
        return (source.ToString(), marks);
    }

    private static string Paste(string source, IReadOnlyList<Diagnostic> found)
    {
        StringBuilder text = new(source);
        foreach (Diagnostic diagnostic in found.Reverse())
        {
            TextSpan span = diagnostic.Location.SourceSpan;
            _ = text.Insert(span.End, "|}").Insert(span.Start, "{|" + diagnostic.Id + ":");
        }

        IEnumerable<string> messages = found.Select(static d => ", \"" + d.GetMessage(System.Globalization.CultureInfo.InvariantCulture).Replace("\"", "\\\"", StringComparison.Ordinal) + "\"");
        return "The diagnostics differ. To accept them as they are:\nAssertDiagnostics.In(\"\"\"\n" + text + "\n\"\"\"" + string.Join("\n    ", messages.Prepend("")) + ");\n";
    }

    [GeneratedRegex(@"\{\|(MFD\d{4}):|\|\}")]
    private static partial Regex Mark();
}
