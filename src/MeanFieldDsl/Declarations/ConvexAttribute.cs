namespace MeanFieldDsl;

/// <summary>
/// Claims that a loss is convex in its prediction, or that a regularizer is convex. The claim is checked at compile
/// time; a refutation comes with a counterexample.
/// </summary>
[AttributeUsage(AttributeTargets.Class, Inherited = false)]
public sealed class ConvexAttribute : Attribute;
