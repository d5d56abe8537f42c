using MeanFieldDsl.Generators.Formulas;
using MeanFieldDsl.Generators.Transform;

namespace MeanFieldDsl.Generators.Emit;

/// <summary>Writes the proximal map and the minimal-norm velocity of a regularizer from the plan derived for it.</summary>
internal sealed partial class ProximalEmitter
{
    private const string Kernels = "global::MeanFieldDsl.Kernels.";
    private const string Maps = Kernels + "ProximalMaps.";
    private const string Span = "global::System.Span<double>";
    private const string ReadOnlySpan = "global::System.ReadOnlySpan<double>";

    private readonly SourceWriter _writer;
    private readonly Formula _formula;
    private readonly LeafNames _leaves;
    private readonly ProximalOutcome _outcome;
    private readonly ProximalPlan? _plan;

    private ProximalEmitter(SourceWriter writer, Formula formula, LeafNames leaves, ProximalOutcome outcome)
    {
        _writer = writer;
        _formula = formula;
        _leaves = leaves;
        _outcome = outcome;
        _plan = outcome.Plan;
    }

    public static void Emit(SourceWriter writer, Formula formula, LeafNames leaves, ProximalOutcome outcome) =>
        new ProximalEmitter(writer, formula, leaves, outcome).Members();

    private int Count => _formula.Parameters.Count;

    private bool IsVector(int parameter) => _formula.Parameters[parameter].Type == FormulaType.Vector;

    private string Names(IEnumerable<int> parameters) => string.Join(", ", parameters.Select(_leaves.Name));

    private string Points => string.Join(", ", Enumerable.Range(0, Count).Select(p => (IsVector(p) ? ReadOnlySpan + " " : "double ") + _leaves.ParticleScalar(p)));

    private string Arguments => string.Join(", ", Enumerable.Range(0, Count).Select(_leaves.ParticleScalar));

    private string Targets(string prefix) => string.Join(", ", Enumerable.Range(0, Count).Select(p => (IsVector(p) ? Span + " " : "ref double ") + prefix + _leaves.Name(p)));

    private string TargetArguments(string prefix) => string.Join(", ", Enumerable.Range(0, Count).Select(p => (IsVector(p) ? "" : "ref ") + prefix + _leaves.Name(p)));

    private void Members()
    {
        string why = FileFrame.Xml(_outcome.Reason);
        bool isPartial = _plan is { IsFull: false };
        _ = _writer
            .Line("/// <summary>Whether V is continuously differentiable by the rules of the language.</summary>")
            .Line($"public bool IsDifferentiable => {(_outcome.IsSmooth ? "true" : "false")};")
            .Line()
            .Line(_plan is { IsFull: true } ? "/// <summary>Whether these hyper-parameters admit the proximal map derived from the formula.</summary>" : $"/// <summary>No proximal map of V was derived: {why}.</summary>")
            .Line($"public bool HasProximal => {(_plan is { IsFull: true } ? "IsAdmissible" : "false")};")
            .Line()
            .Line(isPartial ? $"/// <summary>Whether these hyper-parameters admit the proximal map in {Names(_plan!.Blocks.SelectMany(b => b.Parameters))} with {Names(_plan.Held)} held.</summary>" : "/// <summary>No parameter needs to be held.</summary>")
            .Line($"public bool HasPartialProximal => {(isPartial ? "IsAdmissible" : "false")};")
            .Line()
            .Line("/// <summary>Whether <see cref=\"MinimalNormVelocity\"/> is exact at kinks too.</summary>")
            .Line($"public bool HasMinimalNormVelocity => {(_outcome.IsSmooth ? "true" : _plan is null ? "false" : "IsAdmissible")};")
            .Line();
        WeakConvexity();
        Admissibility();
        Proximal();
        Velocity();
    }

    private void WeakConvexity()
    {
        _ = _writer.Line("/// <summary>The smallest ρ known for which V + ½ ρ ‖·‖² is convex; +∞ where none was derived.</summary>").Line("public double WeakConvexity").Open().Open("get");
        if (_plan is not { IsFull: true })
        {
            _ = _writer.Line("return double.PositiveInfinity;");
        }
        else
        {
            CodePrinter printer = Printer(_plan.Blocks.SelectMany(b => b is ProductBlock ? Numbers(b) : Curvatures(b).Where(MayBeNegative)));
            string[] moduli = [.. _plan.Blocks.SelectMany(b => Moduli(b, printer))];
            string modulus = moduli.Aggregate("0.0", static (largest, next) => $"global::System.Math.Max({largest}, {next})");
            _ = _writer.Line($"return IsAdmissible ? {modulus} : double.PositiveInfinity;");
        }

        _ = _writer.Close().Close().Line();
    }

    private IEnumerable<string> Moduli(ProximalBlock block, CodePrinter printer) => block is ProductBlock product
        ? [$"{Maps}ProductWeakConvexity({ProductNumbers(product, printer)})"]
        : Curvatures(block).Where(MayBeNegative).Select(c => "-(" + printer.Scalar(c) + ")");

    private void Admissibility()
    {
        if (_plan is null)
        {
            return;
        }

        _ = _writer.Line("private bool IsAdmissible").Open().Open("get");
        CodePrinter printer = Printer([.. _plan.NonNegative, .. _plan.NonZero]);
        string[] conditions = [.. _plan.NonNegative.Select(n => Atom(printer.Scalar(n)) + " >= 0.0"), .. _plan.NonZero.Select(n => Atom(printer.Scalar(n)) + " != 0.0")];
        _ = _writer.Line($"return {(conditions.Length == 0 ? "true" : string.Join(" && ", conditions))};").Close().Close().Line();
    }

