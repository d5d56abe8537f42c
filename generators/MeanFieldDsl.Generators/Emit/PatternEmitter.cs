using MeanFieldDsl.Generators.Formulas;
using MeanFieldDsl.Generators.Transform;

namespace MeanFieldDsl.Generators.Emit;

/// <summary>Writes what a kernel has where the backward pass needs one bit a pair.</summary>
internal sealed class PatternEmitter
{
    private const string Kernels = "global::MeanFieldDsl.Kernels.";
    private const string WhereLanes = "    where TLanes : unmanaged, " + Kernels + "ILanes<TLanes>";
    private const string Inlined = "[global::System.Runtime.CompilerServices.MethodImpl(global::System.Runtime.CompilerServices.MethodImplOptions.AggressiveInlining)]";

    private readonly ActivationPattern _pattern;
    private readonly int _firstSum;
    private readonly int _product;
    private readonly int[] _scalars;
    private readonly int[] _inputs;

    private PatternEmitter(ActivationPattern pattern, int firstSum, int product, int[] scalars, int[] inputs) =>
        (_pattern, _firstSum, _product, _scalars, _inputs) = (pattern, firstSum, product, scalars, inputs);

    /// <summary>The emitter for a feature, or null where a bit is not enough.</summary>
    /// <param name="tail">The feature as a function of numbers.</param>
    /// <param name="product">The parameter that stands for the inner product.</param>
    /// <param name="scalars">The numbers of the particle.</param>
    /// <param name="inputs">The numbers of the row.</param>
    public static PatternEmitter? Of(Formula tail, int product, int[] scalars, int[] inputs) =>
        ActivationPattern.Of(tail, product, scalars, inputs) is { } pattern ? new(pattern, tail.Parameters.Count, product, scalars, inputs) : null;

    // All that the code reads is lanes, for lanes are particles.
    private FormulaParameter[] Lanes => [.. _pattern.Formula.Parameters.Select(static p => p with { Role = ParameterRole.Input })];

    /// <summary>The members.</summary>
    public void Write(SourceWriter writer)
    {
        _ = writer
            .Line()
            .Line("/// <inheritdoc/>")
            .Line($"public static bool HasOtherSide => {(_pattern.HasOtherSide ? "true" : "false")};")
            .Line();
        Decide(writer);
        _ = writer.Line();
        Collect(writer);
    }

    private void Decide(SourceWriter writer)
    {
        _ = writer
            .Line("/// <inheritdoc/>")
            .Line(Inlined)
            .Line($"public TLanes Decide<TLanes>(ref {Kernels}ShortPoint<TLanes> point)")
            .Open(WhereLanes);
        (int Parameter, string Field)[] read =
        [
            (_product, "Form"),
            .. _scalars.Select(static (p, i) => (p, "Scalar" + NumberText.Of(i))),
            .. _inputs.Select(static (p, i) => (p, "Input" + NumberText.Of(i))),
        ];
        CodePrinter printer = Print(writer, "point", read, _pattern.Value, _pattern.Condition);
        _ = writer
            .Line($"point.Value = {printer.Lanes(_pattern.Value)};")
            .Line($"return {printer.Lanes(_pattern.Condition)};")
            .Close();
    }

    private void Collect(SourceWriter writer)
    {
        _ = writer
            .Line("/// <inheritdoc/>")
            .Line(Inlined)
            .Line($"public void Collect<TLanes>(ref {Kernels}PatternSums<TLanes> sums)")
            .Open(WhereLanes);
        string[] names = ["", "Form", .. _inputs.Select(static (_, i) => "Input" + NumberText.Of(i))];
        (int Parameter, string Field)[] read =
        [
            .. _scalars.Select(static (p, i) => (p, "Scalar" + NumberText.Of(i))),
            .. names.Select((name, i) => (_firstSum + i, "On" + name)),
            .. names.Select((name, i) => (_firstSum + names.Length + i, "Off" + name)),
        ];
        (string Field, int Node)[] written =
        [
            ("OnSlope", _pattern.OnSlope),
            ("OffSlope", _pattern.OffSlope),
            .. _pattern.Slopes.Select(s => ("Slope" + NumberText.Of(Array.IndexOf(_scalars, s.Parameter)), s.Node)),
        ];
        CodePrinter printer = Print(writer, "sums", read, [.. written.Select(static w => w.Node)]);
        foreach ((string field, int node) in written)
        {
            _ = writer.Line($"sums.{field} = {printer.Lanes(node)};");
        }

        _ = writer.Close();
    }

    // Locals for what the results mention, and what is computed on the way to them.
    private CodePrinter Print(SourceWriter writer, string source, (int Parameter, string Field)[] read, params int[] roots)
    {
        EquatableArray<Node> nodes = _pattern.Formula.Nodes;
        RidgeLeaves leaves = new(_pattern.Formula);
        Schedule schedule = Schedule.Of(nodes, Lanes, roots);
        CodePrinter printer = new(writer, nodes, leaves, schedule, roots);
        bool[] reachable = FormulaGraph.Reachable(nodes, roots);
        foreach ((int parameter, string field) in read)
        {
            if (Enumerable.Range(0, reachable.Length).Any(i => reachable[i] && nodes[i].Op == Op.Parameter && nodes[i].A == parameter))
            {
                _ = writer.Line($"TLanes {leaves.ParticleScalar(parameter)} = {source}.{field};");
            }
        }

        printer.Statements(schedule.Uniform, roots);
        printer.Statements(schedule.Row, roots);
        return printer;
    }
}
