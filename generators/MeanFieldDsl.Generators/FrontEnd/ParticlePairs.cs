using System.Globalization;
using MeanFieldDsl.Generators.Analysis;
using MeanFieldDsl.Generators.Diagnostics;
using MeanFieldDsl.Generators.Formulas;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace MeanFieldDsl.Generators.FrontEnd;

/// <summary>
/// The two particles of an interaction: the first half of its parameters and the second. They pair by their order, so that each
/// particle can have names of its own.
/// </summary>
internal static class ParticlePairs
{
    /// <summary>The parameter of the other particle, or the parameter itself when their number is odd and it is the last.</summary>
    public static int Counterpart(int parameter, int count)
    {
        int half = count / 2;
        return parameter >= 2 * half ? parameter : parameter < half ? parameter + half : parameter - half;
    }

    /// <summary>Reports parameters that do not make two equal particles.</summary>
    public static void Check(IMethodSymbol method, IReadOnlyList<FormulaParameter> parameters, DiagnosticSink sink)
    {
        string name = method.ContainingType.Name;
        int half = parameters.Count / 2;
        if (half == 0 || parameters.Count % 2 != 0)
        {
            string number = parameters.Count switch
            {
                0 => "it has no parameters",
                1 => "it has 1 parameter, an odd number",
                _ => "it has " + parameters.Count.ToString(CultureInfo.InvariantCulture) + " parameters, an odd number",
            };
            sink.Report(Descriptors.UnequalParticles, ParameterParser.Identifier(method), [], name, number);
            return;
        }

        for (int i = 0; i < half; i++)
        {
            FormulaParameter first = parameters[i], second = parameters[half + i];
            if (IsUnlike(first, second))
            {
                string why = $"'{second.Name}' is {Describe(second)}, but its counterpart '{first.Name}' is {Describe(first)}";
                sink.Report(Descriptors.UnequalParticles, ParameterParser.Identifier(method.Parameters[half + i]), [], name, why);
            }
        }
    }

    /// <summary>Counterparts are equally long; where the author says otherwise, the second is at fault.</summary>
    public static IEnumerable<(DimensionTie Tie, SyntaxNode At)> Ties(IReadOnlyList<FormulaParameter> parameters, MethodDeclarationSyntax syntax)
    {
        int half = parameters.Count / 2;
        return Enumerable.Range(0, half)
            .Where(i => parameters[i].Type == FormulaType.Vector && parameters[half + i].Type == FormulaType.Vector)
            .Select(i => (new DimensionTie(i, half + i), (SyntaxNode)syntax.ParameterList.Parameters[half + i]));
    }

    /// <summary>Whether two parameters cannot be the same number of a particle, whatever their dimensions.</summary>
    public static bool IsUnlike(FormulaParameter a, FormulaParameter b) => a.Role != b.Role || a.Type != b.Type || a.Period != b.Period;

    /// <summary>The declaration of a parameter without its name, with an article.</summary>
    public static string Describe(FormulaParameter parameter)
    {
        string period = parameter.Period > 0 ? "(Period = " + parameter.Period.ToString("R", CultureInfo.InvariantCulture) + ")" : "";
        return $"a [{parameter.Role}{period}] {(parameter.Type == FormulaType.Vector ? "Vec" : "double")}";
    }
}
