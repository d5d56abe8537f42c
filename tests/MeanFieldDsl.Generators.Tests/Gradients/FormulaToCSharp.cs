using System.Globalization;
using System.Text;
using MeanFieldDsl.Generators.Formulas;

namespace MeanFieldDsl.Generators.Tests.Gradients;

/// <summary>
/// Writes a formula as a user would: a method with a local for each shared number and a lambda for each loop. The
/// order of operations is that of the formula.
/// </summary>
internal sealed class FormulaToCSharp
{
    private static readonly CultureInfo Invariant = CultureInfo.InvariantCulture;

    private readonly Formula _formula;
    private readonly int[][] _free;
    private int _names;

    private FormulaToCSharp(Formula formula)
    {
        _formula = formula;
        _free = FormulaGraph.FreeLabels(formula.Nodes);
    }

    /// <summary>The parameters a formula mentions, in order.</summary>
    public static int[] Used(Formula formula) =>
    [
        .. formula.Nodes
            .SelectMany(n => n.Op is Op.Parameter or Op.Element or Op.BoundElement or Op.Length ? [n.A] : n.IsReduction && n.LoopParameter >= 0 ? new[] { n.LoopParameter } : [])
            .Distinct().Order(),
    ];

    /// <summary>Whether C# can say it: a lambda cannot capture a vector, and some operations only derivatives make.</summary>
    public static bool CanWrite(Formula formula)
    {
        int[][] free = FormulaGraph.FreeLabels(formula.Nodes);
        return formula.Nodes.All(n => n.Op is not (Op.SincPrime or Op.Cotangent or Op.NormRoot))
            && !formula.Nodes.Where((n, i) => n.IsReduction && n.LoopParameter >= 0 && free[i].Length > 0).Any();
    }

    /// <summary>The formula's declaration: hyper-parameters, the method, and a bridge that takes every parameter as an array.</summary>
    /// <param name="formula">The formula.</param>
    /// <param name="name">The name of the method.</param>
    /// <param name="declared">The parameters of the method: at least those that are used.</param>
    public static string Members(Formula formula, string name, int[] declared)
    {
        StringBuilder text = new();
        foreach (HyperParameter hyper in formula.HyperParameters)
        {
            text.Append(Invariant, $"    public {(hyper.Type == FormulaType.Integer ? "int" : "double")} {hyper.Name} {{ get; init; }} = 1;\n");
        }

        string parameters = string.Join(", ", declared.Select(p => Declaration(formula.Parameters[p])));
        string arguments = string.Join(", ", declared.Select(p => formula.Parameters[p].Type switch
        {
            FormulaType.Vector => $"p[{p}]",
            FormulaType.Integer => $"(int)p[{p}][0]",
            FormulaType.Boolean => $"p[{p}][0] != 0",
            _ => $"p[{p}][0]",
        }));
        FormulaToCSharp writer = new(formula);
        Scope top = new(null, -1, 2);
        string root = writer.Print(formula.Root, top);
        text.Append(Invariant, $"    public double Call(double[][] p) => {name}({arguments});\n\n");
        text.Append(Invariant, $"    [Formula]\n    public double {name}({parameters})\n    {{\n{top.Text}        return {root};\n    }}\n");
        return text.ToString();
    }

    private static string Declaration(FormulaParameter p)
    {
        string type = p.Type switch { FormulaType.Vector => "Vec", FormulaType.Integer => "int", FormulaType.Boolean => "bool", _ => "double" };
        string dimension = p.Type != FormulaType.Vector ? "" : p.Dimension.IsKnown ? $", Dim({p.Dimension.Size})" : $", Dim(\"{p.Dimension.Symbol}\")";
        return $"[{p.Role}{dimension}] {type} {p.Name}";
    }

