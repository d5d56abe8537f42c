using System.Collections.Immutable;

namespace MeanFieldDsl.CodeFixes;

/// <summary>One action to offer: what the menu says, what identifies it when it is applied everywhere, and the edit.</summary>
internal sealed class Fix(string title, string key, params TextChange[] changes)
{
    public string Title { get; } = title;

    public string Key { get; } = key;

    public ImmutableArray<TextChange> Changes { get; } = [.. changes];
}
