using MeanFieldDsl.Generators.Formulas;
using MeanFieldDsl.Generators.Transform;

namespace MeanFieldDsl.Generators.Emit;

/// <summary>Writes a ridge function, or a factor of one: what it reads, and its values for a tile.</summary>
internal sealed class RidgeEmitter
{
    private readonly RidgeFunction _ridge;
    private readonly Formula _tail;
    private readonly IReadOnlyList<Node> _nodes;
    private readonly int _value;
    private readonly int _gridInput = -1;
    private readonly GridExponential[] _grid = [];
    private readonly int[] _products;
    private readonly int[] _selections;
    private readonly int[] _scalars;
    private readonly int[] _inputs;
    private readonly Dictionary<int, int> _derivatives;
    private readonly int[] _partials;

    // Of a factor: the numbers that are the same for all rows, and that its value is kept like a derivative.
    private readonly int[] _constants = [];
    private readonly bool _isFactor;
    private readonly int _firstLeaf;
    private readonly HashSet<int> _mentioned;

    private RidgeEmitter(RidgeFunction ridge, RidgeEmitter? whole = null, int[]? constants = null)
    {
        _ridge = ridge;
        _tail = ridge.Tail;
        _constants = constants ?? [];
        _isFactor = whole is not null;
        _firstLeaf = (whole?._tail ?? _tail).Parameters.Count - ridge.Leaves.Count;
        bool[] reachable = FormulaGraph.Reachable(_tail.Nodes, _tail.Root);
        int[] mentioned = [.. _tail.Nodes.Where((n, i) => reachable[i] && n.Op == Op.Parameter).Select(static n => n.A).Distinct().OrderBy(static p => p)];
        _mentioned = [.. mentioned];
        _products = [.. mentioned.Where(p => UseOf(p) == VectorUse.Product)];

        // Factors are computed from the particles of the whole, so they number them alike.
        _selections = whole?._selections ?? [.. mentioned.Where(p => UseOf(p) == VectorUse.Selection)];
        _scalars = whole?._scalars ?? [.. mentioned.Where(p => _tail.Parameters[p].IsParticle && UseOf(p) is null or VectorUse.ParticleElement)];
        _inputs = [.. mentioned.Where(p => !_tail.Parameters[p].IsParticle && !_constants.Contains(p))];
        Gradient gradient = Differentiator.Differentiate(_tail, mentioned.Where(p => _tail.Parameters[p].IsParticle)).WithUnitCotangent();
        ParameterGradient[] derivatives = [.. gradient.Parameters.Where(static p => p.Scalar >= 0)];
        (_nodes, int[] roots) = MultipleAngles.Expand(gradient.Nodes, [gradient.Value, .. derivatives.Select(static p => p.Scalar)]);
        (_nodes, roots) = Reciprocals.Multiply(_nodes, Lanes, roots);
        _value = roots[0];
        _derivatives = derivatives.Select((p, i) => (p.Parameter, Root: roots[i + 1])).ToDictionary(static p => p.Parameter, static p => p.Root);
        _partials = [.. _derivatives.Values.Distinct()];
        // The last number of a row is the one that usually changes from row to row of a grid.
        foreach (int input in Enumerable.Reverse(_inputs))
        {
            if (_grid.Length == 0)
            {
                (_gridInput, _grid) = (input, [.. GridExponential.Along(_tail, _nodes, roots, input)]);
            }
        }
    }

    // What a particle decides alone is computed before the rows; all of it is lanes, for lanes are particles.
    private FormulaParameter[] Lanes => Roles(_tail.Parameters);

    private bool IsLeaf(int parameter) => parameter >= _firstLeaf && parameter < _firstLeaf + _ridge.Leaves.Count;

    private VectorUse? UseOf(int parameter) => IsLeaf(parameter) ? Leaf(parameter).Use : null;

    private VectorLeaf Leaf(int parameter) => _ridge.Leaves[parameter - _firstLeaf];

    /// <summary>The emitter for a feature, or null when it is no ridge function.</summary>
    public static RidgeEmitter? Of(Formula formula) => RidgeFunction.Of(formula) is { } ridge ? new(ridge) : null;

    /// <summary>What the feature is.</summary>
    public RidgeFunction Function => _ridge;

    /// <summary>The emitter for a factor of the feature.</summary>
    /// <param name="factor">The factor, with the parameters of the feature and perhaps more behind them.</param>
    /// <param name="constants">The numbers of the row that are the same for all rows.</param>
    public RidgeEmitter Factor(Formula factor, params int[] constants) => new(_ridge with { Tail = factor }, this, constants);

