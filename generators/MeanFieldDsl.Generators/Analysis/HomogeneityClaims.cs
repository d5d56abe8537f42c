using MeanFieldDsl.Generators.FrontEnd;
using Microsoft.CodeAnalysis;

namespace MeanFieldDsl.Generators.Analysis;

/// <summary>Checks the claims of homogeneity that a declaration makes.</summary>
internal static class HomogeneityClaims
{
    public static IEnumerable<Diagnostic> Check(ParsedDeclaration declaration) => [];
}
