using System.Globalization;
using MeanFieldDsl.Generators.Formulas;
using MeanFieldDsl.Generators.Transform;

namespace MeanFieldDsl.Generators.Emit;

/// <summary>Prints the statements of a schedule as C#: doubles for what is uniform, TLanes for what varies by row.</summary>
internal sealed class CodePrinter
{
    // Longer expressions get a local of their own; short ones are written where they are used.
    private const int LongestInline = 70;

    // A power of sets is a loop of products.
    private const int LargestPower = 64;

    // The JIT compiler inlines about so many elementary functions into one method before it gives up on all that follows.
    private const int MostInlinedFunctions = 3;

    private readonly SourceWriter _writer;
    private readonly IReadOnlyList<Node> _nodes;
    private readonly LeafNames _leaves;
    private readonly Schedule _schedule;
    private readonly int[] _uses;
    private readonly HashSet<int> _named = [];
    private readonly HashSet<int> _inlined = [];

    // Nodes that were computed along with another and still stand in the list of statements at hand.
    private readonly HashSet<int> _paired = [];

    private readonly string _prefix;
    private readonly string _functions;
    private readonly bool _isEnclosure;

    /// <summary>Creates a printer.</summary>
    /// <param name="writer">Receives the text.</param>
    /// <param name="nodes">The nodes.</param>
    /// <param name="leaves">The names of the leaves.</param>
    /// <param name="schedule">When each node is computed.</param>
    /// <param name="roots">The nodes that the caller uses.</param>
    /// <param name="prefix">What the names of locals start with.</param>
    /// <param name="isEnclosure">Whether TLanes holds sets of numbers, which have their functions themselves.</param>
    public CodePrinter(SourceWriter writer, IReadOnlyList<Node> nodes, LeafNames leaves, Schedule schedule, IEnumerable<int> roots, string prefix = "t", bool isEnclosure = false)
    {
        _prefix = prefix;
        _isEnclosure = isEnclosure;
        _writer = writer;
        _nodes = nodes;
        _leaves = leaves;
        _schedule = schedule;
        int[] all = [.. roots];
        _uses = CountUses(nodes, all);
        _functions = isEnclosure ? "TLanes." : CountFunctions(all) > MostInlinedFunctions ? "VectorCalls." : "VectorMath.";
    }

    /// <summary>Prints statements; a node used once, in the same list, is folded into its user.</summary>
    public void Statements(IReadOnlyList<Statement> statements, params IEnumerable<int> usedAtEnd)
    {
        HashSet<int> pending = [.. statements.OfType<Compute>().Select(c => c.Node)];
        HashSet<int> usedHere = [.. usedAtEnd.Where(pending.Contains)];
        foreach (int node in pending)
        {
            FormulaGraph.ForEachChild(_nodes[node], child => usedHere.Add(child));
        }

        foreach (Statement statement in statements)
        {
            switch (statement)
            {
                case Compute compute:
                    Assign(compute.Node, pending, usedHere);
                    _ = pending.Remove(compute.Node);
                    break;
                case ReductionLoop loop:
                    Print(loop);
                    break;
                case FieldLoop loop:
                    Print(loop);
                    break;
            }
        }
    }

    /// <summary>A number as an expression of type double.</summary>
    public string Scalar(int node) => Expression(node, lanes: false).Text;

    /// <summary>A number as an expression of type TLanes.</summary>
    public string Lanes(int node) => Expression(node, lanes: true).Text;

    /// <summary>Prints an accumulation of a node into a TLanes local, fused when the node is a product used only here.</summary>
    public void AccumulateLanes(string target, int node)
    {
        Node n = _nodes[node];
        _ = n.Op == Op.Multiply && _inlined.Contains(node) && !IsSquare(n)
            ? _writer.Line($"{target} = TLanes.MultiplyAdd({Lanes(n.A)}, {Lanes(n.B)}, {target});")
            : _writer.Line($"{target} = {target} + {Atom(Expression(node, lanes: true))};");
    }

