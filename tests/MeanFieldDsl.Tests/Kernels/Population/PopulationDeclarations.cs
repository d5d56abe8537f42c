using MeanFieldDsl.Library;
using static System.Math;
using static MeanFieldDsl.Ops;

namespace MeanFieldDsl.Tests.Kernels.Population;

/// <summary>A layer without bias, on normal inputs.</summary>
[MeanFieldModel<ReluNeuronWithoutBias, SquareLoss>(Inputs = InputLaw.StandardNormal)]
internal sealed partial class Student;

[MeanFieldModel<ReluNeuronWithoutBias, SquareLoss>(Inputs = InputLaw.UnitSphere)]
internal sealed partial class StudentOnTheSphere;

[MeanFieldModel<ReluNeuronWithoutBias, SquareLoss, SquaredL2>(Inputs = InputLaw.StandardNormal)]
internal sealed partial class DecayingStudent;

/// <summary>Two slopes, one of them a hyper-parameter, and an amplitude of two numbers that knows the direction too.</summary>
[Feature]
internal sealed partial class BentNeuron
{
    public double Slope { get; init; } = -0.3;

    [Formula]
    public double Phi([Weight] double a, [Position] Vec w, [Position] double s, [Input] Vec x) =>
        -(a * Sin(s) / (1 + Sq(w[0]))) * (LeakyRelu(2 * Dot(w, x), Slope) - (0.5 * Abs(Dot(x, w)))) / Sqrt(x.Length);
}

[MeanFieldModel<BentNeuron, SquareLoss>(Inputs = InputLaw.StandardNormal)]
internal sealed partial class Bent;

/// <summary>A loss 3 (f − y)², written out.</summary>
[Loss]
internal sealed partial class WrittenOut
{
    public double Factor { get; init; } = 3;

    [Formula]
    public double Value(double prediction, double target) => Factor * (Sq(prediction) - (2 * target * prediction) + Sq(target));
}

[Feature]
internal sealed partial class SmoothNeuron
{
    public double Rate { get; init; } = 0.7;

    [Formula]
    public double Phi([Weight] double a, [Position] Vec w, [Input] Vec x) => a * ((2 * Erf(Rate * Dot(w, x))) + 0.25);
}

[MeanFieldModel<SmoothNeuron, WrittenOut>(Inputs = InputLaw.StandardNormal)]
internal sealed partial class Smooth;

[Feature]
internal sealed partial class NormalNeuron
{
    [Formula]
    public static double Phi([Weight] double a, [Position] Vec w, [Input] Vec x) => a * NormalCdf(1.5 * Dot(w, x));
}

[MeanFieldModel<NormalNeuron, SquareLoss, TotalVariation>(Inputs = InputLaw.StandardNormal)]
internal sealed partial class Normal;

/// <summary>Linear in the inputs, a case without a kink; the dimension is fixed.</summary>
[Feature]
internal sealed partial class LinearNeuron
{
    [Formula]
    public static double Phi([Weight] double a, [Position, Dim(2)] Vec w, [Input] Vec x) => a * Dot(w, x);
}

[MeanFieldModel<LinearNeuron, SquareLoss>(Inputs = InputLaw.StandardNormal)]
internal sealed partial class Linear;

[Feature]
internal sealed partial class GrowingNeuron
{
    [Formula]
    public static double Phi([Weight] double a, [Position] Vec w, [Input] Vec x) => Exp(a) * Relu(Dot(w, x));
}

[MeanFieldModel<GrowingNeuron, SquareLoss>(Inputs = InputLaw.StandardNormal)]
internal sealed partial class Growing;
