namespace MeanFieldDsl.CodeFixes;

/// <summary>
/// Turns a constant bias into a parameter of the particle: ⟨w, x⟩ + B adds terms of degree 1 and 0, while ⟨w, x⟩ + b,
/// which is the input with a 1 appended, is of degree 1 in (w, b).
/// </summary>
internal static class TrainBias
{
    public static IEnumerable<Fix> Of(FixTarget target)
    {
        if (target.Diagnostic.Id is not ("MFD0501" or "MFD0503")
            || FormulaSyntax.Of(target) is not FormulaSyntax formula
            || formula.IsCalled
            || Sum(target, formula) is not (ExpressionSyntax bias, ParameterSyntax beside, string role))
        {
            yield break;
        }

        string name = formula.FreeName("b", "bias", "offset");
        yield return new(
            "Train the bias: [" + role + "] double " + name,
            "Homogeneity.Bias",
            Edits.Insert(beside.Span.End, $", [{target.AttributeName(role)}] double {name}"),
            Edits.Replace(bias, name));
    }

    // The constant term of the sum, and the first parameter of the particle in the other term.
    private static (ExpressionSyntax Bias, ParameterSyntax Beside, string Role)? Sum(FixTarget target, FormulaSyntax formula)
    {
        if (target.Node.FirstAncestorOrSelf<BinaryExpressionSyntax>() is not { } sum || !(sum.IsKind(SyntaxKind.AddExpression) || sum.IsKind(SyntaxKind.SubtractExpression)))
        {
            return null;
        }

        foreach ((ExpressionSyntax bias, ExpressionSyntax other) in new[] { (sum.Right, sum.Left), (sum.Left, sum.Right) })
        {
            if (!formula.Mentioned(bias).Any() && formula.Mentioned(other).FirstOrDefault(p => formula.Role(p) is not null) is { } beside)
            {
                return (bias, beside, formula.Role(beside)!);
            }
        }

        return null;
    }
}
