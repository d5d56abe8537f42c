namespace MeanFieldDsl.CodeFixes;

/// <summary>
/// Multiplies a feature that has no weight by one: whatever its form, it is then homogeneous of degree 1 in its weights,
/// which one of the two theorems asks for.
/// </summary>
internal static class LiftFeature
{
    public static IEnumerable<Fix> Of(FixTarget target)
    {
        if (FormulaSyntax.Of(target) is not FormulaSyntax formula
            || formula.Method.ExpressionBody?.Expression is not ExpressionSyntax body
            || formula.Has("WeightAttribute")
            || !formula.IsFeature
            || formula.Claims.Length != 1
            || formula.IsCalled)
        {
            yield break;
        }

        string weight = formula.FreeName("a", "weight", "outputWeight");
        bool isFactor = body is ParenthesizedExpressionSyntax or InvocationExpressionSyntax or IdentifierNameSyntax or ElementAccessExpressionSyntax or LiteralExpressionSyntax;
        yield return new(
            "Lift the feature by a weight: [Weight] double " + weight,
            "Homogeneity.Lift",
            Edits.Insert(formula.Method.ParameterList.Parameters[0].SpanStart, $"[{target.AttributeName("Weight")}] double {weight}, "),
            Edits.Replace(body, weight + " * " + (isFactor ? body.ToString() : "(" + body + ")")),
            Edits.Replace(formula.Claims[0], target.AttributeName("PartiallyHomogeneous") + "(1)"));
    }
}
