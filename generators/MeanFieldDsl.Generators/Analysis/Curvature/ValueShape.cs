using MeanFieldDsl.Generators.Formulas;

namespace MeanFieldDsl.Generators.Analysis;

/// <summary>What is known about a node as a function of the chosen variables, at all values of everything else.</summary>
/// <param name="Range">An interval that holds its values.</param>
/// <param name="Varies">Whether it depends on the variables.</param>
/// <param name="Trend">Its monotonicity; only for a single scalar variable.</param>
/// <param name="Curvature">Its curvature.</param>
/// <param name="LogCurvature">The curvature of its logarithm; only for positive values.</param>
/// <param name="IsRootConvex">Whether its square root is convex; only for non-negative values.</param>
internal readonly record struct ValueShape(
    Interval Range, bool Varies, Trend Trend, Curvature Curvature, Curvature LogCurvature, bool IsRootConvex)
{
    public bool IsConvex => (Curvature & Curvature.Convex) != 0;

    public bool IsConcave => (Curvature & Curvature.Concave) != 0;

    public bool IsAffine => Curvature == Curvature.Affine;

    public bool IsRising => (Trend & Trend.Rising) != 0;

    public bool IsFalling => (Trend & Trend.Falling) != 0;

    /// <summary>The value of what the variables do not enter.</summary>
    public static ValueShape Fixed(Interval range) => new(
        range, false, Trend.Constant, Curvature.Affine, range.IsPositive ? Curvature.Affine : Curvature.None, range.IsNonNegative);

    public static ValueShape Variable(Interval range) => new(range, true, Trend.Rising, Curvature.Affine, Curvature.None, false);

    public static Curvature Flip(Curvature c) =>
        ((c & Curvature.Convex) != 0 ? Curvature.Concave : 0) | ((c & Curvature.Concave) != 0 ? Curvature.Convex : 0);

    public static Trend Flip(Trend t) => ((t & Trend.Rising) != 0 ? Trend.Falling : 0) | ((t & Trend.Falling) != 0 ? Trend.Rising : 0);

    public ValueShape Negated() => new(-Range, Varies, Flip(Trend), Flip(Curvature), Curvature.None, false);

    /// <summary>A factor that the variables do not enter.</summary>
    public ValueShape Times(Interval factor)
    {
        Interval range = Range * factor;
        if (factor.IsNonNegative)
        {
            return new(range, Varies, Trend, Curvature, factor.IsPositive ? LogCurvature : Curvature.None, IsRootConvex);
        }

        bool isNegative = factor.IsNonPositive;
        return new(
            range,
            Varies,
            isNegative ? Flip(Trend) : Trend == Trend.Constant ? Trend : Trend.None,
            isNegative ? Flip(Curvature) : IsAffine ? Curvature : Curvature.None,
            Curvature.None,
            false);
    }

    /// <summary>
    /// The same with what follows from the rest: the logarithm of a positive concave function is concave, and a
    /// function whose logarithm is convex, or whose root is, is convex.
    /// </summary>
    public ValueShape Completed()
    {
        Curvature log = LogCurvature | (Range.IsPositive && IsConcave ? Curvature.Concave : Curvature.None);
        bool isConvex = (log & Curvature.Convex) != 0 || IsRootConvex;
        return this with { LogCurvature = log, Curvature = Curvature | (isConvex ? Curvature.Convex : Curvature.None) };
    }

    public string Word => !Varies ? "constant" : IsAffine ? "affine" : IsConvex ? "convex" : IsConcave ? "concave" : "of unknown curvature";
}

/// <summary>Why a curvature could not be derived.</summary>
internal enum CurvatureRule
{
    /// <summary>A function of an argument whose curvature or trend does not fit.</summary>
    Composition,

    /// <summary>A product or quotient of terms that both vary.</summary>
    Product,

    /// <summary>A sum, maximum or minimum of terms that bend in different ways.</summary>
    Sum,

    /// <summary>A choice that depends on the variable.</summary>
    Choice,

    /// <summary>The second derivative, whose sign is not settled.</summary>
    SecondDerivative,
}
