using System.Runtime.CompilerServices;

namespace MeanFieldDsl.Kernels;

/// <summary>
/// An interval in each lane, rounded outwards: every result holds the exact one. A bound is never NaN; what is not known is [−∞, ∞].
/// </summary>
/// <typeparam name="TCore">The lanes of the bounds.</typeparam>
/// <param name="low">The lower bounds.</param>
/// <param name="high">The upper bounds.</param>
internal readonly partial struct Interval<TCore>(TCore low, TCore high) : IEnclosure<Interval<TCore>>
    where TCore : unmanaged, ILanes<TCore, double>
{
    // Worth the full optimiser at the first call. Inlined into the jets, the operations would cost the JIT compiler more than the calls do.
    private const MethodImplOptions Compiled = MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining;

    // One unit in the last place for an operation that rounds once, and a number that is lost in rounding below the smallest normal one.
    private const double Rounding = 2.3e-16;
    private const double Smallest = 1e-300;

    // The functions of VectorMath are off by at most 2 units in the last place, their C counterparts by less than this.
    private const double FunctionRounding = 2e-15;

    public readonly TCore Low = low;
    public readonly TCore High = high;

    public static int Count => TCore.Count;

    public static Interval<TCore> Zero => new(TCore.Zero, TCore.Zero);

    public static Interval<TCore> One => new(TCore.One, TCore.One);

    public static Interval<TCore> All => new(TCore.Broadcast(double.NegativeInfinity), TCore.Broadcast(double.PositiveInfinity));

    public static Interval<TCore> Broadcast(double value) => Of(value, value);

    public static Interval<TCore> Of(double low, double high) => new(TCore.Broadcast(low), TCore.Broadcast(high));

    public static Interval<TCore> Load(ref readonly double source)
    {
        TCore value = TCore.Load(in source);
        return new(value, value);
    }

    [MethodImpl(Compiled)]
    public static Interval<TCore> operator +(Interval<TCore> a, Interval<TCore> b) => new(Down(a.Low + b.Low), Up(a.High + b.High));

    public static Interval<TCore> operator -(Interval<TCore> a, Interval<TCore> b) => a + (-b);

    public static Interval<TCore> operator -(Interval<TCore> a) => new(-a.High, -a.Low);

    [MethodImpl(Compiled)]
    public static Interval<TCore> operator *(Interval<TCore> a, Interval<TCore> b)
    {
        TCore p = Product(a.Low, b.Low), q = Product(a.Low, b.High), r = Product(a.High, b.Low), s = Product(a.High, b.High);
        return new(Down(Least(Least(p, q), Least(r, s))), Up(Largest(Largest(p, q), Largest(r, s))));
    }

    [MethodImpl(Compiled)]
    public static Interval<TCore> operator /(Interval<TCore> a, Interval<TCore> b)
    {
        TCore p = NoNumberIsZero(a.Low / b.Low), q = NoNumberIsZero(a.Low / b.High), r = NoNumberIsZero(a.High / b.Low), s = NoNumberIsZero(a.High / b.High);
        TCore isApart = TCore.Or(TCore.Less(TCore.Zero, b.Low), TCore.Less(b.High, TCore.Zero));
        return Choose(isApart, new(Down(Least(Least(p, q), Least(r, s))), Up(Largest(Largest(p, q), Largest(r, s)))), All);
    }

    [MethodImpl(Compiled)]
    public static Interval<TCore> Power(Interval<TCore> a, int n)
    {
        if (n < 0)
        {
            return One / Power(a, -n);
        }

        if (n % 2 == 0)
        {
            a = Abs(a);
        }

        // Rising in the bounds, as the base is not negative or the exponent odd.
        TCore low = Magnitude(a.Low, n, TCore.Less(a.Low, TCore.Zero), -1), high = Magnitude(a.High, n, TCore.Less(a.High, TCore.Zero), 1);
        return new(NoNumber(low, double.NegativeInfinity), NoNumber(high, double.PositiveInfinity));
    }

    public static Interval<TCore> Max(Interval<TCore> a, Interval<TCore> b) => new(Largest(a.Low, b.Low), Largest(a.High, b.High));

    public static Interval<TCore> Min(Interval<TCore> a, Interval<TCore> b) => new(Least(a.Low, b.Low), Least(a.High, b.High));

    public static Interval<TCore> Abs(Interval<TCore> x) => new(Largest(Largest(x.Low, -x.High), TCore.Zero), Largest(-x.Low, x.High));

    public static Interval<TCore> Sign(Interval<TCore> x) => new(SignOf(x.Low), SignOf(x.High));

    public static Interval<TCore> Less(Interval<TCore> a, Interval<TCore> b) => Truth(TCore.Less(a.High, b.Low), TCore.Less(a.Low, b.High));

    public static Interval<TCore> LessOrEqual(Interval<TCore> a, Interval<TCore> b) => Truth(TCore.LessOrEqual(a.High, b.Low), TCore.LessOrEqual(a.Low, b.High));

    public static Interval<TCore> Equal(Interval<TCore> a, Interval<TCore> b) => Truth(
        TCore.And(TCore.LessOrEqual(a.High, b.Low), TCore.LessOrEqual(b.High, a.Low)),
        TCore.And(TCore.LessOrEqual(a.Low, b.High), TCore.LessOrEqual(b.Low, a.High)));

    public static Interval<TCore> Select(Interval<TCore> mask, Interval<TCore> a, Interval<TCore> b) =>
        Choose(mask.IsSure, a, Choose(mask.IsRefuted, b, Hull(a, b)));

    /// <summary>The smallest interval that holds both.</summary>
    public static Interval<TCore> Hull(Interval<TCore> a, Interval<TCore> b) => new(Least(a.Low, b.Low), Largest(a.High, b.High));

    /// <summary>mask ? a : b for a mask of lanes.</summary>
    public static Interval<TCore> Choose(TCore mask, Interval<TCore> a, Interval<TCore> b) => new(TCore.Select(mask, a.Low, b.Low), TCore.Select(mask, a.High, b.High));

    /// <summary>Lanes where a truth value is certain.</summary>
    public TCore IsSure => TCore.LessOrEqual(TCore.One, Low);

    /// <summary>Lanes where a truth value is certainly false.</summary>
    public TCore IsRefuted => TCore.LessOrEqual(High, TCore.Zero);

    /// <summary>Lanes with two finite bounds.</summary>
    public TCore IsBounded => TCore.And(TCore.LessOrEqual(TCore.Broadcast(-double.MaxValue), Low), TCore.LessOrEqual(High, TCore.Broadcast(double.MaxValue)));

    /// <summary>A number below x that holds the rounding of the operation that made x.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TCore Down(TCore x) => Outwards(TCore.MinWithConstant(TCore.Broadcast(double.MaxValue), x), -1);

    /// <summary>A number above x that holds the rounding of the operation that made x.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TCore Up(TCore x) => Outwards(TCore.MaxWithConstant(TCore.Broadcast(-double.MaxValue), x), 1);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static TCore Outwards(TCore x, int sign) => TCore.MultiplyAdd(TCore.Abs(x), TCore.Broadcast(sign * Rounding), x) + TCore.Broadcast(sign * Smallest);

    // One instruction each; there are no NaN.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static TCore Least(TCore a, TCore b) => TCore.MinWithConstant(a, b);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static TCore Largest(TCore a, TCore b) => TCore.MaxWithConstant(a, b);

    // 0 · ∞ bounds a product of 0 with numbers however large.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static TCore Product(TCore a, TCore b) => NoNumberIsZero(a * b);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static TCore NoNumberIsZero(TCore x) => TCore.And(TCore.Equal(x, x), x);

    // ±|x|^n, rounded away from the interval: of a negative number the magnitude to the other side.
    private static TCore Magnitude(TCore x, int n, TCore isNegative, int side)
    {
        TCore size = TCore.Abs(x), outer = TCore.One, inner = TCore.One;
        for (int k = 0; k < n; k++)
        {
            (outer, inner) = (Outwards(outer * size, side), Outwards(inner * size, -side));
        }

        return TCore.Select(isNegative, -inner, outer);
    }

    private static TCore NoNumber(TCore x, double instead) => TCore.Select(TCore.Equal(x, x), x, TCore.Broadcast(instead));

    private static TCore SignOf(TCore x) => TCore.And(TCore.Less(TCore.Zero, x), TCore.One) - TCore.And(TCore.Less(x, TCore.Zero), TCore.One);

    private static Interval<TCore> Truth(TCore sure, TCore possible) => new(TCore.And(sure, TCore.One), TCore.And(possible, TCore.One));
}
