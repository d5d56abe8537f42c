using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.Arm;
using System.Runtime.Intrinsics.X86;

namespace MeanFieldDsl.Kernels;

/// <summary>Four floats in 128-bit vectors.</summary>
public readonly struct Singles4 : ILanes<Singles4, float>, ISingles
{
    // Adding it leaves the integer n + 127 in the low bits of the significand, for −127 < n < 128.
    private const float ExponentShift = 12582912f + 127;

    private readonly Vector128<float> _v;

    /// <summary>Wraps a vector.</summary>
    /// <param name="value">The lanes.</param>
    public Singles4(Vector128<float> value) => _v = value;

    /// <summary>The lanes as the framework's vector.</summary>
    public Vector128<float> Vector => _v;

    /// <inheritdoc/>
    public static int Count => 4;

    /// <inheritdoc/>
    public static bool IsSingle => true;

    /// <inheritdoc/>
    public static bool IsFused => LaneWidth.HasFusedMultiplyAdd;

    /// <inheritdoc/>
    public static int AccumulatorLength => 4;

    /// <inheritdoc/>
    public static Singles4 Zero => default;

    /// <inheritdoc/>
    public static Singles4 One => new(Vector128<float>.One);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Singles4 Broadcast(double value) => new(Vector128.Create((float)value));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Singles4 Load(ref readonly float source) => new(Vector128.LoadUnsafe(in source));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Singles4 Repeat(ref readonly float source) => new(Vector128.Create(source));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Store(Singles4 value, ref float target) => value._v.StoreUnsafe(ref target);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static double Sum(Singles4 value)
    {
        (Vector128<double> lower, Vector128<double> upper) = Vector128.Widen(value._v);
        return Lanes2.Sum(new(lower + upper));
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Singles4 operator +(Singles4 a, Singles4 b) => new(a._v + b._v);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Singles4 operator -(Singles4 a, Singles4 b) => new(a._v - b._v);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Singles4 operator *(Singles4 a, Singles4 b) => new(a._v * b._v);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Singles4 operator /(Singles4 a, Singles4 b) => new(a._v / b._v);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Singles4 operator -(Singles4 a) => new(a._v ^ Vector128.Create(-0.0f));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Singles4 MultiplyAdd(Singles4 a, Singles4 b, Singles4 c) => new(Fused(a._v, b._v, c._v));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Singles4 Min(Singles4 a, Singles4 b) => new(Vector128.Min(a._v, b._v));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Singles4 Max(Singles4 a, Singles4 b) => new(Vector128.Max(a._v, b._v));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Singles4 MinWithConstant(Singles4 constant, Singles4 x) => new(Sse2.IsSupported ? Sse2.Min(constant._v, x._v) : Vector128.ConditionalSelect(Vector128.LessThan(constant._v, x._v), constant._v, x._v));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Singles4 MaxWithConstant(Singles4 constant, Singles4 x) => new(Sse2.IsSupported ? Sse2.Max(constant._v, x._v) : Vector128.ConditionalSelect(Vector128.GreaterThan(constant._v, x._v), constant._v, x._v));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Singles4 Sqrt(Singles4 x) => new(Vector128.Sqrt(x._v));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Singles4 Abs(Singles4 x) => new(Vector128.Abs(x._v));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Singles4 Floor(Singles4 x) => new(Vector128.Floor(x._v));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Singles4 Round(Singles4 x) => new(Vector128.Round(x._v));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Singles4 Less(Singles4 a, Singles4 b) => new(Vector128.LessThan(a._v, b._v));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Singles4 LessOrEqual(Singles4 a, Singles4 b) => new(Vector128.LessThanOrEqual(a._v, b._v));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Singles4 Equal(Singles4 a, Singles4 b) => new(Vector128.Equals(a._v, b._v));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Singles4 And(Singles4 a, Singles4 b) => new(a._v & b._v);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Singles4 Or(Singles4 a, Singles4 b) => new(a._v | b._v);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Singles4 Not(Singles4 mask) => new(~mask._v);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Singles4 Select(Singles4 mask, Singles4 a, Singles4 b) => new(Vector128.ConditionalSelect(mask._v, a._v, b._v));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static bool Any(Singles4 mask) => mask._v.AsInt32() != Vector128<int>.Zero;

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Singles4 ScaleByPowerOfTwo(Singles4 x, Singles4 n)
    {
        // Only the last of the three factors can round: an earlier one acts when the last is extreme already.
        Vector128<float> last = Vector128.Min(Vector128.Max(n._v, Vector128.Create(-126f)), Vector128.Create(127f));
        Vector128<float> rest = n._v - last;
        Vector128<float> middle = Vector128.Min(Vector128.Max(rest, Vector128.Create(-126f)), Vector128.Create(127f));
        return new(x._v * PowerOfTwo(rest - middle) * PowerOfTwo(middle) * PowerOfTwo(last));
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Singles4 ScaleModerate(Singles4 x, Singles4 n)
    {
        Vector128<float> half = Vector128.Floor(n._v * Vector128.Create(0.5f));
        return new(x._v * PowerOfTwo(half) * PowerOfTwo(n._v - half));
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Singles4 Exponent(Singles4 x)
    {
        // The exponent field becomes the low bits of 2^23, which makes it a float without a conversion.
        Vector128<int> field = Vector128.ShiftRightLogical(x._v.AsInt32(), 23) | Vector128.Create(8388608f).AsInt32();
        return new(field.AsSingle() - Vector128.Create(8388608f + 127));
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Singles4 Significand(Singles4 x) => new(((x._v.AsInt32() & Vector128.Create(0x007FFFFF)) | Vector128.Create(0x3F800000)).AsSingle());

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Singles4 Gather(ref readonly float source, Singles4 index)
    {
        ref float start = ref Unsafe.AsRef(in source);
        return new(Vector128.Create(
            Unsafe.Add(ref start, (nint)index._v.ToScalar()),
            Unsafe.Add(ref start, (nint)index._v.GetElement(1)),
            Unsafe.Add(ref start, (nint)index._v.GetElement(2)),
            Unsafe.Add(ref start, (nint)index._v.GetElement(3))));
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void ScatterAdd(ref float target, Singles4 index, Singles4 value)
    {
        for (int lane = 0; lane < Count; lane++)
        {
            Unsafe.Add(ref target, (nint)index._v.GetElement(lane)) += value._v.GetElement(lane);
        }
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void AccumulateProduct(ref float accumulator, Singles4 a, Singles4 b) => Store(MultiplyAdd(a, b, Load(in accumulator)), ref accumulator);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Accumulate(ref float accumulator, Singles4 value) => Store(Load(in accumulator) + value, ref accumulator);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Singles4 Map<TFunction>(Singles4 x)
        where TFunction : struct, IScalarFunction
    {
        Vector128<float> result = x._v;
        for (int lane = 0; lane < Count; lane++)
        {
            result = result.WithElement(lane, (float)TFunction.Apply(x._v.GetElement(lane)));
        }

        return new(result);
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Singles4 Map<TFunction>(Singles4 x, Singles4 y)
        where TFunction : struct, IBinaryScalarFunction
    {
        Vector128<float> result = x._v;
        for (int lane = 0; lane < Count; lane++)
        {
            result = result.WithElement(lane, (float)TFunction.Apply(x._v.GetElement(lane), y._v.GetElement(lane)));
        }

        return new(result);
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Singles4 InDouble<TFunction>(Singles4 x)
        where TFunction : struct, ILaneFunction
    {
        (Vector128<double> lower, Vector128<double> upper) = Vector128.Widen(x._v);
        return new(Vector128.Narrow(TFunction.Apply(new Lanes2(lower)).Vector, TFunction.Apply(new Lanes2(upper)).Vector));
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Singles4 InDouble<TFunction>(Singles4 x, Singles4 y)
        where TFunction : struct, IBinaryLaneFunction
    {
        (Vector128<double> lowerX, Vector128<double> upperX) = Vector128.Widen(x._v);
        (Vector128<double> lowerY, Vector128<double> upperY) = Vector128.Widen(y._v);
        return new(Vector128.Narrow(TFunction.Apply(new Lanes2(lowerX), new Lanes2(lowerY)).Vector, TFunction.Apply(new Lanes2(upperX), new Lanes2(upperY)).Vector));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector128<float> Fused(Vector128<float> a, Vector128<float> b, Vector128<float> c)
    {
        if (Fma.IsSupported)
        {
            return Fma.MultiplyAdd(a, b, c);
        }

        return AdvSimd.IsSupported ? AdvSimd.FusedMultiplyAdd(c, a, b) : (a * b) + c;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector128<float> PowerOfTwo(Vector128<float> n) => Vector128.ShiftLeft((n + Vector128.Create(ExponentShift)).AsInt32(), 23).AsSingle();
}
