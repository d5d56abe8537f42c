using System.Collections.Immutable;
using MeanFieldDsl.Generators.Analysis;
using MeanFieldDsl.Generators.Analysis.Numerics;
using MeanFieldDsl.Generators.Formulas;
using MeanFieldDsl.Generators.FrontEnd;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace MeanFieldDsl.Generators.Diagnostics;

/// <summary>
/// Reports what goes wrong in floating-point arithmetic: overflow, division by zero, arguments outside a domain,
/// cancellation. An expression gets one diagnostic, the gravest.
/// </summary>
internal sealed class NumericsClaims
{
    private readonly ParsedDeclaration _declaration;
    private readonly Formula _formula;
    private readonly Interval[] _ranges;

    private NumericsClaims(ParsedDeclaration declaration, Formula formula)
    {
        (_declaration, _formula) = (declaration, formula);
        _ranges = [.. CurvaturePass.Shapes(formula, new bool[formula.Parameters.Count]).Select(static s => s.Range)];
    }

    public static IEnumerable<Diagnostic> Check(ParsedDeclaration declaration)
    {
        if (declaration.Spec.Formula is not Formula formula)
        {
            return [];
        }

        // A helper that is inlined twice is still one place.
        HashSet<(string, Location)> seen = [];
        return new NumericsClaims(declaration, formula).All().Where(d => seen.Add((d.Id, d.Location)));
    }

    private IEnumerable<Diagnostic> All()
    {
        Dictionary<int, (NumericRule Rule, NumericFault Fault, Match Match)> matches = Matches();
        Dictionary<int, (DomainCondition Condition, Binding Witness)> witnesses = [];
        Specimens values = new(_formula);
        WitnessSearch search = new(_formula, _ranges, values);
        foreach (DomainCondition condition in DomainCondition.Of(_formula))
        {
            bool overflows = matches.TryGetValue(condition.Node, out var match) && match.Fault == NumericFault.Overflow;
            if (!overflows && search.Find(condition) is Binding witness)
            {
                witnesses.Add(condition.Node, (condition, witness));
            }
        }

        for (int node = 0; node <= _formula.Root; node++)
        {
            bool isMatched = matches.TryGetValue(node, out var match);
            if (witnesses.TryGetValue(node, out var found))
            {
                yield return found.Condition.IsDivision
                    ? Division(found.Condition, found.Witness, values, isMatched ? Suggest(match.Rule, match.Match) : null)
                    : Outside(found.Condition, found.Witness, values);
            }
            else if (isMatched && match.Fault != NumericFault.Removable)
            {
                yield return Report(match.Rule, match.Fault, match.Match);
            }
        }
    }

    // The outermost expressions first; what belongs to one is not looked at again.
    private Dictionary<int, (NumericRule, NumericFault, Match)> Matches()
    {
        bool[] needed = FormulaGraph.Reachable(_formula.Nodes, _formula.Root);
        HashSet<int> covered = [];
        Dictionary<int, (NumericRule, NumericFault, Match)> matches = [];
        for (int node = _formula.Root; node >= 0; node--)
        {
            if (needed[node] && !covered.Contains(node) && First(node) is (NumericRule rule, NumericFault fault, Match match))
            {
                matches.Add(node, (rule, fault, match));
                covered.UnionWith(match.Parts);
            }
        }

        return matches;
    }

    private (NumericRule, NumericFault, Match)? First(int node)
    {
        foreach (NumericRule rule in NumericRules.All)
        {
            if (rule.Expression.Find(_formula.Nodes, node) is Match match
                && (!rule.IsForParticles || (_formula.Nodes[match.Holes[0]] is { Op: Op.BoundElement } element && _formula.Parameters[element.A].IsParticle))
                && rule.In(hole => _ranges[match.Holes[hole]]) is not NumericFault.None and NumericFault fault)
            {
                return (rule, fault, match);
            }
        }

        return null;
    }

    private Diagnostic Division(DomainCondition condition, Binding witness, Specimens values, Suggestion? suggestion)
    {
        WrittenExpression written = WrittenExpression.Of(_declaration, condition.Node, condition.Argument);
        string better = suggestion is null ? "" : "; use '" + PatternText.Unmarked(suggestion.Text) + "'";
        return Diagnostic.Create(
            Descriptors.DivisionByZero, written.Place, suggestion?.Properties ?? ImmutableDictionary<string, string?>.Empty,
            written.Text, written.Pieces[0].Text, At(condition.Argument, witness, values), better);
    }

