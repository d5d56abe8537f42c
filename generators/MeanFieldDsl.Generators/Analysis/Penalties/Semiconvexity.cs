using System.Globalization;
using MeanFieldDsl.Generators.Analysis.Algebra;
using MeanFieldDsl.Generators.Formulas;

namespace MeanFieldDsl.Generators.Analysis;

/// <summary>
/// A modulus ρ for which V + ½ ρ ‖θ‖² is convex, term by term: 0 for convex terms, a factor's multiple, the sum for sums, and for a
/// function of one scalar the first ρ, near the least second derivative seen in samples, for which convexity is proved.
/// </summary>
internal static class Semiconvexity
{
    private static readonly IReadOnlyList<double> Samples = [-10, -3, -2, -1.5, -1.2, -1, -0.9, -0.7, -0.5, -0.3, -0.1, 0, 0.1, 0.3, 0.5, 0.7, 0.9, 1, 1.2, 1.5, 2, 3, 10];
    private static readonly IReadOnlyList<double> Steps = [1, 1.001, 1.1, 1.5, 2, 4];
    private static readonly IReadOnlyList<double> Multiples = [0.25, 0.5, 1, 2, 4];

    /// <summary>ρ as people read it, or null; <paramref name="ofProduct"/> knows products of norms.</summary>
    public static string? Modulus(Formula formula, ValueShape[] shapes, Func<int, string?> ofProduct)
    {
        return Of(formula.Root);

        string? Of(int node)
        {
            Node n = formula.Nodes[node];
            ValueShape shape = shapes[node];
            return !shape.Varies || shape.IsConvex ? "0"
                : ofProduct(node) is string product ? product
                : n.Op == Op.Add ? Joined(Of(n.A), Of(n.B))
                : n.Op == Op.Subtract && !shapes[n.B].Varies ? Of(n.A)
                : n.Op == Op.Multiply && !shapes[n.A].Varies && shapes[n.A].Range.IsNonNegative ? Scaled(n.A, Of(n.B))
                : n.Op == Op.Multiply && !shapes[n.B].Varies && shapes[n.B].Range.IsNonNegative ? Scaled(n.B, Of(n.A))
                : n.Op == Op.Divide && !shapes[n.B].Varies && shapes[n.B].Range.IsPositive && Of(n.A) is string part ? (part == "0" ? "0" : $"({part}) / ({FormulaPrinter.Print(formula.Nodes, n.B, formula)})")
                : n.Op == Op.SumOver && n.LoopParameter >= 0 ? OfScalar(formula, n.A)
                : OfScalar(formula, node);
        }

        string? Scaled(int factor, string? modulus) =>
            modulus is null or "0" ? modulus : (FormulaPrinter.Print(formula.Nodes, factor, formula) is var f && modulus == "1" ? f : f + " * " + modulus);
    }

    /// <summary>Whether a formula of one scalar is proved not to be negative, piece by piece.</summary>
    public static bool IsNonNegative(Formula formula)
    {
        try
        {
            if (OfOneLeaf(formula, formula.Root) is not Formula scalar)
            {
                return false;
            }

            Pieces pieces = Pieces.Split(scalar, 0);
            return pieces.All.All(piece => piece.IsPoint
                ? pieces.IsNonNegative(pieces.AtPoint(piece.Root, piece.Bounds.First(b => b.Side == Side.At).Point))
                : pieces.IsNonNegative(piece.Root, piece));
        }
        catch (UndecidedException)
        {
            return false;
        }
    }

    private static string? Joined(string? a, string? b) => a is null || b is null ? null : a == "0" ? b : b == "0" ? a : a + " + " + b;

    private static string? OfScalar(Formula formula, int node)
    {
        if (OfOneLeaf(formula, node) is not Formula scalar)
        {
            return null;
        }

        FormulaBuilder builder = new(scalar.Nodes);
        foreach (int modulus in Candidates(scalar, builder).ToArray())
        {
            int u = builder.Parameter(0);
            int sum = builder.Add(scalar.Root, builder.Multiply(builder.Multiply(builder.Constant(0.5), modulus), builder.Multiply(u, u)));
            if (Convexity.Prove(builder.Build(scalar.Name, sum, scalar.Parameters, scalar.HyperParameters), [true]).IsProved)
            {
                return FormulaPrinter.Print(builder.Nodes, modulus, scalar);
            }
        }

        return !SecondDerivative.IsBounded(scalar, 0).IsProved ? null
            : Largest(scalar) is double number ? RoundedUp(number).ToString("R", CultureInfo.InvariantCulture)
            : "sup |(" + FormulaPrinter.Print(scalar) + ")''|";
    }

