using System.ComponentModel;

namespace MeanFieldDsl;

/// <summary>
/// Written by the generator: carries the formula of a declaration in metadata, so that a model in another assembly
/// can fuse it. Not meant to be written by hand.
/// </summary>
/// <param name="version">The version of the serialised form; an unknown one is not read.</param>
/// <param name="formula">The serialised formula.</param>
[EditorBrowsable(EditorBrowsableState.Never)]
[AttributeUsage(AttributeTargets.Class, Inherited = false)]
public sealed class GeneratedFormulaAttribute(int version, string formula) : Attribute
{
    /// <summary>The version of the serialised form.</summary>
    public int Version { get; } = version;

    /// <summary>The serialised formula.</summary>
    public string Formula { get; } = formula;
}
