using System.Runtime.CompilerServices;

namespace MeanFieldDsl.Kernels;

internal readonly partial struct Jet<TCore>
{
    private static Interval<TCore> Two => Interval<TCore>.Broadcast(2);

    [MethodImpl(Compiled)]
    public static Jet<TCore> Sqrt(Jet<TCore> x)
    {
        Interval<TCore> root = Interval<TCore>.Sqrt(x.Value), slope = Interval<TCore>.Broadcast(0.5) / root;
        return x.Through(root, slope, -slope / (Two * x.Value));
    }

    [MethodImpl(Compiled)]
    public static Jet<TCore> Cbrt(Jet<TCore> x)
    {
        Interval<TCore> root = Interval<TCore>.Cbrt(x.Value), slope = Interval<TCore>.One / (Interval<TCore>.Broadcast(3) * Interval<TCore>.Power(root, 2));
        return x.Through(root, slope, -(Two * slope) / (Interval<TCore>.Broadcast(3) * x.Value));
    }

    [MethodImpl(Compiled)]
    public static Jet<TCore> Exp(Jet<TCore> x)
    {
        Interval<TCore> value = Interval<TCore>.Exp(x.Value);
        return x.Through(value, value, value);
    }

    [MethodImpl(Compiled)]
    public static Jet<TCore> Expm1(Jet<TCore> x)
    {
        Interval<TCore> slope = Interval<TCore>.Exp(x.Value);
        return x.Through(Interval<TCore>.Expm1(x.Value), slope, slope);
    }

    [MethodImpl(Compiled)]
    public static Jet<TCore> Log(Jet<TCore> x) => OfReciprocal(x, Interval<TCore>.Log(x.Value), x.Value);

    [MethodImpl(Compiled)]
    public static Jet<TCore> Log1p(Jet<TCore> x) => OfReciprocal(x, Interval<TCore>.Log1p(x.Value), Interval<TCore>.One + x.Value);

    [MethodImpl(Compiled)]
    public static Jet<TCore> Pow(Jet<TCore> x, Jet<TCore> y)
    {
        // Where the base is 0 or below, nothing is known but the value.
        TCore isPositive = TCore.Less(TCore.Zero, x.Value.Low);
        Jet<TCore> power = Exp(y * Log(x));
        return Join(isPositive, TCore.Zero, power, power, Interval<TCore>.Pow(x.Value, y.Value), isContinuous: false);
    }

    [MethodImpl(Compiled)]
    public static Jet<TCore> Sin(Jet<TCore> x)
    {
        Interval<TCore> sine = Interval<TCore>.Sin(x.Value);
        return x.Through(sine, Interval<TCore>.Cos(x.Value), -sine);
    }

    [MethodImpl(Compiled)]
    public static Jet<TCore> Cos(Jet<TCore> x)
    {
        Interval<TCore> cosine = Interval<TCore>.Cos(x.Value);
        return x.Through(cosine, -Interval<TCore>.Sin(x.Value), -cosine);
    }

    [MethodImpl(Compiled)]
    public static Jet<TCore> Tan(Jet<TCore> x)
    {
        Interval<TCore> value = Interval<TCore>.Tan(x.Value), slope = Interval<TCore>.One + Interval<TCore>.Power(value, 2);
        return x.Through(value, slope, Two * (value * slope));
    }

    [MethodImpl(Compiled)]
    public static Jet<TCore> Atan(Jet<TCore> x)
    {
        Interval<TCore> slope = Interval<TCore>.One / (Interval<TCore>.One + Interval<TCore>.Power(x.Value, 2));
        return x.Through(Interval<TCore>.Atan(x.Value), slope, -Two * (x.Value * Interval<TCore>.Power(slope, 2)));
    }

    [MethodImpl(Compiled)]
    public static Jet<TCore> Sinh(Jet<TCore> x)
    {
        Interval<TCore> value = Interval<TCore>.Sinh(x.Value);
        return x.Through(value, Interval<TCore>.Cosh(x.Value), value);
    }

    [MethodImpl(Compiled)]
    public static Jet<TCore> Cosh(Jet<TCore> x)
    {
        Interval<TCore> value = Interval<TCore>.Cosh(x.Value);
        return x.Through(value, Interval<TCore>.Sinh(x.Value), value);
    }

    [MethodImpl(Compiled)]
    public static Jet<TCore> Tanh(Jet<TCore> x)
    {
        Interval<TCore> value = Interval<TCore>.Tanh(x.Value), slope = Interval<TCore>.One - Interval<TCore>.Power(value, 2);
        return x.Through(value, slope, -Two * (value * slope));
    }

    [MethodImpl(Compiled)]
    public static Jet<TCore> Sigmoid(Jet<TCore> x) => x.Through(Interval<TCore>.Sigmoid(x.Value), SlopeOfSigmoid(x.Value, out Interval<TCore> bend), bend);

    [MethodImpl(Compiled)]
    public static Jet<TCore> Softplus(Jet<TCore> x) => x.Through(Interval<TCore>.Softplus(x.Value), Interval<TCore>.Sigmoid(x.Value), SlopeOfSigmoid(x.Value, out _));

    [MethodImpl(Compiled)]
    public static Jet<TCore> Erf(Jet<TCore> x)
    {
        // 2/√π, rounded to either side.
        Interval<TCore> slope = Interval<TCore>.Of(1.1283791670955125, 1.1283791670955128) * Interval<TCore>.Exp(-Interval<TCore>.Power(x.Value, 2));
        return x.Through(Interval<TCore>.Erf(x.Value), slope, -Two * (x.Value * slope));
    }

    [MethodImpl(Compiled)]
    public static Jet<TCore> NormalCdf(Jet<TCore> x)
    {
        // 1/√(2π), rounded to either side.
        Interval<TCore> slope = Interval<TCore>.Of(0.3989422804014326, 0.3989422804014328) * Interval<TCore>.Exp(Interval<TCore>.Broadcast(-0.5) * Interval<TCore>.Power(x.Value, 2));
        return x.Through(Interval<TCore>.NormalCdf(x.Value), slope, -(x.Value * slope));
    }

    [MethodImpl(Compiled)]
    public static Jet<TCore> Sinc(Jet<TCore> x) =>
        x.Through(Interval<TCore>.Sinc(x.Value), Interval<TCore>.SincPrime(x.Value), Interval<TCore>.SincSecond(x.Value));

    // f with f' = 1/g for a g with g' = 1.
    [MethodImpl(Compiled)]
    private static Jet<TCore> OfReciprocal(Jet<TCore> x, Interval<TCore> value, Interval<TCore> g)
    {
        Interval<TCore> slope = Interval<TCore>.One / g;
        return x.Through(value, slope, -Interval<TCore>.Power(slope, 2));
    }

    // σ' = σ(x) σ(−x), σ'' = σ' (1 − 2 σ).
    [MethodImpl(Compiled)]
    private static Interval<TCore> SlopeOfSigmoid(Interval<TCore> x, out Interval<TCore> bend)
    {
        Interval<TCore> value = Interval<TCore>.Sigmoid(x), slope = value * Interval<TCore>.Sigmoid(-x);
        bend = slope * (Interval<TCore>.One - (Two * value));
        return slope;
    }
}
