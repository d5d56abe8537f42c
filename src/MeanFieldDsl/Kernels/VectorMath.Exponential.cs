using System.Runtime.CompilerServices;

namespace MeanFieldDsl.Kernels;

/// <summary>
/// Elementary functions over lanes. They give the same bits at every width on a machine with fused multiply-add and are
/// accurate to 2 units in the last place; infinities, NaN, signed zeros and denormal arguments and results are right.
/// Where there is no such instruction, and for arguments of sine, cosine and tangent above 1e5, some call the scalar
/// function for each lane. Floats have forms of their own for what the inner loops of networks use, and the other functions are
/// those of doubles, rounded.
/// </summary>
/// <remarks>
/// Reductions after Cody and Waite, Software Manual for the Elementary Functions (1980). The polynomial coefficients
/// were computed for these files by Chebyshev interpolation in 60-digit arithmetic; constant term first.
/// </remarks>
public static partial class VectorMath
{
    private const double Log2E = 1.4426950408889634;

    // 42 bits: the product with an exponent is exact.
    private const double Ln2High = 0.6931471805598903;
    private const double Ln2Low = 5.497923018708371e-14;

    /// <summary>e^x.</summary>
    /// <typeparam name="TLanes">The lanes.</typeparam>
    /// <param name="x">The argument.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TLanes Exp<TLanes>(TLanes x)
        where TLanes : unmanaged, ILanes<TLanes>
    {
        if (x is ISingles)
        {
            return ExpSingle(x);
        }

        // Beyond these bounds the result is 0 or ∞ anyway, and the reduction would lose its integers.
        x = TLanes.MaxWithConstant(TLanes.Broadcast(-746), TLanes.MinWithConstant(TLanes.Broadcast(710), x));
        TLanes r = ExpArgument(x, out TLanes n);
        return TLanes.ScaleModerate(ExpReduced(r), n);
    }

    /// <summary>e^x − 1, accurate for small x; keeps −0.</summary>
    /// <typeparam name="TLanes">The lanes.</typeparam>
    /// <param name="x">The argument.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TLanes Expm1<TLanes>(TLanes x)
        where TLanes : unmanaged, ILanes<TLanes>
    {
        if (x is ISingles)
        {
            return Expm1Single(x);
        }

        TLanes clamped = TLanes.MaxWithConstant(TLanes.Broadcast(-40), TLanes.MinWithConstant(TLanes.Broadcast(710), x));
        TLanes n = TLanes.Round(clamped * TLanes.Broadcast(Log2E));
        TLanes high = TLanes.MultiplyAdd(n, TLanes.Broadcast(-Ln2High), clamped);
        TLanes r = TLanes.MultiplyAdd(n, TLanes.Broadcast(-Ln2Low), high);

        // What the rounding of r lost matters here: for n = 1 it is doubled and the result may be as small as 0.41.
        TLanes lost = TLanes.MultiplyAdd(n, TLanes.Broadcast(-Ln2Low), high - r);
        TLanes tail = TLanes.MultiplyAdd(r * r, ExpTail(r), lost);

        // Half of 2^n, because 2^1024 is not a double though the result may be. 2^n − 1 + 2^n r first: for small n it is exact.
        TLanes half = TLanes.Broadcast(0.5);
        TLanes scale = TLanes.ScaleModerate(half, n);
        TLanes sum = TLanes.MultiplyAdd(scale, tail, TLanes.MultiplyAdd(scale, r, scale - half));
        TLanes tiny = TLanes.Less(TLanes.Abs(x), TLanes.Broadcast(1e-17));
        return TLanes.Select(tiny, x, sum + sum);
    }

    /// <summary>log x; −∞ at ±0 and NaN below.</summary>
    /// <typeparam name="TLanes">The lanes.</typeparam>
    /// <param name="x">The argument.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TLanes Log<TLanes>(TLanes x)
        where TLanes : unmanaged, ILanes<TLanes>
    {
        if (x is ISingles)
        {
            return LogSingle(x);
        }

        TLanes denormal = TLanes.Less(x, TLanes.Broadcast(2.2250738585072014E-308));
        TLanes normal = TLanes.Select(denormal, x * TLanes.Broadcast(18014398509481984), x);
        TLanes offset = TLanes.And(denormal, TLanes.Broadcast(-54));
        SplitLog(normal, out TLanes exponent, out TLanes significand);
        TLanes value = LogReduced(exponent + offset, significand - TLanes.One, TLanes.Zero);
        return LogBoundary(x, value);
    }

    /// <summary>log(1 + x), accurate for small x; −∞ at −1 and NaN below; keeps −0.</summary>
    /// <typeparam name="TLanes">The lanes.</typeparam>
    /// <param name="x">The argument.</param>
    /// <remarks>Source of the correction for the rounding of 1 + x: Sun's fdlibm, s_log1p (1993).</remarks>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TLanes Log1p<TLanes>(TLanes x)
        where TLanes : unmanaged, ILanes<TLanes>
    {
        if (x is ISingles)
        {
            return Log1pSingle(x);
        }

        TLanes u = TLanes.One + x;
        TLanes back = u - TLanes.One;
        TLanes error = (TLanes.One - (u - back)) + (x - back);
        SplitLog(u, out TLanes exponent, out TLanes significand);

        // Close to 0, x itself is the reduced argument and nothing was rounded.
        TLanes near = TLanes.And(
            TLanes.Less(TLanes.Broadcast(-0.29), x), TLanes.Less(x, TLanes.Broadcast(0.41)));
        TLanes f = TLanes.Select(near, x, significand - TLanes.One);
        exponent = TLanes.Select(near, TLanes.Zero, exponent);
        TLanes correction = TLanes.Select(near, TLanes.Zero, error / u);
        TLanes value = LogBoundary(u, LogReduced(exponent, f, correction));
        return TLanes.Select(TLanes.Equal(x, TLanes.Zero), x, value);
    }

