using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace MeanFieldDsl.Kernels;

/// <summary>
/// Sixteen doubles in four 256-bit vectors, for loops whose chain of dependent multiply-adds would wait for itself:
/// the four parts are independent.
/// </summary>
public readonly struct Lanes16 : ILanes<Lanes16>
{
    private readonly Vector256<double> _v0;
    private readonly Vector256<double> _v1;
    private readonly Vector256<double> _v2;
    private readonly Vector256<double> _v3;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private Lanes16(Lanes4 v0, Lanes4 v1, Lanes4 v2, Lanes4 v3)
    {
        _v0 = v0.Vector;
        _v1 = v1.Vector;
        _v2 = v2.Vector;
        _v3 = v3.Vector;
    }

    private Lanes4 Part0
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => new(_v0);
    }

    private Lanes4 Part1
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => new(_v1);
    }

    private Lanes4 Part2
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => new(_v2);
    }

    private Lanes4 Part3
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => new(_v3);
    }

    /// <inheritdoc/>
    public static int Count => 16;

    /// <inheritdoc/>
    public static int AccumulatorLength => 4;

    /// <inheritdoc/>
    public static Lanes16 Zero => default;

    /// <inheritdoc/>
    public static Lanes16 One => Broadcast(1);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes16 Broadcast(double value)
    {
        Lanes4 part = Lanes4.Broadcast(value);
        return new(part, part, part, part);
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes16 Load(ref readonly double source)
    {
        ref double start = ref Unsafe.AsRef(in source);
        return new(Lanes4.Load(in start), Lanes4.Load(in Unsafe.Add(ref start, 4)), Lanes4.Load(in Unsafe.Add(ref start, 8)), Lanes4.Load(in Unsafe.Add(ref start, 12)));
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Store(Lanes16 value, ref double target)
    {
        Lanes4.Store(value.Part0, ref target);
        Lanes4.Store(value.Part1, ref Unsafe.Add(ref target, 4));
        Lanes4.Store(value.Part2, ref Unsafe.Add(ref target, 8));
        Lanes4.Store(value.Part3, ref Unsafe.Add(ref target, 12));
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static double Sum(Lanes16 value) => Lanes4.Sum((value.Part0 + value.Part1) + (value.Part2 + value.Part3));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes16 operator +(Lanes16 a, Lanes16 b) => new(a.Part0 + b.Part0, a.Part1 + b.Part1, a.Part2 + b.Part2, a.Part3 + b.Part3);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes16 operator -(Lanes16 a, Lanes16 b) => new(a.Part0 - b.Part0, a.Part1 - b.Part1, a.Part2 - b.Part2, a.Part3 - b.Part3);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes16 operator *(Lanes16 a, Lanes16 b) => new(a.Part0 * b.Part0, a.Part1 * b.Part1, a.Part2 * b.Part2, a.Part3 * b.Part3);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes16 operator /(Lanes16 a, Lanes16 b) => new(a.Part0 / b.Part0, a.Part1 / b.Part1, a.Part2 / b.Part2, a.Part3 / b.Part3);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes16 operator -(Lanes16 a) => new(-a.Part0, -a.Part1, -a.Part2, -a.Part3);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes16 MultiplyAdd(Lanes16 a, Lanes16 b, Lanes16 c) => new(Lanes4.MultiplyAdd(a.Part0, b.Part0, c.Part0), Lanes4.MultiplyAdd(a.Part1, b.Part1, c.Part1), Lanes4.MultiplyAdd(a.Part2, b.Part2, c.Part2), Lanes4.MultiplyAdd(a.Part3, b.Part3, c.Part3));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes16 Min(Lanes16 a, Lanes16 b) => new(Lanes4.Min(a.Part0, b.Part0), Lanes4.Min(a.Part1, b.Part1), Lanes4.Min(a.Part2, b.Part2), Lanes4.Min(a.Part3, b.Part3));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes16 Max(Lanes16 a, Lanes16 b) => new(Lanes4.Max(a.Part0, b.Part0), Lanes4.Max(a.Part1, b.Part1), Lanes4.Max(a.Part2, b.Part2), Lanes4.Max(a.Part3, b.Part3));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes16 MinWithConstant(Lanes16 constant, Lanes16 x) => new(Lanes4.MinWithConstant(constant.Part0, x.Part0), Lanes4.MinWithConstant(constant.Part1, x.Part1), Lanes4.MinWithConstant(constant.Part2, x.Part2), Lanes4.MinWithConstant(constant.Part3, x.Part3));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes16 MaxWithConstant(Lanes16 constant, Lanes16 x) => new(Lanes4.MaxWithConstant(constant.Part0, x.Part0), Lanes4.MaxWithConstant(constant.Part1, x.Part1), Lanes4.MaxWithConstant(constant.Part2, x.Part2), Lanes4.MaxWithConstant(constant.Part3, x.Part3));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes16 Sqrt(Lanes16 x) => new(Lanes4.Sqrt(x.Part0), Lanes4.Sqrt(x.Part1), Lanes4.Sqrt(x.Part2), Lanes4.Sqrt(x.Part3));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes16 Abs(Lanes16 x) => new(Lanes4.Abs(x.Part0), Lanes4.Abs(x.Part1), Lanes4.Abs(x.Part2), Lanes4.Abs(x.Part3));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes16 Floor(Lanes16 x) => new(Lanes4.Floor(x.Part0), Lanes4.Floor(x.Part1), Lanes4.Floor(x.Part2), Lanes4.Floor(x.Part3));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes16 Round(Lanes16 x) => new(Lanes4.Round(x.Part0), Lanes4.Round(x.Part1), Lanes4.Round(x.Part2), Lanes4.Round(x.Part3));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes16 Less(Lanes16 a, Lanes16 b) => new(Lanes4.Less(a.Part0, b.Part0), Lanes4.Less(a.Part1, b.Part1), Lanes4.Less(a.Part2, b.Part2), Lanes4.Less(a.Part3, b.Part3));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes16 LessOrEqual(Lanes16 a, Lanes16 b) => new(Lanes4.LessOrEqual(a.Part0, b.Part0), Lanes4.LessOrEqual(a.Part1, b.Part1), Lanes4.LessOrEqual(a.Part2, b.Part2), Lanes4.LessOrEqual(a.Part3, b.Part3));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes16 Equal(Lanes16 a, Lanes16 b) => new(Lanes4.Equal(a.Part0, b.Part0), Lanes4.Equal(a.Part1, b.Part1), Lanes4.Equal(a.Part2, b.Part2), Lanes4.Equal(a.Part3, b.Part3));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes16 And(Lanes16 a, Lanes16 b) => new(Lanes4.And(a.Part0, b.Part0), Lanes4.And(a.Part1, b.Part1), Lanes4.And(a.Part2, b.Part2), Lanes4.And(a.Part3, b.Part3));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes16 Or(Lanes16 a, Lanes16 b) => new(Lanes4.Or(a.Part0, b.Part0), Lanes4.Or(a.Part1, b.Part1), Lanes4.Or(a.Part2, b.Part2), Lanes4.Or(a.Part3, b.Part3));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes16 Not(Lanes16 mask) => new(Lanes4.Not(mask.Part0), Lanes4.Not(mask.Part1), Lanes4.Not(mask.Part2), Lanes4.Not(mask.Part3));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes16 Select(Lanes16 mask, Lanes16 a, Lanes16 b) => new(Lanes4.Select(mask.Part0, a.Part0, b.Part0), Lanes4.Select(mask.Part1, a.Part1, b.Part1), Lanes4.Select(mask.Part2, a.Part2, b.Part2), Lanes4.Select(mask.Part3, a.Part3, b.Part3));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static bool Any(Lanes16 mask) => Lanes4.Any(Lanes4.Or(Lanes4.Or(mask.Part0, mask.Part1), Lanes4.Or(mask.Part2, mask.Part3)));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes16 ScaleByPowerOfTwo(Lanes16 x, Lanes16 n) => new(Lanes4.ScaleByPowerOfTwo(x.Part0, n.Part0), Lanes4.ScaleByPowerOfTwo(x.Part1, n.Part1), Lanes4.ScaleByPowerOfTwo(x.Part2, n.Part2), Lanes4.ScaleByPowerOfTwo(x.Part3, n.Part3));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes16 ScaleModerate(Lanes16 x, Lanes16 n) => new(Lanes4.ScaleModerate(x.Part0, n.Part0), Lanes4.ScaleModerate(x.Part1, n.Part1), Lanes4.ScaleModerate(x.Part2, n.Part2), Lanes4.ScaleModerate(x.Part3, n.Part3));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes16 Exponent(Lanes16 x) => new(Lanes4.Exponent(x.Part0), Lanes4.Exponent(x.Part1), Lanes4.Exponent(x.Part2), Lanes4.Exponent(x.Part3));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes16 Significand(Lanes16 x) => new(Lanes4.Significand(x.Part0), Lanes4.Significand(x.Part1), Lanes4.Significand(x.Part2), Lanes4.Significand(x.Part3));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes16 Gather(ref readonly double source, Lanes16 index) => new(Lanes4.Gather(in source, index.Part0), Lanes4.Gather(in source, index.Part1), Lanes4.Gather(in source, index.Part2), Lanes4.Gather(in source, index.Part3));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void ScatterAdd(ref double target, Lanes16 index, Lanes16 value)
    {
        Lanes4.ScatterAdd(ref target, index.Part0, value.Part0);
        Lanes4.ScatterAdd(ref target, index.Part1, value.Part1);
        Lanes4.ScatterAdd(ref target, index.Part2, value.Part2);
        Lanes4.ScatterAdd(ref target, index.Part3, value.Part3);
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void AccumulateProduct(ref double accumulator, Lanes16 a, Lanes16 b)
    {
        Lanes4 sum = Lanes4.MultiplyAdd(a.Part0, b.Part0, Lanes4.Load(in accumulator));
        sum = Lanes4.MultiplyAdd(a.Part1, b.Part1, sum);
        sum = Lanes4.MultiplyAdd(a.Part2, b.Part2, sum);
        sum = Lanes4.MultiplyAdd(a.Part3, b.Part3, sum);
        Lanes4.Store(sum, ref accumulator);
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Accumulate(ref double accumulator, Lanes16 value)
    {
        Lanes4.Store(((Lanes4.Load(in accumulator) + value.Part0) + value.Part1) + value.Part2 + value.Part3, ref accumulator);
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes16 Map<TFunction>(Lanes16 x)
        where TFunction : struct, IScalarFunction
    {
        return new(Lanes4.Map<TFunction>(x.Part0), Lanes4.Map<TFunction>(x.Part1), Lanes4.Map<TFunction>(x.Part2), Lanes4.Map<TFunction>(x.Part3));
    }
}
