using MeanFieldDsl.Generators.Formulas;
using MeanFieldDsl.Generators.Transform;

namespace MeanFieldDsl.Generators.Analysis;

/// <summary>
/// Derives the proximal map and the minimal-norm velocity of a regularizer from its formula: the formula is split into
/// terms, each term recognised by a table, and the terms of each parameter joined by the calculus of proximal maps.
/// What is not recognised has no plan; nothing is guessed.
/// </summary>
internal sealed class ProximalDeriver
{
    private readonly Formula _formula;
    private readonly FormulaBuilder _builder;
    private readonly HashSet<int> _moved;
    private readonly Dictionary<int, bool> _varies = [];
    private readonly Dictionary<int, ProfileSum> _profiles = [];
    private readonly List<(int Parameter, int Weight, int Centre)> _groups = [];
    private readonly List<(int First, int Second, int Weight)> _products = [];
    private readonly PolynomialReader _polynomials;
    private readonly ProximalConditions _conditions;
    private readonly ProfileReader _reader;
    private string _reason = "";

    private ProximalDeriver(Formula formula, FormulaBuilder builder, Positivity positivity, IEnumerable<int> moved)
    {
        _formula = formula;
        _builder = builder;
        _moved = [.. moved];
        _conditions = new(builder, positivity);
        _polynomials = new(builder, Varies);
        _reader = new(builder, Varies, _conditions);
        foreach (int parameter in _moved)
        {
            _profiles.Add(parameter, new(builder));
        }
    }

    public static ProximalOutcome Derive(Formula formula)
    {
        FormulaBuilder builder = new(formula.Nodes);
        Positivity positivity = new(builder);
        HashSet<int> kinked = Differentiability.Kinked(formula);
        ProximalDeriver full = new(formula, builder, positivity, Enumerable.Range(0, formula.Parameters.Count));
        ProximalPlan? plan = full.Plan();

        // What is smooth can be held while the rest moves.
        if (plan is null && kinked.Count > 0 && kinked.Count < formula.Parameters.Count)
        {
            plan = new ProximalDeriver(formula, builder, positivity, kinked).Plan();
        }

        return new(plan, full._reason, kinked.Count == 0);
    }

    private ProximalPlan? Plan()
    {
        if (!LinearTerms.Split(_builder, Varies, _formula.Root, _builder.Constant(1), Atom))
        {
            return null;
        }

        List<ProximalBlock> blocks = [];
        foreach (int parameter in _moved.OrderBy(p => p))
        {
            ProximalBlock? block = Block(parameter);
            if (block is null)
            {
                return null;
            }

            // A product stands once, at its first parameter.
            if (block.Parameters.First() == parameter)
            {
                blocks.Add(block);
            }
        }

        int[] held = [.. Enumerable.Range(0, _formula.Parameters.Count).Where(p => !_moved.Contains(p))];
        return new(new(_builder.Nodes), new(blocks), new(held), new(_conditions.NonNegative), new(_conditions.NonZero));
    }

    // One term of V, free of sums and constant factors.
    private bool Atom(int node, int coefficient)
    {
        Node n = _builder[node];
        int[] mentioned = [.. Dependence.Mentions(_builder, node).Where(_moved.Contains)];
        if (mentioned.Length == 0)
        {
            return Fail(node, "depends on the length of a vector");
        }

        if (n.Op == Op.SumOver && mentioned.Length == 1 && n.LoopParameter == mentioned[0])
        {
            return ReadProfile(n.LoopParameter, n.A, coefficient, _builder.BoundElement(n.LoopParameter, n.Label));
        }

        if (Norm(node) is { } group)
        {
            _groups.Add((group.Parameter, _builder.Multiply(coefficient, group.Factor), group.Centre));
            return true;
        }

        if (Product(node) is { } product)
        {
            _products.Add(product with { Weight = _builder.Multiply(coefficient, product.Weight) });
            return true;
        }

        return mentioned.Length > 1 ? Fail(node, "couples " + string.Join(" and ", mentioned.Select(p => _formula.Parameters[p].Name)))
            : _formula.Parameters[mentioned[0]].Type == FormulaType.Vector ? Fail(node, "has no closed form in the table of proximal maps")
            : ReadProfile(mentioned[0], node, coefficient, _builder.Parameter(mentioned[0]));
    }

