using System.Runtime.CompilerServices;

namespace MeanFieldDsl.Kernels;

public static partial class VectorMath
{
    /// <summary>The error function (2/√π) ∫_0^x e^(−s²) ds; keeps −0.</summary>
    /// <typeparam name="TLanes">The lanes.</typeparam>
    /// <param name="x">The argument.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TLanes Erf<TLanes>(TLanes x)
        where TLanes : unmanaged, ILanes<TLanes>
    {
        if (x is ISingles)
        {
            return ErfSingle(x);
        }

        TLanes a = TLanes.Abs(x);
        TLanes small = ErfSmall(x);

        // 1 − erfc |x|; the rounding of x² does not show, because erfc is below 0.16.
        TLanes clamped = TLanes.MinWithConstant(TLanes.Broadcast(6), a);
        TLanes large = TLanes.One - (Exp(-(clamped * clamped)) * ScaledErfc(clamped));
        large = TLanes.Select(TLanes.Less(x, TLanes.Zero), -large, large);
        return TLanes.Select(TLanes.Less(a, TLanes.One), small, large);
    }

    /// <summary>The normal distribution function (1/√(2π)) ∫_(−∞)^x e^(−s²/2) ds, accurate in the left tail too.</summary>
    /// <typeparam name="TLanes">The lanes.</typeparam>
    /// <param name="x">The argument.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TLanes NormalCdf<TLanes>(TLanes x)
        where TLanes : unmanaged, ILanes<TLanes>
    {
        if (x is ISingles)
        {
            return TLanes.InDouble<NormalCdfLanes>(x);
        }

        // The tail needs the exact square of the fused multiply-add. The JIT compiler decides this before it inlines, as above.
        if (!TLanes.IsFused)
        {
            return TLanes.Map<NormalCdfFunction>(x);
        }

        TLanes half = TLanes.Broadcast(0.5);
        TLanes a = TLanes.Abs(x);
        TLanes near = TLanes.MultiplyAdd(NormalSmall(x * x), x, half);
        TLanes tail = NormalTail(TLanes.MinWithConstant(TLanes.Broadcast(39), a));
        TLanes far = TLanes.Select(TLanes.Less(x, TLanes.Zero), tail, TLanes.One - tail);
        return TLanes.Select(TLanes.Less(a, half), near, far);
    }

    // erf x = x + x (erf(x)/x − 1) for |x| < 1.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static TLanes ErfSmall<TLanes>(TLanes x)
        where TLanes : unmanaged, ILanes<TLanes>
    {
        TLanes z = x * x;
        TLanes q = TLanes.MultiplyAdd(TLanes.Broadcast(5.957176147748911e-11), z, TLanes.Broadcast(-1.1372848856791674e-09));
        q = TLanes.MultiplyAdd(q, z, TLanes.Broadcast(1.4659775274047436e-08));
        q = TLanes.MultiplyAdd(q, z, TLanes.Broadcast(-1.6350312701054695e-07));
        q = TLanes.MultiplyAdd(q, z, TLanes.Broadcast(1.6461000484121368e-06));
        q = TLanes.MultiplyAdd(q, z, TLanes.Broadcast(-1.4925595266831182e-05));
        q = TLanes.MultiplyAdd(q, z, TLanes.Broadcast(0.0001205533111164271));
        q = TLanes.MultiplyAdd(q, z, TLanes.Broadcast(-0.000854832698083379));
        q = TLanes.MultiplyAdd(q, z, TLanes.Broadcast(0.0052239776248180145));
        q = TLanes.MultiplyAdd(q, z, TLanes.Broadcast(-0.026866170645076792));
        q = TLanes.MultiplyAdd(q, z, TLanes.Broadcast(0.11283791670954879));
        q = TLanes.MultiplyAdd(q, z, TLanes.Broadcast(-0.3761263890318375));
        q = TLanes.MultiplyAdd(q, z, TLanes.Broadcast(0.1283791670955126));
        return TLanes.MultiplyAdd(q, x, x);
    }

