namespace MeanFieldDsl.Generators.Formulas;

/// <summary>
/// One node. <see cref="A"/>, <see cref="B"/> and <see cref="C"/> are earlier nodes for operations; for leaves and
/// reductions see <see cref="Op"/>. Constants are compared by their bits, so that NaN and −0.0 behave.
/// </summary>
internal readonly record struct Node(Op Op, int A = -1, int B = -1, int C = -1, long Bits = 0)
{
    public double Value => BitConverter.Int64BitsToDouble(Bits);

    /// <summary>The label of the loop variable a reduction binds.</summary>
    public int Label => (int)(Bits & 0xffffffff);

    /// <summary>The vector parameter whose length a reduction runs over, or −1 for a range.</summary>
    public int LoopParameter => (int)(Bits >> 32) - 1;

    public bool IsReduction => Op is Op.SumOver or Op.ProductOver or Op.MaxOver;

    public static long LoopBits(int label, int parameter) => (uint)label | ((long)(parameter + 1) << 32);
}

/// <summary>Who supplies a parameter of a formula.</summary>
internal enum ParameterRole
{
    Weight,
    Position,
    Input,
    Prediction,
    Target,

    /// <summary>A regularizer's parameter without a role: the whole particle, or bound by name.</summary>
    Unbound,
}

/// <summary>The type of a parameter or hyper-parameter.</summary>
internal enum FormulaType
{
    Real,
    Vector,
    Integer,
    Boolean,
}

/// <summary>A dimension: a number known at compile time, or a symbol bound when a model meets its data.</summary>
internal readonly record struct Dimension(int Size, string Symbol)
{
    public static Dimension Scalar => new(1, "");

    public bool IsKnown => Symbol.Length == 0;

    public static Dimension Fixed(int size) => new(size, "");

    public static Dimension Named(string symbol) => new(0, symbol);

    public override string ToString() => IsKnown ? Size.ToString(System.Globalization.CultureInfo.InvariantCulture) : Symbol;
}

/// <summary>A parameter of a formula; its domain is null when its author declares none.</summary>
internal sealed record FormulaParameter(string Name, ParameterRole Role, FormulaType Type, Dimension Dimension, double Period = 0, ValueDomain? Domain = null)
{
    /// <summary>The values it can take.</summary>
    public Interval Range => Domain?.Range ?? (Type == FormulaType.Boolean ? Interval.Unit : Interval.All);

    public bool IsParticle => Role is ParameterRole.Weight or ParameterRole.Position or ParameterRole.Unbound;
}

/// <summary>A hyper-parameter: a property or field of the declaration, constant while a model runs.</summary>
internal sealed record HyperParameter(string Name, FormulaType Type, ValueDomain? Domain = null)
{
    /// <summary>The values it can take.</summary>
    public Interval Range => Domain?.Range ?? (Type == FormulaType.Boolean ? Interval.Unit : Interval.All);
}

/// <summary>A function of the user's that is called, not inlined.</summary>
/// <param name="Method">Its name as generated code writes it.</param>
/// <param name="Derivative">The place of its derivative in the same table, or −1 when none is known.</param>
internal sealed record PrimitiveFunction(string Method, int Derivative)
{
    /// <summary>The name without the type.</summary>
    public string Name => Method.Substring(Method.LastIndexOf('.') + 1);
}

/// <summary>
/// A formula as a flat, topologically sorted, hash-consed array of nodes: equal formulas have equal arrays.
/// Reductions bind a loop label that is one more than the largest label bound inside their body, so a reduction
/// has the same nodes wherever it stands.
/// </summary>
internal sealed record Formula(
    string Name,
    EquatableArray<Node> Nodes,
    int Root,
    EquatableArray<FormulaParameter> Parameters,
    EquatableArray<HyperParameter> HyperParameters)
{
    /// <summary>The label of the element index in the gradient with respect to a vector; larger than any loop's.</summary>
    public const int FieldLabel = 255;

    /// <summary>The functions of the user's that the formula calls, and their derivatives.</summary>
    public EquatableArray<PrimitiveFunction> Primitives { get; init; }

    /// <summary>A primitive of the table; what is not in it is a function of which nothing is known.</summary>
    public PrimitiveFunction Primitive(long index) =>
        index >= 0 && index < Primitives.Count ? Primitives[(int)index] : new("primitive", -1);
}
