global using ISingles = MeanFieldDsl.Kernels.ILanesOf<float>;

namespace MeanFieldDsl.Kernels;

/// <summary>
/// Marks lanes by what they hold. <c>x is ISingles</c> says the same as <see cref="ILanes{TSelf}.IsSingle"/>, but the JIT compiler
/// decides it before it inlines: what the other precision would call takes nothing of the little that one method may inline.
/// </summary>
/// <typeparam name="TNumber">double or float.</typeparam>
internal interface ILanesOf<TNumber>;
