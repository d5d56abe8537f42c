using System.Runtime.CompilerServices;

namespace MeanFieldDsl.Kernels;

// Single precision. The polynomial coefficients of these files were computed for them: least maximum error by Lawson's
// iteration in 40-digit arithmetic, where each coefficient was rounded to a float before the next ones were computed.
public static partial class VectorMath
{
    // The float next to log 2, and the rest: n times the first is subtracted without rounding.
    private const double Ln2HighSingle = 0.693147182464599609375;
    private const double Ln2LowSingle = -1.9046542998525275e-09;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static TLanes ExpSingle<TLanes>(TLanes x)
        where TLanes : unmanaged, ILanes<TLanes>
        => TLanes.IsFused ? ExpBelowSingle(TLanes.MinWithConstant(TLanes.Broadcast(89), x)) : TLanes.InDouble<ExpLanes>(x);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static TLanes Expm1Single<TLanes>(TLanes x)
        where TLanes : unmanaged, ILanes<TLanes>
    {
        if (!TLanes.IsFused)
        {
            return TLanes.InDouble<Expm1Lanes>(x);
        }

        TLanes clamped = TLanes.MaxWithConstant(TLanes.Broadcast(-18), TLanes.MinWithConstant(TLanes.Broadcast(89), x));
        TLanes n = TLanes.Round(clamped * TLanes.Broadcast(Log2E));
        TLanes high = TLanes.MultiplyAdd(n, TLanes.Broadcast(-Ln2HighSingle), clamped);
        TLanes r = TLanes.MultiplyAdd(n, TLanes.Broadcast(-Ln2LowSingle), high);
        TLanes lost = TLanes.MultiplyAdd(n, TLanes.Broadcast(-Ln2LowSingle), high - r);
        TLanes tail = TLanes.MultiplyAdd(r * r, ExpTailSingle(r), lost);

        // Half of 2^n, because 2^128 is not a float though the result may be.
        TLanes half = TLanes.Broadcast(0.5);
        TLanes scale = TLanes.ScaleModerate(half, n);
        TLanes sum = TLanes.MultiplyAdd(scale, tail, TLanes.MultiplyAdd(scale, r, scale - half));
        TLanes tiny = TLanes.Less(TLanes.Abs(x), TLanes.Broadcast(1e-9));
        return TLanes.Select(tiny, x, sum + sum);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static TLanes LogSingle<TLanes>(TLanes x)
        where TLanes : unmanaged, ILanes<TLanes>
    {
        if (!TLanes.IsFused)
        {
            return TLanes.InDouble<LogLanes>(x);
        }

        TLanes denormal = TLanes.Less(x, TLanes.Broadcast(1.1754943508222875e-38));
        TLanes normal = TLanes.Select(denormal, x * TLanes.Broadcast(16777216), x);
        TLanes m = TLanes.Significand(normal);
        TLanes above = AboveSingle(m);
        TLanes exponent = TLanes.Exponent(normal) + (TLanes.And(above, TLanes.One) - TLanes.And(denormal, TLanes.Broadcast(24)));
        TLanes f = TLanes.Select(above, m * TLanes.Broadcast(0.5), m) - TLanes.One;
        return LogBoundarySingle(x, LogReducedSingle(exponent, f));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static TLanes Log1pSingle<TLanes>(TLanes x)
        where TLanes : unmanaged, ILanes<TLanes>
    {
        if (!TLanes.IsFused)
        {
            return TLanes.InDouble<Log1pLanes>(x);
        }

        // 1 + x = (1 + f) 2^exponent, where f is formed from x and not from the rounded 1 + x: without rounding up to 2^24.
        TLanes u = TLanes.One + x;
        TLanes exponent = TLanes.Exponent(u) + TLanes.And(AboveSingle(TLanes.Significand(u)), TLanes.One);
        TLanes scale = TLanes.ScaleModerate(TLanes.One, -exponent);
        TLanes f = TLanes.MultiplyAdd(scale, x, scale - TLanes.One);
        TLanes value = LogBoundarySingle(u, LogReducedSingle(exponent, f));
        return TLanes.Select(TLanes.Equal(x, TLanes.Zero), x, value);
    }

    // e^x for x ≤ 89.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static TLanes ExpBelowSingle<TLanes>(TLanes x)
        where TLanes : unmanaged, ILanes<TLanes>
        => ExpModerateSingle(TLanes.MaxWithConstant(TLanes.Broadcast(-104), x));

    // e^x for −104 ≤ x ≤ 89.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static TLanes ExpModerateSingle<TLanes>(TLanes x)
        where TLanes : unmanaged, ILanes<TLanes>
    {
        TLanes n = TLanes.Round(x * TLanes.Broadcast(Log2E));
        TLanes high = TLanes.MultiplyAdd(n, TLanes.Broadcast(-Ln2HighSingle), x);
        TLanes r = TLanes.MultiplyAdd(n, TLanes.Broadcast(-Ln2LowSingle), high);
        return TLanes.ScaleModerate(TLanes.One + TLanes.MultiplyAdd(r * r, ExpTailSingle(r), r), n);
    }

    // (e^r − 1 − r) / r² for |r| ≤ log(2)/2.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static TLanes ExpTailSingle<TLanes>(TLanes r)
        where TLanes : unmanaged, ILanes<TLanes>
    {
        TLanes q = TLanes.MultiplyAdd(TLanes.Broadcast(0.0013835583813488483), r, TLanes.Broadcast(0.00836711935698986));
        q = TLanes.MultiplyAdd(q, r, TLanes.Broadcast(0.04166775569319725));
        q = TLanes.MultiplyAdd(q, r, TLanes.Broadcast(0.16666539013385773));
        return TLanes.MultiplyAdd(q, r, TLanes.Broadcast(0.4999999701976776));
    }

    // Whether a significand is to be halved to lie in [3/4, 3/2).
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static TLanes AboveSingle<TLanes>(TLanes significand)
        where TLanes : unmanaged, ILanes<TLanes> => TLanes.LessOrEqual(TLanes.Broadcast(1.5), significand);

    // exponent · log 2 + log(1 + f) for −1/4 ≤ f < 1/2.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static TLanes LogReducedSingle<TLanes>(TLanes exponent, TLanes f)
        where TLanes : unmanaged, ILanes<TLanes>
    {
        TLanes q = TLanes.MultiplyAdd(TLanes.Broadcast(0.055589936673641205), f, TLanes.Broadcast(-0.12113833427429199));
        q = TLanes.MultiplyAdd(q, f, TLanes.Broadcast(0.14904621243476868));
        q = TLanes.MultiplyAdd(q, f, TLanes.Broadcast(-0.16788864135742188));
        q = TLanes.MultiplyAdd(q, f, TLanes.Broadcast(0.19982297718524933));
        q = TLanes.MultiplyAdd(q, f, TLanes.Broadcast(-0.24996358156204224));
        q = TLanes.MultiplyAdd(q, f, TLanes.Broadcast(0.33333471417427063));
        q = TLanes.MultiplyAdd(q, f, TLanes.Broadcast(-0.5));
        TLanes tail = TLanes.MultiplyAdd(f * f, q, exponent * TLanes.Broadcast(Ln2LowSingle));
        return TLanes.MultiplyAdd(exponent, TLanes.Broadcast(Ln2HighSingle), f + tail);
    }

    // The values of the logarithm at 0, ∞ and NaN, and NaN for negative numbers.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static TLanes LogBoundarySingle<TLanes>(TLanes x, TLanes value)
        where TLanes : unmanaged, ILanes<TLanes>
    {
        value = TLanes.Select(TLanes.Less(x, TLanes.Broadcast(double.PositiveInfinity)), value, x);
        TLanes outside = TLanes.Select(TLanes.Equal(x, TLanes.Zero), TLanes.Broadcast(double.NegativeInfinity), TLanes.Broadcast(double.NaN));
        return TLanes.Select(TLanes.Less(TLanes.Zero, x), value, outside);
    }
}
