using MeanFieldDsl.Generators.Formulas;

namespace MeanFieldDsl.Generators.Tests.Formulas;

/// <summary>A random formula with a way to draw points inside its domain.</summary>
internal sealed record RandomFormula(Formula Formula, int Seed, Func<Random, Binding> Draw)
{
    public override string ToString() => "seed " + Seed + ": " + FormulaPrinter.Print(Formula);
}

/// <summary>Which formulas are drawn.</summary>
internal enum RandomStyle
{
    /// <summary>All operations.</summary>
    Any,

    /// <summary>Without jumps: no sign and no choice between unrelated branches. Kinks remain.</summary>
    Continuous,

    /// <summary>Few constants and transcendental functions, so that many formulas are homogeneous.</summary>
    Graded,
}

/// <summary>
/// Draws formulas over weights, positions, vectors, inputs and hyper-parameters. Every sub-expression is drawn with
/// an interval that holds its value at every point <see cref="RandomFormula.Draw"/> gives, so that no operation
/// leaves its domain and no value grows out of proportion; what would is wrapped until it does not.
/// </summary>
internal sealed class RandomFormulas
{
    private const double Largest = 200;
    private const int PositiveScalar = 2;

    private static readonly FormulaParameter[] Parameters =
    [
        new("a", ParameterRole.Weight, FormulaType.Real, Dimension.Scalar),
        new("w", ParameterRole.Position, FormulaType.Vector, Dimension.Named("d")),
        new("b", ParameterRole.Position, FormulaType.Real, Dimension.Scalar),
        new("c", ParameterRole.Weight, FormulaType.Vector, Dimension.Named("d")),
        new("v", ParameterRole.Position, FormulaType.Vector, Dimension.Fixed(3)),
        new("x", ParameterRole.Input, FormulaType.Vector, Dimension.Named("d")),
        new("z", ParameterRole.Input, FormulaType.Vector, Dimension.Fixed(3)),
        new("y", ParameterRole.Input, FormulaType.Real, Dimension.Scalar),
        new("i", ParameterRole.Input, FormulaType.Integer, Dimension.Scalar),
        new("p", ParameterRole.Input, FormulaType.Boolean, Dimension.Scalar),
    ];

    private static readonly HyperParameter[] Hypers = [new("K", FormulaType.Integer), new("Lambda", FormulaType.Real)];

    private static readonly Interval Unit = new(-1.5, 1.5);
    private static readonly Interval PositiveUnit = new(0.5, 1.5);

    private readonly FormulaBuilder _builder = new();
    private readonly Random _random;
    private readonly RandomStyle _style;
    private int _loops;

    private RandomFormulas(int seed, RandomStyle style) => (_random, _style) = (new(seed), style);

    public static RandomFormula Create(int seed, RandomStyle style = RandomStyle.Any)
    {
        RandomFormulas draw = new(seed, style);
        Scope scope = draw.TopScope();
        int rounds = 2 + draw._random.Next(7);
        for (int i = 0; i < rounds; i++)
        {
            draw.Grow(scope);
        }

        // The last terms joined, so that most of what was drawn is part of the formula.
        Drawn root = draw.Pick(scope);
        for (int i = 0; i < 2; i++)
        {
            root = draw.Bounded(draw.Join(root, Newest(scope)));
        }

        Formula formula = draw._builder.Build("Random" + seed, root.Node, Parameters, Hypers);
        return new(formula, seed, DrawBinding);
    }

    /// <summary>Formulas of consecutive seeds.</summary>
    public static IEnumerable<RandomFormula> Many(int firstSeed, int count, RandomStyle style = RandomStyle.Any) =>
        Enumerable.Range(firstSeed, count).Select(seed => Create(seed, style));

    private static Binding DrawBinding(Random random)
    {
        int d = 1 + random.Next(5);
        double[][] values = Parameters.Select((p, index) => p.Type switch
        {
            FormulaType.Integer => [random.Next(3)],
            FormulaType.Boolean => [random.Next(2)],
            _ => Enumerable.Range(0, p.Dimension.IsKnown ? p.Dimension.Size : d).Select(_ => RangeOf(index).Draw(random)).ToArray(),
        }).ToArray();
        return new(values, [1 + random.Next(4), 0.5 + random.NextDouble()], 0.5 + random.NextDouble());
    }

