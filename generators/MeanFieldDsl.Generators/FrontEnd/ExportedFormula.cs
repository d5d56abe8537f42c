using MeanFieldDsl.Generators.Formulas;
using Microsoft.CodeAnalysis;

namespace MeanFieldDsl.Generators.FrontEnd;

/// <summary>Formulas of referenced assemblies, which travel in the metadata of the declarations they belong to.</summary>
internal static class ExportedFormula
{
    /// <summary>The formula of a declaration, or null when it has none that this version can read.</summary>
    public static Formula? Of(INamedTypeSymbol type) =>
        KnownTypes.Attribute(type, "GeneratedFormulaAttribute") is { ConstructorArguments.Length: 2 } attribute
        && attribute.ConstructorArguments[0].Value is int version && attribute.ConstructorArguments[1].Value is string text
        && FormulaCodec.TryRead(version, text, out Formula? formula)
            ? formula
            : null;

    /// <summary>The formula that a method of another assembly computes, or null.</summary>
    public static Formula? Of(IMethodSymbol method) =>
        KnownTypes.Attribute(method, "FormulaAttribute") is not null && method.ContainingType is { } type
        && Of(type) is { } formula && formula.Name == method.Name && formula.Parameters.Count == method.Parameters.Length
            ? formula
            : null;

    /// <summary>Builds the formula with these operands in place of its parameters; it must be without hyper-parameters.</summary>
    public static Operand Apply(Formula formula, Operand[] arguments, FormulaScope scope, SyntaxNode at)
    {
        for (int p = 0; p < arguments.Length; p++)
        {
            if (arguments[p].IsVector != (formula.Parameters[p].Type == FormulaType.Vector))
            {
                return scope.Poison();
            }
        }

        Tie(formula, arguments, scope, at);
        FormulaBuilder builder = scope.Builder;
        int[] primitives = Register(formula, scope);
        Dictionary<int, int> labels = [];
        int[] map = new int[formula.Nodes.Count];
        for (int i = 0; i < map.Length; i++)
        {
            Node node = formula.Nodes[i];
            map[i] = node switch
            {
                { Op: Op.Constant } => builder.Constant(node.Value),
                { Op: Op.Parameter } => arguments[node.A].Node,
                { Op: Op.Length } => builder.Length(arguments[node.A].Vector),
                { Op: Op.Element } => builder.Element(arguments[node.A].Vector, map[node.B]),
                { Op: Op.BoundElement } => builder.BoundElement(arguments[node.A].Vector, Label(node.B)),
                { Op: Op.LoopIndex } => builder.LoopIndex(Label(node.A)),
                { Op: Op.Primitive } => builder.Primitive(primitives[(int)node.Bits], map[node.A]),
                { Op: Op.GuardedMultiply } => builder.GuardedMultiply(map[node.A], map[node.B]),
                { IsReduction: true, LoopParameter: >= 0 } => builder.ReduceOver(node.Op, arguments[node.LoopParameter].Vector, Label(node.Label), map[node.A]),
                { IsReduction: true } => builder.ReduceRange(node.Op, map[node.B], map[node.C], Label(node.Label), map[node.A]),
                _ => FormulaGraph.Arity(node) switch
                {
                    1 => builder.Apply(node.Op, map[node.A]),
                    2 => builder.Apply(node.Op, map[node.A], map[node.B]),
                    _ => builder.Apply(node.Op, map[node.A], map[node.B], map[node.C]),
                },
            };
        }

        return Operand.Scalar(map[formula.Root]);

        // A finished loop closes its label, so a later loop of the same height can use the label again.
        int Label(int label)
        {
            if (!labels.TryGetValue(label, out int fresh))
            {
                fresh = builder.FreshLabel();
                labels.Add(label, fresh);
            }

            return fresh;
        }
    }

    private static void Tie(Formula formula, Operand[] arguments, FormulaScope scope, SyntaxNode at)
    {
        for (int p = 0; p < arguments.Length; p++)
        {
            if (!arguments[p].IsVector)
            {
                continue;
            }

            Dimension dimension = formula.Parameters[p].Dimension;
            if (dimension.IsKnown)
            {
                scope.Ties.Add((new(arguments[p].Vector, arguments[p].Vector, dimension.Size), at));
                continue;
            }

            int first = Enumerable.Range(0, p).FirstOrDefault(q => arguments[q].IsVector && formula.Parameters[q].Dimension == dimension);
            if (arguments[first].IsVector && arguments[first].Vector != arguments[p].Vector)
            {
                scope.Ties.Add((new(arguments[first].Vector, arguments[p].Vector), at));
            }
        }
    }

    // The places of its primitives in the table of the formula that calls it.
    private static int[] Register(Formula formula, FormulaScope scope)
    {
        List<PrimitiveFunction> table = scope.Primitives;
        int[] places = [.. formula.Primitives.Select(primitive =>
        {
            int known = table.FindIndex(t => t.Method == primitive.Method);
            if (known < 0)
            {
                table.Add(new(primitive.Method, -1));
            }

            return known < 0 ? table.Count - 1 : known;
        })];
        for (int i = 0; i < places.Length; i++)
        {
            if (formula.Primitives[i].Derivative is >= 0 and int derivative)
            {
                table[places[i]] = new(formula.Primitives[i].Method, places[derivative]);
            }
        }

        return places;
    }
}
