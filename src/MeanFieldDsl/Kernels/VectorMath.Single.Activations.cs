using System.Runtime.CompilerServices;

namespace MeanFieldDsl.Kernels;

public static partial class VectorMath
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static TLanes SigmoidSingle<TLanes>(TLanes x, out TLanes complement)
        where TLanes : unmanaged, ILanes<TLanes>
    {
        if (!TLanes.IsFused)
        {
            complement = TLanes.InDouble<SigmoidLanes>(-x);
            return TLanes.InDouble<SigmoidLanes>(x);
        }

        TLanes e = ExpBelowSingle(-TLanes.Abs(x));
        TLanes large = TLanes.One / (TLanes.One + e);
        TLanes small = QuotientSmall(e, large);
        TLanes isNegative = TLanes.Less(x, TLanes.Zero);
        complement = TLanes.Select(isNegative, large, small);
        return TLanes.Select(isNegative, small, large);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static TLanes SoftplusSingle<TLanes>(TLanes x)
        where TLanes : unmanaged, ILanes<TLanes>
    {
        if (!TLanes.IsFused)
        {
            return TLanes.InDouble<SoftplusLanes>(x);
        }

        // (log(1 + e) − e)/e² as a polynomial of e − ½, for 0 ≤ e ≤ 1.
        TLanes e = ExpBelowSingle(-TLanes.Abs(x));
        TLanes t = e - TLanes.Broadcast(0.5);
        TLanes q = TLanes.MultiplyAdd(TLanes.Broadcast(-0.003238711040467024), t, TLanes.Broadcast(0.006918675731867552));
        q = TLanes.MultiplyAdd(q, t, TLanes.Broadcast(-0.01021767221391201));
        q = TLanes.MultiplyAdd(q, t, TLanes.Broadcast(0.01666179671883583));
        q = TLanes.MultiplyAdd(q, t, TLanes.Broadcast(-0.028898444026708603));
        q = TLanes.MultiplyAdd(q, t, TLanes.Broadcast(0.05108846724033356));
        q = TLanes.MultiplyAdd(q, t, TLanes.Broadcast(-0.09323222935199738));
        q = TLanes.MultiplyAdd(q, t, TLanes.Broadcast(0.1792249083518982));
        q = TLanes.MultiplyAdd(q, t, TLanes.Broadcast(-0.37813955545425415));
        return TLanes.MaxWithConstant(TLanes.Zero, x) + TLanes.MultiplyAdd(e * e, q, e);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static TLanes TanhSingle<TLanes>(TLanes x)
        where TLanes : unmanaged, ILanes<TLanes>
    {
        if (!TLanes.IsFused)
        {
            return TLanes.InDouble<TanhLanes>(x);
        }

        TLanes a = TLanes.Abs(x);
        TLanes z = x * x;
        TLanes q = TLanes.MultiplyAdd(TLanes.Broadcast(0.016437865793704987), z, TLanes.Broadcast(-0.05267200618982315));
        q = TLanes.MultiplyAdd(q, z, TLanes.Broadcast(0.1332072913646698));
        q = TLanes.MultiplyAdd(q, z, TLanes.Broadcast(-0.3333294689655304));
        TLanes near = TLanes.MultiplyAdd(q * z, a, a);

        // 1 − 2/(e^(2|x|) + 1); from |x| = 9.02 on it rounds to 1.
        TLanes clamped = TLanes.MinWithConstant(TLanes.Broadcast(10), a);
        TLanes far = TLanes.One - (TLanes.Broadcast(2) / (ExpModerateSingle(clamped + clamped) + TLanes.One));
        TLanes value = TLanes.Select(TLanes.Less(a, TLanes.Broadcast(0.55)), near, far);
        return TLanes.Or(value, TLanes.And(x, TLanes.Broadcast(-0.0)));
    }
}
