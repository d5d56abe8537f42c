using MeanFieldDsl.Generators.Formulas;

namespace MeanFieldDsl.Generators.Analysis;

/// <summary>
/// Derives degrees of positive homogeneity from the degree rules of the operation table. Sound in exact arithmetic:
/// a proved degree holds at every point where the formula has a value, for scalings λ &gt; 0.
/// </summary>
internal sealed class Homogeneity : ForwardPass<Degree, HomogeneityRule>
{
    private readonly bool[] _scaled;
    private readonly List<HomogeneityStep> _steps = [];

    private Homogeneity(Formula formula, bool[] scaled)
        : base(formula) => _scaled = scaled;

    /// <summary>The degree when the parameters with true in <paramref name="scaled"/> are scaled together.</summary>
    public static HomogeneityOutcome Analyze(Formula formula, bool[] scaled)
    {
        Homogeneity pass = new(formula, scaled);
        Degree? degree = pass.Run();
        return new(degree, degree is null ? pass.Failure : null, new(pass._steps));
    }

    /// <summary>The outcomes for all particle parameters together and for the weights alone.</summary>
    public static HomogeneityFacts Infer(Formula formula)
    {
        bool[] particle = ParticleGroup(formula);
        bool[] weights = WeightGroup(formula);
        return new(
            particle.Contains(true) ? Analyze(formula, particle) : null,
            weights.Contains(true) ? Analyze(formula, weights) : null);
    }

    public static bool[] ParticleGroup(Formula formula) => formula.Parameters.Select(p => p.IsParticle).ToArray();

    public static bool[] WeightGroup(Formula formula) => formula.Parameters.Select(p => p.Role == ParameterRole.Weight).ToArray();

    protected override Degree? Visit(Node node)
    {
        Degree? degree = node.Op switch
        {
            // Zero and infinity stay themselves however they are scaled, and so have every degree.
            Op.Constant => node.Value == 0 || double.IsInfinity(node.Value) ? Degree.Any : Degree.Zero,
            Op.Parameter or Op.BoundElement => Leaf(node),
            Op.Primitive => Invariant(node.A, "a primitive"),
            Op.Element => Invariant(node.B, "an index") is null ? null : Leaf(node),
            Op.HyperParameter or Op.Length or Op.LoopIndex or Op.Cotangent => Degree.Zero,
            Op.SumOver or Op.ProductOver or Op.MaxOver => Reduction(node),
            _ => Operate(OperationTable.Get(node.Op), node),
        };
        if (degree is Degree known && (FormulaGraph.Arity(node) > 0 || node.IsReduction))
        {
            _steps.Add(new(OperationTable.Get(node.Op).Name, FormulaPrinter.Print(Formula.Nodes, Current, Formula), known.ToString()));
        }

        return degree;
    }

    private Degree Leaf(Node node) => _scaled[node.A] ? Degree.Of(Rational.One) : Degree.Zero;

    private Degree? Operate(Operation operation, Node node) => operation.Degree switch
    {
        DegreeRule.Equal => Equal(node.A, node.B, Joining(node.Op)),
        DegreeRule.Sum => Product(this[node.A], this[node.B]),
        DegreeRule.Difference => Quotient(node),
        DegreeRule.ProductPlus => Equal(Product(this[node.A], this[node.B]), node.A, this[node.C], node.C, Joining(node.Op)),
        DegreeRule.Keep => this[node.A],
        DegreeRule.Half => Scaled(this[node.A], Rational.Fraction(1, 2)),
        DegreeRule.Third => Scaled(this[node.A], Rational.Fraction(1, 3)),
        DegreeRule.Power => Power(node),
        DegreeRule.Invariant => AllInvariant(operation, node),
        DegreeRule.Sign => this[node.A] is null ? null : Degree.Zero,
        DegreeRule.Comparison => Equal(node.A, node.B, "compares") is null ? null : Degree.Zero,
        DegreeRule.Branch => Invariant(node.A, "a choice") is null ? null : Equal(node.B, node.C, "chooses between"),
        _ => Fail(HomogeneityRule.UnknownDegree, Current, "has no rule for its degree"),
    };

    private Degree? Reduction(Node node)
    {
        if (node.B >= 0 && (Invariant(node.B, "a range") is null || Invariant(node.C, "a range") is null))
        {
            return null;
        }

        if (node.Op != Op.ProductOver || this[node.A] is not Degree body)
        {
            return this[node.A];
        }

        // An empty product is 1, so a product of zeros is 0 or 1 and in both cases unchanged by scaling.
        if (body.IsInvariant)
        {
            return Degree.Zero;
        }

        return Count(node) is not Degree count
            ? Fail(HomogeneityRule.UnknownDegree, node.A, "multiplies factors of degree " + body + " whose number is not known at compile time")
            : Representable(body.Times(count));
    }

