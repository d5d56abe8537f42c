using MeanFieldDsl.Generators.Analysis;
using MeanFieldDsl.Generators.Formulas;
using MeanFieldDsl.Generators.FrontEnd;
using MeanFieldDsl.Generators.Transform;

namespace MeanFieldDsl.Generators.Emit;

/// <summary>Writes the generated part of a feature: its shape, its typed particle and its kernel.</summary>
internal static class FeatureEmitter
{
    private const string Kernels = "global::MeanFieldDsl.Kernels.";
    private const string Root = "global::MeanFieldDsl.";
    private const string WhereLanes = "    where TLanes : unmanaged, " + Kernels + "ILanes<TLanes, double>";

    public static GeneratedFile Emit(DeclarationSpec spec, Gradient gradient, HomogeneityFacts facts)
    {
        Formula formula = gradient.Formula;
        return FileFrame.Write(spec.Type, "Feature", DeclarationDocs.Remarks("φ", gradient, facts), writer =>
        {
            string degree = facts.Joint?.Degree is { IsNumber: true } joint ? NumberText.Of(joint.Value.ToDouble()) : "double.NaN";
            string? weightDegree = facts.Weights?.Degree is { IsNumber: true } weights ? NumberText.Of(weights.Value.ToDouble()) : null;
            ShapeEmitter.Emit(writer, spec.Type.Name, formula, degree, weightDegree);
            _ = writer.Line();
            ParticleEmitter.Emit(writer, formula);
            _ = writer.Line();
            Kernel(writer, spec, gradient, "feature");
            if (ExpectedFeature.Read(formula, out _) is { } expected)
            {
                ExpectationEmitter.Emit(writer.Line(), spec, expected);
            }
        }, formula);
    }

    // Kernels are worth the full optimiser at their first call; a short run would otherwise end in unoptimised code. Inlined into
    // a caller, which profiles suggest to the JIT, a kernel would spend the caller's budget before its own functions are inlined.
    internal const string Optimised = "[global::System.Runtime.CompilerServices.MethodImpl(global::System.Runtime.CompilerServices.MethodImplOptions.AggressiveOptimization | global::System.Runtime.CompilerServices.MethodImplOptions.NoInlining)]";

    internal const string Hidden = "[global::System.ComponentModel.EditorBrowsable(global::System.ComponentModel.EditorBrowsableState.Never)]";

    /// <summary>Writes the struct with the code of a function of a particle and an input.</summary>
    /// <param name="writer">Where to.</param>
    /// <param name="spec">The declaration.</param>
    /// <param name="gradient">The function and its gradient in the particle.</param>
    /// <param name="noun">What the declaration is, in words; of a feature all paths are written, of others the path over pairs.</param>
    public static void Kernel(SourceWriter writer, DeclarationSpec spec, Gradient gradient, string noun)
    {
        Formula formula = gradient.Formula;
        LeafNames leaves = new(formula);
        bool usesElementaryFunctions = UsesElementaryFunctions(formula);
        bool isFeature = spec.Kind == DeclarationKind.Feature;
        RidgeMembers ridge = new(formula, usesElementaryFunctions, isOfPairs: !isFeature);
        EnclosureEmitter? enclosure = isFeature ? EnclosureEmitter.Of(formula) : null;
        _ = writer
            .Line($"/// <summary>The {noun}'s values and gradients, compiled anew for each SIMD width.</summary>")
            .Line(Hidden)
            .Open($"public readonly struct Kernel : {ridge.Interface}{(enclosure is null ? "" : ", " + Kernels + "IEnclosedFeature")}");
        Fields(writer, formula, leaves);
        Constructor(writer, spec, gradient, leaves, ridge, noun);
        _ = writer
            .Line("/// <inheritdoc/>")
            .Line($"public {Root}ParticleLayout Layout {{ get; }}")
            .Line();
        Predict(writer, formula, leaves);
        if (ridge.MayBePairs)
        {
            _ = writer
                .Line()
                .Line("/// <inheritdoc/>")
                .Line($"public static bool PrefersWideLanes => {(usesElementaryFunctions ? "false" : "true")};")
                .Line();
            AccumulateGradient(writer, gradient, leaves);
            _ = writer.Line();
            ScratchLength(writer, formula, leaves);
        }

        ridge.Write(writer.Line(), Optimised);
        enclosure?.Feature(writer);
        PrimitiveStructs.Write(writer, formula);
        _ = writer.Close();
    }

