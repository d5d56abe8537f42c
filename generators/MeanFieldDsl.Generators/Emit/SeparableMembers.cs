using MeanFieldDsl.Generators.Transform;

namespace MeanFieldDsl.Generators.Emit;

/// <summary>Writes what the kernel of a feature that is a product of two has beyond that of a ridge function.</summary>
internal sealed class SeparableMembers
{
    private const string Kernels = "global::MeanFieldDsl.Kernels.";

    private readonly (string Condition, SeparableFunction Function, RidgeEmitter Whole, RidgeEmitter Lines, RidgeEmitter Columns)[] _cases;

    /// <param name="ridges">The feature, or what it is at each small dimension under the condition for that.</param>
    public SeparableMembers(IEnumerable<(string Condition, RidgeEmitter Whole)> ridges)
    {
        _cases =
        [
            .. from ridge in ridges
               let function = SeparableFunction.Of(ridge.Whole.Function)
               where function is not null
               select (
                   ridge.Condition,
                   function,
                   ridge.Whole,
                   ridge.Whole.Factor(function.Lines),
                   function.Along is { } along ? ridge.Whole.Factor(function.Columns, along.Middle, along.Limit) : ridge.Whole.Factor(function.Columns)),
        ];
    }

    public bool IsEmpty => _cases.Length == 0;

    /// <summary>The statement of the constructor.</summary>
    public void Assign(SourceWriter writer, LeafNames leaves)
    {
        if (IsEmpty)
        {
            return;
        }

        string Shape(SeparableFunction function, RidgeEmitter whole, RidgeEmitter lines, RidgeEmitter columns)
        {
            string along = function.Along is { } split ? ", " + whole.Curvature(split.Exponential) : "";
            return $"new {Kernels}SeparableShape({lines.Shape(leaves)}, {columns.Shape(leaves)}, [{whole.Columns(leaves, function.LineNumbers)}], [{whole.Columns(leaves, function.ColumnNumbers)}]{along})";
        }

        string choice = string.Concat(_cases.Select(c => c.Condition.Length == 0
            ? Shape(c.Function, c.Whole, c.Lines, c.Columns)
            : $"{c.Condition} ? {Shape(c.Function, c.Whole, c.Lines, c.Columns)} : "));
        _ = writer.Line($"Separable = {choice}{(_cases[0].Condition.Length == 0 ? "" : "null")};");
    }

    /// <summary>The members.</summary>
    public void Write(SourceWriter writer, string optimised)
    {
        if (IsEmpty)
        {
            return;
        }

        _ = writer.Line().Line("/// <inheritdoc/>").Line($"public {Kernels}SeparableShape? Separable {{ get; }}");
        Write(writer, optimised, "ActivateLines", _cases.Select(static c => (c.Condition, c.Lines)));
        Write(writer, optimised, "ActivateColumns", _cases.Select(static c => (c.Condition, c.Columns)));
    }

    private static void Write(SourceWriter writer, string optimised, string name, IEnumerable<(string Condition, RidgeEmitter Factor)> factors)
    {
        (string Condition, RidgeEmitter Factor)[] all = [.. factors];
        _ = writer.Line().Line("/// <inheritdoc/>");
        if (all[0].Condition.Length == 0)
        {
            all[0].Factor.Activate(writer.Line(optimised), "public " + RidgeMembers.Signature(name), RidgeMembers.WhereLanes, RidgeMembers.WhereNumber);
            return;
        }

        _ = writer.Line("public " + RidgeMembers.Signature(name)).Line(RidgeMembers.WhereLanes).Open(RidgeMembers.WhereNumber);
        for (int i = 0; i < all.Length; i++)
        {
            _ = writer.Open($"if ({all[i].Condition})").Line($"{name}{NumberText.Of(i)}<TLanes, TNumber>(tile);").Close();
        }

        _ = writer.Close();
        for (int i = 0; i < all.Length; i++)
        {
            all[i].Factor.Activate(writer.Line().Line(optimised), "private " + RidgeMembers.Signature(name + NumberText.Of(i)), RidgeMembers.WhereLanes, RidgeMembers.WhereNumber);
        }
    }
}