    private static int[] CountUses(IReadOnlyList<Node> nodes, int[] roots)
    {
        int[] uses = new int[nodes.Count];
        if (roots.Length == 0)
        {
            return uses;
        }

        bool[] reachable = FormulaGraph.Reachable(nodes, roots);
        for (int i = 0; i < reachable.Length; i++)
        {
            if (reachable[i])
            {
                FormulaGraph.ForEachChild(nodes[i], child => uses[child]++);
                if (nodes[i].Op is Op.GuardedMultiply or Op.Sign)
                {
                    // Their text mentions the first argument more than once.
                    uses[nodes[i].A]++;
                }
            }
        }

        foreach (int root in roots)
        {
            uses[root]++;
        }

        return uses;
    }

    // Elementary functions over lanes, small ones not counted.
    private static bool IsFunction(Op op) => op != Op.Sign && OperationTable.Get(op).Lanes.StartsWith("VectorMath.", StringComparison.Ordinal);

    private int CountFunctions(int[] roots)
    {
        if (roots.Length == 0)
        {
            return 0;
        }

        bool[] reachable = FormulaGraph.Reachable(_nodes, roots);
        return Enumerable.Range(0, reachable.Length).Count(i => reachable[i] && IsFunction(_nodes[i].Op) && _schedule.IsVarying(i));
    }

    private void Assign(int node, HashSet<int> pending, HashSet<int> usedHere)
    {
        if (_paired.Remove(node) || AssignPair(node, pending))
        {
            return;
        }

        if (_uses[node] == 1 && usedHere.Contains(node) && Raw(node, _schedule.IsVarying(node)).Text.Length <= Longest(_nodes[node].Op))
        {
            _ = _inlined.Add(node);
            return;
        }

        bool varying = _schedule.IsVarying(node);
        string type = varying ? "TLanes" : IsTruth(node) ? "bool" : "double";
        _ = _writer.Line($"{type} {Local(node)} = {Raw(node, varying).Text};");
        _ = _named.Add(node);
    }

    // σ(x) and σ(−x) come from one exponential, sin x and cos x from one reduction.
    private bool AssignPair(int node, HashSet<int> pending)
    {
        Node n = _nodes[node];
        if (_isEnclosure || n.Op is not (Op.Sigmoid or Op.Sin or Op.Cos) || !_schedule.IsVarying(node))
        {
            return false;
        }

        int partner = pending.Where(i => i != node && ArePair(n, _nodes[i])).DefaultIfEmpty(-1).First();
        if (partner < 0)
        {
            return false;
        }

        // The sigmoid whose argument is not a negation comes first: its argument is computed by now or needs no local.
        bool isSecond = n.Op == Op.Cos || (n.Op == Op.Sigmoid && _nodes[n.A].Op == Op.Negate);
        (int first, int second) = isSecond ? (partner, node) : (node, partner);
        string function = n.Op == Op.Sigmoid ? "Sigmoid" : "SinCos";
        _ = _writer.Line($"TLanes {Local(first)} = {Qualify(_functions)}{function}({Lanes(_nodes[first].A)}, out TLanes {Local(second)});");
        _ = _named.Add(first);
        _ = _named.Add(second);
        _ = _paired.Add(partner);
        return true;
    }

    private bool ArePair(Node a, Node b) => a.Op switch
    {
        Op.Sigmoid => b.Op == Op.Sigmoid && AreOpposite(a.A, b.A),
        Op.Sin => b.Op == Op.Cos && a.A == b.A,
        _ => b.Op == Op.Sin && a.A == b.A,
    };

    private bool AreOpposite(int a, int b) =>
        (_nodes[a].Op == Op.Negate && _nodes[a].A == b) || (_nodes[b].Op == Op.Negate && _nodes[b].A == a);

    // A product may be long, because its user can take it into a fused multiply-add.
    private static int Longest(Op op) => op == Op.Multiply ? 3 * LongestInline : LongestInline;