    /// <summary>The columns of numbers of the row, or of indices.</summary>
    public string Columns(LeafNames leaves, IEnumerable<int> parameters) =>
        string.Join(", ", parameters.Select(p => At(leaves.Column, p)));

    /// <summary>Whether the library's structure for a pair holds what the feature reads.</summary>
    public bool FitsAPoint => _products.Length <= 1 && _selections.Length == 0 && _scalars.Length <= 4 && _inputs.Length <= 2;

    /// <summary>The emitter of what the backward pass needs where one bit a pair is enough, otherwise null.</summary>
    public PatternEmitter? Pattern => FitsAPoint && _products.Length == 1 ? PatternEmitter.Of(_tail, _products[0], _scalars, _inputs) : null;

    /// <summary>What the feature reads, as an expression of the constructor.</summary>
    public string Shape(LeafNames leaves)
    {
        string products = string.Join(", ", _products.Select(p =>
            $"new({leaves.Offset(Leaf(p).Vector)}, {leaves.Column(Leaf(p).Other)}, {leaves.StoredLength(Leaf(p).Vector)}, {Partial(p)})"));
        string scalars = string.Join(", ", _scalars.Select(p => $"new({At(leaves.Offset, p)}, {Partial(p)})"));

        // Beside constants that the grid gives, it gives all other numbers too.
        string inputs = _constants.Length == 0
            ? Columns(leaves, _inputs)
            : string.Join(", ", Enumerable.Range(0, _inputs.Length + _constants.Length).Select(static i => NumberText.Of(i)));
        string selections = string.Join(", ", _selections.Select(p =>
            $"new({leaves.Offset(Leaf(p).Vector)}, {leaves.Column(Leaf(p).Other)}, {leaves.StoredLength(Leaf(p).Vector)}, {Partial(p)})"));
        string grid = _grid.Length == 0 ? "" : $", new({NumberText.Of(Array.IndexOf(_inputs, _gridInput))}, [{string.Join(", ", _grid.Select(Curvature))}])";
        return $"new([{products}], [{scalars}], [{inputs}], [{selections}], {NumberText.Of(_partials.Length + (_isFactor ? 1 : 0))}{grid})";
    }

    private string At(Func<int, string> start, int parameter) => IsLeaf(parameter)
        ? start(Leaf(parameter).Vector) + (Leaf(parameter).Other == 0 ? "" : " + " + NumberText.Of(Leaf(parameter).Other))
        : start(parameter);

    /// <summary>The method that computes the feature and its partial derivatives.</summary>
    public void Activate(SourceWriter writer, string signature, string whereLanes, string whereNumber)
    {
        FormulaParameter[] lanes = [.. _tail.Parameters.Select(static p => p with { Role = ParameterRole.Input })];
        RidgeLeaves leaves = new(_tail);
        int[] roots = [_value, .. _partials];
        Schedule schedule = Schedule.Of(_nodes, Lanes, roots);
        CodePrinter printer = new(writer, _nodes, leaves, Schedule.Of(_nodes, lanes, roots), roots);
        _ = writer.Line(signature).Line(whereLanes).Open(whereNumber);
        if (_grid.Length > 0)
        {
            ActivateOnGrid(writer.Open("if (tile.IsOnGrid)"));
            _ = writer.Line("return;").Close();
        }

        OpenLanes(writer, leaves);
        printer.Statements(schedule.Uniform, roots);
        _ = writer.Open("for (nint row = 0; row < tile.Rows; row++)");
        for (int i = 0; i < _inputs.Length; i++)
        {
            _ = writer.Line($"TLanes {leaves.ParticleScalar(_inputs[i])} = tile.Input<TLanes>({NumberText.Of(i)}, row);");
        }

        Operands(writer, leaves);
        printer.Statements(schedule.Row, roots);
        Results(writer, printer, _value, _partials);
        _ = writer.Close().Close().Close();
    }

