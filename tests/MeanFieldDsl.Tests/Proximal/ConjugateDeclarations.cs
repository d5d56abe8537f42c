// The losses are written as on paper, because their conjugates are to be recognised in that form.
#pragma warning disable MFD0801, MFD0803
using static System.Math;
using static MeanFieldDsl.Ops;

namespace MeanFieldDsl.Tests.Proximal;

[Loss]
public sealed partial class DirectLogCosh
{
    [Formula]
    public static double Value(double prediction, double target) => (2 * Log(Cosh(prediction - target))) + (0.25 * prediction);
}

[Loss]
public sealed partial class WrittenOutLogistic
{
    public double Scale { get; init; } = 2;

    [Formula]
    public double Value(double prediction, double target) => Scale * Log(1 + Exp(-target * prediction / Scale));
}

[Loss]
public sealed partial class PoissonRate
{
    [Formula]
    public static double Value(double prediction, double target) => prediction - ((1 + (target * target)) * Log(prediction));
}

[Loss]
public sealed partial class TukeyWrittenHuber
{
    public double Delta { get; init; } = 0.75;

    [Formula]
    public double Value(double prediction, double target) =>
        Abs(target - (2 * prediction)) > Delta ? (2 * Delta * Abs(target - (2 * prediction))) - (Delta * Delta) : Sq(target - (2 * prediction));
}

#pragma warning disable MFD0402 // The pieces do not meet, on purpose.
[Loss]
public sealed partial class WrongHuber
{
    public double Delta { get; init; } = 0.75;

    [Formula]
    public double Value(double prediction, double target) =>
        Abs(prediction - target) <= Delta ? 0.5 * Sq(prediction - target) : Delta * (Abs(prediction - target) - (0.4 * Delta));
}
#pragma warning restore MFD0402

[Loss]
public sealed partial class AbsoluteWithRidge
{
    [Formula]
    public static double Value(double prediction, double target) => Abs(prediction - target) + (0.5 * Sq(prediction));
}

[Loss]
public sealed partial class TwoSquares
{
    public double Weight { get; init; } = 0.5;

    [Formula]
    public double Value(double prediction, double target) => Sq(prediction - target) + (Weight * Sq(prediction + 1)) - (3 * prediction) + target;
}

[Loss]
public sealed partial class SigmoidLoss
{
    [Formula]
    public static double Value(double prediction, double target) => Sigmoid(-target * prediction);
}

[Loss]
public sealed partial class LabelWeighted
{
    [Formula]
    public static double Value(double prediction, double target) => target * Abs(prediction - 1);
}
