using MeanFieldDsl.Generators.Formulas;
using MeanFieldDsl.Generators.Transform;

namespace MeanFieldDsl.Generators.Analysis;

/// <summary>
/// The number of operations of one step for one pair of a particle and a row, as a polynomial in the dimensions: what
/// the schedule of the generated code computes inside the loop over rows.
/// </summary>
internal static class StepCost
{
    /// <summary>Operations of the prediction for one pair, for example "2 wLength + 3".</summary>
    public static string Forward(Formula formula) => Count(formula.Nodes, formula, Schedule.Of(formula.Nodes, formula.Parameters, [formula.Root]).Row, 1);

    /// <summary>Operations of the gradient for one pair, the prediction computed anew included.</summary>
    public static string Backward(Gradient gradient)
    {
        int[] values = [.. gradient.Parameters.SelectMany(p => p.Scalar >= 0 ? [p.Scalar] : p.Points.Select(q => q.Value))];
        (int Parameter, int Field)[] fields = [.. gradient.Parameters.Where(p => p.Field >= 0).Select(p => (p.Parameter, p.Field))];
        return Count(gradient.Nodes, gradient.Formula, Schedule.Of(gradient.Nodes, gradient.Formula.Parameters, values, fields).Row, values.Length);
    }

    private static string Count(IReadOnlyList<Node> nodes, Formula formula, IReadOnlyList<Statement> statements, int accumulations)
    {
        SortedDictionary<string, int> terms = new(StringComparer.Ordinal) { [""] = accumulations };
        Add(nodes, formula, statements, "", terms);
        IEnumerable<string> parts = terms
            .Where(t => t.Value > 0)
            .OrderByDescending(t => t.Key.Length)
            .Select(t => t.Key.Length == 0 ? Text(t.Value) : t.Value == 1 ? t.Key : Text(t.Value) + " " + t.Key);
        return string.Join(" + ", parts);
    }

    // Every statement of a loop counts once for each of its turns; an accumulation is one operation more.
    private static void Add(IReadOnlyList<Node> nodes, Formula formula, IReadOnlyList<Statement> statements, string turns, SortedDictionary<string, int> terms)
    {
        foreach (Statement statement in statements)
        {
            switch (statement)
            {
                case Compute:
                    Increment(terms, turns, 1);
                    break;
                case ReductionLoop loop:
                    string inner = Times(turns, Turns(nodes, formula, nodes[loop.Reductions[0]]));
                    Increment(terms, inner, loop.Reductions.Count);
                    Add(nodes, formula, loop.Body, inner, terms);
                    break;
                case FieldLoop loop:
                    string elements = Times(turns, formula.Parameters[loop.Fields[0].Parameter].Dimension.ToString());
                    Increment(terms, elements, 2 * loop.Fields.Count);
                    Add(nodes, formula, loop.Body, elements, terms);
                    break;
            }
        }
    }

    private static string Turns(IReadOnlyList<Node> nodes, Formula formula, Node loop) => loop.LoopParameter >= 0
        ? formula.Parameters[loop.LoopParameter].Dimension.ToString()
        : nodes[loop.B] is { Op: Op.Constant, Value: 1 }
            ? Factor(FormulaPrinter.Print(nodes, loop.C, formula))
            : "(" + FormulaPrinter.Print(nodes, loop.C, formula) + " - " + FormulaPrinter.Print(nodes, loop.B, formula) + " + 1)";

    private static string Factor(string text) => text.IndexOf(' ') >= 0 ? "(" + text + ")" : text;

    private static string Times(string a, string b) => a.Length == 0 ? b : a + "·" + b;

    private static void Increment(SortedDictionary<string, int> terms, string key, int by) =>
        terms[key] = (terms.TryGetValue(key, out int count) ? count : 0) + by;

    private static string Text(int value) => value.ToString(System.Globalization.CultureInfo.InvariantCulture);
}
