namespace MeanFieldDsl;

/// <summary>
/// Marks a parameter of a feature that scales it (the outer coordinate of the particle), or the parameter of a
/// regularizer that binds to it. Partial homogeneity is in the weights.
/// </summary>
[AttributeUsage(AttributeTargets.Parameter, Inherited = false)]
public sealed class WeightAttribute : Attribute;
