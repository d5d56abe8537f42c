using System.Runtime.CompilerServices;

namespace MeanFieldDsl.Kernels;

public static partial class VectorMath
{
    /// <summary>x².</summary>
    /// <typeparam name="TLanes">The lanes.</typeparam>
    /// <param name="x">The argument.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TLanes Sq<TLanes>(TLanes x)
        where TLanes : unmanaged, ILanes<TLanes> => x * x;

    /// <summary>−1, 0 or 1 by the sign of x; ±0 gives +0 and NaN gives NaN.</summary>
    /// <typeparam name="TLanes">The lanes.</typeparam>
    /// <param name="x">The argument.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TLanes Sign<TLanes>(TLanes x)
        where TLanes : unmanaged, ILanes<TLanes>
    {
        TLanes positive = TLanes.And(TLanes.Less(TLanes.Zero, x), TLanes.One);
        TLanes negative = TLanes.And(TLanes.Less(x, TLanes.Zero), TLanes.One);
        return TLanes.Select(TLanes.Equal(x, x), positive - negative, x);
    }

    /// <summary>The logistic function 1 / (1 + e^(−x)), accurate where it is close to 0.</summary>
    /// <typeparam name="TLanes">The lanes.</typeparam>
    /// <param name="x">The argument.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TLanes Sigmoid<TLanes>(TLanes x)
        where TLanes : unmanaged, ILanes<TLanes> => Sigmoid(x, out _);

    /// <summary>The logistic function at x and at −x, from one exponential and one division.</summary>
    /// <typeparam name="TLanes">The lanes.</typeparam>
    /// <param name="x">The argument.</param>
    /// <param name="complement">1 / (1 + e^x), accurate where it is close to 0.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TLanes Sigmoid<TLanes>(TLanes x, out TLanes complement)
        where TLanes : unmanaged, ILanes<TLanes>
    {
        if (x is ISingles)
        {
            return SigmoidSingle(x, out complement);
        }

        TLanes e = Exp(-TLanes.Abs(x));
        TLanes large = TLanes.One / (TLanes.One + e);
        TLanes small = QuotientSmall(e, large);
        TLanes isNegative = TLanes.Less(x, TLanes.Zero);
        complement = TLanes.Select(isNegative, large, small);
        return TLanes.Select(isNegative, small, large);
    }

    // e / (1 + e), where inverse is 1 / (1 + e): the product gets back what it, the sum and the inverse lost to rounding. As it is
    // at least e/2, its difference to e is exact.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static TLanes QuotientSmall<TLanes>(TLanes e, TLanes inverse)
        where TLanes : unmanaged, ILanes<TLanes>
    {
        TLanes small = e * inverse;
        if (!TLanes.IsFused)
        {
            return small;
        }

        TLanes excess = TLanes.MultiplyAdd(small, e, small - e);
        return small - (excess * inverse);
    }

    /// <summary>log(1 + e^x) = max(x, 0) + log(1 + e^(−|x|)), without overflow.</summary>
    /// <typeparam name="TLanes">The lanes.</typeparam>
    /// <param name="x">The argument.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TLanes Softplus<TLanes>(TLanes x)
        where TLanes : unmanaged, ILanes<TLanes>
    {
        if (x is ISingles)
        {
            return SoftplusSingle(x);
        }

        // The logarithm of 1 + e with 0 ≤ e ≤ 1 needs no boundary cases and no splitting: the exponent is 0 or 1.
        TLanes e = Exp(-TLanes.Abs(x));
        TLanes u = TLanes.One + e;
        TLanes near = TLanes.Less(e, TLanes.Broadcast(0.41));
        TLanes f = TLanes.Select(near, e, TLanes.MultiplyAdd(TLanes.Broadcast(0.5), u, TLanes.Broadcast(-1)));
        TLanes exponent = TLanes.Select(near, TLanes.Zero, TLanes.One);
        TLanes correction = TLanes.Select(near, TLanes.Zero, (e - (u - TLanes.One)) / u);
        return TLanes.MaxWithConstant(TLanes.Zero, x) + LogReduced(exponent, f, correction);
    }

