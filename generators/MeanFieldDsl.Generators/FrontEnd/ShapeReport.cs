using System.Collections.Immutable;
using MeanFieldDsl.Generators.Analysis;
using MeanFieldDsl.Generators.Diagnostics;
using MeanFieldDsl.Generators.Formulas;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace MeanFieldDsl.Generators.FrontEnd;

/// <summary>Says in the author's terms what shape inference found.</summary>
internal static class ShapeReport
{
    public static void Write(
        Formula formula, IMethodSymbol method, ShapeResult shapes, IReadOnlyDictionary<int, SyntaxNode> origins, IReadOnlyList<SyntaxNode> ties, MethodDeclarationSyntax syntax, DiagnosticSink sink)
    {
        foreach (ShapeError error in shapes.Errors)
        {
            SyntaxNode at = error.Tie >= 0 ? ties[error.Tie]
                : error.Node >= 0 && origins.TryGetValue(error.Node, out SyntaxNode? origin) ? origin : syntax.ParameterList;
            string first = formula.Parameters[error.First].Name;
            switch (error.Mistake)
            {
                case ShapeMistake.Differ:
                    string second = formula.Parameters[error.Second].Name;
                    sink.Report(Descriptors.DimensionsDiffer, at, UserText.Short(at), first, error.FirstDimension.ToString(), second, error.SecondDimension.ToString());
                    break;
                case ShapeMistake.Unknown:
                    ImmutableDictionary<string, string?> free = ImmutableDictionary<string, string?>.Empty.Add(FixProperties.Dimension, FreeName(error, shapes, formula));
                    sink.Report(Descriptors.DimensionUnknown, ParameterParser.Identifier(method.Parameters[error.First]), [], free, [first]);
                    break;
                default:
                    string index = FormulaPrinter.Print(formula.Nodes, formula.Nodes[error.Node].B, formula);
                    sink.Report(Descriptors.IndexOutOfRange, at, index, first, error.FirstDimension.ToString());
                    break;
            }
        }
    }

    // n, or n1, n2, … when several dimensions are unknown; vectors that must be equally long share a name.
    private static string FreeName(ShapeError error, ShapeResult shapes, Formula formula)
    {
        int[] groups = [.. shapes.Errors.Where(static e => e.Mistake == ShapeMistake.Unknown).Select(static e => e.Second).Distinct()];
        HashSet<string?> taken = [.. formula.Parameters.Select(static p => p.Dimension.Symbol), .. formula.Parameters.Select(static p => p.Name)];
        string[] free = [.. Enumerable.Range(1, groups.Length + taken.Count).Select(static k => "n" + k).Where(name => !taken.Contains(name))];
        return groups.Length == 1 && !taken.Contains("n") ? "n" : free[Array.IndexOf(groups, error.Second)];
    }
}
