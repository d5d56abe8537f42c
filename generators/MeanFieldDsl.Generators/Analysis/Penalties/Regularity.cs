using MeanFieldDsl.Generators.Analysis.Magnitudes;
using MeanFieldDsl.Generators.Formulas;

namespace MeanFieldDsl.Generators.Analysis;

/// <summary>What is known about a regularizer as a function of the whole particle.</summary>
/// <param name="NonNegative">Whether V ≥ 0.</param>
/// <param name="Convex">Whether V is convex.</param>
/// <param name="Semiconvex">Whether V + ½ ρ ‖θ‖² is convex for some ρ; the derivation holds the modulus ρ.</param>
/// <param name="Modulus">ρ as people read it; empty when there is none.</param>
/// <param name="Coercive">Whether V grows without bound as θ does.</param>
internal sealed record RegularizerFacts(Finding NonNegative, Finding Convex, Finding Semiconvex, string Modulus, Finding Coercive);

/// <summary>Sign, convexity, semiconvexity and coercivity of a regularizer.</summary>
internal sealed class Regularity
{
    /// <summary>The rule of a finding that a declared domain would turn into a proof.</summary>
    public const string NeedsDomain = "domain";

    private const int Attempts = 200;
    private static readonly Once<RegularizerFacts> Known = new(Analyze);
    private readonly Formula _formula;
    private readonly ValueShape[] _shapes;

    private Regularity(Formula formula, bool[] variables) => (_formula, _shapes) = (formula, CurvaturePass.Shapes(formula, variables));

    public static RegularizerFacts OfRegularizer(Formula formula) => Known.Of(formula);

    private static RegularizerFacts Analyze(Formula formula)
    {
        bool[] particle = Homogeneity.ParticleGroup(formula);
        Regularity regularity = new(formula, particle);
        Finding convex = Convexity.Of(formula, particle);
        (Finding semiconvex, string modulus) = convex.IsProved ? (Finding.Proved("convex"), "0") : regularity.Semiconvex(convex);
        if (!semiconvex.IsProved && Semiconvexity.Modulus(formula, regularity._shapes, regularity.ProductModulus) is string bound)
        {
            (semiconvex, modulus) = (Finding.Proved("second derivative", "what is not convex in it has a second derivative with a lower bound"), bound);
        }

        if (!semiconvex.IsProved && formula.HyperParameters.Any(h => h.Type == FormulaType.Real && h.Domain is null)
            && OfRegularizer(Convexity.WithPositiveHypers(formula)).Semiconvex.IsProved)
        {
            semiconvex = semiconvex with { Rule = NeedsDomain, Reason = "holds where the hyper-parameters are positive, which [Domain(0, double.PositiveInfinity)] states" };
        }

        return new(regularity.NonNegative(), convex, semiconvex, modulus, regularity.Coercive(particle));
    }

    private Finding NonNegative()
    {
        if (_shapes[_formula.Root].Range.IsNonNegative)
        {
            return Finding.Proved("range", FormulaPrinter.Print(_formula) + " ≥ 0");
        }

        if (Semiconvexity.IsNonNegative(_formula))
        {
            return Finding.Proved("algebra", FormulaPrinter.Print(_formula) + " ≥ 0 on each of its pieces");
        }

        Interpreter interpreter = new(_formula.Nodes);
        bool[] none = new bool[_formula.Parameters.Count];
        for (int attempt = 0; attempt < Attempts; attempt++)
        {
            Binding drawn = WitnessPoints.Draw(_formula, attempt);
            Binding point = new(drawn.Parameters, ConvexityWitness.InDomains(_formula, none, attempt).HyperParameters);
            Jet value = interpreter.ValueWithCondition(_formula.Root, point);
            if (value.Value < -1e-9 - (1e-11 * value.ValueCondition))
            {
                return Finding.Refuted("value", ConvexityWitness.Number(value.Value) + " at " + WitnessPoints.Print(_formula, point, Homogeneity.ParticleGroup(_formula)));
            }
        }

        return Finding.Undecided("range", "has no sign that could be proved", _formula.Root);
    }

    private (Finding, string) Semiconvex(Finding convex)
    {
        if (ProductModulus(_formula.Root) is string modulus)
        {
            return (Finding.Proved("product of norms", $"with half the modulus times the squares of both norms it is half the modulus times the square of their sum, which is convex"), modulus);
        }

        // A derivative that falls at a kink falls for every multiple of the squared norm.
        return KinkWitness.Find(_formula, Homogeneity.ParticleGroup(_formula)) is { IsFalling: true } kink
            ? (Finding.Refuted("kink", kink.ToString()), "")
            : (Finding.Undecided("semiconvexity", convex.IsRefuted ? "is not convex and no modulus could be proved" : convex.Reason, convex.Node < 0 ? _formula.Root : convex.Node), "");
    }

