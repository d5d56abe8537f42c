using MeanFieldDsl.Generators.Formulas;

namespace MeanFieldDsl.Generators.Transform;

/// <summary>A scalar profile while its terms are collected.</summary>
internal sealed class ProfileSum(FormulaBuilder builder)
{
    public int Curvature { get; set; } = builder.Constant(0);

    public int Slope { get; set; } = builder.Constant(0);

    public List<Kink> Kinks { get; } = [];

    public int Low { get; set; } = -1;

    public int High { get; set; } = -1;

    public ScalarProfile ToProfile() => new(Curvature, Slope, new(Kinks.Where(k => !builder.IsZero(k.Weight))), Low, High);

    public void AddKink(int weight, int position)
    {
        int same = Kinks.FindIndex(k => k.Position == position);
        if (same >= 0)
        {
            Kinks[same] = new(builder.Add(Kinks[same].Weight, weight), position);
        }
        else
        {
            Kinks.Add(new(weight, position));
        }
    }
}

/// <summary>
/// Reads functions of one real variable as profiles: polynomials of degree 2, absolute values, maxima and minima of
/// affine functions, and choices that are +∞ off a closed interval.
/// </summary>
internal sealed class ProfileReader
{
    private readonly FormulaBuilder _builder;
    private readonly Func<int, bool> _varies;
    private readonly PolynomialReader _polynomials;
    private readonly ProximalConditions _conditions;

    public ProfileReader(FormulaBuilder builder, Func<int, bool> varies, ProximalConditions conditions)
    {
        _builder = builder;
        _varies = varies;
        _polynomials = new(builder, varies);
        _conditions = conditions;
    }

    /// <summary>The term that could not be read, and why.</summary>
    public (int Node, string Reason) Failure { get; private set; } = (-1, "");

    /// <summary>Adds coefficient · node to the profile.</summary>
    public bool Add(ProfileSum sum, int node, int coefficient, int variable) =>
        LinearTerms.Split(_builder, _varies, node, coefficient, (atom, factor) => Atom(sum, atom, factor, variable));

    private bool Atom(ProfileSum sum, int node, int coefficient, int variable)
    {
        if (_polynomials.Read(node, variable) is Quadratic p)
        {
            sum.Curvature = _builder.Add(sum.Curvature, LinearTerms.Twice(_builder, _builder.Multiply(coefficient, p.Second)));
            sum.Slope = _builder.Add(sum.Slope, _builder.Multiply(coefficient, p.First));
            return true;
        }

        Node n = _builder[node];
        switch (n.Op)
        {
            case Op.Abs when _polynomials.ReadAffine(n.A, variable) is { } affine:
                return Absolute(sum, coefficient, affine);
            case Op.Max or Op.Min when _polynomials.ReadAffine(n.A, variable) is { } a && _polynomials.ReadAffine(n.B, variable) is { } b:
                return Extremum(sum, n.Op, coefficient, a, b);
            case Op.Select when IsInfinite(n.C):
                return Indicator(sum, n.A, true, n.B, coefficient, variable);
            case Op.Select when IsInfinite(n.B):
                return Indicator(sum, n.A, false, n.C, coefficient, variable);
            default:
                return Fail(node, "has no closed form in the table of proximal maps");
        }
    }

    // c |αx + β| = c |α| |x + β/α|
    private bool Absolute(ProfileSum sum, int coefficient, (int Factor, int Shift) affine)
    {
        if (!_conditions.RequireNonZero(affine.Factor))
        {
            return Fail(affine.Factor, "may be zero");
        }

        int position = _builder.IsZero(affine.Shift) ? _builder.Constant(0) : _builder.Divide(_builder.Negate(affine.Shift), affine.Factor);
        sum.AddKink(_builder.Multiply(coefficient, _builder.Apply(Op.Abs, affine.Factor)), position);
        return true;
    }

    // max(A, B) = ½ (A + B) + ½ |A − B|, and min with the other sign.
    private bool Extremum(ProfileSum sum, Op op, int coefficient, (int Factor, int Shift) a, (int Factor, int Shift) b)
    {
        int half = _builder.Multiply(coefficient, _builder.Constant(0.5));
        sum.Slope = _builder.Add(sum.Slope, _builder.Multiply(half, _builder.Add(a.Factor, b.Factor)));
        return Absolute(sum, op == Op.Max ? half : _builder.Negate(half), (_builder.Subtract(a.Factor, b.Factor), _builder.Subtract(a.Shift, b.Shift)));
    }

    private bool Indicator(ProfileSum sum, int condition, bool whenTrue, int value, int coefficient, int variable)
    {
        // A factor 0 would make 0 · ∞ off the interval.
        return _conditions.RequireNonNegative(coefficient) && _conditions.RequireNonZero(coefficient)
            ? Region(sum, condition, whenTrue, variable) && Add(sum, value, coefficient, variable)
            : Fail(coefficient, "multiplies +∞ and may be zero or negative");
    }

    // The set where the condition is `truth`, as an intersection of closed half-lines.
    private bool Region(ProfileSum sum, int condition, bool truth, int variable)
    {
        Node n = _builder[condition];
        switch (n.Op)
        {
            case Op.Not:
                return Region(sum, n.A, !truth, variable);
            case Op.And when truth:
            case Op.Or when !truth:
                return Region(sum, n.A, truth, variable) && Region(sum, n.B, truth, variable);
            case Op.LessOrEqual when truth:
                return AtMost(sum, n.A, n.B, variable, condition);
            case Op.Less when !truth:
                return AtMost(sum, n.B, n.A, variable, condition);
            case Op.Less or Op.LessOrEqual:
                return Fail(condition, truth ? "excludes the end of the interval, where the minimum would lie; write <= or >=" : "does not include the end of the interval; write < or >");
            default:
                return Fail(condition, "does not describe an interval");
        }
    }

    private bool AtMost(ProfileSum sum, int smaller, int larger, int variable, int condition)
    {
        if (_builder[smaller].Op == Op.Abs && !_varies(larger))
        {
            // |z| <= r
            return AtMost(sum, _builder[smaller].A, larger, variable, condition)
                && AtMost(sum, _builder.Negate(larger), _builder[smaller].A, variable, condition);
        }

        if (_polynomials.ReadAffine(smaller, variable) is not { } a || _polynomials.ReadAffine(larger, variable) is not { } b
            || !_builder.IsConstant(_builder.Subtract(a.Factor, b.Factor), out double factor) || factor == 0)
        {
            return Fail(condition, "does not bound the parameter by a number");
        }

        int distance = _builder.Subtract(b.Shift, a.Shift);
        int bound = factor == -1 ? _builder.Negate(distance) : _builder.Divide(distance, _builder.Constant(factor));
        if (!Dependence.IsFixed(_builder.Nodes, bound))
        {
            return Fail(condition, "bounds one parameter by another");
        }

        if (factor > 0)
        {
            sum.High = sum.High < 0 ? bound : _builder.Apply(Op.Min, sum.High, bound);
        }
        else
        {
            sum.Low = sum.Low < 0 ? bound : _builder.Apply(Op.Max, sum.Low, bound);
        }

        return true;
    }

    private bool IsInfinite(int node) => _builder.IsConstant(node, out double value) && double.IsPositiveInfinity(value);

    private bool Fail(int node, string reason)
    {
        Failure = (node, reason);
        return false;
    }
}
