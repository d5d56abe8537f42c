using System.Globalization;

namespace MeanFieldDsl.Generators.Formulas;

/// <summary>Prints formulas for people: hover texts, comments in generated code, messages.</summary>
internal static class FormulaPrinter
{
    private const int LongestText = 400;

    public static string Print(Formula formula) => Print(formula.Nodes, formula.Root, formula);

    public static string Print(IReadOnlyList<Node> nodes, int root, Formula names)
    {
        string text = Visit(nodes, root, names, 0, 40);
        return text.Length <= LongestText ? text : text.Substring(0, LongestText - 1) + "…";
    }

    public static string Number(double value) =>
        value == Math.PI ? "π" : double.IsPositiveInfinity(value) ? "∞" : double.IsNegativeInfinity(value) ? "-∞"
        : value.ToString("R", CultureInfo.InvariantCulture);

    private static string Visit(IReadOnlyList<Node> nodes, int index, Formula names, int outer, int depth)
    {
        Node node = nodes[index];
        if (depth == 0)
        {
            return "…";
        }

        switch (node.Op)
        {
            case Op.Constant: return node.Value < 0 && outer > 1 ? "(" + Number(node.Value) + ")" : Number(node.Value);
            case Op.Parameter: return names.Parameters[node.A].Name;
            case Op.HyperParameter: return names.HyperParameters[node.A].Name;
            case Op.Length: return "dim " + names.Parameters[node.A].Name;
            case Op.Cotangent: return "c";
            case Op.BoundElement: return names.Parameters[node.A].Name + "[" + LoopName(node.B) + "]";
            case Op.LoopIndex: return LoopName(node.A);
            case Op.Primitive: return names.Primitive(node.Bits).Name + "(" + Visit(nodes, node.A, names, 0, depth - 1) + ")";
            case Op.Element: return names.Parameters[node.A].Name + "[" + Visit(nodes, node.B, names, 0, depth - 1) + "]";
            case Op.SumOver or Op.ProductOver or Op.MaxOver: return Reduction(nodes, node, names, depth);
        }

        Operation operation = OperationTable.Get(node.Op);
        int precedence = Precedence(node.Op);
        string Argument(int child, bool right) =>
            Visit(nodes, child, names, precedence == int.MaxValue ? 0 : precedence + (right ? 1 : 0), depth - 1);
        bool function = precedence == int.MaxValue;
        string text = operation.Arity switch
        {
            1 => string.Format(CultureInfo.InvariantCulture, operation.Print, Argument(node.A, right: true)),
            2 => string.Format(CultureInfo.InvariantCulture, operation.Print, Argument(node.A, right: node.Op == Op.Pow), Argument(node.B, right: !IsAssociative(node.Op))),
            _ => string.Format(CultureInfo.InvariantCulture, operation.Print, Argument(node.A, right: true), Argument(node.B, right: true), Argument(node.C, right: false)),
        };
        return !function && precedence < outer ? "(" + text + ")" : text;
    }

    private static string Reduction(IReadOnlyList<Node> nodes, Node node, Formula names, int depth)
    {
        Node body = nodes[node.A];
        if (node.Op == Op.SumOver && body.Op == Op.Multiply && node.LoopParameter >= 0
            && nodes[body.A].Op == Op.BoundElement && nodes[body.B].Op == Op.BoundElement
            && nodes[body.A].B == node.Label && nodes[body.B].B == node.Label)
        {
            string a = names.Parameters[nodes[body.A].A].Name;
            string b = names.Parameters[nodes[body.B].A].Name;
            return a == b ? "‖" + a + "‖²" : "⟨" + a + ", " + b + "⟩";
        }

        string operation = node.Op switch { Op.SumOver => "sum", Op.ProductOver => "prod", _ => "max" };
        string range = node.LoopParameter >= 0
            ? LoopName(node.Label) + " < dim " + names.Parameters[node.LoopParameter].Name
            : LoopName(node.Label) + " = " + Visit(nodes, node.B, names, 0, depth - 1) + ".." + Visit(nodes, node.C, names, 0, depth - 1);
        return operation + "(" + Visit(nodes, node.A, names, 0, depth - 1) + ", " + range + ")";
    }

    private static string LoopName(int label) => label == Formula.FieldLabel ? "j" : label < 0 ? "?" : label == 1 ? "k" : "k" + (label - 1).ToString(CultureInfo.InvariantCulture);

    private static bool IsAssociative(Op op) => op is Op.Add or Op.Multiply or Op.And or Op.Or;

    private static int Precedence(Op op) => op switch
    {
        Op.Or => 1,
        Op.And => 2,
        Op.Less or Op.LessOrEqual or Op.Equal => 3,
        Op.Add or Op.Subtract or Op.FusedMultiplyAdd => 4,
        Op.Multiply or Op.Divide or Op.GuardedMultiply => 6,
        Op.Negate or Op.Not => 6,
        Op.Pow => 8,
        _ => int.MaxValue,
    };
}