    // c ‖x‖ ‖z‖ over different parameters x and z, c ≥ 0: with ½ c (‖x‖² + ‖z‖²) it is ½ c (‖x‖ + ‖z‖)², which is convex.
    private string? ProductModulus(int node)
    {
        List<int> factors = [];
        Flatten(node, factors);
        int[] varying = [.. factors.Where(f => _shapes[f].Varies)];
        int[] constant = [.. factors.Where(f => !_shapes[f].Varies)];
        bool isProduct = varying.Length == 2 && constant.All(f => _shapes[f].Range.IsNonNegative) && NormOf(varying[0]) is int x && NormOf(varying[1]) is int z && x != z;
        return !isProduct ? null
            : constant.Length == 0 ? "1"
            : string.Join(" * ", constant.Select(f => FormulaPrinter.Print(_formula.Nodes, f, _formula)));
    }

    private void Flatten(int node, List<int> factors)
    {
        Node n = _formula.Nodes[node];
        if (n.Op == Op.Multiply && _shapes[node].Varies)
        {
            Flatten(n.A, factors);
            Flatten(n.B, factors);
        }
        else
        {
            factors.Add(node);
        }
    }

    // The particle parameter whose modulus or Euclidean norm a node is, or null.
    private int? NormOf(int node)
    {
        Node n = _formula.Nodes[node];
        return n.Op == Op.Abs && _formula.Nodes[n.A].Op == Op.Parameter ? _formula.Nodes[n.A].A
            : n.Op is Op.NormRoot or Op.Sqrt && _formula.Nodes[n.A] is { Op: Op.SumOver } sum && IsSquare(sum.A, out int parameter) ? parameter
            : null;
    }

    private bool IsSquare(int node, out int parameter)
    {
        Node n = _formula.Nodes[node];
        bool isSquare = n.Op == Op.Multiply && n.A == n.B && _formula.Nodes[n.A].Op is Op.BoundElement or Op.Parameter;
        parameter = isSquare ? _formula.Nodes[n.A].A : -1;
        return isSquare;
    }

    private Finding Coercive(bool[] particle)
    {
        HashSet<int> forced = Forced(_formula.Root);
        MagnitudePass pass = new(_formula, _formula.Nodes, p => particle[p], withUnitWeights: false);
        bool hasFloor = pass.Of(_formula.Root).Below;
        int[] free = [.. Enumerable.Range(0, particle.Length).Where(p => particle[p] && !forced.Contains(p) && !(hasFloor && pass.IsDrivenBy(_formula.Root, p)))];
        if (free.Length == 0)
        {
            return Finding.Proved("growth", "every parameter enters a term that grows without bound");
        }

        if (pass.Of(_formula.Root).IsBounded)
        {
            return Finding.Refuted("growth", "it is bounded");
        }

        if (FlatRay(particle) is string flat)
        {
            return Finding.Refuted("ray", flat);
        }

        // Homogeneous and zero somewhere away from the origin: zero along the whole ray.
        if (Homogeneity.Infer(_formula).Joint?.Degree is { IsInvariant: false })
        {
            Interpreter interpreter = new(_formula.Nodes);
            Binding drawn = ConvexityWitness.InDomains(_formula, new bool[particle.Length], 0);
            foreach (int p in free)
            {
                Binding ray = new([.. drawn.Parameters.Select((v, i) => !particle[i] ? v : i == p ? v.Select(_ => 1.0).ToArray() : new double[v.Length])], drawn.HyperParameters);
                if (interpreter.Value(_formula.Root, ray) == 0)
                {
                    return Finding.Refuted("ray", "it is 0 along the ray " + WitnessPoints.Print(_formula, ray, particle) + " times t ≥ 0");
                }
            }
        }

        string names = string.Join(", ", free.Select(p => _formula.Parameters[p].Name));
        string[] open = [.. _formula.HyperParameters.Where(h => h.Type == FormulaType.Real && !h.Range.IsPositive && !h.Range.IsNegative).Select(h => h.Name)];
        Formula positive = Positive(_formula);
        if (open.Length > 0 && new Regularity(positive, particle).Forced(positive.Root).IsSupersetOf(Enumerable.Range(0, particle.Length).Where(p => particle[p])))
        {
            return Finding.Undecided("growth", $"is coercive where {string.Join(", ", open)} > 0, which [Domain(0, double.PositiveInfinity, MinimumExcluded = true)] states", _formula.Root);
        }

        return Finding.Undecided("growth", "is not shown to grow with " + names + "; a factor that may be 0, such as a hyper-parameter without a positive domain, is one reason", _formula.Root);
    }

