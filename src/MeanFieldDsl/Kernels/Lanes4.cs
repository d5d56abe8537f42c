using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace MeanFieldDsl.Kernels;

/// <summary>Four doubles in 256-bit vectors; <see cref="LaneWidth"/> says where they are hardware.</summary>
public readonly struct Lanes4 : ILanes<Lanes4, double>
{
    // Adding it leaves the integer n + 1023 in the low bits of the significand, for −1023 < n < 1024.
    private const double ExponentShift = 6755399441055744.0 + 1023;

    private readonly Vector256<double> _v;

    /// <summary>Wraps a vector.</summary>
    /// <param name="value">The lanes.</param>
    public Lanes4(Vector256<double> value) => _v = value;

    /// <summary>The lanes as the framework's vector.</summary>
    public Vector256<double> Vector => _v;

    /// <inheritdoc/>
    public static int Count => 4;

    /// <inheritdoc/>
    public static bool IsSingle => false;

    /// <inheritdoc/>
    public static bool IsFused => true;

    /// <inheritdoc/>
    public static int AccumulatorLength => 4;

    /// <inheritdoc/>
    public static Lanes4 Zero => default;

    /// <inheritdoc/>
    public static Lanes4 One => new(Vector256<double>.One);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes4 Broadcast(double value) => new(Vector256.Create(value));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes4 Load(ref readonly double source) => new(Vector256.LoadUnsafe(in source));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes4 Repeat(ref readonly double source) => new(Vector256.Create(source));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Store(Lanes4 value, ref double target) => value._v.StoreUnsafe(ref target);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static double Sum(Lanes4 value)
    {
        Vector128<double> half = value._v.GetLower() + value._v.GetUpper();
        return half.ToScalar() + half.GetElement(1);
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes4 operator +(Lanes4 a, Lanes4 b) => new(a._v + b._v);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes4 operator -(Lanes4 a, Lanes4 b) => new(a._v - b._v);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes4 operator *(Lanes4 a, Lanes4 b) => new(a._v * b._v);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes4 operator /(Lanes4 a, Lanes4 b) => new(a._v / b._v);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes4 operator -(Lanes4 a) => new(a._v ^ Vector256.Create(-0.0));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes4 MultiplyAdd(Lanes4 a, Lanes4 b, Lanes4 c) => new(Fma.IsSupported ? Fma.MultiplyAdd(a._v, b._v, c._v) : (a._v * b._v) + c._v);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes4 Min(Lanes4 a, Lanes4 b) => new(Vector256.Min(a._v, b._v));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes4 Max(Lanes4 a, Lanes4 b) => new(Vector256.Max(a._v, b._v));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes4 MinWithConstant(Lanes4 constant, Lanes4 x) => new(Avx.IsSupported ? Avx.Min(constant._v, x._v) : Vector256.ConditionalSelect(Vector256.LessThan(constant._v, x._v), constant._v, x._v));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes4 MaxWithConstant(Lanes4 constant, Lanes4 x) => new(Avx.IsSupported ? Avx.Max(constant._v, x._v) : Vector256.ConditionalSelect(Vector256.GreaterThan(constant._v, x._v), constant._v, x._v));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes4 Sqrt(Lanes4 x) => new(Vector256.Sqrt(x._v));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes4 Abs(Lanes4 x) => new(Vector256.Abs(x._v));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes4 Floor(Lanes4 x) => new(Vector256.Floor(x._v));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes4 Round(Lanes4 x) => new(Vector256.Round(x._v));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes4 Less(Lanes4 a, Lanes4 b) => new(Vector256.LessThan(a._v, b._v));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes4 LessOrEqual(Lanes4 a, Lanes4 b) => new(Vector256.LessThanOrEqual(a._v, b._v));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes4 Equal(Lanes4 a, Lanes4 b) => new(Vector256.Equals(a._v, b._v));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes4 And(Lanes4 a, Lanes4 b) => new(a._v & b._v);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes4 Or(Lanes4 a, Lanes4 b) => new(a._v | b._v);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes4 Not(Lanes4 mask) => new(~mask._v);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes4 Select(Lanes4 mask, Lanes4 a, Lanes4 b) => new(Vector256.ConditionalSelect(mask._v, a._v, b._v));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static bool Any(Lanes4 mask) => mask._v.AsInt64() != Vector256<long>.Zero;

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes4 ScaleByPowerOfTwo(Lanes4 x, Lanes4 n)
    {
        // Only the last of the three factors can round: an earlier one acts when the last is extreme already.
        Vector256<double> last = Vector256.Min(Vector256.Max(n._v, Vector256.Create(-1022.0)), Vector256.Create(1023.0));
        Vector256<double> rest = n._v - last;
        Vector256<double> middle = Vector256.Min(Vector256.Max(rest, Vector256.Create(-1022.0)), Vector256.Create(1023.0));
        return new(x._v * PowerOfTwo(rest - middle) * PowerOfTwo(middle) * PowerOfTwo(last));
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes4 ScaleModerate(Lanes4 x, Lanes4 n)
    {
        Vector256<double> half = Vector256.Floor(n._v * Vector256.Create(0.5));
        return new(x._v * PowerOfTwo(half) * PowerOfTwo(n._v - half));
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes4 Exponent(Lanes4 x)
    {
        // The exponent field becomes the low bits of 2^52, which makes it a double without a conversion.
        Vector256<long> field = Vector256.ShiftRightLogical(x._v.AsInt64(), 52) | Vector256.Create(4503599627370496.0).AsInt64();
        return new(field.AsDouble() - Vector256.Create(4503599627370496.0 + 1023));
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes4 Significand(Lanes4 x) => new(((x._v.AsInt64() & Vector256.Create(0x000FFFFFFFFFFFFF)) | Vector256.Create(0x3FF0000000000000)).AsDouble());

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes4 Gather(ref readonly double source, Lanes4 index) => new(Vector256.Create(
        Lanes2.Gather(in source, new Lanes2(index._v.GetLower())).Vector,
        Lanes2.Gather(in source, new Lanes2(index._v.GetUpper())).Vector));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void ScatterAdd(ref double target, Lanes4 index, Lanes4 value)
    {
        for (int lane = 0; lane < Count; lane++)
        {
            Unsafe.Add(ref target, (nint)index._v.GetElement(lane)) += value._v.GetElement(lane);
        }
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void AccumulateProduct(ref double accumulator, Lanes4 a, Lanes4 b) => Store(MultiplyAdd(a, b, Load(in accumulator)), ref accumulator);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Accumulate(ref double accumulator, Lanes4 value) => Store(Load(in accumulator) + value, ref accumulator);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes4 Map<TFunction>(Lanes4 x)
        where TFunction : struct, IScalarFunction
    {
        Vector256<double> result = x._v;
        for (int lane = 0; lane < Count; lane++)
        {
            result = result.WithElement(lane, TFunction.Apply(x._v.GetElement(lane)));
        }

        return new(result);
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes4 Map<TFunction>(Lanes4 x, Lanes4 y)
        where TFunction : struct, IBinaryScalarFunction
    {
        Vector256<double> result = x._v;
        for (int lane = 0; lane < Count; lane++)
        {
            result = result.WithElement(lane, TFunction.Apply(x._v.GetElement(lane), y._v.GetElement(lane)));
        }

        return new(result);
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes4 InDouble<TFunction>(Lanes4 x)
        where TFunction : struct, ILaneFunction => TFunction.Apply(x);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes4 InDouble<TFunction>(Lanes4 x, Lanes4 y)
        where TFunction : struct, IBinaryLaneFunction => TFunction.Apply(x, y);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector256<double> PowerOfTwo(Vector256<double> n) => Vector256.ShiftLeft((n + Vector256.Create(ExponentShift)).AsInt64(), 52).AsDouble();
}
