using System.Text;

namespace MeanFieldDsl;

/// <summary>Puts the hypotheses into the documents that the generator began.</summary>
internal static class ModelCardText
{
    public static ModelCard Write(List<string> before, List<string> after, List<string> latex, AssumptionLedger ledger, List<TheoremCard> theorems)
    {
        StringBuilder markdown = Lines(before).Append("\n## Hypotheses\n\n");
        Table(markdown, ledger);
        foreach (TheoremCard theorem in theorems)
        {
            _ = markdown.Append($"\n### {theorem.Source}\n\n{theorem.Conclusion}\n\n");
            Table(markdown, theorem.Hypotheses);
        }

        StringBuilder document = Lines(latex).Append("\\begin{description}\n");
        foreach (Assumption h in ledger)
        {
            _ = document.Append($"\\item[{h.Status}] {Escape(h.Subject)}: {Escape(h.Statement)}.\n");
        }

        return new(markdown.Append('\n').Append(Lines(after)).ToString(), document.Append("\\end{description}\n").ToString());
    }

    private static StringBuilder Lines(List<string> lines)
    {
        StringBuilder text = new();
        foreach (string line in lines)
        {
            _ = text.Append(line).Append('\n');
        }

        return text;
    }

    private static void Table(StringBuilder text, AssumptionLedger hypotheses)
    {
        _ = text.Append("| status | about | hypothesis | why |\n|---|---|---|---|\n");
        foreach (Assumption h in hypotheses)
        {
            _ = text.Append($"| {h.Status} | {h.Subject} | {Cell(h.Statement)} | {Cell(h.Reason)} |\n");
        }
    }

    private static string Cell(string text) => text.Replace("|", "\\|", StringComparison.Ordinal);

    private static string Escape(string text)
    {
        StringBuilder escaped = new();
        foreach (char c in text)
        {
            _ = c switch
            {
                '_' or '&' or '%' or '#' or '{' or '}' or '$' => escaped.Append('\\').Append(c),
                '⟨' => escaped.Append("$\\langle$"),
                '⟩' => escaped.Append("$\\rangle$"),
                '‖' => escaped.Append("$\\|$"),
                'φ' => escaped.Append("$\\varphi$"),
                'ℓ' => escaped.Append("$\\ell$"),
                'θ' => escaped.Append("$\\theta$"),
                'Θ' => escaped.Append("$\\Theta$"),
                'λ' => escaped.Append("$\\lambda$"),
                '²' => escaped.Append("$^2$"),
                '\\' => escaped.Append("\\textbackslash{}"),
                _ => escaped.Append(c),
            };
        }

        return escaped.ToString();
    }
}
