using MeanFieldDsl.Generators.Formulas;
using MeanFieldDsl.Generators.Tests.Formulas;

namespace MeanFieldDsl.Generators.Tests.Analysis;

/// <summary>A regularizer with what is true of it.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Degree">Its degree in the particle, "-" for none.</param>
/// <param name="IsConvex">Whether it is convex.</param>
/// <param name="IsSemiconvex">Whether some multiple of the squared norm makes it convex.</param>
/// <param name="IsCoercive">Whether it grows without bound in every direction.</param>
/// <param name="IsNonNegative">Whether it is never negative.</param>
/// <param name="IsDifferentiable">Whether it is differentiable with a locally Lipschitz derivative.</param>
/// <param name="Formula">The formula.</param>
internal sealed record TextbookRegularizer(
    string Name, string Degree, bool IsConvex, bool IsSemiconvex, bool IsCoercive, bool IsNonNegative, bool IsDifferentiable, Formula Formula);

/// <summary>Regularizers of the literature, for parameters of any sign and hyper-parameters in their domains.</summary>
internal static class TextbookRegularizers
{
    private static readonly ValueDomain Positive = ValueDomain.Between(0, double.PositiveInfinity, minimumExcluded: true);

    // V: convex, S: semiconvex, K: coercive, N: non-negative, D: differentiable; small letters say not.
    public static IReadOnlyList<TextbookRegularizer> All { get; } =
    [
        Make("|w|", "1", "VSKNd", s => s.Apply(Op.Abs, s.Weight("w"))),
        Make("λ|w|", "1", "VSKNd", s => s.Hyper("Lambda", domain: Positive) * s.Apply(Op.Abs, s.Weight("w"))),
        Make("w²", "2", "VSKND", s => s.Pow(s.Weight("w"), 2)),
        Make("w² + ‖t‖²", "2", "VSKND", s => s.Pow(s.Weight("w"), 2) + s.SquaredNorm(Vector(s))),
        Make("|w| ‖t‖", "2", "vSkNd", s => s.Apply(Op.Abs, s.Weight("w")) * s.Norm(Vector(s))),
        Make("|w| ‖t‖ + w²", "2", "vSkNd", s => s.Weight("w") is var w ? (s.Apply(Op.Abs, w) * s.Norm(Vector(s))) + s.Pow(w, 2) : w),
        Make("‖θ‖", "1", "VSKNd", s => s.Norm(s.Vector("theta", ParameterRole.Unbound))),
        Make("‖θ‖²", "2", "VSKND", s => s.SquaredNorm(s.Vector("theta", ParameterRole.Unbound))),
        Make("‖θ‖³", "3", "VSKND", s => s.Pow(s.Norm(s.Vector("theta", ParameterRole.Unbound)), 3)),
        Make("elastic net", "-", "VSKNd", s => s.Weight("w") is var w ? s.Apply(Op.Abs, w) + (0.5 * s.Pow(w, 2)) : w),
        Make("largest element", "1", "VSKNd", s => Vector(s) is var t ? s.Over(Op.MaxOver, t, at => s.Apply(Op.Abs, at(t))) : default),
        Make("l1 norm", "1", "VSKNd", s => s.Sum(Vector(s), e => s.Apply(Op.Abs, e))),
        Make("l4 power", "4", "VSKND", s => s.Sum(Vector(s), e => s.Pow(e, 4))),
        Make("l1/2 power", "1/2", "vsKNd", s => s.Sum(Vector(s), e => s.Apply(Op.Sqrt, s.Apply(Op.Abs, e)))),
        Make("power P of the modulus", "P", "VSKNd", s => s.Apply(Op.Pow, s.Apply(Op.Abs, s.Weight("w")), s.Hyper("P", domain: ValueDomain.Between(1, 1.5)))),
        Make("smoothed absolute value", "-", "VSKND", s => s.Apply(Op.Sqrt, s.Pow(s.Weight("w"), 2) + 1e-6)),
        Make("Huber", "-", "VSKND", s => s.Weight("w") is var w ? s.Select(s.Apply(Op.Abs, w) < s.Number(1), 0.5 * s.Pow(w, 2), s.Apply(Op.Abs, w) - 0.5) : w),
        Make("softplus barrier", "-", "VSkND", s => s.Apply(Op.Softplus, s.Weight("w"))),
        Make("cosh", "-", "VSKND", s => s.Apply(Op.Cosh, s.Weight("w"))),
        Make("double well", "-", "vSKND", s => s.Pow(s.Pow(s.Weight("w"), 2) - 1.0, 2)),
        Make("log(1 + w²)", "-", "vSKND", s => s.Apply(Op.Log1p, s.Pow(s.Weight("w"), 2))),
        Make("sum of log(1 + t²)", "-", "vSKND", s => s.Sum(Vector(s), e => s.Apply(Op.Log1p, s.Pow(e, 2)))),
        Make("log(1 + |w|)", "-", "vSKNd", s => s.Apply(Op.Log1p, s.Apply(Op.Abs, s.Weight("w")))),
        Make("cosine potential", "-", "vSkND", s => 1 - s.Apply(Op.Cos, s.Weight("w"))),
        Make("Gaussian well", "-", "vSkND", s => 1 - s.Apply(Op.Exp, -s.Pow(s.Weight("w"), 2))),
        Make("minimax concave penalty", "-", "vSkNd", s => s.Apply(Op.Abs, s.Weight("w")) is var r ? s.Select(r < s.Number(2), r - (0.25 * s.Pow(r, 2)), s.Number(1)) : r),
        Make("SCAD", "-", "vSkNd", s => s.Apply(Op.Abs, s.Weight("w")) is var r
            ? s.Select(r < s.Number(1), r, s.Select(r < s.Number(3), ((6 * r) - s.Pow(r, 2) - 1.0) / 4, s.Number(2))) : r),
        Make("capped square", "-", "vskNd", s => s.Apply(Op.Min, s.Pow(s.Weight("w"), 2), s.Number(1))),
        Make("quadratic plus cosine", "-", "vSKND", s => s.Weight("w") is var w ? s.Pow(w, 2) + (4 * (1 - s.Apply(Op.Cos, w))) : w),
        Make("tilted well", "-", "vSKnD", s => s.Weight("w") is var w ? s.Pow(w, 4) - s.Pow(w, 2) : w),
        Make("linear", "1", "VSknD", s => s.Weight("w")),
    ];

    private static int Vector(Sketch s) => s.Vector("t", ParameterRole.Position);

    private static TextbookRegularizer Make(string name, string degree, string facts, Func<Sketch, Term> body)
    {
        Sketch s = new();
        Formula formula = s.Build(body(s), "V");
        return new(name, degree, facts[0] == 'V', facts[1] == 'S', facts[2] == 'K', facts[3] == 'N', facts[4] == 'D', formula);
    }
}