    // e^(a²) erfc(a) for 1 ≤ a ≤ 6, as a polynomial of (a − 2)/(a + 2) over 1 + 2a.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static TLanes ScaledErfc<TLanes>(TLanes a)
        where TLanes : unmanaged, ILanes<TLanes>
    {
        TLanes t = (a - TLanes.Broadcast(2)) / (a + TLanes.Broadcast(2));
        TLanes q = TLanes.MultiplyAdd(TLanes.Broadcast(4.567818384699565e-06), t, TLanes.Broadcast(4.780167970665935e-06));
        q = TLanes.MultiplyAdd(q, t, TLanes.Broadcast(-1.3377843610301066e-05));
        q = TLanes.MultiplyAdd(q, t, TLanes.Broadcast(-3.6739685589621616e-05));
        q = TLanes.MultiplyAdd(q, t, TLanes.Broadcast(-1.5054457438053162e-06));
        q = TLanes.MultiplyAdd(q, t, TLanes.Broadcast(0.0001510872612051129));
        q = TLanes.MultiplyAdd(q, t, TLanes.Broadcast(0.00020636426368347952));
        q = TLanes.MultiplyAdd(q, t, TLanes.Broadcast(-0.00045434493868878526));
        q = TLanes.MultiplyAdd(q, t, TLanes.Broadcast(-0.0014568136425517457));
        q = TLanes.MultiplyAdd(q, t, TLanes.Broadcast(0.001271339165754213));
        q = TLanes.MultiplyAdd(q, t, TLanes.Broadcast(0.008722653862273692));
        q = TLanes.MultiplyAdd(q, t, TLanes.Broadcast(-0.008034015087659687));
        q = TLanes.MultiplyAdd(q, t, TLanes.Broadcast(-0.05422000099178036));
        q = TLanes.MultiplyAdd(q, t, TLanes.Broadcast(0.16405128003350503));
        q = TLanes.MultiplyAdd(q, t, TLanes.Broadcast(-0.16603039761529106));
        q = TLanes.MultiplyAdd(q, t, TLanes.Broadcast(-0.09276382658574624));
        q = TLanes.MultiplyAdd(q, t, TLanes.Broadcast(1.2769783815525286));
        return q / TLanes.MultiplyAdd(TLanes.Broadcast(2), a, TLanes.One);
    }

    // (Φ(x) − ½)/x as a polynomial of x², for |x| < ½.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static TLanes NormalSmall<TLanes>(TLanes z)
        where TLanes : unmanaged, ILanes<TLanes>
    {
        TLanes q = TLanes.MultiplyAdd(TLanes.Broadcast(-3.90188697239897e-08), z, TLanes.Broadcast(6.65081098430995e-07));
        q = TLanes.MultiplyAdd(q, z, TLanes.Broadcast(-9.444469242999595e-06));
        q = TLanes.MultiplyAdd(q, z, TLanes.Broadcast(0.00011543466575868644));
        q = TLanes.MultiplyAdd(q, z, TLanes.Broadcast(-0.0011873282140917717));
        q = TLanes.MultiplyAdd(q, z, TLanes.Broadcast(0.009973557009992463));
        q = TLanes.MultiplyAdd(q, z, TLanes.Broadcast(-0.06649038006690493));
        q = TLanes.MultiplyAdd(q, z, TLanes.Broadcast(0.3989422804014327));
        return q;
    }

