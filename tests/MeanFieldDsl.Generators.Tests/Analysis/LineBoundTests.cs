using MeanFieldDsl.Generators.Analysis;
using MeanFieldDsl.Generators.Formulas;
using MeanFieldDsl.Generators.Tests.Formulas;

namespace MeanFieldDsl.Generators.Tests.Analysis;

public sealed class LineBoundTests
{
    [Fact]
    public void A_bound_is_near_the_supremum_and_never_below_it()
    {
        Check(0.42888194248035344, (s, x) => x * s.Apply(Op.Exp, -(x * x)));
        Check(0.7357588823428847, (s, x) => x * x * s.Apply(Op.Exp, -0.5 * (x * x)));
        Check(1, (s, x) => (1 - (x * x)) * s.Apply(Op.Exp, -0.5 * (x * x)));
        Check(1 / Math.Sqrt(2 * Math.E), (s, x) => Unit(s, x) * s.Apply(Op.Exp, -(Unit(s, x) * Unit(s, x))));
    }

    [Fact]
    public void What_is_not_bounded_has_no_bound()
    {
        Assert.Null(Bound((_, x) => x));
        Assert.Null(Bound((s, x) => s.Apply(Op.Exp, -x)));
        Assert.Null(Bound((s, x) => s.Apply(Op.Exp, (x * x) - (x * x * x * x)) * s.Apply(Op.Exp, x * x * x * x)));
        Assert.Null(Bound((s, x) => s.Hyper("Free") * s.Apply(Op.Exp, -(x * x))));
        Assert.Null(Bound((s, x) => x * s.Apply(Op.Atan, x)));
    }

    private static Term Unit(Sketch s, Term x) => x / new Term(s, s.Builder.HyperParameter(0));

    private static void Check(double supremum, Func<Sketch, Term, Term> function) =>
        Assert.InRange(Bound(function) ?? double.NaN, supremum * (1 - 1e-12), supremum * 1.01);

    private static double? Bound(Func<Sketch, Term, Term> function)
    {
        Sketch s = new();
        Term x = s.Prediction();
        _ = s.Hyper("Unit", domain: ValueDomain.Between(0, double.PositiveInfinity, minimumExcluded: true));
        Pieces pieces = Pieces.Split(s.Build(function(s, x)), 0);
        Piece piece = Assert.Single(pieces.All);
        return LineBound.Of(pieces, piece, piece.Root);
    }
}
