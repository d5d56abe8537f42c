using System.Runtime.CompilerServices;

namespace MeanFieldDsl.Kernels;

public static partial class VectorMath
{
    // π/2 in three parts of 53 bits each.
    private const double HalfPi1 = 1.5707963267948966;
    private const double HalfPi2 = 6.123233995736766e-17;
    private const double HalfPi3 = -1.4973849048591698e-33;

    // Up to here the three-part reduction is exact to beyond the last place of any result.
    private const double ReductionLimit = 100_000;

    /// <summary>sin x; NaN at ±∞; keeps −0. Lanes above 1e5 call the scalar function.</summary>
    /// <typeparam name="TLanes">The lanes.</typeparam>
    /// <param name="x">The argument in radians.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TLanes Sin<TLanes>(TLanes x)
        where TLanes : unmanaged, ILanes<TLanes>
    {
        if (x is ISingles)
        {
            return SinSingle(x);
        }

        // The reduction needs the exact product of the fused multiply-add; this is a constant to the JIT compiler.
        if (!TLanes.IsFused)
        {
            return TLanes.Map<SinFunction>(x);
        }

        TLanes value = SineOfReduced(x, TLanes.Zero);
        TLanes a = TLanes.Abs(x);
        value = TLanes.Select(TLanes.Less(a, TLanes.Broadcast(1e-9)), x, value);
        TLanes far = TLanes.Not(TLanes.LessOrEqual(a, TLanes.Broadcast(ReductionLimit)));
        return TLanes.Any(far) ? TLanes.Select(far, TLanes.Map<SinFunction>(x), value) : value;
    }

    /// <summary>cos x; NaN at ±∞. Lanes above 1e5 call the scalar function.</summary>
    /// <typeparam name="TLanes">The lanes.</typeparam>
    /// <param name="x">The argument in radians.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TLanes Cos<TLanes>(TLanes x)
        where TLanes : unmanaged, ILanes<TLanes>
    {
        if (x is ISingles)
        {
            return CosSingle(x);
        }

        // The reduction needs the exact product of the fused multiply-add; this is a constant to the JIT compiler.
        if (!TLanes.IsFused)
        {
            return TLanes.Map<CosFunction>(x);
        }

        TLanes value = SineOfReduced(x, TLanes.One);
        TLanes far = TLanes.Not(TLanes.LessOrEqual(TLanes.Abs(x), TLanes.Broadcast(ReductionLimit)));
        return TLanes.Any(far) ? TLanes.Select(far, TLanes.Map<CosFunction>(x), value) : value;
    }

    /// <summary>sin x, and cos x with it, by one reduction; both have the bits they have alone.</summary>
    /// <typeparam name="TLanes">The lanes.</typeparam>
    /// <param name="x">The argument in radians.</param>
    /// <param name="cosine">cos x.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TLanes SinCos<TLanes>(TLanes x, out TLanes cosine)
        where TLanes : unmanaged, ILanes<TLanes>
    {
        // Floats are reduced differently for the two.
        if (x is ISingles)
        {
            cosine = CosSingle(x);
            return SinSingle(x);
        }

        if (!TLanes.IsFused)
        {
            cosine = TLanes.Map<CosFunction>(x);
            return TLanes.Map<SinFunction>(x);
        }

        TLanes r = Reduce(x, out TLanes low, out TLanes n);
        TLanes z = r * r;
        TLanes s = SinPolynomial(r, low, z), c = CosPolynomial(r, low, z);
        TLanes half = TLanes.Broadcast(0.5);
        TLanes halfTurns = TLanes.Floor(n * half), halfTurnsOfCosine = TLanes.Floor((n + TLanes.One) * half);
        TLanes even = TLanes.Equal(halfTurns, n * half);
        TLanes sine = TLanes.Select(even, s, c);
        cosine = TLanes.Select(even, c, s);
        sine = TLanes.Select(TLanes.Equal(TLanes.Floor(halfTurns * half), halfTurns * half), sine, -sine);
        cosine = TLanes.Select(TLanes.Equal(TLanes.Floor(halfTurnsOfCosine * half), halfTurnsOfCosine * half), cosine, -cosine);
        TLanes a = TLanes.Abs(x);
        sine = TLanes.Select(TLanes.Less(a, TLanes.Broadcast(1e-9)), x, sine);
        TLanes far = TLanes.Not(TLanes.LessOrEqual(a, TLanes.Broadcast(ReductionLimit)));
        if (TLanes.Any(far))
        {
            sine = TLanes.Select(far, TLanes.Map<SinFunction>(x), sine);
            cosine = TLanes.Select(far, TLanes.Map<CosFunction>(x), cosine);
        }

        return sine;
    }

