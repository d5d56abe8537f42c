using MeanFieldDsl.Generators.Analysis.Algebra;
using MeanFieldDsl.Generators.Formulas;

namespace MeanFieldDsl.Generators.Analysis;

/// <summary>
/// Writes nodes, loops included, as polynomials in atoms, so that expressions that differ in the order, the grouping or the expansion of their
/// terms become equal: x − y and −(y − x), cos(x − y) and cos(y − x), Σ (x_k − y_k)² and Σ x_k² − 2 Σ x_k y_k + Σ y_k². Nothing is
/// cancelled in a quotient and nothing is evaluated, so equal forms have equal values wherever both are defined.
/// </summary>
/// <param name="nodes">The nodes; more may be added later.</param>
/// <param name="formula">What the parameters are.</param>
/// <param name="exchangesArguments">
/// Whether max(a, b) and max(b, a) are equal. Their values are; at a tie the derivative is that of the second argument.
/// </param>
internal sealed class ExpandedForm(IReadOnlyList<Node> nodes, Formula formula, bool exchangesArguments)
{
    private const int LargestPower = 12;
    private const int MostTerms = 500;
    private const int MostDigits = 512;

    private readonly Dictionary<Polynomial, int> _numbers = [];
    private readonly List<Polynomial> _numbered = [];
    private readonly Dictionary<AtomKey, int> _atoms = [];
    private readonly List<int[]> _labels = [];
    private readonly Dictionary<int, Polynomial> _known = [];

    /// <summary>The form of a node.</summary>
    /// <exception cref="UndecidedException">It would be too large.</exception>
    public Polynomial Of(int root)
    {
        bool[] needed = FormulaGraph.Reachable(nodes, root);
        for (int i = 0; i <= root; i++)
        {
            if (needed[i] && !_known.ContainsKey(i))
            {
                _known.Add(i, Limited(Convert(nodes[i])));
            }
        }

        return _known[root];
    }

    private Polynomial Convert(Node node)
    {
        switch (node.Op)
        {
            case Op.Constant when !double.IsNaN(node.Value) && !double.IsInfinity(node.Value): return Polynomial.Number(BigRational.FromDouble(node.Value));
            case Op.BoundElement: return Atom(new(node.Op, node.A, node.B), [node.B]);
            case Op.LoopIndex: return Atom(new(node.Op, node.A), [node.A]);
            case Op.Length: return Atom(new(node.Op) { Length = formula.Parameters[node.A].Dimension }, []);
            case Op.Element: return Function(node.Op, [Number(_known[node.B])], node.A);
            case Op.Primitive: return Function(node.Op, [Number(_known[node.A])], node.Bits);
        }

        int arity = FormulaGraph.Arity(node);
        if (node.IsReduction)
        {
            return Loop(node);
        }

        if (arity == 0)
        {
            return Atom(new(node.Op, node.A, Bits: node.Bits), []);
        }

        Polynomial a = _known[node.A], b = arity > 1 ? _known[node.B] : a;
        return node.Op switch
        {
            Op.Add => a + b,
            Op.Subtract => a - b,
            Op.Negate => a.Scaled(-BigRational.One),
            Op.Multiply => a * b,
            Op.FusedMultiplyAdd => (a * b) + _known[node.C],
            Op.Divide => b.IsNumber(out BigRational divisor) && !divisor.IsZero ? a.Scaled(BigRational.One / divisor) : a * Inverse(b),
            Op.Pow => Power(a, b),
            Op.Equal or Op.And or Op.Or => InAnyOrder(node.Op, a, b),
            Op.Max or Op.Min when exchangesArguments => InAnyOrder(node.Op, a, b),
            _ when arity == 1 => Function(node.Op, a),
            _ when arity == 2 => Function(node.Op, [Number(a), Number(b)]),
            _ => Function(node.Op, [Number(a), Number(b), Number(_known[node.C])]),
        };
    }

    private Polynomial InAnyOrder(Op op, Polynomial a, Polynomial b) => Function(op, [.. new[] { Number(a), Number(b) }.OrderBy(static n => n)]);

    // Functions with a symmetry take the argument whose first coefficient is positive.
    private Polynomial Function(Op op, Polynomial argument)
    {
        bool isReversed = First(argument).Sign < 0;
        Polynomial positive = isReversed ? argument.Scaled(-BigRational.One) : argument;
        switch (op)
        {
            case Op.Abs or Op.Cos or Op.Cosh or Op.Sinc:
                return Function(op, [Number(positive)]);
            case Op.Sign or Op.Cbrt or Op.Sin or Op.Tan or Op.Atan or Op.Sinh or Op.Tanh or Op.Erf or Op.SincPrime:
                Polynomial odd = Function(op, [Number(positive)]);
                return isReversed ? odd.Scaled(-BigRational.One) : odd;
            case Op.Sigmoid or Op.NormalCdf when isReversed:
                return Polynomial.Number(1) - Function(op, [Number(positive)]);
            case Op.Softplus when isReversed:
                return Function(op, [Number(positive)]) - positive;
            default:
                return Function(op, [Number(argument)]);
        }
    }

