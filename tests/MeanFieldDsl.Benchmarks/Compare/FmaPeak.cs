using System.Diagnostics;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace MeanFieldDsl.Benchmarks.Compare;

/// <summary>How many floating-point operations a second one core makes in a loop of nothing but fused multiply-adds.</summary>
internal static class FmaPeak
{
    private const int Chains = 12;
    private const int Repetitions = 1_000_000;

    private interface IMultiplyAdd<TVector>
    {
        static abstract TVector Of(TVector a, TVector b, TVector c);
    }

    /// <summary>The best of some tries, in operations a second, or null on a processor without fused multiply-add.</summary>
    public static double? Measure(Precision precision)
    {
        if (!Fma.IsSupported)
        {
            return null;
        }

        double best = 0;
        for (int attempt = 0; attempt < 30; attempt++)
        {
            long begin = Stopwatch.GetTimestamp();
            int lanes = (precision, Avx512F.IsSupported) switch
            {
                (Precision.Double, true) => Loop<Vector512<double>, Doubles512>(Vector512.Create(0.5), Vector512<double>.Count),
                (Precision.Double, false) => Loop<Vector256<double>, Doubles256>(Vector256.Create(0.5), Vector256<double>.Count),
                (_, true) => Loop<Vector512<float>, Singles512>(Vector512.Create(0.5f), Vector512<float>.Count),
                (_, false) => Loop<Vector256<float>, Singles256>(Vector256.Create(0.5f), Vector256<float>.Count),
            };
            best = Math.Max(best, 2.0 * Chains * Repetitions * lanes / Stopwatch.GetElapsedTime(begin).TotalSeconds);
        }

        return best;
    }

    // Twelve chains that do not wait for each other: more than the latency times the two units of today's cores.
    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    private static int Loop<TVector, TMultiplyAdd>(TVector x, int lanes)
        where TVector : struct
        where TMultiplyAdd : struct, IMultiplyAdd<TVector>
    {
        TVector a = x, b = x, c = x, d = x, e = x, f = x, g = x, h = x, i = x, j = x, k = x, l = x;
        for (int r = 0; r < Repetitions; r++)
        {
            a = TMultiplyAdd.Of(a, x, x);
            b = TMultiplyAdd.Of(b, x, x);
            c = TMultiplyAdd.Of(c, x, x);
            d = TMultiplyAdd.Of(d, x, x);
            e = TMultiplyAdd.Of(e, x, x);
            f = TMultiplyAdd.Of(f, x, x);
            g = TMultiplyAdd.Of(g, x, x);
            h = TMultiplyAdd.Of(h, x, x);
            i = TMultiplyAdd.Of(i, x, x);
            j = TMultiplyAdd.Of(j, x, x);
            k = TMultiplyAdd.Of(k, x, x);
            l = TMultiplyAdd.Of(l, x, x);
        }

        // One result at the end: a vector that is passed on itself would live in memory all the time.
        Keep(TMultiplyAdd.Of(TMultiplyAdd.Of(a, b, c), TMultiplyAdd.Of(d, e, f), TMultiplyAdd.Of(TMultiplyAdd.Of(g, h, i), TMultiplyAdd.Of(j, k, l), x)));
        return lanes;
    }

    // The compiler would drop a result that nobody reads.
    [MethodImpl(MethodImplOptions.NoInlining)]
    private static void Keep<TVector>(TVector vector) => _ = vector;

    private readonly struct Doubles512 : IMultiplyAdd<Vector512<double>>
    {
        public static Vector512<double> Of(Vector512<double> a, Vector512<double> b, Vector512<double> c) => Avx512F.FusedMultiplyAdd(a, b, c);
    }

    private readonly struct Doubles256 : IMultiplyAdd<Vector256<double>>
    {
        public static Vector256<double> Of(Vector256<double> a, Vector256<double> b, Vector256<double> c) => Fma.MultiplyAdd(a, b, c);
    }

    private readonly struct Singles512 : IMultiplyAdd<Vector512<float>>
    {
        public static Vector512<float> Of(Vector512<float> a, Vector512<float> b, Vector512<float> c) => Avx512F.FusedMultiplyAdd(a, b, c);
    }

    private readonly struct Singles256 : IMultiplyAdd<Vector256<float>>
    {
        public static Vector256<float> Of(Vector256<float> a, Vector256<float> b, Vector256<float> c) => Fma.MultiplyAdd(a, b, c);
    }
}
