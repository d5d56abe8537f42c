using System.Runtime.CompilerServices;

namespace MeanFieldDsl.Kernels;

public static partial class VectorMath
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static TLanes ErfSingle<TLanes>(TLanes x)
        where TLanes : unmanaged, ILanes<TLanes>
    {
        if (!TLanes.IsFused)
        {
            return TLanes.InDouble<ErfLanes>(x);
        }

        // x + x (erf(x)/x − 1) for |x| < 0.93.
        TLanes a = TLanes.Abs(x);
        TLanes z = x * x;
        TLanes q = TLanes.MultiplyAdd(TLanes.Broadcast(-0.0005959128611721098), z, TLanes.Broadcast(0.004987264983355999));
        q = TLanes.MultiplyAdd(q, z, TLanes.Broadcast(-0.026762915775179863));
        q = TLanes.MultiplyAdd(q, z, TLanes.Broadcast(0.11281730234622955));
        q = TLanes.MultiplyAdd(q, z, TLanes.Broadcast(-0.37612488865852356));
        q = TLanes.MultiplyAdd(q, z, TLanes.Broadcast(0.12837915122509003));
        TLanes near = TLanes.MultiplyAdd(q, x, x);

        // 1 − e^(log erfc |x|); from |x| = 3.92 on it rounds to 1.
        TLanes clamped = TLanes.MinWithConstant(TLanes.Broadcast(3.95), a);
        q = TLanes.MultiplyAdd(TLanes.Broadcast(0.00019383241306059062), clamped, TLanes.Broadcast(-0.0030226653907448053));
        q = TLanes.MultiplyAdd(q, clamped, TLanes.Broadcast(0.02214544266462326));
        q = TLanes.MultiplyAdd(q, clamped, TLanes.Broadcast(-0.1037636250257492));
        q = TLanes.MultiplyAdd(q, clamped, TLanes.Broadcast(-0.6373723149299622));
        q = TLanes.MultiplyAdd(q, clamped, TLanes.Broadcast(-1.1275635957717896));
        q = TLanes.MultiplyAdd(q, clamped, TLanes.Broadcast(-0.0002225771313533187));
        TLanes far = TLanes.Or(TLanes.One - ExpModerateSingle(q), TLanes.And(x, TLanes.Broadcast(-0.0)));
        return TLanes.Select(TLanes.Less(a, TLanes.Broadcast(0.93)), near, far);
    }

    // Doubles for the values of floats: rounding x in the exponent and in the quotient would show in the left tail.
    private readonly struct NormalCdfLanes : ILaneFunction
    {
        [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
        public static TLanes Apply<TLanes>(TLanes x)
            where TLanes : unmanaged, ILanes<TLanes>
        {
            // Φ(−a) = e^(−a²/2) Q((a − 3)/(a + 3)) for 0 ≤ a ≤ 14.5.
            TLanes a = TLanes.MinWithConstant(TLanes.Broadcast(14.5), TLanes.Abs(x));
            TLanes exponent = TLanes.Broadcast(-0.5) * a * a;
            TLanes n = TLanes.Round(exponent * TLanes.Broadcast(Log2E));
            TLanes r = TLanes.MultiplyAdd(n, TLanes.Broadcast(-0.6931471805599453), exponent);
            TLanes t = (a - TLanes.Broadcast(3)) / (a + TLanes.Broadcast(3));
            TLanes q = TLanes.MultiplyAdd(TLanes.Broadcast(5.3678028052672744e-05), t, TLanes.Broadcast(0.00011552161595318466));
            q = TLanes.MultiplyAdd(q, t, TLanes.Broadcast(-0.00033964135218411684));
            q = TLanes.MultiplyAdd(q, t, TLanes.Broadcast(-0.0009838446276262403));
            q = TLanes.MultiplyAdd(q, t, TLanes.Broadcast(0.002904691966250539));
            q = TLanes.MultiplyAdd(q, t, TLanes.Broadcast(0.006132138893008232));
            q = TLanes.MultiplyAdd(q, t, TLanes.Broadcast(-0.04621333256363869));
            q = TLanes.MultiplyAdd(q, t, TLanes.Broadcast(0.12322501838207245));
            q = TLanes.MultiplyAdd(q, t, TLanes.Broadcast(-0.20640261471271515));
            q = TLanes.MultiplyAdd(q, t, TLanes.Broadcast(0.12151394784450531));
            TLanes p = TLanes.MultiplyAdd(r * r, ExpTailSingle(r), r);
            TLanes tail = TLanes.ScaleModerate(TLanes.MultiplyAdd(p, q, q), n);
            return TLanes.Select(TLanes.Less(x, TLanes.Zero), tail, TLanes.One - tail);
        }
    }
}