    // Row after row of a grid, each exponential from that of the row before.
    private void ActivateOnGrid(SourceWriter writer)
    {
        // A name that no parameter of the author's starts with.
        string name = "grid";
        while (_tail.Parameters.Any(p => p.Name.StartsWith(name, StringComparison.Ordinal)))
        {
            name += "_";
        }

        FormulaParameter[] parameters = [.. _tail.Parameters, .. _grid.Select((_, i) => new FormulaParameter(name + NumberText.Of(i), ParameterRole.Input, FormulaType.Real, Dimension.Scalar))];
        FormulaBuilder builder = new(_nodes);
        int Rest(int root) => builder.Rewrite(root, i => Array.FindIndex(_grid, g => g.Node == i) is int at && at >= 0 ? builder.Parameter(_tail.Parameters.Count + at) : -1);
        int value = Rest(_value);
        int[] partials = [.. _partials.Select(Rest)];
        int[] roots = [value, .. partials];
        Formula rest = _tail with { Parameters = new(parameters), Nodes = new(builder.Nodes), Root = value };
        RidgeLeaves leaves = new(rest);
        FormulaParameter[] lanes = [.. parameters.Select(static p => p with { Role = ParameterRole.Input })];
        Schedule schedule = Schedule.Of(rest.Nodes, Roles(parameters), roots);
        CodePrinter printer = new(writer, rest.Nodes, leaves, Schedule.Of(rest.Nodes, lanes, roots), roots);
        OpenLanes(writer, leaves);
        printer.Statements(schedule.Uniform, roots);
        _ = writer.Open("for (nint first = 0, end; first < tile.Rows; first = end)").Line("end = tile.RunEnd(first);");
        for (int i = 0; i < _inputs.Length; i++)
        {
            _ = writer.Line($"TLanes {AnchorLeaves.First + leaves.Name(_inputs[i])} = tile.Input<TLanes>({NumberText.Of(i)}, first);");
        }

        for (int g = 0; g < _grid.Length; g++)
        {
            GridExponential exponential = _grid[g];
            int[] anchors = [exponential.Exponent, exponential.Slope];
            Schedule once = Schedule.Of(exponential.Nodes, [.. _tail.Parameters.Select(static p => p with { Role = ParameterRole.Input })], anchors);
            CodePrinter anchor = new(writer, exponential.Nodes, new AnchorLeaves(_tail, _inputs), once, anchors, "s" + NumberText.Of(g) + "_");
            anchor.Statements(once.Uniform, anchors);
            anchor.Statements(once.Row, anchors);
            _ = writer
                .Line($"TLanes power{NumberText.Of(g)} = global::MeanFieldDsl.Kernels.VectorMath.Exp({anchor.Lanes(exponential.Exponent)});")
                .Line($"TLanes ratio{NumberText.Of(g)} = global::MeanFieldDsl.Kernels.VectorMath.Exp(TLanes.Broadcast(tile.GridStep) * ({anchor.Lanes(exponential.Slope)}));")

                // Of a particle far away the one is 0 and the other may overflow.
                .Line($"ratio{NumberText.Of(g)} = TLanes.Select(TLanes.Equal(power{NumberText.Of(g)}, TLanes.Zero), TLanes.One, ratio{NumberText.Of(g)});");
        }

        _ = writer.Open("for (nint row = first; row < end; row++)");
        for (int i = 0; i < _inputs.Length; i++)
        {
            _ = writer.Line($"TLanes {leaves.ParticleScalar(_inputs[i])} = tile.Input<TLanes>({NumberText.Of(i)}, row);");
        }

        for (int g = 0; g < _grid.Length; g++)
        {
            string at = NumberText.Of(g);
            _ = writer
                .Line($"TLanes {leaves.ParticleScalar(_tail.Parameters.Count + g)} = power{at} * tile.Curve<TLanes>({at}, row - first);")
                .Line($"power{at} = power{at} * ratio{at};");
        }

        Operands(writer, leaves);
        printer.Statements(schedule.Row, roots);
        Results(writer, printer, value, partials);
        _ = writer.Close().Close().Close();
    }

    /// <summary>The second derivative of an exponent, as an expression of the constructor.</summary>
    public string Curvature(GridExponential exponential)
    {
        int[] root = [exponential.Curvature];
        Schedule schedule = Schedule.Of(exponential.Nodes, _tail.Parameters, root);
        return new CodePrinter(new SourceWriter(), exponential.Nodes, new LeafNames(_tail, isConstructor: true), schedule, root).Scalar(exponential.Curvature);
    }

    private FormulaParameter[] Roles(IEnumerable<FormulaParameter> parameters) =>
        [.. parameters.Select((p, i) => p with { Role = _scalars.Contains(i) || _constants.Contains(i) ? ParameterRole.Position : ParameterRole.Input })];

