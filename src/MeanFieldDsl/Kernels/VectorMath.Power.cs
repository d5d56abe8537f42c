using System.Runtime.CompilerServices;

namespace MeanFieldDsl.Kernels;

public static partial class VectorMath
{
    /// <summary>x^y with the special values of <see cref="Math.Pow"/>, which is called for lanes that are not positive and finite.</summary>
    /// <typeparam name="TLanes">The lanes.</typeparam>
    /// <param name="x">The base.</param>
    /// <param name="y">The exponent.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TLanes Pow<TLanes>(TLanes x, TLanes y)
        where TLanes : unmanaged, ILanes<TLanes>
    {
        if (x is ISingles)
        {
            return PowSingle(x, y);
        }

        // The logarithm in two parts needs the exact product of the fused multiply-add; this is a constant to the JIT compiler.
        if (!TLanes.IsFused)
        {
            return TLanes.Map<PowFunction>(x, y);
        }

        TLanes infinity = TLanes.Broadcast(double.PositiveInfinity);
        TLanes ordinary = TLanes.And(TLanes.And(TLanes.Less(TLanes.Zero, x), TLanes.Less(x, infinity)), TLanes.Less(TLanes.Abs(y), infinity));
        TLanes value = PowOrdinary(x, y);
        TLanes special = TLanes.Not(ordinary);
        return TLanes.Any(special) ? TLanes.Select(special, TLanes.Map<PowFunction>(x, y), value) : value;
    }

    // e^(y log x): the product is known to some 2^−64, so that its exponential is right to the last place.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static TLanes PowOrdinary<TLanes>(TLanes x, TLanes y)
        where TLanes : unmanaged, ILanes<TLanes>
    {
        TLanes high = LogInTwoParts(x, out TLanes low);
        TLanes product = y * high;
        TLanes rest = TLanes.MultiplyAdd(y, low, TLanes.MultiplyAdd(y, high, -product));

        // Beyond these bounds the result is 0 or ∞ whatever the rest is.
        TLanes moderate = TLanes.Less(TLanes.Abs(product), TLanes.Broadcast(760));
        rest = TLanes.And(moderate, rest);
        product = TLanes.MaxWithConstant(TLanes.Broadcast(-760), TLanes.MinWithConstant(TLanes.Broadcast(760), product));
        TLanes r = ExpArgument(product, out TLanes n) + rest;
        return TLanes.ScaleModerate(ExpReduced(r), n);
    }

    // log x for positive finite x, to some 2^−68 of it, as the sum of two numbers. With s = f/(2 + f):
    // log(1 + f) = 2s + ⅔ s³ + s⁵ Q(s²), of which the first two terms are carried in two parts.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static TLanes LogInTwoParts<TLanes>(TLanes x, out TLanes low)
        where TLanes : unmanaged, ILanes<TLanes>
    {
        TLanes denormal = TLanes.Less(x, TLanes.Broadcast(2.2250738585072014E-308));
        TLanes normal = TLanes.Select(denormal, x * TLanes.Broadcast(18014398509481984), x);
        SplitLog(normal, out TLanes exponent, out TLanes significand);
        exponent = exponent - TLanes.And(denormal, TLanes.Broadcast(54));
        TLanes f = significand - TLanes.One;

        // s = f / d, where d = 2 + f is exact in two parts.
        TLanes two = TLanes.Broadcast(2);
        TLanes d = two + f;
        TLanes dLow = f - (d - two);
        TLanes s = f / d;
        TLanes sLow = (TLanes.MultiplyAdd(-s, d, f) - (s * dLow)) / d;

        // z = s², and ⅔ s³ = (⅔ s) z.
        TLanes z = s * s;
        TLanes zLow = TLanes.MultiplyAdd(s + s, sLow, TLanes.MultiplyAdd(s, s, -z));
        TLanes twoThirds = TLanes.Broadcast(0.6666666666666666);
        TLanes g = twoThirds * s;
        TLanes gLow = TLanes.MultiplyAdd(twoThirds, s, -g) + TLanes.MultiplyAdd(twoThirds, sLow, TLanes.Broadcast(3.700743415417188e-17) * s);
        TLanes cube = g * z;
        TLanes cubeLow = TLanes.MultiplyAdd(g, z, -cube) + TLanes.MultiplyAdd(g, zLow, gLow * z);

        TLanes q = TLanes.MultiplyAdd(TLanes.Broadcast(0.11723051028097753), z, TLanes.Broadcast(0.11706248540922386));
        q = TLanes.MultiplyAdd(q, z, TLanes.Broadcast(0.13334804238225345));
        q = TLanes.MultiplyAdd(q, z, TLanes.Broadcast(0.15384594970895457));
        q = TLanes.MultiplyAdd(q, z, TLanes.Broadcast(0.18181818335314404));
        q = TLanes.MultiplyAdd(q, z, TLanes.Broadcast(0.22222222221656232));
        q = TLanes.MultiplyAdd(q, z, TLanes.Broadcast(0.28571428571429364));
        q = TLanes.MultiplyAdd(q, z, TLanes.Broadcast(0.4));

        // Each sum keeps what its rounding loses; the larger term stands first.
        TLanes twice = s + s;
        TLanes first = twice + cube;
        TLanes firstLow = ((twice - first) + cube) + TLanes.MultiplyAdd(two, sLow, TLanes.MultiplyAdd(q * z * z, s, cubeLow));
        TLanes scale = exponent * TLanes.Broadcast(Ln2High);
        TLanes high = scale + first;
        TLanes back = high - scale;
        TLanes lost = (scale - (high - back)) + (first - back);
        TLanes rest = TLanes.MultiplyAdd(exponent, TLanes.Broadcast(Ln2Low), lost + firstLow);
        TLanes sum = high + rest;
        low = rest - (sum - high);
        return sum;
    }
}
