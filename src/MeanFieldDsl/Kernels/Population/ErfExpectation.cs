using System.Runtime.CompilerServices;

namespace MeanFieldDsl.Kernels;

/// <summary>
/// σ(z) = c₀ + c₁ erf(k z), for which K = c₀² + c₁² (2/π) arcsin(2 k² ⟨u, v⟩ / √((1 + 2 k² ‖u‖²)(1 + 2 k² ‖v‖²))) (Williams 1998, Computation with infinite neural networks).
/// </summary>
/// <remarks>
/// The arcsine is taken as arctan(2c/N) with a = k² ‖u‖², b = k² ‖v‖², c = k² ⟨u, v⟩ and N² = 1 + 2a + 2b + 4 (a b − c²), which does not cancel near 1. Then
/// ∂K/∂u = c₁² (2/π) (2 k²/N) (v − 2c/(1 + 2a) u).
/// </remarks>
internal readonly struct ErfExpectation(double constant, double multiple, double rate) : IPairExpectation
{
    private readonly double _square = rate * rate;
    private readonly double _constant = constant * constant;
    private readonly double _worth = multiple * multiple * (2 / Math.PI);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Pair<TLanes>(TLanes product, TLanes own, TLanes other, out TLanes value, out TLanes along, out TLanes factor)
        where TLanes : unmanaged, ILanes<TLanes>
    {
        TLanes square = TLanes.Broadcast(_square), two = TLanes.Broadcast(2), worth = TLanes.Broadcast(_worth);
        TLanes a = square * own, b = square * other, c = square * product;
        TLanes minor = TLanes.MaxWithConstant(TLanes.Zero, (a * b) - (c * c));
        TLanes inverse = TLanes.One / TLanes.Sqrt(TLanes.MultiplyAdd(two, TLanes.MultiplyAdd(two, minor, a + b), TLanes.One));
        TLanes tangent = two * c * inverse;
        value = TLanes.MultiplyAdd(worth, VectorMath.Atan(tangent), TLanes.Broadcast(_constant));
        factor = two * worth * square * inverse;
        along = -(factor * two * c);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public TLanes Scale<TLanes>(TLanes own)
        where TLanes : unmanaged, ILanes<TLanes> => TLanes.One / TLanes.MultiplyAdd(TLanes.Broadcast(2 * _square), own, TLanes.One);
}
