using System.Globalization;
using MeanFieldDsl.Generators.Formulas;

namespace MeanFieldDsl.Generators.Analysis.Numerics;

/// <summary>Writes a pattern as C#, with the user's own text in its holes.</summary>
/// <param name="holes">The text of each hole.</param>
/// <param name="vector">The vector that the user's sum runs over.</param>
/// <param name="loop">What stands between the parenthesis of that sum and its term, such as "w, wi => ".</param>
internal sealed class PatternText(Snippet[] holes, string vector, string loop)
{
    private readonly Dictionary<string, string> _named = [];

    public static string Unmarked(string text) => text.Replace(Snippet.Mark, "");

    /// <summary>Whether the text speaks of something that has to be computed before.</summary>
    public bool HasNames => _named.Count > 0;

    public string Write(Pattern pattern)
    {
        string text = Visit(pattern).Text;
        return text + string.Concat(_named.Select(n => " with " + n.Key + " = " + n.Value));
    }

    private Snippet Visit(Pattern pattern)
    {
        if (pattern.Hole >= 0)
        {
            return holes[pattern.Hole];
        }

        if (pattern.Name.Length > 0)
        {
            _named[pattern.Name] = Call(pattern);
            return new(pattern.Name, Snippet.Primary);
        }

        return pattern.Op switch
        {
            Op.Constant => Number(pattern.Value),
            Op.Negate => Visit(pattern.Arguments[0]).Negated(),
            Op.Add => Infix(pattern, "+", Snippet.Sum),
            Op.Subtract => Infix(pattern, "-", Snippet.Sum),
            Op.Multiply when pattern.Arguments[0] == pattern.Arguments[1] => new(Snippet.Mark + "Sq(" + Visit(pattern.Arguments[0]).Text + ")", Snippet.Primary),
            Op.Multiply => Infix(pattern, "*", Snippet.Product),
            Op.Divide => Infix(pattern, "/", Snippet.Product),
            _ => new(Call(pattern), Snippet.Primary),
        };
    }

    private string Call(Pattern pattern) => Snippet.Mark + pattern.Op switch
    {
        Op.NormRoot => "Norm(" + vector,
        Op.SumOver => "Sum(" + loop + Visit(pattern.Arguments[0]).Text,
        Op.MaxOver => "Max(" + loop + Visit(pattern.Arguments[0]).Text,
        _ => pattern.Op + "(" + Visit(pattern.Arguments[0]).Text,
    } + ")";

    private static Snippet Number(double value) => new(value.ToString("R", CultureInfo.InvariantCulture), value < 0 ? Snippet.Unary : Snippet.Primary);

    private Snippet Infix(Pattern pattern, string symbol, int binding)
    {
        Snippet a = Visit(pattern.Arguments[0]), b = Visit(pattern.Arguments[1]);
        int right = symbol == "+" ? binding : binding + 1;

        // A minus sign that follows an operator goes into parentheses.
        return new(a.In(binding) + " " + symbol + " " + (b.Text[0] == '-' ? b.In(Snippet.Primary) : b.In(right)), binding);
    }
}
