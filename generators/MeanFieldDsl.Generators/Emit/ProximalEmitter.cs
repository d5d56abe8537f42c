using MeanFieldDsl.Generators.Formulas;
using MeanFieldDsl.Generators.Transform;

namespace MeanFieldDsl.Generators.Emit;

/// <summary>Writes the proximal map and the minimal-norm velocity of a regularizer from the plan derived for it.</summary>
internal sealed partial class ProximalEmitter
{
    /// <summary>The field that tells whether no two parameters lie in the same numbers of the particle; what is derived for separate ones does not hold otherwise.</summary>
    public const string AreSeparate = "_areSeparate";

    private const string Kernels = "global::MeanFieldDsl.Kernels.";
    private const string Maps = Kernels + "ProximalMaps.";

    private readonly Formula _formula;
    private readonly LeafNames _leaves;
    private readonly ProximalOutcome _outcome;
    private readonly ProximalPlan? _plan;
    private SourceWriter _writer = new();

    public ProximalEmitter(Formula formula, LeafNames leaves, ProximalOutcome outcome)
    {
        _formula = formula;
        _leaves = leaves;
        _outcome = outcome;
        _plan = outcome.Plan;
    }

    public bool NeedsSeparateParts => _plan is not null && _formula.Parameters.Count > 1;

    private bool IsConditional => NeedsSeparateParts || _plan is { NonNegative.Count: > 0 } or { NonZero.Count: > 0 };

    private string Admissible => IsConditional ? "IsAdmissible" : "true";

    private IEnumerable<int> Moved => _plan!.Blocks.Where(b => b is not SeparableBlock { Profile: var profile } || !IsZero(profile)).SelectMany(b => b.Parameters);

    // A product takes its scalars where they lie.
    private IEnumerable<int> Read => Moved.Where(p => IsVector(p) || !_plan!.Blocks.Any(b => b is ProductBlock && b.Parameters.Contains(p)))
        .Union(ParticleLocals.Used(_plan!.Nodes, [.. _plan.Blocks.SelectMany(Numbers).Distinct()]));

    public void Emit(SourceWriter writer)
    {
        _writer = writer;
        bool isPartial = _plan is { IsFull: false };
        _ = _writer
            .Line("/// <inheritdoc/>")
            .Line($"public bool IsSmooth => {(_outcome.IsSmooth ? "true" : "false")};")
            .Line()
            .Line(_plan is { IsFull: true } ? "/// <inheritdoc/>" : $"/// <summary>No proximal map of V was derived: {FileFrame.Xml(_outcome.Reason)}.</summary>")
            .Line($"public bool HasProximal => {(_plan is { IsFull: true } ? Admissible : "false")};")
            .Line()
            .Line(isPartial ? $"/// <summary>Whether these hyper-parameters admit the proximal map in {Names(_plan!.Blocks.SelectMany(b => b.Parameters))} with {Names(_plan.Held)} held.</summary>" : "/// <inheritdoc/>")
            .Line($"public bool HasPartialProximal => {(isPartial ? Admissible : "false")};")
            .Line()
            .Line("/// <inheritdoc/>")
            .Line($"public bool HasMinimalNormVelocity => {(_outcome.IsSmooth ? "true" : _plan is null ? "false" : Admissible)};")
            .Line();
        WeakConvexity();
        Admissibility();
        Proximal();
        Velocity();
    }

    private bool IsVector(int parameter) => _formula.Parameters[parameter].Type == FormulaType.Vector;

    private string Names(IEnumerable<int> parameters) => string.Join(", ", parameters.Select(_leaves.Name));

    private void WeakConvexity()
    {
        _ = _writer.Line("/// <inheritdoc/>");
        if (_plan is not { IsFull: true })
        {
            _ = _writer.Line("public double WeakConvexity => double.PositiveInfinity;").Line();
            return;
        }

        _ = _writer.Line("public double WeakConvexity").Open().Open("get");
        CodePrinter printer = Printer(_plan.Blocks.SelectMany(b => b is ProductBlock ? Numbers(b) : Curvatures(b).Where(MayBeNegative)));
        string[] moduli = [.. _plan.Blocks.SelectMany(b => Moduli(b, printer))];
        string modulus = moduli.Aggregate("0.0", static (largest, next) => $"global::System.Math.Max({largest}, {next})");
        _ = _writer.Line($"return {(IsConditional ? $"IsAdmissible ? {modulus} : double.PositiveInfinity" : modulus)};").Close().Close().Line();
    }

