using MeanFieldDsl.Generators.Formulas;

namespace MeanFieldDsl.Generators.Analysis;

/// <summary>
/// Ranges, monotonicity and curvature by the composition rules of disciplined convex programming, from the columns of
/// the operation table. Beyond the usual rules it follows the curvature of logarithms (sums and products of
/// log-convex terms are log-convex) and of square roots (norms). A convexity it finds holds wherever the formula
/// has a value, in exact arithmetic, and for all values of the parameters in their domains.
/// </summary>
internal sealed class CurvaturePass : ForwardPass<ValueShape, CurvatureRule>
{
    private readonly bool[] _variables;
    private readonly bool _isScalar;

    private CurvaturePass(Formula formula, bool[] variables)
        : base(formula)
    {
        _variables = variables;
        _isScalar = variables.Count(v => v) == 1 && formula.Parameters[Array.IndexOf(variables, true)].Type != FormulaType.Vector;
    }

    public static (ValueShape Root, RuleFailure<ValueShape, CurvatureRule>? Failure) Analyze(Formula formula, bool[] variables)
    {
        CurvaturePass pass = new(formula, variables);
        ValueShape? root = pass.Run();
        return (root ?? ValueShape.Fixed(Interval.All), pass.Failure);
    }

    /// <summary>The shapes of all nodes.</summary>
    public static ValueShape[] Shapes(Formula formula, bool[] variables)
    {
        CurvaturePass pass = new(formula, variables);
        _ = pass.Run();
        return [.. Enumerable.Range(0, formula.Root + 1).Select(i => pass[i] ?? ValueShape.Fixed(Interval.All))];
    }

    protected override ValueShape? Visit(Node node)
    {
        ValueShape shape = (node.Op switch
        {
            Op.Constant => ValueShape.Fixed(Interval.Of(node.Value)),
            Op.Parameter or Op.BoundElement or Op.Element => Leaf(node.A),
            Op.HyperParameter => ValueShape.Fixed(Formula.HyperParameters[node.A].Range),
            Op.Length => ValueShape.Fixed(Interval.NonNegative),
            Op.LoopIndex or Op.Cotangent => ValueShape.Fixed(Interval.All),
            Op.SumOver or Op.ProductOver or Op.MaxOver => Reduction(node),
            _ => Operate(OperationTable.Get(node.Op), node),
        }).Completed();
        return _isScalar || !shape.Varies ? shape : shape with { Trend = Trend.None };
    }

    private ValueShape At(int node) => this[node] ?? ValueShape.Fixed(Interval.All);

    private ValueShape Leaf(int parameter)
    {
        Interval range = Formula.Parameters[parameter].Range;
        return _variables[parameter] ? ValueShape.Variable(range) : ValueShape.Fixed(range);
    }

    private ValueShape Operate(Operation operation, Node node)
    {
        int arity = operation.Arity;
        ValueShape a = At(node.A), b = arity > 1 ? At(node.B) : default, c = arity > 2 ? At(node.C) : default;
        Interval range = operation.Range(a.Range, b.Range, c.Range);
        if (!a.Varies && !b.Varies && !c.Varies)
        {
            return ValueShape.Fixed(node.Op is Op.Multiply && node.A == node.B ? a.Range.Square() : range);
        }

        return node.Op switch
        {
            Op.Add => Sum(node, a, b),
            Op.Subtract => Sum(node, a, b.Negated()),
            Op.Multiply or Op.GuardedMultiply => Product(node, a, b),
            Op.FusedMultiplyAdd => Sum(node, Product(node, a, b).Completed(), c),
            Op.Divide => Product(node, a, Inverse(b).Completed()),
            Op.Negate => a.Negated(),
            Op.Max => Larger(a, b, range),
            Op.Min => Larger(a.Negated(), b.Negated(), -range).Negated(),
            Op.Pow => Power(node, a, b, range),
            Op.Select => Choice(node, a, b, c, range),
            Op.Abs => (Compose(operation, node, a, range) with { IsRootConvex = a.IsRootConvex }).Completed(),
            Op.Sqrt or Op.NormRoot when a.IsRootConvex => new(range, true, a.Trend, Curvature.Convex, Curvature.None, false),
            Op.Log when a.LogCurvature != Curvature.None => new(range, true, a.Trend, a.LogCurvature, Curvature.None, false),
            Op.Exp => Compose(operation, node, a, range) with { LogCurvature = a.Curvature },
            _ => operation.Arity == 1 ? Compose(operation, node, a, range) : Unknown(range),
        };
    }

    private static ValueShape Unknown(Interval range) => new(range, true, Trend.None, Curvature.None, Curvature.None, false);

