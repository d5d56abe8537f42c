using static MeanFieldDsl.Generators.Formulas.ReferenceMath;

namespace MeanFieldDsl.Generators.Formulas;

/// <summary>
/// The operations of the formula language, one entry each. A new operation is one entry here: its tests, its
/// emission and its line in docs/language.md follow from it.
/// </summary>
internal static partial class OperationTable
{
    private const double InverseRootTwoPi = 0.39894228040143267793995;
    private const double TwoOverRootPi = 1.1283791670955125738961589;

    private static readonly Operation[] Table = MakeTable();

    public static IReadOnlyList<Operation> All => Table;

    public static Operation Get(Op op) => Table[(int)op];

    private static Operation[] MakeTable()
    {
        Operation[] table = new Operation[(int)Op.Primitive + 1];
        foreach (Operation entry in Leaves().Concat(Arithmetic()).Concat(Elementary()).Concat(Truth()))
        {
            table[(int)entry.Op] = Shaped(entry);
        }

        return table;
    }

    private static IEnumerable<Operation> Leaves()
    {
        yield return new(Op.Constant, "constant", 0) { Spelling = "literals, const, Math.PI, Math.E" };
        yield return new(Op.Parameter, "parameter", 0) { Spelling = "a double, int or bool parameter" };
        yield return new(Op.HyperParameter, "hyper-parameter", 0) { Spelling = "a const, readonly, get-only or init-only double, int or bool member" };
        yield return new(Op.Length, "length", 0) { Spelling = "w.Length" };
        yield return new(Op.BoundElement, "element of a loop", 0);
        yield return new(Op.LoopIndex, "loop index", 0);
        yield return new(Op.Cotangent, "cotangent", 0);
        yield return new(Op.Element, "element", 0) { Spelling = "w[0], w[i] with an int input or hyper-parameter i" };
        yield return new(Op.Primitive, "primitive", 0)
        {
            Spelling = "a static method from double to double with [Primitive(Derivative = nameof(…))]",
            UnboundedPartial = true,
            Derivative = "the method it names, compared with differences when a model is bound to data",
        };
        yield return new(Op.SumOver, "sum", 0)
        {
            Spelling = "Ops.Sum(w, wi => …), Ops.Sum(w, x, (wi, xi) => …), Ops.Sum(first, last, k => …), Ops.Dot(w, x), Ops.SquaredNorm(w)",
            Derivative = "the sum of the derivatives",
            Degree = DegreeRule.Structural,
        };
        yield return new(Op.ProductOver, "product", 0)
        {
            Spelling = "Ops.Prod(w, wi => …), Ops.Prod(w, x, (wi, xi) => …), Ops.Prod(first, last, k => …)",
            Derivative = "each factor's derivative times the product of the others, exact when factors are zero",
        };
        yield return new(Op.MaxOver, "maximum", 0)
        {
            Spelling = "Ops.Max(w), Ops.Max(w, wi => …), Ops.Max(first, last, k => …)",
            Derivative = "the mean of the derivatives of the terms that attain the maximum",
            Kinks = "where two terms tie",
        };
    }

    private static IEnumerable<Operation> Arithmetic()
    {
        yield return new(Op.Add, "add", 2)
        {
            Value = static (a, b, _) => a + b,
            Partials = [One, One],
            Slopes = [static (_, _, _, _) => 1, static (_, _, _, _) => 1],
            Scalar = "{0} + {1}",
            Lanes = "{0} + {1}",
            Print = "{0} + {1}",
            Spelling = "a + b",
            Derivative = "1, 1",
            Degree = DegreeRule.Equal,
        };
        yield return new(Op.Subtract, "subtract", 2)
        {
            Value = static (a, b, _) => a - b,
            Partials = [One, static (f, _, _, _, _) => f.Constant(-1)],
            Slopes = [static (_, _, _, _) => 1, static (_, _, _, _) => -1],
            Scalar = "{0} - {1}",
            Lanes = "{0} - {1}",
            Print = "{0} - {1}",
            Spelling = "a - b",
            Derivative = "1, −1",
            Degree = DegreeRule.Equal,
        };
        yield return new(Op.Multiply, "multiply", 2)
        {
            Value = static (a, b, _) => a * b,
            Partials = [static (_, _, _, b, _) => b, static (_, _, a, _, _) => a],
            Slopes = [static (_, b, _, _) => b, static (a, _, _, _) => a],
            Scalar = "{0} * {1}",
            Lanes = "{0} * {1}",
            Print = "{0} * {1}",
            Spelling = "a * b, Ops.Sq(a)",
            Derivative = "b, a",
            Degree = DegreeRule.Sum,
        };
        yield return new(Op.Divide, "divide", 2)
        {
            Value = static (a, b, _) => a / b,
            Partials = [static (f, _, _, b, _) => f.Divide(f.Constant(1), b), static (f, self, _, b, _) => f.Negate(f.Divide(self, b))],
            Slopes = [static (_, b, _, _) => 1 / b, static (a, b, _, _) => -a / (b * b)],
            UnboundedPartial = true,
            Domain = "b ≠ 0",
            Scalar = "{0} / {1}",
            Lanes = "{0} / {1}",
            Print = "{0} / {1}",
            Spelling = "a / b",
            Derivative = "1/b, −a/b²",
            Degree = DegreeRule.Difference,
        };
        yield return new(Op.Negate, "negate", 1)
        {
            Value = static (a, _, _) => -a,
            Partials = [static (f, _, _, _, _) => f.Constant(-1)],
            Slopes = [static (_, _, _, _) => -1],
            Scalar = "-{0}",
            Lanes = "-{0}",
            Print = "-{0}",
            Spelling = "-a",
            Derivative = "−1",
            Degree = DegreeRule.Keep,
        };
        yield return new(Op.FusedMultiplyAdd, "fused multiply-add", 3)
        {
            Value = FusedMultiplyAdd,
            Partials = [static (_, _, _, b, _) => b, static (_, _, a, _, _) => a, One],
            Slopes = [static (_, b, _, _) => b, static (a, _, _, _) => a, static (_, _, _, _) => 1],
            Scalar = "Math.FusedMultiplyAdd({0}, {1}, {2})",
            Lanes = "TLanes.MultiplyAdd({0}, {1}, {2})",
            Print = "{0} * {1} + {2}",
            Spelling = "Math.FusedMultiplyAdd(a, b, c)",
            Derivative = "b, a, 1",
            Degree = DegreeRule.ProductPlus,
        };
        yield return new(Op.GuardedMultiply, "guarded multiply", 2)
        {
            Value = static (a, b, _) => a == 0 ? 0 : a * b,
            Partials = [static (_, _, _, b, _) => b, static (_, _, a, _, _) => a],
            Slopes = [static (_, b, _, _) => b, static (a, _, _, _) => a],
            Scalar = "({0} == 0 ? 0 : {0} * {1})",
            Lanes = "TLanes.Select(TLanes.Equal({0}, TLanes.Zero), TLanes.Zero, ({0}) * ({1}))",
            Print = "{0} * {1}",
            Degree = DegreeRule.Sum,
        };
    }

