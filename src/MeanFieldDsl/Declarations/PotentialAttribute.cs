namespace MeanFieldDsl;

/// <summary>
/// Declares a potential V(θ): a partial class with one <c>[Formula]</c> method. Its parameters, each <c>[Weight]</c> or
/// <c>[Position]</c>, are those of a particle of every interaction model that it is part of.
/// </summary>
[AttributeUsage(AttributeTargets.Class, Inherited = false)]
public sealed class PotentialAttribute : Attribute;
