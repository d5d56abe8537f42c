using System.Runtime.CompilerServices;

namespace MeanFieldDsl.Kernels;

public static partial class VectorMath
{
    // π in three floats.
    private const double Pi1Single = 3.1415927410125732421875;
    private const double Pi2Single = -8.7422776573475858e-08;
    private const double Pi3Single = -3.4302490200117637e-15;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static TLanes SinSingle<TLanes>(TLanes x)
        where TLanes : unmanaged, ILanes<TLanes>
    {
        if (!TLanes.IsFused)
        {
            return TLanes.InDouble<SinLanes>(x);
        }

        TLanes n = TLanes.Round(x * TLanes.Broadcast(1 / Math.PI));
        TLanes value = SineOfHalfTurnSingle(x, n);
        TLanes half = n * TLanes.Broadcast(0.5);
        value = TLanes.Select(TLanes.Equal(TLanes.Floor(half), half), value, -value);
        value = TLanes.Select(TLanes.Equal(x, TLanes.Zero), x, value);
        TLanes far = TLanes.Not(TLanes.LessOrEqual(TLanes.Abs(x), TLanes.Broadcast(ReductionLimit)));
        return TLanes.Any(far) ? TLanes.Select(far, TLanes.InDouble<SinLanes>(x), value) : value;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static TLanes CosSingle<TLanes>(TLanes x)
        where TLanes : unmanaged, ILanes<TLanes>
    {
        if (!TLanes.IsFused)
        {
            return TLanes.InDouble<CosLanes>(x);
        }

        // cos x = −(−1)^k sin(x − (k + ½) π).
        TLanes oneHalf = TLanes.Broadcast(0.5);
        TLanes k = TLanes.Round(TLanes.MultiplyAdd(x, TLanes.Broadcast(1 / Math.PI), -oneHalf));
        TLanes value = SineOfHalfTurnSingle(x, k + oneHalf);
        TLanes half = k * oneHalf;
        value = TLanes.Select(TLanes.Equal(TLanes.Floor(half), half), -value, value);
        TLanes far = TLanes.Not(TLanes.LessOrEqual(TLanes.Abs(x), TLanes.Broadcast(ReductionLimit)));
        return TLanes.Any(far) ? TLanes.Select(far, TLanes.InDouble<CosLanes>(x), value) : value;
    }

    // sin(x − n π), which lies within a right angle, for |x| ≤ ReductionLimit: the first difference is exact unless x is the cosine's
    // and small, where it is far from a zero. The coefficients are those among their neighbours for which no value is above 1, that of ±π/2 is ±1 and the largest error is least.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static TLanes SineOfHalfTurnSingle<TLanes>(TLanes x, TLanes n)
        where TLanes : unmanaged, ILanes<TLanes>
    {
        TLanes r = TLanes.MultiplyAdd(n, TLanes.Broadcast(-Pi1Single), x);
        r = TLanes.MultiplyAdd(n, TLanes.Broadcast(-Pi2Single), r);
        r = TLanes.MultiplyAdd(n, TLanes.Broadcast(-Pi3Single), r);
        TLanes z = r * r;
        TLanes q = TLanes.MultiplyAdd(TLanes.Broadcast(2.60608749158564e-06), z, TLanes.Broadcast(-0.00019809948571491987));
        q = TLanes.MultiplyAdd(q, z, TLanes.Broadcast(0.008333072066307068));
        q = TLanes.MultiplyAdd(q, z, TLanes.Broadcast(-0.16666659712791443));
        return TLanes.MultiplyAdd(q, r * z, r);
    }
}
