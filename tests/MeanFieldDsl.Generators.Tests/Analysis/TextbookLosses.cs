using MeanFieldDsl.Generators.Formulas;
using MeanFieldDsl.Generators.Tests.Formulas;

namespace MeanFieldDsl.Generators.Tests.Analysis;

/// <summary>A loss with what is true of it.</summary>
/// <param name="Name">Its name in the literature.</param>
/// <param name="IsConvex">Whether it is convex in the prediction.</param>
/// <param name="Lipschitz">The least Lipschitz constant of its derivative where it is a number, ∞ where there is none, NaN where it depends on parameters.</param>
/// <param name="Formula">The formula.</param>
internal sealed record TextbookLoss(string Name, bool IsConvex, double Lipschitz, Formula Formula);

/// <summary>Losses from the literature, as a user would write them.</summary>
internal static class TextbookLosses
{
    private const double None = double.PositiveInfinity;
    private static readonly ValueDomain Labels = ValueDomain.OfLabels(-1, 1);
    private static readonly ValueDomain Positive = ValueDomain.Between(0, double.PositiveInfinity, minimumExcluded: true);
    private static readonly ValueDomain NonNegative = ValueDomain.Between(0, double.PositiveInfinity);
    private static readonly ValueDomain Unit = ValueDomain.Between(0, 1);

