namespace MeanFieldDsl;

/// <summary>
/// Marks a parameter of a feature that scales it (the outer coordinate of the particle), or the parameter of a
/// regularizer that binds to it; or such a parameter of the particles of a potential or an interaction. Partial homogeneity is in the weights.
/// </summary>
[AttributeUsage(AttributeTargets.Parameter, Inherited = false)]
public sealed class WeightAttribute : Attribute;
