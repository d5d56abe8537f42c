using Microsoft.CodeAnalysis;

namespace MeanFieldDsl.Generators.Diagnostics;

// 01xx: the form of a declaration.
internal static partial class Descriptors
{
    public static readonly DiagnosticDescriptor NotPartial = new(
        "MFD0101",
        "A declaration must be partial",
        "'{0}' and its containing types must be declared 'partial'",
        "MeanFieldDsl.Declaration",
        DiagnosticSeverity.Error,
        isEnabledByDefault: true,
        helpLinkUri: HelpBase + "MFD0101.md");

    public static readonly DiagnosticDescriptor Generic = new(
        "MFD0102",
        "A declaration cannot be generic",
        "'{0}' is generic; {1} cannot be generic",
        "MeanFieldDsl.Declaration",
        DiagnosticSeverity.Error,
        isEnabledByDefault: true,
        helpLinkUri: HelpBase + "MFD0102.md");

    public static readonly DiagnosticDescriptor FormulaCount = new(
        "MFD0103",
        "A declaration has exactly one formula",
        "'{0}' must contain exactly one [Formula] method; {1} found",
        "MeanFieldDsl.Declaration",
        DiagnosticSeverity.Error,
        isEnabledByDefault: true,
        helpLinkUri: HelpBase + "MFD0103.md");

    public static readonly DiagnosticDescriptor ReturnType = new(
        "MFD0105",
        "A formula returns double",
        "Formula '{0}' must return 'double'; it returns '{1}'",
        "MeanFieldDsl.Declaration",
        DiagnosticSeverity.Error,
        isEnabledByDefault: true,
        helpLinkUri: HelpBase + "MFD0105.md");

    public static readonly DiagnosticDescriptor NoRole = new(
        "MFD0106",
        "A parameter needs a role",
        "Parameter '{0}' of formula '{1}' has no role; add {2}",
        "MeanFieldDsl.Declaration",
        DiagnosticSeverity.Error,
        isEnabledByDefault: true,
        helpLinkUri: HelpBase + "MFD0106.md");

    public static readonly DiagnosticDescriptor ParameterType = new(
        "MFD0107",
        "A parameter has an unsupported type",
        "Parameter '{0}' has type '{1}'; formula parameters must be double or Vec, or int/bool for inputs",
        "MeanFieldDsl.Declaration",
        DiagnosticSeverity.Error,
        isEnabledByDefault: true,
        helpLinkUri: HelpBase + "MFD0107.md");

    public static readonly DiagnosticDescriptor ParameterPassing = new(
        "MFD0108",
        "A parameter is passed by value or in",
        "Parameter '{0}' is ref, out or params; formula parameters are passed by value or in",
        "MeanFieldDsl.Declaration",
        DiagnosticSeverity.Error,
        isEnabledByDefault: true,
        helpLinkUri: HelpBase + "MFD0108.md");

    public static readonly DiagnosticDescriptor MissingParameter = new(
        "MFD0109",
        "A declaration lacks a parameter",
        "{0} '{1}' has no {2} parameter; {3}",
        "MeanFieldDsl.Declaration",
        DiagnosticSeverity.Error,
        isEnabledByDefault: true,
        helpLinkUri: HelpBase + "MFD0109.md");

    public static readonly DiagnosticDescriptor LossParameters = new(
        "MFD0110",
        "A loss takes a prediction and a target",
        "A loss formula takes (double prediction, double target); '{0}' does not",
        "MeanFieldDsl.Declaration",
        DiagnosticSeverity.Error,
        isEnabledByDefault: true,
        helpLinkUri: HelpBase + "MFD0110.md");

    public static readonly DiagnosticDescriptor MutableHyperParameter = new(
        "MFD0111",
        "A hyper-parameter cannot change",
        "Hyper-parameter '{0}' must be const, readonly, get-only or init-only",
        "MeanFieldDsl.Declaration",
        DiagnosticSeverity.Error,
        isEnabledByDefault: true,
        helpLinkUri: HelpBase + "MFD0111.md");

    public static readonly DiagnosticDescriptor UnusedParameter = new(
        "MFD0112",
        "A parameter is never used",
        "Parameter '{0}' of formula '{1}' is never used",
        "MeanFieldDsl.Declaration",
        DiagnosticSeverity.Warning,
        isEnabledByDefault: true,
        helpLinkUri: HelpBase + "MFD0112.md");

    public static readonly DiagnosticDescriptor SeveralRoles = new(
        "MFD0113",
        "A parameter has one role",
        "Parameter '{0}' of formula '{1}' has more than one role; keep one of {2}",
        "MeanFieldDsl.Declaration",
        DiagnosticSeverity.Error,
        isEnabledByDefault: true,
        helpLinkUri: HelpBase + "MFD0113.md");

    public static readonly DiagnosticDescriptor TakenName = new(
        "MFD0115",
        "The name of a generated member",
        "'{0}' has the name of a member that is generated into '{1}'; rename it",
        "MeanFieldDsl.Declaration",
        DiagnosticSeverity.Error,
        isEnabledByDefault: true,
        helpLinkUri: HelpBase + "MFD0115.md");

    public static readonly DiagnosticDescriptor SeveralKinds = new(
        "MFD0116",
        "A type is one kind of declaration",
        "'{0}' has {1}; a type is one of [Feature], [Loss], [Regularizer], [Potential], [Interaction], [MeanFieldModel] and [InteractionModel]",
        "MeanFieldDsl.Declaration",
        DiagnosticSeverity.Error,
        isEnabledByDefault: true,
        helpLinkUri: HelpBase + "MFD0116.md");

    public static readonly DiagnosticDescriptor NotAClass = new(
        "MFD0117",
        "A declaration is an ordinary class",
        "'{0}' is {1}; [Feature], [Loss], [Regularizer], [Potential], [Interaction], [MeanFieldModel] and [InteractionModel] types are classes that can have instances",
        "MeanFieldDsl.Declaration",
        DiagnosticSeverity.Error,
        isEnabledByDefault: true,
        helpLinkUri: HelpBase + "MFD0117.md");

    public static readonly DiagnosticDescriptor UnequalParticles = new(
        "MFD0118",
        "An interaction takes two particles",
        "Interaction '{0}' takes the parameters of a particle and then, in the same order, those of another; {1}",
        "MeanFieldDsl.Declaration",
        DiagnosticSeverity.Error,
        isEnabledByDefault: true,
        helpLinkUri: HelpBase + "MFD0118.md");

    public static readonly DiagnosticDescriptor InvalidParameterAttribute = new(
        "MFD0114",
        "A parameter attribute is not valid",
        "[{0}] of parameter '{1}' is not valid: {2}",
        "MeanFieldDsl.Declaration",
        DiagnosticSeverity.Error,
        isEnabledByDefault: true,
        helpLinkUri: HelpBase + "MFD0114.md");
}