    private static void Fields(SourceWriter writer, Formula formula, LeafNames leaves)
    {
        for (int p = 0; p < formula.Parameters.Count; p++)
        {
            FormulaParameter parameter = formula.Parameters[p];
            _ = writer.Line($"private readonly int {(parameter.IsParticle ? leaves.Offset(p) : leaves.Column(p))};");
            if (HasLengthField(parameter))
            {
                _ = writer.Line($"private readonly int {leaves.LengthField(p)};");
            }
        }

        HyperParameters.Fields(writer, formula, leaves);
        _ = writer.Line();
    }

    private static bool UsesElementaryFunctions(Formula formula) =>
        formula.Nodes.Any(n => OperationTable.Get(n.Op).Lanes.StartsWith("VectorMath.", StringComparison.Ordinal));

    private static bool HasLengthField(FormulaParameter parameter) => parameter.Type == FormulaType.Vector && !parameter.Dimension.IsKnown;

    private static void Constructor(SourceWriter writer, DeclarationSpec spec, Gradient gradient, LeafNames leaves, RidgeMembers ridge, string noun)
    {
        Formula formula = gradient.Formula;
        _ = writer
            .Line($"/// <summary>Binds the {noun} to its hyper-parameters and dimensions.</summary>")
            .Line($"/// <param name=\"declaration\">The {noun}.</param>")
            .Line("/// <param name=\"shape\">Its parameters with their dimensions.</param>")
            .Open($"public Kernel({spec.Type.QualifiedName} declaration, {Root}BoundShape shape)")
            .Line("Layout = shape.Layout;");
        for (int p = 0; p < formula.Parameters.Count; p++)
        {
            FormulaParameter parameter = formula.Parameters[p];
            _ = writer.Line($"{(parameter.IsParticle ? leaves.Offset(p) : leaves.Column(p))} = shape.Offset({NumberText.Of(p)});");
            if (HasLengthField(parameter))
            {
                _ = writer.Line($"{leaves.LengthField(p)} = shape.Length({NumberText.Of(p)});");
            }
        }

        HyperParameters.Assign(writer, spec.Type.Name, formula, leaves);
        PrimitiveStructs.Check(writer, formula);

        CheckIndices(writer, formula);
        ridge.Assign(writer);
        _ = writer.Close().Line();
    }

    // Indices that do not come from the data are checked once, when the dimensions are known.
    private static void CheckIndices(SourceWriter writer, Formula formula)
    {
        LeafNames leaves = new(formula, isConstructor: true);
        Schedule kinds = Schedule.Of(formula.Nodes, formula.Parameters, []);
        Node[] elements = [.. formula.Nodes.Where(n => n.Op == Op.Element && !kinds.IsVarying(n.B))];
        int[] indices = [.. elements.Select(e => e.B)];
        Schedule schedule = Schedule.Of(formula.Nodes, formula.Parameters, indices);
        CodePrinter printer = new(writer, formula.Nodes, leaves, schedule, indices);
        printer.Statements(schedule.Uniform, indices);
        foreach (Node element in elements)
        {
            _ = writer.Line($"_ = shape.CheckedIndex({NumberText.Of(element.A)}, {printer.Integer(element.B)});");
        }
    }

