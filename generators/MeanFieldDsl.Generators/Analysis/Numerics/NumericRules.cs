using MeanFieldDsl.Generators.Formulas;
using static MeanFieldDsl.Generators.Analysis.Numerics.Pattern;

namespace MeanFieldDsl.Generators.Analysis.Numerics;

/// <summary>
/// The expressions with a better equivalent. The first rule that fits an expression speaks for it, so the special ones
/// stand before the general. Each is tested at its own point against arithmetic of many digits.
/// </summary>
internal static class NumericRules
{
    private const double Root2 = 1.4142135623730951;

    private static readonly Interval Small = new(-0.5, 0.5);

    // e^u − 1 and the like lose digits only where the result is small beside 1.
    private static readonly Interval Tail = new(2, double.PositiveInfinity);

    public static IReadOnlyList<NumericRule> All { get; } = [.. Exponentials(), .. Sigmoids(), .. Hyperbolic(), .. Differences(), .. Roots()];

    private static IEnumerable<NumericRule> Exponentials()
    {
        yield return Overflow(U + Log(1 + Exp(-U)), Softplus(U), -800) with { Large = -U, Otherwise = NumericFault.Accuracy };
        yield return Overflow(Log(1 + Exp(U)), Softplus(U), 800) with { Otherwise = NumericFault.Accuracy };
        yield return Overflow(Log1p(Exp(U)), Softplus(U), 800);
        yield return Overflow(Log(Exp(U)), U, 800) with { Otherwise = NumericFault.Accuracy };
        yield return Overflow(Log(Exp(U) + Exp(V)), U + Softplus(V - U), 800, 799);
        yield return Overflow(Log(Sum(Exp(U))), Max(U, "m") + Log(Sum(Exp(U - Max(U, "m")))), 800, 799);
        yield return Overflow(Log(Cosh(U)), Softplus(2 * U) - U - Log(2), 800);
        yield return Overflow(Log(Sigmoid(U)), -Softplus(-U), -800) with { Large = -U, OverflowsAt = 745 };
        yield return Overflow(Log(1 - Sigmoid(U)), -Softplus(U), 800) with { OverflowsAt = 37 };
        yield return Overflow(Exp(U) / Exp(V), Exp(U - V), 800, 799);
    }

    private static IEnumerable<NumericRule> Sigmoids()
    {
        yield return Overflow((Exp(U) - Exp(-U)) / (Exp(U) + Exp(-U)), Tanh(U), 800) with { Otherwise = NumericFault.Cancellation };
        yield return Overflow((Exp(2 * U) - 1) / (Exp(2 * U) + 1), Tanh(U), 400) with { OverflowsAt = 354, Otherwise = NumericFault.Cancellation };
        yield return Overflow((Exp(U) - 1) / (Exp(U) + 1), Tanh(0.5 * U), 800) with { Otherwise = NumericFault.Cancellation };
        yield return Overflow(Exp(U) / (1 + Exp(U)), Sigmoid(U), 800);
        yield return Overflow(V * Exp(U) / (1 + Exp(U)), V * Sigmoid(U), 800, 3);
        yield return Overflow(Exp(U) / (Exp(U) + Exp(V)), Sigmoid(U - V), 800, 799);
        yield return Overflow(1 / (1 + Exp(-U)), Sigmoid(U), -800) with { Large = -U };
        yield return Overflow(1 / (1 + Exp(U)), Sigmoid(-U), 800);
        yield return Overflow(V / (1 + Exp(-U)), V * Sigmoid(U), -800, 3) with { Large = -U };
        yield return Overflow(V / (1 + Exp(U)), V * Sigmoid(-U), 800, 3);
        yield return Cancellation(2 * Sigmoid(2 * U) - 1, Tanh(U), 1e-9) with { Near = Small };
        yield return Cancellation(2 * Sigmoid(U) - 1, Tanh(0.5 * U), 1e-9) with { Near = Small };
        yield return Cancellation(1 - Sigmoid(U), Sigmoid(-U), 30) with { Near = Tail };
    }