    // A number below whose negative the second derivative does not fall.
    private static double? Largest(Formula scalar)
    {
        try
        {
            Pieces pieces = Pieces.Split(scalar, 0);
            double?[] bounds = [.. pieces.All.Where(p => !p.IsPoint).Select(p => LineBound.Of(pieces, p, pieces.Derivative(pieces.Derivative(p.Root)), onlyBelow: true))];
            return bounds.All(b => b is not null) ? bounds.Max() : null;
        }
        catch (UndecidedException)
        {
            return null;
        }
    }

    // To four digits.
    private static double RoundedUp(double value)
    {
        double unit = value > 0 ? Math.Pow(10, Math.Ceiling(Math.Log10(value)) - 4) : 1;
        double rounded = double.Parse((Math.Ceiling(value / unit) * unit).ToString("G4", CultureInfo.InvariantCulture), CultureInfo.InvariantCulture);
        return rounded >= value ? rounded : value;
    }

    private static IEnumerable<int> Candidates(Formula scalar, FormulaBuilder builder)
    {
        // A second difference is enough for a guess; what is reported is proved.
        Interpreter interpreter = new(scalar.Nodes);
        Binding binding = ConvexityWitness.InDomains(scalar, [true], 0);
        double Value(double x)
        {
            binding.Parameters[0][0] = x;
            return interpreter.Value(scalar.Root, binding);
        }

        const double Step = 1e-3;
        double[] second = [.. Samples.Select(x => (Value(x + Step) - (2 * Value(x)) + Value(x - Step)) / (Step * Step)).Where(v => !double.IsNaN(v) && !double.IsInfinity(v))];
        double least = second.Length == 0 ? 0 : -second.Min();
        if (least > 0 && least < 1e4)
        {
            double simple = Math.Round(least * 24) / 24;
            yield return builder.Constant(Math.Abs(simple - least) < 0.001 * Math.Max(1, least) ? simple : least);
            foreach (double factor in Steps)
            {
                yield return builder.Constant(double.Parse((least * factor).ToString("G3", CultureInfo.InvariantCulture), CultureInfo.InvariantCulture));
            }
        }

        foreach (int p in Enumerable.Range(0, builder.Count).Where(i => builder[i].Op == Op.HyperParameter).ToArray())
        {
            foreach (double number in Multiples)
            {
                yield return builder.Divide(builder.Constant(number), p);
                yield return builder.Multiply(builder.Constant(number), p);
            }
        }
    }

    // A node as a formula of the one scalar parameter, or element of a vector, that it depends on; null if there are more.
    private static Formula? OfOneLeaf(Formula formula, int node)
    {
        bool[] needed = FormulaGraph.Reachable(formula.Nodes, node);
        int[] leaves = [.. Enumerable.Range(0, node + 1).Where(i => needed[i] && formula.Nodes[i].Op is Op.Parameter or Op.BoundElement or Op.Element)];
        if (leaves.Length != 1 || formula.Parameters[formula.Nodes[leaves[0]].A].Type is FormulaType.Integer or FormulaType.Boolean
            || Enumerable.Range(0, node + 1).Any(i => needed[i] && (formula.Nodes[i].IsReduction || formula.Nodes[i].Op is Op.Primitive or Op.LoopIndex or Op.Length)))
        {
            return null;
        }

        FormulaBuilder builder = new(formula.Nodes);
        int root = builder.Rewrite(node, i => i == leaves[0] ? builder.Parameter(0) : -1);
        FormulaParameter u = new("u", ParameterRole.Unbound, FormulaType.Real, Dimension.Scalar, 0, formula.Parameters[formula.Nodes[leaves[0]].A].Domain);
        return builder.Build(formula.Name, root, [u], formula.HyperParameters);
    }
}
