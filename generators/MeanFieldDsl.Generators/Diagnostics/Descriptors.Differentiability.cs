using Microsoft.CodeAnalysis;

namespace MeanFieldDsl.Generators.Diagnostics;

// 04xx: derivatives.
internal static partial class Descriptors
{
    public static readonly DiagnosticDescriptor NoDerivative = new(
        "MFD0404",
        "A primitive has no derivative",
        "[Primitive] '{0}' has no derivative for parameter '{1}'; name a static method from double to double of the same type, as in [Primitive(Derivative = nameof(D{0}))]",
        "MeanFieldDsl.Differentiability",
        DiagnosticSeverity.Error,
        isEnabledByDefault: true,
        helpLinkUri: HelpBase + "MFD0404.md");
}