    // How many turns a loop makes; a range to a hyper-parameter must not be able to end before it starts.
    private Degree? Count(Node node)
    {
        if (node.LoopParameter >= 0)
        {
            return OfDimension(Formula.Parameters[node.LoopParameter].Dimension);
        }

        Node first = Formula.Nodes[node.B], last = Formula.Nodes[node.C];
        if (first.Op != Op.Constant || !(Math.Abs(first.Value) <= 1e6))
        {
            return null;
        }

        return last.Op == Op.Constant ? (Math.Abs(last.Value) <= 1e6 ? Degree.Of(new Rational(Math.Max(0, (int)last.Value - (int)first.Value + 1))) : null)
            : last.Op == Op.HyperParameter && Formula.HyperParameters[last.A].Range.Low >= first.Value - 1 ? Linear(node.C)?.Plus(Degree.Of(new Rational(1 - (int)first.Value)))
            : null;
    }

    private static Degree OfDimension(Dimension dimension) =>
        dimension.IsKnown ? Degree.Of(new Rational(dimension.Size)) : Degree.Of(dimension.Symbol, isDimension: true);

    // An exponent as a number plus multiples of hyper-parameters and dimensions.
    private Degree? Linear(int node)
    {
        Node n = Formula.Nodes[node];
        return n.Op switch
        {
            Op.Constant => Rational.FromDouble(n.Value) is Rational value ? Degree.Of(value) : null,
            Op.HyperParameter when Formula.HyperParameters[n.A].Type != FormulaType.Boolean => Degree.Of(Formula.HyperParameters[n.A].Name, isDimension: false),
            Op.Length => OfDimension(Formula.Parameters[n.A].Dimension),
            Op.Negate => Linear(n.A)?.Times(new Rational(-1)),
            Op.Add => Linear(n.A) is Degree a && Linear(n.B) is Degree b ? a.Plus(b) : null,
            Op.Subtract => Linear(n.A) is Degree a && Linear(n.B) is Degree b ? a.Minus(b) : null,
            Op.Multiply => Linear(n.A) is Degree a && Linear(n.B) is Degree b ? a.Times(b) : null,
            Op.Divide => Linear(n.A) is Degree a && Linear(n.B) is Degree { IsNumber: true } b && Rational.Fraction(b.Value.Denominator, b.Value.Numerator) is Rational inverse ? a.Times(inverse) : null,
            _ => null,
        };
    }

    private Degree? Quotient(Node node)
    {
        if (this[node.A] is not Degree a || this[node.B] is not Degree b)
        {
            return null;
        }

        return b.IsAny ? Fail(HomogeneityRule.UnknownDegree, node.B, "divides by zero")
            : a.IsAny ? a
            : Representable(a.Minus(b));
    }

    private Degree? Power(Node node)
    {
        if (Invariant(node.B, "an exponent") is null || this[node.A] is not Degree a)
        {
            return null;
        }

        Node exponent = Formula.Nodes[node.B];
        if (a.IsAny)
        {
            // 0^c is 0 for c > 0; else 1 or infinite, which no scaling changes either.
            return exponent.Op == Op.Constant && exponent.Value > 0 ? a : Degree.Zero;
        }

        // A base of any sign: (λ^p a)^c = λ^(pc) a^c also where a^c is not a number.
        return a.IsInvariant ? a
            : Linear(node.B) is Degree power ? Representable(a.Times(power))
            : exponent.Op == Op.Constant ? Representable(null)
            : Fail(HomogeneityRule.UnknownDegree, node.B, "raises degree " + a + " to a power that is not known at compile time");
    }

    private Degree? AllInvariant(Operation operation, Node node)
    {
        int[] arguments = operation.Arity switch { 1 => [node.A], 2 => [node.A, node.B], _ => [node.A, node.B, node.C] };
        return arguments.Any(a => Invariant(a, operation.Op.ToString()) is null) ? null : Degree.Zero;
    }

    private Degree? Invariant(int argument, string what) =>
        this[argument] is not Degree d ? null
        : d.IsInvariant ? Degree.Zero
        : Fail(HomogeneityRule.NotInvariant, argument, "applies " + what + " to degree " + d + ", which needs degree 0");

    private Degree? Equal(int a, int b, string verb) => Equal(this[a], a, this[b], b, verb);

    private Degree? Equal(Degree? first, int firstNode, Degree? second, int secondNode, string verb)
    {
        if (first is not Degree a || second is not Degree b)
        {
            return null;
        }

        if (a.IsAny || b.IsAny || a == b)
        {
            return a.IsAny ? b : a;
        }

        // The term that is unchanged by scaling is the one to look at; it is usually a forgotten constant.
        return Fail(HomogeneityRule.UnequalDegrees, a.IsInvariant ? firstNode : secondNode, verb + " terms of degree " + a + " and " + b);
    }

    private Degree? Product(Degree? first, Degree? second) =>
        first is not Degree a || second is not Degree b ? null
        : a.IsAny || b.IsAny ? Degree.Any
        : Representable(a.Plus(b));

    private Degree? Scaled(Degree? degree, Rational? factor) =>
        degree is not Degree d ? null
        : d.IsAny ? d
        : factor is Rational f ? Representable(d.Times(f))
        : d.IsInvariant ? d
        : Representable(null);

    private Degree? Representable(Degree? degree) =>
        degree ?? Fail(HomogeneityRule.UnknownDegree, Current, "has a degree that is no small fraction");

    private static string Joining(Op op) => op switch
    {
        Op.Max or Op.Min => "takes the " + (op == Op.Max ? "maximum" : "minimum") + " of",
        Op.Subtract => "subtracts",
        _ => "adds",
    };
}
