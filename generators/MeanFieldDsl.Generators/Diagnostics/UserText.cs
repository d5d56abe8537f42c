using System.Text.RegularExpressions;
using MeanFieldDsl.Generators.Formulas;
using MeanFieldDsl.Generators.FrontEnd;
using Microsoft.CodeAnalysis;

namespace MeanFieldDsl.Generators.Diagnostics;

/// <summary>Where a node of a formula stands in the user's code, and how it reads there.</summary>
internal static class UserText
{
    private const int Longest = 80;

    /// <summary>The place of the first of these nodes that has one, otherwise the declaration's name.</summary>
    public static Location Place(ParsedDeclaration declaration, int node, int otherwise = -1) =>
        declaration.Origins.TryGetValue(node, out SyntaxNode? syntax) || declaration.Origins.TryGetValue(otherwise, out syntax)
            ? syntax.GetLocation()
            : declaration.Location;

    /// <summary>The user's own text on one line, because a message that breaks loses all lines after the first.</summary>
    public static string Of(ParsedDeclaration declaration, int node)
    {
        Formula formula = declaration.Spec.Formula!;
        return declaration.Origins.TryGetValue(node, out SyntaxNode? syntax)
            ? Short(syntax)
            : Cut(FormulaPrinter.Print(formula.Nodes, node, formula));
    }

    /// <summary>The text of a piece of syntax, on one line and of readable length.</summary>
    public static string Short(SyntaxNode syntax) => Cut(OneLine(syntax));

    /// <summary>The whole text of a piece of syntax on one line.</summary>
    public static string OneLine(SyntaxNode syntax) => Regex.Replace(syntax.ToString(), @"\s+", " ");

    private static string Cut(string text) => text.Length <= Longest ? text : text.Substring(0, Longest - 1) + "…";
}