    private void Proximal()
    {
        _ = _writer.Line("/// <summary>argmin_x V(x) + ‖x − θ‖²/(2γ).</summary>").Line("/// <param name=\"gamma\">γ, positive.</param>");
        PointDocs();
        for (int p = 0; p < Count; p++)
        {
            _ = _writer.Line($"/// <param name=\"r_{_leaves.Name(p)}\">Receives the map of {_leaves.Name(p)}; may be where {_leaves.Name(p)} lies.</param>");
        }

        _ = _writer.Open($"public void Proximal(double gamma, {Points}, {Targets("r_")})");
        if (_plan is null)
        {
            _ = _writer.Line($"throw {Kernels}ProximalMaps.Missing(\"{_outcome.Reason.Replace("\\", "\\\\").Replace("\"", "\\\"")}\");").Close().Line();
            return;
        }

        _ = _writer
            .Open("if (!IsAdmissible)")
            .Line($"throw {Kernels}ProximalMaps.Missing(\"a weight is negative, a factor 0 or an interval empty for these hyper-parameters\");")
            .Close()
            .Line()
            .Line($"{Maps}CheckStep(gamma);");
        CodePrinter printer = Printer(_plan.Blocks.SelectMany(Numbers));
        foreach (ProximalBlock block in _plan.Blocks)
        {
            foreach (int curvature in Curvatures(block).Where(MayBeNegative))
            {
                _ = _writer.Line($"{Maps}CheckStep(gamma, {printer.Scalar(curvature)});");
            }

            Map(block, printer);
        }

        foreach (int held in _plan.Held)
        {
            Copy(held);
        }

        _ = _writer.Close().Line();
    }

    private void Map(ProximalBlock block, CodePrinter printer)
    {
        switch (block)
        {
            case SeparableBlock separable when IsZero(separable.Profile):
                Copy(separable.Parameter);
                break;
            case SeparableBlock separable:
                Term(separable.Parameter, separable.Profile, printer);
                Each(separable.Parameter, "r_", (point, target) => separable.Profile.Kinks.Count > 1
                    ? $"{target} = {Maps}Kinks({point}, gamma, {TermArguments(separable.Parameter)});"
                    : $"{target} = term_{_leaves.Name(separable.Parameter)}.Proximal({point}, gamma);");
                break;
            case GroupBlock group:
                Term(group.Parameter, group.Profile, printer);
                string name = _leaves.Name(group.Parameter);
                _ = _writer.Line($"{Maps}Group({_leaves.ParticleScalar(group.Parameter)}, gamma, term_{name}, {printer.Scalar(group.Weight)}, {printer.Scalar(group.Centre)}, r_{name});");
                break;
            case ProductBlock product:
                _ = _writer.Line($"{Maps}Product({AsSpan(product.First)}, {AsSpan(product.Second)}, gamma, {ProductNumbers(product, printer)}, {AsTarget(product.First, "r_")}, {AsTarget(product.Second, "r_")});");
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
                .Line($"{ReadOnlySpan} weights_{suffix} = stackalloc double[] {{ {List(k => k.Weight)} }};")
                .Line($"{ReadOnlySpan} positions_{suffix} = stackalloc double[] {{ {List(k => k.Position)} }};");
        }
    }

    private void Each(int parameter, string prefix, Func<string, string, string> statement)
    {
        string point = _leaves.ParticleScalar(parameter), target = prefix + _leaves.Name(parameter);
        if (!IsVector(parameter))
        {
            _ = _writer.Line(statement(point, target));
            return;
        }

        string index = LeafNames.Loop(Formula.FieldLabel);
        _ = _writer
            .Open($"for (int {index} = 0; {index} < {point}.Length; {index}++)")
            .Line(statement($"{point}[{index}]", $"{target}[{index}]"))
            .Close();
    }

    private void Copy(int parameter) => _ = _writer.Line(IsVector(parameter)
        ? $"{_leaves.ParticleScalar(parameter)}.CopyTo(r_{_leaves.Name(parameter)});"
        : $"r_{_leaves.Name(parameter)} = {_leaves.ParticleScalar(parameter)};");

    private void PointDocs()
    {
        for (int p = 0; p < Count; p++)
        {
            _ = _writer.Line($"/// <param name=\"{_leaves.ParticleScalar(p)}\">The parameter {_leaves.Name(p)}.</param>");
        }
    }

    private string TermArguments(int parameter)
    {
        string name = _leaves.Name(parameter);
        return $"term_{name}, weights_{name}, positions_{name}";
    }

    private static string ProductNumbers(ProductBlock product, CodePrinter printer) =>
        $"{printer.Scalar(product.Weight)}, {printer.Scalar(product.FirstCurvature)}, {printer.Scalar(product.SecondCurvature)}";

    private string AsSpan(int parameter) => IsVector(parameter) ? _leaves.ParticleScalar(parameter) : $"new {ReadOnlySpan}(in {_leaves.ParticleScalar(parameter)})";

    private string AsTarget(int parameter, string prefix) => IsVector(parameter) ? prefix + _leaves.Name(parameter) : $"new {Span}(ref {prefix}{_leaves.Name(parameter)})";

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