    private void Print(ReductionLoop loop)
    {
        Node first = _nodes[loop.Reductions[0]];
        foreach (int reduction in loop.Reductions)
        {
            bool varying = _schedule.IsVarying(reduction);
            string start = (_nodes[reduction].Op, varying) switch
            {
                (Op.SumOver, true) => "TLanes.Zero",
                (Op.ProductOver, true) => "TLanes.One",
                (_, true) => "TLanes.Broadcast(double.NegativeInfinity)",
                (Op.SumOver, _) => "0.0",
                (Op.ProductOver, _) => "1.0",
                _ => "double.NegativeInfinity",
            };
            _ = _writer.Line($"{(varying ? "TLanes" : "double")} {Local(reduction)} = {start};");
            _ = _named.Add(reduction);
        }

        string index = LeafNames.Loop(first.Label);
        _ = first.LoopParameter >= 0
            ? _writer.Open($"for (int {index} = 0; {index} < {_leaves.Length(first.LoopParameter)}; {index}++)")
            : _writer.Open($"for (int {index} = {Integer(first.B)}, last_{index} = {Integer(first.C)}; {index} <= last_{index}; {index}++)");
        Statements(loop.Body, loop.Reductions.Select(r => _nodes[r].A));
        foreach (int reduction in loop.Reductions)
        {
            Accumulate(reduction);
        }

        _ = _writer.Close();
    }

    private void Accumulate(int reduction)
    {
        Node node = _nodes[reduction];
        string target = Local(reduction);
        bool varying = _schedule.IsVarying(reduction);
        if (node.Op == Op.SumOver && varying)
        {
            AccumulateLanes(target, node.A);
            return;
        }

        (string Text, bool IsAtom) body = Expression(node.A, varying);
        _ = _writer.Line(node.Op switch
        {
            Op.SumOver => $"{target} += {body.Text};",
            Op.ProductOver => $"{target} = {target} * {Atom(body)};",
            _ => varying ? $"{target} = TLanes.Max({target}, {body.Text});" : $"{target} = global::System.Math.Max({target}, {body.Text});",
        });
    }

    private void Print(FieldLoop loop)
    {
        string index = LeafNames.Loop(Formula.FieldLabel);
        _ = _writer.Open($"for (int {index} = 0; {index} < {_leaves.Length(loop.Fields[0].Parameter)}; {index}++)");
        Statements(loop.Body, loop.Fields.SelectMany(f => _schedule.FieldFactors(f.Field)));
        foreach ((int parameter, int field) in loop.Fields)
        {
            IReadOnlyList<int> factors = _schedule.FieldFactors(field);
            string slot = $"ref {_leaves.Slot(parameter, index)}";
            _ = factors.Count == 2
                ? _writer.Line($"TLanes.AccumulateProduct({slot}, {Lanes(factors[0])}, {Lanes(factors[1])});")
                : _writer.Line($"TLanes.Accumulate({slot}, {Lanes(field)});");
        }

        _ = _writer.Close();
    }

    /// <summary>A uniform number as an expression of type int.</summary>
    public string Integer(int node) => _nodes[node].Op switch
    {
        Op.Constant => ((int)_nodes[node].Value).ToString(CultureInfo.InvariantCulture),
        Op.Length => _leaves.Length(_nodes[node].A),
        _ => "(int)(" + Scalar(node) + ")",
    };

    private (string Text, bool IsAtom) Expression(int node, bool lanes)
    {
        bool varying = _schedule.IsVarying(node);
        if (lanes && !varying)
        {
            return (IsTruth(node) ? Mask(node) : BroadcastOf(node), true);
        }

        return _named.Contains(node) ? (Local(node), true) : Raw(node, varying);
    }

    private string BroadcastOf(int node) =>
        _nodes[node].Op == Op.Constant && _nodes[node].Value == 1 ? "TLanes.One"
        : _nodes[node].Op == Op.Constant && _nodes[node].Bits == 0 ? "TLanes.Zero"
        : $"TLanes.Broadcast({Scalar(node)})";

    // A truth value that is the same for all lanes.
    private string Mask(int node) => $"({Condition(node)} ? TLanes.Equal(TLanes.Zero, TLanes.Zero) : TLanes.Zero)";

    private string Condition(int node) =>
        _nodes[node].Op == Op.Constant ? (_nodes[node].Value != 0 ? "true" : "false") : Scalar(node);

