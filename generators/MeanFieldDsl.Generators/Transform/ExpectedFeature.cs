using MeanFieldDsl.Generators.Formulas;

namespace MeanFieldDsl.Generators.Transform;

/// <summary>
/// A feature φ = g(θ) σ(⟨w, x⟩) whose products have a mean in closed form over normal inputs: σ is linear on either side of 0, or c₀ + c₁ erf(k z).
/// </summary>
/// <param name="Direction">The parameter w.</param>
/// <param name="Amplitude">g, a formula of the same parameters.</param>
/// <param name="Activation">The activation.</param>
internal sealed record ExpectedFeature(int Direction, Formula Amplitude, ExpectedActivation Activation)
{
    /// <summary>Reads a feature so.</summary>
    /// <param name="formula">The feature.</param>
    /// <param name="reason">Why it has no such form, in words that end a sentence; empty where it has.</param>
    public static ExpectedFeature? Read(Formula formula, out string reason)
    {
        int[] inputs = [.. Enumerable.Range(0, formula.Parameters.Count).Where(p => !formula.Parameters[p].IsParticle)];
        if (inputs.Length != 1 || formula.Parameters[inputs[0]].Type != FormulaType.Vector)
        {
            reason = $"the feature takes the inputs {Names(formula, inputs)}, and the law is one of a single Vec";
            return null;
        }

        VectorLeaf?[] products = [.. Enumerable.Range(0, formula.Root + 1).Select(i => formula.Nodes[i].Op == Op.SumOver ? RidgeFunction.Product(formula, i) : null)];
        bool[] reachable = FormulaGraph.Reachable(formula.Nodes, formula.Root);
        int[] directions = [.. products.Where((p, i) => reachable[i] && p is not null).Select(static p => p!.Value.Vector).Distinct()];
        if (directions.Length != 1)
        {
            reason = directions.Length == 0
                ? $"the feature has no inner product of '{formula.Parameters[inputs[0]].Name}' with a vector of the particle"
                : $"the feature has several inner products, those with {Names(formula, directions)}";
            return null;
        }

        // The inner product becomes a parameter z of its own; the length of x is that of w.
        int product = formula.Parameters.Count;
        FormulaBuilder builder = new(formula.Nodes);
        int root = builder.Rewrite(formula.Root, i => i < products.Length && products[i] is not null ? builder.Parameter(product)
            : i < formula.Nodes.Count && formula.Nodes[i] is { Op: Op.Length } length && length.A == inputs[0] ? builder.Length(directions[0])
            : -1);
        string symbol = $"⟨{formula.Parameters[directions[0]].Name}, {formula.Parameters[inputs[0]].Name}⟩";
        Formula names = formula with { Parameters = new([.. formula.Parameters, new(symbol, ParameterRole.Input, FormulaType.Real, Dimension.Scalar)]) };
        if (Dependence.Mentions(builder, root).Contains(inputs[0]))
        {
            reason = $"'{formula.Parameters[inputs[0]].Name}' enters the feature otherwise than through {symbol}";
            return null;
        }

        (int amplitude, int core, int unsplit) = Split(builder, root, product);
        string Text(int node) => FormulaPrinter.Print(builder.Nodes, node, names);
        int[] others = [.. Dependence.Mentions(builder, core).Where(p => p != product)];
        ExpectedActivation? activation = unsplit < 0 && others.Length == 0 ? ActivationReader.Read(builder, core, product, formula) : null;
        reason = unsplit >= 0 ? $"'{Text(unsplit)}' is no product of a function of the particle and one of {symbol}"
            : others.Length > 0 ? $"the activation '{Text(core)}' depends on {Names(formula, others)} besides {symbol}, and with a bias the mean is not known"
            : activation is null ? $"the mean of products of '{Text(core)}' is not known; it is for functions that are linear on either side of 0 and for c + k erf"
            : "";
        return activation is null ? null : new(directions[0], Part(builder, amplitude, formula), activation);
    }

    private static Formula Part(FormulaBuilder builder, int root, Formula formula) =>
        builder.Build(formula.Name, root, formula.Parameters, formula.HyperParameters) with { Primitives = formula.Primitives };

    // Takes factors that do not depend on the product out of the root; the node that is no such product, or −1.
    private static (int Amplitude, int Core, int Unsplit) Split(FormulaBuilder builder, int root, int product)
    {
        bool Varies(int node) => Dependence.Mentions(builder, node).Contains(product);
        int amplitude = builder.Constant(1);
        while (true)
        {
            Node node = builder[root];
            switch (node.Op)
            {
                case Op.Negate:
                    (amplitude, root) = (builder.Negate(amplitude), node.A);
                    break;
                case Op.Multiply or Op.Divide when !Varies(node.B):
                    (amplitude, root) = (node.Op == Op.Multiply ? builder.Multiply(amplitude, node.B) : builder.Divide(amplitude, node.B), node.A);
                    break;
                case Op.Multiply when !Varies(node.A):
                    (amplitude, root) = (builder.Multiply(amplitude, node.A), node.B);
                    break;
                case Op.Multiply or Op.Divide:
                    return (amplitude, root, root);
                default:
                    return (amplitude, root, -1);
            }
        }
    }

    private static string Names(Formula formula, IEnumerable<int> parameters) => string.Join(", ", parameters.Select(p => $"'{formula.Parameters[p].Name}'"));
}
