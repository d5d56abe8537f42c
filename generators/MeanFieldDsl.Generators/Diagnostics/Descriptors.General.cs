using Microsoft.CodeAnalysis;

namespace MeanFieldDsl.Generators.Diagnostics;

// 00xx: what the generator itself says.
internal static partial class Descriptors
{
    public static readonly DiagnosticDescriptor NotGenerated = new(
        "MFD0001",
        "A declaration was not generated",
        "'{0}' was not generated because its declaration has errors",
        "MeanFieldDsl.General",
        DiagnosticSeverity.Error,
        isEnabledByDefault: true,
        helpLinkUri: HelpBase + "MFD0001.md");

    public static readonly DiagnosticDescriptor InternalError = new(
        "MFD0002",
        "Internal error in the generator",
        "Internal error while generating '{0}': {1}; please report it with the declaration",
        "MeanFieldDsl.General",
        DiagnosticSeverity.Error,
        isEnabledByDefault: true,
        helpLinkUri: HelpBase + "MFD0002.md");

    public static readonly DiagnosticDescriptor GradientDisagrees = new(
        "MFD0003",
        "The derived gradient disagrees with finite differences",
        "The derived gradient of '{0}' with respect to '{1}' fails its check at {2}: {3}",
        "MeanFieldDsl.General",
        DiagnosticSeverity.Error,
        isEnabledByDefault: true,
        helpLinkUri: HelpBase + "MFD0003.md");
}