    // The text that stands for a node in a scope: a leaf itself, or the local made for it where its variables are known.
    private string Print(int index, Scope scope)
    {
        Node node = _formula.Nodes[index];
        Scope home = scope;
        while (home.Outer is not null && !_free[index].Contains(home.Label))
        {
            home = home.Outer;
        }

        switch (node.Op)
        {
            case Op.Constant: return node.Value < 0 ? "(" + Number(node.Value) + ")" : Number(node.Value);
            case Op.Parameter: return _formula.Parameters[node.A].Name;
            case Op.HyperParameter: return _formula.HyperParameters[node.A].Name;
            case Op.BoundElement: return home.Elements[node.A];
            case Op.LoopIndex: return home.Elements[-1];
        }

        if (home.Locals.TryGetValue(index, out string? local))
        {
            return local;
        }

        string value = node.Op switch
        {
            Op.Length => _formula.Parameters[node.A].Name + ".Length",
            Op.Element => $"{_formula.Parameters[node.A].Name}[{Integer(node.B, home)}]",
            Op.SumOver or Op.ProductOver or Op.MaxOver => Loop(node, home),
            _ => Operation(node, home),
        };
        string name = "t" + _names++;
        home.Line($"{(OperationTable.Get(node.Op).IsTruth ? "bool" : "double")} {name} = {value};");
        home.Locals.Add(index, name);
        return name;
    }

    private string Operation(Node node, Scope scope)
    {
        string A() => Print(node.A, scope);
        string B() => Print(node.B, scope);
        string C() => Print(node.C, scope);
        return node.Op switch
        {
            Op.Add => $"{A()} + {B()}",
            Op.Subtract => $"{A()} - {B()}",
            Op.Multiply or Op.GuardedMultiply => $"{A()} * {B()}",
            Op.Divide => $"{A()} / {B()}",
            Op.Negate => $"-{A()}",
            Op.Less => $"{A()} < {B()}",
            Op.LessOrEqual => $"{A()} <= {B()}",
            Op.Equal => $"{A()} == {B()}",
            Op.And => $"{A()} && {B()}",
            Op.Or => $"{A()} || {B()}",
            Op.Not => $"!{A()}",
            Op.Select => $"{A()} ? {B()} : {C()}",
            Op.FusedMultiplyAdd => $"Math.FusedMultiplyAdd({A()}, {B()}, {C()})",
            Op.Log1p or Op.Expm1 or Op.Sigmoid or Op.Softplus or Op.Erf or Op.NormalCdf or Op.Sinc => $"Ops.{node.Op}({A()})",
            Op.Min or Op.Max or Op.Pow => $"Math.{node.Op}({A()}, {B()})",
            _ => $"Math.{node.Op}({A()})",
        };
    }

    private string Loop(Node node, Scope home)
    {
        string function = node.Op switch { Op.SumOver => "Sum", Op.ProductOver => "Prod", _ => "Max" };
        Scope body = new(home, node.Label, 0);
        string head;
        if (node.LoopParameter >= 0)
        {
            int[] vectors = [.. Bound(node.A, node.Label).Append(node.LoopParameter).Distinct().Order()];
            foreach (int vector in vectors)
            {
                body.Elements.Add(vector, _formula.Parameters[vector].Name + _names++);
            }

            head = string.Join(", ", vectors.Select(v => _formula.Parameters[v].Name)) + ", (" + string.Join(", ", vectors.Select(v => body.Elements[v])) + ")";
        }
        else
        {
            body.Elements.Add(-1, "k" + _names++);
            head = $"{Integer(node.B, home)}, {Integer(node.C, home)}, {body.Elements[-1]}";
        }

        string result = Print(node.A, body);
        return body.Text.Length == 0 ? $"{function}({head} => {result})" : $"{function}({head} => {{ {body.Text}return {result}; }})";
    }

    private IEnumerable<int> Bound(int body, int label)
    {
        bool[] needed = FormulaGraph.Reachable(_formula.Nodes, body);
        return Enumerable.Range(0, body + 1).Where(i => needed[i] && _formula.Nodes[i] is { Op: Op.BoundElement } n && n.B == label && _free[i].Contains(label)).Select(i => _formula.Nodes[i].A);
    }

    private string Integer(int index, Scope scope) => _formula.Nodes[index].Op == Op.Constant
        ? ((int)_formula.Nodes[index].Value).ToString(Invariant)
        : Print(index, scope);

    private static string Number(double value) => value.ToString("R", Invariant) is string text && text.AsSpan().IndexOfAny(".E") < 0 ? text + ".0" : value.ToString("R", Invariant);

    private sealed class Scope(Scope? outer, int label, int indent)
    {
        private readonly StringBuilder _text = new();

        public Scope? Outer => outer;

        public int Label => label;

        public Dictionary<int, string> Locals { get; } = [];

        public Dictionary<int, string> Elements { get; } = [];

        public string Text => _text.ToString();

        public void Line(string line) => _text.Append(' ', 4 * indent).Append(line).Append(indent > 0 ? "\n" : " ");
    }
}