    private static void Predict(SourceWriter writer, Formula formula, LeafNames leaves)
    {
        Schedule schedule = Schedule.Of(formula.Nodes, formula.Parameters, [formula.Root]);
        CodePrinter printer = new(writer, formula.Nodes, leaves, schedule, [formula.Root]);
        _ = writer
            .Line("/// <inheritdoc/>")
            .Line(Optimised)
            .Line($"public void Predict<TLanes>(global::System.ReadOnlySpan<double> theta, {Kernels}RowBlock rows, global::System.Span<double> predictions)")
            .Open(WhereLanes);
        Unpack(writer, formula, leaves, formula.Nodes);
        printer.Statements(schedule.Uniform);
        OpenRowLoop(writer, formula, leaves, formula.Nodes);
        printer.Statements(schedule.Row, formula.Root);
        _ = writer
            .Line("ref double prediction = ref predictions[(int)row];")
            .Line($"TLanes.Store(TLanes.Load(ref prediction) + {Parenthesised(printer.Lanes(formula.Root))}, ref prediction);")
            .Close()
            .Close();
    }

    private static void AccumulateGradient(SourceWriter writer, Gradient gradient, LeafNames leaves)
    {
        Formula formula = gradient.Formula;
        List<(string Accumulator, string Offset, int Node)> sums = [];
        List<(int Parameter, PointGradient Point)> scattered = [];
        List<(int Sum, int Index)> indexed = [];
        List<(int Parameter, int Field)> fields = [];
        Schedule kinds = Schedule.Of(gradient.Nodes, formula.Parameters, []);
        foreach (ParameterGradient parameter in gradient.Parameters)
        {
            string name = leaves.Name(parameter.Parameter);
            string offset = leaves.Offset(parameter.Parameter);
            if (parameter.Scalar >= 0)
            {
                sums.Add(($"g_{name}", offset, parameter.Scalar));
            }

            if (parameter.Field >= 0)
            {
                fields.Add((parameter.Parameter, parameter.Field));
            }

            foreach (PointGradient point in parameter.Points)
            {
                if (kinds.IsVarying(point.Index))
                {
                    scattered.Add((parameter.Parameter, point));
                }
                else
                {
                    indexed.Add((sums.Count, point.Index));
                    sums.Add(($"e_{name}_{NumberText.Of(point.Index)}", offset, point.Value));
                }
            }
        }

        int[] values = [.. sums.Select(s => s.Node), .. indexed.Select(i => i.Index), .. scattered.SelectMany(s => new[] { s.Point.Index, s.Point.Value })];
        Schedule schedule = Schedule.Of(gradient.Nodes, formula.Parameters, values, fields);
        int[] roots = [.. values, .. fields.SelectMany(f => schedule.FieldFactors(f.Field))];
        CodePrinter printer = new(writer, gradient.Nodes, leaves, schedule, roots);
        _ = writer
            .Line("/// <inheritdoc/>")
            .Line(Optimised)
            .Line($"public void AccumulateGradient<TLanes>(global::System.ReadOnlySpan<double> theta, {Kernels}RowBlock rows, global::System.ReadOnlySpan<double> cotangents, global::System.Span<double> scratch, global::System.Span<double> gradient)")
            .Open(WhereLanes);
        Node[] used = Used(gradient.Nodes, roots);
        Unpack(writer, formula, leaves, [.. used, .. fields.Select(field => new Node(Op.Length, field.Parameter))]);
        foreach ((string accumulator, _, _) in sums)
        {
            _ = writer.Line($"TLanes {accumulator} = TLanes.Zero;");
        }

        foreach ((int parameter, _) in fields)
        {
            _ = writer.Line($"global::System.Span<double> {leaves.Scratch(parameter)} = scratch.Slice({leaves.ScratchStart(parameter)}, {leaves.Length(parameter)} * TLanes.AccumulatorLength);");
        }

        printer.Statements(schedule.Uniform, values);
        OpenRowLoop(writer, formula, leaves, used);
        _ = writer.Line($"TLanes {LeafNames.Cotangent} = TLanes.Load(in cotangents[(int)row]);");
        printer.Statements(schedule.Row, values);
        foreach ((string accumulator, _, int node) in sums)
        {
            printer.AccumulateLanes(accumulator, node);
        }

        foreach ((int parameter, PointGradient point) in scattered)
        {
            _ = writer.Line($"TLanes.ScatterAdd(ref gradient[{leaves.Offset(parameter)}], {printer.Lanes(point.Index)}, {printer.Lanes(point.Value)});");
        }

        _ = writer.Close();
        for (int s = 0; s < sums.Count; s++)
        {
            string index = string.Concat(indexed.Where(i => i.Sum == s).Select(i => " + " + printer.Integer(i.Index)));
            _ = writer.Line($"gradient[{sums[s].Offset}{index}] += TLanes.Sum({sums[s].Accumulator});");
        }

        foreach ((int parameter, _) in fields)
        {
            string length = leaves.Length(parameter);
            _ = writer.Line($"{Kernels}KernelSupport.Drain<TLanes>({leaves.Scratch(parameter)}, gradient.Slice({leaves.Offset(parameter)}, {length}));");
        }

        _ = writer.Close();
    }

