using System.Runtime.CompilerServices;

namespace MeanFieldDsl.Kernels;

/// <summary>Four machine vectors that are computed on together, so that instructions of one fill the waits of another.</summary>
/// <typeparam name="TLanes">One machine vector.</typeparam>
/// <typeparam name="TNumber">double or float.</typeparam>
public readonly struct Four<TLanes, TNumber> : ILanes<Four<TLanes, TNumber>, TNumber>, ILanesOf<TNumber>
    where TLanes : unmanaged, ILanes<TLanes, TNumber>
    where TNumber : unmanaged
{
    private readonly TLanes _v0;
    private readonly TLanes _v1;
    private readonly TLanes _v2;
    private readonly TLanes _v3;

    private Four(TLanes v0, TLanes v1, TLanes v2, TLanes v3)
    {
        _v0 = v0;
        _v1 = v1;
        _v2 = v2;
        _v3 = v3;
    }

    /// <inheritdoc/>
    public static int Count => 4 * TLanes.Count;

    /// <inheritdoc/>
    public static bool IsSingle => TLanes.IsSingle;

    /// <inheritdoc/>
    public static bool IsFused => TLanes.IsFused;

    /// <inheritdoc/>
    public static int AccumulatorLength => TLanes.AccumulatorLength;

    /// <inheritdoc/>
    public static Four<TLanes, TNumber> Zero => default;

    /// <inheritdoc/>
    public static Four<TLanes, TNumber> One => Broadcast(1);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Four<TLanes, TNumber> Broadcast(double value)
    {
        TLanes part = TLanes.Broadcast(value);
        return new(part, part, part, part);
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Four<TLanes, TNumber> Repeat(ref readonly TNumber source)
    {
        TLanes part = TLanes.Repeat(in source);
        return new(part, part, part, part);
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Four<TLanes, TNumber> Load(ref readonly TNumber source)
    {
        ref TNumber first = ref Unsafe.AsRef(in source);
        return new(TLanes.Load(ref first), TLanes.Load(ref Unsafe.Add(ref first, TLanes.Count)), TLanes.Load(ref Unsafe.Add(ref first, 2 * TLanes.Count)), TLanes.Load(ref Unsafe.Add(ref first, 3 * TLanes.Count)));
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Store(Four<TLanes, TNumber> value, ref TNumber target)
    {
        TLanes.Store(value._v0, ref target);
        TLanes.Store(value._v1, ref Unsafe.Add(ref target, TLanes.Count));
        TLanes.Store(value._v2, ref Unsafe.Add(ref target, 2 * TLanes.Count));
        TLanes.Store(value._v3, ref Unsafe.Add(ref target, 3 * TLanes.Count));
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static double Sum(Four<TLanes, TNumber> value) => TLanes.Sum((value._v0 + value._v1) + (value._v2 + value._v3));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Four<TLanes, TNumber> operator +(Four<TLanes, TNumber> a, Four<TLanes, TNumber> b) => new(a._v0 + b._v0, a._v1 + b._v1, a._v2 + b._v2, a._v3 + b._v3);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Four<TLanes, TNumber> operator -(Four<TLanes, TNumber> a, Four<TLanes, TNumber> b) => new(a._v0 - b._v0, a._v1 - b._v1, a._v2 - b._v2, a._v3 - b._v3);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Four<TLanes, TNumber> operator *(Four<TLanes, TNumber> a, Four<TLanes, TNumber> b) => new(a._v0 * b._v0, a._v1 * b._v1, a._v2 * b._v2, a._v3 * b._v3);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Four<TLanes, TNumber> operator /(Four<TLanes, TNumber> a, Four<TLanes, TNumber> b) => new(a._v0 / b._v0, a._v1 / b._v1, a._v2 / b._v2, a._v3 / b._v3);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Four<TLanes, TNumber> Min(Four<TLanes, TNumber> a, Four<TLanes, TNumber> b) => new(TLanes.Min(a._v0, b._v0), TLanes.Min(a._v1, b._v1), TLanes.Min(a._v2, b._v2), TLanes.Min(a._v3, b._v3));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Four<TLanes, TNumber> Max(Four<TLanes, TNumber> a, Four<TLanes, TNumber> b) => new(TLanes.Max(a._v0, b._v0), TLanes.Max(a._v1, b._v1), TLanes.Max(a._v2, b._v2), TLanes.Max(a._v3, b._v3));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Four<TLanes, TNumber> MinWithConstant(Four<TLanes, TNumber> constant, Four<TLanes, TNumber> x) => new(TLanes.MinWithConstant(constant._v0, x._v0), TLanes.MinWithConstant(constant._v1, x._v1), TLanes.MinWithConstant(constant._v2, x._v2), TLanes.MinWithConstant(constant._v3, x._v3));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Four<TLanes, TNumber> MaxWithConstant(Four<TLanes, TNumber> constant, Four<TLanes, TNumber> x) => new(TLanes.MaxWithConstant(constant._v0, x._v0), TLanes.MaxWithConstant(constant._v1, x._v1), TLanes.MaxWithConstant(constant._v2, x._v2), TLanes.MaxWithConstant(constant._v3, x._v3));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Four<TLanes, TNumber> Less(Four<TLanes, TNumber> a, Four<TLanes, TNumber> b) => new(TLanes.Less(a._v0, b._v0), TLanes.Less(a._v1, b._v1), TLanes.Less(a._v2, b._v2), TLanes.Less(a._v3, b._v3));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Four<TLanes, TNumber> LessOrEqual(Four<TLanes, TNumber> a, Four<TLanes, TNumber> b) => new(TLanes.LessOrEqual(a._v0, b._v0), TLanes.LessOrEqual(a._v1, b._v1), TLanes.LessOrEqual(a._v2, b._v2), TLanes.LessOrEqual(a._v3, b._v3));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Four<TLanes, TNumber> Equal(Four<TLanes, TNumber> a, Four<TLanes, TNumber> b) => new(TLanes.Equal(a._v0, b._v0), TLanes.Equal(a._v1, b._v1), TLanes.Equal(a._v2, b._v2), TLanes.Equal(a._v3, b._v3));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Four<TLanes, TNumber> And(Four<TLanes, TNumber> a, Four<TLanes, TNumber> b) => new(TLanes.And(a._v0, b._v0), TLanes.And(a._v1, b._v1), TLanes.And(a._v2, b._v2), TLanes.And(a._v3, b._v3));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Four<TLanes, TNumber> Or(Four<TLanes, TNumber> a, Four<TLanes, TNumber> b) => new(TLanes.Or(a._v0, b._v0), TLanes.Or(a._v1, b._v1), TLanes.Or(a._v2, b._v2), TLanes.Or(a._v3, b._v3));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Four<TLanes, TNumber> ScaleByPowerOfTwo(Four<TLanes, TNumber> x, Four<TLanes, TNumber> n) => new(TLanes.ScaleByPowerOfTwo(x._v0, n._v0), TLanes.ScaleByPowerOfTwo(x._v1, n._v1), TLanes.ScaleByPowerOfTwo(x._v2, n._v2), TLanes.ScaleByPowerOfTwo(x._v3, n._v3));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Four<TLanes, TNumber> ScaleModerate(Four<TLanes, TNumber> x, Four<TLanes, TNumber> n) => new(TLanes.ScaleModerate(x._v0, n._v0), TLanes.ScaleModerate(x._v1, n._v1), TLanes.ScaleModerate(x._v2, n._v2), TLanes.ScaleModerate(x._v3, n._v3));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Four<TLanes, TNumber> operator -(Four<TLanes, TNumber> a) => new(-a._v0, -a._v1, -a._v2, -a._v3);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Four<TLanes, TNumber> Sqrt(Four<TLanes, TNumber> x) => new(TLanes.Sqrt(x._v0), TLanes.Sqrt(x._v1), TLanes.Sqrt(x._v2), TLanes.Sqrt(x._v3));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Four<TLanes, TNumber> Abs(Four<TLanes, TNumber> x) => new(TLanes.Abs(x._v0), TLanes.Abs(x._v1), TLanes.Abs(x._v2), TLanes.Abs(x._v3));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Four<TLanes, TNumber> Floor(Four<TLanes, TNumber> x) => new(TLanes.Floor(x._v0), TLanes.Floor(x._v1), TLanes.Floor(x._v2), TLanes.Floor(x._v3));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Four<TLanes, TNumber> Round(Four<TLanes, TNumber> x) => new(TLanes.Round(x._v0), TLanes.Round(x._v1), TLanes.Round(x._v2), TLanes.Round(x._v3));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Four<TLanes, TNumber> Not(Four<TLanes, TNumber> mask) => new(TLanes.Not(mask._v0), TLanes.Not(mask._v1), TLanes.Not(mask._v2), TLanes.Not(mask._v3));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Four<TLanes, TNumber> Exponent(Four<TLanes, TNumber> x) => new(TLanes.Exponent(x._v0), TLanes.Exponent(x._v1), TLanes.Exponent(x._v2), TLanes.Exponent(x._v3));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Four<TLanes, TNumber> Significand(Four<TLanes, TNumber> x) => new(TLanes.Significand(x._v0), TLanes.Significand(x._v1), TLanes.Significand(x._v2), TLanes.Significand(x._v3));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Four<TLanes, TNumber> MultiplyAdd(Four<TLanes, TNumber> a, Four<TLanes, TNumber> b, Four<TLanes, TNumber> c) => new(
        TLanes.MultiplyAdd(a._v0, b._v0, c._v0),
        TLanes.MultiplyAdd(a._v1, b._v1, c._v1),
        TLanes.MultiplyAdd(a._v2, b._v2, c._v2),
        TLanes.MultiplyAdd(a._v3, b._v3, c._v3));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Four<TLanes, TNumber> Select(Four<TLanes, TNumber> mask, Four<TLanes, TNumber> a, Four<TLanes, TNumber> b) => new(
        TLanes.Select(mask._v0, a._v0, b._v0),
        TLanes.Select(mask._v1, a._v1, b._v1),
        TLanes.Select(mask._v2, a._v2, b._v2),
        TLanes.Select(mask._v3, a._v3, b._v3));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static bool Any(Four<TLanes, TNumber> mask) => TLanes.Any(TLanes.Or(TLanes.Or(mask._v0, mask._v1), TLanes.Or(mask._v2, mask._v3)));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Four<TLanes, TNumber> Gather(ref readonly TNumber source, Four<TLanes, TNumber> index) => new(TLanes.Gather(in source, index._v0), TLanes.Gather(in source, index._v1), TLanes.Gather(in source, index._v2), TLanes.Gather(in source, index._v3));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void ScatterAdd(ref TNumber target, Four<TLanes, TNumber> index, Four<TLanes, TNumber> value)
    {
        TLanes.ScatterAdd(ref target, index._v0, value._v0);
        TLanes.ScatterAdd(ref target, index._v1, value._v1);
        TLanes.ScatterAdd(ref target, index._v2, value._v2);
        TLanes.ScatterAdd(ref target, index._v3, value._v3);
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void AccumulateProduct(ref TNumber accumulator, Four<TLanes, TNumber> a, Four<TLanes, TNumber> b)
    {
        TLanes sum = TLanes.Load(in accumulator);
        sum = TLanes.MultiplyAdd(a._v0, b._v0, sum);
        sum = TLanes.MultiplyAdd(a._v1, b._v1, sum);
        sum = TLanes.MultiplyAdd(a._v2, b._v2, sum);
        sum = TLanes.MultiplyAdd(a._v3, b._v3, sum);
        TLanes.Store(sum, ref accumulator);
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Accumulate(ref TNumber accumulator, Four<TLanes, TNumber> value) => TLanes.Store(TLanes.Load(in accumulator) + value._v0 + value._v1 + value._v2 + value._v3, ref accumulator);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Four<TLanes, TNumber> Map<TFunction>(Four<TLanes, TNumber> x)
        where TFunction : struct, IScalarFunction => new(TLanes.Map<TFunction>(x._v0), TLanes.Map<TFunction>(x._v1), TLanes.Map<TFunction>(x._v2), TLanes.Map<TFunction>(x._v3));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Four<TLanes, TNumber> Map<TFunction>(Four<TLanes, TNumber> x, Four<TLanes, TNumber> y)
        where TFunction : struct, IBinaryScalarFunction => new(
        TLanes.Map<TFunction>(x._v0, y._v0),
        TLanes.Map<TFunction>(x._v1, y._v1),
        TLanes.Map<TFunction>(x._v2, y._v2),
        TLanes.Map<TFunction>(x._v3, y._v3));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Four<TLanes, TNumber> InDouble<TFunction>(Four<TLanes, TNumber> x)
        where TFunction : struct, ILaneFunction => new(TLanes.InDouble<TFunction>(x._v0), TLanes.InDouble<TFunction>(x._v1), TLanes.InDouble<TFunction>(x._v2), TLanes.InDouble<TFunction>(x._v3));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Four<TLanes, TNumber> InDouble<TFunction>(Four<TLanes, TNumber> x, Four<TLanes, TNumber> y)
        where TFunction : struct, IBinaryLaneFunction => new(
        TLanes.InDouble<TFunction>(x._v0, y._v0),
        TLanes.InDouble<TFunction>(x._v1, y._v1),
        TLanes.InDouble<TFunction>(x._v2, y._v2),
        TLanes.InDouble<TFunction>(x._v3, y._v3));
}