    // A coordinate along which V is no larger far out than near the origin.
    private string? FlatRay(bool[] particle)
    {
        const double Near = 1e3, Far = 1e18;
        Interpreter interpreter = new(_formula.Nodes);
        Binding drawn = ConvexityWitness.InDomains(_formula, new bool[particle.Length], 0);
        foreach (int p in Enumerable.Range(0, particle.Length).Where(p => particle[p]))
        {
            foreach (double sign in new[] { 1.0, -1 })
            {
                Binding Ray(double t) => new([.. drawn.Parameters.Select((v, i) => !particle[i] ? v : i == p ? [.. v.Select((_, k) => k == 0 ? sign * t : 0)] : new double[v.Length])], drawn.HyperParameters);
                double near = interpreter.Value(_formula.Root, Ray(Near)), far = interpreter.Value(_formula.Root, Ray(Far));
                if (far <= near && !double.IsInfinity(near))
                {
                    return $"it is {ConvexityWitness.Number(near)} and {ConvexityWitness.Number(far)} along the ray {WitnessPoints.Print(_formula, Ray(1), particle)} at t = {ConvexityWitness.Number(Near)} and {ConvexityWitness.Number(Far)}";
                }
            }
        }

        return null;
    }

    private static Formula Positive(Formula formula) => formula with
    {
        HyperParameters = new(formula.HyperParameters.Select(h => h.Type == FormulaType.Real && !h.Range.IsPositive && h.Range.High > 0
            ? h with { Domain = ValueDomain.Between(0, h.Range.High, minimumExcluded: true) }
            : h)),
    };

    // Parameters that drive a node, all of whose values are bounded below, to infinity.
    private HashSet<int> Forced(int node)
    {
        Node n = _formula.Nodes[node];
        if (!_shapes[node].Varies || _shapes[node].Range.Low == double.NegativeInfinity)
        {
            return [];
        }

        bool Below(int child) => _shapes[child].Range.Low > double.NegativeInfinity;
        switch (n.Op)
        {
            case Op.Abs when _formula.Nodes[n.A].Op is Op.Parameter or Op.BoundElement: return [_formula.Nodes[n.A].A];
            case Op.Multiply when IsSquare(node, out int parameter): return [parameter];
            case Op.Multiply when n.A == n.B: return _shapes[n.A].Range.IsNonNegative ? Forced(n.A) : [];
            case Op.Multiply when !_shapes[n.A].Varies && _shapes[n.A].Range.IsPositive: return Forced(n.B);
            case Op.Multiply when !_shapes[n.B].Varies && _shapes[n.B].Range.IsPositive: return Forced(n.A);
            case Op.Divide when !_shapes[n.B].Varies && _shapes[n.B].Range.IsPositive: return Forced(n.A);
            case Op.Add when Below(n.A) && Below(n.B): return [.. Forced(n.A), .. Forced(n.B)];
            case Op.Add or Op.Subtract when !_shapes[n.B].Varies: return Forced(n.A);
            case Op.Add when !_shapes[n.A].Varies: return Forced(n.B);
            case Op.Max: return [.. Forced(n.A), .. Forced(n.B)];
            case Op.Sqrt or Op.NormRoot or Op.Cbrt or Op.Exp or Op.Expm1 or Op.Log1p or Op.Softplus or Op.Cosh when _shapes[n.A].Range.IsNonNegative: return Forced(n.A);
            case Op.Pow when !_shapes[n.B].Varies && _shapes[n.B].Range.IsPositive && _shapes[n.A].Range.IsNonNegative: return Forced(n.A);
            case Op.SumOver when n.LoopParameter >= 0 && _shapes[n.A].Range.IsNonNegative:
                return [.. Forced(n.A).Where(p => p == n.LoopParameter || _formula.Parameters[p].Dimension == _formula.Parameters[n.LoopParameter].Dimension)];
            case Op.MaxOver when n.LoopParameter >= 0: return Forced(n.A);
            default: return [];
        }
    }
}
