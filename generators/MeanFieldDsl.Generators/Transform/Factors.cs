using MeanFieldDsl.Generators.Formulas;

namespace MeanFieldDsl.Generators.Transform;

/// <summary>
/// The factors of a feature, and which numbers of the row each depends on. e^(a + b) is two factors where a and b are never positive: then
/// neither overflows where the product does not.
/// </summary>
internal sealed class Factors
{
    private readonly Formula _formula;
    private readonly FormulaBuilder _builder;
    private readonly Positivity _signs;
    private readonly Func<int, int> _rowNumber;
    private readonly List<(int Node, FactorKind Kind, HashSet<int> Rows)> _factors = [];

    /// <param name="formula">The feature.</param>
    /// <param name="rowNumber">Which number of the row a parameter changes with; −1 where with none.</param>
    public Factors(Formula formula, Func<int, int> rowNumber)
    {
        _formula = formula;
        _builder = new(formula.Nodes);
        _signs = new(_builder);
        _rowNumber = rowNumber;
        Collect(formula.Root, isInverse: false);
    }

    private enum FactorKind
    {
        Plain,
        Inverse,

        /// <summary>An exponential, of which the node is the exponent.</summary>
        Exponent,
    }

    /// <summary>The numbers of the row in groups: those of a group stand in one factor, or in factors that share a number.</summary>
    public List<HashSet<int>> Groups()
    {
        List<HashSet<int>> groups = [];
        foreach ((_, _, HashSet<int> rows) in _factors.Where(static f => f.Rows.Count > 0))
        {
            HashSet<int>[] touched = [.. groups.Where(g => g.Overlaps(rows))];
            _ = groups.RemoveAll(touched.Contains);
            groups.Add([.. rows, .. touched.SelectMany(static g => g)]);
        }

        return groups;
    }

    /// <summary>The product of some of the factors.</summary>
    public Formula Product(Func<HashSet<int>, bool> isWanted)
    {
        int numerator = _builder.Constant(1), denominator = _builder.Constant(1), exponent = _builder.Constant(0);
        foreach ((int node, FactorKind kind, _) in _factors.Where(f => isWanted(f.Rows)))
        {
            switch (kind)
            {
                case FactorKind.Plain:
                    numerator = _builder.Multiply(numerator, node);
                    break;
                case FactorKind.Inverse:
                    denominator = _builder.Multiply(denominator, node);
                    break;
                default:
                    exponent = _builder.Add(exponent, node);
                    break;
            }
        }

        int exponential = _builder.IsZero(exponent) ? _builder.Constant(1) : _builder.Apply(Op.Exp, exponent);
        return Build(_builder.Divide(_builder.Multiply(numerator, exponential), denominator));
    }

    /// <summary>The one exponential e^q of all factors with a number of the row, where they are such and q is never positive; otherwise null.</summary>
    public Formula? Exponential() => _factors.All(static f => f.Rows.Count == 0 || f.Kind == FactorKind.Exponent)
        ? Build(_builder.Apply(Op.Exp, _factors.Where(static f => f.Kind == FactorKind.Exponent).Select(static f => f.Node).Aggregate(_builder.Add)))
        : null;

    private Formula Build(int root)
    {
        (List<Node> nodes, int[] map) = FormulaGraph.Compact(_builder.Nodes, root);
        return _formula with { Nodes = new(nodes), Root = map[root] };
    }

    private void Collect(int index, bool isInverse)
    {
        Node node = _builder[index];
        switch (node.Op)
        {
            case Op.Multiply:
                Collect(node.A, isInverse);
                Collect(node.B, isInverse);
                break;
            case Op.Divide:
                Collect(node.A, isInverse);
                Collect(node.B, !isInverse);
                break;
            case Op.Negate:
                Collect(_builder.Constant(-1), isInverse: false);
                Collect(node.A, isInverse);
                break;
            case Op.Exp when !isInverse && Terms(node.A) is { } terms && terms.All(IsNonPositive):
                terms.ForEach(t => _factors.Add((t, FactorKind.Exponent, Rows(t))));
                break;
            default:
                _factors.Add((index, isInverse ? FactorKind.Inverse : FactorKind.Plain, Rows(index)));
                break;
        }
    }

    // The terms of a sum; factors and divisors that no number of the row changes are multiplied out.
    private List<int> Terms(int index)
    {
        Node node = _builder[index];
        return node.Op switch
        {
            Op.Add => [.. Terms(node.A), .. Terms(node.B)],
            Op.Subtract => [.. Terms(node.A), .. Terms(node.B).Select(_builder.Negate)],
            Op.Negate => [.. Terms(node.A).Select(_builder.Negate)],
            Op.Multiply when Rows(node.A).Count == 0 => [.. Terms(node.B).Select(t => _builder.Multiply(node.A, t))],
            Op.Multiply when Rows(node.B).Count == 0 => [.. Terms(node.A).Select(t => _builder.Multiply(t, node.B))],
            Op.Divide when Rows(node.B).Count == 0 => [.. Terms(node.A).Select(t => _builder.Divide(t, node.B))],
            _ => [index],
        };
    }

    private bool IsNonPositive(int index) => _builder[index] switch
    {
        { Op: Op.Constant } constant => constant.Value <= 0,
        { Op: Op.Negate } negation => IsNonNegative(negation.A),
        { Op: Op.Multiply } product => (IsNonPositive(product.A) && IsNonNegative(product.B)) || (IsNonNegative(product.A) && IsNonPositive(product.B)),
        { Op: Op.Divide } quotient => IsNonPositive(quotient.A) && IsNonNegative(quotient.B),
        _ => false,
    };

    // A quotient by 0 is infinite or NaN, but not negative.
    private bool IsNonNegative(int index) => _builder[index] is { Op: Op.Divide } quotient
        ? IsNonNegative(quotient.A) && IsNonNegative(quotient.B)
        : _signs.IsNonNegative(index);

    private HashSet<int> Rows(int root)
    {
        bool[] reachable = FormulaGraph.Reachable(_builder.Nodes, root);
        return [.. Enumerable.Range(0, reachable.Length).Where(i => reachable[i] && _builder[i].Op == Op.Parameter).Select(i => _rowNumber(_builder[i].A)).Where(static r => r >= 0)];
    }
}