    /// <summary>tan x; NaN at ±∞; keeps −0. Lanes above 1e5 call the scalar function.</summary>
    /// <typeparam name="TLanes">The lanes.</typeparam>
    /// <param name="x">The argument in radians.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TLanes Tan<TLanes>(TLanes x)
        where TLanes : unmanaged, ILanes<TLanes>
    {
        if (x is ISingles)
        {
            return TLanes.InDouble<TanLanes>(x);
        }

        // The reduction needs the exact product of the fused multiply-add; this is a constant to the JIT compiler.
        if (!TLanes.IsFused)
        {
            return TLanes.Map<TanFunction>(x);
        }

        TLanes r = Reduce(x, out TLanes low, out TLanes n);
        TLanes z = r * r;
        TLanes sineTail = SinTail(r, low, z);
        TLanes cosineTail = CosTail(r, low, z, out TLanes cosineMain);
        TLanes sine = r + sineTail;
        TLanes cosine = cosineMain + cosineTail;
        TLanes sineLost = sineTail - (sine - r);
        TLanes cosineLost = cosineTail - (cosine - cosineMain);
        TLanes half = n * TLanes.Broadcast(0.5);
        TLanes even = TLanes.Equal(TLanes.Floor(half), half);

        // The product gets back what it, the sine, the cosine and the inverse lost to rounding.
        TLanes numerator = TLanes.Select(even, sine, -cosine);
        TLanes denominator = TLanes.Select(even, cosine, sine);
        TLanes inverse = TLanes.One / denominator;
        TLanes value = numerator * inverse;
        TLanes residual = TLanes.MultiplyAdd(-value, denominator, numerator) + TLanes.Select(even, sineLost, -cosineLost);
        residual = TLanes.MultiplyAdd(-value, TLanes.Select(even, cosineLost, sineLost), residual);
        value = TLanes.MultiplyAdd(residual, inverse, value);
        TLanes a = TLanes.Abs(x);
        value = TLanes.Select(TLanes.Less(a, TLanes.Broadcast(1e-9)), x, value);
        TLanes far = TLanes.Not(TLanes.LessOrEqual(a, TLanes.Broadcast(ReductionLimit)));
        return TLanes.Any(far) ? TLanes.Select(far, TLanes.Map<TanFunction>(x), value) : value;
    }

    /// <summary>The arctangent, in [−π/2, π/2]; keeps −0.</summary>
    /// <typeparam name="TLanes">The lanes.</typeparam>
    /// <param name="x">The argument.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TLanes Atan<TLanes>(TLanes x)
        where TLanes : unmanaged, ILanes<TLanes>
    {
        if (x is ISingles)
        {
            return TLanes.InDouble<AtanLanes>(x);
        }

        // atan a = atan r + offset with |r| < 0.66: r = a, (a − 1)/(a + 1) with π/4, or −1/a with π/2.
        TLanes a = TLanes.Abs(x);
        TLanes isMiddle = TLanes.LessOrEqual(TLanes.Broadcast(0.66), a);
        TLanes isLarge = TLanes.Less(TLanes.Broadcast(2.414213562373095), a);
        TLanes numerator = TLanes.Select(isLarge, -TLanes.One, TLanes.Select(isMiddle, a - TLanes.One, a));
        TLanes denominator = TLanes.Select(isLarge, a, TLanes.Select(isMiddle, a + TLanes.One, TLanes.One));
        TLanes r = numerator / denominator;
        TLanes offset = TLanes.And(isMiddle, TLanes.Select(isLarge, TLanes.Broadcast(HalfPi1), TLanes.Broadcast(0.5 * HalfPi1)));
        TLanes low = TLanes.And(isMiddle, TLanes.Select(isLarge, TLanes.Broadcast(HalfPi2), TLanes.Broadcast(0.5 * HalfPi2)));
        TLanes z = r * r;
        TLanes q = TLanes.MultiplyAdd(TLanes.Broadcast(-0.0013579473243953762), z, TLanes.Broadcast(0.006483106500308276));
        q = TLanes.MultiplyAdd(q, z, TLanes.Broadcast(-0.015442046554721433));
        q = TLanes.MultiplyAdd(q, z, TLanes.Broadcast(0.025241060739302913));
        q = TLanes.MultiplyAdd(q, z, TLanes.Broadcast(-0.033129306185653525));
        q = TLanes.MultiplyAdd(q, z, TLanes.Broadcast(0.03873274942930506));
        q = TLanes.MultiplyAdd(q, z, TLanes.Broadcast(-0.04316381807534834));
        q = TLanes.MultiplyAdd(q, z, TLanes.Broadcast(0.047559651125794654));
        q = TLanes.MultiplyAdd(q, z, TLanes.Broadcast(-0.05262311996504043));
        q = TLanes.MultiplyAdd(q, z, TLanes.Broadcast(0.058822635453822034));
        q = TLanes.MultiplyAdd(q, z, TLanes.Broadcast(-0.0666665982351991));
        q = TLanes.MultiplyAdd(q, z, TLanes.Broadcast(0.07692307326253241));
        q = TLanes.MultiplyAdd(q, z, TLanes.Broadcast(-0.09090909077942223));
        q = TLanes.MultiplyAdd(q, z, TLanes.Broadcast(0.11111111110831427));
        q = TLanes.MultiplyAdd(q, z, TLanes.Broadcast(-0.142857142857111));
        q = TLanes.MultiplyAdd(q, z, TLanes.Broadcast(0.19999999999999984));
        q = TLanes.MultiplyAdd(q, z, TLanes.Broadcast(-0.3333333333333333));
        TLanes value = offset + TLanes.MultiplyAdd(q * z, r, low + r);
        return TLanes.Select(TLanes.Less(a, TLanes.Broadcast(1e-9)), x, TLanes.Select(TLanes.Less(x, TLanes.Zero), -value, value));
    }

