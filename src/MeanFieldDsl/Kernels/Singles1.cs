using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace MeanFieldDsl.Kernels;

/// <summary>One float, as <see cref="Lanes1"/> is one double.</summary>
public readonly struct Singles1 : ILanes<Singles1, float>, ISingles
{
    private readonly float _v;

    /// <summary>Wraps a number.</summary>
    /// <param name="value">The number.</param>
    public Singles1(float value) => _v = value;

    /// <summary>The number.</summary>
    public float Value => _v;

    /// <inheritdoc/>
    public static int Count => 1;

    /// <inheritdoc/>
    public static bool IsSingle => true;

    /// <inheritdoc/>
    public static bool IsFused => true;

    /// <inheritdoc/>
    public static int AccumulatorLength => 1;

    /// <inheritdoc/>
    public static Singles1 Zero => default;

    /// <inheritdoc/>
    public static Singles1 One => new(1);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Singles1 Broadcast(double value) => new((float)value);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Singles1 Load(ref readonly float source) => new(source);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Singles1 Repeat(ref readonly float source) => new(source);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Store(Singles1 value, ref float target) => target = value._v;

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static double Sum(Singles1 value) => value._v;

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Singles1 operator +(Singles1 a, Singles1 b) => new(a._v + b._v);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Singles1 operator -(Singles1 a, Singles1 b) => new(a._v - b._v);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Singles1 operator *(Singles1 a, Singles1 b) => new(a._v * b._v);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Singles1 operator /(Singles1 a, Singles1 b) => new(a._v / b._v);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Singles1 operator -(Singles1 a) => new(-a._v);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Singles1 MultiplyAdd(Singles1 a, Singles1 b, Singles1 c) => new(MathF.FusedMultiplyAdd(a._v, b._v, c._v));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Singles1 Min(Singles1 a, Singles1 b) => new(MathF.Min(a._v, b._v));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Singles1 Max(Singles1 a, Singles1 b) => new(MathF.Max(a._v, b._v));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Singles1 MinWithConstant(Singles1 constant, Singles1 x) => new(constant._v < x._v ? constant._v : x._v);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Singles1 MaxWithConstant(Singles1 constant, Singles1 x) => new(constant._v > x._v ? constant._v : x._v);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Singles1 Sqrt(Singles1 x) => new(MathF.Sqrt(x._v));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Singles1 Abs(Singles1 x) => new(MathF.Abs(x._v));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Singles1 Floor(Singles1 x) => new(MathF.Floor(x._v));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Singles1 Round(Singles1 x) => new(MathF.Round(x._v, MidpointRounding.ToEven));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Singles1 Less(Singles1 a, Singles1 b) => Mask(a._v < b._v);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Singles1 LessOrEqual(Singles1 a, Singles1 b) => Mask(a._v <= b._v);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Singles1 Equal(Singles1 a, Singles1 b) => Mask(a._v == b._v);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Singles1 And(Singles1 a, Singles1 b) => new(BitConverter.Int32BitsToSingle(BitConverter.SingleToInt32Bits(a._v) & BitConverter.SingleToInt32Bits(b._v)));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Singles1 Or(Singles1 a, Singles1 b) => new(BitConverter.Int32BitsToSingle(BitConverter.SingleToInt32Bits(a._v) | BitConverter.SingleToInt32Bits(b._v)));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Singles1 Not(Singles1 mask) => new(BitConverter.Int32BitsToSingle(~BitConverter.SingleToInt32Bits(mask._v)));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Singles1 Select(Singles1 mask, Singles1 a, Singles1 b) => BitConverter.SingleToInt32Bits(mask._v) != 0 ? a : b;

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static bool Any(Singles1 mask) => BitConverter.SingleToInt32Bits(mask._v) != 0;

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Singles1 ScaleByPowerOfTwo(Singles1 x, Singles1 n) => new(Singles4.ScaleByPowerOfTwo(new(Vector128.CreateScalar(x._v)), new(Vector128.CreateScalar(n._v))).Vector.ToScalar());

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Singles1 ScaleModerate(Singles1 x, Singles1 n) => new(Singles4.ScaleModerate(new(Vector128.CreateScalar(x._v)), new(Vector128.CreateScalar(n._v))).Vector.ToScalar());

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Singles1 Exponent(Singles1 x) => new(((BitConverter.SingleToInt32Bits(x._v) >>> 23) & 0xFF) - 127);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Singles1 Significand(Singles1 x) => new(BitConverter.Int32BitsToSingle((BitConverter.SingleToInt32Bits(x._v) & 0x007FFFFF) | 0x3F800000));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Singles1 Gather(ref readonly float source, Singles1 index) => new(Unsafe.Add(ref Unsafe.AsRef(in source), (nint)index._v));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void ScatterAdd(ref float target, Singles1 index, Singles1 value) => Unsafe.Add(ref target, (nint)index._v) += value._v;

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void AccumulateProduct(ref float accumulator, Singles1 a, Singles1 b) => accumulator = MultiplyAdd(a, b, new(accumulator))._v;

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Accumulate(ref float accumulator, Singles1 value) => accumulator += value._v;

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Singles1 Map<TFunction>(Singles1 x)
        where TFunction : struct, IScalarFunction
    {
        return new((float)TFunction.Apply(x._v));
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Singles1 Map<TFunction>(Singles1 x, Singles1 y)
        where TFunction : struct, IBinaryScalarFunction => new((float)TFunction.Apply(x._v, y._v));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Singles1 InDouble<TFunction>(Singles1 x)
        where TFunction : struct, ILaneFunction => new((float)TFunction.Apply(new Lanes1(x._v)).Value);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Singles1 InDouble<TFunction>(Singles1 x, Singles1 y)
        where TFunction : struct, IBinaryLaneFunction => new((float)TFunction.Apply(new Lanes1(x._v), new Lanes1(y._v)).Value);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Singles1 Mask(bool set) => new(BitConverter.Int32BitsToSingle(set ? -1 : 0));
}
