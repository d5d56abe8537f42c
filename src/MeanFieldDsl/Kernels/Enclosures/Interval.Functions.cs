using System.Runtime.CompilerServices;

namespace MeanFieldDsl.Kernels;

internal readonly partial struct Interval<TCore>
{
    [MethodImpl(Compiled)]
    public static Interval<TCore> Sqrt(Interval<TCore> x) =>
        new(Largest(Down(TCore.Sqrt(Largest(x.Low, TCore.Zero))), TCore.Zero), Up(TCore.Sqrt(Largest(x.High, TCore.Zero))));

    [MethodImpl(Compiled)]
    public static Interval<TCore> Cbrt(Interval<TCore> x) => Rising(VectorMath.Cbrt(x.Low), VectorMath.Cbrt(x.High));

    [MethodImpl(Compiled)]
    public static Interval<TCore> Exp(Interval<TCore> x) => AtLeast(0, Rising(VectorMath.Exp(x.Low), VectorMath.Exp(x.High)));

    [MethodImpl(Compiled)]
    public static Interval<TCore> Expm1(Interval<TCore> x) => AtLeast(-1, Rising(VectorMath.Expm1(x.Low), VectorMath.Expm1(x.High)));

    [MethodImpl(Compiled)]
    public static Interval<TCore> Log(Interval<TCore> x) => Rising(VectorMath.Log(Largest(x.Low, TCore.Zero)), VectorMath.Log(Largest(x.High, TCore.Zero)));

    [MethodImpl(Compiled)]
    public static Interval<TCore> Log1p(Interval<TCore> x)
    {
        TCore least = TCore.Broadcast(-1);
        return Rising(VectorMath.Log1p(Largest(x.Low, least)), VectorMath.Log1p(Largest(x.High, least)));
    }

    // 0^y is 0 or ∞, which e^(y log x) says by itself; of negative bases some powers are defined, and what they are is not known.
    [MethodImpl(Compiled)]
    public static Interval<TCore> Pow(Interval<TCore> x, Interval<TCore> y) => Choose(TCore.Less(x.Low, TCore.Zero), All, Exp(y * Log(x)));

    [MethodImpl(Compiled)]
    public static Interval<TCore> Sin(Interval<TCore> x)
    {
        Interval<TCore> middle = x.Middle(out TCore radius);
        TCore sine = VectorMath.SinCos(middle.Low, out TCore cosine);
        return Wave(radius, sine, cosine);
    }

    [MethodImpl(Compiled)]
    public static Interval<TCore> Cos(Interval<TCore> x)
    {
        Interval<TCore> middle = x.Middle(out TCore radius);
        TCore sine = VectorMath.SinCos(middle.Low, out TCore cosine);
        return Wave(radius, cosine, sine);
    }

    // Rises between its poles: the interval is moved by multiples of π to where there is one branch.
    [MethodImpl(Compiled)]
    public static Interval<TCore> Tan(Interval<TCore> x)
    {
        Interval<TCore> middle = x.Middle(out _), inside = Of(-1.57, 1.57);
        TCore turns = TCore.Round(middle.Low * TCore.Broadcast(1 / Math.PI));
        Interval<TCore> moved = x - (new Interval<TCore>(turns, turns) * Of(Math.PI, Math.BitIncrement(Math.PI)));
        TCore isInside = TCore.And(TCore.LessOrEqual(inside.Low, moved.Low), TCore.LessOrEqual(moved.High, inside.High));
        return Choose(isInside, Rising(VectorMath.Tan(Largest(moved.Low, inside.Low)), VectorMath.Tan(Least(moved.High, inside.High))), All);
    }

    [MethodImpl(Compiled)]
    public static Interval<TCore> Atan(Interval<TCore> x) => Rising(VectorMath.Atan(x.Low), VectorMath.Atan(x.High));

    [MethodImpl(Compiled)]
    public static Interval<TCore> Sinh(Interval<TCore> x) => Rising(VectorMath.Sinh(x.Low), VectorMath.Sinh(x.High));

    [MethodImpl(Compiled)]
    public static Interval<TCore> Cosh(Interval<TCore> x)
    {
        Interval<TCore> size = Abs(x);
        return AtLeast(1, Rising(VectorMath.Cosh(size.Low), VectorMath.Cosh(size.High)));
    }

    [MethodImpl(Compiled)]
    public static Interval<TCore> Tanh(Interval<TCore> x) => AtLeast(-1, AtMost(1, Rising(VectorMath.Tanh(x.Low), VectorMath.Tanh(x.High))));

    [MethodImpl(Compiled)]
    public static Interval<TCore> Sigmoid(Interval<TCore> x) => AtLeast(0, AtMost(1, Rising(VectorMath.Sigmoid(x.Low), VectorMath.Sigmoid(x.High))));

    [MethodImpl(Compiled)]
    public static Interval<TCore> Softplus(Interval<TCore> x) => AtLeast(0, Rising(VectorMath.Softplus(x.Low), VectorMath.Softplus(x.High)));

    [MethodImpl(Compiled)]
    public static Interval<TCore> Erf(Interval<TCore> x) => AtLeast(-1, AtMost(1, Rising(VectorMath.Erf(x.Low), VectorMath.Erf(x.High))));

    [MethodImpl(Compiled)]
    public static Interval<TCore> NormalCdf(Interval<TCore> x) => AtLeast(0, AtMost(1, Rising(VectorMath.NormalCdf(x.Low), VectorMath.NormalCdf(x.High))));

    // |sinc'| ≤ 1/2 and |sinc''| ≤ 1/3, as sinc x = ∫ cos(x t) dt over [0, 1].
    [MethodImpl(Compiled)]
    public static Interval<TCore> Sinc(Interval<TCore> x)
    {
        Interval<TCore> middle = x.Middle(out TCore radius);
        Interval<TCore> size = Symmetric((Width(radius) * Function(TCore.Abs(VectorMath.SincPrime(middle.Low)))) + (Width(radius * radius) * Broadcast(1.0 / 6)));
        return Known(radius, AtLeast(-0.2173, AtMost(1, Function(VectorMath.Sinc(middle.Low)) + size)), Of(-0.2173, 1));
    }

    /// <summary>The derivative of sinc.</summary>
    [MethodImpl(Compiled)]
    public static Interval<TCore> SincPrime(Interval<TCore> x)
    {
        Interval<TCore> middle = x.Middle(out TCore radius);
        Interval<TCore> near = Function(VectorMath.SincPrime(middle.Low)) + Symmetric(Width(radius) * Of(0, 0.3333333333333334));
        return Known(radius, AtLeast(-0.5, AtMost(0.5, near)), Of(-0.5, 0.5));
    }

    /// <summary>The second derivative of sinc: −sinc x − 2 sinc'(x)/x, or its series near 0, −1/3 + x²/10 − x⁴/168 + x⁶/6480 − … .</summary>
    [MethodImpl(Compiled)]
    public static Interval<TCore> SincSecond(Interval<TCore> x)
    {
        Interval<TCore> bound = Of(-0.3333333333333334, 0.3333333333333334);
        Interval<TCore> square = Power(x, 2);
        Interval<TCore> fourth = Power(square, 2), rest = fourth * square * Of(0, 1.0 / 6480);
        Interval<TCore> series = (Broadcast(-1) / Broadcast(3)) + (square / Broadcast(10)) - (fourth / Broadcast(168)) + rest;
        Interval<TCore> far = -Sinc(x) - (Broadcast(2) * SincPrime(x) / x);
        Interval<TCore> value = Choose(TCore.Less(Abs(x).High, TCore.Broadcast(1)), series, far);
        return new(Largest(value.Low, bound.Low), Least(value.High, bound.High));
    }

    /// <summary>A point in the interval and the distance to its ends; the distance is not finite where an end is not.</summary>
    public Interval<TCore> Middle(out TCore radius)
    {
        TCore middle = TCore.MultiplyAdd(TCore.Broadcast(0.5), High - Low, Low);
        radius = Up(TCore.Max(High - middle, middle - Low));
        TCore isKnown = TCore.Less(TCore.Abs(radius), TCore.Broadcast(double.MaxValue));
        middle = TCore.And(isKnown, middle);
        radius = TCore.Select(isKnown, radius, TCore.Broadcast(double.PositiveInfinity));
        return new(middle, middle);
    }

    // f(m + δ) with f'' = −f: |f(m + δ) − f(m)| ≤ |f'(m)| |δ| + δ²/2.
    [MethodImpl(Compiled)]
    private static Interval<TCore> Wave(TCore radius, TCore value, TCore slope)
    {
        Interval<TCore> size = (Width(radius) * Function(TCore.Abs(slope))) + (Width(radius * radius) * Broadcast(0.5));
        return Known(radius, AtLeast(-1, AtMost(1, Function(value) + Symmetric(size))), Of(-1, 1));
    }

    [MethodImpl(Compiled)]
    private static Interval<TCore> Known(TCore radius, Interval<TCore> value, Interval<TCore> otherwise) =>
        Choose(TCore.Less(radius, TCore.Broadcast(1e3)), value, otherwise);

    [MethodImpl(Compiled)]
    private static Interval<TCore> Width(TCore radius) => new(TCore.Zero, Up(radius));

    [MethodImpl(Compiled)]
    private static Interval<TCore> Symmetric(Interval<TCore> size) => new(-size.High, size.High);

    [MethodImpl(Compiled)]
    private static Interval<TCore> Function(TCore value) => Rising(value, value);

    // The values of a function at the ends of an interval on which it rises.
    [MethodImpl(Compiled)]
    private static Interval<TCore> Rising(TCore low, TCore high) => new(
        NoNumber(Twice(TCore.MinWithConstant(TCore.Broadcast(double.MaxValue), low), -1), double.NegativeInfinity),
        NoNumber(Twice(TCore.MaxWithConstant(TCore.Broadcast(-double.MaxValue), high), 1), double.PositiveInfinity));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static TCore Twice(TCore x, int sign) => TCore.MultiplyAdd(TCore.Abs(x), TCore.Broadcast(sign * FunctionRounding), x) + TCore.Broadcast(sign * Smallest);

    [MethodImpl(Compiled)]
    private static Interval<TCore> AtLeast(double least, Interval<TCore> x) => new(Largest(x.Low, TCore.Broadcast(least)), Largest(x.High, TCore.Broadcast(least)));

    [MethodImpl(Compiled)]
    private static Interval<TCore> AtMost(double most, Interval<TCore> x) => new(Least(x.Low, TCore.Broadcast(most)), Least(x.High, TCore.Broadcast(most)));
}
