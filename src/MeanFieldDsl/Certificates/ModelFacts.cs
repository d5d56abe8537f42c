using System.ComponentModel;
using System.Globalization;

namespace MeanFieldDsl;

/// <summary>
/// What the compiler found out about a model, as the one text that generated code holds. It is taken apart when
/// somebody asks: most programs never do, and the compiler has one literal to read instead of hundreds of calls.
/// </summary>
/// <remarks>
/// Lines of fields that tabs separate: <c>h</c> a hypothesis (subject, statement, status, reason), <c>l</c> the ledger
/// and <c>t</c> a theorem (name, conclusion, source), both with the numbers of their hypotheses as the last field,
/// <c>m</c>, <c>c</c> and <c>x</c> a line of the card: Markdown before and after the hypotheses, and LaTeX.
/// </remarks>
[EditorBrowsable(EditorBrowsableState.Never)]
public sealed class ModelFacts
{
    private readonly Lazy<(AssumptionLedger Assumptions, IReadOnlyList<TheoremCard> Theorems, ModelCard Card)> _content;

    /// <summary>Keeps the text.</summary>
    /// <param name="text">What the generator wrote.</param>
    public ModelFacts(string text) => _content = new(() => Read(text));

    /// <summary>The hypotheses of the theory.</summary>
    public AssumptionLedger Assumptions => _content.Value.Assumptions;

    /// <summary>The theorems and their hypotheses.</summary>
    public IReadOnlyList<TheoremCard> Theorems => _content.Value.Theorems;

    /// <summary>The document.</summary>
    public ModelCard Card => _content.Value.Card;

    private static (AssumptionLedger Assumptions, IReadOnlyList<TheoremCard> Theorems, ModelCard Card) Read(string text)
    {
        List<Assumption> hypotheses = [];
        AssumptionLedger ledger = new();
        List<TheoremCard> theorems = [];
        List<string> before = [];
        List<string> after = [];
        List<string> latex = [];
        foreach (string line in text.Split('\n'))
        {
            string[] fields = line.Split('\t');
            switch (fields[0])
            {
                case "h":
                    hypotheses.Add(new(fields[1], fields[2], Enum.Parse<AssumptionStatus>(fields[3]), fields[4]));
                    break;
                case "l":
                    ledger = Pick(fields[1]);
                    break;
                case "t":
                    theorems.Add(new(Enum.Parse<Theorem>(fields[1]), fields[2], fields[3], Pick(fields[4])));
                    break;
                default:
                    (fields[0] switch { "m" => before, "c" => after, "x" => latex, _ => throw new FormatException($"the facts of a model have no line '{fields[0]}'") }).Add(fields[1]);
                    break;
            }
        }

        return (ledger, theorems, ModelCardText.Write(before, after, latex, ledger, theorems));

        AssumptionLedger Pick(string numbers) =>
            new(numbers.Split(',', StringSplitOptions.RemoveEmptyEntries).Select(n => hypotheses[int.Parse(n, CultureInfo.InvariantCulture)]));
    }
}
