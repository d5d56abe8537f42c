using System.Runtime.CompilerServices;

namespace MeanFieldDsl.Kernels;

/// <summary>
/// σ(z) = a z below 0 and b z above. With p the angle between u and v, K = a b ⟨u, v⟩ + (b − a)² (‖u‖ ‖v‖ sin p + (π − p) ⟨u, v⟩)/(2π) and
/// ∂K/∂u = a b v + (b − a)² (‖v‖ sin p u/‖u‖ + (π − p) v)/(2π) (Cho and Saul 2009). At u = 0 the derivative is the one with σ'(0) = a; for a rectifier it is 0.
/// </summary>
/// <remarks>
/// S = ‖u‖ ‖v‖ sin p is the root of ‖u‖² ‖v‖² − ⟨u, v⟩², and p the angle of the point (⟨u, v⟩, S). For nearly parallel vectors S loses half its digits,
/// and K and ∂K/∂u lose none: errors of S enter them in second order, because both take S and p from the same point.
/// </remarks>
internal readonly struct RectifierExpectation(double below, double above) : IPairExpectation
{
    private readonly double _linear = below * above;
    private readonly double _kinked = (above - below) * (above - below) / (2 * Math.PI);
    private readonly double _atZero = below * (below + above) / 2;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Pair<TLanes>(TLanes product, TLanes own, TLanes other, out TLanes value, out TLanes along, out TLanes factor)
        where TLanes : unmanaged, ILanes<TLanes>
    {
        // Rounded products, so that equal vectors have S = 0. NaN goes through.
        TLanes sine = TLanes.Sqrt(TLanes.MaxWithConstant(TLanes.Zero, (own * other) - (product * product)));
        TLanes cosine = TLanes.Abs(product);
        TLanes isSteep = TLanes.Less(cosine, sine);
        TLanes isObtuse = TLanes.Less(product, TLanes.Zero);
        TLanes larger = TLanes.Select(isSteep, sine, cosine);
        TLanes slope = TLanes.Select(TLanes.Equal(larger, TLanes.Zero), TLanes.Zero, TLanes.Select(isSteep, cosine, sine) / larger);
        TLanes small = VectorMath.Atan(slope);

        // π − p from the angle to the nearest axis.
        TLanes axis = TLanes.Select(isSteep, TLanes.Broadcast(Math.PI / 2), TLanes.Select(isObtuse, TLanes.Zero, TLanes.Broadcast(Math.PI)));
        TLanes isSteepAndObtuse = TLanes.And(isSteep, isObtuse), isNeither = TLanes.Not(TLanes.Or(isSteep, isObtuse));
        TLanes rest = TLanes.Select(TLanes.Or(isSteepAndObtuse, isNeither), axis - small, axis + small);

        TLanes kinked = TLanes.Broadcast(_kinked), linear = TLanes.Broadcast(_linear);
        along = kinked * sine;
        TLanes both = TLanes.MultiplyAdd(kinked, rest, linear);
        value = TLanes.MultiplyAdd(both, product, along);
        factor = TLanes.Select(TLanes.Equal(own, TLanes.Zero), TLanes.Broadcast(_atZero), both);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public TLanes Scale<TLanes>(TLanes own)
        where TLanes : unmanaged, ILanes<TLanes> => TLanes.Select(TLanes.Equal(own, TLanes.Zero), TLanes.Zero, TLanes.One / own);
}
