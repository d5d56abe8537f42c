using MeanFieldDsl.Generators.Formulas;

namespace MeanFieldDsl.Generators.Transform;

/// <summary>The entries of the table of conjugates; each is a method of the runtime's class Conjugates.</summary>
internal enum ConjugateForm
{
    Quadratic,
    Square,
    MaxAffine,
    Softplus,
    Exponential,
    NegativeLogarithm,
    LogCosh,
    SquaredPositivePart,
    Huber,
}

/// <summary>How the conjugate of a loss is computed.</summary>
/// <param name="Nodes">The formula's nodes and those of the numbers.</param>
/// <param name="Form">The entry of the table.</param>
/// <param name="Numbers">The entry's numbers in the order the runtime takes them, as nodes of the target and hyper-parameters.</param>
/// <param name="NonNegative">Nodes of hyper-parameters only that must be at least 0 for the conjugate to hold.</param>
internal sealed record ConjugatePlan(EquatableArray<Node> Nodes, ConjugateForm Form, EquatableArray<int> Numbers, EquatableArray<int> NonNegative);

/// <summary>What was derived from a loss's formula: a plan, or the reason why there is none.</summary>
internal sealed record ConjugateOutcome(ConjugatePlan? Plan, string Reason);

/// <summary>
/// Derives the conjugate of a loss in its prediction f: the formula is brought to the form c g(αf + β) + b f + d with a
/// g of the table, and the conjugate follows by the calculus of affine changes of variable.
/// </summary>
internal sealed class ConjugateDeriver
{
    private const int Prediction = 0;

    private readonly Formula _formula;
    private readonly FormulaBuilder _builder;
    private readonly PolynomialReader _polynomials;
    private readonly ProximalConditions _conditions;
    private readonly int _variable;
    private readonly List<(int Node, int Coefficient)> _atoms = [];
    private int _second;
    private int _slope;
    private int _constant;

    private ConjugateDeriver(Formula formula)
    {
        _formula = formula;
        _builder = new(formula.Nodes);
        _polynomials = new(_builder, Varies);
        _conditions = new(_builder, new(_builder));
        _variable = _builder.Parameter(Prediction);
        _second = _slope = _constant = _builder.Constant(0);
    }

    public static ConjugateOutcome Derive(Formula formula)
    {
        ConjugateDeriver deriver = new(formula);
        deriver.Split();
        (ConjugateForm Form, int[] Numbers, int Sign)? found = deriver.Find(out string reason);
        if (found is not { } plan)
        {
            return new(null, reason);
        }

        return deriver._conditions.RequireNonNegative(plan.Sign)
            ? new(new(new(deriver._builder.Nodes), plan.Form, new(plan.Numbers), new(deriver._conditions.NonNegative)), "")
            : new(null, $"the factor {deriver.Print(plan.Sign)} may be negative, and then the loss is not convex");
    }

    // The form, its numbers, and the node that must not be negative.
    private (ConjugateForm Form, int[] Numbers, int Sign)? Find(out string reason)
    {
        reason = "";
        if (_atoms.Count != 1)
        {
            Expand();
        }

        if (_atoms.Count == 0)
        {
            int curvature = LinearTerms.Twice(_builder, _second);
            return (ConjugateForm.Quadratic, [curvature, _slope, _constant], curvature);
        }

        (int node, int coefficient) = _atoms[0];
        if (IsSquare(node) && !_builder.IsZero(_second))
        {
            Expand();
            return Find(out reason);
        }

        if (_atoms.Count > 1 || !_builder.IsZero(_second))
        {
            reason = "the conjugate of a sum of several convex functions has no closed form in general";
            return null;
        }

        (ConjugateForm, int[], int)? found = Kinked(node, coefficient) ?? Composed(node, coefficient) ?? Huber(node, coefficient);
        reason = found is null ? Print(node) + " has no closed form in the table of conjugates" : "";
        return found;
    }

    private void Split() => _ = LinearTerms.Split(
        _builder, Varies, _formula.Root, _builder.Constant(1), Term, (node, coefficient) => _constant = _builder.Add(_constant, _builder.Multiply(coefficient, node)));

    private bool Term(int node, int coefficient)
    {
        // A square stays whole for a while: ½ (f − y)² expanded would cancel y² against y².
        if (IsSquare(node) || _polynomials.Read(node, _variable) is not Quadratic p)
        {
            int same = _atoms.FindIndex(a => a.Node == node);
            if (same >= 0)
            {
                _atoms[same] = (node, _builder.Add(_atoms[same].Coefficient, coefficient));
            }
            else
            {
                _atoms.Add((node, coefficient));
            }

            return true;
        }

        Collect(p, coefficient);
        return true;
    }

    private void Collect(Quadratic p, int coefficient)
    {
        _second = _builder.Add(_second, _builder.Multiply(coefficient, p.Second));
        _slope = _builder.Add(_slope, _builder.Multiply(coefficient, p.First));
        _constant = _builder.Add(_constant, _builder.Multiply(coefficient, p.Zero));
    }

    // A sum of squares is a quadratic polynomial like any other.
    private void Expand()
    {
        foreach ((int node, int coefficient) in _atoms.Where(a => IsSquare(a.Node)).ToArray())
        {
            _ = _atoms.Remove((node, coefficient));
            Collect(_polynomials.Read(node, _variable)!.Value, coefficient);
        }
    }

