using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.Arm;
using System.Runtime.Intrinsics.X86;

namespace MeanFieldDsl.Kernels;

/// <summary>Two doubles in 128-bit vectors.</summary>
public readonly struct Lanes2 : ILanes<Lanes2, double>
{
    // Adding it leaves the integer n + 1023 in the low bits of the significand, for −1023 < n < 1024.
    private const double ExponentShift = 6755399441055744.0 + 1023;

    private readonly Vector128<double> _v;

    /// <summary>Wraps a vector.</summary>
    /// <param name="value">The lanes.</param>
    public Lanes2(Vector128<double> value) => _v = value;

    /// <summary>The lanes as the framework's vector.</summary>
    public Vector128<double> Vector => _v;

    /// <inheritdoc/>
    public static int Count => 2;

    /// <inheritdoc/>
    public static bool IsSingle => false;

    /// <inheritdoc/>
    public static bool IsFused => LaneWidth.HasFusedMultiplyAdd;

    /// <inheritdoc/>
    public static int AccumulatorLength => 2;

    /// <inheritdoc/>
    public static Lanes2 Zero => default;

    /// <inheritdoc/>
    public static Lanes2 One => new(Vector128<double>.One);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes2 Broadcast(double value) => new(Vector128.Create(value));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes2 Load(ref readonly double source) => new(Vector128.LoadUnsafe(in source));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes2 Repeat(ref readonly double source) => new(Vector128.Create(source));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Store(Lanes2 value, ref double target) => value._v.StoreUnsafe(ref target);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static double Sum(Lanes2 value) => value._v.ToScalar() + value._v.GetElement(1);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes2 operator +(Lanes2 a, Lanes2 b) => new(a._v + b._v);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes2 operator -(Lanes2 a, Lanes2 b) => new(a._v - b._v);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes2 operator *(Lanes2 a, Lanes2 b) => new(a._v * b._v);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes2 operator /(Lanes2 a, Lanes2 b) => new(a._v / b._v);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes2 operator -(Lanes2 a) => new(a._v ^ Vector128.Create(-0.0));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes2 MultiplyAdd(Lanes2 a, Lanes2 b, Lanes2 c) => new(Fused(a._v, b._v, c._v));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes2 Min(Lanes2 a, Lanes2 b) => new(Vector128.Min(a._v, b._v));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes2 Max(Lanes2 a, Lanes2 b) => new(Vector128.Max(a._v, b._v));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes2 MinWithConstant(Lanes2 constant, Lanes2 x) => new(Sse2.IsSupported ? Sse2.Min(constant._v, x._v) : Vector128.ConditionalSelect(Vector128.LessThan(constant._v, x._v), constant._v, x._v));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes2 MaxWithConstant(Lanes2 constant, Lanes2 x) => new(Sse2.IsSupported ? Sse2.Max(constant._v, x._v) : Vector128.ConditionalSelect(Vector128.GreaterThan(constant._v, x._v), constant._v, x._v));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes2 Sqrt(Lanes2 x) => new(Vector128.Sqrt(x._v));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes2 Abs(Lanes2 x) => new(Vector128.Abs(x._v));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes2 Floor(Lanes2 x) => new(Vector128.Floor(x._v));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes2 Round(Lanes2 x) => new(Vector128.Round(x._v));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes2 Less(Lanes2 a, Lanes2 b) => new(Vector128.LessThan(a._v, b._v));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes2 LessOrEqual(Lanes2 a, Lanes2 b) => new(Vector128.LessThanOrEqual(a._v, b._v));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes2 Equal(Lanes2 a, Lanes2 b) => new(Vector128.Equals(a._v, b._v));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes2 And(Lanes2 a, Lanes2 b) => new(a._v & b._v);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes2 Or(Lanes2 a, Lanes2 b) => new(a._v | b._v);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes2 Not(Lanes2 mask) => new(~mask._v);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes2 Select(Lanes2 mask, Lanes2 a, Lanes2 b) => new(Vector128.ConditionalSelect(mask._v, a._v, b._v));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static bool Any(Lanes2 mask) => mask._v.AsInt64() != Vector128<long>.Zero;

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes2 ScaleByPowerOfTwo(Lanes2 x, Lanes2 n)
    {
        // Only the last of the three factors can round: an earlier one acts when the last is extreme already.
        Vector128<double> last = Vector128.Min(Vector128.Max(n._v, Vector128.Create(-1022.0)), Vector128.Create(1023.0));
        Vector128<double> rest = n._v - last;
        Vector128<double> middle = Vector128.Min(Vector128.Max(rest, Vector128.Create(-1022.0)), Vector128.Create(1023.0));
        return new(x._v * PowerOfTwo(rest - middle) * PowerOfTwo(middle) * PowerOfTwo(last));
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes2 ScaleModerate(Lanes2 x, Lanes2 n)
    {
        Vector128<double> half = Vector128.Floor(n._v * Vector128.Create(0.5));
        return new(x._v * PowerOfTwo(half) * PowerOfTwo(n._v - half));
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes2 Exponent(Lanes2 x)
    {
        // The exponent field becomes the low bits of 2^52, which makes it a double without a conversion.
        Vector128<long> field = Vector128.ShiftRightLogical(x._v.AsInt64(), 52) | Vector128.Create(4503599627370496.0).AsInt64();
        return new(field.AsDouble() - Vector128.Create(4503599627370496.0 + 1023));
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes2 Significand(Lanes2 x) => new(((x._v.AsInt64() & Vector128.Create(0x000FFFFFFFFFFFFF)) | Vector128.Create(0x3FF0000000000000)).AsDouble());

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes2 Gather(ref readonly double source, Lanes2 index)
    {
        ref double start = ref Unsafe.AsRef(in source);
        return new(Vector128.Create(
            Unsafe.Add(ref start, (nint)index._v.ToScalar()),
            Unsafe.Add(ref start, (nint)index._v.GetElement(1))));
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void ScatterAdd(ref double target, Lanes2 index, Lanes2 value)
    {
        for (int lane = 0; lane < Count; lane++)
        {
            Unsafe.Add(ref target, (nint)index._v.GetElement(lane)) += value._v.GetElement(lane);
        }
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void AccumulateProduct(ref double accumulator, Lanes2 a, Lanes2 b) => Store(MultiplyAdd(a, b, Load(in accumulator)), ref accumulator);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Accumulate(ref double accumulator, Lanes2 value) => Store(Load(in accumulator) + value, ref accumulator);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes2 Map<TFunction>(Lanes2 x)
        where TFunction : struct, IScalarFunction
    {
        Vector128<double> result = x._v;
        for (int lane = 0; lane < Count; lane++)
        {
            result = result.WithElement(lane, TFunction.Apply(x._v.GetElement(lane)));
        }

        return new(result);
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes2 Map<TFunction>(Lanes2 x, Lanes2 y)
        where TFunction : struct, IBinaryScalarFunction
    {
        Vector128<double> result = x._v;
        for (int lane = 0; lane < Count; lane++)
        {
            result = result.WithElement(lane, TFunction.Apply(x._v.GetElement(lane), y._v.GetElement(lane)));
        }

        return new(result);
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes2 InDouble<TFunction>(Lanes2 x)
        where TFunction : struct, ILaneFunction => TFunction.Apply(x);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes2 InDouble<TFunction>(Lanes2 x, Lanes2 y)
        where TFunction : struct, IBinaryLaneFunction => TFunction.Apply(x, y);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector128<double> Fused(Vector128<double> a, Vector128<double> b, Vector128<double> c)
    {
        if (Fma.IsSupported)
        {
            return Fma.MultiplyAdd(a, b, c);
        }

        return AdvSimd.Arm64.IsSupported ? AdvSimd.Arm64.FusedMultiplyAdd(c, a, b) : (a * b) + c;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector128<double> PowerOfTwo(Vector128<double> n) => Vector128.ShiftLeft((n + Vector128.Create(ExponentShift)).AsInt64(), 52).AsDouble();
}
