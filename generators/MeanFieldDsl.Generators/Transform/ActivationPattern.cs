using MeanFieldDsl.Generators.Formulas;

namespace MeanFieldDsl.Generators.Transform;

/// <summary>
/// A feature φ = g(⟨w, x⟩; scalars, numbers of the row) whose derivatives depend on the row through one comparison, but for terms linear in
/// what the row gives: on either side of the kink ∂φ/∂⟨w, x⟩ = A and ∂φ/∂s = C + D ⟨w, x⟩ + Σ E x with A, C, D, E that the particle decides
/// alone. The gradient is then made of sums over the rows of either side, and a pair needs no more than one bit.
/// </summary>
/// <param name="Formula">The formula with a parameter for each of those sums behind its own: the other side's behind the one's.</param>
/// <param name="Condition">The comparison among the nodes.</param>
/// <param name="Value">The feature.</param>
/// <param name="OnSlope">A where the comparison is true.</param>
/// <param name="OffSlope">A where it is false.</param>
/// <param name="Slopes">For each scalar its number and the node of its gradient.</param>
/// <param name="HasOtherSide">Whether any derivative is other than 0 where the comparison is false.</param>
internal sealed record ActivationPattern(Formula Formula, int Condition, int Value, int OnSlope, int OffSlope, EquatableArray<(int Parameter, int Node)> Slopes, bool HasOtherSide)
{
    /// <summary>Reads a feature so; null where more than one comparison decides, or a derivative is not of that form.</summary>
    /// <param name="tail">g.</param>
    /// <param name="product">The parameter that stands for the inner product.</param>
    /// <param name="scalars">The numbers of the particle.</param>
    /// <param name="inputs">The numbers of the row.</param>
    public static ActivationPattern? Of(Formula tail, int product, IReadOnlyList<int> scalars, IReadOnlyList<int> inputs)
    {
        Gradient gradient = Differentiator.Differentiate(tail, [product, .. scalars]).WithUnitCotangent();
        int[] varying = [product, .. inputs];
        int[] slopes = [.. gradient.Parameters.Where(static p => p.Scalar >= 0).Select(static p => p.Scalar)];
        int condition = slopes.Length == 0 ? -1 : Comparison(gradient.Nodes, slopes, varying);
        if (condition < 0 || inputs.Any(i => tail.Parameters[i].Type == FormulaType.Boolean))
        {
            return null;
        }

        FormulaBuilder builder = new(gradient.Nodes);
        int[] zero = [.. varying.Prepend(-1).Select(_ => builder.Constant(0))];
        int[]? Side(int root, bool isTrue) => root < 0 ? zero : Coefficients(builder, OnSide(builder, root, condition, isTrue), varying);
        (int[]? on, int[]? off) = (Side(gradient.Of(product).Scalar, true), Side(gradient.Of(product).Scalar, false));
        (int Parameter, int[]? On, int[]? Off)[] parts = [.. scalars.Select(s => (s, Side(gradient.Of(s).Scalar, true), Side(gradient.Of(s).Scalar, false)))];
        if (!IsConstant(builder, on) || !IsConstant(builder, off) || parts.Any(static p => p.On is null || p.Off is null))
        {
            return null;
        }

        int Sum(int[] coefficients, int first) => coefficients.Select((c, t) => builder.Multiply(c, builder.Parameter(first + t))).Aggregate(builder.Constant(0), builder.Add);
        int firstOn = tail.Parameters.Count, firstOff = firstOn + zero.Length;
        (int, int)[] sums = [.. parts.Select(p => (p.Parameter, builder.Add(Sum(p.On!, firstOn), Sum(p.Off!, firstOff))))];
        bool hasOtherSide = !builder.IsZero(off![0]) || parts.Any(p => p.Off!.Any(c => !builder.IsZero(c)));
        Formula extended = tail with { Parameters = new([.. tail.Parameters, .. Sums(tail, zero.Length)]), Nodes = new(builder.Nodes), Root = gradient.Value };
        return new(extended, condition, gradient.Value, on![0], off[0], new(sums), hasOtherSide);
    }

    // The one comparison by which derivatives differ from row to row, or −1.
    private static int Comparison(EquatableArray<Node> nodes, int[] roots, int[] varying)
    {
        bool[] reachable = FormulaGraph.Reachable(nodes, roots), varies = new bool[reachable.Length];
        int found = -1;
        for (int i = 0; i < reachable.Length; i++)
        {
            varies[i] = nodes[i].Op == Op.Parameter && varying.Contains(nodes[i].A);
            FormulaGraph.ForEachChild(nodes[i], child => varies[i] |= varies[child]);
            if (reachable[i] && varies[i] && nodes[i].Op is Op.Less or Op.LessOrEqual or Op.Equal)
            {
                if (found >= 0 || nodes[i].Op == Op.Equal)
                {
                    return -1;
                }

                found = i;
            }
        }

        return found;
    }

    // A derivative on one side: the comparison is known, and with it which of two numbers is the larger.
    private static int OnSide(FormulaBuilder builder, int root, int condition, bool isTrue) => builder.Rewrite(root, i =>
    {
        Node node = builder[i];
        return i == condition ? builder.Constant(isTrue ? 1 : 0)
            : node.Op == Op.Max && builder.Apply(Op.Less, node.B, node.A) == condition ? (isTrue ? node.A : node.B)
            : node.Op == Op.Min && builder.Apply(Op.Less, node.A, node.B) == condition ? (isTrue ? node.A : node.B)
            : -1;
    });

    // The constant term of a function that is linear in what varies, and the coefficients; null where it is not linear.
    private static int[]? Coefficients(FormulaBuilder builder, int root, int[] varying)
    {
        int[] result = [.. varying.Prepend(-1).Select(_ => builder.Constant(0))];
        bool isLinear = LinearTerms.Split(
            builder,
            node => Dependence.Mentions(builder, node).Any(varying.Contains),
            root,
            builder.Constant(1),
            (node, coefficient) =>
            {
                int at = builder[node].Op == Op.Parameter ? 1 + Array.IndexOf(varying, builder[node].A) : 0;
                result[at] = builder.Add(result[at], coefficient);
                return at > 0;
            },
            (node, coefficient) => result[0] = builder.Add(result[0], builder.Multiply(node, coefficient)));
        return isLinear ? result : null;
    }

    private static bool IsConstant(FormulaBuilder builder, int[]? coefficients) => coefficients is not null && coefficients.Skip(1).All(builder.IsZero);

    // Parameters for the sums of 1, ⟨w, x⟩ and the numbers of the row, by names that no parameter of the author's starts with.
    private static IEnumerable<FormulaParameter> Sums(Formula tail, int count)
    {
        string name = "sum";
        while (tail.Parameters.Any(p => p.Name.StartsWith(name, StringComparison.Ordinal)))
        {
            name += "_";
        }

        return Enumerable.Range(0, 2 * count).Select(i => new FormulaParameter(name + i, ParameterRole.Input, FormulaType.Real, Dimension.Scalar));
    }
}
