namespace MeanFieldDsl;

/// <summary>
/// States the labels that the target of a loss can be, for example <c>[Labels(-1, 1)]</c>. Proofs of convexity are
/// made for each label.
/// </summary>
/// <param name="values">The labels, finite and at least one.</param>
[AttributeUsage(AttributeTargets.Parameter, Inherited = false)]
public sealed class LabelsAttribute(params double[] values) : Attribute
{
    /// <summary>The labels.</summary>
    public IReadOnlyList<double> Values { get; } = values;
}
