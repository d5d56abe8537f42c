using System.ComponentModel;
using System.Globalization;

namespace MeanFieldDsl.Kernels;

/// <summary>σ of a feature g(θ) σ(⟨w, x⟩) whose products have a mean in closed form. Generated code creates it.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public readonly record struct ExpectedActivation
{
    private ExpectedActivation(bool isRectifier, double first, double second, double rate) =>
        (IsRectifier, First, Second, Rate) = (isRectifier, first, second, rate);

    /// <summary>Whether σ is linear on either side of 0; otherwise it is made of the error function.</summary>
    public bool IsRectifier { get; }

    /// <summary>The slope below 0, or c₀.</summary>
    public double First { get; }

    /// <summary>The slope above 0, or c₁.</summary>
    public double Second { get; }

    /// <summary>k of the error function.</summary>
    public double Rate { get; }

    /// <summary>σ(z) = below · z for z ≤ 0 and above · z for z &gt; 0.</summary>
    /// <param name="below">The slope below 0.</param>
    /// <param name="above">The slope above 0.</param>
    public static ExpectedActivation Rectifier(double below, double above) => new(true, below, above, 0);

    /// <summary>σ(z) = constant + factor · erf(rate · z).</summary>
    /// <param name="constant">c₀.</param>
    /// <param name="factor">c₁.</param>
    /// <param name="rate">k.</param>
    public static ExpectedActivation ErrorFunction(double constant, double factor, double rate) => new(false, constant, factor, rate);

    /// <summary>σ(z).</summary>
    /// <param name="z">The inner product.</param>
    public double Value(double z) => IsRectifier ? (z > 0 ? Second : First) * z : First + (Second * ScalarMath.Erf(Rate * z));

    /// <inheritdoc/>
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{(IsRectifier ? "rectifier" : "erf")} {First:R} {Second:R} {Rate:R}");
}
