using Microsoft.CodeAnalysis;

namespace MeanFieldDsl.Generators.Diagnostics;

// 07xx: parts of a model that do not fit.
internal static partial class Descriptors
{
    public static readonly DiagnosticDescriptor WrongKind = new(
        "MFD0701",
        "A type argument of the wrong kind",
        "'{0}' is not a [{1}] type and cannot be used as the {2} of {3}",
        "MeanFieldDsl.Model",
        DiagnosticSeverity.Error,
        isEnabledByDefault: true,
        helpLinkUri: HelpBase + "MFD0701.md");

    public static readonly DiagnosticDescriptor DegreesDiffer = new(
        "MFD0702",
        "Regularizer and feature differ in degree",
        "Regularizer '{0}' has degree {1} but feature '{2}' has degree {3}; the {4} theory needs them equal ({5}), or the penalty can be evaded by rescaling; {6}",
        "MeanFieldDsl.Model",
        DiagnosticSeverity.Warning,
        isEnabledByDefault: true,
        helpLinkUri: HelpBase + "MFD0702.md");

    public static readonly DiagnosticDescriptor RegularizerParameter = new(
        "MFD0703",
        "A regularizer does not fit the feature",
        "Regularizer '{0}' needs parameter '{1}', which feature '{2}' does not have{3}",
        "MeanFieldDsl.Model",
        DiagnosticSeverity.Error,
        isEnabledByDefault: true,
        helpLinkUri: HelpBase + "MFD0703.md");

    public static readonly DiagnosticDescriptor NotCoercive = new(
        "MFD0704",
        "No regularizer holds a weight",
        "No coercive regularizer on weight '{0}'; the objective may not attain its minimum: {1}",
        "MeanFieldDsl.Model",
        DiagnosticSeverity.Warning,
        isEnabledByDefault: true,
        helpLinkUri: HelpBase + "MFD0704.md");

    public static readonly DiagnosticDescriptor NotExported = new(
        "MFD0705",
        "A formula is not exported",
        "The formula of '{0}' in assembly '{1}' is not exported; rebuild that assembly with MeanFieldDsl {2} or newer",
        "MeanFieldDsl.Model",
        DiagnosticSeverity.Error,
        isEnabledByDefault: true,
        helpLinkUri: HelpBase + "MFD0705.md");

    public static readonly DiagnosticDescriptor InteractionParticle = new(
        "MFD0706",
        "An interaction does not fit the potential",
        "Interaction '{0}' does not fit potential '{1}': {2}",
        "MeanFieldDsl.Model",
        DiagnosticSeverity.Error,
        isEnabledByDefault: true,
        helpLinkUri: HelpBase + "MFD0706.md");

    public static readonly DiagnosticDescriptor NoClosedForm = new(
        "MFD0707",
        "The risk under a law of the inputs has no closed form",
        "The risk of '{0}' under {1} has no closed form: {2}",
        "MeanFieldDsl.Model",
        DiagnosticSeverity.Error,
        isEnabledByDefault: true,
        helpLinkUri: HelpBase + "MFD0707.md");
}