    private Diagnostic Outside(DomainCondition condition, Binding witness, Specimens values)
    {
        WrittenExpression written = WrittenExpression.Of(_declaration, condition.Node, condition.Argument);
        string at = At(condition.Argument, witness, values);
        bool isPlain = _formula.Nodes[condition.Argument].Op is Op.Parameter or Op.HyperParameter;
        string when = isPlain ? at : $"'{written.Pieces[0].Text}' is {ConvexityWitness.Number(values.Value(condition.Argument, witness).Value)}, as at {at}";
        return Diagnostic.Create(Descriptors.OutsideDomain, written.Place, written.Text, when);
    }

    private static string At(int node, Binding witness, Specimens values)
    {
        Formula alone = values.Alone(node);
        string point = WitnessPoints.Print(alone, witness, [.. alone.Parameters.Select(static _ => true)]);
        return point.StartsWith(" with ", StringComparison.Ordinal) ? point.Substring(" with ".Length) : point.Length == 0 ? "every point" : point;
    }

    private Diagnostic Report(NumericRule rule, NumericFault fault, Match match)
    {
        Suggestion suggestion = Suggest(rule, match);
        string better = PatternText.Unmarked(suggestion.Text);
        return fault switch
        {
            NumericFault.Overflow => Diagnostic.Create(
                Descriptors.CanOverflow, suggestion.Written.Place, suggestion.Properties, suggestion.Written.Text, PatternText.Unmarked(suggestion.Large), better),
            NumericFault.Cancellation => Diagnostic.Create(Descriptors.Cancels, suggestion.Written.Place, suggestion.Properties, suggestion.Written.Text, better),
            _ => Diagnostic.Create(Descriptors.BetterIntrinsic, suggestion.Written.Place, suggestion.Properties, suggestion.Written.Text, better),
        };
    }

    private Suggestion Suggest(NumericRule rule, Match match)
    {

        // The vector of a norm is named by the call.
        int[] holes = [.. match.Holes.Where(h => h >= 0 && rule.Better.Op != Op.NormRoot)];
        WrittenExpression written = WrittenExpression.Of(_declaration, match.Root, holes);
        int sum = Array.Find(match.Parts, part => _formula.Nodes[part].IsReduction);
        InvocationExpressionSyntax? call = sum > 0 ? WrittenExpression.Call(_declaration, sum) : null;
        ArgumentSyntax[] arguments = call is null ? [] : [.. call.ArgumentList.Arguments];
        string vector = arguments.Length > 0 ? arguments[0].ToString() : "…";
        string loop = arguments.LastOrDefault()?.Expression is SimpleLambdaExpressionSyntax or ParenthesizedLambdaExpressionSyntax
            ? string.Concat(arguments.Take(arguments.Length - 1).Select(static a => a + ", ")) + Head((LambdaExpressionSyntax)arguments[arguments.Length - 1].Expression)
            : "… => ";
        PatternText text = new(written.Pieces, vector, loop);
        string better = text.Write(rule.Better);

        // Comments would be lost, or swallow what follows them.
        bool isReplacement = written.Syntax is ExpressionSyntax syntax && !text.HasNames && better.IndexOf('…') < 0
            && !syntax.DescendantTrivia().Any(static t => t.ToString().StartsWith("/", StringComparison.Ordinal));
        string large = new PatternText(written.Pieces, vector, loop).Write(rule.Fault == NumericFault.Overflow ? rule.Large : rule.Better);
        return new(written, better, large, isReplacement
            ? ImmutableDictionary<string, string?>.Empty.Add(FixProperties.Replacement, better)
            : ImmutableDictionary<string, string?>.Empty);
    }

    private static string Head(LambdaExpressionSyntax lambda) => lambda.ToString().Substring(0, lambda.Body.SpanStart - lambda.SpanStart);

    private sealed record Suggestion(WrittenExpression Written, string Text, string Large, ImmutableDictionary<string, string?> Properties);
}
