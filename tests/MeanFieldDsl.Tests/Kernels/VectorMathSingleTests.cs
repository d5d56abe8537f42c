using System.Runtime.Intrinsics.X86;
using MeanFieldDsl.Kernels;

namespace MeanFieldDsl.Tests.Kernels;

/// <summary>
/// <see cref="VectorMath"/> over floats against the same functions over doubles, which are tested for themselves. Every 4099th bit
/// pattern: all of them take too long here, and docs/accuracy.md has the figures for those.
/// </summary>
public sealed class VectorMathSingleTests
{
    private const int Stride = 4099;

    private static readonly float[] Special =
    [
        0.0f, -0.0f, 1, -1, 0.5f, -0.5f, 2, -2, float.NaN, float.PositiveInfinity, float.NegativeInfinity, float.Epsilon, -float.Epsilon,
        1e-40f, -1e-40f, 1.17549435E-38f, 1.1754942E-38f, float.MaxValue, float.MinValue, 88.72283f, 88.72284f, 89.5f, -87.33654f, -103.27893f,
        -103.97208f, -103.97209f, 1e-9f, -1e-9f, 1e-8f, 1e5f, 1.00001e5f, -1e5f, 1e22f, 0.55f, 0.93f, -0.25f, 0.75f, 1.5f, 9.01f, 9.02f,
        3.1415927f, 1.5707964f, -1.5707964f, 2.3561945f, 16.6f, 17.4f, -16.7f, 14.17f, -14.17f, -14.5f, 3.95f,
    ];

    private static readonly float[] Patterns = [.. Enumerable.Range(0, (int)(uint.MaxValue / Stride)).Select(i => BitConverter.UInt32BitsToSingle((uint)i * Stride))];

    public static TheoryData<string> Names =>
    [
        "Exp", "Expm1", "Log", "Log1p", "Sigmoid", "Complement", "Softplus", "Tanh", "Sin", "Cos", "Sinc", "SincPrime", "Sign", "Sq",
        "Tan", "Sinh", "Cosh", "Atan", "Cbrt", "Erf", "NormalCdf", "Pow",
    ];