    // Φ(−a) = e^(−a²/2) P((a − 4)/(a + 4)) / (1 + a) for ½ ≤ a ≤ 39, with P of least maximum error by Lawson's iteration.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static TLanes NormalTail<TLanes>(TLanes a)
        where TLanes : unmanaged, ILanes<TLanes>
    {
        // The square in two parts: the second is lost on the first, and felt in the exponent.
        TLanes minusHalf = TLanes.Broadcast(-0.5);
        TLanes square = a * a;
        TLanes lost = TLanes.MultiplyAdd(a, a, -square);
        TLanes exponent = minusHalf * square;
        TLanes n = TLanes.Round(exponent * TLanes.Broadcast(Log2E));
        TLanes low = TLanes.MultiplyAdd(n, TLanes.Broadcast(-Ln2Low), minusHalf * lost);
        TLanes r = TLanes.MultiplyAdd(n, TLanes.Broadcast(-Ln2High), exponent) + low;
        TLanes t = (a - TLanes.Broadcast(4)) / (a + TLanes.Broadcast(4));
        TLanes q = TLanes.MultiplyAdd(TLanes.Broadcast(2.3117820062636476e-09), t, TLanes.Broadcast(1.2584588845407378e-08));
        q = TLanes.MultiplyAdd(q, t, TLanes.Broadcast(-1.2016647676130765e-08));
        q = TLanes.MultiplyAdd(q, t, TLanes.Broadcast(-1.0383718097846161e-07));
        q = TLanes.MultiplyAdd(q, t, TLanes.Broadcast(-7.154320794054033e-09));
        q = TLanes.MultiplyAdd(q, t, TLanes.Broadcast(5.462868915738814e-07));
        q = TLanes.MultiplyAdd(q, t, TLanes.Broadcast(4.1021505174479594e-07));
        q = TLanes.MultiplyAdd(q, t, TLanes.Broadcast(-2.610091362483427e-06));
        q = TLanes.MultiplyAdd(q, t, TLanes.Broadcast(-3.4346264076446085e-06));
        q = TLanes.MultiplyAdd(q, t, TLanes.Broadcast(1.3625983458618501e-05));
        q = TLanes.MultiplyAdd(q, t, TLanes.Broadcast(2.125071129608671e-05));
        q = TLanes.MultiplyAdd(q, t, TLanes.Broadcast(-8.78530061104094e-05));
        q = TLanes.MultiplyAdd(q, t, TLanes.Broadcast(-9.443036811186497e-05));
        q = TLanes.MultiplyAdd(q, t, TLanes.Broadcast(0.0006948970825949107));
        q = TLanes.MultiplyAdd(q, t, TLanes.Broadcast(-0.00028562308608487706));
        q = TLanes.MultiplyAdd(q, t, TLanes.Broadcast(-0.00500237858947596));
        q = TLanes.MultiplyAdd(q, t, TLanes.Broadcast(0.017936097478993933));
        q = TLanes.MultiplyAdd(q, t, TLanes.Broadcast(-0.03219783742814248));
        q = TLanes.MultiplyAdd(q, t, TLanes.Broadcast(0.02860036405356855));
        q = TLanes.MultiplyAdd(q, t, TLanes.Broadcast(0.013999634724426198));
        q = TLanes.MultiplyAdd(q, t, TLanes.Broadcast(-0.09670347732652594));
        TLanes constant = TLanes.Broadcast(0.47205320650984467);
        TLanes product = q;
        q = TLanes.MultiplyAdd(product, t, constant);
        TLanes qLost = TLanes.MultiplyAdd(product, t, constant - q);

        // (1 + p) q over 1 + a, where 1 + p = e^r: the product with the inverse gets back what it and its parts lost to rounding.
        TLanes p = TLanes.MultiplyAdd(r * r, ExpTail(r), r);
        TLanes numerator = TLanes.MultiplyAdd(p, q, q);
        TLanes numeratorLost = TLanes.MultiplyAdd(p, q, q - numerator) + qLost;
        TLanes denominator = TLanes.One + a;
        TLanes denominatorLost = a - (denominator - TLanes.One);
        TLanes inverse = TLanes.One / denominator;
        TLanes value = numerator * inverse;
        TLanes residual = TLanes.MultiplyAdd(-value, denominator, numerator) + numeratorLost;
        value = TLanes.MultiplyAdd(TLanes.MultiplyAdd(-value, denominatorLost, residual), inverse, value);
        return TLanes.ScaleModerate(value, n);
    }
}