    // f(g) is convex when f is convex and g is affine, or convex where f rises, or concave where f falls.
    private ValueShape Compose(Operation operation, Node node, ValueShape a, Interval range)
    {
        Trend outer = operation.Trend(a.Range);
        Curvature own = operation.Curvature(a.Range);
        Curvature curvature = Composed(own, outer, a);
        Curvature log = Composed(operation.LogCurvature, outer, a);
        Trend trend = (outer & Trend.Rising) != 0 ? a.Trend : (outer & Trend.Falling) != 0 ? ValueShape.Flip(a.Trend) : Trend.None;
        if (curvature == Curvature.None && log == Curvature.None && a.Curvature != Curvature.None)
        {
            string bends = own switch { Curvature.Convex => "convex", Curvature.Concave => "concave", _ => "neither convex nor concave" };
            _ = Fail(CurvatureRule.Composition, node.A, "is " + bends + " composed with a term that is " + a.Word);
        }

        return new(range, true, trend, curvature, log, false);
    }

    private static Curvature Composed(Curvature own, Trend outer, ValueShape a)
    {
        bool Fits(Curvature wanted) => (own & wanted) != 0
            && (a.IsAffine || ((a.Curvature & wanted) != 0 && (outer & Trend.Rising) != 0) || ((ValueShape.Flip(a.Curvature) & wanted) != 0 && (outer & Trend.Falling) != 0));
        return (Fits(Curvature.Convex) ? Curvature.Convex : 0) | (Fits(Curvature.Concave) ? Curvature.Concave : 0);
    }

    private ValueShape Sum(Node node, ValueShape a, ValueShape b)
    {
        Curvature curvature = a.Curvature & b.Curvature;
        if (curvature == Curvature.None && a.Curvature != Curvature.None && b.Curvature != Curvature.None)
        {
            _ = Fail(CurvatureRule.Sum, node.B, "adds a term that is " + a.Word + " and one that is " + b.Word);
        }

        return new(
            a.Range + b.Range, true, a.Trend & b.Trend, curvature, a.LogCurvature & b.LogCurvature & Curvature.Convex, a.IsRootConvex && b.IsRootConvex);
    }

    private ValueShape Product(Node node, ValueShape a, ValueShape b)
    {
        if (!a.Varies || !b.Varies)
        {
            return a.Varies ? a.Times(b.Range) : b.Times(a.Range);
        }

        Curvature log = a.LogCurvature & b.LogCurvature;
        if (node.Op != Op.Divide && node.A == node.B)
        {
            // g² is |g| squared, and |g| is convex when g is affine, convex and ≥ 0, or concave and ≤ 0.
            bool isConvex = a.IsAffine || (a.IsConvex && a.Range.IsNonNegative) || (a.IsConcave && a.Range.IsNonPositive);
            Trend square = a.Range.IsNonNegative ? a.Trend : a.Range.IsNonPositive ? ValueShape.Flip(a.Trend) : Trend.None;
            return isConvex || log != Curvature.None
                ? new(a.Range.Square(), true, square, isConvex ? Curvature.Convex : Curvature.None, log, isConvex)
                : FailedProduct(node, a, b) with { Range = a.Range.Square(), Trend = square };
        }

        // For one variable: gh is convex when both are convex, ≥ 0 and move the same way: (gh)'' = g''h + 2g'h' + gh''.
        bool positive = a.Range.IsNonNegative && b.Range.IsNonNegative;
        Trend common = a.Trend & b.Trend;
        Trend trend = positive ? common : Trend.None;
        bool isProductConvex = positive && a.IsConvex && b.IsConvex && _isScalar && common != Trend.None;
        return isProductConvex || log != Curvature.None
            ? new(a.Range * b.Range, true, trend, isProductConvex ? Curvature.Convex : Curvature.None, log, false)
            : FailedProduct(node, a, b) with { Trend = trend };
    }

    private ValueShape FailedProduct(Node node, ValueShape a, ValueShape b)
    {
        _ = Fail(CurvatureRule.Product, node.A, "multiplies a term that is " + a.Word + " and one that is " + b.Word);
        return Unknown(a.Range * b.Range);
    }

    // 1/b for b > 0: falls with b and is convex; its logarithm is −log b.
    private static ValueShape Inverse(ValueShape b)
    {
        Interval range = Interval.Of(1) / b.Range;
        return !b.Varies ? ValueShape.Fixed(range)
            : b.Range.IsPositive ? new(range, true, ValueShape.Flip(b.Trend), b.IsConcave ? Curvature.Convex : Curvature.None, ValueShape.Flip(b.LogCurvature), false)
            : b.Range.IsNegative ? new(range, true, ValueShape.Flip(b.Trend), b.IsConvex ? Curvature.Concave : Curvature.None, Curvature.None, false)
            : Unknown(Interval.All);
    }

