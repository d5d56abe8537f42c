using System.Runtime.Intrinsics.X86;
using MeanFieldDsl.Kernels;

namespace MeanFieldDsl.Tests.Kernels;

public abstract class SinglesTests<TLanes>
    where TLanes : unmanaged, ILanes<TLanes, float>
{
    private static readonly float[] Odd =
    [
        0.0f, -0.0f, 1, -1, 0.5f, -0.5f, 1.5f, 2.5f, -2.5f, -1.5f, float.NaN, float.PositiveInfinity, float.NegativeInfinity,
        float.Epsilon, -float.Epsilon, 1e-40f, float.MaxValue, float.MinValue, 1e30f, -1e-30f, 3.7f, -3.7f, 4194304.5f,
    ];

    private static readonly float[] A = [.. from a in Odd from b in Odd select a];
    private static readonly float[] B = [.. from a in Odd from b in Odd select b];
    private static readonly float[] C = [.. A.Reverse()];

    // A 512-bit type must not be touched where there is no hardware for it.
    private static bool Supported => Avx512F.IsSupported || typeof(TLanes) != typeof(Singles16);

    [Fact]
    public void Arithmetic_is_that_of_the_scalars()
    {
        Check("+", (a, b, c) => a + b, (a, b, c) => a + b);
        Check("-", (a, b, c) => a - b, (a, b, c) => a - b);
        Check("*", (a, b, c) => a * b, (a, b, c) => a * b);
        Check("/", (a, b, c) => a / b, (a, b, c) => a / b);
        Check("negate", (a, b, c) => -a, (a, b, c) => -a);
        Check("multiply-add", TLanes.MultiplyAdd, (a, b, c) => TLanes.IsFused ? MathF.FusedMultiplyAdd(a, b, c) : (a * b) + c);
        Check("min", (a, b, c) => TLanes.Min(a, b), (a, b, c) => MathF.Min(a, b));
        Check("max", (a, b, c) => TLanes.Max(a, b), (a, b, c) => MathF.Max(a, b));
        Check("sqrt", (a, b, c) => TLanes.Sqrt(a), (a, b, c) => MathF.Sqrt(a));
        Check("abs", (a, b, c) => TLanes.Abs(a), (a, b, c) => MathF.Abs(a));
        Check("floor", (a, b, c) => TLanes.Floor(a), (a, b, c) => MathF.Floor(a));
        Check("round", (a, b, c) => TLanes.Round(a), (a, b, c) => MathF.Round(a, MidpointRounding.ToEven));
    }

    [Fact]
    public void A_constant_never_hides_a_NaN()
    {
        foreach (float constant in Odd.Where(c => !float.IsNaN(c)))
        {
            Check("max", (a, b, c) => TLanes.MaxWithConstant(TLanes.Broadcast(constant), a), (a, b, c) => constant > a ? constant : a);
            Check("min", (a, b, c) => TLanes.MinWithConstant(TLanes.Broadcast(constant), a), (a, b, c) => constant < a ? constant : a);
        }
    }

    [Fact]
    public void Masks_select()
    {
        Check("<", (a, b, c) => TLanes.Select(TLanes.Less(a, b), a, c), (a, b, c) => a < b ? a : c);
        Check("<=", (a, b, c) => TLanes.Select(TLanes.LessOrEqual(a, b), a, c), (a, b, c) => a <= b ? a : c);
        Check("==", (a, b, c) => TLanes.Select(TLanes.Equal(a, b), b, c), (a, b, c) => a == b ? b : c);
        Check("not", (a, b, c) => TLanes.Select(TLanes.Not(TLanes.Less(a, b)), a, c), (a, b, c) => a < b ? c : a);
        Check("and", (a, b, c) => TLanes.Select(TLanes.And(TLanes.Less(a, b), TLanes.Less(b, c)), a, c), (a, b, c) => a < b && b < c ? a : c);
        Check("or", (a, b, c) => TLanes.Select(TLanes.Or(TLanes.Less(a, b), TLanes.Less(b, c)), a, c), (a, b, c) => a < b || b < c ? a : c);
        Check("and value", (a, b, c) => TLanes.And(TLanes.Less(a, b), c), (a, b, c) => a < b ? c : 0);
    }

    [Fact]
    public void A_number_is_rounded_when_it_is_broadcast_and_after_a_function_in_double_precision()
    {
        if (!Supported)
        {
            return;
        }

        Assert.True(TLanes.IsSingle);
        Assert.Equal(1 / 3f, First(() => TLanes.Broadcast(1 / 3.0), 1 / 3f));
        Check("map", (a, b, c) => TLanes.Map<Third>(a), (a, b, c) => (float)(a / 3.0));
        Check("map of two", (a, b, c) => TLanes.Map<Quotient>(a, b), (a, b, c) => (float)((double)a / b));
        Check("in double", (a, b, c) => TLanes.InDouble<Third>(a), (a, b, c) => (float)(a / 3.0));
        Check("in double, of two", (a, b, c) => TLanes.InDouble<Quotient>(a, b), (a, b, c) => (float)((double)a / b));
    }

    [Fact]
    public void Any_sees_a_single_lane()
    {
        if (!Supported)
        {
            return;
        }

        Assert.False(TLanes.Any(TLanes.Zero));
        for (int lane = 0; lane < TLanes.Count; lane++)
        {
            float[] x = new float[TLanes.Count];
            x[lane] = 1;
            Assert.True(TLanes.Any(TLanes.Less(TLanes.Zero, TLanes.Load(in x[0]))));
        }
    }

    [Fact]
    public void Scaling_by_a_power_of_two_rounds_once()
    {
        float[] values = [.. Odd, 1.9999999f, 1.0000001f, 1.5e-35f, 3e-20f, 7.1234568e-38f, -1.3e19f, 0.7f];
        for (int n = -300; n <= 300; n++)
        {
            foreach (float value in values)
            {
                float expected = MathF.ScaleB(value, n);
                Assert.Equal(Bits(expected), Bits(First(() => TLanes.ScaleByPowerOfTwo(TLanes.Broadcast(value), TLanes.Broadcast(n)), expected)));
                if (Math.Abs(n) <= 150 && Math.Abs(value) is > 1e-12f and < 1e12f)
                {
                    Assert.Equal(Bits(expected), Bits(First(() => TLanes.ScaleModerate(TLanes.Broadcast(value), TLanes.Broadcast(n)), expected)));
                }
            }
        }
    }

    [Fact]
    public void A_normal_number_splits_into_significand_and_exponent()
    {
        foreach (float value in new[] { 1, 1.5f, 2, 0.75f, 1.17549435E-38f, float.MaxValue, 1e10f, 1e-10f })
        {
            Assert.Equal(MathF.ILogB(value), First(() => TLanes.Exponent(TLanes.Broadcast(value)), MathF.ILogB(value)));
            float significand = MathF.ScaleB(value, -MathF.ILogB(value));
            Assert.Equal(significand, First(() => TLanes.Significand(TLanes.Broadcast(value)), significand));
        }
    }

    [Fact]
    public void Gather_reads_and_scatter_adds_in_lane_order()
    {
        if (!Supported)
        {
            return;
        }

        int count = TLanes.Count;
        float[] table = [.. Enumerable.Range(0, 100).Select(i => MathF.Sqrt(i))];
        float[] index = [.. Enumerable.Range(0, count).Select(i => (float)(i * 37 % 100))];
        float[] read = new float[count];
        TLanes.Store(TLanes.Gather(in table[0], TLanes.Load(in index[0])), ref read[0]);
        Assert.Equal(index.Select(i => table[(int)i]), read);

        // 1e8 + 1 + … keeps 1e8: the order of the additions shows.
        float[] equal = [.. Enumerable.Range(0, count).Select(i => (float)(i % 2))];
        float[] added = [.. Enumerable.Range(0, count).Select(i => i < 2 ? 1e8f : 1)];
        float[] expected = [0.25f, 0.5f];
        for (int i = 0; i < count; i++)
        {
            expected[(int)equal[i]] += added[i];
        }

        float[] target = [0.25f, 0.5f];
        TLanes.ScatterAdd(ref target[0], TLanes.Load(in equal[0]), TLanes.Load(in added[0]));
        Assert.Equal(expected, target);
    }

    [Fact]
    public void Accumulators_and_sums_fold_to_the_same_total()
    {
        if (!Supported)
        {
            return;
        }

        int count = TLanes.Count;
        int length = TLanes.AccumulatorLength;
        float[] a = [.. Enumerable.Range(1, count).Select(i => (float)i)];
        float[] b = [.. Enumerable.Range(1, count).Select(i => i * 0.5f)];
        float[] products = new float[length + 1];
        float[] sums = new float[length + 1];
        products[length] = sums[length] = -7;
        for (int repeat = 0; repeat < 2; repeat++)
        {
            TLanes.AccumulateProduct(ref products[0], TLanes.Load(in a[0]), TLanes.Load(in b[0]));
            TLanes.Accumulate(ref sums[0], TLanes.Load(in a[0]));
        }

        Assert.Equal(2 * a.Zip(b, (x, y) => x * y).Sum(), products[..length].Sum());
        Assert.Equal(2 * a.Sum(), sums[..length].Sum());
        Assert.Equal(-7, products[length]);
        Assert.Equal(-7, sums[length]);
        Assert.Equal(a.Sum(), TLanes.Sum(TLanes.Load(in a[0])));
    }

    [Fact]
    public void The_sum_is_formed_in_double_precision_half_by_half()
    {
        if (!Supported)
        {
            return;
        }

        float[] x = [.. Enumerable.Range(0, TLanes.Count).Select(i => (float)(Math.Pow(-10, i % 17) + (1.0 / (i + 3))))];
        double[] v = [.. x.Select(f => (double)f)];
        while (v.Length > 1)
        {
            int half = v.Length / 2;
            v = [.. Enumerable.Range(0, half).Select(i => v[i] + v[i + half])];
        }

        Assert.Equal(v[0], TLanes.Sum(TLanes.Load(in x[0])));
    }

    private static void Check(string what, Func<TLanes, TLanes, TLanes, TLanes> lanes, Func<float, float, float, float> scalar)
    {
        if (!Supported)
        {
            return;
        }

        int count = TLanes.Count;
        float[] result = new float[count];
        for (int i = 0; i + count <= A.Length; i += count)
        {
            TLanes.Store(lanes(TLanes.Load(in A[i]), TLanes.Load(in B[i]), TLanes.Load(in C[i])), ref result[0]);
            for (int lane = 0; lane < count; lane++)
            {
                float expected = scalar(A[i + lane], B[i + lane], C[i + lane]);
                Assert.True(
                    Bits(expected) == Bits(result[lane]),
                    FormattableString.Invariant($"{what} of {A[i + lane]:R}, {B[i + lane]:R}, {C[i + lane]:R}: {result[lane]:R}, expected {expected:R}"));
            }
        }
    }

    // Every NaN counts as the same.
    private static int Bits(float x) => float.IsNaN(x) ? -1 : BitConverter.SingleToInt32Bits(x);

    private static float First(Func<TLanes> value, float unsupported)
    {
        if (!Supported)
        {
            return unsupported;
        }

        float[] stored = new float[TLanes.Count];
        TLanes.Store(value(), ref stored[0]);
        Assert.All(stored, x => Assert.Equal(Bits(stored[0]), Bits(x)));
        return stored[0];
    }

    private readonly struct Third : IScalarFunction, ILaneFunction
    {
        public static double Apply(double x) => x / 3;

        public static T Apply<T>(T x)
            where T : unmanaged, ILanes<T> => x / T.Broadcast(3);
    }

    private readonly struct Quotient : IBinaryScalarFunction, IBinaryLaneFunction
    {
        public static double Apply(double x, double y) => x / y;

        public static T Apply<T>(T x, T y)
            where T : unmanaged, ILanes<T> => x / y;
    }
}

public sealed class Singles1Tests : SinglesTests<Singles1>;

public sealed class Singles4Tests : SinglesTests<Singles4>;

public sealed class Singles8Tests : SinglesTests<Singles8>;

public sealed class Singles16Tests : SinglesTests<Singles16>;

public sealed class TwoSingles8Tests : SinglesTests<Two<Singles8, float>>;

public sealed class FourSingles4Tests : SinglesTests<Two<Two<Singles4, float>, float>>;

public sealed class SixteenSingles1Tests : SinglesTests<Two<Two<Two<Two<Singles1, float>, float>, float>, float>>;
