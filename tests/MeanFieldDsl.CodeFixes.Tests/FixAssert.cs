using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeActions;
using Microsoft.CodeAnalysis.CodeFixes;

namespace MeanFieldDsl.CodeFixes.Tests;

/// <summary>Statements about what a fix offers and does.</summary>
internal static class FixAssert
{
    /// <summary>The action with this title turns the source into the expected one, which compiles and no longer has the diagnostic.</summary>
    public static Task Fixes<TFix>(string id, string title, string source, string expected)
        where TFix : CodeFixProvider, new() => Fixes<TFix>(id, title, [source], [expected]);

    public static async Task Fixes<TFix>(string id, string title, string[] sources, string[] expected, bool importsLibrary = true)
        where TFix : CodeFixProvider, new()
    {
        using CodeFixHarness harness = new(new TFix(), sources, importsLibrary);
        Diagnostic[] before = await harness.DiagnosticsAsync(id);
        Assert.NotEmpty(before);
        CodeAction[] offered = await harness.ActionsAsync(before[0]);
        Assert.Contains(title, offered.Select(static a => a.Title));
        CodeAction action = offered.Single(a => a.Title == title);
        Assert.False(string.IsNullOrEmpty(action.EquivalenceKey));

        await harness.ApplyAsync(action);
        Assert.Equal(expected, await harness.TextsAsync());
        Assert.Empty(await harness.CompilerErrorsAsync());
        Assert.Empty(await harness.DiagnosticsAsync(id));
    }

    /// <summary>Applied everywhere, the action with this key leaves nothing of the diagnostic.</summary>
    public static async Task FixesAll<TFix>(string id, string key, string[] sources, string[] expected)
        where TFix : CodeFixProvider, new()
    {
        using CodeFixHarness harness = new(new TFix(), sources);
        Assert.True((await harness.DiagnosticsAsync(id)).Length > 1);
        await harness.ApplyEverywhereAsync(id, key);
        Assert.Equal(expected, await harness.TextsAsync());
        Assert.Empty(await harness.CompilerErrorsAsync());
        Assert.Empty(await harness.DiagnosticsAsync(id));
    }

    /// <summary>The titles offered at the first place of the diagnostic.</summary>
    public static async Task<string[]> Offers<TFix>(string id, params string[] sources)
        where TFix : CodeFixProvider, new()
    {
        using CodeFixHarness harness = new(new TFix(), sources);
        Diagnostic[] diagnostics = await harness.DiagnosticsAsync(id);
        Assert.NotEmpty(diagnostics);
        return [.. (await harness.ActionsAsync(diagnostics[0])).Select(static a => a.Title)];
    }
}
