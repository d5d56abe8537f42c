namespace MeanFieldDsl.Kernels;

/// <summary>
/// Sets of numbers that are computed on together, one set in each lane: whatever numbers the operands hold, the result holds what the operation makes of them.
/// Generated code is written once over this interface, as it is over <see cref="ILanes{TSelf}"/>.
/// </summary>
/// <typeparam name="TSelf">The implementing type.</typeparam>
/// <remarks>
/// Truth values are sets of 0 and 1, so that a condition may be both. Where an operation is undefined for a part of its operand, that part counts for nothing.
/// Source of the arithmetic: Moore, Kearfott and Cloud 2009, Introduction to Interval Analysis, chapters 2, 5 and 6.
/// </remarks>
public interface IEnclosure<TSelf>
    where TSelf : unmanaged, IEnclosure<TSelf>
{
    /// <summary>How many sets one value holds.</summary>
    static abstract int Count { get; }

    /// <summary>0 in every lane.</summary>
    static abstract TSelf Zero { get; }

    /// <summary>1 in every lane.</summary>
    static abstract TSelf One { get; }

    /// <summary>One number in every lane.</summary>
    /// <param name="value">The number.</param>
    static abstract TSelf Broadcast(double value);

    /// <summary>Reads <see cref="Count"/> consecutive numbers.</summary>
    /// <param name="source">The first of them.</param>
    static abstract TSelf Load(ref readonly double source);

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

    /// <summary>−a.</summary>
    /// <param name="a">The value.</param>
    static abstract TSelf operator -(TSelf a);

    /// <summary>a · b + c.</summary>
    /// <param name="a">The first factor.</param>
    /// <param name="b">The second factor.</param>
    /// <param name="c">The term.</param>
    static virtual TSelf MultiplyAdd(TSelf a, TSelf b, TSelf c) => (a * b) + c;

    /// <summary>a^n.</summary>
    /// <param name="a">The base.</param>
    /// <param name="n">The exponent.</param>
    static abstract TSelf Power(TSelf a, int n);

    /// <summary>The smaller of two.</summary>
    /// <param name="a">The first value.</param>
    /// <param name="b">The second value.</param>
    static virtual TSelf Min(TSelf a, TSelf b) => -TSelf.Max(-a, -b);

    /// <summary>The larger of two.</summary>
    /// <param name="a">The first value.</param>
    /// <param name="b">The second value.</param>
    static abstract TSelf Max(TSelf a, TSelf b);

    /// <summary>The smaller of two.</summary>
    /// <param name="constant">The first value.</param>
    /// <param name="x">The second value.</param>
    static virtual TSelf MinWithConstant(TSelf constant, TSelf x) => TSelf.Min(constant, x);

    /// <summary>The larger of two.</summary>
    /// <param name="constant">The first value.</param>
    /// <param name="x">The second value.</param>
    static virtual TSelf MaxWithConstant(TSelf constant, TSelf x) => TSelf.Max(constant, x);

    /// <summary>The absolute value.</summary>
    /// <param name="x">The value.</param>
    static abstract TSelf Abs(TSelf x);

    /// <summary>−1, 0 or 1.</summary>
    /// <param name="x">The value.</param>
    static abstract TSelf Sign(TSelf x);

    /// <summary>Whether a &lt; b.</summary>
    /// <param name="a">The left side.</param>
    /// <param name="b">The right side.</param>
    static abstract TSelf Less(TSelf a, TSelf b);

    /// <summary>Whether a ≤ b.</summary>
    /// <param name="a">The left side.</param>
    /// <param name="b">The right side.</param>
    static abstract TSelf LessOrEqual(TSelf a, TSelf b);

    /// <summary>Whether a = b.</summary>
    /// <param name="a">The left side.</param>
    /// <param name="b">The right side.</param>
    static abstract TSelf Equal(TSelf a, TSelf b);

    /// <summary>Whether both hold; of a truth value and a number it keeps the number where the first holds and 0 elsewhere.</summary>
    /// <param name="a">The first truth value.</param>
    /// <param name="b">The second truth value, or a number.</param>
    static virtual TSelf And(TSelf a, TSelf b) => TSelf.Select(a, b, TSelf.Zero);

    /// <summary>Whether one of two holds.</summary>
    /// <param name="a">The first truth value.</param>
    /// <param name="b">The second truth value.</param>
    static virtual TSelf Or(TSelf a, TSelf b) => TSelf.Select(a, TSelf.One, b);

    /// <summary>The opposite of a truth value.</summary>
    /// <param name="mask">The truth value.</param>
    static virtual TSelf Not(TSelf mask) => TSelf.One - mask;

    /// <summary>mask ? a : b; both where the mask may be either.</summary>
    /// <param name="mask">The truth value.</param>
    /// <param name="a">Taken where it holds.</param>
    /// <param name="b">Taken elsewhere.</param>
    static abstract TSelf Select(TSelf mask, TSelf a, TSelf b);

    /// <summary>The square root.</summary>
    /// <param name="x">The argument.</param>
    static abstract TSelf Sqrt(TSelf x);

    /// <summary>The cube root.</summary>
    /// <param name="x">The argument.</param>
    static abstract TSelf Cbrt(TSelf x);

    /// <summary>e^x.</summary>
    /// <param name="x">The argument.</param>
    static abstract TSelf Exp(TSelf x);

    /// <summary>e^x − 1.</summary>
    /// <param name="x">The argument.</param>
    static abstract TSelf Expm1(TSelf x);

    /// <summary>The natural logarithm.</summary>
    /// <param name="x">The argument.</param>
    static abstract TSelf Log(TSelf x);

    /// <summary>log(1 + x).</summary>
    /// <param name="x">The argument.</param>
    static abstract TSelf Log1p(TSelf x);

    /// <summary>x^y, of bases that are not negative.</summary>
    /// <param name="x">The base.</param>
    /// <param name="y">The exponent.</param>
    static abstract TSelf Pow(TSelf x, TSelf y);

    /// <summary>The sine.</summary>
    /// <param name="x">The argument.</param>
    static abstract TSelf Sin(TSelf x);

    /// <summary>The cosine.</summary>
    /// <param name="x">The argument.</param>
    static abstract TSelf Cos(TSelf x);

    /// <summary>The tangent.</summary>
    /// <param name="x">The argument.</param>
    static abstract TSelf Tan(TSelf x);

    /// <summary>The arc tangent.</summary>
    /// <param name="x">The argument.</param>
    static abstract TSelf Atan(TSelf x);

    /// <summary>The hyperbolic sine.</summary>
    /// <param name="x">The argument.</param>
    static abstract TSelf Sinh(TSelf x);

    /// <summary>The hyperbolic cosine.</summary>
    /// <param name="x">The argument.</param>
    static abstract TSelf Cosh(TSelf x);

    /// <summary>The hyperbolic tangent.</summary>
    /// <param name="x">The argument.</param>
    static abstract TSelf Tanh(TSelf x);

    /// <summary>1/(1 + e^−x).</summary>
    /// <param name="x">The argument.</param>
    static abstract TSelf Sigmoid(TSelf x);

    /// <summary>log(1 + e^x).</summary>
    /// <param name="x">The argument.</param>
    static abstract TSelf Softplus(TSelf x);

    /// <summary>The error function.</summary>
    /// <param name="x">The argument.</param>
    static abstract TSelf Erf(TSelf x);

    /// <summary>The standard normal distribution function.</summary>
    /// <param name="x">The argument.</param>
    static abstract TSelf NormalCdf(TSelf x);

    /// <summary>sin(x)/x, 1 at 0.</summary>
    /// <param name="x">The argument.</param>
    static abstract TSelf Sinc(TSelf x);
}
