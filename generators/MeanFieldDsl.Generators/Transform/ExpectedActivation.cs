using MeanFieldDsl.Generators.Formulas;

namespace MeanFieldDsl.Generators.Transform;

/// <summary>The numbers of an activation, which are functions of hyper-parameters alone.</summary>
/// <param name="IsRectifier">Whether σ is linear on either side of 0; otherwise it is c₀ + c₁ erf(k z).</param>
/// <param name="Numbers">The formula with their nodes; its root is of no meaning.</param>
/// <param name="First">The slope below 0, or c₀.</param>
/// <param name="Second">The slope above 0, or c₁.</param>
/// <param name="Rate">k; −1 for a rectifier.</param>
internal sealed record ExpectedActivation(bool IsRectifier, Formula Numbers, int First, int Second, int Rate);
