using System.Runtime.Intrinsics.X86;
using MeanFieldDsl.Kernels;

namespace MeanFieldDsl.Tests.Kernels;

public abstract class LanesTests<TLanes>
    where TLanes : unmanaged, ILanes<TLanes, double>
{
    private static readonly double[] Odd =
    [
        0.0, -0.0, 1, -1, 0.5, -0.5, 1.5, 2.5, -2.5, -1.5, double.NaN, double.PositiveInfinity, double.NegativeInfinity,
        double.Epsilon, -double.Epsilon, 1e-310, double.MaxValue, double.MinValue, 1e300, -1e-300, 3.7, -3.7, 4503599627370497.5,
    ];

    private static readonly double[] A = [.. from a in Odd from b in Odd select a];
    private static readonly double[] B = [.. from a in Odd from b in Odd select b];
    private static readonly double[] C = [.. A.Reverse()];

    // A 512-bit type must not be touched where there is no hardware for it.
    private static bool Supported => Avx512F.IsSupported || (typeof(TLanes) != typeof(Lanes8) && typeof(TLanes) != typeof(Four<Lanes8, double>));

    [Fact]
    public void Arithmetic_is_that_of_the_scalars()
    {
        Check("+", (a, b, c) => a + b, (a, b, c) => a + b);
        Check("-", (a, b, c) => a - b, (a, b, c) => a - b);
        Check("*", (a, b, c) => a * b, (a, b, c) => a * b);
        Check("/", (a, b, c) => a / b, (a, b, c) => a / b);
        Check("negate", (a, b, c) => -a, (a, b, c) => -a);
        Check("multiply-add", TLanes.MultiplyAdd, (a, b, c) => TLanes.IsFused ? Math.FusedMultiplyAdd(a, b, c) : (a * b) + c);
        Check("min", (a, b, c) => TLanes.Min(a, b), (a, b, c) => Math.Min(a, b));
        Check("max", (a, b, c) => TLanes.Max(a, b), (a, b, c) => Math.Max(a, b));
        Check("sqrt", (a, b, c) => TLanes.Sqrt(a), (a, b, c) => Math.Sqrt(a));
        Check("abs", (a, b, c) => TLanes.Abs(a), (a, b, c) => Math.Abs(a));
        Check("floor", (a, b, c) => TLanes.Floor(a), (a, b, c) => Math.Floor(a));
        Check("round", (a, b, c) => TLanes.Round(a), (a, b, c) => Math.Round(a, MidpointRounding.ToEven));
    }

    [Fact]
    public void A_constant_never_hides_a_NaN()
    {
        foreach (double constant in Odd.Where(c => !double.IsNaN(c)))
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
    public void Any_sees_a_single_lane()
    {
        if (!Supported)
        {
            return;
        }

        Assert.False(TLanes.Any(TLanes.Zero));
        for (int lane = 0; lane < TLanes.Count; lane++)
        {
            double[] x = new double[TLanes.Count];
            x[lane] = 1;
            Assert.True(TLanes.Any(TLanes.Less(TLanes.Zero, TLanes.Load(in x[0]))));
        }
    }

    [Fact]
    public void Scaling_by_a_power_of_two_rounds_once()
    {
        double[] values = [.. Odd, 1.9999999999999998, 1.0000000000000002, 1.5e-300, 3e-160, 7.123456789e-308, -1.3e154, 0.7];
        for (int n = -2200; n <= 2200; n += n is > -1100 and < -1000 ? 1 : 13)
        {
            foreach (double value in values)
            {
                Assert.Equal(Bits(Math.ScaleB(value, n)), Bits(First(() => TLanes.ScaleByPowerOfTwo(TLanes.Broadcast(value), TLanes.Broadcast(n)), Math.ScaleB(value, n))));
                if (Math.Abs(n) <= 1200 && Math.Abs(value) is > 1e-120 and < 1e120)
                {
                    Assert.Equal(Bits(Math.ScaleB(value, n)), Bits(First(() => TLanes.ScaleModerate(TLanes.Broadcast(value), TLanes.Broadcast(n)), Math.ScaleB(value, n))));
                }
            }
        }
    }

    [Fact]
    public void A_normal_number_splits_into_significand_and_exponent()
    {
        foreach (double value in new[] { 1, 1.5, 2, 0.75, 2.2250738585072014E-308, double.MaxValue, 1e10, 1e-10 })
        {
            Assert.Equal(Math.ILogB(value), First(() => TLanes.Exponent(TLanes.Broadcast(value)), Math.ILogB(value)));
            double significand = Math.ScaleB(value, -Math.ILogB(value));
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
        double[] table = [.. Enumerable.Range(0, 100).Select(i => Math.Sqrt(i))];
        double[] index = [.. Enumerable.Range(0, count).Select(i => (double)(i * 37 % 100))];
        double[] read = new double[count];
        TLanes.Store(TLanes.Gather(in table[0], TLanes.Load(in index[0])), ref read[0]);
        Assert.Equal(index.Select(i => table[(int)i]), read);

        // 1e16 + 1 + … keeps 1e16: the order of the additions shows.
        double[] equal = [.. Enumerable.Range(0, count).Select(i => (double)(i % 2))];
        double[] added = [.. Enumerable.Range(0, count).Select(i => i < 2 ? 1e16 : 1.0)];
        double[] expected = [0.25, 0.5];
        for (int i = 0; i < count; i++)
        {
            expected[(int)equal[i]] += added[i];
        }

        double[] target = [0.25, 0.5];
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
        double[] a = [.. Enumerable.Range(1, count).Select(i => (double)i)];
        double[] b = [.. Enumerable.Range(1, count).Select(i => i * 0.5)];
        double[] products = new double[length + 1];
        double[] sums = new double[length + 1];
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
    public void The_sum_has_the_documented_order()
    {
        if (!Supported)
        {
            return;
        }

        double[] x = [.. Enumerable.Range(0, TLanes.Count).Select(i => Math.Pow(-10, i % 17) + (1.0 / (i + 3)))];
        double expected = Fold(x);
        Assert.Equal(expected, TLanes.Sum(TLanes.Load(in x[0])));
    }

    private static double Fold(double[] x)
    {
        int length = TLanes.AccumulatorLength;
        double[] v = [.. Enumerable.Range(0, length).Select(i => (x.Length / length) switch
        {
            1 => x[i],
            2 => x[i] + x[i + length],
            _ => (x[i] + x[i + length]) + (x[i + (2 * length)] + x[i + (3 * length)]),
        })];
        while (v.Length > 1)
        {
            int half = v.Length / 2;
            v = [.. Enumerable.Range(0, half).Select(i => v[i] + v[i + half])];
        }

        return v[0];
    }

    private static void Check(string what, Func<TLanes, TLanes, TLanes, TLanes> lanes, Func<double, double, double, double> scalar)
    {
        if (!Supported)
        {
            return;
        }

        int count = TLanes.Count;
        double[] result = new double[count];
        for (int i = 0; i + count <= A.Length; i += count)
        {
            TLanes.Store(lanes(TLanes.Load(in A[i]), TLanes.Load(in B[i]), TLanes.Load(in C[i])), ref result[0]);
            for (int lane = 0; lane < count; lane++)
            {
                double expected = scalar(A[i + lane], B[i + lane], C[i + lane]);
                Assert.True(
                    Bits(expected) == Bits(result[lane]),
                    FormattableString.Invariant($"{what} of {A[i + lane]:R}, {B[i + lane]:R}, {C[i + lane]:R}: {result[lane]:R}, expected {expected:R}"));
            }
        }
    }

    // Every NaN counts as the same.
    private static long Bits(double x) => double.IsNaN(x) ? -1 : BitConverter.DoubleToInt64Bits(x);

    private static double First(Func<TLanes> value, double unsupported)
    {
        if (!Supported)
        {
            return unsupported;
        }

        double[] stored = new double[TLanes.Count];
        TLanes.Store(value(), ref stored[0]);
        Assert.All(stored, x => Assert.Equal(Bits(stored[0]), Bits(x)));
        return stored[0];
    }
}

public sealed class Lanes1Tests : LanesTests<Lanes1>;

public sealed class Lanes2Tests : LanesTests<Lanes2>;

public sealed class Lanes4Tests : LanesTests<Lanes4>;

public sealed class Lanes8Tests : LanesTests<Lanes8>;

public sealed class FourLanes4Tests : LanesTests<Four<Lanes4, double>>;

public sealed class FourLanes8Tests : LanesTests<Four<Lanes8, double>>;

public sealed class TwoLanes4Tests : LanesTests<Two<Lanes4, double>>;

public sealed class FourLanes2Tests : LanesTests<Two<Two<Lanes2, double>, double>>;

public sealed class EightLanes1Tests : LanesTests<Two<Two<Two<Lanes1, double>, double>, double>>;
