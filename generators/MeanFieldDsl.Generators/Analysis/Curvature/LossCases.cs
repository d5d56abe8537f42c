using MeanFieldDsl.Generators.Formulas;

namespace MeanFieldDsl.Generators.Analysis;

/// <summary>
/// Formulas of the prediction that stand for a loss: one for each label, or the one at target 0 when the loss
/// depends on the difference of prediction and target only. What holds for all of them in the prediction holds for the loss.
/// </summary>
internal static class LossCases
{
    private const int MostLabels = 8;

    public static IReadOnlyList<Formula> Of(Formula loss, int prediction)
    {
        int target = Array.FindIndex(loss.Parameters.ToArray(), p => p.Role == ParameterRole.Target);
        if (target < 0)
        {
            return [loss];
        }

        EquatableArray<double> labels = loss.Parameters[target].Domain?.Labels ?? EquatableArray<double>.Empty;
        return labels.Count is > 0 and <= MostLabels ? [.. labels.Select(y => At(loss, target, y))]
            : OnDifferenceOnly(loss, prediction, target) ? [At(loss, target, 0)]
            : [loss];
    }

    private static bool OnDifferenceOnly(Formula loss, int prediction, int target)
    {
        bool IsLeaf(int node, int parameter) => loss.Nodes[node].Op == Op.Parameter && loss.Nodes[node].A == parameter;
        foreach (Node node in loss.Nodes)
        {
            bool isDifference = node.Op == Op.Subtract
                && ((IsLeaf(node.A, prediction) && IsLeaf(node.B, target)) || (IsLeaf(node.A, target) && IsLeaf(node.B, prediction)));
            bool mentions = false;
            FormulaGraph.ForEachChild(node, child => mentions |= IsLeaf(child, prediction) || IsLeaf(child, target));
            if (mentions && !isDifference)
            {
                return false;
            }
        }

        return true;
    }

    private static Formula At(Formula loss, int target, double value)
    {
        FormulaBuilder builder = new(loss.Nodes);
        int root = builder.Rewrite(loss.Root, i => builder[i].Op == Op.Parameter && builder[i].A == target ? builder.Constant(value) : -1);
        return builder.Build(loss.Name, root, loss.Parameters, loss.HyperParameters);
    }
}
