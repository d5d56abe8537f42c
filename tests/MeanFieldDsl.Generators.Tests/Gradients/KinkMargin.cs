using MeanFieldDsl.Generators.Formulas;

namespace MeanFieldDsl.Generators.Tests.Gradients;

/// <summary>
/// How far a formula is, at a point, from the nearest place where it has a kink, a jump or an infinite slope: the
/// smallest distance between the two sides of any comparison on the way. It is a formula itself, made from the other.
/// </summary>
internal sealed class KinkMargin
{
    private readonly FormulaBuilder _builder;
    private readonly bool _countsExact;
    private readonly Dictionary<int, int> _margins = [];
    private readonly int _infinity;
    private readonly int _root;
    private readonly Interpreter _interpreter;

    /// <param name="formula">The formula.</param>
    /// <param name="countsExact">
    /// Whether comparisons of parameters as they stand count. No rounding decides those, but steps of finite
    /// differences can.
    /// </param>
    public KinkMargin(Formula formula, bool countsExact)
    {
        _builder = new(formula.Nodes);
        _countsExact = countsExact;
        _infinity = _builder.Constant(double.PositiveInfinity);
        _root = Margin(formula.Root);
        _interpreter = new(_builder.Nodes);
    }

    public double At(Binding binding) => _interpreter.Value(_root, binding);

    private int Margin(int node)
    {
        if (!_margins.TryGetValue(node, out int margin))
        {
            margin = _builder[node].IsReduction ? OfReduction(node, _builder[node]) : Smaller(Own(_builder[node]), OfArguments(_builder[node]));
            _margins.Add(node, margin);
        }

        return margin;
    }

    private int OfArguments(Node node)
    {
        int margin = _infinity;
        FormulaGraph.ForEachChild(node, child => margin = Smaller(margin, Margin(child)));
        return margin;
    }

    private int Own(Node node) => node.Op switch
    {
        Op.Less or Op.LessOrEqual or Op.Equal or Op.Max or Op.Min => Distance(node.A, node.B),
        Op.Abs or Op.Sign or Op.Sqrt or Op.NormRoot or Op.Cbrt or Op.Pow => Distance(node.A, _builder.Constant(0)),
        _ => _infinity,
    };

    private int Distance(int a, int b) =>
        !_countsExact && IsExact(a) && IsExact(b) ? _infinity
        : IsInteger(a) && IsInteger(b) ? _infinity
        : _builder.Apply(Op.Abs, _builder.Subtract(a, b));

    private bool IsExact(int node) => FormulaGraph.Arity(_builder[node]) == 0 && !_builder[node].IsReduction;

    // Of the random formulas' parameters only one is an integer.
    private bool IsInteger(int node) => _builder[node] is { Op: Op.Parameter, A: 8 or 9 } or { Op: Op.Constant };

    private int OfReduction(int index, Node node)
    {
        int label = _builder.FreshLabel();
        int body = _builder.Rename(node.A, node.Label, label);
        int margin = Smallest(node, label, Margin(body));
        if (node.Op != Op.MaxOver)
        {
            return margin;
        }

        int gap = _builder.Select(_builder.Apply(Op.Equal, body, index), _infinity, _builder.Subtract(index, body));
        return Smaller(margin, Smallest(node, label, gap));
    }

    private int Smallest(Node reduction, int label, int body) => body == _infinity
        ? _infinity
        : _builder.Negate(_builder.ReduceLike(reduction, Op.MaxOver, label, _builder.Negate(body)));

    private int Smaller(int a, int b) => a == _infinity ? b : b == _infinity ? a : _builder.Apply(Op.Min, a, b);
}
