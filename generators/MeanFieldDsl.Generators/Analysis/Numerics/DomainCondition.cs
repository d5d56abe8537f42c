using MeanFieldDsl.Generators.Formulas;

namespace MeanFieldDsl.Generators.Analysis.Numerics;

/// <summary>An operation that has no value for some of its arguments.</summary>
/// <param name="Node">The operation.</param>
/// <param name="Argument">The argument in question.</param>
internal sealed record DomainCondition(int Node, int Argument)
{
    private Op Op { get; init; }

    /// <summary>The exponent of a power, or −1.</summary>
    private int Exponent { get; init; } = -1;

    private bool HasWholeExponent { get; init; }

    public bool IsDivision => Op == Op.Divide;

    /// <summary>Whether an argument of 0 has no value and neighbours of it have one.</summary>
    public bool IsForbiddenAtZero => Op is Op.Divide or Op.Log;

    /// <summary>The operations that the root needs.</summary>
    public static IEnumerable<DomainCondition> Of(Formula formula)
    {
        bool[] needed = FormulaGraph.Reachable(formula.Nodes, formula.Root);
        for (int i = 0; i <= formula.Root; i++)
        {
            Node node = formula.Nodes[i];
            if (!needed[i])
            {
                continue;
            }

            switch (node.Op)
            {
                case Op.Divide: yield return new(i, node.B) { Op = node.Op }; break;
                case Op.Log or Op.Log1p or Op.Sqrt: yield return new(i, node.A) { Op = node.Op }; break;
                case Op.Pow: yield return new(i, node.A) { Op = node.Op, Exponent = node.B, HasWholeExponent = IsWhole(formula, node.B) }; break;
            }
        }
    }

    /// <summary>Whether the operation has a value for all arguments in its interval.</summary>
    public bool HoldsIn(Interval[] ranges)
    {
        Interval a = ranges[Argument];
        return Op switch
        {
            Op.Divide => a.IsZeroFree,
            Op.Log => a.IsPositive,
            Op.Log1p => a.Low > -1,
            Op.Sqrt => a.IsNonNegative,
            _ => (a.IsNonNegative || HasWholeExponent) && (a.IsZeroFree || ranges[Exponent].IsNonNegative),
        };
    }

    /// <summary>Whether the operation has no value at a point, by more than rounding errors can feign.</summary>
    public bool FailsAt(Specimens values, Binding point)
    {
        Jet a = values.Value(Argument, point);
        if (double.IsNaN(a.Value) || double.IsInfinity(a.Value))
        {
            return false;
        }

        double below = -1e-14 * a.ValueCondition;
        switch (Op)
        {
            case Op.Divide: return a.Value == 0;
            case Op.Log: return a.Value == 0 || a.Value < below;
            case Op.Log1p: return a.Value == -1 || a.Value + 1 < below;
            case Op.Sqrt: return a.Value < below;
            default:
                double exponent = values.Value(Exponent, point).Value;
                return (a.Value < below && Math.Floor(exponent) != exponent) || (a.Value == 0 && exponent < 0);
        }
    }

    private static bool IsWhole(Formula formula, int index)
    {
        Node node = formula.Nodes[index];
        return node.Op switch
        {
            Op.Constant => Math.Floor(node.Value) == node.Value,
            Op.Parameter => formula.Parameters[node.A].Type is FormulaType.Integer or FormulaType.Boolean,
            Op.HyperParameter => formula.HyperParameters[node.A].Type is FormulaType.Integer or FormulaType.Boolean,
            Op.Length or Op.LoopIndex => true,
            Op.Negate => IsWhole(formula, node.A),
            Op.Add or Op.Subtract or Op.Multiply => IsWhole(formula, node.A) && IsWhole(formula, node.B),
            _ => false,
        };
    }
}
