namespace MeanFieldDsl.Kernels;

/// <summary>A scalar function that <see cref="ILanes{TSelf}.Map{TFunction}(TSelf)"/> applies to every lane.</summary>
public interface IScalarFunction
{
    /// <summary>The value at <paramref name="x"/>.</summary>
    /// <param name="x">The argument.</param>
    static abstract double Apply(double x);
}

/// <summary>A scalar function of two arguments.</summary>
public interface IBinaryScalarFunction
{
    /// <summary>The value at <paramref name="x"/> and <paramref name="y"/>.</summary>
    /// <param name="x">The first argument.</param>
    /// <param name="y">The second argument.</param>
    static abstract double Apply(double x, double y);
}

/// <summary>A function written over lanes, for <see cref="ILanes{TSelf}.InDouble{TFunction}(TSelf)"/>.</summary>
public interface ILaneFunction
{
    /// <summary>The value at <paramref name="x"/>, lane by lane.</summary>
    /// <typeparam name="TLanes">The lanes.</typeparam>
    /// <param name="x">The argument.</param>
    static abstract TLanes Apply<TLanes>(TLanes x)
        where TLanes : unmanaged, ILanes<TLanes>;
}

/// <summary>A function of two arguments written over lanes.</summary>
public interface IBinaryLaneFunction
{
    /// <summary>The value at <paramref name="x"/> and <paramref name="y"/>, lane by lane.</summary>
    /// <typeparam name="TLanes">The lanes.</typeparam>
    /// <param name="x">The first argument.</param>
    /// <param name="y">The second argument.</param>
    static abstract TLanes Apply<TLanes>(TLanes x, TLanes y)
        where TLanes : unmanaged, ILanes<TLanes>;
}

