namespace MeanFieldDsl.Generators.Diagnostics;

/// <summary>What a diagnostic tells a code fix beside its message: keys of its property bag.</summary>
internal static class FixProperties
{
    /// <summary>The claim that is false: an attribute without its suffix.</summary>
    public const string Claim = "claim";

    /// <summary>The degree that is proved instead.</summary>
    public const string Degree = "degree";

    /// <summary>A free name for a dimension.</summary>
    public const string Dimension = "dimension";

    /// <summary>The parameter that fits nothing.</summary>
    public const string Parameter = "parameter";

    /// <summary>The name that it may mean.</summary>
    public const string Suggestion = "suggestion";

    /// <summary>The expression to write instead, with <see cref="Analysis.Numerics.Snippet.Mark"/> before each function.</summary>
    public const string Replacement = "replacement";
}
