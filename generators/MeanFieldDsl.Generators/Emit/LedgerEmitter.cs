using MeanFieldDsl.Generators.Analysis;
using MeanFieldDsl.Generators.Formulas;

namespace MeanFieldDsl.Generators.Emit;

/// <summary>Writes what the compiler found out about a model's hypotheses as typed data.</summary>
internal static class LedgerEmitter
{
    private const string Root = "global::MeanFieldDsl.";

    public static void Emit(SourceWriter writer, ModelCardFacts facts)
    {
        _ = writer
            .Line("/// <summary>What the compiler found out about the hypotheses of the theory.</summary>")
            .Line($"public static {Root}AssumptionLedger Assumptions {{ get; }} = new(");
        Entries(writer, facts.Hypotheses, "    ", ");");
        _ = writer
            .Line()
            .Line("/// <summary>The theorems on mean-field flows, each with the status of its hypotheses.</summary>")
            .Line($"public static global::System.Collections.Generic.IReadOnlyList<{Root}TheoremCard> Theorems {{ get; }} =")
            .Line("[");
        foreach (TheoremFacts theorem in facts.Theorems)
        {
            _ = writer.Line($"    new({Root}Theorem.{theorem.Theorem}, {Literal(theorem.Conclusion)}, {Literal(theorem.Source)}, new(");
            Entries(writer, theorem.Hypotheses, "        ", ")),");
        }

        _ = writer
            .Line("];")
            .Line()
            .Line("/// <summary>The equations, proofs, constants and costs of the model as a document.</summary>")
            .Line($"public static {Root}ModelCard Card {{ get; }} = new(")
            .Line("    " + Literal(ModelCardText.Markdown(facts)) + ",")
            .Line("    " + Literal(ModelCardText.Latex(facts)) + ");")
            .Line();
    }

    private static void Entries(SourceWriter writer, EquatableArray<Hypothesis> hypotheses, string indent, string end)
    {
        for (int i = 0; i < hypotheses.Count; i++)
        {
            Hypothesis h = hypotheses[i];
            string entry = $"new {Root}Assumption({Literal(h.Subject)}, {Literal(h.Statement)}, {Root}AssumptionStatus.{h.Status}, {Literal(h.Reason)})";
            _ = writer.Line(indent + entry + (i == hypotheses.Count - 1 ? end : ","));
        }
    }

    private static string Literal(string text) => "\"" + text.Replace("\\", "\\\\").Replace("\"", "\\\"").Replace("\n", "\\n") + "\"";
}
