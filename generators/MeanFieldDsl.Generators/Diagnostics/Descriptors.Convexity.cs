using Microsoft.CodeAnalysis;

namespace MeanFieldDsl.Generators.Diagnostics;

// 06xx: convexity and regularity.
internal static partial class Descriptors
{
    public static readonly DiagnosticDescriptor NotConvex = Convexity(
        "MFD0601",
        DiagnosticSeverity.Error,
        "The claim of convexity is false",
        "{0} is not convex in '{1}': {2}; correct the formula or remove [Convex]");

    public static readonly DiagnosticDescriptor ConvexityUndecided = Convexity(
        "MFD0602",
        DiagnosticSeverity.Warning,
        "Convexity undecided",
        "Convexity of {0} in '{1}' could not be proved: '{2}' {3}; restructure it or state [Assume]");

    public static readonly DiagnosticDescriptor ConvexityAssumed = Convexity(
        "MFD0603",
        DiagnosticSeverity.Info,
        "Convexity is assumed",
        "Convexity of '{0}' is assumed, not proved");

    // Not a warning: a hinge loss is a choice, not a mistake.
    public static readonly DiagnosticDescriptor NotSmooth = Convexity(
        "MFD0605",
        DiagnosticSeverity.Info,
        "The loss is not smooth",
        "Loss '{0}' is not smooth at {1}; step rules that need a Lipschitz gradient are disabled");

    public static readonly DiagnosticDescriptor NotSemiconvex = Convexity(
        "MFD0606",
        DiagnosticSeverity.Warning,
        "The regularizer is not semiconvex as far as can be proved",
        "Regularizer '{0}' is neither convex nor semiconvex as far as can be proved ('{1}' {2}); restructure it or state [Assume]");

    private static DiagnosticDescriptor Convexity(string id, DiagnosticSeverity severity, string title, string message) => new(
        id,
        title,
        message,
        "MeanFieldDsl.Convexity",
        severity,
        isEnabledByDefault: true,
        helpLinkUri: HelpBase + id + ".md");
}
