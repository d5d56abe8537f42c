using System.Text;
using MeanFieldDsl.Generators.Analysis;

namespace MeanFieldDsl.Generators.Emit;

/// <summary>Writes what the compiler found out about a model as one text, which the library's ModelFacts takes apart.</summary>
internal static class LedgerEmitter
{
    private const string Root = "global::MeanFieldDsl.";

    /// <summary>Writes the text and the properties that read from it.</summary>
    /// <param name="writer">Where to.</param>
    /// <param name="hypotheses">The hypotheses of the ledger.</param>
    /// <param name="theorems">The theorems.</param>
    /// <param name="card">The documents.</param>
    public static void Emit(SourceWriter writer, IEnumerable<Hypothesis> hypotheses, IEnumerable<TheoremFacts> theorems, CardText card) => _ = writer
        .Line($"private static readonly {Root}ModelFacts s_meanFieldFacts = new({Literal(Text([.. hypotheses], [.. theorems], card))});")
        .Line()
        .Line("/// <summary>What the compiler found out about the hypotheses of the theory.</summary>")
        .Line($"public static {Root}AssumptionLedger Assumptions => s_meanFieldFacts.Assumptions;")
        .Line()
        .Line("/// <summary>The theorems on mean-field flows, each with the status of its hypotheses.</summary>")
        .Line($"public static global::System.Collections.Generic.IReadOnlyList<{Root}TheoremCard> Theorems => s_meanFieldFacts.Theorems;")
        .Line()
        .Line("/// <summary>The equations, proofs, constants and costs of the model as a document.</summary>")
        .Line($"public static {Root}ModelCard Card => s_meanFieldFacts.Card;")
        .Line();

    // The same hypothesis serves several theorems, so each is written once and meant by its number.
    private static string Text(Hypothesis[] ledger, TheoremFacts[] theorems, CardText card)
    {
        Hypothesis[] all = [.. ledger.Concat(theorems.SelectMany(static t => t.Hypotheses)).Distinct()];
        StringBuilder text = new();
        foreach (Hypothesis h in all)
        {
            Line(text, "h", h.Subject, h.Statement, h.Status.ToString(), h.Reason);
        }

        Line(text, "l", Numbers(all, ledger));
        foreach (TheoremFacts theorem in theorems)
        {
            Line(text, "t", theorem.Theorem, theorem.Conclusion, theorem.Source, Numbers(all, theorem.Hypotheses));
        }

        Document(text, "m", card.Markdown);
        Document(text, "c", card.Cost);
        Document(text, "x", card.Latex);
        return text.ToString().TrimEnd('\n');
    }

    private static string Numbers(Hypothesis[] all, IEnumerable<Hypothesis> some) =>
        string.Join(",", some.Select(h => NumberText.Of(Array.IndexOf(all, h))));

    private static void Document(StringBuilder text, string kind, string document)
    {
        foreach (string line in document.TrimEnd('\n').Split('\n'))
        {
            Line(text, kind, line);
        }
    }

    private static void Line(StringBuilder text, params string[] fields) =>
        _ = text.Append(string.Join("\t", fields.Select(static f => f.Replace('\t', ' ').Replace('\n', ' ')))).Append('\n');

    private static string Literal(string text) =>
        "\"" + text.Replace("\\", "\\\\").Replace("\"", "\\\"").Replace("\n", "\\n").Replace("\t", "\\t") + "\"";
}
