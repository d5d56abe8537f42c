using MeanFieldDsl.Generators.Analysis;

namespace MeanFieldDsl.Generators.Emit;

/// <summary>Writes what the compiler found out about a model's hypotheses as typed data.</summary>
internal static class LedgerEmitter
{
    private const string Root = "global::MeanFieldDsl.";

    public static void Emit(SourceWriter writer, IReadOnlyList<Hypothesis> hypotheses)
    {
        _ = writer
            .Line("/// <summary>What the compiler found out about the hypotheses of the theory.</summary>")
            .Line($"public static {Root}AssumptionLedger Assumptions {{ get; }} = new(");
        for (int i = 0; i < hypotheses.Count; i++)
        {
            Hypothesis h = hypotheses[i];
            string entry = $"new {Root}Assumption({Literal(h.Subject)}, {Literal(h.Statement)}, {Root}AssumptionStatus.{h.Status}, {Literal(h.Reason)})";
            _ = writer.Line("    " + entry + (i == hypotheses.Count - 1 ? ");" : ","));
        }

        _ = writer.Line();
    }

    private static string Literal(string text) => "\"" + text.Replace("\\", "\\\\").Replace("\"", "\\\"") + "\"";
}
