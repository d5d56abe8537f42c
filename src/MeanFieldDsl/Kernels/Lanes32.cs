using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace MeanFieldDsl.Kernels;

/// <summary>
/// Thirty-two doubles in four 512-bit vectors, for loops whose chain of dependent multiply-adds would wait for itself:
/// the four parts are independent. Only where <c>Avx512F.IsSupported</c>.
/// </summary>
public readonly struct Lanes32 : ILanes<Lanes32, double>
{
    // Four fields are the most that the JIT compiler keeps in registers, and the operations work on them directly:
    // going through the narrower type multiplies the calls to inline until its budget is spent.
    private readonly Vector512<double> _v0;
    private readonly Vector512<double> _v1;
    private readonly Vector512<double> _v2;
    private readonly Vector512<double> _v3;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private Lanes32(Vector512<double> v0, Vector512<double> v1, Vector512<double> v2, Vector512<double> v3)
    {
        _v0 = v0;
        _v1 = v1;
        _v2 = v2;
        _v3 = v3;
    }

    /// <inheritdoc/>
    public static int Count => 32;

    /// <inheritdoc/>
    public static bool IsSingle => false;

    /// <inheritdoc/>
    public static bool IsFused => true;

    /// <inheritdoc/>
    public static int AccumulatorLength => 8;

    /// <inheritdoc/>
    public static Lanes32 Zero => default;

    /// <inheritdoc/>
    public static Lanes32 One => Broadcast(1);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes32 Broadcast(double value)
    {
        Vector512<double> part = Vector512.Create(value);
        return new(part, part, part, part);
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes32 Load(ref readonly double source) => new(
            Vector512.LoadUnsafe(in source),
            Vector512.LoadUnsafe(in source, 8),
            Vector512.LoadUnsafe(in source, 16),
            Vector512.LoadUnsafe(in source, 24));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes32 Repeat(ref readonly double source) => Broadcast(source);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Store(Lanes32 value, ref double target)
    {
        value._v0.StoreUnsafe(ref target);
        value._v1.StoreUnsafe(ref target, 8);
        value._v2.StoreUnsafe(ref target, 16);
        value._v3.StoreUnsafe(ref target, 24);
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static double Sum(Lanes32 value) => Lanes8.Sum(new((value._v0 + value._v1) + (value._v2 + value._v3)));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes32 operator +(Lanes32 a, Lanes32 b) => new(a._v0 + b._v0, a._v1 + b._v1, a._v2 + b._v2, a._v3 + b._v3);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes32 operator -(Lanes32 a, Lanes32 b) => new(a._v0 - b._v0, a._v1 - b._v1, a._v2 - b._v2, a._v3 - b._v3);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes32 operator *(Lanes32 a, Lanes32 b) => new(a._v0 * b._v0, a._v1 * b._v1, a._v2 * b._v2, a._v3 * b._v3);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes32 operator /(Lanes32 a, Lanes32 b) => new(a._v0 / b._v0, a._v1 / b._v1, a._v2 / b._v2, a._v3 / b._v3);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes32 operator -(Lanes32 a)
    {
        Vector512<double> sign = Vector512.Create(-0.0);
        return new(a._v0 ^ sign, a._v1 ^ sign, a._v2 ^ sign, a._v3 ^ sign);
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes32 MultiplyAdd(Lanes32 a, Lanes32 b, Lanes32 c) => new(
            Avx512F.FusedMultiplyAdd(a._v0, b._v0, c._v0),
            Avx512F.FusedMultiplyAdd(a._v1, b._v1, c._v1),
            Avx512F.FusedMultiplyAdd(a._v2, b._v2, c._v2),
            Avx512F.FusedMultiplyAdd(a._v3, b._v3, c._v3));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes32 Min(Lanes32 a, Lanes32 b) => new(
            Vector512.Min(a._v0, b._v0),
            Vector512.Min(a._v1, b._v1),
            Vector512.Min(a._v2, b._v2),
            Vector512.Min(a._v3, b._v3));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes32 Max(Lanes32 a, Lanes32 b) => new(
            Vector512.Max(a._v0, b._v0),
            Vector512.Max(a._v1, b._v1),
            Vector512.Max(a._v2, b._v2),
            Vector512.Max(a._v3, b._v3));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes32 MinWithConstant(Lanes32 constant, Lanes32 x) => new(
            Avx512F.Min(constant._v0, x._v0),
            Avx512F.Min(constant._v1, x._v1),
            Avx512F.Min(constant._v2, x._v2),
            Avx512F.Min(constant._v3, x._v3));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes32 MaxWithConstant(Lanes32 constant, Lanes32 x) => new(
            Avx512F.Max(constant._v0, x._v0),
            Avx512F.Max(constant._v1, x._v1),
            Avx512F.Max(constant._v2, x._v2),
            Avx512F.Max(constant._v3, x._v3));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes32 Sqrt(Lanes32 x) => new(Vector512.Sqrt(x._v0), Vector512.Sqrt(x._v1), Vector512.Sqrt(x._v2), Vector512.Sqrt(x._v3));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes32 Abs(Lanes32 x) => new(Vector512.Abs(x._v0), Vector512.Abs(x._v1), Vector512.Abs(x._v2), Vector512.Abs(x._v3));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes32 Floor(Lanes32 x) => new(Vector512.Floor(x._v0), Vector512.Floor(x._v1), Vector512.Floor(x._v2), Vector512.Floor(x._v3));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes32 Round(Lanes32 x) => new(Vector512.Round(x._v0), Vector512.Round(x._v1), Vector512.Round(x._v2), Vector512.Round(x._v3));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes32 Less(Lanes32 a, Lanes32 b) => new(
            Vector512.LessThan(a._v0, b._v0),
            Vector512.LessThan(a._v1, b._v1),
            Vector512.LessThan(a._v2, b._v2),
            Vector512.LessThan(a._v3, b._v3));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes32 LessOrEqual(Lanes32 a, Lanes32 b) => new(
            Vector512.LessThanOrEqual(a._v0, b._v0),
            Vector512.LessThanOrEqual(a._v1, b._v1),
            Vector512.LessThanOrEqual(a._v2, b._v2),
            Vector512.LessThanOrEqual(a._v3, b._v3));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes32 Equal(Lanes32 a, Lanes32 b) => new(
            Vector512.Equals(a._v0, b._v0),
            Vector512.Equals(a._v1, b._v1),
            Vector512.Equals(a._v2, b._v2),
            Vector512.Equals(a._v3, b._v3));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes32 And(Lanes32 a, Lanes32 b) => new(a._v0 & b._v0, a._v1 & b._v1, a._v2 & b._v2, a._v3 & b._v3);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes32 Or(Lanes32 a, Lanes32 b) => new(a._v0 | b._v0, a._v1 | b._v1, a._v2 | b._v2, a._v3 | b._v3);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes32 Not(Lanes32 mask) => new(~mask._v0, ~mask._v1, ~mask._v2, ~mask._v3);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes32 Select(Lanes32 mask, Lanes32 a, Lanes32 b) => new(
            Vector512.ConditionalSelect(mask._v0, a._v0, b._v0),
            Vector512.ConditionalSelect(mask._v1, a._v1, b._v1),
            Vector512.ConditionalSelect(mask._v2, a._v2, b._v2),
            Vector512.ConditionalSelect(mask._v3, a._v3, b._v3));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static bool Any(Lanes32 mask) => ((mask._v0 | mask._v1) | (mask._v2 | mask._v3)).AsInt64() != Vector512<long>.Zero;

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes32 ScaleByPowerOfTwo(Lanes32 x, Lanes32 n) => new(
            Avx512F.Scale(x._v0, n._v0),
            Avx512F.Scale(x._v1, n._v1),
            Avx512F.Scale(x._v2, n._v2),
            Avx512F.Scale(x._v3, n._v3));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes32 ScaleModerate(Lanes32 x, Lanes32 n) => new(
            Avx512F.Scale(x._v0, n._v0),
            Avx512F.Scale(x._v1, n._v1),
            Avx512F.Scale(x._v2, n._v2),
            Avx512F.Scale(x._v3, n._v3));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes32 Exponent(Lanes32 x) => new(Avx512F.GetExponent(x._v0), Avx512F.GetExponent(x._v1), Avx512F.GetExponent(x._v2), Avx512F.GetExponent(x._v3));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes32 Significand(Lanes32 x) => new(
            Lanes8.Significand(new(x._v0)).Vector,
            Lanes8.Significand(new(x._v1)).Vector,
            Lanes8.Significand(new(x._v2)).Vector,
            Lanes8.Significand(new(x._v3)).Vector);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes32 Gather(ref readonly double source, Lanes32 index) => new(
            Lanes8.Gather(in source, new(index._v0)).Vector,
            Lanes8.Gather(in source, new(index._v1)).Vector,
            Lanes8.Gather(in source, new(index._v2)).Vector,
            Lanes8.Gather(in source, new(index._v3)).Vector);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void ScatterAdd(ref double target, Lanes32 index, Lanes32 value)
    {
        Lanes8.ScatterAdd(ref target, new(index._v0), new(value._v0));
        Lanes8.ScatterAdd(ref target, new(index._v1), new(value._v1));
        Lanes8.ScatterAdd(ref target, new(index._v2), new(value._v2));
        Lanes8.ScatterAdd(ref target, new(index._v3), new(value._v3));
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void AccumulateProduct(ref double accumulator, Lanes32 a, Lanes32 b)
    {
        Vector512<double> sum = Vector512.LoadUnsafe(in accumulator);
        sum = Avx512F.FusedMultiplyAdd(a._v0, b._v0, sum);
        sum = Avx512F.FusedMultiplyAdd(a._v1, b._v1, sum);
        sum = Avx512F.FusedMultiplyAdd(a._v2, b._v2, sum);
        sum = Avx512F.FusedMultiplyAdd(a._v3, b._v3, sum);
        sum.StoreUnsafe(ref accumulator);
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Accumulate(ref double accumulator, Lanes32 value)
    {
        Vector512<double> sum = Vector512.LoadUnsafe(in accumulator) + value._v0 + value._v1 + value._v2 + value._v3;
        sum.StoreUnsafe(ref accumulator);
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes32 Map<TFunction>(Lanes32 x)
        where TFunction : struct, IScalarFunction
    {
        return new(
                    Lanes8.Map<TFunction>(new(x._v0)).Vector,
                    Lanes8.Map<TFunction>(new(x._v1)).Vector,
                    Lanes8.Map<TFunction>(new(x._v2)).Vector,
                    Lanes8.Map<TFunction>(new(x._v3)).Vector);
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes32 Map<TFunction>(Lanes32 x, Lanes32 y)
        where TFunction : struct, IBinaryScalarFunction =>
        new(
            Lanes8.Map<TFunction>(new(x._v0), new(y._v0)).Vector,
            Lanes8.Map<TFunction>(new(x._v1), new(y._v1)).Vector,
            Lanes8.Map<TFunction>(new(x._v2), new(y._v2)).Vector,
            Lanes8.Map<TFunction>(new(x._v3), new(y._v3)).Vector);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes32 InDouble<TFunction>(Lanes32 x)
        where TFunction : struct, ILaneFunction => TFunction.Apply(x);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes32 InDouble<TFunction>(Lanes32 x, Lanes32 y)
        where TFunction : struct, IBinaryLaneFunction => TFunction.Apply(x, y);
}
