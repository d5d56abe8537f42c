using Microsoft.CodeAnalysis;

namespace MeanFieldDsl.Generators.Diagnostics;

// 02xx: the formula language.
internal static partial class Descriptors
{
    public static readonly DiagnosticDescriptor NotInLanguage = new(
        "MFD0201",
        "Not part of the formula language",
        "'{0}' is not part of the formula language ({1}); see the supported subset",
        "MeanFieldDsl.Language",
        DiagnosticSeverity.Error,
        isEnabledByDefault: true,
        helpLinkUri: HelpBase + "MFD0201.md");

    public static readonly DiagnosticDescriptor NoSource = new(
        "MFD0202",
        "A method without source or intrinsic",
        "Method '{0}' cannot be used in a formula: it is neither an intrinsic nor available as source or exported formula",
        "MeanFieldDsl.Language",
        DiagnosticSeverity.Error,
        isEnabledByDefault: true,
        helpLinkUri: HelpBase + "MFD0202.md");

    public static readonly DiagnosticDescriptor Recursive = new(
        "MFD0203",
        "A helper is recursive",
        "Helper '{0}' is recursive ({1}); formulas must be finite expressions",
        "MeanFieldDsl.Language",
        DiagnosticSeverity.Error,
        isEnabledByDefault: true,
        helpLinkUri: HelpBase + "MFD0203.md");

    public static readonly DiagnosticDescriptor Virtual = new(
        "MFD0204",
        "A helper is virtual",
        "Helper '{0}' is virtual or an interface call; the target is not known at compile time",
        "MeanFieldDsl.Language",
        DiagnosticSeverity.Error,
        isEnabledByDefault: true,
        helpLinkUri: HelpBase + "MFD0204.md");

    public static readonly DiagnosticDescriptor AssignedTwice = new(
        "MFD0205",
        "A local is assigned more than once",
        "Local '{0}' is assigned more than once; introduce a new local instead",
        "MeanFieldDsl.Language",
        DiagnosticSeverity.Error,
        isEnabledByDefault: true,
        helpLinkUri: HelpBase + "MFD0205.md");

    public static readonly DiagnosticDescriptor MutableState = new(
        "MFD0207",
        "A formula reads mutable state",
        "'{0}' reads mutable state; pass it as a hyper-parameter property",
        "MeanFieldDsl.Language",
        DiagnosticSeverity.Error,
        isEnabledByDefault: true,
        helpLinkUri: HelpBase + "MFD0207.md");

    public static readonly DiagnosticDescriptor IntegerDivision = new(
        "MFD0208",
        "Integer division in a formula",
        "'{0}' is evaluated in integers before it becomes a double (integer division loses the fraction)",
        "MeanFieldDsl.Language",
        DiagnosticSeverity.Error,
        isEnabledByDefault: true,
        helpLinkUri: HelpBase + "MFD0208.md");

    public static readonly DiagnosticDescriptor LoopBound = new(
        "MFD0209",
        "A loop bound depends on data",
        "Loop bound '{0}' must be a constant, a hyper-parameter or a vector length",
        "MeanFieldDsl.Language",
        DiagnosticSeverity.Error,
        isEnabledByDefault: true,
        helpLinkUri: HelpBase + "MFD0209.md");

    public static readonly DiagnosticDescriptor BetterIntrinsic = new(
        "MFD0210",
        "There is a more accurate intrinsic",
        "'{0}' has a more accurate intrinsic '{1}'",
        "MeanFieldDsl.Language",
        DiagnosticSeverity.Info,
        isEnabledByDefault: true,
        helpLinkUri: HelpBase + "MFD0210.md");
}
