using MeanFieldDsl.Generators.Formulas;

namespace MeanFieldDsl.Generators.Analysis.Numerics;

/// <summary>
/// Values of single nodes of a formula. A node inside a loop is evaluated for the first turn of the loop, which stands
/// for them all.
/// </summary>
internal sealed class Specimens
{
    private readonly Formula _formula;
    private readonly FormulaBuilder _builder;
    private readonly int[] _closed;
    private readonly Interpreter _interpreter;

    public Specimens(Formula formula)
    {
        _formula = formula;
        _builder = new(formula.Nodes);
        int[][] free = FormulaGraph.FreeLabels(formula.Nodes);
        bool[] needed = FormulaGraph.Reachable(formula.Nodes, formula.Root);
        _closed = [.. Enumerable.Range(0, formula.Root + 1).Select(i => needed[i] && free[i].Length > 0 ? Close(i, free[i]) : i)];
        _interpreter = new(_builder.Nodes);
    }

    /// <summary>The value of a node, with a bound on its rounding error in units of machine epsilon.</summary>
    public Jet Value(int node, Binding point) => _interpreter.ValueWithCondition(_closed[node], point);

    /// <summary>The formula of a single node.</summary>
    public Formula Alone(int node) => _builder.Build(_formula.Name, _closed[node], _formula.Parameters, _formula.HyperParameters);

    /// <summary>The nodes whose values matter at a point: of a choice only the branch that is taken.</summary>
    public bool[] Live(Binding point)
    {
        bool[] live = new bool[_formula.Root + 1];
        live[_formula.Root] = true;
        for (int i = _formula.Root; i >= 0; i--)
        {
            if (!live[i])
            {
                continue;
            }

            Node node = _formula.Nodes[i];
            switch (node.Op)
            {
                case Op.Select:
                    live[node.A] = true;
                    live[IsTrue(node.A, point) ? node.B : node.C] = true;
                    break;

                // Where one side settles the matter, the other does not count.
                case Op.And or Op.Or:
                    live[node.A] |= IsTrue(node.B, point) == (node.Op == Op.And);
                    live[node.B] |= IsTrue(node.A, point) == (node.Op == Op.And);
                    break;
                default:
                    FormulaGraph.ForEachChild(node, child => live[child] = true);
                    break;
            }
        }

        return live;
    }

    private bool IsTrue(int node, Binding point) => Value(node, point).Value != 0;

    private int Close(int root, int[] free) => _builder.Rewrite(root, i => _builder[i] switch
    {
        { Op: Op.BoundElement } node when free.Contains(node.B) => _builder.Element(node.A, _builder.Constant(0)),
        { Op: Op.LoopIndex } node when free.Contains(node.A) => First(root, node.A),
        _ => -1,
    });

    // The first index of the loop around a node.
    private int First(int inside, int label) => _formula.Nodes
        .Where(node => node.IsReduction && node.Label == label && node.B >= 0 && FormulaGraph.Reachable(_formula.Nodes, node.A) is var needed && inside < needed.Length && needed[inside])
        .Select(static node => node.B)
        .DefaultIfEmpty(_builder.Constant(0))
        .First();
}