    private static Interval RangeOf(int parameter) => parameter == PositiveScalar ? PositiveUnit : Unit;

    private Scope TopScope()
    {
        Scope scope = new(null);
        foreach (int scalar in new[] { 0, PositiveScalar, 7 })
        {
            scope.Add(new(_builder.Parameter(scalar), RangeOf(scalar)));
        }

        scope.Add(new(_builder.Element(1, _builder.Constant(0)), Unit));
        scope.Add(new(_builder.Element(4, _builder.Parameter(8)), Unit));
        scope.Add(new(_builder.Element(6, _builder.Constant(_random.Next(3))), Unit));
        if (_style != RandomStyle.Graded)
        {
            scope.Add(new(_builder.HyperParameter(1), new(0.5, 1.5)));
            scope.Add(new(_builder.Length(1), new(1, 5)));
            scope.Add(new(_builder.HyperParameter(0), new(1, 4)));
        }

        return scope;
    }

    private void Grow(Scope scope)
    {
        int kind = _random.Next(_loops < 3 ? 10 : 7);
        Drawn made = kind switch
        {
            < 3 => Join(Pick(scope), Pick(scope)),
            < 6 => Function(Pick(scope)),
            6 => Choice(scope),
            _ => Loop(scope),
        };
        scope.Add(Bounded(made));
    }

    private Drawn Join(Drawn a, Drawn b)
    {
        Interval x = a.Range, y = b.Range;
        switch (_random.Next(_style == RandomStyle.Graded ? 9 : 11))
        {
            case 0: return new(_builder.Add(a.Node, b.Node), x + y);
            case 1: return new(_builder.Subtract(a.Node, b.Node), x + y.Negated);
            case 2 or 3 or 4: return new(_builder.Multiply(a.Node, b.Node), x * y);
            case 5: return new(_builder.Apply(Op.Max, a.Node, b.Node), new(Math.Max(x.Low, y.Low), Math.Max(x.High, y.High)));
            case 6: return new(_builder.Apply(Op.Min, a.Node, b.Node), new(Math.Min(x.Low, y.Low), Math.Min(x.High, y.High)));
            case 7:
                // a / max(b, |b'|) with the positive parameter b in the graded style, a / (b² + ½) else: no zero divisor.
                return _style == RandomStyle.Graded
                    ? new(_builder.Divide(a.Node, _builder.Apply(Op.Max, _builder.Parameter(PositiveScalar), _builder.Apply(Op.Abs, b.Node))), x * new Interval(-2, 2))
                    : new(_builder.Divide(a.Node, _builder.Add(Square(b.Node), _builder.Constant(0.5))), x * new Interval(0, 2));
            case 8: return new(_builder.Apply(Op.FusedMultiplyAdd, a.Node, b.Node, a.Node), (x * y) + x);
            case 9: return new(_builder.GuardedMultiply(a.Node, b.Node), x * y);
            default:
                Drawn power = Positive(a);
                return new(_builder.Apply(Op.Pow, power.Node, _builder.Apply(Op.Tanh, b.Node)), new(0.1, 12 + (x.Magnitude * x.Magnitude)));
        }
    }