    // The node's own expression, from leaves and locals.
    private (string Text, bool IsAtom) Raw(int index, bool lanes)
    {
        Node node = _nodes[index];
        switch (node.Op)
        {
            case Op.Constant:
                return (NumberText.Of(node.Value), node.Value >= 0);
            case Op.Length:
                return (_leaves.Length(node.A), true);
            case Op.LoopIndex:
                return ("(double)" + LeafNames.Loop(node.A), false);
            case Op.HyperParameter:
                return (_leaves.HyperParameter(node.A), true);
            case Op.Cotangent:
                return (LeafNames.Cotangent, true);
            case Op.Parameter:
                return (lanes ? _leaves.InputLanes(node.A) : _leaves.ParticleScalar(node.A), true);
            case Op.BoundElement:
                string loop = LeafNames.Loop(node.B);
                return (lanes ? _leaves.InputElement(node.A, loop) : _leaves.ParticleElement(node.A, loop), true);
            case Op.Primitive:
                return (lanes ? $"TLanes.Map<{PrimitiveStructs.Name(node)}>({Operand(node.A, lanes, index).Text})" : $"{_leaves.Primitive(node)}({Operand(node.A, lanes, index).Text})", true);
            case Op.Element:
                return (Element(node, lanes), true);
            case Op.Select when lanes && !_schedule.IsVarying(node.A):
                return ($"({Condition(node.A)} ? {Operand(node.B, lanes, index).Text} : {Operand(node.C, lanes, index).Text})", true);
            case Op.Select when lanes && IsIndicator(index):
                return (Masked(node, "TLanes.One"), true);
            case Op.Multiply when lanes && IsIndicator(node.A) && _inlined.Contains(node.A):
                return (Masked(_nodes[node.A], Lanes(node.B)), true);
            case Op.Multiply when lanes && IsIndicator(node.B) && _inlined.Contains(node.B):
                return (Masked(_nodes[node.B], Lanes(node.A)), true);
            case Op.Equal when IsTruth(node.A) || IsTruth(node.B):
                return TruthEquality(node, lanes);
            case Op.Multiply when lanes && IsSquare(node):
                return ($"TLanes.Power({Lanes(node.A)}, 2)", true);
            case Op.Pow when lanes && IntegerPower(node) is int power:
                return ($"TLanes.Power({Lanes(node.A)}, {NumberText.Of(power)})", true);
            case Op.Add when lanes && Product(node.B):
                return (MultiplyAdd(_nodes[node.B], node.A), true);
            case Op.Add when lanes && Product(node.A):
                return (MultiplyAdd(_nodes[node.A], node.B), true);
            case Op.Max or Op.Min when lanes && _nodes[node.B].Op == Op.Constant:
                // The variable stands second, so that its NaN comes through in one instruction.
                return ($"TLanes.{node.Op}WithConstant({Lanes(node.B)}, {Lanes(node.A)})", true);
        }

        Operation operation = OperationTable.Get(node.Op);
        string template = Qualify(lanes ? IsFunction(node.Op) || _isEnclosure ? operation.Lanes.Replace("VectorMath.", _functions) : operation.Lanes : operation.Scalar);
        bool function = template.EndsWith(")", StringComparison.Ordinal);
        string Argument(int child)
        {
            (string Text, bool IsAtom) argument = Operand(child, lanes, index);
            return function && !template.StartsWith("(", StringComparison.Ordinal) ? argument.Text : Atom(argument);
        }

        string text = operation.Arity switch
        {
            1 => string.Format(CultureInfo.InvariantCulture, template, Argument(node.A)),
            2 => string.Format(CultureInfo.InvariantCulture, template, Argument(node.A), Argument(node.B)),
            _ => string.Format(CultureInfo.InvariantCulture, template, Argument(node.A), Argument(node.B), Argument(node.C)),
        };
        return (text, function);
    }