    // The loop over particles, and what all rows of some share.
    private void OpenLanes(SourceWriter writer, RidgeLeaves leaves)
    {
        _ = writer.Open("for (nint lane = 0; lane < tile.Width; lane += TLanes.Count)");
        for (int s = 0; s < _scalars.Length; s++)
        {
            if (_mentioned.Contains(_scalars[s]))
            {
                _ = writer.Line($"TLanes {leaves.ParticleScalar(_scalars[s])} = tile.Scalar<TLanes>({NumberText.Of(s)}, lane);");
            }
        }

        for (int i = 0; i < _constants.Length; i++)
        {
            _ = writer.Line($"TLanes {leaves.ParticleScalar(_constants[i])} = tile.Input<TLanes>({NumberText.Of(_inputs.Length + i)}, 0);");
        }

        if (!_isFactor)
        {
            _ = writer.Line("TLanes alive = tile.Alive<TLanes>(lane);");
        }
    }

    // What the row at hand reads beside its numbers.
    private void Operands(SourceWriter writer, RidgeLeaves leaves)
    {
        for (int q = 0; q < _products.Length; q++)
        {
            _ = writer.Line($"TLanes {leaves.ParticleScalar(_products[q])} = tile.Form<TLanes>({NumberText.Of(q)}, row, lane);");
        }

        for (int s = 0; s < _selections.Length; s++)
        {
            if (_mentioned.Contains(_selections[s]))
            {
                _ = writer.Line($"TLanes {leaves.ParticleScalar(_selections[s])} = tile.Selected<TLanes>({NumberText.Of(s)}, row, lane);");
            }
        }
    }

    private void Results(SourceWriter writer, CodePrinter printer, int value, int[] partials)
    {
        if (!_isFactor)
        {
            _ = writer.Line($"tile.Predict(row, alive, {printer.Lanes(value)});");
        }

        int[] kept = _isFactor ? [.. partials, value] : partials;
        for (int p = 0; p < kept.Length; p++)
        {
            _ = writer.Line($"tile.Partial({NumberText.Of(p)}, row, lane, {printer.Lanes(kept[p])});");
        }
    }

    /// <summary>The members of a kernel for short inner products: the feature and its derivatives for a pair.</summary>
    public void Evaluate(SourceWriter writer)
    {
        FormulaParameter[] lanes = [.. _tail.Parameters.Select(static p => p with { Role = ParameterRole.Input })];
        int[] roots = [_value, .. _derivatives.Values];
        Schedule schedule = Schedule.Of(_nodes, lanes, roots);
        RidgeLeaves leaves = new(_tail);
        CodePrinter printer = new(writer, _nodes, leaves, schedule, roots);
        _ = writer
            .Line()
            .Line("/// <inheritdoc/>")
            .Line($"public static int ScalarCount => {NumberText.Of(_scalars.Length)};")
            .Line()
            .Line("/// <inheritdoc/>")
            .Line($"public static int InputCount => {NumberText.Of(_inputs.Length)};")
            .Line()
            .Line("/// <inheritdoc/>")
            .Line("[global::System.Runtime.CompilerServices.MethodImpl(global::System.Runtime.CompilerServices.MethodImplOptions.AggressiveInlining)]")
            .Line("public void Evaluate<TLanes>(ref global::MeanFieldDsl.Kernels.ShortPoint<TLanes> point)")
            .Open("    where TLanes : unmanaged, global::MeanFieldDsl.Kernels.ILanes<TLanes>");
        (int Parameter, string Field)[] fields =
        [
            .. _products.Select(static p => (p, "Form")),
            .. _scalars.Select(static (p, i) => (p, "Scalar" + NumberText.Of(i))),
            .. _inputs.Select(static (p, i) => (p, "Input" + NumberText.Of(i))),
        ];
        foreach ((int parameter, string field) in fields)
        {
            _ = writer.Line($"TLanes {leaves.ParticleScalar(parameter)} = point.{field};");
        }

        printer.Statements(schedule.Uniform, roots);
        printer.Statements(schedule.Row, roots);
        _ = writer.Line($"point.Value = {printer.Lanes(_value)};");
        foreach ((int parameter, string field) in fields)
        {
            if (_derivatives.TryGetValue(parameter, out int node))
            {
                _ = writer.Line($"point.{field.Replace("Form", "FormSlope").Replace("Scalar", "Slope")} = {printer.Lanes(node)};");
            }
        }

        _ = writer.Close();
    }

    private string Partial(int parameter) => NumberText.Of(_derivatives.TryGetValue(parameter, out int node) ? Array.IndexOf(_partials, node) : -1);
}
