using Microsoft.CodeAnalysis;

namespace MeanFieldDsl.Generators.Diagnostics;

// 08xx: floating-point arithmetic.
internal static partial class Descriptors
{
    public static readonly DiagnosticDescriptor CanOverflow = Numerics(
        "MFD0801",
        DiagnosticSeverity.Warning,
        "An expression overflows although its value is finite",
        "'{0}' can overflow for large '{1}'; use '{2}'");

    public static readonly DiagnosticDescriptor DivisionByZero = Numerics(
        "MFD0802",
        DiagnosticSeverity.Warning,
        "A divisor can be zero",
        "'{0}' divides by '{1}', which can be zero at {2}{3}");

    public static readonly DiagnosticDescriptor OutsideDomain = Numerics(
        "MFD0803",
        DiagnosticSeverity.Warning,
        "An argument can be outside the domain",
        "'{0}' is outside its domain when {1}");

    public static readonly DiagnosticDescriptor Cancels = Numerics(
        "MFD0804",
        DiagnosticSeverity.Info,
        "A difference cancels",
        "Cancellation is likely in '{0}'; use '{1}'");

    private static DiagnosticDescriptor Numerics(string id, DiagnosticSeverity severity, string title, string message) => new(
        id,
        title,
        message,
        "MeanFieldDsl.Numerics",
        severity,
        isEnabledByDefault: true,
        helpLinkUri: HelpBase + id + ".md");
}