    public static IReadOnlyList<TextbookLoss> All() =>
    [
        // Of the residual r = f − y.
        Residual("square", true, 1, (s, r) => 0.5 * (r * r)),
        Residual("absolute", true, None, (s, r) => s.Apply(Op.Abs, r)),
        Residual("fourth power", true, None, (s, r) => s.Pow(r, 4)),
        Residual("power 3/2", true, None, (s, r) => s.Pow(s.Apply(Op.Abs, r), 1.5)),
        Residual("cube of the modulus", true, None, (s, r) => s.Pow(s.Apply(Op.Abs, r), 3)),
        Residual("Huber", true, 1, (s, r) => Huber(s, r, s.Hyper("Delta", domain: Positive))),
        Residual("Huber by signs", true, 1, (s, r) => s.Select(s.Apply(Op.Less, r, s.Number(-1)), -r - 0.5, s.Select(s.Apply(Op.Less, s.Number(1), r), r - 0.5, 0.5 * (r * r)))),
        Residual("pseudo-Huber", true, 1, (s, r) => s.Apply(Op.Sqrt, 1 + (r * r)) - 1.0),
        Residual("scaled pseudo-Huber", true, 1, (s, r) =>
        {
            Term d = s.Hyper("Delta", domain: Positive);
            return d * d * (s.Apply(Op.Sqrt, 1 + ((r / d) * (r / d))) - 1.0);
        }),
        Residual("log-cosh by softplus", true, 1, (s, r) => s.Apply(Op.Softplus, 2 * r) - r - 0.69314718055994531),
        Residual("log-cosh as written", true, 1, (s, r) => s.Apply(Op.Log, s.Apply(Op.Cosh, r))),
        Residual("quantile", true, None, (s, r) =>
        {
            Term level = s.Hyper("Level", domain: Unit);
            return s.Apply(Op.Max, level * -r, (level - 1.0) * -r);
        }),
        Residual("quantile by a choice", true, None, (s, r) =>
        {
            Term level = s.Hyper("Level", domain: Unit);
            return s.Select(s.Apply(Op.Less, r, s.Number(0)), -level * r, (1 - level) * r);
        }),
        Residual("expectile", true, 1.8, (s, r) => s.Select(s.Apply(Op.Less, r, s.Number(0)), 0.9 * (r * r), 0.1 * (r * r))),
        Residual("ε-insensitive", true, None, (s, r) => s.Relu(s.Apply(Op.Abs, r) - s.Hyper("Epsilon", domain: NonNegative))),
        Residual("squared ε-insensitive", true, 2, (s, r) =>
        {
            Term beyond = s.Relu(s.Apply(Op.Abs, r) - s.Hyper("Epsilon", domain: NonNegative));
            return beyond * beyond;
        }),
        Residual("linex", true, None, (s, r) => s.Apply(Op.Exp, r) - r - 1.0),
        Residual("cosh", true, None, (s, r) => s.Apply(Op.Cosh, r) - 1.0),
        Residual("fair", true, 1, (s, r) => s.Apply(Op.Abs, r) - s.Apply(Op.Log1p, s.Apply(Op.Abs, r))),
        Residual("elastic", true, None, (s, r) => (r * r) + s.Apply(Op.Abs, r)),
        Residual("Cauchy", false, 2, (s, r) => s.Apply(Op.Log, 1 + (r * r))),
        Residual("Geman-McClure", false, 2, (s, r) => r * r / (1 + (r * r))),
        Residual("Welsch", false, 1, (s, r) => 1 - s.Apply(Op.Exp, -0.5 * (r * r))),
        Residual("Tukey", false, 6, (s, r) =>
        {
            Term inside = 1 - (r * r);
            return s.Select(s.Apply(Op.LessOrEqual, s.Apply(Op.Abs, r), s.Number(1)), 1 - (inside * inside * inside), s.Number(1));
        }),
        Residual("truncated square", false, None, (s, r) => s.Apply(Op.Min, r * r, s.Number(1))),
        Residual("root of the modulus", false, None, (s, r) => s.Apply(Op.Sqrt, s.Apply(Op.Abs, r))),
        Residual("Huber with a jump", false, None, (s, r) =>
        {
            Term size = s.Apply(Op.Abs, r);
            return s.Select(s.Apply(Op.LessOrEqual, size, s.Number(1)), 0.5 * (r * r), size);
        }),
        Residual("Huber with a falling slope", false, None, (s, r) =>
        {
            Term size = s.Apply(Op.Abs, r);
            return s.Select(s.Apply(Op.LessOrEqual, size, s.Number(1)), 0.5 * (r * r), (0.9 * size) - 0.4);
        }),

        // Of the margin m = y f with labels −1 and 1.
        Margin("logistic", true, 0.25, (s, m) => s.Apply(Op.Softplus, -m)),
        Margin("logistic as written", true, 0.25, (s, m) => s.Apply(Op.Log, 1 + s.Apply(Op.Exp, -m))),
        Margin("logistic by log1p", true, 0.25, (s, m) => s.Apply(Op.Log1p, s.Apply(Op.Exp, -m))),
        Margin("logistic by sigmoid", true, 0.25, (s, m) => -s.Apply(Op.Log, s.Apply(Op.Sigmoid, m))),
        Margin("hinge", true, None, (s, m) => s.Relu(1 - m)),
        Margin("squared hinge", true, 1, (s, m) => 0.5 * (s.Relu(1 - m) * s.Relu(1 - m))),
        Margin("smoothed hinge", true, 1, (s, m) => s.Select(s.Apply(Op.LessOrEqual, m, s.Number(0)), 0.5 - m, s.Select(s.Apply(Op.Less, m, s.Number(1)), 0.5 * ((1 - m) * (1 - m)), s.Number(0)))),
        Margin("modified Huber", true, 2, (s, m) => s.Select(s.Apply(Op.LessOrEqual, s.Number(-1), m), s.Relu(1 - m) * s.Relu(1 - m), -4.0 * m)),
        Margin("exponential", true, None, (s, m) => s.Apply(Op.Exp, -m)),
        Margin("probit", true, 1, (s, m) => -s.Apply(Op.Log, s.Apply(Op.NormalCdf, m))),
        Margin("focal-free square", true, 1, (s, m) => 0.5 * ((1 - m) * (1 - m))),
        Margin("large-margin unified machine", true, 4, (s, m) => s.Select(s.Apply(Op.Less, m, s.Number(0.5)), 1 - m, 1 / (4 * m))),
        Margin("0-1", false, None, (s, m) => s.Select(s.Apply(Op.Less, m, s.Number(0)), s.Number(1), s.Number(0))),
        Margin("ramp", false, None, (s, m) => s.Apply(Op.Min, s.Number(1), s.Relu(1 - m))),
        Margin("sigmoid", false, 1 / (6 * Math.Sqrt(3)), (s, m) => s.Apply(Op.Sigmoid, -m)),
        Margin("tanh", false, 4 / (3 * Math.Sqrt(3)), (s, m) => 1 - s.Apply(Op.Tanh, m)),
        Margin("Savage", false, double.NaN, (s, m) =>
        {
            Term p = s.Apply(Op.Sigmoid, -m);
            return p * p;
        }),
        Margin("tangent", false, double.NaN, (s, m) =>
        {
            Term t = (2 * s.Apply(Op.Atan, m)) - 1.0;
            return t * t;
        }),

        // Likelihoods, by their link.
        Likelihood("Poisson", true, None, NonNegative, (s, f, y) => s.Apply(Op.Exp, f) - (y * f)),
        Likelihood("gamma with a log link", true, None, Positive, (s, f, y) => f + (y * s.Apply(Op.Exp, -f))),
        Likelihood("gamma with an inverse link", true, None, Positive, (s, f, y) => (y * f) - s.Apply(Op.Log, f)),
        Likelihood("gamma of the mean", false, None, Positive, (s, f, y) => (y / f) + s.Apply(Op.Log, f)),
        Likelihood("Tweedie with a log link", true, None, NonNegative, (s, f, y) =>
        {
            Term p = s.Hyper("Power", domain: ValueDomain.Between(1, 2, true, true));
            return (s.Apply(Op.Exp, (2 - p) * f) / (2 - p)) - (y * s.Apply(Op.Exp, (1 - p) * f) / (1 - p));
        }),
        Likelihood("negative binomial", true, double.NaN, NonNegative, (s, f, y) =>
        {
            Term k = s.Hyper("Dispersion", domain: Positive);
            return ((y + k) * s.Apply(Op.Log, k + s.Apply(Op.Exp, f))) - (y * f);
        }),
        Likelihood("cross-entropy of a probability", true, 0.25, Unit, (s, f, y) => s.Apply(Op.Softplus, f) - (y * f)),
        Likelihood("cross-entropy by logarithms of sigmoids", true, 0.25, Unit, (s, f, y) =>
            -(y * s.Apply(Op.Log, s.Apply(Op.Sigmoid, f))) - ((1 - y) * s.Apply(Op.Log, s.Apply(Op.Sigmoid, -f)))),
        Likelihood("squared logarithm", false, None, Positive, (s, f, y) =>
        {
            Term d = s.Apply(Op.Log1p, s.Apply(Op.Abs, f)) - s.Apply(Op.Log1p, y);
            return d * d;
        }),
        Likelihood("square of a sigmoid", false, double.NaN, Unit, (s, f, y) =>
        {
            Term d = s.Apply(Op.Sigmoid, f) - y;
            return d * d;
        }),
        Likelihood("product", false, double.NaN, null, (s, f, y) => y * (f * f)),
    ];

    private static Term Huber(Sketch s, Term r, Term delta)
    {
        Term size = s.Apply(Op.Abs, r);
        return s.Select(s.Apply(Op.LessOrEqual, size, delta), 0.5 * (size * size), delta * (size - (0.5 * delta)));
    }

    private static TextbookLoss Residual(string name, bool isConvex, double lipschitz, Func<Sketch, Term, Term> loss)
    {
        Sketch s = new();
        Term residual = s.Prediction() - s.Target();
        return new(name, isConvex, lipschitz, s.Build(loss(s, residual)));
    }

    private static TextbookLoss Margin(string name, bool isConvex, double lipschitz, Func<Sketch, Term, Term> loss)
    {
        Sketch s = new();
        Term f = s.Prediction();
        return new(name, isConvex, lipschitz, s.Build(loss(s, s.Target(Labels) * f)));
    }

    private static TextbookLoss Likelihood(string name, bool isConvex, double lipschitz, ValueDomain? domain, Func<Sketch, Term, Term, Term> loss)
    {
        Sketch s = new();
        Term f = s.Prediction(), y = s.Target(domain);
        return new(name, isConvex, lipschitz, s.Build(loss(s, f, y)));
    }
}
