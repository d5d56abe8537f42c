using MeanFieldDsl.Generators.Formulas;

namespace MeanFieldDsl.Generators.Analysis;

/// <summary>Why a degree could not be derived, by the diagnostic that speaks of it.</summary>
internal enum HomogeneityRule
{
    /// <summary>A sum, maximum, minimum, comparison or choice of unequal degrees.</summary>
    UnequalDegrees,

    /// <summary>A function that needs an argument of degree 0.</summary>
    NotInvariant,

    /// <summary>A degree that is not a number known at compile time.</summary>
    UnknownDegree,
}

/// <summary>One step of the derivation of a degree, for the generated documentation.</summary>
internal sealed record HomogeneityStep(string Rule, string Expression, string Degree)
{
    public override string ToString() => Expression + " has degree " + Degree + " (" + Rule + ")";
}

/// <summary>
/// What the analysis says about one group of scaled parameters: a degree that is proved, or the first rule that
/// failed. A failure is no refutation; that takes a witness.
/// </summary>
/// <param name="Degree">The proved degree, or null.</param>
/// <param name="Failure">The first rule that failed, or null.</param>
/// <param name="Steps">The derivation, one step for each operation, in order of evaluation.</param>
internal sealed record HomogeneityOutcome(Degree? Degree, RuleFailure<Degree, HomogeneityRule>? Failure, EquatableArray<HomogeneityStep> Steps)
{
    public bool IsProved => Degree is not null;

    /// <summary>Whether the degree is proved to be <paramref name="claimed"/>; the zero function has every degree.</summary>
    public bool Proves(double claimed) => Degree is Degree d && (d.IsAny || (d.IsNumber && d.Value.ToDouble() == claimed));
}

/// <summary>What is known about the homogeneity of a formula: in all particle parameters, and in the weights alone.</summary>
/// <param name="Joint">In all particle parameters; null when the formula has none.</param>
/// <param name="Weights">In the weights; null when the formula has none.</param>
internal sealed record HomogeneityFacts(HomogeneityOutcome? Joint, HomogeneityOutcome? Weights);
