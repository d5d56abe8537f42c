using System.Runtime.CompilerServices;

namespace MeanFieldDsl.Kernels;

public static partial class VectorMath
{
    /// <summary>The real cube root; keeps signs, zeros, infinities and NaN.</summary>
    /// <typeparam name="TLanes">The lanes.</typeparam>
    /// <param name="x">The argument.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TLanes Cbrt<TLanes>(TLanes x)
        where TLanes : unmanaged, ILanes<TLanes>
    {
        if (x is ISingles)
        {
            return TLanes.InDouble<CbrtLanes>(x);
        }

        // The last correction needs the exact square of the fused multiply-add; this is a constant to the JIT compiler.
        if (!TLanes.IsFused)
        {
            return TLanes.Map<CbrtFunction>(x);
        }

        // |x| = m 2^(3k + rest), with m 2^rest in [1, 8).
        TLanes a = TLanes.Abs(x);
        TLanes denormal = TLanes.Less(a, TLanes.Broadcast(2.2250738585072014E-308));
        TLanes normal = TLanes.Select(denormal, a * TLanes.Broadcast(18014398509481984), a);
        TLanes m = TLanes.Significand(normal);
        TLanes exponent = TLanes.Exponent(normal) - TLanes.And(denormal, TLanes.Broadcast(54));
        TLanes k = TLanes.Floor(TLanes.MultiplyAdd(exponent, TLanes.Broadcast(1 / 3.0), TLanes.Broadcast(1 / 6.0)));
        TLanes rest = TLanes.MultiplyAdd(k, TLanes.Broadcast(-3), exponent);
        TLanes isOne = TLanes.Equal(rest, TLanes.One);
        TLanes isTwo = TLanes.Equal(rest, TLanes.Broadcast(2));
        TLanes scaled = m * TLanes.Select(isTwo, TLanes.Broadcast(4), TLanes.Select(isOne, TLanes.Broadcast(2), TLanes.One));

        // A polynomial to 2e-6, Halley's iteration to the last places, and Newton's with the exact residual.
        TLanes q = TLanes.MultiplyAdd(TLanes.Broadcast(0.005072953325277491), m, TLanes.Broadcast(-0.04831832068166114));
        q = TLanes.MultiplyAdd(q, m, TLanes.Broadcast(0.19665479701360078));
        q = TLanes.MultiplyAdd(q, m, TLanes.Broadcast(-0.4602977267696209));
        q = TLanes.MultiplyAdd(q, m, TLanes.Broadcast(0.8317431442479309));
        q = TLanes.MultiplyAdd(q, m, TLanes.Broadcast(0.47514693623890253));
        TLanes y = q * TLanes.Select(isTwo, TLanes.Broadcast(1.5874010519681994), TLanes.Select(isOne, TLanes.Broadcast(1.2599210498948732), TLanes.One));
        TLanes cube = y * y * y;
        y = y * (TLanes.MultiplyAdd(TLanes.Broadcast(2), scaled, cube) / TLanes.MultiplyAdd(TLanes.Broadcast(2), cube, scaled));
        TLanes square = y * y;
        TLanes lost = TLanes.MultiplyAdd(y, y, -square);
        TLanes residual = TLanes.MultiplyAdd(lost, y, TLanes.MultiplyAdd(square, y, -scaled));
        y = y - (residual / (TLanes.Broadcast(3) * square));
        TLanes root = TLanes.ScaleModerate(y, k);
        root = TLanes.Select(TLanes.Less(x, TLanes.Zero), -root, root);
        TLanes ordinary = TLanes.And(TLanes.Less(TLanes.Zero, a), TLanes.Less(a, TLanes.Broadcast(double.PositiveInfinity)));
        return TLanes.Select(ordinary, root, x);
    }
}
