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

/// <summary>A partial derivative: builds ∂self/∂argument from the builder, the node itself and its arguments.</summary>
internal delegate int PartialRule(FormulaBuilder builder, int self, int a, int b, int c);

/// <summary>The same partial derivative as a number, written apart from the symbolic rule so that one checks the other.</summary>
internal delegate double SlopeRule(double a, double b, double c, double self);

/// <summary>
/// All that is known about one operation: the single source for its value, derivative, generated code, degree rule,
/// domain and documentation.
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