/// <summary>
/// Several numbers that are computed on together, doubles or floats; generated code and <see cref="VectorMath"/> are written once over
/// this interface and compiled for every width. Lane by lane the results have the same bits at every width on a
/// machine with fused multiply-add; only <see cref="Sum"/> and the accumulators of <see cref="ILanes{TSelf, TNumber}"/> depend on the number of lanes.
/// </summary>
/// <typeparam name="TSelf">The implementing type.</typeparam>
/// <remarks>A mask is a value whose lanes have all bits set or none.</remarks>
public interface ILanes<TSelf>
    where TSelf : unmanaged, ILanes<TSelf>
{
    /// <summary>How many numbers one value holds.</summary>
    static abstract int Count { get; }

    /// <summary>Whether a lane is a float and not a double. A constant to the JIT compiler.</summary>
    static abstract bool IsSingle { get; }

    /// <summary>Whether <see cref="MultiplyAdd"/> rounds once. A constant to the JIT compiler.</summary>
    static abstract bool IsFused { get; }

    /// <summary>0 in every lane.</summary>
    static abstract TSelf Zero { get; }

    /// <summary>1 in every lane.</summary>
    static abstract TSelf One { get; }

    /// <summary>The same value in every lane, rounded to what a lane holds.</summary>
    /// <param name="value">The value.</param>
    static abstract TSelf Broadcast(double value);

    /// <summary>
    /// The sum of the lanes in a fixed order: machine vectors v0 … v3 as (v0 + v1) + (v2 + v3), then the upper half
    /// of the vector is added to the lower until one lane is left.
    /// </summary>
    /// <param name="value">The value to sum.</param>
    static abstract double Sum(TSelf value);

    /// <summary>a + b.</summary>
    /// <param name="a">The first term.</param>
    /// <param name="b">The second term.</param>
    static abstract TSelf operator +(TSelf a, TSelf b);

    /// <summary>a − b.</summary>
    /// <param name="a">The first term.</param>
    /// <param name="b">The second term.</param>
    static abstract TSelf operator -(TSelf a, TSelf b);

    /// <summary>a · b.</summary>
    /// <param name="a">The first factor.</param>
    /// <param name="b">The second factor.</param>
    static abstract TSelf operator *(TSelf a, TSelf b);

    /// <summary>a / b.</summary>
    /// <param name="a">The dividend.</param>
    /// <param name="b">The divisor.</param>
    static abstract TSelf operator /(TSelf a, TSelf b);

    /// <summary>−a; flips the sign bit, of 0 and NaN too.</summary>
    /// <param name="a">The value.</param>
    static abstract TSelf operator -(TSelf a);

    /// <summary>a · b + c, rounded once where the hardware has fused multiply-add.</summary>
    /// <param name="a">The first factor.</param>
    /// <param name="b">The second factor.</param>
    /// <param name="c">The term.</param>
    static abstract TSelf MultiplyAdd(TSelf a, TSelf b, TSelf c);

    /// <summary>The IEEE 754 minimum: NaN propagates and −0 is below +0.</summary>
    /// <param name="a">The first value.</param>
    /// <param name="b">The second value.</param>
    static abstract TSelf Min(TSelf a, TSelf b);

    /// <summary>The IEEE 754 maximum: NaN propagates and −0 is below +0.</summary>
    /// <param name="a">The first value.</param>
    /// <param name="b">The second value.</param>
    static abstract TSelf Max(TSelf a, TSelf b);

    /// <summary>constant &lt; x ? constant : x in one instruction; a NaN of x propagates, and of two zeros x stays.</summary>
    /// <param name="constant">A value that is not NaN.</param>
    /// <param name="x">The value.</param>
    static abstract TSelf MinWithConstant(TSelf constant, TSelf x);

    /// <summary>constant &gt; x ? constant : x in one instruction; a NaN of x propagates, and of two zeros x stays.</summary>
    /// <param name="constant">A value that is not NaN.</param>
    /// <param name="x">The value.</param>
    static abstract TSelf MaxWithConstant(TSelf constant, TSelf x);

    /// <summary>The square root, correctly rounded.</summary>
    /// <param name="x">The value.</param>
    static abstract TSelf Sqrt(TSelf x);

    /// <summary>The absolute value; clears the sign bit.</summary>
    /// <param name="x">The value.</param>
    static abstract TSelf Abs(TSelf x);

    /// <summary>The largest integer not above x.</summary>
    /// <param name="x">The value.</param>
    static abstract TSelf Floor(TSelf x);

    /// <summary>The nearest integer; halves go to the even one.</summary>
    /// <param name="x">The value.</param>
    static abstract TSelf Round(TSelf x);

    /// <summary>The mask a &lt; b; false with NaN.</summary>
    /// <param name="a">The left side.</param>
    /// <param name="b">The right side.</param>
    static abstract TSelf Less(TSelf a, TSelf b);

    /// <summary>The mask a ≤ b; false with NaN.</summary>
    /// <param name="a">The left side.</param>
    /// <param name="b">The right side.</param>
    static abstract TSelf LessOrEqual(TSelf a, TSelf b);

    /// <summary>The mask a = b; false with NaN.</summary>
    /// <param name="a">The left side.</param>
    /// <param name="b">The right side.</param>
    static abstract TSelf Equal(TSelf a, TSelf b);

    /// <summary>The bitwise and; of a mask and a value it keeps the value where the mask is set and 0 elsewhere.</summary>
    /// <param name="a">The first mask.</param>
    /// <param name="b">The second mask.</param>
    static abstract TSelf And(TSelf a, TSelf b);

    /// <summary>The bitwise or.</summary>
    /// <param name="a">The first mask.</param>
    /// <param name="b">The second mask.</param>
    static abstract TSelf Or(TSelf a, TSelf b);

    /// <summary>The bitwise complement.</summary>
    /// <param name="mask">The mask.</param>
    static abstract TSelf Not(TSelf mask);

    /// <summary>mask ? a : b, lane by lane.</summary>
    /// <param name="mask">The mask.</param>
    /// <param name="a">Taken where the mask is set.</param>
    /// <param name="b">Taken elsewhere.</param>
    static abstract TSelf Select(TSelf mask, TSelf a, TSelf b);

    /// <summary>Whether a mask is set in any lane.</summary>
    /// <param name="mask">The mask.</param>
    static abstract bool Any(TSelf mask);

    /// <summary>x · 2^n, rounded once, denormal and infinite results included.</summary>
    /// <param name="x">The value.</param>
    /// <param name="n">Integers of magnitude at most 2200.</param>
    static abstract TSelf ScaleByPowerOfTwo(TSelf x, TSelf n);

    /// <summary>
    /// x · 2^n as <see cref="ScaleByPowerOfTwo"/>, cheaper where there is no instruction for it: only for
    /// 2^−400 ≤ |x| ≤ 2^400 (or NaN) and |n| ≤ 1200.
    /// </summary>
    /// <param name="x">The value.</param>
    /// <param name="n">Integers of magnitude at most 1200.</param>
    static abstract TSelf ScaleModerate(TSelf x, TSelf n);

    /// <summary>The exponent e of x = m · 2^e with 1 ≤ m &lt; 2, for positive normal x; arbitrary elsewhere.</summary>
    /// <param name="x">The value.</param>
    static abstract TSelf Exponent(TSelf x);

    /// <summary>The significand m of x = m · 2^e with 1 ≤ m &lt; 2, for positive normal x; arbitrary elsewhere.</summary>
    /// <param name="x">The value.</param>
    static abstract TSelf Significand(TSelf x);

    /// <summary>Applies a scalar function to every lane; for functions that have no vector form yet.</summary>
    /// <typeparam name="TFunction">The function.</typeparam>
    /// <param name="x">The arguments.</param>
    static abstract TSelf Map<TFunction>(TSelf x)
        where TFunction : struct, IScalarFunction;

    /// <summary>Applies a scalar function of two arguments to every lane.</summary>
    /// <typeparam name="TFunction">The function.</typeparam>
    /// <param name="x">The first arguments.</param>
    /// <param name="y">The second arguments.</param>
    static abstract TSelf Map<TFunction>(TSelf x, TSelf y)
        where TFunction : struct, IBinaryScalarFunction;

    /// <summary>Applies a function in double precision and rounds the result to what a lane holds.</summary>
    /// <typeparam name="TFunction">The function.</typeparam>
    /// <param name="x">The argument.</param>
    static abstract TSelf InDouble<TFunction>(TSelf x)
        where TFunction : struct, ILaneFunction;

    /// <summary>Applies a function of two arguments in double precision and rounds the result to what a lane holds.</summary>
    /// <typeparam name="TFunction">The function.</typeparam>
    /// <param name="x">The first argument.</param>
    /// <param name="y">The second argument.</param>
    static abstract TSelf InDouble<TFunction>(TSelf x, TSelf y)
        where TFunction : struct, IBinaryLaneFunction;
}
