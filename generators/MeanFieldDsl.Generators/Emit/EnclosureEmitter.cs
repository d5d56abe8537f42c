using MeanFieldDsl.Generators.Analysis;
using MeanFieldDsl.Generators.Formulas;
using MeanFieldDsl.Generators.Transform;

namespace MeanFieldDsl.Generators.Emit;

/// <summary>Writes the code that computes a feature or a regularizer for all particles of a box at once, from which lower bounds of F are proved.</summary>
internal sealed class EnclosureEmitter
{
    private const string Kernels = "global::MeanFieldDsl.Kernels.";
    private const string Where = "    where TLanes : unmanaged, " + Kernels + "IEnclosure<TLanes>";
    private const string Span = "global::System.ReadOnlySpan<TLanes>";

    // Three variables, and two that scaling takes away.
    private const int MostNumbers = 5;

    private readonly Formula _formula;
    private readonly EnclosureLeaves _leaves;
    private readonly Schedule _schedule;

    private EnclosureEmitter(Formula formula, Schedule schedule)
    {
        _formula = formula;
        _leaves = new(formula);
        _schedule = schedule;
    }

    /// <summary>What writes the code; null where there is none: for the user's own functions, for elements of an input that another chooses, and for particles that are too large for such a proof.</summary>
    public static EnclosureEmitter? Of(Formula written)
    {
        if (written.Parameters.Where(p => p.IsParticle && p.Dimension.IsKnown).Sum(p => p.Dimension.Size) > MostNumbers)
        {
            return null;
        }

        Formula formula = SquareFactors.Gather(written);
        IEnumerable<FormulaParameter> varying = formula.Parameters.Select(p => p.IsParticle ? p with { Role = ParameterRole.Input } : p);
        Schedule schedule = Schedule.Of(formula.Nodes, [.. varying], [formula.Root]);
        bool isPossible = formula.Nodes.All(n => n.Op is not (Op.Primitive or Op.SincPrime) && (n.Op != Op.Element || !schedule.IsVarying(n.B) || formula.Parameters[n.A].IsParticle));
        return isPossible ? new(formula, schedule) : null;
    }

    /// <summary>The method of a feature.</summary>
    public void Feature(SourceWriter writer)
    {
        _ = writer
            .Line()
            .Line("/// <inheritdoc/>")
            .Line(FeatureEmitter.Optimised)
            .Line($"public void Enclose<TLanes>({Span} theta, {Kernels}RowBlock rows, global::System.Span<TLanes> values)")
            .Open(Where);
        CodePrinter printer = Open(writer);
        _ = writer.Open("for (nint row = 0, at = 0; row < rows.Count; row += TLanes.Count, at++)");
        foreach (int p in Used().Where(p => _formula.Parameters[p] is { IsParticle: false, Type: not FormulaType.Vector }))
        {
            _ = writer.Line($"ref double {_leaves.InputReference(p)} = ref rows.At(row, {_leaves.Column(p)});");
        }

        printer.Statements(_schedule.Row, _formula.Root);
        _ = writer.Line($"values[(int)at] = {printer.Lanes(_formula.Root)};").Close().Close();
    }

    /// <summary>The members of a regularizer.</summary>
    public void Regularizer(SourceWriter writer, HomogeneityFacts facts)
    {
        _ = writer
            .Line()
            .Line("/// <inheritdoc/>")
            .Line($"public double JointDegree => {Degree(facts.Joint)};")
            .Line()
            .Line("/// <inheritdoc/>")
            .Line($"public double WeightDegree => {Degree(facts.Weights)};")
            .Line()
            .Line("/// <inheritdoc/>")
            .Line($"public TLanes Enclose<TLanes>({Span} theta)")
            .Open(Where);
        CodePrinter printer = Open(writer);
        printer.Statements(_schedule.Row, _formula.Root);
        _ = writer.Line($"return {printer.Lanes(_formula.Root)};").Close();
    }

    // The numbers of the particle, and what depends on hyper-parameters alone.
    private CodePrinter Open(SourceWriter writer)
    {
        foreach (int p in Used().Where(p => _formula.Parameters[p].IsParticle))
        {
            _ = _formula.Parameters[p].Type == FormulaType.Vector
                ? writer.Line($"{Span} {_leaves.ParticleScalar(p)} = theta.Slice({_leaves.Offset(p)}, {_leaves.StoredLength(p)});")
                : writer.Line($"TLanes {_leaves.ParticleScalar(p)} = theta[{_leaves.Offset(p)}];");
        }

        CodePrinter printer = new(writer, _formula.Nodes, _leaves, _schedule, [_formula.Root], isEnclosure: true);
        printer.Statements(_schedule.Uniform);
        return printer;
    }

    private IEnumerable<int> Used() => ParticleLocals.Used(_formula.Nodes, [_formula.Root]).OrderBy(p => p);

    private static string Degree(HomogeneityOutcome? outcome) =>
        outcome?.Degree is { IsNumber: true } degree ? NumberText.Of(degree.Value.ToDouble()) : "double.NaN";
}
