namespace MeanFieldDsl;

/// <summary>
/// Declares an interaction U(θ, θ′) of two particles: a partial class with one <c>[Formula]</c> method that takes the parameters of a
/// particle and then, in the same order, those of another. Names do not matter, the order does.
/// </summary>
/// <remarks>
/// U need not be symmetric. Only its symmetric part ½ (U(θ, θ′) + U(θ′, θ)) enters the energy; where the compiler proves that U is
/// symmetric, it computes U alone.
/// </remarks>
[AttributeUsage(AttributeTargets.Class, Inherited = false)]
public sealed class InteractionAttribute : Attribute;