    // r = x − n log 2 with |r| ≤ log(2)/2, for |x| ≤ 800.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static TLanes ExpArgument<TLanes>(TLanes x, out TLanes n)
        where TLanes : unmanaged, ILanes<TLanes>
    {
        n = TLanes.Round(x * TLanes.Broadcast(Log2E));
        TLanes high = TLanes.MultiplyAdd(n, TLanes.Broadcast(-Ln2High), x);
        return TLanes.MultiplyAdd(n, TLanes.Broadcast(-Ln2Low), high);
    }

    // e^r for |r| ≤ log(2)/2.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static TLanes ExpReduced<TLanes>(TLanes r)
        where TLanes : unmanaged, ILanes<TLanes> => TLanes.One + TLanes.MultiplyAdd(r * r, ExpTail(r), r);

    // (e^r − 1 − r) / r² for |r| ≤ log(2)/2.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static TLanes ExpTail<TLanes>(TLanes r)
        where TLanes : unmanaged, ILanes<TLanes>
    {
        TLanes q = TLanes.MultiplyAdd(TLanes.Broadcast(2.51004110820149e-08), r, TLanes.Broadcast(2.7620121717381933e-07));
        q = TLanes.MultiplyAdd(q, r, TLanes.Broadcast(2.7557268406190795e-06));
        q = TLanes.MultiplyAdd(q, r, TLanes.Broadcast(2.4801521225986432e-05));
        q = TLanes.MultiplyAdd(q, r, TLanes.Broadcast(0.00019841269863088255));
        q = TLanes.MultiplyAdd(q, r, TLanes.Broadcast(0.0013888888917258759));
        q = TLanes.MultiplyAdd(q, r, TLanes.Broadcast(0.008333333333330055));
        q = TLanes.MultiplyAdd(q, r, TLanes.Broadcast(0.04166666666662404));
        q = TLanes.MultiplyAdd(q, r, TLanes.Broadcast(0.16666666666666669));
        return TLanes.MultiplyAdd(q, r, TLanes.Broadcast(0.5));
    }

    // x = significand · 2^exponent with √½ ≤ significand < √2.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void SplitLog<TLanes>(TLanes x, out TLanes exponent, out TLanes significand)
        where TLanes : unmanaged, ILanes<TLanes>
    {
        TLanes m = TLanes.Significand(x);
        TLanes above = TLanes.LessOrEqual(TLanes.Broadcast(1.4142135623730951), m);
        exponent = TLanes.Exponent(x) + TLanes.And(above, TLanes.One);
        significand = TLanes.Select(above, m * TLanes.Broadcast(0.5), m);
    }

    // exponent · log 2 + log(1 + f) + correction, with log(1 + f) = f − (h − s (h + R(s²))), h = f²/2, s = f/(2 + f)
    // and R(s²) = log((1 + s)/(1 − s))/s − 2. Source of the arrangement: Sun's fdlibm, e_log (1993).
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static TLanes LogReduced<TLanes>(TLanes exponent, TLanes f, TLanes correction)
        where TLanes : unmanaged, ILanes<TLanes>
    {
        TLanes s = f / (TLanes.Broadcast(2) + f);
        TLanes z = s * s;
        TLanes q = TLanes.MultiplyAdd(TLanes.Broadcast(0.1462395660821188), z, TLanes.Broadcast(0.1533111258796017));
        q = TLanes.MultiplyAdd(q, z, TLanes.Broadcast(0.1818290749767122));
        q = TLanes.MultiplyAdd(q, z, TLanes.Broadcast(0.22222210881932927));
        q = TLanes.MultiplyAdd(q, z, TLanes.Broadcast(0.28571428627528794));
        q = TLanes.MultiplyAdd(q, z, TLanes.Broadcast(0.3999999999989607));
        q = TLanes.MultiplyAdd(q, z, TLanes.Broadcast(0.666666666666667));
        TLanes h = TLanes.Broadcast(0.5) * f * f;
        TLanes low = TLanes.MultiplyAdd(exponent, TLanes.Broadcast(Ln2Low), correction);
        TLanes tail = TLanes.MultiplyAdd(s, TLanes.MultiplyAdd(q, z, h), low);
        return TLanes.MultiplyAdd(exponent, TLanes.Broadcast(Ln2High), f - (h - tail));
    }

    // The values of the logarithm at 0 and ∞, and NaN for negative numbers and NaN.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static TLanes LogBoundary<TLanes>(TLanes x, TLanes value)
        where TLanes : unmanaged, ILanes<TLanes>
    {
        TLanes infinity = TLanes.Broadcast(double.PositiveInfinity);
        TLanes inside = TLanes.And(TLanes.Less(TLanes.Zero, x), TLanes.Less(x, infinity));
        TLanes outside = TLanes.Select(
            TLanes.Equal(x, TLanes.Zero),
            TLanes.Broadcast(double.NegativeInfinity),
            TLanes.Select(TLanes.Equal(x, infinity), infinity, TLanes.Broadcast(double.NaN)));
        return TLanes.Select(inside, value, outside);
    }
}