    private Drawn Function(Drawn a)
    {
        Interval x = a.Range;
        int kind = _random.Next(_style == RandomStyle.Graded ? 9 : 26);
        switch (kind)
        {
            case 0: return new(_builder.Apply(Op.Abs, a.Node), new(0, x.Magnitude));
            case 1: return new(_builder.Apply(Op.Max, a.Node, _builder.Constant(0)), new(0, Math.Max(0, x.High)));
            case 2: return new(Square(a.Node), new(0, x.Magnitude * x.Magnitude));
            case 3: return new(_builder.Negate(a.Node), x.Negated);
            case 4: return new(_builder.Multiply(_builder.Constant(Constant()), a.Node), new(-2 * x.Magnitude, 2 * x.Magnitude));
            case 5: return new(_builder.Apply(Op.Sqrt, _builder.Apply(Op.Abs, a.Node)), new(0, Math.Sqrt(x.Magnitude)));
            case 6: return new(_builder.Apply(Op.Pow, _builder.Apply(Op.Abs, a.Node), _builder.Constant(1.5)), new(0, Math.Pow(x.Magnitude, 1.5)));
            case 7: return new(_builder.Apply(Op.Pow, a.Node, _builder.Constant(3)), new(-Math.Pow(x.Magnitude, 3), Math.Pow(x.Magnitude, 3)));
            case 8:
                return _style == RandomStyle.Continuous
                    ? new(_builder.Apply(Op.Tanh, a.Node), new(-1, 1))
                    : new(_builder.Apply(Op.Sign, a.Node), new(-1, 1));
            case 9: return new(_builder.Apply(Op.NormRoot, Square(a.Node)), new(0, x.Magnitude));
            case 10:
                Drawn logged = Positive(a);
                return new(_builder.Apply(Op.Log, logged.Node), new(-1.7, 4 + x.Magnitude));
            case 11: return new(_builder.Apply(Op.Log1p, Square(a.Node)), new(0, x.Magnitude * x.Magnitude));
            case 12 when x.High < 4: return new(_builder.Apply(Op.Exp, a.Node), new(0, Math.Exp(x.High)));
            case 13 when x.High < 4: return new(_builder.Apply(Op.Expm1, a.Node), new(-1, Math.Exp(x.High)));
            case 14 when x.Magnitude < 4: return new(_builder.Apply(Op.Sinh, a.Node), new(-Math.Sinh(x.Magnitude), Math.Sinh(x.Magnitude)));
            case 15 when x.Magnitude < 4: return new(_builder.Apply(Op.Cosh, a.Node), new(1, Math.Cosh(x.Magnitude)));
            case 16 when x.Magnitude < 1.3: return new(_builder.Apply(Op.Tan, a.Node), new(-4, 4));
            case 17: return new(_builder.Apply(Op.Cbrt, Positive(a).Node), new(0.5, 2 + x.Magnitude));
            case 18: return new(_builder.Apply(Op.Softplus, a.Node), new(0, Math.Max(0, x.High) + 1));
            case 19: return new(_builder.Apply(Op.Erf, a.Node), new(-1, 1));
            case 20: return new(_builder.Apply(Op.NormalCdf, a.Node), new(0, 1));
            case 21: return new(_builder.Apply(Op.Sigmoid, a.Node), new(0, 1));
            case 22: return new(_builder.Apply(Op.Atan, a.Node), new(-1.6, 1.6));
            case 23: return new(_builder.Apply(_random.Next(2) == 0 ? Op.Sinc : Op.SincPrime, a.Node), new(-0.5, 1));
            case 24: return new(_builder.Add(a.Node, _builder.Constant(Constant())), x + new Interval(-2, 2));
            case 25: return new(_builder.Apply(Op.Cos, a.Node), new(-1, 1));
            default: return new(_builder.Apply(Op.Sin, a.Node), new(-1, 1));
        }
    }

    private Drawn Choice(Scope scope)
    {
        Drawn a = Pick(scope), b = Pick(scope), left = Pick(scope), right = Pick(scope);
        if (_style == RandomStyle.Continuous)
        {
            // The two sides meet where the condition changes.
            int relu = _builder.Select(_builder.Apply(Op.Less, _builder.Constant(0), a.Node), a.Node, _builder.Constant(0));
            return new(relu, new(0, a.Range.Magnitude));
        }

        int condition = _random.Next(5) switch
        {
            0 => _builder.Apply(Op.LessOrEqual, left.Node, right.Node),
            1 => _builder.Parameter(9),
            2 => _builder.Apply(Op.Not, _builder.Apply(Op.And, _builder.Parameter(9), _builder.Apply(Op.Less, _builder.Constant(0), left.Node))),
            3 => _builder.Apply(Op.Or, _builder.Apply(Op.Equal, _builder.Parameter(8), _builder.Constant(1)), _builder.Apply(Op.Less, left.Node, right.Node)),
            _ => _builder.Apply(Op.Less, _builder.Constant(0), left.Node),
        };
        return new(_builder.Select(condition, a.Node, b.Node), a.Range | b.Range);
    }