    /// <summary>The hyperbolic tangent; keeps −0.</summary>
    /// <typeparam name="TLanes">The lanes.</typeparam>
    /// <param name="x">The argument.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TLanes Tanh<TLanes>(TLanes x)
        where TLanes : unmanaged, ILanes<TLanes>
    {
        if (x is ISingles)
        {
            return TanhSingle(x);
        }

        TLanes a = TLanes.Abs(x);
        TLanes z = x * x;
        TLanes q = TLanes.MultiplyAdd(TLanes.Broadcast(6.484104982405479e-06), z, TLanes.Broadcast(-3.119892666773488e-05));
        q = TLanes.MultiplyAdd(q, z, TLanes.Broadcast(9.256923588512033e-05));
        q = TLanes.MultiplyAdd(q, z, TLanes.Broadcast(-0.0002375896885211701));
        q = TLanes.MultiplyAdd(q, z, TLanes.Broadcast(0.0005896603606552671));
        q = TLanes.MultiplyAdd(q, z, TLanes.Broadcast(-0.0014557753532096296));
        q = TLanes.MultiplyAdd(q, z, TLanes.Broadcast(0.0035921217436959856));
        q = TLanes.MultiplyAdd(q, z, TLanes.Broadcast(-0.008863235102653483));
        q = TLanes.MultiplyAdd(q, z, TLanes.Broadcast(0.02186948851898143));
        q = TLanes.MultiplyAdd(q, z, TLanes.Broadcast(-0.05396825396789636));
        q = TLanes.MultiplyAdd(q, z, TLanes.Broadcast(0.13333333333333042));
        q = TLanes.MultiplyAdd(q, z, TLanes.Broadcast(-0.3333333333333333));
        TLanes near = TLanes.MultiplyAdd(q * z, a, a);

        TLanes two = TLanes.Broadcast(2);
        TLanes far = TLanes.One - (two / (Exp(a + a) + TLanes.One));
        TLanes value = TLanes.Select(TLanes.Less(a, TLanes.Broadcast(0.625)), near, far);
        return TLanes.Or(value, TLanes.And(x, TLanes.Broadcast(-0.0)));
    }

    /// <summary>sin(x) / x, continued by 1 at 0; NaN at ±∞.</summary>
    /// <typeparam name="TLanes">The lanes.</typeparam>
    /// <param name="x">The argument in radians.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TLanes Sinc<TLanes>(TLanes x)
        where TLanes : unmanaged, ILanes<TLanes>
    {
        if (x is ISingles)
        {
            return TLanes.InDouble<SincLanes>(x);
        }

        return TLanes.Select(TLanes.Equal(x, TLanes.Zero), TLanes.One, Sin(x) / x);
    }

    /// <summary>
    /// The derivative of sin(x)/x: (cos x − sin(x)/x) / x, 0 at 0. Accurate in units of its own last place for
    /// |x| ≤ 2; beyond, where it has zeros, in units of the last place of 1/x.
    /// </summary>
    /// <typeparam name="TLanes">The lanes.</typeparam>
    /// <param name="x">The argument in radians.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TLanes SincPrime<TLanes>(TLanes x)
        where TLanes : unmanaged, ILanes<TLanes>
    {
        if (x is ISingles)
        {
            return TLanes.InDouble<SincPrimeLanes>(x);
        }

        TLanes z = x * x;
        TLanes q = TLanes.MultiplyAdd(TLanes.Broadcast(3.747900146237837e-19), z, TLanes.Broadcast(-1.4783072780303226e-16));
        q = TLanes.MultiplyAdd(q, z, TLanes.Broadcast(4.498265617118817e-14));
        q = TLanes.MultiplyAdd(q, z, TLanes.Broadcast(-1.0706027351677243e-11));
        q = TLanes.MultiplyAdd(q, z, TLanes.Broadcast(1.9270852571264893e-09));
        q = TLanes.MultiplyAdd(q, z, TLanes.Broadcast(-2.505210838508929e-07));
        q = TLanes.MultiplyAdd(q, z, TLanes.Broadcast(2.2045855379186546e-05));
        q = TLanes.MultiplyAdd(q, z, TLanes.Broadcast(-0.0011904761904761897));
        q = TLanes.MultiplyAdd(q, z, TLanes.Broadcast(0.03333333333333333));
        q = TLanes.MultiplyAdd(q, z, TLanes.Broadcast(-0.3333333333333333));
        TLanes near = TLanes.Less(TLanes.Abs(x), TLanes.Broadcast(2));

        // The roundings of z and of −1/3 show where q has lost a quarter of its size; 0.03 is its derivative there.
        TLanes lost = TLanes.MultiplyAdd(TLanes.MultiplyAdd(x, x, -z), TLanes.Broadcast(0.03), TLanes.Broadcast(-1.850371707708594e-17));
        return TLanes.Select(near, TLanes.MultiplyAdd(q, x, lost * x), SincPrimeFar(x));
    }

    // (cos x − sin(x)/x) / x for |x| ≥ 2; the product with 1/x gets back what it and the difference lost to rounding.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static TLanes SincPrimeFar<TLanes>(TLanes x)
        where TLanes : unmanaged, ILanes<TLanes>
    {
        TLanes inverse = TLanes.One / x;
        TLanes cosine = Cos(x);
        TLanes quotient = Sin(x) * inverse;
        TLanes difference = cosine - quotient;
        TLanes value = difference * inverse;
        if (!TLanes.IsFused)
        {
            return value;
        }

        TLanes back = difference - cosine;
        TLanes lost = (cosine - (difference - back)) - (quotient + back);
        return TLanes.MultiplyAdd(TLanes.MultiplyAdd(-value, x, difference) + lost, inverse, value);
    }
}
