using MeanFieldDsl.Generators.Analysis.Magnitudes;
using MeanFieldDsl.Generators.Formulas;
using MeanFieldDsl.Generators.Transform;

namespace MeanFieldDsl.Generators.Analysis;

/// <summary>
/// Whether the second derivative in one scalar parameter is bounded, for each value of the others: by rates of growth,
/// where the function is differentiable, or not by values that grow along a ray. It gives no constant.
/// </summary>
internal static class SecondDerivative
{
    public static Finding IsBounded(Formula formula, int parameter)
    {
        bool[] wanted = [.. formula.Parameters.Select((_, p) => p == parameter)];
        Finding differentiable = Differentiability.Of(formula, wanted);
        if (differentiable.IsRefuted)
        {
            // Where it is not smooth, as a place that a sentence can name.
            return differentiable with { Reason = differentiable.Reason.Substring(KinkWitness.Not.Length) };
        }

        (IReadOnlyList<Node> nodes, int second) = Derive(formula, parameter);
        if (second < 0)
        {
            return differentiable.IsProved ? Finding.Proved("growth", "it is 0") : differentiable;
        }

        MagnitudePass pass = new(formula, nodes, p => p == parameter);
        return differentiable.IsProved && pass.Of(second).IsBounded
            ? Finding.Proved("growth", "the second derivative is bounded by the growth of its terms")
            : RayWitness.Find(formula, nodes, second, [parameter]) is RayWitness witness
            ? Finding.Refuted("growth", "its second derivative " + witness)
            : Finding.Undecided("growth", "no bound was derived for its second derivative");
    }

    private static (IReadOnlyList<Node> Nodes, int Second) Derive(Formula formula, int parameter)
    {
        Gradient first = Differentiator.Differentiate(formula, [parameter]).WithUnitCotangent();
        int scalar = first.Parameters[0].Scalar;
        if (scalar < 0)
        {
            return (first.Nodes, -1);
        }

        FormulaBuilder builder = new(first.Nodes);
        Formula slope = builder.Build(formula.Name, scalar, formula.Parameters, formula.HyperParameters) with { Primitives = formula.Primitives };
        Gradient second = Differentiator.Differentiate(slope, [parameter]).WithUnitCotangent();
        return (second.Nodes, second.Parameters[0].Scalar);
    }
}
