using Microsoft.CodeAnalysis;

namespace MeanFieldDsl.Generators.Diagnostics;

internal static partial class Descriptors
{
    public static readonly DiagnosticDescriptor UnequalDegrees = Homogeneity(
        "MFD0501",
        DiagnosticSeverity.Error,
        "Terms of unequal degree",
        "'{0}' is declared {1} but is not: '{2}' {3}{4}; {5} or correct the claim");

    public static readonly DiagnosticDescriptor NotScaleInvariant = Homogeneity(
        "MFD0502",
        DiagnosticSeverity.Error,
        "A function of an argument that scales",
        "'{0}' is declared {1} but is not: '{2}' needs '{3}' to have degree 0, and it has degree {4}{5}; normalise the argument or correct the claim");

    public static readonly DiagnosticDescriptor AnotherDegree = Homogeneity(
        "MFD0503",
        DiagnosticSeverity.Error,
        "The degree is another one",
        "'{0}' is declared {1} but has degree {2} in ({3}){4}");

    public static readonly DiagnosticDescriptor HomogeneityProved = Homogeneity(
        "MFD0504",
        DiagnosticSeverity.Hidden,
        "Homogeneity proved",
        "'{0}' is positively {1}-homogeneous in ({2})");

    public static readonly DiagnosticDescriptor DegreeNotCovered = Homogeneity(
        "MFD0505",
        DiagnosticSeverity.Info,
        "A degree the theorems do not cover",
        "'{0}' has degree {1}; the convergence theorems cover {2}, so global optimality rests on the certificate alone");

    public static readonly DiagnosticDescriptor HomogeneityUndecided = Homogeneity(
        "MFD0506",
        DiagnosticSeverity.Warning,
        "Homogeneity undecided",
        "Homogeneity of '{0}' could not be decided at '{1}', which {2}; restructure it or state [Assume]");

    public static readonly DiagnosticDescriptor NoParameterToScale = Homogeneity(
        "MFD0507",
        DiagnosticSeverity.Error,
        "A claim without a parameter",
        "'{0}' is declared {1} but its formula has no {2} parameter that the claim could speak of");

    private static DiagnosticDescriptor Homogeneity(string id, DiagnosticSeverity severity, string title, string message) => new(
        id,
        title,
        message,
        "MeanFieldDsl.Homogeneity",
        severity,
        isEnabledByDefault: true,
        helpLinkUri: HelpBase + id + ".md");
}