    private bool ReadProfile(int parameter, int node, int coefficient, int variable) =>
        _reader.Add(_profiles[parameter], node, coefficient, variable) || Fail(_reader.Failure.Node, _reader.Failure.Reason);

    // factor · ‖x − centre‖ of a vector.
    private (int Parameter, int Factor, int Centre)? Norm(int node)
    {
        Node root = _builder[node];
        if (root.Op is not (Op.NormRoot or Op.Sqrt) || _builder[root.A] is not { Op: Op.SumOver } sum || !_moved.Contains(sum.LoopParameter))
        {
            return null;
        }

        int variable = _builder.BoundElement(sum.LoopParameter, sum.Label);
        Node body = _builder[sum.A];
        if (body.Op != Op.Multiply || body.A != body.B || _polynomials.ReadAffine(body.A, variable) is not { } affine
            || _builder.IsZero(affine.Factor) || HasFreeLabels(affine.Factor) || HasFreeLabels(affine.Shift))
        {
            return null;
        }

        bool isCentred = _builder.IsZero(affine.Shift);
        return !isCentred && !_conditions.RequireNonZero(affine.Factor) ? null
            : (sum.LoopParameter, _builder.Apply(Op.Abs, affine.Factor), isCentred ? _builder.Constant(0) : _builder.Divide(_builder.Negate(affine.Shift), affine.Factor));
    }

    // weight · ‖first‖ ‖second‖, each an absolute value or a norm about 0.
    private (int First, int Second, int Weight)? Product(int node)
    {
        int weight = _builder.Constant(1);
        List<int> moduli = [];
        foreach (int factor in Factors(node))
        {
            if (!Varies(factor))
            {
                weight = _builder.Multiply(weight, factor);
            }
            else if (Modulus(factor) is { } modulus)
            {
                weight = _builder.Multiply(weight, modulus.Factor);
                moduli.Add(modulus.Parameter);
            }
            else
            {
                return null;
            }
        }

        return moduli.Count == 2 && moduli[0] != moduli[1] ? (moduli.Min(), moduli.Max(), weight) : null;
    }

    private (int Parameter, int Factor)? Modulus(int node)
    {
        if (Norm(node) is { } norm)
        {
            return _builder.IsZero(norm.Centre) ? (norm.Parameter, norm.Factor) : null;
        }

        Node n = _builder[node];
        int[] mentioned = [.. Dependence.Mentions(_builder, node).Where(_moved.Contains)];
        return n.Op == Op.Abs && mentioned.Length == 1 && _formula.Parameters[mentioned[0]].Type != FormulaType.Vector
            && _polynomials.ReadAffine(n.A, _builder.Parameter(mentioned[0])) is { } affine && _builder.IsZero(affine.Shift)
                ? (mentioned[0], _builder.Apply(Op.Abs, affine.Factor))
                : null;
    }

    // The factors of a product; |ab| counts as |a| |b|.
    private IEnumerable<int> Factors(int node)
    {
        Node n = _builder[node];
        return n.Op == Op.Multiply ? Factors(n.A).Concat(Factors(n.B))
            : n.Op == Op.Abs && _builder[n.A].Op == Op.Multiply ? Factors(n.A).SelectMany(f => Factors(_builder.Apply(Op.Abs, f)))
            : [node];
    }

    private ProximalBlock? Block(int parameter)
    {
        ScalarProfile profile = _profiles[parameter].ToProfile();
        if (!profile.Kinks.All(k => _conditions.RequireNonNegative(k.Weight)))
        {
            return Refuse(parameter, "a kink that bends down");
        }

        if (!Dependence.IsFixed(_builder.Nodes, profile.Curvature) && !_conditions.RequireNonNegative(profile.Curvature))
        {
            return Refuse(parameter, "a curvature that may be negative");
        }

        if (profile.Low >= 0 && profile.High >= 0 && !_conditions.RequireNonNegative(_builder.Subtract(profile.High, profile.Low)))
        {
            return Refuse(parameter, "bounds that leave no number");
        }

        (int Parameter, int Weight, int Centre)[] groups = [.. _groups.Where(g => g.Parameter == parameter)];
        (int First, int Second, int Weight)[] products = [.. _products.Where(p => p.First == parameter || p.Second == parameter)];
        return products.Length > 0 ? groups.Length > 0 ? Refuse(parameter, "a norm and a product of norms") : ProductOf(parameter, products)
            : groups.Length > 0 ? Group(parameter, profile, groups)
            : new SeparableBlock(parameter, profile);
    }

