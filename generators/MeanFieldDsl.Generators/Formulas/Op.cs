namespace MeanFieldDsl.Generators.Formulas;

/// <summary>What a node of a formula computes. The meaning of each is in <see cref="OperationTable"/>.</summary>
internal enum Op : byte
{
    // Leaves. A is an index into a table of the formula, or a loop label; Bits holds a constant.
    Constant,
    Parameter,
    HyperParameter,
    Length,
    BoundElement,
    LoopIndex,
    Cotangent,

    // An element of a vector parameter: A the parameter, B the index node.
    Element,

    // Reductions: A the body, B and C the first and last index of a range (or -1 for a loop over a vector).
    SumOver,
    ProductOver,
    MaxOver,

    // Arithmetic.
    Add,
    Subtract,
    Multiply,
    Divide,
    Negate,
    FusedMultiplyAdd,
    GuardedMultiply,

    // Elementary functions.
    Abs,
    Sign,
    Min,
    Max,
    Sqrt,
    NormRoot,
    Cbrt,
    Exp,
    Log,
    Log1p,
    Expm1,
    Pow,
    Sin,
    Cos,
    Tan,
    Atan,
    Sinh,
    Cosh,
    Tanh,
    Sigmoid,
    Softplus,
    Erf,
    NormalCdf,
    Sinc,
    SincPrime,

    // Truth values.
    Less,
    LessOrEqual,
    Equal,
    And,
    Or,
    Not,
    Select,

    // A function of the user's: A the argument, Bits its place in the formula's table of primitives.
    Primitive,
}
