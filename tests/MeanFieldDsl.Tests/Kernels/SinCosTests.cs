using System.Runtime.Intrinsics.X86;
using MeanFieldDsl.Kernels;

namespace MeanFieldDsl.Tests.Kernels;

/// <summary>Sine and cosine by one reduction have the bits they have alone.</summary>
public sealed class SinCosTests
{
    [Fact]
    public void Both_have_the_bits_they_have_alone()
    {
        Check<Lanes1, double>();
        Check<Lanes4, double>();
        Check<Two<Lanes4, double>, double>();
        Check<Singles1, float>();
        if (Avx512F.IsSupported)
        {
            Check<Lanes8, double>();
            Check<Singles16, float>();
        }
    }

    private static void Check<TLanes, TNumber>()
        where TLanes : unmanaged, ILanes<TLanes, TNumber>
        where TNumber : unmanaged
    {
        Random random = new(1);
        double[] points =
        [
            0, -0.0, 1e-300, 1e-10, -1e-9, double.NaN, double.PositiveInfinity, double.NegativeInfinity, 1e5, 1e5 + 1, -1e22, Math.PI / 2, Math.PI, 3 * Math.PI,
            .. Enumerable.Range(-40, 80).Select(static k => k * Math.PI / 4),
            .. Enumerable.Range(0, 20_000).Select(_ => (random.NextDouble() - 0.5) * Math.Pow(10, random.Next(-3, 7))),
        ];
        foreach (double point in points)
        {
            TLanes x = TLanes.Broadcast(point);
            TLanes sine = VectorMath.SinCos(x, out TLanes cosine);
            AssertSame<TLanes, TNumber>(VectorMath.Sin(x), sine, point);
            AssertSame<TLanes, TNumber>(VectorMath.Cos(x), cosine, point);
        }
    }

    private static void AssertSame<TLanes, TNumber>(TLanes expected, TLanes actual, double at)
        where TLanes : unmanaged, ILanes<TLanes, TNumber>
        where TNumber : unmanaged
    {
        TNumber[] a = new TNumber[TLanes.Count], b = new TNumber[TLanes.Count];
        TLanes.Store(expected, ref a[0]);
        TLanes.Store(actual, ref b[0]);
        Assert.True(a.SequenceEqual(b), $"at {at:R}");
    }
}