    private IEnumerable<string> Moduli(ProximalBlock block, CodePrinter printer) => block is ProductBlock product
        ? [$"{Maps}ProductWeakConvexity({ProductNumbers(product, printer)})"]
        : Curvatures(block).Where(MayBeNegative).Select(c => "-(" + printer.Scalar(c) + ")");

    private void Admissibility()
    {
        if (!IsConditional)
        {
            return;
        }

        _ = _writer.Line("private bool IsAdmissible").Open().Open("get");
        CodePrinter printer = Printer([.. _plan!.NonNegative, .. _plan.NonZero]);
        string[] conditions =
        [
            .. NeedsSeparateParts ? [AreSeparate] : Array.Empty<string>(),
            .. _plan.NonNegative.Select(n => Atom(printer.Scalar(n)) + " >= 0.0"),
            .. _plan.NonZero.Select(n => Atom(printer.Scalar(n)) + " != 0.0"),
        ];
        _ = _writer.Line($"return {string.Join(" && ", conditions)};").Close().Close().Line();
    }

    private void Proximal()
    {
        _ = _writer.Line("/// <inheritdoc/>").Open($"public void Proximal({ParticleLocals.ReadOnlySpan} theta, double gamma, {ParticleLocals.Span} result)");
        if (_plan is null)
        {
            _ = _writer.Line($"throw {Maps}Missing(\"{_outcome.Reason.Replace("\\", "\\\\").Replace("\"", "\\\"")}\");").Close().Line();
            return;
        }

        if (IsConditional)
        {
            string why = "\"a weight is negative, a factor 0 or an interval empty for these hyper-parameters\"";
            _ = _writer
                .Open("if (!IsAdmissible)")
                .Line($"throw {Maps}Missing({(NeedsSeparateParts ? $"{AreSeparate} ? {why} : \"two of its parameters are bound to the same numbers of the particle\"" : why)});")
                .Close()
                .Line();
        }

        ParticleLocals.Points(_writer, _formula, _leaves, Read);
        CodePrinter printer = Printer(_plan.Blocks.SelectMany(Numbers));
        int[] curvatures = [.. _plan.Blocks.SelectMany(Curvatures).Where(MayBeNegative)];
        foreach (string check in curvatures.Length == 0 ? [""] : curvatures.Select(c => ", " + printer.Scalar(c)))
        {
            _ = _writer.Line($"{Maps}CheckStep(gamma{check});");
        }

        _ = _writer.Line("theta.CopyTo(result);");
        ParticleLocals.Targets(_writer, _formula, _leaves, Moved, "result", "r_");
        foreach (ProximalBlock block in _plan.Blocks)
        {
            Map(block, printer);
        }

        _ = _writer.Close().Line();
    }

    private void Map(ProximalBlock block, CodePrinter printer)
    {
        switch (block)
        {
            case SeparableBlock separable when !IsZero(separable.Profile):
                Term(separable.Parameter, separable.Profile, printer);
                Each(separable.Parameter, "result", "r_", (point, target) => separable.Profile.Kinks.Count > 1
                    ? $"{target} = {Maps}Kinks({point}, gamma, {TermArguments(separable.Parameter)});"
                    : $"{target} = term_{_leaves.Name(separable.Parameter)}.Proximal({point}, gamma);");
                break;
            case GroupBlock group:
                Term(group.Parameter, group.Profile, printer);
                string name = _leaves.Name(group.Parameter);
                _ = _writer.Line($"{Maps}Group({_leaves.ParticleScalar(group.Parameter)}, gamma, term_{name}, {printer.Scalar(group.Weight)}, {printer.Scalar(group.Centre)}, r_{name});");
                break;
            case ProductBlock product:
                _ = _writer.Line($"{Maps}Product({AsSpan(product.First)}, {AsSpan(product.Second)}, gamma, {ProductNumbers(product, printer)}, {AsTarget(product.First, "result", "r_")}, {AsTarget(product.Second, "result", "r_")});");
                break;
        }
    }

    private void Term(int parameter, ScalarProfile profile, CodePrinter printer)
    {
        List<string> numbers = [];
        void Number(string name, int node)
        {
            if (node >= 0 && !IsZeroNode(node))
            {
                numbers.Add($"{name} = {printer.Scalar(node)}");
            }
        }

        string suffix = _leaves.Name(parameter);
        Number("Curvature", profile.Curvature);
        Number("Slope", profile.Slope);
        if (profile.Kinks.Count == 1)
        {
            Number("KinkWeight", profile.Kinks[0].Weight);
            Number("KinkPosition", profile.Kinks[0].Position);
        }

        // A bound at 0 is a bound.
        numbers.AddRange(new[] { ("Low", profile.Low), ("High", profile.High) }.Where(b => b.Item2 >= 0).Select(b => $"{b.Item1} = {printer.Scalar(b.Item2)}"));
        _ = _writer.Line($"{Kernels}ScalarTerm term_{suffix} = new(){(numbers.Count == 0 ? "" : " { " + string.Join(", ", numbers) + " }")};");
        if (profile.Kinks.Count > 1)
        {
            string List(Func<Kink, int> node) => string.Join(", ", profile.Kinks.Select(k => printer.Scalar(node(k))));
            _ = _writer
                .Line($"{ParticleLocals.ReadOnlySpan} weights_{suffix} = stackalloc double[] {{ {List(k => k.Weight)} }};")
                .Line($"{ParticleLocals.ReadOnlySpan} positions_{suffix} = stackalloc double[] {{ {List(k => k.Position)} }};");
        }
    }

    private void Each(int parameter, string whole, string prefix, Func<string, string, string> statement)
    {
        string point = _leaves.ParticleScalar(parameter), target = prefix + _leaves.Name(parameter);
        if (!IsVector(parameter))
        {
            _ = _writer.Line(statement(point, $"{whole}[{_leaves.Offset(parameter)}]"));
            return;
        }

        string index = LeafNames.Loop(Formula.FieldLabel);
        _ = _writer
            .Open($"for (int {index} = 0; {index} < {point}.Length; {index}++)")
            .Line(statement($"{point}[{index}]", $"{target}[{index}]"))
            .Close();
    }

    private string TermArguments(int parameter)
    {
        string name = _leaves.Name(parameter);
        return $"term_{name}, weights_{name}, positions_{name}";
    }

    private static string ProductNumbers(ProductBlock product, CodePrinter printer) =>
        $"{printer.Scalar(product.Weight)}, {printer.Scalar(product.FirstCurvature)}, {printer.Scalar(product.SecondCurvature)}";

    private string AsSpan(int parameter) => IsVector(parameter) ? _leaves.ParticleScalar(parameter) : $"theta.Slice({_leaves.Offset(parameter)}, 1)";

    private string AsTarget(int parameter, string whole, string prefix) => IsVector(parameter) ? prefix + _leaves.Name(parameter) : $"{whole}.Slice({_leaves.Offset(parameter)}, 1)";

    private CodePrinter Printer(IEnumerable<int> nodes)
    {
        int[] roots = [.. nodes.Distinct()];
        Schedule schedule = Schedule.Of(_plan!.Nodes, _formula.Parameters, roots);
        CodePrinter printer = new(_writer, _plan.Nodes, _leaves, schedule, roots);
        printer.Statements(schedule.Uniform);
        return printer;
    }

    private static string Atom(string text) => text.IndexOf(' ') < 0 && text[0] != '-' ? text : "(" + text + ")";

    private bool IsZeroNode(int node) => _plan!.Nodes[node] is { Op: Op.Constant, Value: 0 };

    private bool IsZero(ScalarProfile profile) =>
        IsZeroNode(profile.Curvature) && IsZeroNode(profile.Slope) && profile.Kinks.Count == 0 && profile.Low < 0 && profile.High < 0;

    // What depends on a dimension or a held parameter has been proved.
    private bool MayBeNegative(int node) => Dependence.IsFixed(_plan!.Nodes, node) && !(_plan!.Nodes[node] is { Op: Op.Constant } constant && constant.Value >= 0);

    private static IEnumerable<int> Curvatures(ProximalBlock block) => block switch
    {
        SeparableBlock separable => [separable.Profile.Curvature],
        GroupBlock group => [group.Profile.Curvature],
        ProductBlock product => [product.FirstCurvature, product.SecondCurvature],
        _ => [],
    };

    private static IEnumerable<int> Numbers(ProximalBlock block) => block switch
    {
        SeparableBlock separable => Numbers(separable.Profile),
        GroupBlock group => [.. Numbers(group.Profile), group.Weight, group.Centre],
        ProductBlock product => [product.Weight, product.FirstCurvature, product.SecondCurvature],
        _ => [],
    };

    private static IEnumerable<int> Numbers(ScalarProfile profile) =>
        [profile.Curvature, profile.Slope, .. profile.Kinks.SelectMany(k => new[] { k.Weight, k.Position }), .. new[] { profile.Low, profile.High }.Where(b => b >= 0)];
}
