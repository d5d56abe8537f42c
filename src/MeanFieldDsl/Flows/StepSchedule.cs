using System.Globalization;
using System.Runtime.CompilerServices;

namespace MeanFieldDsl;

/// <summary>
/// The steps of a stochastic scheme: s_k = ε ξ(k ε) for k = 1, 2, … with ξ(t) = t^(−b) (Mei, Montanari and Nguyen 2018, arXiv 1804.06561). The flow time after k steps
/// is their sum.
/// </summary>
/// <param name="Epsilon">ε, positive and finite.</param>
/// <param name="Power">b, at least 0 and below 1, so that the flow time grows without end; 0, the default, for steps of one length.</param>
/// <exception cref="ArgumentOutOfRangeException">A value is out of range.</exception>
public sealed record StepSchedule(double Epsilon, double Power = 0)
{
    /// <summary>ε.</summary>
    public double Epsilon { get; } = Epsilon > 0 && double.IsFinite(Epsilon) ? Epsilon : throw Wrong(Epsilon, "must be positive and finite");

    /// <summary>b.</summary>
    public double Power { get; } = Power is >= 0 and < 1 ? Power : throw Wrong(Power, "must be at least 0 and below 1; 0 keeps the steps of one length");

    /// <summary>s_k.</summary>
    /// <param name="k">The step, from 1.</param>
    public double At(long k) => Power == 0 ? Epsilon : Epsilon * Kernels.ScalarMath.Pow(k * Epsilon, -Power);

    private static ArgumentOutOfRangeException Wrong(double value, string rule, [CallerArgumentExpression(nameof(value))] string name = "") =>
        new(name, value, string.Create(CultureInfo.InvariantCulture, $"{name} = {value} of a step schedule {rule}."));
}
