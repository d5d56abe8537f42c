namespace MeanFieldDsl.Generators.Formulas;

/// <summary>How positive homogeneity passes through an operation (mathematics: scaling the arguments by λ &gt; 0).</summary>
internal enum DegreeRule
{
    /// <summary>A leaf or reduction that the analysis handles by name.</summary>
    Structural,

    /// <summary>The arguments need equal degrees, which the result has.</summary>
    Equal,

    /// <summary>The degrees add.</summary>
    Sum,

    /// <summary>The second degree is subtracted from the first.</summary>
    Difference,

    /// <summary>a·b + c: deg a + deg b must equal deg c.</summary>
    ProductPlus,

    /// <summary>The result has the argument's degree.</summary>
    Keep,

    /// <summary>Half the argument's degree.</summary>
    Half,

    /// <summary>A third of the argument's degree.</summary>
    Third,

    /// <summary>The first degree times the constant second argument.</summary>
    Power,

    /// <summary>The argument must have degree 0; so has the result.</summary>
    Invariant,

    /// <summary>Any degree; the result has degree 0.</summary>
    Sign,

    /// <summary>A comparison: equal degrees make a truth value that no scaling changes.</summary>
    Comparison,

    /// <summary>The condition must be unchanged by scaling and the branches of equal degree.</summary>
    Branch,
}

/// <summary>Which way a value moves; a constant does both weakly.</summary>
[Flags]
internal enum Trend
{
    None = 0,
    Rising = 1,
    Falling = 2,
    Constant = 3,
}

/// <summary>Which way a value bends; an affine function is both convex and concave.</summary>
[Flags]
internal enum Curvature
{
    None = 0,
    Convex = 1,
    Concave = 2,
    Affine = 3,
}

/// <summary>A partial derivative: builds ∂self/∂argument from the builder, the node itself and its arguments.</summary>
internal delegate int PartialRule(FormulaBuilder builder, int self, int a, int b, int c);

/// <summary>The same partial derivative as a number, written apart from the symbolic rule so that one checks the other.</summary>
internal delegate double SlopeRule(double a, double b, double c, double self);

/// <summary>
/// All that is known about one operation: the single source for its value, derivative, generated code, degree rule,
/// sign, monotonicity, curvature, domain and documentation.
/// </summary>
internal sealed record Operation(Op Op, string Name, int Arity)
{
    /// <summary>The value from up to three arguments; truth values are 0 and 1.</summary>
    public Func<double, double, double, double> Value { get; init; } = static (_, _, _) => double.NaN;

    /// <summary>One rule for each argument; null where the derivative is zero almost everywhere.</summary>
    public PartialRule?[] Partials { get; init; } = [];

    /// <summary>One rule for each argument, matching <see cref="Partials"/>.</summary>
    public SlopeRule?[] Slopes { get; init; } = [];

    /// <summary>Whether a partial derivative can be infinite or undefined at arguments the formula may reach.</summary>
    public bool UnboundedPartial { get; init; }

    /// <summary>Generated scalar C#, with {0}, {1} and {2} for the arguments.</summary>
    public string Scalar { get; init; } = "";

    /// <summary>Generated SIMD C# over the lanes type TLanes.</summary>
    public string Lanes { get; init; } = "";

    /// <summary>Infix or function form for people.</summary>
    public string Print { get; init; } = "";

    public DegreeRule Degree { get; init; }

    /// <summary>The interval that holds the value when intervals hold the arguments.</summary>
    public Func<Interval, Interval, Interval, Interval> Range { get; init; } = static (_, _, _) => Interval.All;

    /// <summary>For one argument: whether the value rises or falls with it on an interval.</summary>
    public Func<Interval, Trend> Trend { get; init; } = static _ => Formulas.Trend.None;

    /// <summary>For one argument: whether the operation is convex or concave on an interval.</summary>
    public Func<Interval, Curvature> Curvature { get; init; } = static _ => Formulas.Curvature.None;

    /// <summary>For one argument: whether the logarithm of the value, which is positive, is convex or concave everywhere.</summary>
    public Curvature LogCurvature { get; init; }

    /// <summary>Whether the result is a truth value.</summary>
    public bool IsTruth { get; init; }

    /// <summary>The arguments for which the operation is defined, in words; empty for all.</summary>
    public string Domain { get; init; } = "";

    /// <summary>Where it is not differentiable and which derivative is used there; empty for nowhere.</summary>
    public string Kinks { get; init; } = "";

    /// <summary>The derivative, in words for the language reference.</summary>
    public string Derivative { get; init; } = "";

    /// <summary>The C# that users write for it; empty for operations that only derivatives make.</summary>
    public string Spelling { get; init; } = "";

    /// <summary>The interval from which tests draw each argument.</summary>
    public (double Low, double High) TestRange { get; init; } = (-3, 3);
}
