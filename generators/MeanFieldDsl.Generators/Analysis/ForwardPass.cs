using MeanFieldDsl.Generators.Formulas;

namespace MeanFieldDsl.Generators.Analysis;

/// <summary>The first rule that did not hold in a forward pass.</summary>
/// <param name="Rule">The rule.</param>
/// <param name="Node">The node at which it was asked.</param>
/// <param name="Culprit">The argument of the node that breaks it, or the node itself.</param>
/// <param name="Reason">What is wrong, as a clause that follows the text of the node: "adds terms of degree 1 and 0".</param>
/// <param name="Found">The abstract value of the culprit.</param>
internal sealed record RuleFailure<TValue, TRule>(TRule Rule, int Node, int Culprit, string Reason, TValue Found);

/// <summary>
/// An analysis that gives every node an abstract value from those of its arguments, in the order of the array. A node
/// without a value is unknown, and so is what depends on it; the first rule to fail is kept, because later
/// ones fail on its account.
/// </summary>
internal abstract class ForwardPass<TValue, TRule>(Formula formula)
    where TValue : struct
{
    private readonly TValue?[] _values = new TValue?[formula.Nodes.Count];
    private int _current;

    protected Formula Formula { get; } = formula;

    /// <summary>The first failure among the nodes that the root needs, or null.</summary>
    protected RuleFailure<TValue, TRule>? Failure { get; private set; }

    /// <summary>The node that is being visited.</summary>
    protected int Current => _current;

    protected TValue? this[int node] => _values[node];

    /// <summary>Visits all nodes the root needs; the root's value, or null.</summary>
    protected TValue? Run()
    {
        bool[] needed = FormulaGraph.Reachable(Formula.Nodes, Formula.Root);
        for (_current = 0; _current <= Formula.Root; _current++)
        {
            if (needed[_current])
            {
                _values[_current] = Visit(Formula.Nodes[_current]);
            }
        }

        return _values[Formula.Root];
    }

    /// <summary>The value of a node, or null when it is not known.</summary>
    protected abstract TValue? Visit(Node node);

    protected TValue? Fail(TRule rule, int culprit, string reason)
    {
        Failure ??= new(rule, _current, culprit, reason, _values[culprit] ?? default);
        return null;
    }
}
