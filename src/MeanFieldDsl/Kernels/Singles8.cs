using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace MeanFieldDsl.Kernels;

/// <summary>Eight floats in 256-bit vectors; <see cref="LaneWidth"/> says where they are hardware.</summary>
public readonly struct Singles8 : ILanes<Singles8, float>, ISingles
{
    // Adding it leaves the integer n + 127 in the low bits of the significand, for −127 < n < 128.
    private const float ExponentShift = 12582912f + 127;

    private readonly Vector256<float> _v;

    /// <summary>Wraps a vector.</summary>
    /// <param name="value">The lanes.</param>
    public Singles8(Vector256<float> value) => _v = value;

    /// <summary>The lanes as the framework's vector.</summary>
    public Vector256<float> Vector => _v;

    /// <inheritdoc/>
    public static int Count => 8;

    /// <inheritdoc/>
    public static bool IsSingle => true;

    /// <inheritdoc/>
    public static bool IsFused => true;

    /// <inheritdoc/>
    public static int AccumulatorLength => 8;

    /// <inheritdoc/>
    public static Singles8 Zero => default;

    /// <inheritdoc/>
    public static Singles8 One => new(Vector256<float>.One);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Singles8 Broadcast(double value) => new(Vector256.Create((float)value));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Singles8 Load(ref readonly float source) => new(Vector256.LoadUnsafe(in source));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Singles8 Repeat(ref readonly float source) => new(Vector256.Create(source));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Store(Singles8 value, ref float target) => value._v.StoreUnsafe(ref target);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static double Sum(Singles8 value)
    {
        (Vector256<double> lower, Vector256<double> upper) = Vector256.Widen(value._v);
        return Lanes4.Sum(new(lower + upper));
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Singles8 operator +(Singles8 a, Singles8 b) => new(a._v + b._v);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Singles8 operator -(Singles8 a, Singles8 b) => new(a._v - b._v);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Singles8 operator *(Singles8 a, Singles8 b) => new(a._v * b._v);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Singles8 operator /(Singles8 a, Singles8 b) => new(a._v / b._v);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Singles8 operator -(Singles8 a) => new(a._v ^ Vector256.Create(-0.0f));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Singles8 MultiplyAdd(Singles8 a, Singles8 b, Singles8 c) => new(Fma.IsSupported ? Fma.MultiplyAdd(a._v, b._v, c._v) : (a._v * b._v) + c._v);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Singles8 Min(Singles8 a, Singles8 b) => new(Vector256.Min(a._v, b._v));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Singles8 Max(Singles8 a, Singles8 b) => new(Vector256.Max(a._v, b._v));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Singles8 MinWithConstant(Singles8 constant, Singles8 x) => new(Avx.IsSupported ? Avx.Min(constant._v, x._v) : Vector256.ConditionalSelect(Vector256.LessThan(constant._v, x._v), constant._v, x._v));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Singles8 MaxWithConstant(Singles8 constant, Singles8 x) => new(Avx.IsSupported ? Avx.Max(constant._v, x._v) : Vector256.ConditionalSelect(Vector256.GreaterThan(constant._v, x._v), constant._v, x._v));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Singles8 Sqrt(Singles8 x) => new(Vector256.Sqrt(x._v));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Singles8 Abs(Singles8 x) => new(Vector256.Abs(x._v));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Singles8 Floor(Singles8 x) => new(Vector256.Floor(x._v));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Singles8 Round(Singles8 x) => new(Vector256.Round(x._v));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Singles8 Less(Singles8 a, Singles8 b) => new(Vector256.LessThan(a._v, b._v));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Singles8 LessOrEqual(Singles8 a, Singles8 b) => new(Vector256.LessThanOrEqual(a._v, b._v));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Singles8 Equal(Singles8 a, Singles8 b) => new(Vector256.Equals(a._v, b._v));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Singles8 And(Singles8 a, Singles8 b) => new(a._v & b._v);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Singles8 Or(Singles8 a, Singles8 b) => new(a._v | b._v);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Singles8 Not(Singles8 mask) => new(~mask._v);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Singles8 Select(Singles8 mask, Singles8 a, Singles8 b) => new(Vector256.ConditionalSelect(mask._v, a._v, b._v));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static bool Any(Singles8 mask) => mask._v.AsInt32() != Vector256<int>.Zero;

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Singles8 ScaleByPowerOfTwo(Singles8 x, Singles8 n)
    {
        // Only the last of the three factors can round: an earlier one acts when the last is extreme already.
        Vector256<float> last = Vector256.Min(Vector256.Max(n._v, Vector256.Create(-126f)), Vector256.Create(127f));
        Vector256<float> rest = n._v - last;
        Vector256<float> middle = Vector256.Min(Vector256.Max(rest, Vector256.Create(-126f)), Vector256.Create(127f));
        return new(x._v * PowerOfTwo(rest - middle) * PowerOfTwo(middle) * PowerOfTwo(last));
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Singles8 ScaleModerate(Singles8 x, Singles8 n)
    {
        Vector256<float> half = Vector256.Floor(n._v * Vector256.Create(0.5f));
        return new(x._v * PowerOfTwo(half) * PowerOfTwo(n._v - half));
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Singles8 Exponent(Singles8 x)
    {
        // The exponent field becomes the low bits of 2^23, which makes it a float without a conversion.
        Vector256<int> field = Vector256.ShiftRightLogical(x._v.AsInt32(), 23) | Vector256.Create(8388608f).AsInt32();
        return new(field.AsSingle() - Vector256.Create(8388608f + 127));
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Singles8 Significand(Singles8 x) => new(((x._v.AsInt32() & Vector256.Create(0x007FFFFF)) | Vector256.Create(0x3F800000)).AsSingle());

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Singles8 Gather(ref readonly float source, Singles8 index) => new(Vector256.Create(
        Singles4.Gather(in source, new Singles4(index._v.GetLower())).Vector,
        Singles4.Gather(in source, new Singles4(index._v.GetUpper())).Vector));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void ScatterAdd(ref float target, Singles8 index, Singles8 value)
    {
        for (int lane = 0; lane < Count; lane++)
        {
            Unsafe.Add(ref target, (nint)index._v.GetElement(lane)) += value._v.GetElement(lane);
        }
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void AccumulateProduct(ref float accumulator, Singles8 a, Singles8 b) => Store(MultiplyAdd(a, b, Load(in accumulator)), ref accumulator);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Accumulate(ref float accumulator, Singles8 value) => Store(Load(in accumulator) + value, ref accumulator);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Singles8 Map<TFunction>(Singles8 x)
        where TFunction : struct, IScalarFunction
    {
        Vector256<float> result = x._v;
        for (int lane = 0; lane < Count; lane++)
        {
            result = result.WithElement(lane, (float)TFunction.Apply(x._v.GetElement(lane)));
        }

        return new(result);
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Singles8 Map<TFunction>(Singles8 x, Singles8 y)
        where TFunction : struct, IBinaryScalarFunction
    {
        Vector256<float> result = x._v;
        for (int lane = 0; lane < Count; lane++)
        {
            result = result.WithElement(lane, (float)TFunction.Apply(x._v.GetElement(lane), y._v.GetElement(lane)));
        }

        return new(result);
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Singles8 InDouble<TFunction>(Singles8 x)
        where TFunction : struct, ILaneFunction
    {
        (Vector256<double> lower, Vector256<double> upper) = Vector256.Widen(x._v);
        return new(Vector256.Narrow(TFunction.Apply(new Lanes4(lower)).Vector, TFunction.Apply(new Lanes4(upper)).Vector));
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Singles8 InDouble<TFunction>(Singles8 x, Singles8 y)
        where TFunction : struct, IBinaryLaneFunction
    {
        (Vector256<double> lowerX, Vector256<double> upperX) = Vector256.Widen(x._v);
        (Vector256<double> lowerY, Vector256<double> upperY) = Vector256.Widen(y._v);
        return new(Vector256.Narrow(TFunction.Apply(new Lanes4(lowerX), new Lanes4(lowerY)).Vector, TFunction.Apply(new Lanes4(upperX), new Lanes4(upperY)).Vector));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector256<float> PowerOfTwo(Vector256<float> n) => Vector256.ShiftLeft((n + Vector256.Create(ExponentShift)).AsInt32(), 23).AsSingle();
}