    // An operand, as a truth value where the operation takes one.
    private (string Text, bool IsAtom) Operand(int child, bool lanes, int parent)
    {
        bool truth = _nodes[parent].Op is Op.And or Op.Or or Op.Not
            || (_nodes[parent].Op == Op.Select && (child == _nodes[parent].A || IsTruth(parent)));
        if (!truth)
        {
            return Expression(child, lanes);
        }

        return lanes && !_schedule.IsVarying(child) ? (Mask(child), true)
            : _nodes[child].Op == Op.Constant ? (Condition(child), true)
            : Expression(child, lanes);
    }

    private (string Text, bool IsAtom) TruthEquality(Node node, bool lanes)
    {
        if (!lanes)
        {
            return ($"({Condition(node.A)}) == ({Condition(node.B)})", false);
        }

        string a = _schedule.IsVarying(node.A) ? Lanes(node.A) : Mask(node.A);
        string b = _schedule.IsVarying(node.B) ? Lanes(node.B) : Mask(node.B);
        return ($"TLanes.Or(TLanes.And({a}, {b}), TLanes.Not(TLanes.Or({a}, {b})))", true);
    }

    private string MultiplyAdd(Node product, int addend) =>
        $"TLanes.MultiplyAdd({Lanes(product.A)}, {Lanes(product.B)}, {Lanes(addend)})";

    // 1 where a condition holds and 0 elsewhere, or the other way round.
    private bool IsIndicator(int index) => _nodes[index] is { Op: Op.Select } node && _schedule.IsVarying(node.A) && !IsTruth(index)
        && _nodes[node.B].Op == Op.Constant && _nodes[node.C].Op == Op.Constant
        && (_nodes[node.B].Value, _nodes[node.C].Value) is (1, 0) or (0, 1);

    // A value where the condition of an indicator holds and 0 elsewhere: a mask costs less than a product.
    private string Masked(Node indicator, string value)
    {
        string mask = Lanes(indicator.A);
        return $"TLanes.And({(_nodes[indicator.B].Value == 1 ? mask : $"TLanes.Not({mask})")}, {value})";
    }

    private bool Product(int node) => _nodes[node].Op == Op.Multiply && _inlined.Contains(node) && _schedule.IsVarying(node) && !IsSquare(_nodes[node]);

    // To a set of numbers, the square is more than a product of two sets.
    private bool IsSquare(Node node) => _isEnclosure && node.A == node.B;

    private int? IntegerPower(Node node) => _isEnclosure && _nodes[node.B] is { Op: Op.Constant } n && n.Value == (int)n.Value && Math.Abs(n.Value) <= LargestPower ? (int)n.Value : null;

    private string Element(Node node, bool lanes) => !lanes
        ? _leaves.ParticleElement(node.A, Integer(node.B))
        : _schedule.IsVarying(node.B)
            ? _leaves.Gather(node.A, Lanes(node.B))
            : _leaves.InputElement(node.A, Integer(node.B));

    private bool IsTruth(int index)
    {
        Node node = _nodes[index];
        return OperationTable.Get(node.Op).IsTruth || _leaves.IsTruth(node)
            || (node.Op == Op.Select && (IsTruth(node.B) || IsTruth(node.C)));
    }

    private static string Qualify(string template) => template
        .Replace("VectorMath.", "global::MeanFieldDsl.Kernels.VectorMath.")
        .Replace("VectorCalls.", "global::MeanFieldDsl.Kernels.VectorCalls.")
        .Replace("ScalarMath.", "global::MeanFieldDsl.Kernels.ScalarMath.")
        .Replace("Ops.", "global::MeanFieldDsl.Ops.")
        .Replace("Math.", "global::System.Math.")
        .Replace("global::MeanFieldDsl.Kernels.Vectorglobal::System.Math.", "global::MeanFieldDsl.Kernels.VectorMath.")
        .Replace("global::MeanFieldDsl.Kernels.Scalarglobal::System.Math.", "global::MeanFieldDsl.Kernels.ScalarMath.");

    private static string Atom((string Text, bool IsAtom) expression) => expression.IsAtom ? expression.Text : "(" + expression.Text + ")";

    private string Local(int node) => _prefix + NumberText.Of(node);
}
