namespace MeanFieldDsl;

/// <summary>
/// Declares a feature φ(θ; x): a partial class with one <c>[Formula]</c> method whose <c>[Weight]</c> and
/// <c>[Position]</c> parameters make up the particle θ and whose <c>[Input]</c> parameters are the data x.
/// </summary>
[AttributeUsage(AttributeTargets.Class, Inherited = false)]
public sealed class FeatureAttribute : Attribute;
