namespace MeanFieldDsl;

/// <summary>
/// Declares a loss ℓ(f, y): a partial class with one <c>[Formula]</c> method that takes the prediction f and, when
/// the data have targets, the target y. The data term of the model is R(f) = (1/n) Σ_r ℓ(f_r, y_r).
/// </summary>
[AttributeUsage(AttributeTargets.Class, Inherited = false)]
public sealed class LossAttribute : Attribute;
