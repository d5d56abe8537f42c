using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace MeanFieldDsl.Kernels;

/// <summary>
/// Thirty-two doubles in four 512-bit vectors, for loops whose chain of dependent multiply-adds would wait for itself:
/// the four parts are independent. Only where <c>Avx512F.IsSupported</c>.
/// </summary>
public readonly struct Lanes32 : ILanes<Lanes32>
{
    private readonly Vector512<double> _v0;
    private readonly Vector512<double> _v1;
    private readonly Vector512<double> _v2;
    private readonly Vector512<double> _v3;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private Lanes32(Lanes8 v0, Lanes8 v1, Lanes8 v2, Lanes8 v3)
    {
        _v0 = v0.Vector;
        _v1 = v1.Vector;
        _v2 = v2.Vector;
        _v3 = v3.Vector;
    }

    private Lanes8 Part0
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => new(_v0);
    }

    private Lanes8 Part1
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => new(_v1);
    }

    private Lanes8 Part2
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => new(_v2);
    }

    private Lanes8 Part3
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => new(_v3);
    }

    /// <inheritdoc/>
    public static int Count => 32;

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
        Lanes8 part = Lanes8.Broadcast(value);
        return new(part, part, part, part);
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes32 Load(ref readonly double source)
    {
        ref double start = ref Unsafe.AsRef(in source);
        return new(Lanes8.Load(in start), Lanes8.Load(in Unsafe.Add(ref start, 8)), Lanes8.Load(in Unsafe.Add(ref start, 16)), Lanes8.Load(in Unsafe.Add(ref start, 24)));
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Store(Lanes32 value, ref double target)
    {
        Lanes8.Store(value.Part0, ref target);
        Lanes8.Store(value.Part1, ref Unsafe.Add(ref target, 8));
        Lanes8.Store(value.Part2, ref Unsafe.Add(ref target, 16));
        Lanes8.Store(value.Part3, ref Unsafe.Add(ref target, 24));
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static double Sum(Lanes32 value) => Lanes8.Sum((value.Part0 + value.Part1) + (value.Part2 + value.Part3));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes32 operator +(Lanes32 a, Lanes32 b) => new(a.Part0 + b.Part0, a.Part1 + b.Part1, a.Part2 + b.Part2, a.Part3 + b.Part3);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes32 operator -(Lanes32 a, Lanes32 b) => new(a.Part0 - b.Part0, a.Part1 - b.Part1, a.Part2 - b.Part2, a.Part3 - b.Part3);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes32 operator *(Lanes32 a, Lanes32 b) => new(a.Part0 * b.Part0, a.Part1 * b.Part1, a.Part2 * b.Part2, a.Part3 * b.Part3);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes32 operator /(Lanes32 a, Lanes32 b) => new(a.Part0 / b.Part0, a.Part1 / b.Part1, a.Part2 / b.Part2, a.Part3 / b.Part3);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes32 operator -(Lanes32 a) => new(-a.Part0, -a.Part1, -a.Part2, -a.Part3);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes32 MultiplyAdd(Lanes32 a, Lanes32 b, Lanes32 c) => new(Lanes8.MultiplyAdd(a.Part0, b.Part0, c.Part0), Lanes8.MultiplyAdd(a.Part1, b.Part1, c.Part1), Lanes8.MultiplyAdd(a.Part2, b.Part2, c.Part2), Lanes8.MultiplyAdd(a.Part3, b.Part3, c.Part3));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes32 Min(Lanes32 a, Lanes32 b) => new(Lanes8.Min(a.Part0, b.Part0), Lanes8.Min(a.Part1, b.Part1), Lanes8.Min(a.Part2, b.Part2), Lanes8.Min(a.Part3, b.Part3));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes32 Max(Lanes32 a, Lanes32 b) => new(Lanes8.Max(a.Part0, b.Part0), Lanes8.Max(a.Part1, b.Part1), Lanes8.Max(a.Part2, b.Part2), Lanes8.Max(a.Part3, b.Part3));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes32 MinWithConstant(Lanes32 constant, Lanes32 x) => new(Lanes8.MinWithConstant(constant.Part0, x.Part0), Lanes8.MinWithConstant(constant.Part1, x.Part1), Lanes8.MinWithConstant(constant.Part2, x.Part2), Lanes8.MinWithConstant(constant.Part3, x.Part3));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes32 MaxWithConstant(Lanes32 constant, Lanes32 x) => new(Lanes8.MaxWithConstant(constant.Part0, x.Part0), Lanes8.MaxWithConstant(constant.Part1, x.Part1), Lanes8.MaxWithConstant(constant.Part2, x.Part2), Lanes8.MaxWithConstant(constant.Part3, x.Part3));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes32 Sqrt(Lanes32 x) => new(Lanes8.Sqrt(x.Part0), Lanes8.Sqrt(x.Part1), Lanes8.Sqrt(x.Part2), Lanes8.Sqrt(x.Part3));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes32 Abs(Lanes32 x) => new(Lanes8.Abs(x.Part0), Lanes8.Abs(x.Part1), Lanes8.Abs(x.Part2), Lanes8.Abs(x.Part3));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes32 Floor(Lanes32 x) => new(Lanes8.Floor(x.Part0), Lanes8.Floor(x.Part1), Lanes8.Floor(x.Part2), Lanes8.Floor(x.Part3));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes32 Round(Lanes32 x) => new(Lanes8.Round(x.Part0), Lanes8.Round(x.Part1), Lanes8.Round(x.Part2), Lanes8.Round(x.Part3));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes32 Less(Lanes32 a, Lanes32 b) => new(Lanes8.Less(a.Part0, b.Part0), Lanes8.Less(a.Part1, b.Part1), Lanes8.Less(a.Part2, b.Part2), Lanes8.Less(a.Part3, b.Part3));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes32 LessOrEqual(Lanes32 a, Lanes32 b) => new(Lanes8.LessOrEqual(a.Part0, b.Part0), Lanes8.LessOrEqual(a.Part1, b.Part1), Lanes8.LessOrEqual(a.Part2, b.Part2), Lanes8.LessOrEqual(a.Part3, b.Part3));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes32 Equal(Lanes32 a, Lanes32 b) => new(Lanes8.Equal(a.Part0, b.Part0), Lanes8.Equal(a.Part1, b.Part1), Lanes8.Equal(a.Part2, b.Part2), Lanes8.Equal(a.Part3, b.Part3));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes32 And(Lanes32 a, Lanes32 b) => new(Lanes8.And(a.Part0, b.Part0), Lanes8.And(a.Part1, b.Part1), Lanes8.And(a.Part2, b.Part2), Lanes8.And(a.Part3, b.Part3));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes32 Or(Lanes32 a, Lanes32 b) => new(Lanes8.Or(a.Part0, b.Part0), Lanes8.Or(a.Part1, b.Part1), Lanes8.Or(a.Part2, b.Part2), Lanes8.Or(a.Part3, b.Part3));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes32 Not(Lanes32 mask) => new(Lanes8.Not(mask.Part0), Lanes8.Not(mask.Part1), Lanes8.Not(mask.Part2), Lanes8.Not(mask.Part3));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes32 Select(Lanes32 mask, Lanes32 a, Lanes32 b) => new(Lanes8.Select(mask.Part0, a.Part0, b.Part0), Lanes8.Select(mask.Part1, a.Part1, b.Part1), Lanes8.Select(mask.Part2, a.Part2, b.Part2), Lanes8.Select(mask.Part3, a.Part3, b.Part3));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static bool Any(Lanes32 mask) => Lanes8.Any(Lanes8.Or(Lanes8.Or(mask.Part0, mask.Part1), Lanes8.Or(mask.Part2, mask.Part3)));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes32 ScaleByPowerOfTwo(Lanes32 x, Lanes32 n) => new(Lanes8.ScaleByPowerOfTwo(x.Part0, n.Part0), Lanes8.ScaleByPowerOfTwo(x.Part1, n.Part1), Lanes8.ScaleByPowerOfTwo(x.Part2, n.Part2), Lanes8.ScaleByPowerOfTwo(x.Part3, n.Part3));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes32 ScaleModerate(Lanes32 x, Lanes32 n) => new(Lanes8.ScaleModerate(x.Part0, n.Part0), Lanes8.ScaleModerate(x.Part1, n.Part1), Lanes8.ScaleModerate(x.Part2, n.Part2), Lanes8.ScaleModerate(x.Part3, n.Part3));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes32 Exponent(Lanes32 x) => new(Lanes8.Exponent(x.Part0), Lanes8.Exponent(x.Part1), Lanes8.Exponent(x.Part2), Lanes8.Exponent(x.Part3));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes32 Significand(Lanes32 x) => new(Lanes8.Significand(x.Part0), Lanes8.Significand(x.Part1), Lanes8.Significand(x.Part2), Lanes8.Significand(x.Part3));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes32 Gather(ref readonly double source, Lanes32 index) => new(Lanes8.Gather(in source, index.Part0), Lanes8.Gather(in source, index.Part1), Lanes8.Gather(in source, index.Part2), Lanes8.Gather(in source, index.Part3));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void ScatterAdd(ref double target, Lanes32 index, Lanes32 value)
    {
        Lanes8.ScatterAdd(ref target, index.Part0, value.Part0);
        Lanes8.ScatterAdd(ref target, index.Part1, value.Part1);
        Lanes8.ScatterAdd(ref target, index.Part2, value.Part2);
        Lanes8.ScatterAdd(ref target, index.Part3, value.Part3);
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void AccumulateProduct(ref double accumulator, Lanes32 a, Lanes32 b)
    {
        Lanes8 sum = Lanes8.MultiplyAdd(a.Part0, b.Part0, Lanes8.Load(in accumulator));
        sum = Lanes8.MultiplyAdd(a.Part1, b.Part1, sum);
        sum = Lanes8.MultiplyAdd(a.Part2, b.Part2, sum);
        sum = Lanes8.MultiplyAdd(a.Part3, b.Part3, sum);
        Lanes8.Store(sum, ref accumulator);
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Accumulate(ref double accumulator, Lanes32 value)
    {
        Lanes8.Store(((Lanes8.Load(in accumulator) + value.Part0) + value.Part1) + value.Part2 + value.Part3, ref accumulator);
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes32 Map<TFunction>(Lanes32 x)
        where TFunction : struct, IScalarFunction
    {
        return new(Lanes8.Map<TFunction>(x.Part0), Lanes8.Map<TFunction>(x.Part1), Lanes8.Map<TFunction>(x.Part2), Lanes8.Map<TFunction>(x.Part3));
    }
}