    [Theory]
    [MemberData(nameof(Names))]
    public void A_function_of_floats_is_accurate_to_two_units_in_the_last_place(string name)
    {
        float[] points = [.. Special, .. Patterns];
        double[] exact = Evaluate<Lanes2, double>(name, [.. points.Select(x => (double)x)]);
        float[] computed = Evaluate<Singles4, float>(name, points);
        for (int i = 0; i < points.Length; i++)
        {
            Assert.True(Agrees(computed[i], exact[i]), FormattableString.Invariant($"{name}({points[i]:R}) = {computed[i]:R}, exact {exact[i]:R}"));
        }
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Every_width_gives_the_bits_of_one_lane(string name)
    {
        float[] points = [.. Special, .. Patterns.Where((_, i) => i % 11 == 0)];
        float[] expected = Evaluate<Singles1, float>(name, points);
        AssertSameBits(points, expected, Evaluate<Singles4, float>(name, points), "Singles4");
        if (Fma.IsSupported)
        {
            AssertSameBits(points, expected, Evaluate<Singles8, float>(name, points), "Singles8");
        }

        if (Avx512F.IsSupported)
        {
            AssertSameBits(points, expected, Evaluate<Singles16, float>(name, points), "Singles16");
        }
    }

    [Fact]
    public void Powers_of_floats_are_those_of_the_scalar_function()
    {
        float[] some = [.. Special, .. Patterns.Where((_, i) => i % 2503 == 0)];
        foreach (float x in some)
        {
            foreach (float y in some)
            {
                float computed = (float)Singles1.Sum(VectorMath.Pow(Singles1.Broadcast(x), Singles1.Broadcast(y)));
                Assert.True(Agrees(computed, Math.Pow(x, y)), FormattableString.Invariant($"Pow({x:R}, {y:R}) = {computed:R}"));
            }
        }
    }

    [Fact]
    public void What_is_known_exactly_is_exact()
    {
        Assert.Equal(1, Single("Exp", 0));
        Assert.Equal(0.5f, Single("Sigmoid", 0));
        Assert.Equal(0.5f, Single("NormalCdf", 0));
        Assert.Equal(1, Single("Cos", 0));
        Assert.Equal(1, Single("Sin", 1.5707964f));
        Assert.Equal(0, Single("Log", 1));
        Assert.Equal(1, Single("Tanh", 10));
        Assert.Equal(-1, Single("Erf", -4));
        Assert.Equal(float.NegativeInfinity, Single("Log1p", -1));
    }

    [Fact]
    public void Bounded_functions_keep_their_bounds()
    {
        foreach (string name in (string[])["Sin", "Cos", "Tanh", "Erf", "Sigmoid", "NormalCdf"])
        {
            Assert.DoesNotContain(Evaluate<Singles4, float>(name, Patterns), y => Math.Abs(y) > 1);
        }
    }

    // The same sign of 0, the same infinity and NaN, and at most 2 units in the last place of a float otherwise.
    private static bool Agrees(float computed, double exact)
    {
        float rounded = (float)exact;
        if (float.IsNaN(computed) || float.IsNaN(rounded))
        {
            return float.IsNaN(computed) && float.IsNaN(rounded);
        }

        if (rounded == 0 || float.IsInfinity(rounded) || double.IsInfinity(exact))
        {
            // Of a number that rounds to 0 or ∞ two units are allowed too, but not another sign.
            return computed == rounded
                ? float.IsNegative(computed) == float.IsNegative(rounded)
                : double.IsFinite(exact) && exact != 0 && float.IsNegative(computed) == float.IsNegative(rounded) && Math.Abs((long)BitConverter.SingleToInt32Bits(computed) - BitConverter.SingleToInt32Bits(rounded)) <= 2;
        }

        // A computed infinity stands for the number that follows the largest.
        double value = float.IsInfinity(computed) ? Math.CopySign(Math.ScaleB(1, 128), computed) : computed;
        double unit = Math.ScaleB(1, Math.Max(Math.ILogB(exact), -126) - 23);
        return Math.Abs(value - exact) <= 2 * unit;
    }

    private static float Single(string name, float x) => Evaluate<Singles1, float>(name, [x])[0];

    private static TNumber[] Evaluate<TLanes, TNumber>(string name, TNumber[] points)
        where TLanes : unmanaged, ILanes<TLanes, TNumber>
        where TNumber : unmanaged
    {
        int count = TLanes.Count;
        TNumber[] padded = new TNumber[(points.Length + count - 1) / count * count];
        points.CopyTo(padded, 0);
        for (int i = 0; i < padded.Length; i += count)
        {
            TLanes.Store(Apply(name, TLanes.Load(in padded[i])), ref padded[i]);
        }

        return padded[..points.Length];
    }

    private static TLanes Apply<TLanes>(string name, TLanes x)
        where TLanes : unmanaged, ILanes<TLanes>
    {
        switch (name)
        {
            case "Exp": return VectorMath.Exp(x);
            case "Expm1": return VectorMath.Expm1(x);
            case "Log": return VectorMath.Log(x);
            case "Log1p": return VectorMath.Log1p(x);
            case "Sigmoid": return VectorMath.Sigmoid(x);
            case "Complement":
                _ = VectorMath.Sigmoid(x, out TLanes complement);
                return complement;
            case "Softplus": return VectorMath.Softplus(x);
            case "Tanh": return VectorMath.Tanh(x);
            case "Sin": return VectorMath.Sin(x);
            case "Cos": return VectorMath.Cos(x);
            case "Sinc": return VectorMath.Sinc(x);
            case "SincPrime": return VectorMath.SincPrime(x);
            case "Sign": return VectorMath.Sign(x);
            case "Sq": return VectorMath.Sq(x);
            case "Tan": return VectorMath.Tan(x);
            case "Sinh": return VectorMath.Sinh(x);
            case "Cosh": return VectorMath.Cosh(x);
            case "Atan": return VectorMath.Atan(x);
            case "Cbrt": return VectorMath.Cbrt(x);
            case "Erf": return VectorMath.Erf(x);
            case "NormalCdf": return VectorMath.NormalCdf(x);
            default: return VectorMath.Pow(x, TLanes.Broadcast(1.5));
        }
    }

    private static void AssertSameBits(float[] points, float[] expected, float[] actual, string width)
    {
        for (int i = 0; i < points.Length; i++)
        {
            bool same = BitConverter.SingleToInt32Bits(expected[i]) == BitConverter.SingleToInt32Bits(actual[i])
                || (float.IsNaN(expected[i]) && float.IsNaN(actual[i]));
            Assert.True(same, FormattableString.Invariant($"{width} at {points[i]:R}: {actual[i]:R}, one lane {expected[i]:R}"));
        }
    }
}
