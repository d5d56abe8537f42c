namespace MeanFieldDsl;

/// <summary>
/// Declares a regularizer V(θ): a partial class with one <c>[Formula]</c> method. It binds to the feature's
/// <c>[Weight]</c> parameter by role, or to the whole particle through one unmarked <see cref="Vec"/> parameter.
/// </summary>
[AttributeUsage(AttributeTargets.Class, Inherited = false)]
public sealed class RegularizerAttribute : Attribute;

/// <summary>Declares a regularizer V(θ) whose parameters bind by name to those of one feature.</summary>
/// <typeparam name="TFeature">The feature whose parameters are meant.</typeparam>
[AttributeUsage(AttributeTargets.Class, Inherited = false)]
public sealed class RegularizerAttribute<TFeature> : Attribute
    where TFeature : class;
