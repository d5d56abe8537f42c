using Microsoft.CodeAnalysis;

namespace MeanFieldDsl.Generators.Diagnostics;

// 03xx: dimensions of vectors.
internal static partial class Descriptors
{
    public static readonly DiagnosticDescriptor DimensionsDiffer = new(
        "MFD0301",
        "Dimensions differ",
        "Dimensions differ in '{0}': '{1}' has dimension {2}, '{3}' has dimension {4}",
        "MeanFieldDsl.Shape",
        DiagnosticSeverity.Error,
        isEnabledByDefault: true,
        helpLinkUri: HelpBase + "MFD0301.md");

    public static readonly DiagnosticDescriptor DimensionUnknown = new(
        "MFD0302",
        "A dimension cannot be inferred",
        "Dimension of '{0}' cannot be inferred; add [Dim(n)] or [Dim(\"name\")]",
        "MeanFieldDsl.Shape",
        DiagnosticSeverity.Error,
        isEnabledByDefault: true,
        helpLinkUri: HelpBase + "MFD0302.md");

    public static readonly DiagnosticDescriptor IndexOutOfRange = new(
        "MFD0303",
        "An index is out of range",
        "Index '{0}' is out of range for '{1}' of dimension {2}",
        "MeanFieldDsl.Shape",
        DiagnosticSeverity.Error,
        isEnabledByDefault: true,
        helpLinkUri: HelpBase + "MFD0303.md");
}
