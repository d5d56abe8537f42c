using MeanFieldDsl.Generators.Formulas;

namespace MeanFieldDsl.Generators.Analysis.Algebra;

/// <summary>
/// Writes nodes as quotients of polynomials in atoms. Hyperbolic functions and sigmoids become rational in e^z,
/// log(1 + e^z) and softplus are one atom, roots are powers, so that terms that are equal meet. It fails where a
/// node may be undefined or not smooth: at a divisor that may be zero, a logarithm or root of what may not be positive.
/// </summary>
internal sealed class NormalForm
{
    private const int LargestPower = 12;
    private readonly IReadOnlyList<Node> _nodes;
    private readonly Formula _formula;
    private readonly int _variable;
    private readonly Dictionary<int, Fraction> _known = [];
    private readonly Dictionary<int, UndecidedException> _failed = [];

    public NormalForm(IReadOnlyList<Node> nodes, Formula formula, int variable)
    {
        _nodes = nodes;
        _formula = formula;
        _variable = variable;
        Prover = new(Atoms);
    }

    public Atoms Atoms { get; } = new();

    public SignProver Prover { get; }

    public Fraction Of(int root)
    {
        bool[] needed = FormulaGraph.Reachable(_nodes, root);
        for (int i = 0; i <= root; i++)
        {
            if (needed[i] && !_known.ContainsKey(i) && !_failed.ContainsKey(i))
            {
                try
                {
                    _known.Add(i, Convert(_nodes[i]));
                }
                catch (UndecidedException e)
                {
                    e.Node = e.Node < 0 ? i : e.Node;
                    _failed.Add(i, e);
                }
            }
        }

        return Known(root);
    }

    // A branch that is not taken may fail; what uses a node that failed fails too.
    private Fraction Known(int node) => _failed.TryGetValue(node, out UndecidedException? failure) ? throw failure : _known[node];

    private Fraction Convert(Node node)
    {
        switch (node.Op)
        {
            case Op.Constant: return Constant(node.Value);
            case Op.Parameter: return Leaf(node, _formula.Parameters[node.A].Range, node.A == _variable);
            case Op.HyperParameter: return Leaf(node, _formula.HyperParameters[node.A].Range, false);
            case Op.Length: return Leaf(node, Interval.NonNegative, false);
            case Op.Cotangent: return Fraction.Number(1);
        }

        int arity = FormulaGraph.Arity(node);
        if (arity == 0 || node.IsReduction)
        {
            throw new UndecidedException("is outside the algebra of scalar formulas");
        }

        Fraction a = Known(node.A), one = Fraction.Number(1);
        if (node.Op == Op.Select)
        {
            return !a.Numerator.IsNumber(out BigRational taken) ? throw new UndecidedException("makes a choice that is not settled") : Known(taken.IsZero ? node.C : node.B);
        }

        Fraction b = arity > 1 ? Known(node.B) : one;
        switch (node.Op)
        {
            case Op.Add: return a + b;
            case Op.Subtract: return a - b;
            case Op.Multiply or Op.GuardedMultiply: return a * b;
            case Op.FusedMultiplyAdd: return (a * b) + Known(node.C);
            case Op.Negate: return a.Scaled(-1);
            case Op.Divide: return a * Inverse(b);
            case Op.Sqrt or Op.NormRoot: return Power(a, BigRational.Of(1, 2));
            case Op.Cbrt: return Power(a, BigRational.Of(1, 3));
            case Op.Pow: return Power(a, b);
            case Op.Exp: return Exponential(a);
            case Op.Expm1: return Exponential(a) - one;
            case Op.Log: return Logarithm(a);
            case Op.Log1p: return Logarithm(one + a);
            case Op.Softplus: return Logarithm(one + Exponential(a));
            case Op.Sigmoid: return Inverse(one + Exponential(a.Scaled(-1)));
            case Op.Tanh:
                Fraction square = Exponential(a.Scaled(2));
                return (square - one) * Inverse(square + one);
            case Op.Sinh: return (Exponential(a) - Exponential(a.Scaled(-1))) * Half();
            case Op.Cosh: return (Exponential(a) + Exponential(a.Scaled(-1))) * Half();
            case Op.Less: return Truth(Prover.IsPositive(b - a), Prover.IsNonNegative(a - b));
            case Op.LessOrEqual: return Truth(Prover.IsNonNegative(b - a), Prover.IsPositive(a - b));
            case Op.And: return a * b;
            case Op.Not: return one - a;
            case Op.Abs when !Atoms.Varies(a): return Magnitude(a);
            case Op.Erf or Op.NormalCdf or Op.Atan or Op.Sin or Op.Cos or Op.Sinc or Op.SincPrime:
                return Function(node.Op, a, OperationTable.Get(node.Op).Range(RangeOf(a), Interval.All, Interval.All));
            default: throw new UndecidedException("is outside the algebra of smooth formulas");
        }
    }

    private static Fraction Truth(bool isTrue, bool isFalse) =>
        isTrue ? Fraction.Number(1) : isFalse ? Fraction.Number(0) : throw new UndecidedException("compares terms whose order is not known");

    private static Fraction Half() => Fraction.Of(Polynomial.Number(BigRational.Of(1, 2)));

    private static Fraction Constant(double value) => double.IsNaN(value) || double.IsInfinity(value)
        ? throw new UndecidedException("is not finite")
        : Fraction.Of(Polynomial.Number(BigRational.FromDouble(value)));

    private Fraction Leaf(Node node, Interval range, bool varies) => range.IsPoint
        ? Constant(range.Low)
        : Fraction.Of(Polynomial.Atom(Atoms.Leaf(node.Op, node.A, range, varies)));