    private static ValueShape Larger(ValueShape a, ValueShape b, Interval range) => new(
        range,
        true,
        a.Trend & b.Trend,
        a.Curvature & b.Curvature & Curvature.Convex,
        a.LogCurvature & b.LogCurvature & Curvature.Convex,
        a.IsRootConvex && b.IsRootConvex);

    private ValueShape Choice(Node node, ValueShape a, ValueShape b, ValueShape c, Interval range)
    {
        if (!a.Varies)
        {
            return new(
                range, true, b.Trend & c.Trend, b.Curvature & c.Curvature, range.IsPositive ? b.LogCurvature & c.LogCurvature : Curvature.None, b.IsRootConvex && c.IsRootConvex);
        }

        // The indicator of a convex set: g inside and ∞ outside.
        if (c.Range.Low == double.PositiveInfinity && b.IsConvex && IsConvexSet(node.A))
        {
            return new(range, true, Trend.None, Curvature.Convex, Curvature.None, false);
        }

        _ = Fail(CurvatureRule.Choice, node.A, "switches between its branches");
        return Unknown(range);
    }

    private bool IsConvexSet(int condition)
    {
        Node node = Formula.Nodes[condition];
        return !At(condition).Varies
            || (node.Op == Op.And && IsConvexSet(node.A) && IsConvexSet(node.B))
            || (node.Op is Op.Less or Op.LessOrEqual && At(node.A).IsConvex && At(node.B).IsConcave);
    }

    private ValueShape Power(Node node, ValueShape a, ValueShape b, Interval range)
    {
        if (b.Varies)
        {
            // a^b = e^(b log a).
            return !a.Varies && a.Range.IsPositive && b.IsAffine
                ? new(range, true, Trend.None, Curvature.Convex, Curvature.Affine, false)
                : Unknown(range);
        }

        Interval p = b.Range;
        if (a.Range.IsNonNegative)
        {
            Trend trend = p.IsNonNegative ? a.Trend : p.IsNonPositive && a.Range.IsPositive ? ValueShape.Flip(a.Trend) : Trend.None;
            Curvature log = !a.Range.IsPositive ? Curvature.None : p.IsNonNegative ? a.LogCurvature : p.IsNonPositive ? ValueShape.Flip(a.LogCurvature) : Curvature.None;
            bool isConvex = (p.Low >= 1 && a.IsConvex) || (p.IsNonPositive && a.Range.IsPositive && a.IsConcave);
            bool isConcave = p.Low >= 0 && p.High <= 1 && a.IsConcave;
            if (!isConvex && !isConcave && log == Curvature.None && a.Curvature != Curvature.None)
            {
                _ = Fail(CurvatureRule.Composition, node.A, "raises a term that is " + a.Word + " to a power");
            }

            return new(range, true, trend, (isConvex ? Curvature.Convex : 0) | (isConcave ? Curvature.Concave : 0), log, isConvex && p.Low >= 2);
        }

        bool isEven = p.IsPoint && p.Low % 2 == 0 && p.Low >= 2;
        return isEven && a.IsAffine ? new(range, true, Trend.None, Curvature.Convex, Curvature.None, true) : Unknown(range);
    }

    private ValueShape Reduction(Node node)
    {
        ValueShape body = At(node.A);
        Interval range = body.Range;
        bool depends = body.Varies || (node.B >= 0 && (At(node.B).Varies || At(node.C).Varies));
        range = node.Op switch
        {
            // Any number of terms; a range can be empty, a vector has an element.
            Op.SumOver => new(
                range.IsNonNegative ? 0 : double.NegativeInfinity,
                range.IsNonPositive ? 0 : double.PositiveInfinity,
                node.LoopParameter >= 0 && (range.IsPositive || range.IsNegative)),
            Op.ProductOver => (range.IsNonNegative ? Interval.NonNegative : Interval.All) with { ExcludesZero = range.IsZeroFree },
            _ => range,
        };
        return !depends ? ValueShape.Fixed(range)
            : node.B >= 0 && (At(node.B).Varies || At(node.C).Varies) ? Unknown(range)
            : node.Op switch
            {
                Op.SumOver => new(range, true, body.Trend, body.Curvature, Curvature.None, body.IsRootConvex),
                Op.MaxOver => new(range, true, body.Trend, body.Curvature & Curvature.Convex, body.LogCurvature & Curvature.Convex, body.IsRootConvex),
                _ => Unknown(range),
            };
    }
}
