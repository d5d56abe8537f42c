using System.Runtime.CompilerServices;

namespace MeanFieldDsl.Kernels;

/// <summary>
/// Two vectors as one of twice the lanes, with the bits of a machine vector of that size: for instructions of one that fill the waits of the other,
/// and for lanes of a fixed number where the machine has none so wide.
/// </summary>
/// <typeparam name="TLanes">One half.</typeparam>
/// <typeparam name="TNumber">double or float.</typeparam>
public readonly struct Two<TLanes, TNumber> : ILanes<Two<TLanes, TNumber>, TNumber>, ILanesOf<TNumber>
    where TLanes : unmanaged, ILanes<TLanes, TNumber>
    where TNumber : unmanaged
{
    private readonly TLanes _v0;
    private readonly TLanes _v1;

    private Two(TLanes v0, TLanes v1)
    {
        _v0 = v0;
        _v1 = v1;
    }

    /// <inheritdoc/>
    public static int Count => 2 * TLanes.Count;

    /// <inheritdoc/>
    public static bool IsSingle => TLanes.IsSingle;

    /// <inheritdoc/>
    public static bool IsFused => TLanes.IsFused;

    /// <inheritdoc/>
    public static int AccumulatorLength => Count;

    /// <inheritdoc/>
    public static Two<TLanes, TNumber> Zero => default;

    /// <inheritdoc/>
    public static Two<TLanes, TNumber> One => Broadcast(1);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Two<TLanes, TNumber> Broadcast(double value)
    {
        TLanes part = TLanes.Broadcast(value);
        return new(part, part);
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Two<TLanes, TNumber> Repeat(ref readonly TNumber source)
    {
        TLanes part = TLanes.Repeat(in source);
        return new(part, part);
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Two<TLanes, TNumber> Load(ref readonly TNumber source)
    {
        ref TNumber first = ref Unsafe.AsRef(in source);
        return new(TLanes.Load(ref first), TLanes.Load(ref Unsafe.Add(ref first, TLanes.Count)));
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Store(Two<TLanes, TNumber> value, ref TNumber target)
    {
        TLanes.Store(value._v0, ref target);
        TLanes.Store(value._v1, ref Unsafe.Add(ref target, TLanes.Count));
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static double Sum(Two<TLanes, TNumber> value) => TLanes.IsSingle ? SumInDouble(value) : TLanes.Sum(value._v0 + value._v1);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Two<TLanes, TNumber> operator +(Two<TLanes, TNumber> a, Two<TLanes, TNumber> b) => new(a._v0 + b._v0, a._v1 + b._v1);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Two<TLanes, TNumber> operator -(Two<TLanes, TNumber> a, Two<TLanes, TNumber> b) => new(a._v0 - b._v0, a._v1 - b._v1);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Two<TLanes, TNumber> operator *(Two<TLanes, TNumber> a, Two<TLanes, TNumber> b) => new(a._v0 * b._v0, a._v1 * b._v1);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Two<TLanes, TNumber> operator /(Two<TLanes, TNumber> a, Two<TLanes, TNumber> b) => new(a._v0 / b._v0, a._v1 / b._v1);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Two<TLanes, TNumber> Min(Two<TLanes, TNumber> a, Two<TLanes, TNumber> b) => new(TLanes.Min(a._v0, b._v0), TLanes.Min(a._v1, b._v1));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Two<TLanes, TNumber> Max(Two<TLanes, TNumber> a, Two<TLanes, TNumber> b) => new(TLanes.Max(a._v0, b._v0), TLanes.Max(a._v1, b._v1));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Two<TLanes, TNumber> MinWithConstant(Two<TLanes, TNumber> constant, Two<TLanes, TNumber> x) => new(TLanes.MinWithConstant(constant._v0, x._v0), TLanes.MinWithConstant(constant._v1, x._v1));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Two<TLanes, TNumber> MaxWithConstant(Two<TLanes, TNumber> constant, Two<TLanes, TNumber> x) => new(TLanes.MaxWithConstant(constant._v0, x._v0), TLanes.MaxWithConstant(constant._v1, x._v1));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Two<TLanes, TNumber> Less(Two<TLanes, TNumber> a, Two<TLanes, TNumber> b) => new(TLanes.Less(a._v0, b._v0), TLanes.Less(a._v1, b._v1));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Two<TLanes, TNumber> LessOrEqual(Two<TLanes, TNumber> a, Two<TLanes, TNumber> b) => new(TLanes.LessOrEqual(a._v0, b._v0), TLanes.LessOrEqual(a._v1, b._v1));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Two<TLanes, TNumber> Equal(Two<TLanes, TNumber> a, Two<TLanes, TNumber> b) => new(TLanes.Equal(a._v0, b._v0), TLanes.Equal(a._v1, b._v1));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Two<TLanes, TNumber> And(Two<TLanes, TNumber> a, Two<TLanes, TNumber> b) => new(TLanes.And(a._v0, b._v0), TLanes.And(a._v1, b._v1));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Two<TLanes, TNumber> Or(Two<TLanes, TNumber> a, Two<TLanes, TNumber> b) => new(TLanes.Or(a._v0, b._v0), TLanes.Or(a._v1, b._v1));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Two<TLanes, TNumber> ScaleByPowerOfTwo(Two<TLanes, TNumber> x, Two<TLanes, TNumber> n) => new(TLanes.ScaleByPowerOfTwo(x._v0, n._v0), TLanes.ScaleByPowerOfTwo(x._v1, n._v1));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Two<TLanes, TNumber> ScaleModerate(Two<TLanes, TNumber> x, Two<TLanes, TNumber> n) => new(TLanes.ScaleModerate(x._v0, n._v0), TLanes.ScaleModerate(x._v1, n._v1));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Two<TLanes, TNumber> operator -(Two<TLanes, TNumber> a) => new(-a._v0, -a._v1);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Two<TLanes, TNumber> Sqrt(Two<TLanes, TNumber> x) => new(TLanes.Sqrt(x._v0), TLanes.Sqrt(x._v1));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Two<TLanes, TNumber> Abs(Two<TLanes, TNumber> x) => new(TLanes.Abs(x._v0), TLanes.Abs(x._v1));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Two<TLanes, TNumber> Floor(Two<TLanes, TNumber> x) => new(TLanes.Floor(x._v0), TLanes.Floor(x._v1));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Two<TLanes, TNumber> Round(Two<TLanes, TNumber> x) => new(TLanes.Round(x._v0), TLanes.Round(x._v1));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Two<TLanes, TNumber> Not(Two<TLanes, TNumber> mask) => new(TLanes.Not(mask._v0), TLanes.Not(mask._v1));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Two<TLanes, TNumber> Exponent(Two<TLanes, TNumber> x) => new(TLanes.Exponent(x._v0), TLanes.Exponent(x._v1));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Two<TLanes, TNumber> Significand(Two<TLanes, TNumber> x) => new(TLanes.Significand(x._v0), TLanes.Significand(x._v1));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Two<TLanes, TNumber> MultiplyAdd(Two<TLanes, TNumber> a, Two<TLanes, TNumber> b, Two<TLanes, TNumber> c) => new(
        TLanes.MultiplyAdd(a._v0, b._v0, c._v0),
        TLanes.MultiplyAdd(a._v1, b._v1, c._v1));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Two<TLanes, TNumber> Select(Two<TLanes, TNumber> mask, Two<TLanes, TNumber> a, Two<TLanes, TNumber> b) => new(
        TLanes.Select(mask._v0, a._v0, b._v0),
        TLanes.Select(mask._v1, a._v1, b._v1));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static bool Any(Two<TLanes, TNumber> mask) => TLanes.Any(TLanes.Or(mask._v0, mask._v1));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Two<TLanes, TNumber> Gather(ref readonly TNumber source, Two<TLanes, TNumber> index) => new(TLanes.Gather(in source, index._v0), TLanes.Gather(in source, index._v1));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void ScatterAdd(ref TNumber target, Two<TLanes, TNumber> index, Two<TLanes, TNumber> value)
    {
        TLanes.ScatterAdd(ref target, index._v0, value._v0);
        TLanes.ScatterAdd(ref target, index._v1, value._v1);
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void AccumulateProduct(ref TNumber accumulator, Two<TLanes, TNumber> a, Two<TLanes, TNumber> b) => Store(MultiplyAdd(a, b, Load(in accumulator)), ref accumulator);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Accumulate(ref TNumber accumulator, Two<TLanes, TNumber> value) => Store(Load(in accumulator) + value, ref accumulator);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Two<TLanes, TNumber> Map<TFunction>(Two<TLanes, TNumber> x)
        where TFunction : struct, IScalarFunction => new(TLanes.Map<TFunction>(x._v0), TLanes.Map<TFunction>(x._v1));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Two<TLanes, TNumber> Map<TFunction>(Two<TLanes, TNumber> x, Two<TLanes, TNumber> y)
        where TFunction : struct, IBinaryScalarFunction => new(
        TLanes.Map<TFunction>(x._v0, y._v0),
        TLanes.Map<TFunction>(x._v1, y._v1));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Two<TLanes, TNumber> InDouble<TFunction>(Two<TLanes, TNumber> x)
        where TFunction : struct, ILaneFunction => new(TLanes.InDouble<TFunction>(x._v0), TLanes.InDouble<TFunction>(x._v1));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Two<TLanes, TNumber> InDouble<TFunction>(Two<TLanes, TNumber> x, Two<TLanes, TNumber> y)
        where TFunction : struct, IBinaryLaneFunction => new(
        TLanes.InDouble<TFunction>(x._v0, y._v0),
        TLanes.InDouble<TFunction>(x._v1, y._v1));

    // Floats become doubles before the first addition.
    [MethodImpl(MethodImplOptions.NoInlining)]
    private static double SumInDouble(Two<TLanes, TNumber> value)
    {
        Span<TNumber> lanes = stackalloc TNumber[Count];
        Store(value, ref lanes[0]);
        Span<double> sums = stackalloc double[Count];
        for (int i = 0; i < Count; i++)
        {
            sums[i] = Numbers.ToDouble(lanes[i]);
        }

        for (int half = Count / 2; half > 0; half /= 2)
        {
            for (int i = 0; i < half; i++)
            {
                sums[i] += sums[i + half];
            }
        }

        return sums[0];
    }
}
