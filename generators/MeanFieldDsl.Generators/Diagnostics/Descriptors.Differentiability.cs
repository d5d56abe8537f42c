using Microsoft.CodeAnalysis;

namespace MeanFieldDsl.Generators.Diagnostics;

// 04xx: derivatives.
internal static partial class Descriptors
{
    public static readonly DiagnosticDescriptor NotDifferentiable = Differentiability(
        "MFD0401",
        DiagnosticSeverity.Info,
        "A kink in a particle parameter",
        "'{0}' is not differentiable where {1}; the generated derivative uses {2} there");

    public static readonly DiagnosticDescriptor Discontinuous = Differentiability(
        "MFD0402",
        DiagnosticSeverity.Error,
        "The formula is discontinuous",
        "'{0}' is discontinuous in {1} where {2}: its value jumps from {3} to {4} at {5}; {6}");

    public static readonly DiagnosticDescriptor NoDifferentiablePath = Differentiability(
        "MFD0403",
        DiagnosticSeverity.Warning,
        "A gradient is zero everywhere",
        "'{0}' does not depend on '{1}' through a differentiable path; its gradient is identically zero, so {2}");

    public static readonly DiagnosticDescriptor NoDerivative = new(
        "MFD0404",
        "A primitive has no derivative",
        "[Primitive] '{0}' has no derivative for parameter '{1}'; name a static method from double to double of the same type, as in [Primitive(Derivative = nameof(D{0}))]",
        "MeanFieldDsl.Differentiability",
        DiagnosticSeverity.Error,
        isEnabledByDefault: true,
        helpLinkUri: HelpBase + "MFD0404.md");

    public static readonly DiagnosticDescriptor Unbounded = Differentiability(
        "MFD0405",
        DiagnosticSeverity.Warning,
        "An unbounded derivative",
        "The derivative of '{0}' is unbounded where {1}; the Lipschitz assumption fails there: the slope of the formula grows without bound, to {2} at distance {3} from {4}");

    private static DiagnosticDescriptor Differentiability(string id, DiagnosticSeverity severity, string title, string message) => new(
        id,
        title,
        message,
        "MeanFieldDsl.Differentiability",
        severity,
        isEnabledByDefault: true,
        helpLinkUri: HelpBase + id + ".md");
}
