using System.Globalization;
using MeanFieldDsl.Generators.Formulas;
using MeanFieldDsl.Generators.Tests.Formulas;
using MeanFieldDsl.Generators.Transform;

namespace MeanFieldDsl.Generators.Tests.Transform;

public sealed class GradientCheckTests
{
    [Fact]
    public void The_derivative_of_another_parameter_fails_by_a_number()
    {
        Sketch s = new();
        Term a = s.Weight("a"), t = s.Position("t");
        Gradient right = Differentiator.Differentiate(s.Build(a * s.Apply(Op.Sin, t)), [0, 1]);
        Assert.Null(GradientCheck.Run(right));
        GradientCheck.Failure? failure = GradientCheck.Run(right with { Parameters = new([right.Of(0), right.Of(1) with { Scalar = right.Of(0).Scalar }]) });
        Assert.Equal(("t", true), (failure?.Parameter, failure?.RelativeError.IsFinite));
    }

    [Fact]
    public void The_root_of_a_term_that_is_0_fails_without_a_number()
    {
        Sketch s = new();
        Term a = s.Weight("a"), t = s.Position("t");
        GradientCheck.Failure? failure = GradientCheck.Run(Differentiator.Differentiate(s.Build(a + s.Apply(Op.Sqrt, (t - t) * (t - t))), [0, 1]));
        Assert.Equal(("t", false), (failure?.Parameter, failure?.RelativeError.IsFinite));
    }

    [Fact]
    public void An_error_says_what_it_is() => Assert.Equal(
        [
            "it differs from finite differences of the formula by a relative error of 0.31; this is a mistake in MeanFieldDsl, please report it",
            "it is not finite, though the formula is; look for a root or power of a term that is always 0, or an exponential that overflows",
            new GradientError(double.NaN).ToString("G2", CultureInfo.InvariantCulture),
        ],
        new[] { 0.3141, double.NaN, double.PositiveInfinity }.Select(static e => new GradientError(e).ToString("G2", CultureInfo.InvariantCulture)));
}
