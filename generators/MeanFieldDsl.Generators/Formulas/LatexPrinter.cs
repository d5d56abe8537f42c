using System.Globalization;

namespace MeanFieldDsl.Generators.Formulas;

/// <summary>Prints formulas as LaTeX mathematics, for model cards.</summary>
internal static class LatexPrinter
{
    private const int DeepestNesting = 60;

    public static string Print(Formula formula) => Print(formula.Nodes, formula.Root, formula);

    public static string Print(IReadOnlyList<Node> nodes, int root, Formula names) => Visit(nodes, root, names, 0, DeepestNesting);

    /// <summary>A name of the user's as a symbol: one letter stands alone, a Greek name becomes its letter, others are upright.</summary>
    public static string Symbol(string name) =>
        name.Length == 1 ? name
        : Array.IndexOf(Greek, name.ToLowerInvariant()) >= 0 ? "\\" + name.ToLowerInvariant()
        : "\\mathrm{" + name.Replace("_", "\\_") + "}";

    private static readonly string[] Greek =
        ["alpha", "beta", "gamma", "delta", "epsilon", "zeta", "eta", "theta", "kappa", "lambda", "mu", "nu", "xi", "pi", "rho", "sigma", "tau", "phi", "chi", "psi", "omega"];

    private static string Visit(IReadOnlyList<Node> nodes, int index, Formula names, int outer, int depth)
    {
        if (depth == 0)
        {
            return "\\dots";
        }

        Node node = nodes[index];
        switch (node.Op)
        {
            case Op.Constant: return node.Value < 0 && outer > 1 ? "(" + Number(node.Value) + ")" : Number(node.Value);
            case Op.Parameter: return Symbol(names.Parameters[node.A].Name);
            case Op.HyperParameter: return Symbol(names.HyperParameters[node.A].Name);
            case Op.Length: return "\\dim " + Symbol(names.Parameters[node.A].Name);
            case Op.Cotangent: return "c";
            case Op.BoundElement: return Symbol(names.Parameters[node.A].Name) + "_{" + Loop(node.B) + "}";
            case Op.LoopIndex: return Loop(node.A);
            case Op.Primitive: return Symbol(names.Primitive(node.Bits).Name) + "\\left(" + Visit(nodes, node.A, names, 0, depth - 1) + "\\right)";
            case Op.Element: return Symbol(names.Parameters[node.A].Name) + "_{" + Visit(nodes, node.B, names, 0, depth - 1) + "}";
            case Op.SumOver or Op.ProductOver or Op.MaxOver: return Reduction(nodes, node, names, outer, depth);
        }

        int precedence = Precedence(node.Op);
        bool open = precedence < int.MaxValue;

        // A fraction, a root or a function has brackets of its own; an infix operator asks its arguments for them.
        string Argument(int child, int extra) => Visit(nodes, child, names, open ? precedence + extra : 0, depth - 1);
        int arity = FormulaGraph.Arity(node);
        string text = OperationTable.Latex(node.Op).Replace("«0»", Argument(node.A, arity == 1 || node.Op == Op.Pow ? 1 : 0));
        if (arity > 1)
        {
            bool associative = node.Op is Op.Add or Op.Multiply or Op.And or Op.Or;
            text = text.Replace("«1»", node.Op is Op.Pow or Op.Divide ? Visit(nodes, node.B, names, 0, depth - 1) : Argument(node.B, associative ? 0 : 1));
        }

        if (arity > 2)
        {
            text = text.Replace("«2»", Argument(node.C, 0));
        }

        return open && precedence < outer ? "\\left(" + text + "\\right)" : text;
    }

    private static string Reduction(IReadOnlyList<Node> nodes, Node node, Formula names, int outer, int depth)
    {
        Node body = nodes[node.A];
        if (node.Op == Op.SumOver && body.Op == Op.Multiply && node.LoopParameter >= 0
            && nodes[body.A] is { Op: Op.BoundElement } a && nodes[body.B] is { Op: Op.BoundElement } b
            && a.B == node.Label && b.B == node.Label)
        {
            string left = Symbol(names.Parameters[a.A].Name);
            string right = Symbol(names.Parameters[b.A].Name);
            return left == right ? "\\|" + left + "\\|^2" : "\\langle " + left + ", " + right + " \\rangle";
        }

        string operation = node.Op switch { Op.SumOver => "\\sum", Op.ProductOver => "\\prod", _ => "\\max" };
        string range = node.LoopParameter >= 0
            ? "_{" + Loop(node.Label) + "}"
            : "_{" + Loop(node.Label) + "=" + Visit(nodes, node.B, names, 0, depth - 1) + "}^{" + Visit(nodes, node.C, names, 0, depth - 1) + "}";
        string text = operation + range + " " + Visit(nodes, node.A, names, 5, depth - 1);
        return outer > 4 ? "\\left(" + text + "\\right)" : text;
    }

    private static string Number(double value) =>
        value == Math.PI ? "\\pi"
        : value == 2 * Math.PI ? "2\\pi"
        : double.IsInfinity(value) ? (value > 0 ? "\\infty" : "-\\infty")
        : value.ToString("R", CultureInfo.InvariantCulture);

    private static string Loop(int label) => label == Formula.FieldLabel ? "j" : label == 1 ? "k" : "k_{" + (label - 1).ToString(CultureInfo.InvariantCulture) + "}";

    private static int Precedence(Op op) => op switch
    {
        Op.Or => 1,
        Op.And => 2,
        Op.Less or Op.LessOrEqual or Op.Equal => 3,
        Op.Add or Op.Subtract or Op.FusedMultiplyAdd => 4,
        Op.Multiply or Op.GuardedMultiply or Op.Negate or Op.Not => 6,
        Op.Pow => 8,
        _ => int.MaxValue,
    };
}
