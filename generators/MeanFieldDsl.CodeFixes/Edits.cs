namespace MeanFieldDsl.CodeFixes;

/// <summary>The edits that several fixes share.</summary>
internal static class Edits
{
    public static TextChange Insert(int position, string text) => new(new(position, 0), text);

    public static TextChange Replace(SyntaxNode node, string text) => new(node.Span, text);

    /// <summary>Removes a token and the space behind it.</summary>
    public static TextChange Remove(SyntaxToken token, SourceText text) => new(WithSpaceBehind(token.Span, text), "");

    /// <summary>Removes every token of the given kinds.</summary>
    public static TextChange[] Remove(SyntaxTokenList tokens, SourceText text, params SyntaxKind[] kinds) =>
        [.. tokens.Where(token => kinds.Contains(token.Kind())).Select(token => Remove(token, text))];

    /// <summary>Removes attributes, and the brackets that would be left empty.</summary>
    public static TextChange[] Remove(IReadOnlyCollection<AttributeSyntax> attributes, SourceText text)
    {
        List<TextChange> changes = [];
        foreach (AttributeListSyntax list in attributes.Select(static a => a.Parent).OfType<AttributeListSyntax>().Distinct())
        {
            string[] kept = [.. list.Attributes.Where(a => !attributes.Contains(a)).Select(static a => a.ToString())];
            changes.Add(kept.Length == 0 ? new(WithSpaceBehind(list.Span, text), "") : new(list.Span, "[" + list.Target + string.Join(", ", kept) + "]"));
        }

        return [.. changes];
    }

    /// <summary>Puts an attribute before those that a parameter has.</summary>
    public static TextChange First(ParameterSyntax parameter, string attribute) =>
        parameter.AttributeLists.FirstOrDefault() is { Target: null, Attributes.Count: > 0 } list
            ? Insert(list.Attributes[0].SpanStart, attribute + ", ")
            : Insert(parameter.SpanStart, "[" + attribute + "] ");

    /// <summary>Puts an attribute after those that a parameter has.</summary>
    public static TextChange Last(ParameterSyntax parameter, string attribute) =>
        parameter.AttributeLists.LastOrDefault() is { Target: null, Attributes.Count: > 0 } list
            ? Insert(list.Attributes.Last().Span.End, ", " + attribute)
            : Insert(parameter.SpanStart, "[" + attribute + "] ");

    private static TextSpan WithSpaceBehind(TextSpan span, SourceText text)
    {
        int end = span.End;
        while (end < text.Length && char.IsWhiteSpace(text[end]))
        {
            end++;
        }

        return TextSpan.FromBounds(span.Start, end);
    }
}
