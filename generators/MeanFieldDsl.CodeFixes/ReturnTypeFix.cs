namespace MeanFieldDsl.CodeFixes;

/// <summary>MFD0105: lets a formula return double, where every value it returns is one already.</summary>
[ExportCodeFixProvider(LanguageNames.CSharp), Shared]
public sealed class ReturnTypeFix() : OneFix<MethodDeclarationSyntax>("MFD0105")
{
    private protected override IEnumerable<Fix> Fixes(FixTarget target, MethodDeclarationSyntax method)
    {
        if (method.Modifiers.Any(SyntaxKind.PartialKeyword))
        {
            yield break;
        }

        ITypeSymbol number = target.Model.Compilation.GetSpecialType(SpecialType.System_Double);
        ExpressionSyntax[] results = [.. Results(method)];
        if (results.Length > 0 && results.All(result => target.Model.ClassifyConversion(result, number).IsImplicit))
        {
            yield return new("Return 'double'", "MFD0105", Edits.Replace(method.ReturnType, "double"));
        }
    }

    private static IEnumerable<ExpressionSyntax> Results(MethodDeclarationSyntax method) => method.ExpressionBody is { } body
        ? [body.Expression]
        : method.DescendantNodes(static node => node is not (LambdaExpressionSyntax or LocalFunctionStatementSyntax))
            .OfType<ReturnStatementSyntax>()
            .Select(static statement => statement.Expression)
            .OfType<ExpressionSyntax>();
}
