using MeanFieldDsl.Generators.Analysis;
using MeanFieldDsl.Generators.Formulas;
using MeanFieldDsl.Generators.Transform;

namespace MeanFieldDsl.Generators.Emit;

/// <summary>What hovering over a declaration shows: the formula, its derivatives, its degrees and its kinks.</summary>
internal static class DeclarationDocs
{
    public static IEnumerable<string> Remarks(string symbol, Gradient scaled, HomogeneityFacts? facts)
    {
        Gradient gradient = scaled.WithUnitCotangent();
        Formula formula = gradient.Formula;
        yield return "<remarks>";
        yield return $"<para>{symbol}({Arguments(formula)}) = {Text(FormulaPrinter.Print(formula))}</para>";
        foreach (string derivative in Derivatives(symbol, gradient))
        {
            yield return $"<para>{Text(derivative)}</para>";
        }

        if (facts is not null)
        {
            foreach (string line in Degrees(formula, facts))
            {
                yield return $"<para>{Text(line)}</para>";
            }
        }

        foreach (string kink in Kinks(formula))
        {
            yield return $"<para>{Text(kink)}</para>";
        }

        yield return "</remarks>";
    }

    /// <summary>One line for each derivative.</summary>
    public static IEnumerable<string> Derivatives(string symbol, Gradient gradient) =>
        gradient.Parameters.Select(p => Derivative(symbol, gradient, p));

    /// <summary>One line for the joint degree and one for the degree in the weights.</summary>
    public static IEnumerable<string> Degrees(Formula formula, HomogeneityFacts facts)
    {
        if (facts.Joint is { } joint)
        {
            yield return Degree(joint, Names(formula, p => p.IsParticle));
        }

        if (facts.Weights is { } weights)
        {
            yield return Degree(weights, Names(formula, p => p.Role == ParameterRole.Weight));
        }
    }

    /// <summary>The names of the parameters that satisfy a condition, separated by commas.</summary>
    public static string Names(Formula formula, Func<FormulaParameter, bool> which) =>
        string.Join(", ", formula.Parameters.Where(which).Select(p => p.Name));

    private static string Degree(HomogeneityOutcome outcome, string names) => outcome.Degree is Degree degree
        ? degree.IsAny ? $"Identically zero in ({names}): homogeneous of every degree." : $"Positively {degree}-homogeneous in ({names}): {Derivation(outcome)}."
        : $"Not proved positively homogeneous in ({names}).";

    private static string Derivation(HomogeneityOutcome outcome) =>
        outcome.Steps.Count == 0 ? "a parameter" : string.Join("; ", outcome.Steps.Where((s, i) => s.Degree != "0" || i == outcome.Steps.Count - 1).Select(s => s.ToString()));

    private static string Derivative(string symbol, Gradient gradient, ParameterGradient parameter)
    {
        string name = gradient.Formula.Parameters[parameter.Parameter].Name;
        if (parameter.IsZero)
        {
            return $"∂{symbol}/∂{name} = 0";
        }

        List<string> terms = [];
        if (parameter.Scalar >= 0)
        {
            terms.Add(Print(gradient, parameter.Scalar));
        }

        if (parameter.Field >= 0)
        {
            terms.Add(Print(gradient, parameter.Field));
        }

        terms.AddRange(parameter.Points.Select(p => Print(gradient, p.Value) + " at [" + Print(gradient, p.Index) + "]"));
        string element = parameter.Field >= 0 ? "[j]" : "";
        return $"∂{symbol}/∂{name}{element} = {string.Join(" + ", terms)}";
    }

    private static string Print(Gradient gradient, int node) => FormulaPrinter.Print(gradient.Nodes, node, gradient.Formula);

    /// <summary>One line for each operation of the formula that has a kink.</summary>
    public static IEnumerable<string> Kinks(Formula formula) => formula.Nodes
        .Where(n => OperationTable.Get(n.Op).Kinks.Length > 0)
        .Select(n => OperationTable.Get(n.Op))
        .Distinct()
        .Select(o => $"Derivative of {o.Name} {o.Kinks}.");

    private static string Arguments(Formula formula) => string.Join(", ", formula.Parameters.Select(p => p.Name));

    private static string Text(string text) => FileFrame.Xml(text);
}
