using MeanFieldDsl.Generators.Formulas;

namespace MeanFieldDsl.Generators.Transform;

/// <summary>
/// Proves by the rules of signs that a number is never negative, or always positive, whatever the parameters and
/// hyper-parameters are. What it does not prove may hold all the same.
/// </summary>
internal sealed class Positivity(FormulaBuilder builder)
{
    private readonly Dictionary<(int Node, bool Strict), bool> _known = [];

    public bool IsNonNegative(int node) => Holds(node, strict: false);

    public bool IsPositive(int node) => Holds(node, strict: true);

    private bool Holds(int node, bool strict)
    {
        if (!_known.TryGetValue((node, strict), out bool holds))
        {
            holds = Prove(builder[node], strict);
            _known.Add((node, strict), holds);
        }

        return holds;
    }

    private bool Prove(Node node, bool strict) => node.Op switch
    {
        Op.Constant => strict ? node.Value > 0 : node.Value >= 0,
        Op.Length => true,
        Op.Exp or Op.Softplus or Op.Sigmoid or Op.Cosh => true,
        Op.NormalCdf => !strict,
        Op.Abs => !strict,
        Op.Sqrt or Op.NormRoot => !strict || Holds(node.A, strict: true),
        Op.Add => Holds(node.A, strict: false) && Holds(node.B, strict: false) && (!strict || Holds(node.A, strict: true) || Holds(node.B, strict: true)),
        Op.Multiply when node.A == node.B && !strict => true,
        Op.Multiply => Holds(node.A, strict) && Holds(node.B, strict),
        Op.Divide => Holds(node.A, strict) && Holds(node.B, strict: true),
        Op.FusedMultiplyAdd => (node.A == node.B || (Holds(node.A, strict: false) && Holds(node.B, strict: false))) && Holds(node.C, strict),
        Op.Max => Holds(node.A, strict) || Holds(node.B, strict),
        Op.Min => Holds(node.A, strict) && Holds(node.B, strict),
        Op.Select => Holds(node.B, strict) && Holds(node.C, strict),
        Op.Pow => Holds(node.A, strict: true) || (!strict && IsEven(node.B)),

        // An empty sum is 0, an empty product 1.
        Op.SumOver => !strict && Holds(node.A, strict: false),
        Op.ProductOver => Holds(node.A, strict),
        _ => false,
    };

    private bool IsEven(int node) => builder.IsConstant(node, out double power) && power % 2 == 0;
}