    private Polynomial Inverse(Polynomial divisor)
    {
        BigRational first = First(divisor);
        return first.IsZero ? Function(Op.Divide, [Number(divisor)]) : Function(Op.Divide, [Number(divisor.Scaled(BigRational.One / first))]).Scaled(BigRational.One / first);
    }

    private Polynomial Power(Polynomial a, Polynomial exponent)
    {
        if (!exponent.IsNumber(out BigRational power) || !power.IsInteger)
        {
            return Function(Op.Pow, [Number(a), Number(exponent)]);
        }

        if (power.Sign >= 0 && power.Numerator <= LargestPower)
        {
            return Enumerable.Repeat(a, (int)power.Numerator).Aggregate(Polynomial.Number(1), (product, factor) => Limited(product * factor));
        }

        bool isReversed = First(a).Sign < 0;
        Polynomial positive = Function(Op.Pow, [Number(isReversed ? a.Scaled(-BigRational.One) : a), Number(exponent)]);
        return isReversed && !power.Numerator.IsEven ? positive.Scaled(-BigRational.One) : positive;
    }

    // A sum is taken term by term, and what does not vary in the loop stands before it.
    private Polynomial Loop(Node loop)
    {
        Polynomial body = _known[loop.A];
        AtomKey range = loop.LoopParameter >= 0
            ? new AtomKey(loop.Op, Bits: loop.Label) { Length = formula.Parameters[loop.LoopParameter].Dimension }
            : new AtomKey(loop.Op, B: Number(_known[loop.B]), C: Number(_known[loop.C]), Bits: loop.Label);
        int[] ends = loop.LoopParameter >= 0 ? [] : [.. Labels(_known[loop.B]), .. Labels(_known[loop.C])];
        if (loop.Op != Op.SumOver)
        {
            return Atom(range with { A = Number(body) }, [.. Labels(body).Where(l => l != loop.Label), .. ends]);
        }

        Polynomial sum = Polynomial.Number(0);
        foreach (KeyValuePair<Monomial, BigRational> term in body.Terms)
        {
            Monomial inside = Monomial.One(), outside = Monomial.One();
            foreach ((int atom, BigRational power) in term.Key.Factors)
            {
                Monomial factor = Monomial.Of(atom, power);
                (inside, outside) = _labels[atom].Contains(loop.Label) ? (inside.Times(factor), outside) : (inside, outside.Times(factor));
            }

            Polynomial part = Polynomial.Term(inside, BigRational.One);
            sum += Atom(range with { A = Number(part) }, [.. Labels(part).Where(l => l != loop.Label), .. ends]) * Polynomial.Term(outside, term.Value);
        }

        return sum;
    }

    private Polynomial Function(Op op, int[] arguments, long bits = 0) => Atom(
        new(op, arguments[0], arguments.Length > 1 ? arguments[1] : -1, arguments.Length > 2 ? arguments[2] : -1, bits),
        [.. arguments.SelectMany(n => Labels(_numbered[n])).Distinct()]);

    private Polynomial Atom(AtomKey key, int[] labels)
    {
        if (!_atoms.TryGetValue(key, out int atom))
        {
            atom = _labels.Count;
            _atoms.Add(key, atom);
            _labels.Add(labels);
        }

        return Polynomial.Atom(atom);
    }

    private int Number(Polynomial polynomial)
    {
        if (!_numbers.TryGetValue(polynomial, out int number))
        {
            number = _numbered.Count;
            _numbers.Add(polynomial, number);
            _numbered.Add(polynomial);
        }

        return number;
    }

    private IEnumerable<int> Labels(Polynomial polynomial) => polynomial.Atoms.SelectMany(a => _labels[a]).Distinct();

    // The coefficient of the first term in an order that does not depend on how the terms came about.
    private static BigRational First(Polynomial polynomial) => polynomial.IsZero ? BigRational.Zero : polynomial.Terms.OrderBy(static t => t.Key, TermOrder.Instance).First().Value;

    private static Polynomial Limited(Polynomial polynomial) => polynomial.Terms.Count <= MostTerms
        && polynomial.Terms.Values.All(static c => c.Numerator.ToByteArray().Length <= MostDigits && c.Denominator.ToByteArray().Length <= MostDigits)
            ? polynomial
            : throw new UndecidedException("has an expanded form of too many terms");

    /// <summary>What an atom is: an operation on numbered polynomials, on a parameter, or over a loop of some length.</summary>
    private readonly record struct AtomKey(Op Op, int A = -1, int B = -1, int C = -1, long Bits = 0)
    {
        public Dimension Length { get; init; }
    }

    private sealed class TermOrder : IComparer<Monomial>
    {
        public static TermOrder Instance { get; } = new();

        public int Compare(Monomial x, Monomial y)
        {
            for (int i = 0; i < Math.Min(x.Factors.Count, y.Factors.Count); i++)
            {
                int order = x.Factors[i].Atom != y.Factors[i].Atom ? x.Factors[i].Atom.CompareTo(y.Factors[i].Atom) : x.Factors[i].Power.CompareTo(y.Factors[i].Power);
                if (order != 0)
                {
                    return order;
                }
            }

            return x.Factors.Count.CompareTo(y.Factors.Count);
        }
    }
}
