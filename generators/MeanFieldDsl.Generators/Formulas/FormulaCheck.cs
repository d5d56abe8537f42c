namespace MeanFieldDsl.Generators.Formulas;

/// <summary>
/// Whether a formula from outside keeps the rules that builders keep by themselves: references point backwards and
/// into their tables, unused fields are empty, and every loop variable is bound. Then no later pass can run off the end.
/// </summary>
internal static class FormulaCheck
{
    public static bool IsWellFormed(Formula formula)
    {
        for (int i = 0; i < formula.Nodes.Count; i++)
        {
            if (!IsWellFormed(formula, formula.Nodes[i], i))
            {
                return false;
            }
        }

        return formula.Root >= 0
            && formula.Root < formula.Nodes.Count
            && formula.Parameters.All(IsWellFormed)
            && formula.Primitives.All(p => p.Derivative >= -1 && p.Derivative < formula.Primitives.Count)
            && FormulaGraph.FreeLabels(formula.Nodes, formula.Root).Length == 0;
    }

    private static bool IsWellFormed(FormulaParameter parameter) =>
        (parameter.Dimension.IsKnown ? parameter.Dimension.Size > 0 : parameter.Dimension.Size == 0)
        && parameter.Period >= 0
        && !double.IsInfinity(parameter.Period);

    private static bool IsWellFormed(Formula formula, Node node, int index)
    {
        int operands = FormulaGraph.Arity(node);
        return node.Op switch
        {
            Op.Constant => Uses(node, 0, bits: true),
            Op.Cotangent => Uses(node, 0),
            Op.Parameter => Uses(node, 1) && IsParameter(formula, node.A),
            Op.HyperParameter => Uses(node, 1) && node.A >= 0 && node.A < formula.HyperParameters.Count,
            Op.Length => Uses(node, 1) && IsVector(formula, node.A),
            Op.LoopIndex => Uses(node, 1) && IsLabel(node.A),
            Op.BoundElement => Uses(node, 2) && IsVector(formula, node.A) && IsLabel(node.B),
            Op.Element => Uses(node, 2) && IsVector(formula, node.A) && IsEarlier(node.B, index),
            Op.Primitive => Uses(node, 1, bits: true) && IsEarlier(node.A, index) && node.Bits >= 0 && node.Bits < formula.Primitives.Count,
            Op.SumOver or Op.ProductOver or Op.MaxOver => IsEarlier(node.A, index) && IsLabel(node.Label) && IsLoop(formula, node, index),
            _ => Uses(node, operands)
                && IsEarlier(node.A, index)
                && (operands < 2 || IsEarlier(node.B, index))
                && (operands < 3 || IsEarlier(node.C, index)),
        };
    }

    private static bool IsLoop(Formula formula, Node node, int index) => node.LoopParameter == -1
        ? IsEarlier(node.B, index) && IsEarlier(node.C, index)
        : IsVector(formula, node.LoopParameter) && node.B == -1 && node.C == -1;

    private static bool Uses(Node node, int fields, bool bits = false) =>
        (fields > 0 || node.A == -1) && (fields > 1 || node.B == -1) && (fields > 2 || node.C == -1) && (bits || node.Bits == 0);

    private static bool IsEarlier(int child, int index) => child >= 0 && child < index;

    private static bool IsParameter(Formula formula, int parameter) => parameter >= 0 && parameter < formula.Parameters.Count;

    private static bool IsVector(Formula formula, int parameter) =>
        IsParameter(formula, parameter) && formula.Parameters[parameter].Type == FormulaType.Vector;

    private static bool IsLabel(int label) => label is > 0 and < Formula.FieldLabel;
}