    // sin(x + quarter · π/2) for |x| ≤ ReductionLimit.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static TLanes SineOfReduced<TLanes>(TLanes x, TLanes quarter)
        where TLanes : unmanaged, ILanes<TLanes>
    {
        TLanes r = Reduce(x, out TLanes low, out TLanes n);
        TLanes half = TLanes.Broadcast(0.5);
        TLanes quadrant = n + quarter;
        TLanes halfQuadrant = quadrant * half;
        TLanes even = TLanes.Equal(TLanes.Floor(halfQuadrant), halfQuadrant);
        TLanes halfTurns = TLanes.Floor(halfQuadrant);
        TLanes positive = TLanes.Equal(TLanes.Floor(halfTurns * half), halfTurns * half);

        TLanes z = r * r;
        TLanes value = TLanes.Select(even, SinPolynomial(r, low, z), CosPolynomial(r, low, z));
        return TLanes.Select(positive, value, -value);
    }

    // r + low = x − n π/2 with |r| ≤ π/4.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static TLanes Reduce<TLanes>(TLanes x, out TLanes low, out TLanes n)
        where TLanes : unmanaged, ILanes<TLanes>
    {
        n = TLanes.Round(x * TLanes.Broadcast(0.6366197723675814));

        // The first difference is exact. In the second the two may cancel down to 2^−60 (the distance of a double
        // below 1e5 from a multiple of π/2), so that its rounding error and that of the product are both kept.
        TLanes first = TLanes.MultiplyAdd(n, TLanes.Broadcast(-HalfPi1), x);
        TLanes product = n * TLanes.Broadcast(HalfPi2);
        TLanes productError = TLanes.MultiplyAdd(n, TLanes.Broadcast(HalfPi2), -product);
        TLanes r = first - product;
        TLanes back = r - first;
        low = (first - (r - back)) - (product + back);
        low = TLanes.MultiplyAdd(n, TLanes.Broadcast(-HalfPi3), low - productError);
        return r;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static TLanes SinPolynomial<TLanes>(TLanes r, TLanes low, TLanes z)
        where TLanes : unmanaged, ILanes<TLanes> => r + SinTail(r, low, z);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static TLanes CosPolynomial<TLanes>(TLanes r, TLanes low, TLanes z)
        where TLanes : unmanaged, ILanes<TLanes>
    {
        TLanes tail = CosTail(r, low, z, out TLanes main);
        return main + tail;
    }

    // sin(r + low) − r = r³ S(r²) + low (1 − r²/2) for |r| ≤ π/4.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static TLanes SinTail<TLanes>(TLanes r, TLanes low, TLanes z)
        where TLanes : unmanaged, ILanes<TLanes>
    {
        TLanes q = TLanes.MultiplyAdd(TLanes.Broadcast(1.591798150140412e-10), z, TLanes.Broadcast(-2.5051129792549024e-08));
        q = TLanes.MultiplyAdd(q, z, TLanes.Broadcast(2.7557316092699366e-06));
        q = TLanes.MultiplyAdd(q, z, TLanes.Broadcast(-0.0001984126983673957));
        q = TLanes.MultiplyAdd(q, z, TLanes.Broadcast(0.008333333333330936));
        q = TLanes.MultiplyAdd(q, z, TLanes.Broadcast(-0.16666666666666666));
        TLanes scaledLow = TLanes.MultiplyAdd(TLanes.Broadcast(-0.5) * z, low, low);
        return TLanes.MultiplyAdd(q * z, r, scaledLow);
    }

    // cos(r + low) − main = r⁴ C(r²) − r low and the rounding error of main = 1 − r²/2, for |r| ≤ π/4.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static TLanes CosTail<TLanes>(TLanes r, TLanes low, TLanes z, out TLanes main)
        where TLanes : unmanaged, ILanes<TLanes>
    {
        TLanes q = TLanes.MultiplyAdd(TLanes.Broadcast(-1.1382539967177458e-11), z, TLanes.Broadcast(2.0876144984413913e-09));
        q = TLanes.MultiplyAdd(q, z, TLanes.Broadcast(-2.755731726556589e-07));
        q = TLanes.MultiplyAdd(q, z, TLanes.Broadcast(2.48015872987538e-05));
        q = TLanes.MultiplyAdd(q, z, TLanes.Broadcast(-0.0013888888888887389));
        q = TLanes.MultiplyAdd(q, z, TLanes.Broadcast(0.041666666666666664));
        TLanes halfSquare = TLanes.Broadcast(0.5) * z;
        main = TLanes.One - halfSquare;
        TLanes error = (TLanes.One - main) - halfSquare;
        return TLanes.MultiplyAdd(q * z, z, -(r * low)) + error;
    }
}
