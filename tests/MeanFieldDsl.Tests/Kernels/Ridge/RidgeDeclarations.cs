using MeanFieldDsl.Library;
using static MeanFieldDsl.Ops;

namespace MeanFieldDsl.Tests.Kernels.Ridge;

// One regularizer for all, whatever their degree: the theory is not what is tested.
#pragma warning disable MFD0702

// A model for each kind of ridge function: one form or two, a number of the row, a hyper-parameter, a vector in two forms.

[MeanFieldModel<ReluNeuron, SquareLoss, SquaredL2>]
internal sealed partial class ReluRidge;

[MeanFieldModel<ReluNeuronWithoutBias, SquareLoss, SquaredL2>]
internal sealed partial class ReluRidgeWithoutBias;

[MeanFieldModel<LeakyReluNeuron, SquareLoss, SquaredL2>]
internal sealed partial class LeakyRidge;

[MeanFieldModel<SigmoidNeuron, SquareLoss, SquaredL2>]
internal sealed partial class SigmoidRidge;

[MeanFieldModel<TanhNeuron, SquareLoss, SquaredL2>]
internal sealed partial class TanhRidge;

[MeanFieldModel<ErfNeuron, SquareLoss, SquaredL2>]
internal sealed partial class ErfRidge;

[MeanFieldModel<GeluNeuron, SquareLoss, SquaredL2>]
internal sealed partial class GeluRidge;

[MeanFieldModel<CosineNeuron, SquareLoss, SquaredL2>]
internal sealed partial class CosineRidge;

[Feature, PartiallyHomogeneous(1)]
internal sealed partial class GatedNeuron
{
    [Formula]
    public static double Phi([Weight] double a, [Position] Vec u, [Position] Vec w, [Position] double b, [Input] Vec x) =>
        a * Sigmoid(Dot(u, x)) * Math.Tanh(Dot(w, x) + b);
}

[MeanFieldModel<GatedNeuron, SquareLoss, SquaredL2>]
internal sealed partial class GatedRidge;

[Feature, PartiallyHomogeneous(1)]
internal sealed partial class ScaledNeuron
{
    public required double Scale { get; init; }

    [Formula]
    public double Phi([Weight] double a, [Position] Vec w, [Position] double b, [Input] Vec x, [Input] double s) =>
        a * Math.Sin((Scale * Dot(w, x)) + (s * b));
}

[MeanFieldModel<ScaledNeuron, SquareLoss, SquaredL2>]
internal sealed partial class ScaledRidge;

[Feature, PartiallyHomogeneous(1)]
internal sealed partial class TiedNeuron
{
    [Formula]
    public static double Phi([Weight] double a, [Position] Vec w, [Input] Vec x, [Input] Vec y) => a * Math.Tanh(Dot(w, x)) * Math.Cos(Dot(w, y));
}

[MeanFieldModel<TiedNeuron, SquareLoss, SquaredL2>]
internal sealed partial class TiedRidge;

[MeanFieldModel<ReluNeuron, SquareLoss, SquaredL2>(Precision = Precision.Single)]
internal sealed partial class ReluSingle;

[MeanFieldModel<SigmoidNeuron, SquareLoss, SquaredL2>(Precision = Precision.Single)]
internal sealed partial class SigmoidSingle;

[MeanFieldModel<GatedNeuron, SquareLoss, SquaredL2>(Precision = Precision.Single)]
internal sealed partial class GatedSingle;

[MeanFieldModel<ScaledNeuron, SquareLoss, SquaredL2>(Precision = Precision.Single)]
internal sealed partial class ScaledSingle;

[MeanFieldModel<TiedNeuron, SquareLoss, SquaredL2>(Precision = Precision.Single)]
internal sealed partial class TiedSingle;

[Feature]
internal sealed partial class HingeOfTwo
{
    [Formula]
    public static double Phi([Weight] double a, [Position] double b, [Position] double c, [Position] double e, [Input] double s, [Input] double t) =>
        a * Math.Max(0, (b * s) + (c * t) + e);
}

[MeanFieldModel<HingeOfTwo, SquareLoss, SquaredL2>]
internal sealed partial class HingeRidge;

[MeanFieldModel<HingeOfTwo, SquareLoss, SquaredL2>(Precision = Precision.Single)]
internal sealed partial class HingeSingle;

[Feature]
internal sealed partial class ShiftedRelu
{
    [Formula]
    public static double Phi([Weight] double a, [Position] Vec w, [Position] double b, [Input] Vec x, [Input] double s) =>
        a * Math.Max(0, Dot(w, x) + (b * s));
}

[MeanFieldModel<ShiftedRelu, SquareLoss, SquaredL2>]
internal sealed partial class ShiftedRidge;
