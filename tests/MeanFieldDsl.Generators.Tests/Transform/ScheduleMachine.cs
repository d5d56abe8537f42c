using MeanFieldDsl.Generators.Formulas;
using MeanFieldDsl.Generators.Transform;

namespace MeanFieldDsl.Generators.Tests.Transform;

/// <summary>Carries out a schedule, with one dictionary of known values for each scope.</summary>
internal sealed class ScheduleMachine(IReadOnlyList<Node> nodes, IReadOnlyList<FormulaParameter> parameters, Binding point)
{
    private readonly Scope _uniform = new(null, -1, 0);

    // The values of rows are not known before there is a row.
    private bool _hasRow;

    public Dictionary<(int Parameter, int Field, int Element), double> Fields { get; } = [];

    public RowValues Row { get; private set; } = null!;

    public void Run(Schedule schedule)
    {
        Run(schedule.Uniform, _uniform);
        _hasRow = true;
        Scope row = new(_uniform, -1, 0);
        Run(schedule.Row, row);
        Row = new(this, row);
    }

    private void Run(IReadOnlyList<Statement> statements, Scope scope)
    {
        foreach (Statement statement in statements)
        {
            switch (statement)
            {
                case Compute compute:
                    Assert.True(nodes[compute.Node].Op > Op.MaxOver, "a leaf needs no statement");
                    scope.Add(compute.Node, Apply(nodes[compute.Node], scope));
                    break;
                case ReductionLoop loop:
                    Reduce(loop, scope);
                    break;
                case FieldLoop loop:
                    for (int i = 0; i < point.Parameters[loop.Fields[0].Parameter].Length; i++)
                    {
                        Scope inner = new(scope, Formula.FieldLabel, i);
                        Run(loop.Body, inner);
                        foreach ((int parameter, int field) in loop.Fields)
                        {
                            Node node = nodes[field];
                            Fields.Add((parameter, field, i), node.Op == Op.Multiply ? Value(node.A, inner) * Value(node.B, inner) : Value(field, inner));
                        }
                    }

                    break;
            }
        }
    }

    private void Reduce(ReductionLoop loop, Scope scope)
    {
        Node range = nodes[loop.Reductions[0]];
        (int first, int last) = range.LoopParameter >= 0
            ? (0, point.Parameters[range.LoopParameter].Length - 1)
            : ((int)Value(range.B, scope), (int)Value(range.C, scope));
        double[] results = [.. loop.Reductions.Select(r => nodes[r].Op switch { Op.SumOver => 0.0, Op.ProductOver => 1, _ => double.NegativeInfinity })];
        for (int i = first; i <= last; i++)
        {
            Scope inner = new(scope, range.Label, i);
            Run(loop.Body, inner);
            for (int r = 0; r < results.Length; r++)
            {
                Node node = nodes[loop.Reductions[r]];
                double term = Value(node.A, inner);
                results[r] = node.Op switch { Op.SumOver => results[r] + term, Op.ProductOver => results[r] * term, _ => Math.Max(results[r], term) };
            }
        }

        for (int r = 0; r < results.Length; r++)
        {
            scope.Add(loop.Reductions[r], results[r]);
        }
    }

    private double Apply(Node node, Scope scope)
    {
        Operation operation = OperationTable.Get(node.Op);
        return operation.Value(
            Value(node.A, scope),
            operation.Arity > 1 ? Value(node.B, scope) : 0,
            operation.Arity > 2 ? Value(node.C, scope) : 0);
    }

    private double Value(int index, Scope scope)
    {
        Node node = nodes[index];
        return node.Op switch
        {
            Op.Constant => node.Value,
            Op.Parameter => Leaf(node.A, 0),
            Op.HyperParameter => point.HyperParameters[node.A],
            Op.Length => point.Parameters[node.A].Length,
            Op.BoundElement => Leaf(node.A, scope.IndexOf(node.B)),
            Op.LoopIndex => scope.IndexOf(node.A),
            Op.Cotangent => _hasRow ? point.Cotangent : throw new InvalidOperationException("there is no row yet"),
            Op.Element => Leaf(node.A, (int)Value(node.B, scope)),
            _ => scope.ValueOf(index),
        };
    }

    private double Leaf(int parameter, int element)
    {
        Assert.True(_hasRow || parameters[parameter].IsParticle, "there is no row yet");
        return element < point.Parameters[parameter].Length ? point.Parameters[parameter][element] : double.NaN;
    }

    /// <summary>What is known of a row when all is done.</summary>
    public sealed class RowValues(ScheduleMachine machine, Scope scope)
    {
        public double this[int node] => machine.Value(node, scope);
    }

    /// <summary>The values known inside one turn of a loop.</summary>
    public sealed class Scope(Scope? outer, int label, int index)
    {
        private readonly Dictionary<int, double> _values = [];

        public void Add(int node, double value)
        {
            Assert.False(Find(node, out _), "node " + node + " is computed twice");
            _values.Add(node, value);
        }

        public double ValueOf(int node) => Find(node, out double value) ? value : throw new InvalidOperationException("node " + node + " is not computed");

        public int IndexOf(int wanted) => wanted == label ? index : outer?.IndexOf(wanted) ?? throw new InvalidOperationException("no loop " + wanted);

        private bool Find(int node, out double value) => _values.TryGetValue(node, out value) || (outer is not null && outer.Find(node, out value));
    }
}
