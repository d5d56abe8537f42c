using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace MeanFieldDsl.Kernels;

/// <summary>Sixteen floats in 512-bit vectors. Only where <c>Avx512F.IsSupported</c>: it uses the instructions directly, because the framework reports 512-bit vectors as not accelerated on processors where they are the fastest.</summary>
public readonly struct Singles16 : ILanes<Singles16, float>, ISingles
{
    private readonly Vector512<float> _v;

    /// <summary>Wraps a vector.</summary>
    /// <param name="value">The lanes.</param>
    public Singles16(Vector512<float> value) => _v = value;

    /// <summary>The lanes as the framework's vector.</summary>
    public Vector512<float> Vector => _v;

    /// <inheritdoc/>
    public static int Count => 16;

    /// <inheritdoc/>
    public static bool IsSingle => true;

    /// <inheritdoc/>
    public static bool IsFused => true;

    /// <inheritdoc/>
    public static int AccumulatorLength => 16;

    /// <inheritdoc/>
    public static Singles16 Zero => default;

    /// <inheritdoc/>
    public static Singles16 One => new(Vector512<float>.One);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Singles16 Broadcast(double value) => new(Vector512.Create((float)value));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Singles16 Load(ref readonly float source) => new(Vector512.LoadUnsafe(in source));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Singles16 Repeat(ref readonly float source) => new(Vector512.Create(source));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Store(Singles16 value, ref float target) => value._v.StoreUnsafe(ref target);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static double Sum(Singles16 value)
    {
        Vector512<double> lower = Avx512F.ConvertToVector512Double(value._v.GetLower()), upper = Avx512F.ConvertToVector512Double(value._v.GetUpper());
        return Lanes8.Sum(new(lower + upper));
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Singles16 operator +(Singles16 a, Singles16 b) => new(a._v + b._v);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Singles16 operator -(Singles16 a, Singles16 b) => new(a._v - b._v);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Singles16 operator *(Singles16 a, Singles16 b) => new(a._v * b._v);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Singles16 operator /(Singles16 a, Singles16 b) => new(a._v / b._v);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Singles16 operator -(Singles16 a) => new(a._v ^ Vector512.Create(-0.0f));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Singles16 MultiplyAdd(Singles16 a, Singles16 b, Singles16 c) => new(Avx512F.FusedMultiplyAdd(a._v, b._v, c._v));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Singles16 Min(Singles16 a, Singles16 b) => new(Vector512.Min(a._v, b._v));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Singles16 Max(Singles16 a, Singles16 b) => new(Vector512.Max(a._v, b._v));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Singles16 MinWithConstant(Singles16 constant, Singles16 x) => new(Avx512F.Min(constant._v, x._v));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Singles16 MaxWithConstant(Singles16 constant, Singles16 x) => new(Avx512F.Max(constant._v, x._v));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Singles16 Sqrt(Singles16 x) => new(Vector512.Sqrt(x._v));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Singles16 Abs(Singles16 x) => new(Vector512.Abs(x._v));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Singles16 Floor(Singles16 x) => new(Vector512.Floor(x._v));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Singles16 Round(Singles16 x) => new(Vector512.Round(x._v));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Singles16 Less(Singles16 a, Singles16 b) => new(Vector512.LessThan(a._v, b._v));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Singles16 LessOrEqual(Singles16 a, Singles16 b) => new(Vector512.LessThanOrEqual(a._v, b._v));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Singles16 Equal(Singles16 a, Singles16 b) => new(Vector512.Equals(a._v, b._v));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Singles16 And(Singles16 a, Singles16 b) => new(a._v & b._v);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Singles16 Or(Singles16 a, Singles16 b) => new(a._v | b._v);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Singles16 Not(Singles16 mask) => new(~mask._v);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Singles16 Select(Singles16 mask, Singles16 a, Singles16 b) => new(Vector512.ConditionalSelect(mask._v, a._v, b._v));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static bool Any(Singles16 mask) => mask._v.AsInt32() != Vector512<int>.Zero;

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Singles16 ScaleByPowerOfTwo(Singles16 x, Singles16 n) => new(Avx512F.Scale(x._v, n._v));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Singles16 ScaleModerate(Singles16 x, Singles16 n) => new(Avx512F.Scale(x._v, n._v));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Singles16 Exponent(Singles16 x) => new(Avx512F.GetExponent(x._v));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Singles16 Significand(Singles16 x) => new(((x._v.AsInt32() & Vector512.Create(0x007FFFFF)) | Vector512.Create(0x3F800000)).AsSingle());

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Singles16 Gather(ref readonly float source, Singles16 index) => new(Vector512.Create(
        Singles8.Gather(in source, new Singles8(index._v.GetLower())).Vector,
        Singles8.Gather(in source, new Singles8(index._v.GetUpper())).Vector));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void ScatterAdd(ref float target, Singles16 index, Singles16 value)
    {
        for (int lane = 0; lane < Count; lane++)
        {
            Unsafe.Add(ref target, (nint)index._v.GetElement(lane)) += value._v.GetElement(lane);
        }
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void AccumulateProduct(ref float accumulator, Singles16 a, Singles16 b) => Store(MultiplyAdd(a, b, Load(in accumulator)), ref accumulator);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Accumulate(ref float accumulator, Singles16 value) => Store(Load(in accumulator) + value, ref accumulator);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Singles16 Map<TFunction>(Singles16 x)
        where TFunction : struct, IScalarFunction
    {
        Vector512<float> result = x._v;
        for (int lane = 0; lane < Count; lane++)
        {
            result = result.WithElement(lane, (float)TFunction.Apply(x._v.GetElement(lane)));
        }

        return new(result);
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Singles16 Map<TFunction>(Singles16 x, Singles16 y)
        where TFunction : struct, IBinaryScalarFunction
    {
        Vector512<float> result = x._v;
        for (int lane = 0; lane < Count; lane++)
        {
            result = result.WithElement(lane, (float)TFunction.Apply(x._v.GetElement(lane), y._v.GetElement(lane)));
        }

        return new(result);
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Singles16 InDouble<TFunction>(Singles16 x)
        where TFunction : struct, ILaneFunction
    {
        Vector512<double> lower = Avx512F.ConvertToVector512Double(x._v.GetLower()), upper = Avx512F.ConvertToVector512Double(x._v.GetUpper());
        return new(Vector512.Create(Avx512F.ConvertToVector256Single(TFunction.Apply(new Lanes8(lower)).Vector), Avx512F.ConvertToVector256Single(TFunction.Apply(new Lanes8(upper)).Vector)));
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Singles16 InDouble<TFunction>(Singles16 x, Singles16 y)
        where TFunction : struct, IBinaryLaneFunction
    {
        Vector512<double> lowerX = Avx512F.ConvertToVector512Double(x._v.GetLower()), upperX = Avx512F.ConvertToVector512Double(x._v.GetUpper());
        Vector512<double> lowerY = Avx512F.ConvertToVector512Double(y._v.GetLower()), upperY = Avx512F.ConvertToVector512Double(y._v.GetUpper());
        return new(Vector512.Create(Avx512F.ConvertToVector256Single(TFunction.Apply(new Lanes8(lowerX), new Lanes8(lowerY)).Vector), Avx512F.ConvertToVector256Single(TFunction.Apply(new Lanes8(upperX), new Lanes8(upperY)).Vector)));
    }
}