    private Fraction Function(Op op, Fraction argument, Interval range) => Fraction.Of(Polynomial.Atom(Atoms.Function(op, argument, range)));

    private Interval RangeOf(Fraction a) =>
        Prover.IsNonNegative(a) ? new(0, double.PositiveInfinity, Prover.IsPositive(a))
        : Prover.IsNonNegative(a.Scaled(-1)) ? new(double.NegativeInfinity, 0, Prover.IsNegative(a))
        : Interval.All;

    private Fraction Magnitude(Fraction a) =>
        Prover.IsNonNegative(a) ? a : Prover.IsNonNegative(a.Scaled(-1)) ? a.Scaled(-1) : Function(Op.Abs, a, Interval.NonNegative);

    private Fraction Inverse(Fraction a)
    {
        Polynomial p = a.Numerator;
        if (Prover.StrictSign(p) == 0)
        {
            throw new UndecidedException("divides by a term that may be zero");
        }

        Fraction top = Fraction.Of(a.Denominator);
        if (p.Terms.Count != 1)
        {
            return top * Fraction.Inverse(p);
        }

        // A single product of powers inverts into one, where fractional and negative exponents are allowed.
        KeyValuePair<Monomial, BigRational> term = p.Terms.First();
        Monomial positive = Positive(term.Key), rest = term.Key.Times(positive.Raised(BigRational.Of(-1)));
        Fraction inverse = Fraction.Of(Polynomial.Term(positive.Raised(BigRational.Of(-1)), BigRational.One / term.Value));
        return rest.IsOne ? top * inverse : top * inverse * Fraction.Inverse(Polynomial.Term(rest, BigRational.One));
    }

    private Monomial Positive(Monomial monomial) => monomial.Factors
        .Where(f => Atoms[f.Atom].Range.IsPositive)
        .Aggregate(Monomial.One(), (product, f) => product.Times(Monomial.Of(f.Atom, f.Power)));

    private Fraction Exponential(Fraction z)
    {
        if (!z.IsPolynomial)
        {
            int whole = Atoms.Function(Op.Divide, z, RangeOf(z));
            return Fraction.Of(Polynomial.Atom(Atoms.Exponential(Monomial.Of(whole, BigRational.One))));
        }

        Monomial product = Monomial.One();
        foreach (KeyValuePair<Monomial, BigRational> term in z.Numerator.Terms)
        {
            // e^(log u) is u, which only a logarithm alone in its term shows.
            Atom? log = term.Key.Factors.Count == 1 && term.Key.Factors[0].Power.IsOne ? Atoms[term.Key.Factors[0].Atom] : null;
            if (log is { Op: Op.Log, Argument: { } argument })
            {
                return Power(argument, term.Value) * Exponential(z - Fraction.Of(Polynomial.Term(term.Key, term.Value)));
            }

            product = product.Times(Monomial.Of(Atoms.Exponential(term.Key), term.Value));
        }

        return Fraction.Of(Polynomial.Term(product, BigRational.One));
    }

    private Fraction Logarithm(Fraction a)
    {
        if (!Prover.IsPositive(a))
        {
            throw new UndecidedException("takes the logarithm of a term that may not be positive");
        }

        Polynomial p = a.Numerator;
        if (a.IsPolynomial && p.Terms.Count == 1 && p.Terms.First() is var term && term.Value.IsOne
            && term.Key.Factors.All(f => Atoms[f.Atom].Exponent is not null))
        {
            return Fraction.Of(term.Key.Factors.Aggregate(
                Polynomial.Number(0), (sum, f) => sum + Polynomial.Term(Atoms[f.Atom].Exponent!, f.Power)));
        }

        Interval range = RangeOf(a - Fraction.Number(1));
        return Function(Op.Log, a, range);
    }

    private Fraction Power(Fraction a, Fraction exponent)
    {
        if (exponent.IsPolynomial && exponent.Numerator.IsNumber(out BigRational value))
        {
            return Power(a, value);
        }

        return Exponential(exponent * Logarithm(a));
    }

    private Fraction Power(Fraction a, BigRational exponent)
    {
        if (a.Numerator.IsZero && exponent.Sign > 0)
        {
            return a;
        }

        if (exponent.IsInteger)
        {
            int whole = exponent.Numerator > -LargestPower && exponent.Numerator < LargestPower
                ? (int)exponent.Numerator
                : throw new UndecidedException("has a power that is too high");
            return whole >= 0 ? a.Power(whole) : Inverse(a).Power(-whole);
        }

        return a.Factors.Aggregate(Root(a.Numerator, exponent), (product, f) => product * Root(f.Key, exponent * BigRational.Of(-f.Value)));
    }

    private Fraction Root(Polynomial p, BigRational exponent)
    {
        if (!Prover.IsPositive(p))
        {
            throw new UndecidedException("takes a root of a term that may not be positive");
        }

        if (p.IsOne)
        {
            return Fraction.Number(1);
        }

        if (p.Terms.Count == 1)
        {
            KeyValuePair<Monomial, BigRational> term = p.Terms.First();
            Monomial positive = Positive(term.Key);
            if (positive.Equals(term.Key))
            {
                Fraction powers = Fraction.Of(Polynomial.Term(positive.Raised(exponent), BigRational.One));
                return term.Value.IsOne ? powers : powers * RootAtom(Polynomial.Number(term.Value), exponent);
            }
        }

        return RootAtom(p, exponent);
    }

    private Fraction RootAtom(Polynomial p, BigRational exponent) =>
        Fraction.Of(Polynomial.Term(Monomial.Of(Atoms.Root(p), exponent), BigRational.One));
}
