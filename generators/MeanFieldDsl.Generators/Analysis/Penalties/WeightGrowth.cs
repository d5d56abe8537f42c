using MeanFieldDsl.Generators.Formulas;
using MeanFieldDsl.Generators.FrontEnd;

namespace MeanFieldDsl.Generators.Analysis;

/// <summary>
/// The weights of a model on which no regularizer acts that grows with them. Hyper-parameters are taken to be
/// positive, as they are meant to be. A weight is named only on a witness: the regularizer does not mention it, or it does not grow
/// along a ray in it, wherever the other parameters stand. One that grows for most particles, as |a| ‖w‖ does with a, is enough.
/// </summary>
internal static class WeightGrowth
{
    private const int Attempts = 8;

    /// <summary>The weights, each with a clause that says why the regularizer does not hold it.</summary>
    public static IEnumerable<(string Weight, string Reason)> Unheld(ModelSpec model)
    {
        Formula feature = model.Feature!.Formula!;
        foreach (int weight in Enumerable.Range(0, feature.Parameters.Count).Where(p => feature.Parameters[p].Role == ParameterRole.Weight))
        {
            string name = feature.Parameters[weight].Name;
            if (model.Regularizer is not { Formula: Formula penalty } regularizer)
            {
                yield return (name, "the model declares no regularizer");
            }
            else if (regularizer.Claims.Reason(Property.Coercive) is null && Missing(penalty, model.Binding, weight) is string reason)
            {
                yield return (name, "'" + regularizer.Type.Name + "' " + reason);
            }
        }
    }

    private static string? Missing(Formula penalty, EquatableArray<int> binding, int weight)
    {
        // A parameter bound to the whole particle holds the weight as it holds all of the particle.
        int own = Array.FindIndex([.. binding], b => b == weight || b < 0);
        if (own < 0 || !penalty.Nodes.Any(n => n.Op is Op.Parameter or Op.BoundElement or Op.Element && n.A == own))
        {
            return "does not depend on it";
        }

        if (penalty.Nodes.Any(static n => n.Op == Op.Primitive))
        {
            return null;
        }

        Formula positive = Convexity.WithPositiveHypers(penalty);
        Interpreter interpreter = new(positive.Nodes);
        foreach (double side in new[] { 1.0, -1.0 })
        {
            double[][] seen = [.. Enumerable.Range(0, Attempts).Select(a => Along(positive, interpreter, own, side, a))];
            if (seen.All(static v => v.All(static x => !double.IsNaN(x) && !double.IsInfinity(x)) && v.Skip(1).Max() <= v[0] + (1e-6 * (1 + Math.Abs(v[0]))) + 1))
            {
                string ray = (side > 0 ? "" : "-") + "t";
                return $"does not grow with it: at {positive.Parameters[own].Name} = {ray} it is {ConvexityWitness.Number(seen[0][1])} for t = 1E+06 and {ConvexityWitness.Number(seen[0][2])} for t = 1E+12";
            }
        }

        return null;
    }

    private static double[] Along(Formula penalty, Interpreter interpreter, int own, double side, int attempt)
    {
        Binding drawn = ConvexityWitness.InDomains(penalty, new bool[penalty.Parameters.Count], attempt);
        return [.. new[] { 1, 1e6, 1e12, 1e24 }.Select(t => interpreter.Value(
            penalty.Root,
            new([.. drawn.Parameters.Select((v, p) => p == own ? v.Select(_ => side * t).ToArray() : v)], drawn.HyperParameters)))];
    }
}
