using System.Runtime.CompilerServices;

namespace MeanFieldDsl.Kernels;

public static partial class VectorMath
{
    /// <summary>The hyperbolic sine; keeps −0.</summary>
    /// <typeparam name="TLanes">The lanes.</typeparam>
    /// <param name="x">The argument.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TLanes Sinh<TLanes>(TLanes x)
        where TLanes : unmanaged, ILanes<TLanes>
    {
        if (x is ISingles)
        {
            return TLanes.InDouble<SinhLanes>(x);
        }

        TLanes a = TLanes.Abs(x);
        TLanes half = HalfExp(a);
        TLanes large = half - (TLanes.Broadcast(0.25) / half);
        large = TLanes.Select(TLanes.Less(x, TLanes.Zero), -large, large);
        return TLanes.Select(TLanes.Less(a, TLanes.Broadcast(2)), SinhSmall(x), large);
    }

    /// <summary>The hyperbolic cosine.</summary>
    /// <typeparam name="TLanes">The lanes.</typeparam>
    /// <param name="x">The argument.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TLanes Cosh<TLanes>(TLanes x)
        where TLanes : unmanaged, ILanes<TLanes>
    {
        if (x is ISingles)
        {
            return TLanes.InDouble<CoshLanes>(x);
        }

        TLanes half = HalfExp(TLanes.Abs(x));
        return half + (TLanes.Broadcast(0.25) / half);
    }

    // e^a / 2 for a ≥ 0, finite where e^a is not but its half is.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static TLanes HalfExp<TLanes>(TLanes a)
        where TLanes : unmanaged, ILanes<TLanes>
    {
        TLanes r = ExpArgument(TLanes.MinWithConstant(TLanes.Broadcast(711), a), out TLanes n);
        return TLanes.ScaleModerate(ExpReduced(r), n - TLanes.One);
    }

    // sinh x = x + x³ S(x²) for |x| < 2.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static TLanes SinhSmall<TLanes>(TLanes x)
        where TLanes : unmanaged, ILanes<TLanes>
    {
        TLanes z = x * x;
        TLanes q = TLanes.MultiplyAdd(TLanes.Broadcast(2.0361588422670037e-20), z, TLanes.Broadcast(8.213889383765696e-18));
        q = TLanes.MultiplyAdd(q, z, TLanes.Broadcast(2.8114890977692666e-15));
        q = TLanes.MultiplyAdd(q, z, TLanes.Broadcast(7.647162824643673e-13));
        q = TLanes.MultiplyAdd(q, z, TLanes.Broadcast(1.6059043852806157e-10));
        q = TLanes.MultiplyAdd(q, z, TLanes.Broadcast(2.5052108385270325e-08));
        q = TLanes.MultiplyAdd(q, z, TLanes.Broadcast(2.7557319223986947e-06));
        q = TLanes.MultiplyAdd(q, z, TLanes.Broadcast(0.00019841269841269839));
        q = TLanes.MultiplyAdd(q, z, TLanes.Broadcast(0.008333333333333333));
        q = TLanes.MultiplyAdd(q, z, TLanes.Broadcast(0.16666666666666666));
        return TLanes.MultiplyAdd(q * z, x, x);
    }
}