    private bool IsSquare(int node) =>
        _builder[node] is { Op: Op.Multiply } n && n.A == n.B && _polynomials.ReadAffine(n.A, _variable) is not null;

    // The maximum of two affine functions; the affine terms outside go into both.
    private (ConjugateForm, int[], int)? Kinked(int node, int coefficient)
    {
        Node n = _builder[node];
        if (n.Op is not (Op.Abs or Op.Max or Op.Min) || _polynomials.ReadAffine(n.A, _variable) is not { } a)
        {
            return null;
        }

        (int Factor, int Shift)? other = n.Op == Op.Abs ? (_builder.Negate(a.Factor), _builder.Negate(a.Shift)) : _polynomials.ReadAffine(n.B, _variable);
        if (other is not { } b)
        {
            return null;
        }

        int Outer(int inner, int outside) => _builder.Add(_builder.Multiply(coefficient, inner), outside);

        // c min(A, B) = max(cA, cB) for c ≤ 0.
        return (
            ConjugateForm.MaxAffine,
            [Outer(a.Factor, _slope), Outer(a.Shift, _constant), Outer(b.Factor, _slope), Outer(b.Shift, _constant)],
            n.Op == Op.Min ? _builder.Negate(coefficient) : coefficient);
    }

    private (ConjugateForm, int[], int)? Composed(int node, int coefficient)
    {
        Node n = _builder[node];
        Node inner = n.A >= 0 && OperationTable.Get(n.Op).Arity > 0 ? _builder[n.A] : default;
        return n.Op switch
        {
            Op.Softplus => Atom(ConjugateForm.Softplus, n.A, coefficient),
            Op.Log1p when inner.Op == Op.Exp => Atom(ConjugateForm.Softplus, inner.A, coefficient),
            Op.Log when inner.Op == Op.Add && _builder.IsOne(inner.A) && _builder[inner.B].Op == Op.Exp => Atom(ConjugateForm.Softplus, _builder[inner.B].A, coefficient),
            Op.Log when inner.Op == Op.Add && _builder.IsOne(inner.B) && _builder[inner.A].Op == Op.Exp => Atom(ConjugateForm.Softplus, _builder[inner.A].A, coefficient),
            Op.Log when inner.Op == Op.Cosh => Atom(ConjugateForm.LogCosh, inner.A, coefficient),
            Op.Log => Atom(ConjugateForm.NegativeLogarithm, n.A, _builder.Negate(coefficient)),
            Op.Exp => Atom(ConjugateForm.Exponential, n.A, coefficient),

            // Squares are twice the table's entries.
            Op.Multiply when IsSquare(node) => Atom(ConjugateForm.Square, n.A, LinearTerms.Twice(_builder, coefficient)),
            Op.Multiply when n.A == n.B && inner.Op == Op.Max && _builder.IsZero(inner.B) =>
                Atom(ConjugateForm.SquaredPositivePart, inner.A, LinearTerms.Twice(_builder, coefficient)),
            _ => null,
        };
    }

    private (ConjugateForm, int[], int)? Atom(ConjugateForm form, int argument, int scale, params int[] more) =>
        _polynomials.ReadAffine(argument, _variable) is { } affine
            ? (form, [scale, affine.Factor, affine.Shift, _slope, _constant, .. more], scale)
            : null;

    // |z| ≤ δ ? p z² : 2pδ|z| − pδ², however the two branches are written.
    private (ConjugateForm, int[], int)? Huber(int node, int coefficient)
    {
        Node choice = _builder[node];
        if (choice.Op != Op.Select || _builder[choice.A] is not { Op: Op.Less or Op.LessOrEqual } comparison)
        {
            return null;
        }

        bool isInside = _builder[comparison.A].Op == Op.Abs;
        int size = isInside ? comparison.A : comparison.B, delta = isInside ? comparison.B : comparison.A;
        if (_builder[size].Op != Op.Abs || Varies(delta))
        {
            return null;
        }

        int z = _builder[size].A;
        (int near, int far) = isInside ? (choice.B, choice.C) : (choice.C, choice.B);
        if ((_polynomials.Read(near, size) ?? _polynomials.Read(near, z)) is not Quadratic p || !_builder.IsZero(p.First) || !_builder.IsZero(p.Zero)
            || _polynomials.ReadAffine(far, size) is not { } line)
        {
            return null;
        }

        int twice = LinearTerms.Twice(_builder, p.Second);
        return Monomials.AreEqual(_builder, line.Factor, _builder.Multiply(twice, delta))
            && Monomials.AreEqual(_builder, line.Shift, _builder.Negate(_builder.Multiply(p.Second, _builder.Multiply(delta, delta))))
            && _conditions.RequireNonNegative(delta)
                ? Atom(ConjugateForm.Huber, z, _builder.Multiply(coefficient, twice), delta)
                : null;
    }

    private bool Varies(int node) => Dependence.Mentions(_builder, node).Contains(Prediction);

    private string Print(int node) => FormulaPrinter.Print(_builder.Nodes, node, _formula);
}
