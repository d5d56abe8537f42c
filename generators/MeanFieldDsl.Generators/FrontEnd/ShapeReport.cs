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
        Formula formula, IMethodSymbol method, ShapeResult shapes, IReadOnlyDictionary<int, SyntaxNode> origins, MethodDeclarationSyntax syntax, DiagnosticSink sink)
    {
        foreach (ShapeError error in shapes.Errors)
        {
            SyntaxNode at = error.Node >= 0 && origins.TryGetValue(error.Node, out SyntaxNode? origin) ? origin : syntax.ParameterList;
            string first = formula.Parameters[error.First].Name;
            switch (error.Mistake)
            {
                case ShapeMistake.Differ:
                    string second = formula.Parameters[error.Second].Name;
                    sink.Report(Descriptors.DimensionsDiffer, at, FormulaScope.Text(at), first, error.FirstDimension.ToString(), second, error.SecondDimension.ToString());
                    break;
                case ShapeMistake.Unknown:
                    sink.Report(Descriptors.DimensionUnknown, ParameterParser.Identifier(method.Parameters[error.First]), [], first);
                    break;
                default:
                    string index = FormulaPrinter.Print(formula.Nodes, formula.Nodes[error.Node].B, formula);
                    sink.Report(Descriptors.IndexOutOfRange, at, index, first, error.FirstDimension.ToString());
                    break;
            }
        }
    }
}