    private static IEnumerable<NumericRule> Hyperbolic()
    {
        yield return Overflow(Sinh(U) / Cosh(U), Tanh(U), 800);
        yield return Cancellation(1 - Sq(Tanh(U)), 4 * Sigmoid(2 * U) * Sigmoid(-2 * U), 15);
        yield return Cancellation(1 - Tanh(U), 2 * Sigmoid(-2 * U), 15) with { Near = Tail };
        yield return Cancellation(1 + Tanh(U), 2 * Sigmoid(2 * U), -15) with { Near = new(double.NegativeInfinity, -2) };
        yield return Cancellation(0.5 * (1 + Erf(U / Root2)), NormalCdf(U), -6) with { Near = new(double.NegativeInfinity, -1) };
        yield return Cancellation((1 + Erf(U / Root2)) / 2, NormalCdf(U), -6) with { Near = new(double.NegativeInfinity, -1) };
        yield return Cancellation(1 + Erf(U), 2 * NormalCdf(Root2 * U), -5) with { Near = new(double.NegativeInfinity, -1) };
        yield return Cancellation(1 - Erf(U), 2 * NormalCdf(-Root2 * U), 5) with { Near = new(1, double.PositiveInfinity) };
        yield return Cancellation(1 - NormalCdf(U), NormalCdf(-U), 6) with { Near = new(1, double.PositiveInfinity) };
        yield return Cancellation(Cosh(U) - 1, 2 * Sq(Sinh(0.5 * U)), 1e-6) with { Near = Small };
    }

    private static IEnumerable<NumericRule> Differences()
    {
        yield return Cancellation(Exp(U) - 1, Expm1(U), 1e-9) with { Near = Small };
        yield return Cancellation(1 - Exp(U), -Expm1(U), 1e-9) with { Near = Small };
        yield return Cancellation((1 - Cos(U)) / Sq(U), 0.5 * Sq(Sinc(0.5 * U)), 1e-6) with { Near = Small };
        yield return Cancellation(1 - Cos(U), 2 * Sq(Sin(0.5 * U)), 1e-6) with { Near = Small };
        yield return Cancellation(Cos(U) - 1, -2 * Sq(Sin(0.5 * U)), 1e-6) with { Near = Small };
        yield return Cancellation(Log(U) - Log(V), Log(U / V), 1e300 * (1 + 1e-9), 1e300);
        yield return Accuracy(Log(1 + U), Log1p(U), 1e-9) with { Near = Small };
        yield return Accuracy(Log(1 - U), Log1p(-U), 1e-9) with { Near = Small };
    }

    private static IEnumerable<NumericRule> Roots()
    {
        yield return Cancellation(Sqrt(1 + U) - 1, U / (Sqrt(1 + U) + 1), 1e-9) with { Near = Small };
        yield return Cancellation(Sqrt(1 + U) - Sqrt(U), 1 / (Sqrt(1 + U) + Sqrt(U)), 1e12) with { Near = new(10, double.PositiveInfinity) };
        yield return Accuracy(Sqrt(Sum(Sq(U))), Norm(Sum(Sq(U))), 0, 0) with { IsForParticles = true };
        yield return Accuracy(Sqrt(Sq(U)), Abs(U), 1e-170) with { Near = Small };
        yield return new NumericRule(NumericFault.Removable, Sin(U) / U, Sinc(U), 0) { Near = Small };
        yield return new NumericRule(NumericFault.Removable, V * Sin(U) / U, V * Sinc(U), 0, 3) { Near = Small };
    }

    private static NumericRule Overflow(Pattern expression, Pattern better, params double[] at) => new(NumericFault.Overflow, expression, better, at);

    private static NumericRule Cancellation(Pattern expression, Pattern better, params double[] at) => new(NumericFault.Cancellation, expression, better, at);

    private static NumericRule Accuracy(Pattern expression, Pattern better, params double[] at) => new(NumericFault.Accuracy, expression, better, at);

    private static Pattern Exp(Pattern a) => Of(Op.Exp, a);

    private static Pattern Log(Pattern a) => Of(Op.Log, a);

    private static Pattern Log1p(Pattern a) => Of(Op.Log1p, a);

    private static Pattern Expm1(Pattern a) => Of(Op.Expm1, a);

    private static Pattern Softplus(Pattern a) => Of(Op.Softplus, a);

    private static Pattern Sigmoid(Pattern a) => Of(Op.Sigmoid, a);

    private static Pattern Tanh(Pattern a) => Of(Op.Tanh, a);

    private static Pattern Sinh(Pattern a) => Of(Op.Sinh, a);

    private static Pattern Cosh(Pattern a) => Of(Op.Cosh, a);

    private static Pattern Sin(Pattern a) => Of(Op.Sin, a);

    private static Pattern Cos(Pattern a) => Of(Op.Cos, a);

    private static Pattern Sinc(Pattern a) => Of(Op.Sinc, a);

    private static Pattern Sqrt(Pattern a) => Of(Op.Sqrt, a);

    private static Pattern Norm(Pattern a) => Of(Op.NormRoot, a);

    private static Pattern Abs(Pattern a) => Of(Op.Abs, a);

    private static Pattern Erf(Pattern a) => Of(Op.Erf, a);

    private static Pattern NormalCdf(Pattern a) => Of(Op.NormalCdf, a);
}