    private ProximalBlock? Group(int parameter, ScalarProfile profile, (int Parameter, int Weight, int Centre)[] groups)
    {
        int centre = groups[0].Centre;
        bool IsCentre(int node) => node < 0 || node == centre || (_builder.IsZero(node) && _builder.IsZero(centre));

        // Only terms that are positively homogeneous about the centre can be joined with a norm.
        if (!groups.All(g => g.Centre == centre) || !profile.Kinks.All(k => IsCentre(k.Position)) || !IsCentre(profile.Low) || !IsCentre(profile.High))
        {
            return Refuse(parameter, "a norm together with kinks or bounds that are not at its centre");
        }

        int weight = groups.Select(g => g.Weight).Aggregate(_builder.Add);
        return _conditions.RequireNonNegative(weight)
            ? new GroupBlock(parameter, profile, weight, centre)
            : Refuse(parameter, "a norm that bends down");
    }

    private ProximalBlock? ProductOf(int parameter, (int First, int Second, int Weight)[] products)
    {
        (int first, int second, int _) = products[0];
        ScalarProfile a = _profiles[first].ToProfile(), b = _profiles[second].ToProfile();
        bool IsPlain(ScalarProfile profile) => profile.Kinks.Count == 0 && profile.Low < 0 && profile.High < 0 && _builder.IsZero(profile.Slope);
        int others = _products.Count(p => (p.First == first || p.Second == first || p.First == second || p.Second == second) && (p.First != first || p.Second != second));
        if (others > 0 || !IsPlain(a) || !IsPlain(b) || _groups.Any(g => g.Parameter == first || g.Parameter == second))
        {
            return Refuse(parameter, "a product of norms together with terms other than squares");
        }

        int weight = products.Select(p => p.Weight).Aggregate(_builder.Add);
        if (_moved.Count == _formula.Parameters.Count && !new[] { weight, a.Curvature, b.Curvature }.All(n => Dependence.IsFixed(_builder.Nodes, n)))
        {
            // Its weak convexity could not be said without a particle.
            return Refuse(parameter, "a product of norms with a factor that depends on a dimension");
        }

        return _conditions.RequireNonNegative(weight)
            ? new ProductBlock(first, second, weight, a.Curvature, b.Curvature)
            : Refuse(parameter, "a product of norms with a factor that may be negative");
    }

    // Whether a node depends on what the map moves, or on a loop: weights that differ from element to element are not constants.
    private bool Varies(int node)
    {
        if (!_varies.TryGetValue(node, out bool varies))
        {
            varies = Dependence.Mentions(_builder, node).Any(_moved.Contains) || HasFreeLabels(node) || NeedsLength(node);
            _varies.Add(node, varies);
        }

        return varies;
    }

    // The numbers of a plan are computed before a particle is at hand, and so before the length of its vectors is.
    private bool NeedsLength(int node)
    {
        bool[] needed = FormulaGraph.Reachable(_builder.Nodes, node);
        return Enumerable.Range(0, node + 1).Any(i =>
            needed[i]
            && (_builder[i].Op == Op.Length ? _builder[i].A : _builder[i].IsReduction ? _builder[i].LoopParameter : -1) is >= 0 and int vector
            && !_formula.Parameters[vector].Dimension.IsKnown);
    }

    private bool HasFreeLabels(int node) => FormulaGraph.FreeLabels(_builder.Nodes, node).Length > 0;

    private bool Fail(int node, string reason)
    {
        _reason = FormulaPrinter.Print(_builder.Nodes, node, _formula) + " " + reason;
        return false;
    }

    private ProximalBlock? Refuse(int parameter, string what)
    {
        _reason = $"V has {what} in {_formula.Parameters[parameter].Name}";
        return null;
    }
}