    private static void ScratchLength(SourceWriter writer, Formula formula, LeafNames leaves)
    {
        string[] lengths =
        [
            .. Enumerable.Range(0, formula.Parameters.Count)
                .Where(p => formula.Parameters[p] is { IsParticle: true, Type: FormulaType.Vector })
                .Select(leaves.StoredLength),
        ];
        _ = writer
            .Line("/// <inheritdoc/>")
            .Line("public int ScratchLength<TLanes>()")
            .Line(WhereLanes + lengths.Length switch
            {
                0 => " => 0;",
                1 => $" => {lengths[0]} * TLanes.AccumulatorLength;",
                _ => $" => ({string.Join(" + ", lengths)}) * TLanes.AccumulatorLength;",
            });
    }

    private static Node[] Used(IReadOnlyList<Node> nodes, int[] roots)
    {
        if (roots.Length == 0)
        {
            return [];
        }

        bool[] reachable = FormulaGraph.Reachable(nodes, roots);
        return [.. nodes.Where((_, i) => i < reachable.Length && reachable[i])];
    }

    // The locals for the particle's numbers.
    private static void Unpack(SourceWriter writer, Formula formula, LeafNames leaves, IEnumerable<Node> used)
    {
        foreach (int p in Mentioned(used).Where(p => formula.Parameters[p].IsParticle))
        {
            _ = formula.Parameters[p].Type == FormulaType.Vector
                ? writer.Line($"global::System.ReadOnlySpan<double> {leaves.ParticleScalar(p)} = theta.Slice({leaves.Offset(p)}, {leaves.StoredLength(p)});")
                : writer.Line($"double {leaves.ParticleScalar(p)} = theta[{leaves.Offset(p)}];");
        }
    }

    private static void OpenRowLoop(SourceWriter writer, Formula formula, LeafNames leaves, IEnumerable<Node> used)
    {
        _ = writer.Open("for (nint row = 0; row < rows.Count; row += TLanes.Count)");
        foreach (int p in Mentioned(used).Where(p => !formula.Parameters[p].IsParticle))
        {
            _ = writer.Line($"ref double {leaves.InputReference(p)} = ref rows.At(row, {leaves.Column(p)});");
        }
    }

    private static IEnumerable<int> Mentioned(IEnumerable<Node> nodes) => nodes
        .SelectMany(n => n.Op is Op.Parameter or Op.BoundElement or Op.Element or Op.Length ? [n.A] : n.IsReduction && n.LoopParameter >= 0 ? new[] { n.LoopParameter } : [])
        .Distinct()
        .OrderBy(p => p);

    private static string Parenthesised(string text) => text.IndexOf(' ') >= 0 && !text.EndsWith(")", StringComparison.Ordinal) ? "(" + text + ")" : text;
}
