using static System.Math;
using static MeanFieldDsl.Ops;

namespace MeanFieldDsl.Library;

/// <summary>The square loss ½ (f − y)².</summary>
[Loss, Convex]
public sealed partial class SquareLoss
{
    /// <summary>½ (f − y)².</summary>
    /// <param name="prediction">f.</param>
    /// <param name="target">y, any real number.</param>
    [Formula]
    public static double Value(double prediction, double target) => 0.5 * Sq(prediction - target);
}

/// <summary>The logistic loss log(1 + e^(−y f)) for labels −1 and 1.</summary>
[Loss, Convex]
public sealed partial class LogisticLoss
{
    /// <summary>log(1 + e^(−y f)).</summary>
    /// <param name="prediction">f, the log-odds of the label 1.</param>
    /// <param name="target">y, −1 or 1.</param>
    [Formula]
    public static double Value(double prediction, [Labels(-1, 1)] double target) => Softplus(-target * prediction);
}

/// <summary>Huber's loss: quadratic up to Delta, linear beyond (Huber 1964, Robust estimation of a location parameter).</summary>
[Loss, Convex]
public sealed partial class HuberLoss
{
    /// <summary>Where the loss turns linear, in units of the target; positive, 1 by default.</summary>
    [Domain(0, double.PositiveInfinity, MinimumExcluded = true)]
    public double Delta { get; init; } = 1;

    /// <summary>½ r² for |r| ≤ Delta and Delta (|r| − ½ Delta) beyond, with r = f − y.</summary>
    /// <param name="prediction">f.</param>
    /// <param name="target">y, any real number.</param>
    [Formula]
    public double Value(double prediction, double target)
    {
        double residual = Abs(prediction - target);
        return residual <= Delta ? 0.5 * Sq(residual) : Delta * (residual - (0.5 * Delta));
    }
}

/// <summary>The hinge loss max(1 − y f, 0) for labels −1 and 1; not differentiable where y f = 1.</summary>
[Loss, Convex]
public sealed partial class HingeLoss
{
    /// <summary>max(1 − y f, 0).</summary>
    /// <param name="prediction">f.</param>
    /// <param name="target">y, −1 or 1.</param>
    [Formula]
    public static double Value(double prediction, [Labels(-1, 1)] double target) => Max(1 - (target * prediction), 0);
}

/// <summary>The squared hinge loss ½ max(1 − y f, 0)² for labels −1 and 1.</summary>
[Loss, Convex]
public sealed partial class SquaredHingeLoss
{
    /// <summary>½ max(1 − y f, 0)².</summary>
    /// <param name="prediction">f.</param>
    /// <param name="target">y, −1 or 1.</param>
    [Formula]
    public static double Value(double prediction, [Labels(-1, 1)] double target) => 0.5 * Sq(Max(1 - (target * prediction), 0));
}

/// <summary>The log-cosh loss log cosh(f − y): quadratic near 0, linear far away.</summary>
[Loss, Convex]
public sealed partial class LogCoshLoss
{
    /// <summary>log cosh r with r = f − y, written as softplus(2r) − r − log 2 so that it does not overflow.</summary>
    /// <param name="prediction">f.</param>
    /// <param name="target">y, any real number.</param>
    [Formula]
    public static double Value(double prediction, double target)
    {
        double residual = prediction - target;
        return Softplus(2 * residual) - residual - 0.69314718055994531;
    }
}

/// <summary>The quantile (pinball) loss; its minimiser is the Level-quantile of y given x. Not differentiable at f = y.</summary>
/// <remarks>Koenker and Bassett 1978, Regression quantiles.</remarks>
[Loss, Convex]
public sealed partial class QuantileLoss
{
    /// <summary>The quantile, between 0 and 1; ½, the median, by default.</summary>
    [Domain(0, 1)]
    public double Level { get; init; } = 0.5;

    /// <summary>max(Level · (y − f), (Level − 1) · (y − f)).</summary>
    /// <param name="prediction">f.</param>
    /// <param name="target">y, any real number.</param>
    [Formula]
    public double Value(double prediction, double target) => Max(Level * (target - prediction), (Level - 1) * (target - prediction));
}

/// <summary>The Poisson loss e^f − y f for counts y, with f the logarithm of the rate.</summary>
[Loss, Convex]
public sealed partial class PoissonLoss
{
    /// <summary>e^f − y f, the negative log-likelihood without the term that only depends on y.</summary>
    /// <param name="prediction">f, the logarithm of the rate.</param>
    /// <param name="target">y, a count.</param>
    [Formula]
    public static double Value(double prediction, [Domain(0, double.PositiveInfinity)] double target) => Exp(prediction) - (target * prediction);
}

/// <summary>The exponential loss e^(−y f) for labels −1 and 1 (AdaBoost).</summary>
[Loss, Convex]
public sealed partial class ExponentialLoss
{
    /// <summary>e^(−y f).</summary>
    /// <param name="prediction">f.</param>
    /// <param name="target">y, −1 or 1.</param>
    [Formula]
    public static double Value(double prediction, [Labels(-1, 1)] double target) => Exp(-target * prediction);
}
