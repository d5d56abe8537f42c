using MeanFieldDsl.Generators.Formulas;

namespace MeanFieldDsl.Generators.FrontEnd;

internal enum DeclarationKind
{
    Feature,
    Loss,
    Regularizer,
    Potential,
    Interaction,
}

/// <summary>What the author claims by attributes.</summary>
internal sealed record Claims(double? Homogeneous, double? PartiallyHomogeneous, bool Convex)
{
    public static Claims None { get; } = new(null, null, false);

    /// <summary>What the author vouches for.</summary>
    public EquatableArray<Assumption> Assumptions { get; init; }

    /// <summary>Why the author vouches for a property, or null.</summary>
    public string? Reason(Property property) => Assumptions.Where(a => a.Property == property).Select(static a => a.Reason).FirstOrDefault();
}

/// <summary>Where a type stands and how its partial parts open.</summary>
/// <param name="Namespace">The namespace, empty for the global one.</param>
/// <param name="Layers">The opening of each containing type and of the type itself, for example "partial class Outer".</param>
/// <param name="Name">The simple name.</param>
/// <param name="QualifiedName">The name with "global::", as generated code writes it.</param>
/// <param name="Accessibility">"public" or "internal": the accessibility a type that mentions this one can have at most.</param>
/// <param name="HasTwin">Whether another type differs from this one, or from a type or namespace around it, in case only.</param>
internal sealed record TypeName(string Namespace, EquatableArray<string> Layers, string Name, string QualifiedName, string Accessibility, bool HasTwin = false)
{
    /// <summary>The name of generated files, unique in the compilation whatever their case, and valid as a file name.</summary>
    public string HintName
    {
        get
        {
            string plain = QualifiedName.Replace("global::", "").Replace("@", "");
            string valid = string.Concat(plain.Select(static c => char.IsLetterOrDigit(c) || c is '.' or '_' ? c : '_'));
            return valid == plain && !HasTwin ? plain : valid + "-" + Hash(plain);
        }
    }

    // FNV-1a: the same in every process, which string.GetHashCode is not.
    private static string Hash(string text)
    {
        uint hash = 2166136261;
        foreach (char c in text)
        {
            hash = unchecked((hash ^ c) * 16777619);
        }

        return hash.ToString("x8", System.Globalization.CultureInfo.InvariantCulture);
    }
}

/// <summary>
/// A declaration as the generator sees it: no symbols, syntax or locations, so that it compares
/// equal whenever nothing that matters has changed.
/// </summary>
/// <param name="Kind">What it is.</param>
/// <param name="Type">Where it stands.</param>
/// <param name="Formula">Its formula; null when the declaration has errors.</param>
/// <param name="Claims">What its author claims.</param>
/// <param name="IsConstructibleByDefault">Whether <c>new()</c> makes one: no required member and a usable constructor.</param>
/// <param name="BoundFeature">The qualified name of the feature a <c>[Regularizer&lt;TFeature&gt;]</c> is written for, or null.</param>
internal sealed record DeclarationSpec(
    DeclarationKind Kind,
    TypeName Type,
    Formula? Formula,
    Claims Claims,
    bool IsConstructibleByDefault,
    string? BoundFeature = null);

/// <summary>What the risk of a model is a mean over; the names are those of the runtime's InputLaw.</summary>
internal enum InputLaw
{
    Data,
    StandardNormal,
    UnitSphere,
}

/// <summary>A model: the fusion of a feature, a loss and at most one regularizer.</summary>
/// <param name="Type">Where it stands.</param>
/// <param name="Feature">The feature; null when it is not one or has errors.</param>
/// <param name="Loss">The loss; null when it is not one or has errors.</param>
/// <param name="Regularizer">The regularizer; null when there is none, or when it is not one or has errors.</param>
/// <param name="HasErrors">Whether any part is missing, has errors, or does not fit the others.</param>
/// <param name="Binding">For each parameter of the regularizer the feature's parameter, or −1 for the whole particle.</param>
/// <param name="IsSingle">Whether the feature is computed in single precision.</param>
/// <param name="Inputs">What the risk is a mean over.</param>
internal sealed record ModelSpec(
    TypeName Type,
    DeclarationSpec? Feature,
    DeclarationSpec? Loss,
    DeclarationSpec? Regularizer,
    bool HasErrors,
    EquatableArray<int> Binding,
    bool IsSingle = false,
    InputLaw Inputs = InputLaw.Data);

/// <summary>An interaction model: the fusion of a potential and an interaction.</summary>
/// <param name="Type">Where it stands.</param>
/// <param name="Potential">The potential; null when it is not one or has errors.</param>
/// <param name="Interaction">The interaction; null when it is not one or has errors.</param>
/// <param name="Constant">The constant of the energy.</param>
/// <param name="Dimensions">For each parameter of the potential its dimension, as far as the interaction too says what it is.</param>
/// <param name="HasErrors">Whether any part is missing, has errors, or does not fit the other.</param>
internal sealed record InteractionModelSpec(
    TypeName Type,
    DeclarationSpec? Potential,
    DeclarationSpec? Interaction,
    double Constant,
    EquatableArray<Dimension> Dimensions,
    bool HasErrors);