    private static IEnumerable<Operation> Truth()
    {
        yield return Comparison(Op.Less, "less", "<", static (a, b, _) => a < b ? 1 : 0, "a < b, a > b");
        yield return Comparison(Op.LessOrEqual, "less or equal", "<=", static (a, b, _) => a <= b ? 1 : 0, "a <= b, a >= b");
        yield return Comparison(Op.Equal, "equal", "==", static (a, b, _) => a == b ? 1 : 0, "a == b, a != b");
        yield return new(Op.And, "and", 2)
        {
            Value = static (a, b, _) => a != 0 && b != 0 ? 1 : 0,
            IsTruth = true,
            Partials = [null, null],
            Slopes = [null, null],
            Scalar = "{0} & {1}",
            Lanes = "TLanes.And({0}, {1})",
            Print = "{0} and {1}",
            Spelling = "p && q, p & q",
            Degree = DegreeRule.Invariant,
        };
        yield return new(Op.Or, "or", 2)
        {
            Value = static (a, b, _) => a != 0 || b != 0 ? 1 : 0,
            IsTruth = true,
            Partials = [null, null],
            Slopes = [null, null],
            Scalar = "{0} | {1}",
            Lanes = "TLanes.Or({0}, {1})",
            Print = "{0} or {1}",
            Spelling = "p || q, p | q",
            Degree = DegreeRule.Invariant,
        };
        yield return new(Op.Not, "not", 1)
        {
            Value = static (a, _, _) => a != 0 ? 0 : 1,
            IsTruth = true,
            Partials = [null],
            Slopes = [null],
            Scalar = "!{0}",
            Lanes = "TLanes.Not({0})",
            Print = "not {0}",
            Spelling = "!p",
            Degree = DegreeRule.Invariant,
        };
        yield return new(Op.Select, "select", 3)
        {
            Value = static (a, b, c) => a != 0 ? b : c,
            Partials = [null, static (f, _, a, _, _) => f.Select(a, f.Constant(1), f.Constant(0)), static (f, _, a, _, _) => f.Select(a, f.Constant(0), f.Constant(1))],
            Slopes = [null, static (a, _, _, _) => a != 0 ? 1 : 0, static (a, _, _, _) => a != 0 ? 0 : 1],
            Scalar = "({0} ? {1} : {2})",
            Lanes = "TLanes.Select({0}, {1}, {2})",
            Print = "({0} ? {1} : {2})",
            Spelling = "p ? a : b, if (p) return a; else return b; and Ops.LeakyRelu(a, slope)",
            Derivative = "that of the branch taken",
            Degree = DegreeRule.Branch,
            Kinks = "where the condition changes: the derivative of the branch taken",
        };
    }

    private static Operation Comparison(Op op, string name, string symbol, Func<double, double, double, double> value, string spelling) => new(op, name, 2)
    {
        Value = value,
        IsTruth = true,
        Partials = [null, null],
        Slopes = [null, null],
        Scalar = "{0} " + symbol + " {1}",
        Lanes = "TLanes." + op + "({0}, {1})",
        Print = "{0} " + symbol + " {1}",
        Spelling = spelling,
        Degree = DegreeRule.Comparison,
    };

    private static int One(FormulaBuilder f, int self, int a, int b, int c) => f.Constant(1);
}
