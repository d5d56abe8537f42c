using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace MeanFieldDsl.Kernels;

/// <summary>
/// Sixteen doubles in four 256-bit vectors, for loops whose chain of dependent multiply-adds would wait for itself:
/// the four parts are independent.
/// </summary>
public readonly struct Lanes16 : ILanes<Lanes16, double>
{
    // Four fields are the most that the JIT compiler keeps in registers, and the operations work on them directly:
    // going through the narrower type multiplies the calls to inline until its budget is spent.
    private readonly Vector256<double> _v0;
    private readonly Vector256<double> _v1;
    private readonly Vector256<double> _v2;
    private readonly Vector256<double> _v3;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private Lanes16(Vector256<double> v0, Vector256<double> v1, Vector256<double> v2, Vector256<double> v3)
    {
        _v0 = v0;
        _v1 = v1;
        _v2 = v2;
        _v3 = v3;
    }

    /// <inheritdoc/>
    public static int Count => 16;

    /// <inheritdoc/>
    public static bool IsSingle => false;

    /// <inheritdoc/>
    public static bool IsFused => true;

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
        Vector256<double> part = Vector256.Create(value);
        return new(part, part, part, part);
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes16 Load(ref readonly double source) => new(
            Vector256.LoadUnsafe(in source),
            Vector256.LoadUnsafe(in source, 4),
            Vector256.LoadUnsafe(in source, 8),
            Vector256.LoadUnsafe(in source, 12));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes16 Repeat(ref readonly double source) => Broadcast(source);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Store(Lanes16 value, ref double target)
    {
        value._v0.StoreUnsafe(ref target);
        value._v1.StoreUnsafe(ref target, 4);
        value._v2.StoreUnsafe(ref target, 8);
        value._v3.StoreUnsafe(ref target, 12);
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static double Sum(Lanes16 value) => Lanes4.Sum(new((value._v0 + value._v1) + (value._v2 + value._v3)));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes16 operator +(Lanes16 a, Lanes16 b) => new(a._v0 + b._v0, a._v1 + b._v1, a._v2 + b._v2, a._v3 + b._v3);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes16 operator -(Lanes16 a, Lanes16 b) => new(a._v0 - b._v0, a._v1 - b._v1, a._v2 - b._v2, a._v3 - b._v3);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes16 operator *(Lanes16 a, Lanes16 b) => new(a._v0 * b._v0, a._v1 * b._v1, a._v2 * b._v2, a._v3 * b._v3);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes16 operator /(Lanes16 a, Lanes16 b) => new(a._v0 / b._v0, a._v1 / b._v1, a._v2 / b._v2, a._v3 / b._v3);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes16 operator -(Lanes16 a)
    {
        Vector256<double> sign = Vector256.Create(-0.0);
        return new(a._v0 ^ sign, a._v1 ^ sign, a._v2 ^ sign, a._v3 ^ sign);
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes16 MultiplyAdd(Lanes16 a, Lanes16 b, Lanes16 c)
    {
        if (!Fma.IsSupported)
        {
            return (a * b) + c;
        }

        return new(
                    Fma.MultiplyAdd(a._v0, b._v0, c._v0),
                    Fma.MultiplyAdd(a._v1, b._v1, c._v1),
                    Fma.MultiplyAdd(a._v2, b._v2, c._v2),
                    Fma.MultiplyAdd(a._v3, b._v3, c._v3));
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes16 Min(Lanes16 a, Lanes16 b) => new(
            Vector256.Min(a._v0, b._v0),
            Vector256.Min(a._v1, b._v1),
            Vector256.Min(a._v2, b._v2),
            Vector256.Min(a._v3, b._v3));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes16 Max(Lanes16 a, Lanes16 b) => new(
            Vector256.Max(a._v0, b._v0),
            Vector256.Max(a._v1, b._v1),
            Vector256.Max(a._v2, b._v2),
            Vector256.Max(a._v3, b._v3));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes16 MinWithConstant(Lanes16 constant, Lanes16 x) => new(
            Lanes4.MinWithConstant(new(constant._v0), new(x._v0)).Vector,
            Lanes4.MinWithConstant(new(constant._v1), new(x._v1)).Vector,
            Lanes4.MinWithConstant(new(constant._v2), new(x._v2)).Vector,
            Lanes4.MinWithConstant(new(constant._v3), new(x._v3)).Vector);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes16 MaxWithConstant(Lanes16 constant, Lanes16 x) => new(
            Lanes4.MaxWithConstant(new(constant._v0), new(x._v0)).Vector,
            Lanes4.MaxWithConstant(new(constant._v1), new(x._v1)).Vector,
            Lanes4.MaxWithConstant(new(constant._v2), new(x._v2)).Vector,
            Lanes4.MaxWithConstant(new(constant._v3), new(x._v3)).Vector);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes16 Sqrt(Lanes16 x) => new(Vector256.Sqrt(x._v0), Vector256.Sqrt(x._v1), Vector256.Sqrt(x._v2), Vector256.Sqrt(x._v3));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes16 Abs(Lanes16 x) => new(Vector256.Abs(x._v0), Vector256.Abs(x._v1), Vector256.Abs(x._v2), Vector256.Abs(x._v3));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes16 Floor(Lanes16 x) => new(Vector256.Floor(x._v0), Vector256.Floor(x._v1), Vector256.Floor(x._v2), Vector256.Floor(x._v3));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes16 Round(Lanes16 x) => new(Vector256.Round(x._v0), Vector256.Round(x._v1), Vector256.Round(x._v2), Vector256.Round(x._v3));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes16 Less(Lanes16 a, Lanes16 b) => new(
            Vector256.LessThan(a._v0, b._v0),
            Vector256.LessThan(a._v1, b._v1),
            Vector256.LessThan(a._v2, b._v2),
            Vector256.LessThan(a._v3, b._v3));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes16 LessOrEqual(Lanes16 a, Lanes16 b) => new(
            Vector256.LessThanOrEqual(a._v0, b._v0),
            Vector256.LessThanOrEqual(a._v1, b._v1),
            Vector256.LessThanOrEqual(a._v2, b._v2),
            Vector256.LessThanOrEqual(a._v3, b._v3));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes16 Equal(Lanes16 a, Lanes16 b) => new(
            Vector256.Equals(a._v0, b._v0),
            Vector256.Equals(a._v1, b._v1),
            Vector256.Equals(a._v2, b._v2),
            Vector256.Equals(a._v3, b._v3));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes16 And(Lanes16 a, Lanes16 b) => new(a._v0 & b._v0, a._v1 & b._v1, a._v2 & b._v2, a._v3 & b._v3);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes16 Or(Lanes16 a, Lanes16 b) => new(a._v0 | b._v0, a._v1 | b._v1, a._v2 | b._v2, a._v3 | b._v3);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes16 Not(Lanes16 mask) => new(~mask._v0, ~mask._v1, ~mask._v2, ~mask._v3);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes16 Select(Lanes16 mask, Lanes16 a, Lanes16 b) => new(
            Vector256.ConditionalSelect(mask._v0, a._v0, b._v0),
            Vector256.ConditionalSelect(mask._v1, a._v1, b._v1),
            Vector256.ConditionalSelect(mask._v2, a._v2, b._v2),
            Vector256.ConditionalSelect(mask._v3, a._v3, b._v3));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static bool Any(Lanes16 mask) => ((mask._v0 | mask._v1) | (mask._v2 | mask._v3)).AsInt64() != Vector256<long>.Zero;

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes16 ScaleByPowerOfTwo(Lanes16 x, Lanes16 n) => new(
            Lanes4.ScaleByPowerOfTwo(new(x._v0), new(n._v0)).Vector,
            Lanes4.ScaleByPowerOfTwo(new(x._v1), new(n._v1)).Vector,
            Lanes4.ScaleByPowerOfTwo(new(x._v2), new(n._v2)).Vector,
            Lanes4.ScaleByPowerOfTwo(new(x._v3), new(n._v3)).Vector);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes16 ScaleModerate(Lanes16 x, Lanes16 n) => new(
            Lanes4.ScaleModerate(new(x._v0), new(n._v0)).Vector,
            Lanes4.ScaleModerate(new(x._v1), new(n._v1)).Vector,
            Lanes4.ScaleModerate(new(x._v2), new(n._v2)).Vector,
            Lanes4.ScaleModerate(new(x._v3), new(n._v3)).Vector);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes16 Exponent(Lanes16 x) => new(
            Lanes4.Exponent(new(x._v0)).Vector,
            Lanes4.Exponent(new(x._v1)).Vector,
            Lanes4.Exponent(new(x._v2)).Vector,
            Lanes4.Exponent(new(x._v3)).Vector);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes16 Significand(Lanes16 x) => new(
            Lanes4.Significand(new(x._v0)).Vector,
            Lanes4.Significand(new(x._v1)).Vector,
            Lanes4.Significand(new(x._v2)).Vector,
            Lanes4.Significand(new(x._v3)).Vector);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes16 Gather(ref readonly double source, Lanes16 index) => new(
            Lanes4.Gather(in source, new(index._v0)).Vector,
            Lanes4.Gather(in source, new(index._v1)).Vector,
            Lanes4.Gather(in source, new(index._v2)).Vector,
            Lanes4.Gather(in source, new(index._v3)).Vector);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void ScatterAdd(ref double target, Lanes16 index, Lanes16 value)
    {
        Lanes4.ScatterAdd(ref target, new(index._v0), new(value._v0));
        Lanes4.ScatterAdd(ref target, new(index._v1), new(value._v1));
        Lanes4.ScatterAdd(ref target, new(index._v2), new(value._v2));
        Lanes4.ScatterAdd(ref target, new(index._v3), new(value._v3));
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void AccumulateProduct(ref double accumulator, Lanes16 a, Lanes16 b)
    {
        Vector256<double> sum = Vector256.LoadUnsafe(in accumulator);
        sum = Lanes4.MultiplyAdd(new(a._v0), new(b._v0), new(sum)).Vector;
        sum = Lanes4.MultiplyAdd(new(a._v1), new(b._v1), new(sum)).Vector;
        sum = Lanes4.MultiplyAdd(new(a._v2), new(b._v2), new(sum)).Vector;
        sum = Lanes4.MultiplyAdd(new(a._v3), new(b._v3), new(sum)).Vector;
        sum.StoreUnsafe(ref accumulator);
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Accumulate(ref double accumulator, Lanes16 value)
    {
        Vector256<double> sum = Vector256.LoadUnsafe(in accumulator) + value._v0 + value._v1 + value._v2 + value._v3;
        sum.StoreUnsafe(ref accumulator);
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes16 Map<TFunction>(Lanes16 x)
        where TFunction : struct, IScalarFunction
    {
        return new(
                    Lanes4.Map<TFunction>(new(x._v0)).Vector,
                    Lanes4.Map<TFunction>(new(x._v1)).Vector,
                    Lanes4.Map<TFunction>(new(x._v2)).Vector,
                    Lanes4.Map<TFunction>(new(x._v3)).Vector);
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes16 Map<TFunction>(Lanes16 x, Lanes16 y)
        where TFunction : struct, IBinaryScalarFunction =>
        new(
            Lanes4.Map<TFunction>(new(x._v0), new(y._v0)).Vector,
            Lanes4.Map<TFunction>(new(x._v1), new(y._v1)).Vector,
            Lanes4.Map<TFunction>(new(x._v2), new(y._v2)).Vector,
            Lanes4.Map<TFunction>(new(x._v3), new(y._v3)).Vector);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes16 InDouble<TFunction>(Lanes16 x)
        where TFunction : struct, ILaneFunction => TFunction.Apply(x);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes16 InDouble<TFunction>(Lanes16 x, Lanes16 y)
        where TFunction : struct, IBinaryLaneFunction => TFunction.Apply(x, y);
}
