using MeanFieldDsl.Generators.Formulas;

namespace MeanFieldDsl.Generators.Transform;

/// <summary>
/// Collects what must hold for a plan: what depends on parameters must be proved here, what depends on
/// hyper-parameters alone is checked where their values are known.
/// </summary>
internal sealed class ProximalConditions(FormulaBuilder builder, Positivity positivity)
{
    public List<int> NonNegative { get; } = [];

    public List<int> NonZero { get; } = [];

    public bool RequireNonNegative(int node)
    {
        if (positivity.IsNonNegative(node))
        {
            return true;
        }

        if (Dependence.IsFixed(builder.Nodes, node))
        {
            return Add(node, NonNegative, value => value >= 0);
        }

        // A product with a factor that is proved and one that is left to check.
        Node n = builder[node];
        return n.Op is Op.Multiply or Op.Add
            ? RequireNonNegative(n.A) && RequireNonNegative(n.B)
            : n.Op == Op.Divide && RequireNonNegative(n.A) && RequireNonNegative(n.B) && RequireNonZero(n.B);
    }

    public bool RequireNonZero(int node) =>
        positivity.IsPositive(node) || (Dependence.IsFixed(builder.Nodes, node) && Add(node, NonZero, value => value != 0));

    private bool Add(int node, List<int> conditions, Func<double, bool> holds)
    {
        if (builder.IsConstant(node, out double value))
        {
            return holds(value);
        }

        if (!conditions.Contains(node))
        {
            conditions.Add(node);
        }

        return true;
    }
}