    private Drawn Loop(Scope outer)
    {
        _loops++;
        int label = _builder.FreshLabel();
        Scope scope = new(outer);
        int kind = _random.Next(3);
        int loopParameter = -1;
        int most = 4;
        bool canBeEmpty = false;
        int first = -1, last = -1;
        if (kind == 2)
        {
            canBeEmpty = _random.Next(3) == 0;
            first = _builder.Constant(canBeEmpty ? 2 : 1);
            last = _random.Next(2) == 0 ? _builder.HyperParameter(0) : _builder.Constant(3);
            scope.Add(new(_builder.LoopIndex(label), new(1, 4)));
        }
        else
        {
            int[] vectors = kind == 0 ? [1, 3, 5] : [4, 6];
            loopParameter = vectors[_random.Next(vectors.Length)];
            most = kind == 0 ? 5 : 3;
            scope.Add(new(_builder.BoundElement(loopParameter, label), Unit));
            scope.Add(new(_builder.BoundElement(vectors[_random.Next(vectors.Length)], label), Unit));
        }

        int rounds = 1 + _random.Next(3);
        for (int i = 0; i < rounds; i++)
        {
            Grow(scope);
        }

        Drawn body = Newest(scope);
        Op reduction = _random.Next(4) switch { 0 => Op.MaxOver, 1 => Op.ProductOver, _ => Op.SumOver };
        if (reduction == Op.MaxOver && canBeEmpty)
        {
            reduction = Op.SumOver;
        }

        if (reduction == Op.ProductOver && body.Range.Magnitude > 2)
        {
            body = _style == RandomStyle.Graded
                ? new(_builder.Multiply(_builder.Constant(2 / body.Range.Magnitude), body.Node), new(-2, 2))
                : new(_builder.Apply(Op.Tanh, body.Node), new(-1, 1));
        }

        double size = body.Range.Magnitude;
        Interval range = reduction switch
        {
            Op.MaxOver => body.Range,
            Op.ProductOver => new(-Math.Max(1, Math.Pow(size, most)), Math.Max(1, Math.Pow(size, most))),
            _ => new(Math.Min(0, body.Range.Low * most), Math.Max(0, body.Range.High * most)),
        };
        int node = loopParameter >= 0
            ? _builder.ReduceOver(reduction, loopParameter, label, body.Node)
            : _builder.ReduceRange(reduction, first, last, label, body.Node);
        return new(node, range);
    }

    private Drawn Bounded(Drawn a)
    {
        double size = a.Range.Magnitude;
        return size <= Largest ? a
            : _style == RandomStyle.Graded ? new(_builder.Multiply(_builder.Constant(Math.Pow(2, -Math.Ceiling(Math.Log2(size)))), a.Node), new(-1, 1))
            : new(_builder.Apply(_random.Next(2) == 0 ? Op.Tanh : Op.Sin, a.Node), new(-1, 1));
    }

    private Drawn Positive(Drawn a) =>
        a.Range.Low > 0.2 ? a : new(_builder.Add(Square(a.Node), _builder.Constant(0.25)), new(0.25, 0.25 + (a.Range.Magnitude * a.Range.Magnitude)));

    private int Square(int node) => _builder.Multiply(node, node);

    private double Constant() => Math.Round((_random.NextDouble() * 4) - 2, 2);

    private Drawn Pick(Scope scope)
    {
        // Mostly from this scope and its newest terms, so that loops use their elements and terms are shared.
        Scope from = scope.Outer is not null && _random.Next(3) == 0 ? scope.Outer : scope;
        return _random.Next(3) == 0 ? Newest(from) : from.Terms[_random.Next(from.Terms.Count)];
    }

    private static Drawn Newest(Scope scope) => scope.Terms[^1];

    /// <summary>A node with bounds on its value.</summary>
    private readonly record struct Drawn(int Node, Interval Range);

    /// <summary>The terms that may be used at one depth of loops.</summary>
    private sealed class Scope(Scope? outer)
    {
        public Scope? Outer { get; } = outer;

        public List<Drawn> Terms { get; } = [];

        public void Add(Drawn term) => Terms.Add(term);
    }

    private readonly record struct Interval(double Low, double High)
    {
        public double Magnitude => Math.Max(Math.Abs(Low), Math.Abs(High));

        public Interval Negated => new(-High, -Low);

        public double Draw(Random random) => Low + (random.NextDouble() * (High - Low));

        public static Interval operator +(Interval a, Interval b) => new(a.Low + b.Low, a.High + b.High);

        public static Interval operator *(Interval a, Interval b)
        {
            double[] ends = [a.Low * b.Low, a.Low * b.High, a.High * b.Low, a.High * b.High];
            return new(ends.Min(), ends.Max());
        }

        public static Interval operator |(Interval a, Interval b) => new(Math.Min(a.Low, b.Low), Math.Max(a.High, b.High));
    }
}
